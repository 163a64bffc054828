"""Scenario H2: graffiti on a prayer hall, children suspected, tension passed on. Through the services, at its dates."""

from datetime import date, datetime

import pytest

from auth.doors import NotAllowed
from casework.case_forms.pages import offered_to
from casework.cases.access import case_by_id
from casework.cases.facts import facts_of
from casework.handover.service import Unfit
from casework.referrals.access import referral_for
from casework.referrals.answers import answers_of
from demo.hate_answers import HALL_RISK, hate_risk, prayer_hall
from demo.hate_story import HateStory
from demo.story import act
from panels.decisions.typed import Typed
from tests.hate_incident.conftest import due_of, london, opened

REPORTED = london(2027, 1, 9, 18, 40)
SUMMARY = {
    "area": "Quillon Quay ward",
    "community": "People who pray in the neighbourhood",
    "summary": "Graffiti on a place of worship, twice in a month. People are angry and stay away.",
    "grounds": "seen",
    "indicator": "3",
}


def taken(story: HateStory) -> None:
    story.refer("larch", london(2027, 1, 9, 19), prayer_hall(story.on, REPORTED), hate_risk(HALL_RISK))
    story.accept(london(2027, 1, 10, 11), "It reaches the community.")


def heard(story: HateStory) -> None:
    taken(story)
    story.hear(
        date(2027, 1, 26),
        date(2027, 2, 2),
        Typed(option="youth_justice", reason="Two boys of 13 are suspected.", band="medium", telling="By letter"),
    )


def test_it_scores_21_medium_with_tension_and_a_day_to_clean_the_wall(story: HateStory) -> None:
    taken(story)
    at = london(2027, 1, 10, 12)
    assert due_of(story, "graffiti", at) == (london(2027, 1, 10, 18, 40), None)
    with opened(story, "hal", at) as (_, case):
        from casework.cases.assessments import assessments_of

        first = assessments_of(case.id)[0]
        assert (first.total, first.band, first.flags) == (21, "medium", ["tension"])
        assert case.children_involved
        assert (case.summary or {})["name"] == "Quillon Lane Prayer Hall"


def offered(story: HateStory, at: datetime) -> set[str]:
    """The forms that the coordinator may fill in on the case."""
    with act("hal", at) as hal:
        opened_case = case_by_id(hal, story.case_id, "case.read")
        return {form.title for form in offered_to(hal, opened_case, facts_of(opened_case.case))}


def test_cleaning_the_wall_on_sunday_meets_the_clock_in_time(story: HateStory) -> None:
    taken(story)
    assert "Graffiti removed" in offered(story, london(2027, 1, 10, 14))
    story.fill("hal", london(2027, 1, 10, 15), "graffiti_removed", at="2027-01-10T14:30+00:00", recorded="yes")
    due, met = due_of(story, "graffiti", london(2027, 1, 10, 16))
    assert met is not None
    assert met < due


def test_no_clock_runs_where_there_is_nothing_to_clean(story: HateStory) -> None:
    clean = prayer_hall(story.on, REPORTED)
    for incident in clean["incidents"]:
        incident["offensive_graffiti"] = "no"
        incident.pop("graffiti_reported_at", None)
    story.refer("larch", london(2027, 1, 9, 19), clean, hate_risk(HALL_RISK))
    story.accept(london(2027, 1, 10, 11), "It reaches the community.")
    with pytest.raises(ValueError, match="empty"):
        due_of(story, "graffiti", london(2027, 1, 10, 12))
    at = london(2027, 1, 10, 12)
    assert "Contact with the person affected" in offered(story, at)
    assert "Graffiti removed" not in offered(story, at)
    with pytest.raises(NotAllowed):
        story.fill("hal", at, "graffiti_removed", at="2027-01-10T11:30+00:00", recorded="yes")


@pytest.mark.long
def test_a_summary_that_names_a_party_is_sent_back_and_one_without_names_goes(story: HateStory) -> None:
    heard(story)
    at = london(2027, 2, 2, 14)
    for word in ("Rookwood-Hale", "Dorian", "the Quillon Lane Prayer Hall", "2 Quillon Lane"):
        with pytest.raises(Unfit):
            story.pass_tension_on(at, **{**SUMMARY, "summary": f"Trouble around {word}."})
    reference = story.pass_tension_on(at, **SUMMARY)
    assert reference == "QQ-RG-0001"
    with opened(story, "hal", london(2027, 2, 2, 15)) as (_, case):
        assert case.state == "escalated"
    with act("hal", london(2027, 2, 2, 15)) as actor:
        there = answers_of(referral_for(actor, reference, "referral.triage").referral, restricted=False)
    assert there["tension_report"] == [SUMMARY]
    assert "Rookwood" not in repr(there)
    assert "QQ-H" not in repr(there)


@pytest.mark.long
def test_a_report_is_recorded_anew_and_what_was_perceived_stays(story: HateStory) -> None:
    heard(story)
    told = {"report": "CAD 2210/12", "why": "The national rules changed", "perceived_by": "both"}
    story.fill(
        "larch",
        london(2027, 2, 3),
        "recording",
        category="hate_incident",
        earlier="legacy_nchi",
        from_on="2027-02-01",
        **told,
    )
    story.fill(
        "larch", london(2027, 2, 20), "recording", category="asb", earlier="hate_incident", from_on="2027-02-19", **told
    )
    with opened(story, "hal", london(2027, 2, 21)) as (_, case):
        kept = facts_of(case).all("recording")
        seen = facts_of(case).referral["incidents"]
    assert [(one.first("category"), one.first("from_on")) for one in kept] == [
        ("hate_incident", "2027-02-01"),
        ("asb", "2027-02-19"),
    ]
    assert {one.first("perceived_by") for one in kept} == {"both"}
    assert all(incident["perceived_by"] == "both" for incident in seen)
    assert all(incident["strands"] == ["religion", "race"] for incident in seen)


@pytest.mark.long
def test_a_case_that_is_with_the_other_group_is_still_reviewed_and_closed(story: HateStory) -> None:
    heard(story)
    story.pass_tension_on(london(2027, 2, 2, 14), **SUMMARY)
    story.assess(
        london(2027, 5, 3), hate_risk("one stable damage recognised alone one some none none none no none"), "closure"
    )
    story.hear(
        date(2027, 4, 27),
        date(2027, 5, 4),
        Typed(
            option="close",
            reason="Nothing has happened for three months, and the boys met the trustees.",
            band="standard",
            closure_reason="no_repeat",
            told="told",
            telling="In person, by Aspen Rourke",
        ),
    )
    with opened(story, "hal", london(2027, 5, 5)) as (_, case):
        assert (case.state, case.closure_reason) == ("closed", "no_repeat")
        # Both boys are 13: the record is kept until they are 25.
        assert case.retention_due_on == date(2038, 5, 2)

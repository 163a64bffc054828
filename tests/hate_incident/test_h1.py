"""Scenario H1: two men harassed at home, again and more gravely. Through the services, at its dates."""

from datetime import date

import pytest

from auth.doors import NotAllowed
from casework.cases.access import case_by_id
from casework.cases.assessments import assessments_of
from casework.panel_type.registry import panel_types
from casework.referrals.access import referral_for
from casework.referrals.answers import answers_of, form_of
from casework.referrals.narrative import Shown, blocks
from demo.hate_answers import LOOP_AFTER_PETROL, LOOP_RISK, hate_risk, merriweather_loop
from demo.hate_story import HateStory
from demo.story import act
from panels.decisions.typed import Typed
from tests.hate_incident.conftest import HATE, due_of, london, opened


def reported(story: HateStory) -> None:
    story.refer("maple", london(2026, 11, 27, 11), merriweather_loop(story.on), hate_risk(LOOP_RISK))


def taken(story: HateStory) -> None:
    reported(story)
    story.accept(london(2026, 11, 30, 9), "It has happened before, and it gets more serious.")


def heard(story: HateStory) -> None:
    taken(story)
    story.fill("hal", london(2026, 12, 1, 9), "contact", on="2026-12-01", by="Hal Osei", reached="yes", said="Afraid")
    story.hear(
        date(2026, 11, 30),
        date(2026, 12, 1),
        Typed(option="adopt", reason="Several agencies are needed.", band="medium", telling="By phone, by Hal Osei"),
    )


def after_petrol(story: HateStory) -> None:
    heard(story)
    story.assess(london(2026, 12, 16, 12), hate_risk(LOOP_AFTER_PETROL), "review")


def test_it_scores_21_medium_and_somebody_speaks_to_them_by_tuesday(story: HateStory) -> None:
    reported(story)
    with act("hal", london(2026, 11, 27, 12)) as actor:
        referral = referral_for(actor, story.referral_id, "referral.triage").referral
        assert (referral.band, referral.reference) == ("medium", "QQ-RH-0001")
    assert due_of(story, "first_contact", london(2026, 11, 27, 12))[0] == london(2026, 12, 1, 17)
    assert due_of(story, "acknowledge", london(2026, 11, 27, 12))[0] == london(2026, 11, 30, 17)


def test_the_contact_clock_goes_on_on_the_case_and_is_met_by_the_contact(story: HateStory) -> None:
    taken(story)
    assert due_of(story, "first_contact", london(2026, 11, 30, 12)) == (london(2026, 12, 1, 17), None)
    story.fill("hal", london(2026, 12, 1, 9), "contact", on="2026-12-01", by="Hal Osei", reached="yes", said="Afraid")
    assert due_of(story, "first_contact", london(2026, 12, 1, 12)) == (london(2026, 12, 1, 17), london(2026, 12, 1, 9))


def test_exact_words_and_who_must_not_learn_of_it_are_kept_apart_until_asked_for(story: HateStory) -> None:
    reported(story)
    with act("hal", london(2026, 11, 27, 12)) as actor:
        opened_one = referral_for(actor, story.referral_id, "referral.triage")
        told = answers_of(opened_one.referral, restricted=opened_one.restricted_open)
        form = form_of(opened_one.referral)
        seen = repr(blocks(form, told, Shown(agency_type=actor.agency_type)))
        shown = repr(blocks(form, told, Shown(restricted=True, agency_type=actor.agency_type)))
    assert "both of you" not in seen
    assert "His mother'" not in seen
    assert "both of you" in shown


@pytest.mark.long
def test_the_case_keeps_neither_the_exact_words_nor_the_risk_of_being_outed(story: HateStory) -> None:
    heard(story)
    with opened(story, "hal", london(2026, 12, 2)) as (_, case):
        from casework.cases.history import origin_of

        origin = origin_of(case.id)
        kept = repr(origin.answers if origin else {})
    assert "both of you" not in kept
    assert "outing_details': 'His mother" not in kept


@pytest.mark.long
def test_petrol_at_the_door_makes_it_high_though_the_total_is_23(story: HateStory) -> None:
    after_petrol(story)
    with opened(story, "hal", london(2026, 12, 16, 13)) as (_, case):
        last = assessments_of(case.id)[-1]
        assert (last.total, last.band, last.flags) == (23, "high", ["grave"])
        assert case.band == "high"
    tool = panel_types.get(HATE).risk_tools[0]
    assert "Police contact the same day" in tool.band("high").interventions


@pytest.mark.long
def test_a_charge_counts_as_a_sanction_detection_and_only_police_record_it(story: HateStory) -> None:
    after_petrol(story)
    told = {"report": "CAD 4471/24", "outcome": "charged", "on": "2027-02-08"}
    with pytest.raises(NotAllowed):
        story.fill("hal", london(2027, 2, 9), "police_outcome", **told)
    story.fill("larch", london(2027, 2, 9), "police_outcome", **told)
    with opened(story, "larch", london(2027, 2, 10)) as (_, case):
        from casework.cases.facts import facts_of

        filled = facts_of(case).latest("police_outcome")
        assert filled is not None
        assert filled.first("outcome") == "charged"


@pytest.mark.long
def test_it_closes_on_2_march_and_they_are_asked_how_it_went_by_16_march(story: HateStory) -> None:
    after_petrol(story)
    story.assess(
        london(2027, 3, 1), hate_risk("one stable verbal stranger alone one some none none none no none"), "closure"
    )
    story.hear(
        date(2027, 2, 26),
        date(2027, 3, 2),
        Typed(
            option="close",
            reason="The man was charged and nothing has happened since.",
            band="standard",
            closure_reason="criminal",
            told="told",
            telling="By phone, by Hal Osei",
        ),
    )
    at = london(2027, 3, 3)
    with opened(story, "hal", at) as (_, case):
        assert (case.state, case.closure_reason) == ("closed", "criminal")
        assert case.retention_due_on == date(2033, 3, 2)
    assert due_of(story, "survey", at) == (london(2027, 3, 16, 17), None)
    story.fill("hal", london(2027, 3, 10), "survey", on="2027-03-10", answered="yes", satisfied="fairly")
    assert due_of(story, "survey", london(2027, 3, 11))[1] == london(2027, 3, 10)


@pytest.mark.long
def test_a_specialist_who_is_not_let_in_sees_nothing(story: HateStory) -> None:
    heard(story)
    with act("willow", london(2026, 12, 2)) as actor, pytest.raises(NotAllowed):
        case_by_id(actor, story.case_id, "case.read")

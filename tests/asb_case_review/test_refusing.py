"""Refusing: when it exists, what it needs, who agrees, how it is appealed, and who decides the appeal."""

from datetime import date
from typing import Any

import pytest
from flask import Flask

from auth.doors import NotAllowed
from casework.case_forms.service import Unfit
from casework.cases.closing import close_case
from casework.cases.moves import move_case
from casework.errors import Refused
from casework.letters.rules import Way
from demo.answers import Answers
from demo.review_answers import abernethy, begum
from demo.review_story import ReviewStory
from demo.story import act, at_hour
from tests.asb_case_review.conftest import PANEL, london
from tests.asb_case_review.playing import (
    agree,
    clocks,
    facts,
    figures_of,
    letters_sent,
    offered,
    opened,
    running,
    state_of,
)

REFUSALS = {"threshold_refusal", "vexatious", "not_asb"}
CONSIDERED = {
    "persistence": "Two incidents in three months.",
    "harm": "Lost sleep. No injury.",
    "adequacy": "Both were answered within a week.",
    "reasons": "Two of your reports count, and three are needed.",
    "signposts": ["report_again"],
    "decided_by": "Cora Lindqvist for the council, Birch Adeyemi for the police",
}


def on(month: int, day: int, year: int = 2026) -> date:
    return date(year, month, day)


def screened(answers: Answers) -> ReviewStory:
    story = ReviewStory(PANEL, act, at_hour)
    story.apply(on(10, 19), answers)
    story.acknowledge(on(10, 21), "screening")
    story.write("cora", on(10, 21), "acknowledgement", Way.POST)
    return story


@pytest.fixture
def met(partnership: Flask) -> ReviewStory:
    return screened(abernethy(date))


@pytest.fixture
def below(partnership: Flask) -> ReviewStory:
    told = abernethy(date)
    return screened({**told, "incidents": told["incidents"][:2], "reports": told["reports"][:2]})


def refuse(story: ReviewStory, day: date | None = None, **changes: Any) -> None:
    story.fill("cora", day or on(10, 29), "threshold_refusal", threshold_refusal=CONSIDERED | changes)


def test_when_it_is_met_no_form_to_refuse_exists_for_anybody(met: ReviewStory) -> None:
    for who in ("cora", "alder", "birch", "juniper"):
        assert not REFUSALS & offered(met, who, on(10, 22))
    for key in REFUSALS:
        with pytest.raises(NotAllowed):
            met.fill("cora", on(10, 22), key, **{key: CONSIDERED})
    assert state_of(met, on(10, 22)) == "screening"


def test_when_it_is_met_it_can_be_confirmed_by_count_and_by_no_other_ground(met: ReviewStory) -> None:
    with pytest.raises(Unfit, match="Select the count"):
        met.decide_met(on(10, 29), "local", "No")
    met.decide_met(on(10, 29), "count", "Three incidents were reported in time.")
    assert state_of(met, on(10, 29)) == "threshold_met"
    assert running(met, on(10, 29))["hold_review"] == london(2026, 11, 26)


@pytest.mark.long
def test_a_refusal_counts_only_when_another_body_agrees(below: ReviewStory) -> None:
    refuse(below)
    assert state_of(below, on(10, 29)) == "screening"
    for who in ("cora", "alder"):
        with pytest.raises(NotAllowed):
            agree(below, who, on(10, 29), "threshold_refusal")
    agree(below, "birch", on(10, 30), "threshold_refusal")
    assert state_of(below, on(10, 30)) == "threshold_not_met"
    assert figures_of(below, on(10, 30)) == {"applications": 1, "not_met": 1, "reviews": 0, "recommendations": 0}
    assert clocks(below, on(10, 30))["decide_threshold"].met_at is not None
    assert "appeal_window" not in clocks(below, on(10, 30)), "the time for an appeal begins with the letter"
    below.write("birch", on(10, 30), "threshold_not_met", Way.POST)
    assert running(below, on(10, 30)) == {"appeal_window": london(2026, 11, 13), "risk_talk": london(2026, 10, 23)}


def test_the_letter_of_a_refusal_has_its_reasons_and_how_to_appeal(below: ReviewStory) -> None:
    refuse(below)
    agree(below, "birch", on(10, 30), "threshold_refusal")
    with pytest.raises(Refused, match="approve"):
        below.write("cora", on(10, 30), "threshold_not_met", Way.POST)
    below.write("birch", on(10, 30), "threshold_not_met", Way.POST)
    [text] = letters_sent(below, on(10, 30), "threshold_not_met")
    assert CONSIDERED["reasons"] in text
    assert "10 working days from the day of this letter" in text
    assert "Report it again" in text


def test_no_letter_goes_by_a_way_that_is_not_safe(below: ReviewStory) -> None:
    refuse(below)
    agree(below, "birch", on(10, 30), "threshold_refusal")
    for way in (Way.HAND, Way.IN_PERSON, Way.PRODUCT):
        with pytest.raises(Refused):
            below.write("birch", on(10, 30), "threshold_not_met", way)
    assert letters_sent(below, on(10, 30), "threshold_not_met") == []


@pytest.mark.long
def test_a_refused_application_is_not_closed_before_the_time_for_an_appeal_is_over(below: ReviewStory) -> None:
    refused(below)
    with pytest.raises(Refused, match="can still appeal"):
        close(below, on(11, 13))
    close(below, on(11, 16))
    assert state_of(below, on(11, 16)) == "closed"


def close(story: ReviewStory, day: date) -> None:
    with opened(story, "alder", day) as (actor, case):
        close_case(
            actor=actor,
            case=case,
            reason="not_met",
            victim_told="told",
            victim_told_words="By letter",
            open_actions=0,
        )


@pytest.mark.parametrize("left_out", ["persistence", "harm", "adequacy", "reasons", "decided_by", "signposts"])
def test_a_refusal_without_what_section_104_5_looks_at_is_not_taken(below: ReviewStory, left_out: str) -> None:
    with pytest.raises(Unfit):
        refuse(below, **{left_out: None})


def test_a_body_that_is_no_relevant_body_refuses_nothing(below: ReviewStory) -> None:
    assert not {"threshold_refusal", "vexatious"} & offered(below, "juniper", on(10, 22)), "fire is no relevant body"


def test_a_refusal_that_waits_is_gone_once_a_third_report_comes_to_light(below: ReviewStory) -> None:
    refuse(below, on(10, 22))
    below.fill(
        "cora",
        on(10, 23),
        "more_reports",
        told={"on": "2026-10-23", "words": "The landlord found a call of hers of 7 October."},
        incidents=abernethy(date)["incidents"][2],
        reports=abernethy(date)["reports"][2],
    )
    with pytest.raises(Refused, match="no longer applies"):
        agree(below, "birch", on(10, 29), "threshold_refusal")
    assert state_of(below, on(10, 29)) == "screening"


def test_a_local_condition_alone_says_whose_advice_was_taken(below: ReviewStory) -> None:
    with pytest.raises(Unfit):
        refuse(below, caveats=["late"], caveats_alone="yes")
    refuse(below, caveats=["late"], caveats_alone="yes", advice_taken="The head of legal services")
    assert state_of(below, on(10, 29)) == "screening", "and a second body has still to agree"


@pytest.mark.long
def test_vexatious_needs_two_bodies_and_can_be_appealed(below: ReviewStory) -> None:
    told = {"why": "Eleven identical requests.", "reasons": "We have answered this.", "decided_by": "Two bodies"}
    below.fill("cora", on(10, 29), "vexatious", vexatious=told)
    assert state_of(below, on(10, 29)) == "screening"
    agree(below, "birch", on(10, 30), "vexatious")
    assert state_of(below, on(10, 30)) == "declined_vexatious"
    assert figures_of(below, on(10, 30))["not_met"] == 1, "every refusal counts, whatever it is called"
    appeal(below, on(11, 2))
    assert state_of(below, on(11, 2)) == "appeal_received"


def test_discretion_can_meet_what_the_count_does_not(below: ReviewStory) -> None:
    told = {key: CONSIDERED[key] for key in ("persistence", "harm", "adequacy", "reasons")}
    below.fill("cora", on(10, 29), "threshold_met", threshold_met={"ground": "discretion", **told})
    assert state_of(below, on(10, 29)) == "threshold_met"


def appeal(story: ReviewStory, day: date, **changes: Any) -> None:
    told = {"received_on": day.isoformat(), "route": "phone", "about": ["threshold"], "words": "You left one out."}
    story.fill("cora", day, "appeal", appeal=told | changes)


def refused(story: ReviewStory) -> None:
    refuse(story)
    agree(story, "birch", on(10, 30), "threshold_refusal")
    story.write("birch", on(10, 30), "threshold_not_met", Way.POST)


DECIDED = {"upheld": "yes", "reasons": "The landlord's record shows a third report."}


@pytest.mark.long
def test_an_appeal_is_decided_by_somebody_who_took_no_part(below: ReviewStory) -> None:
    refused(below)
    appeal(below, on(11, 9))
    assert running(below, on(11, 9))["appeal"] == london(2026, 11, 30)
    for who in ("cora", "birch"):
        assert "appeal_decision" not in offered(below, who, on(11, 10))
        with pytest.raises(NotAllowed):
            below.fill(who, on(11, 10), "appeal_decision", appeal_decision=DECIDED)
    below.fill("alder", on(11, 20), "appeal_decision", appeal_decision=DECIDED)
    assert state_of(below, on(11, 20)) == "appeal_upheld"
    assert facts(below, on(11, 20)).latest("appeal_decision") is not None
    again(below)


def again(story: ReviewStory) -> None:
    """What was upheld goes back, and whoever decided it does not decide the next appeal."""
    with opened(story, "sage", on(11, 23)) as (actor, case):
        move_case(actor=actor, case=case, verb="screen_again", reason="The appeal was upheld")
    refuse(story, on(11, 24))
    agree(story, "birch", on(11, 25), "threshold_refusal")
    appeal(story, on(11, 26))  # the letter has not gone yet, so nobody is late
    for who in ("alder", "sage"):
        assert "appeal_decision" not in offered(story, who, on(11, 27)), "one decided, the other moved the case"
    assert "appeal_decision" in offered(story, "juniper", on(11, 27))


@pytest.mark.long
def test_who_filled_in_anything_before_has_no_fresh_eyes(below: ReviewStory) -> None:
    talked = {"on": "2026-10-22", "level": "medium", "why": "Lost sleep.", "safeguarding": "no"}
    below.fill("alder", on(10, 22), "risk_talk", risk_talk=talked)
    refused(below)
    appeal(below, on(11, 9))
    assert "appeal_decision" not in offered(below, "alder", on(11, 10))
    assert "appeal_decision" in offered(below, "juniper", on(11, 10))


@pytest.mark.long
def test_an_appeal_that_is_not_upheld_can_go_to_the_local_policing_body(below: ReviewStory) -> None:
    refused(below)
    appeal(below, on(11, 9))
    below.fill("alder", on(11, 20), "appeal_decision", appeal_decision={"upheld": "no", "reasons": "Two count."})
    assert state_of(below, on(11, 20)) == "appeal_not_upheld"
    below.fill("cora", on(11, 23), "policing_body", policing_body={"asked_on": "2026-11-23", "grounds": "Wrong."})
    assert state_of(below, on(11, 23)) == "lpb_review"
    told = {"on": "2026-12-04", "upheld": "yes", "reasons": "A fact was left out."}
    below.fill("cora", on(12, 4), "policing_body_decision", policing_body_decision=told)
    assert state_of(below, on(12, 4)) == "appeal_upheld"


@pytest.mark.long
def test_a_late_appeal_needs_its_reason(below: ReviewStory) -> None:
    refused(below)
    with pytest.raises(Unfit, match="13 November 2026"):
        appeal(below, on(11, 16))
    appeal(below, on(11, 16), late_reason="She was in hospital.")
    assert state_of(below, on(11, 16)) == "appeal_received"


def test_nothing_is_asked_before_the_person_affected_agrees(partnership: Flask) -> None:
    story = ReviewStory(PANEL, act, at_hour)
    story.apply(on(12, 21), begum(date))
    with pytest.raises(Unfit, match="Ask the person affected first"):
        story.acknowledge(on(12, 23), "screening")
    assert state_of(story, on(12, 23)) == "received"

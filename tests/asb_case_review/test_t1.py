"""Scenario T1: the threshold is met and the person affected takes part. Through the services, at its dates."""

from datetime import date

import pytest
from flask import Flask

from casework.clocks.service import calendar, clocks_of
from casework.clocks.words import state_of as words_of
from demo.review_answers import abernethy
from demo.review_scripts import first_afterwards, first_to_decision, first_to_outcome
from demo.review_story import ReviewStory
from demo.story import act, at_hour
from extensions import now
from panels.definitions.asb_case_review.threshold_workings import workings
from panels.home.sources import promises
from tests.asb_case_review.conftest import PANEL, london
from tests.asb_case_review.playing import clocks, facts, figures_of, opened, running, state_of


@pytest.fixture
def t1(partnership: Flask) -> ReviewStory:
    return ReviewStory(PANEL, act, at_hour)


def test_it_comes_in_on_19_october_and_counts_from_that_day(t1: ReviewStory) -> None:
    t1.apply(date(2026, 10, 19), abernethy(t1.on))
    day = date(2026, 10, 19)
    with opened(t1, "cora", day) as (_, case):
        assert (case.state, case.reference) == ("received", "QQ-T-0001")
    assert running(t1, day) == {"acknowledge": london(2026, 10, 21), "decide_threshold": london(2026, 11, 2)}
    assert workings(facts(t1, day)).met is True


def test_what_was_written_down_later_counts_from_the_day_it_came_in(t1: ReviewStory) -> None:
    t1.apply(date(2026, 10, 22), abernethy(t1.on))
    assert running(t1, date(2026, 10, 22))["acknowledge"] == london(2026, 10, 21)


@pytest.mark.long
def test_it_is_acknowledged_and_decided_in_time(t1: ReviewStory) -> None:
    first_to_decision(t1, abernethy(t1.on))
    found = clocks(t1, date(2026, 10, 29))
    for rule, day in (("acknowledge", 21), ("risk_talk", 22), ("returns", 28), ("decide_threshold", 29)):
        met_at = found[rule].met_at
        assert met_at is not None
        assert (met_at.month, met_at.day) == (10, day), rule
    assert found["decide_threshold"].due_at == london(2026, 11, 2)
    assert state_of(t1, date(2026, 10, 29)) == "threshold_met"
    assert running(t1, date(2026, 10, 29)) == {"hold_review": london(2026, 11, 26)}


@pytest.mark.long
def test_one_body_alone_does_not_meet_the_deadline_of_all(t1: ReviewStory) -> None:
    first_to_decision(t1, abernethy(t1.on))
    returned = clocks(t1, date(2026, 10, 29))["returns"]
    assert returned.due_at == london(2026, 10, 29)
    assert returned.met_at == london(2026, 10, 28, 12), "larch and rowan answered the day before"


@pytest.mark.long
def test_the_review_its_plan_and_the_outcome_come_at_their_dates(t1: ReviewStory) -> None:
    first_to_decision(t1, abernethy(t1.on))
    first_to_outcome(t1)
    day = date(2026, 12, 2)
    found = clocks(t1, day)
    assert found["hold_review"].met_at == london(2026, 11, 25, 12)
    assert (found["draft_plan"].due_at, found["draft_plan"].met_at) == (london(2026, 11, 30), london(2026, 11, 26, 12))
    assert (found["outcome"].due_at, found["outcome"].met_at) == (london(2026, 12, 2), london(2026, 12, 2, 13))
    assert state_of(t1, day) == "outcome_issued"
    assert running(t1, day) == {
        "responses": london(2027, 1, 4),
        "appeal_window": london(2026, 12, 16),
        "check_week_4": london(2026, 12, 30),
        "check_week_8": london(2027, 1, 27),
        "check_week_12": london(2027, 2, 24),
    }
    assert figures_of(t1, day) == {"applications": 1, "not_met": 0, "reviews": 1, "recommendations": 1}
    entered = [state for state, _ in facts(t1, day).entered]
    assert entered == [
        "received",
        "screening",
        "threshold_met",
        "review_scheduled",
        "review_held",
        "plan_consultation",
        "outcome_issued",
    ]


@pytest.mark.long
def test_the_bodies_have_answered_when_both_have(t1: ReviewStory) -> None:
    first_to_decision(t1, abernethy(t1.on))
    first_to_outcome(t1)
    t1.respond("rowan", date(2026, 12, 15), 1, "Tested on 12 December.")
    assert "responses" in running(t1, date(2026, 12, 15))
    t1.respond("larch", date(2026, 12, 17), 2, "PC Novak rang her.")
    assert "responses" not in running(t1, date(2026, 12, 17))


@pytest.mark.long
def test_the_plan_is_checked_once_nobody_has_appealed(t1: ReviewStory) -> None:
    from casework.cases.jobs import move_when_time_is_up

    first_to_decision(t1, abernethy(t1.on))
    first_to_outcome(t1)
    first_afterwards(t1)
    with act("cora", at_hour(date(2026, 12, 17), 9)) as actor:
        window = next(one for one in clocks_of("case", [t1.case_id])[t1.case_id] if one.rule == "appeal_window")
        assert window.is_open(), "nothing has moved the case yet"
        assert words_of(window, now(), calendar()).words == "Ended"
        todo = {need.text for need in promises(actor)}
        assert "The bodies answer the recommendations" not in todo
        assert "Check the plan after 4 weeks" in todo
        assert "Time for an appeal" not in todo, "nobody here has to do anything about it"
        move_when_time_is_up()
    assert state_of(t1, date(2026, 12, 17)) == "monitoring"

"""Clocks as rows: started, rested, met, stopped. The arithmetic has tests of its own."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine

from casework.clocks.models import Clock
from casework.clocks.service import (
    calendar,
    clocks_of,
    meet_clock,
    open_ended,
    pause_clocks,
    resume_clocks,
    start_clock,
    stop_clocks,
)
from casework.clocks.words import state_of
from casework.panel_type.calendar import local_day
from casework.panel_type.registry import panel_types
from extensions import db
from tests.conftest import PANEL

pytestmark = pytest.mark.usefixtures("work")
MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)


def started(at: datetime = MONDAY, rule: str = "triage", **values: Any) -> Clock:
    clock = start_clock(panel=PANEL, rule=rule, object_type="referral", object_id=uuid4(), at=at, **values)
    db.session.flush()
    return clock


def about(clock: Clock) -> dict[str, Any]:
    return {"object_type": "referral", "object_id": clock.object_id}


def test_three_working_days_from_monday_end_on_thursday_at_five() -> None:
    assert started().due_at == datetime(2026, 11, 26, 17, tzinfo=UTC)


def test_the_band_chooses_the_length_and_is_remembered() -> None:
    clock = started(datetime(2026, 12, 9, 10, tzinfo=UTC), "review", band="high")
    assert (local_day(clock.due_at), clock.band) == (date(2027, 1, 9), "high")


def test_a_rest_over_christmas_moves_the_due_day_and_keeps_the_first_one() -> None:
    clock = started(datetime(2026, 12, 21, 10, tzinfo=UTC))
    paused = datetime(2026, 12, 23, 10, tzinfo=UTC)
    assert pause_clocks(**about(clock), because="more_info", by_id=None, at=paused) == [clock]
    assert pause_clocks(**about(clock), because="more_info", by_id=None, at=paused) == []
    resume_clocks(**about(clock), at=datetime(2027, 1, 5, 10, tzinfo=UTC))
    assert (local_day(clock.due_at), local_day(clock.original_due_at)) == (date(2027, 1, 7), date(2026, 12, 24))


def test_a_clock_rests_only_in_the_states_its_rule_names() -> None:
    clock = started()
    assert pause_clocks(**about(clock), because="heard", by_id=None) == []
    assert not clock.is_paused()


def test_a_promise_that_was_kept_is_not_started_again_by_resuming() -> None:
    clock = started()
    meet_clock(**about(clock), rule="triage", at=MONDAY)
    assert resume_clocks(**about(clock)) == []
    stop_clocks(**about(clock))
    assert clock.stopped_at is None


def test_meeting_one_rule_leaves_the_others_running() -> None:
    clock = started()
    other = start_clock(panel=PANEL, rule="answer_lapse", **about(clock), at=MONDAY)
    meet_clock(**about(clock), rule="answer_lapse")
    assert (clock.is_open(), other.is_open()) == (True, False)
    stop_clocks(**about(clock))
    assert not clock.is_open()


def test_every_record_asked_about_has_a_list_and_only_its_own_clocks() -> None:
    clock, nothing = started(), uuid4()
    found: dict[UUID, list[Clock]] = clocks_of("referral", [clock.object_id, nothing])
    assert found == {clock.object_id: [clock], nothing: []}
    assert clocks_of("case", [clock.object_id])[clock.object_id] == []


def test_a_year_without_published_holidays_still_gives_a_promise() -> None:
    clock = started(datetime(2040, 1, 3, 10, tzinfo=UTC))
    assert local_day(clock.due_at) == date(2040, 1, 6)


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (MONDAY, "3 working days left"),
        (datetime(2026, 11, 25, 10, tzinfo=UTC), "1 working day left"),
        (datetime(2026, 11, 26, 10, tzinfo=UTC), "Due today"),
        (datetime(2026, 11, 26, 18, tzinfo=UTC), "Late since 5pm today"),
        (datetime(2026, 11, 30, 10, tzinfo=UTC), "Late by 2 working days"),
    ],
)
def test_how_a_clock_stands_is_said_in_working_days(at: datetime, words: str) -> None:
    assert state_of(started(), at, calendar()).words == words


def test_a_resting_a_kept_and_a_late_promise_have_words_of_their_own() -> None:
    clock = started()
    pause_clocks(**about(clock), because="more_info", by_id=None, at=MONDAY)
    assert state_of(clock, MONDAY, calendar()).key == "paused"
    meet_clock(**about(clock), rule="triage", at=MONDAY)
    assert state_of(clock, MONDAY, calendar()).key == "met"
    late = started()
    meet_clock(**about(late), rule="triage", at=datetime(2026, 12, 1, tzinfo=UTC))
    assert state_of(late, MONDAY, calendar()).key == "met_late"


def test_a_window_that_has_passed_would_be_called_late_or_done_late() -> None:
    clock = started(rule="answer_lapse")
    said = [state_of(clock, datetime(2026, 12, day, 18, tzinfo=UTC), calendar()) for day in (1, 7, 8)]
    assert [one.words for one in said] == ["4 working days left", "Ended", "Ended"]
    assert state_of(clock, datetime(2026, 12, 7, 10, tzinfo=UTC), calendar()).words == "Ends today"
    assert (said[-1].key, said[-1].working_days) == ("ended", None)
    meet_clock(**about(clock), rule="answer_lapse", at=datetime(2026, 12, 9, tzinfo=UTC))
    assert state_of(clock, datetime(2026, 12, 9, tzinfo=UTC), calendar()).key == "ended"


@time_machine.travel(datetime(2041, 6, 1, tzinfo=UTC))
def test_showing_an_old_clock_does_not_fail_when_the_calendar_has_ended() -> None:
    assert state_of(started(), datetime.now(UTC), open_ended()).key == "late"


def test_a_running_clock_keeps_the_length_it_started_with(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = started(datetime(2026, 12, 21, 10, tzinfo=UTC))
    pause_clocks(**about(clock), because="more_info", by_id=None, at=datetime(2026, 12, 23, 10, tzinfo=UTC))
    panel = panel_types.declared(PANEL)
    longer = tuple(replace(rule, length=30) if rule.key == "triage" else rule for rule in panel.clocks)
    monkeypatch.setitem(panel_types._panels, PANEL, replace(panel, clocks=longer))
    resume_clocks(**about(clock), at=datetime(2027, 1, 5, 10, tzinfo=UTC))
    assert local_day(clock.due_at) == date(2027, 1, 7)
    assert "3 working days later is Thursday 7 January 2027, 5pm." in state_of(clock, MONDAY, calendar()).because
    assert local_day(started(datetime(2026, 12, 21, 10, tzinfo=UTC)).due_at) > date(2027, 1, 31)


def test_an_explanation_that_ends_on_another_day_than_the_clock_would_be_given() -> None:
    clock = started()
    assert state_of(clock, MONDAY, calendar()).because
    clock.due_at = datetime(2026, 11, 27, 17, tzinfo=UTC)
    assert state_of(clock, MONDAY, calendar()).because == ()

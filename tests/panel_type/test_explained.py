"""A deadline can be checked by hand: the days named add up to it."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest

from casework.panel_type.clocks import Unit
from casework.panel_type.explained import Explained, Why, explain, in_words
from casework.panel_type.working_time import (
    Pause,
    add_months,
    add_working_days,
    due_on,
    england_and_wales,
    subtract_working_days,
)
from tests.panel_type.clocks import LONDON, at, rule

CALENDAR = england_and_wales()
CASES = 10_000


def days_between(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range(1, (last - first).days + 1)]


def some_case(dice: random.Random) -> tuple[Unit, int, datetime, list[Pause]]:
    unit = dice.choice(list(Unit))
    length = dice.randint(0, {Unit.HOURS: 200, Unit.CALENDAR_MONTHS: 12}.get(unit, 45))
    start = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=dice.randint(0, 3 * 365 * 24 * 60))
    pauses, from_at = [], start
    for _ in range(dice.choice((0, 0, 1, 1, 2, 3))):
        from_at += timedelta(minutes=dice.randint(1, 9 * 24 * 60))
        to_at = from_at + timedelta(minutes=dice.randint(0, 20 * 24 * 60))
        pauses.append(Pause(from_at, to_at))
        from_at = to_at
    return unit, length, start, pauses


def adds_up(told: Explained, pauses: list[Pause]) -> bool:
    """By the explanation alone: each day is named once, in order; as many count as the clock has; the last counts."""
    due = told.due_at.astimezone(LONDON).date()
    if told.unit is Unit.HOURS:
        return told.days == () and told.due_at >= told.event_at + timedelta(hours=told.length)
    if [day for day, _ in told.days] != days_between(told.day_zero, due):
        return False
    counted, rested = told.those(Why.COUNTED), told.those(Why.RESTED)
    if told.unit is Unit.CALENDAR_MONTHS:
        assert told.corresponding is not None
        before = [day for day in rested if day <= told.corresponding]
        after = [day for day in counted if day > told.corresponding]
        return len(after) == len(before) and (due == told.corresponding or due in counted)
    ends_well = due in counted if told.length else due == told.day_zero
    return len(counted) == told.length and ends_well


@pytest.mark.long
def test_ten_thousand_deadlines_are_explained_by_days_that_add_up() -> None:
    dice = random.Random(20261126)
    wrong = []
    for number in range(CASES):
        unit, length, start, pauses = some_case(dice)
        told = explain(rule(length, unit), start, pauses, CALENDAR)
        assert told is not None
        assert told.due_at == due_on(rule(length, unit), start, pauses, CALENDAR).due_at
        if not adds_up(told, pauses):
            wrong.append((number, unit, length, start, pauses))
    assert wrong == []


def test_an_explanation_with_a_day_too_few_would_not_add_up() -> None:
    told = explain(rule(10), at("2026-12-21"), (), CALENDAR)
    assert told is not None
    assert adds_up(told, [])
    assert not adds_up(Explained(told.unit, 10, told.event_at, told.day_zero, told.due_at, told.days[1:]), [])


def test_no_day_off_is_counted_and_no_working_day_is_left_out() -> None:
    told = explain(rule(20), at("2026-12-18"), (), CALENDAR)
    assert told is not None
    for day, why in told.days:
        assert (why is Why.COUNTED) == CALENDAR.is_working_day(day)
        assert (why is Why.WEEKEND) == (day.weekday() >= 5)


def test_a_resting_clock_has_no_deadline_to_explain() -> None:
    assert explain(rule(10), at("2026-12-21"), [Pause(at("2026-12-23"))], CALENDAR) is None


def test_the_sentences_name_start_end_and_what_was_left_out() -> None:
    rest = Pause(at("2026-12-23"), at("2027-01-05"))
    told = explain(rule(10), at("2026-12-21"), [rest], CALENDAR)
    assert told is not None
    assert in_words(told) == (
        "The count starts on Monday 21 December 2026; that day is not counted.",
        "10 working days later is Monday 18 January 2027, 5pm.",
        "Left out: 4 weekend days, 14 days at rest.",
    )


def test_an_event_out_of_hours_says_for_which_day_it_counts() -> None:
    told = explain(rule(1), at("2026-11-20", 18), (), CALENDAR)
    assert told is not None
    assert in_words(told)[0] == (
        "The count starts on Monday 23 November 2026, the working day for which 20 November 2026 at 6:00pm counts; "
        "that day is not counted."
    )


def test_days_off_are_named() -> None:
    told = explain(rule(3), at("2026-12-23"), (), CALENDAR)
    assert told is not None
    assert in_words(told)[2] == "Left out: 2 weekend days, 2 days off (25 December, 28 December)."


def test_hours_count_through_the_change_of_clocks() -> None:
    told = explain(rule(24, Unit.HOURS), at("2027-03-27", 18), (), CALENDAR)
    assert told is not None
    assert in_words(told) == (
        "Starts 27 March 2027 at 6:00pm. Every hour of every day counts.",
        "24 hours later is 28 March 2027 at 7:00pm.",
    )


@pytest.mark.parametrize(
    ("unit", "length", "words"),
    [
        (
            Unit.CALENDAR_MONTHS,
            1,
            ("1 month later is Friday 5 March 2027. With the days at rest it is Monday 8 March 2027.",
             "Left out: 3 days at rest."),
        ),
        (
            Unit.CALENDAR_DAYS,
            2,
            ("2 days later is Wednesday 10 February 2027, 5pm.", "Left out: 3 days at rest."),
        ),
        (
            Unit.WORKING_DAYS,
            1,
            ("1 working day later is Tuesday 9 February 2027, 5pm.", "Left out: 3 days at rest."),
        ),
    ],
)  # fmt: skip
def test_months_days_and_rests_would_be_told_in_the_wrong_words(
    unit: Unit, length: int, words: tuple[str, ...]
) -> None:
    rest = Pause(at("2027-02-05", 11), at("2027-02-08"))
    told = explain(rule(length, unit), at("2027-02-05"), (rest,), CALENDAR)
    assert told is not None
    assert in_words(told)[1:] == words
    hour = explain(rule(1, Unit.HOURS), at("2027-02-05"), (), CALENDAR)
    assert hour is not None
    assert in_words(hour)[1] == "1 hour later is 5 February 2027 at 11:00am."


# The dated expectations of two other systems' published tests: the Ministry of Justice's correspondence tool (freedom
# of information deadlines, 2017) and the Department for Business and Trade's leavers service (2022-23, with the bank
# holiday for the coronation). The dates are facts; no code of theirs is here.
@pytest.mark.parametrize(
    ("received", "days", "due"),
    [("2017-05-18", 3, "2017-05-23"), ("2017-05-18", 10, "2017-06-02"), ("2017-05-18", 20, "2017-06-16")],
)
def test_a_request_received_on_a_working_day_is_due_when_the_ministry_of_justice_says(
    received: str, days: int, due: str
) -> None:
    found = due_on(rule(days), at(received, 12), (), CALENDAR)
    assert found.due_on == date.fromisoformat(due)


@pytest.mark.parametrize(
    ("day", "count", "later"),
    [
        ("2017-07-01", 3, "2017-07-05"),
        ("2017-07-01", 10, "2017-07-14"),
        ("2017-07-01", 20, "2017-07-28"),
        ("2023-01-09", 1, "2023-01-10"),
        ("2023-01-09", 2, "2023-01-11"),
        ("2023-01-09", 3, "2023-01-12"),
        ("2023-01-09", 4, "2023-01-13"),
        ("2023-01-09", 5, "2023-01-16"),
        ("2023-04-06", 1, "2023-04-11"),
        ("2023-04-07", 1, "2023-04-11"),
        ("2023-04-28", 1, "2023-05-02"),
        ("2023-04-28", 6, "2023-05-10"),
    ],
)
def test_days_are_counted_forward_as_two_other_services_count_them(day: str, count: int, later: str) -> None:
    assert add_working_days(date.fromisoformat(day), count, CALENDAR) == date.fromisoformat(later)


@pytest.mark.parametrize(
    ("day", "count", "earlier"),
    [
        ("2023-01-09", 1, "2023-01-06"),
        ("2023-01-09", 2, "2023-01-05"),
        ("2023-01-09", 3, "2023-01-04"),
        ("2023-01-09", 4, "2023-01-03"),
        ("2023-01-09", 5, "2022-12-30"),
        ("2023-04-11", 1, "2023-04-06"),
    ],
)
def test_days_are_counted_back_as_another_service_counts_them(day: str, count: int, earlier: str) -> None:
    assert subtract_working_days(date.fromisoformat(day), count, CALENDAR) == date.fromisoformat(earlier)


def test_months_follow_the_corresponding_day() -> None:
    told = explain(rule(1, Unit.CALENDAR_MONTHS), at("2027-01-31"), (), CALENDAR)
    assert told is not None
    assert told.corresponding == add_months(date(2027, 1, 31), 1) == date(2027, 2, 28)

"""When sessions are over, and how long to wait: plain values."""

from datetime import UTC, datetime, timedelta

import pytest

from auth.sign_in import session_rules, throttle_rules

pytestmark = pytest.mark.pure
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
IDLE, LONGEST = timedelta(minutes=20), timedelta(hours=10)


def why(*, idle_for: timedelta, age: timedelta) -> str | None:
    return session_rules.why_over(at=AT, created_at=AT - age, last_seen_at=AT - idle_for, idle=IDLE, longest=LONGEST)


def test_a_session_one_second_before_both_limits_would_be_cut_off() -> None:
    assert why(idle_for=IDLE - timedelta(seconds=1), age=LONGEST - timedelta(seconds=1)) is None


def test_an_idle_session_would_live_on_at_its_limit() -> None:
    assert why(idle_for=IDLE, age=IDLE) == session_rules.IDLE


def test_a_session_in_use_would_outlive_the_longest_time() -> None:
    assert why(idle_for=timedelta(0), age=LONGEST) == session_rules.TOO_LONG


def test_the_page_would_promise_a_later_end_than_the_session_has() -> None:
    found = session_rules.ends_at(created_at=AT - LONGEST + timedelta(minutes=5), at=AT, idle=IDLE, longest=LONGEST)
    assert found == AT + timedelta(minutes=5)


def tries(number: int, *, last: timedelta = timedelta(0)) -> list[datetime]:
    return [AT - last - timedelta(seconds=number - place) for place in range(1, number + 1)]


def test_a_person_who_mistypes_four_times_would_have_to_wait() -> None:
    assert throttle_rules.pair_wait(tries(4), AT) == timedelta(0)


@pytest.mark.parametrize(("failures", "seconds"), [(5, 30), (6, 60), (7, 120), (9, 480), (10, 900), (5_000, 900)])
def test_the_wait_would_not_double_or_would_grow_without_end(failures: int, seconds: int) -> None:
    assert throttle_rules.pair_wait(tries(failures), AT) == timedelta(seconds=seconds)


def test_the_wait_would_not_run_down() -> None:
    assert throttle_rules.pair_wait(tries(5, last=timedelta(seconds=29)), AT) == timedelta(seconds=1)
    assert throttle_rules.pair_wait(tries(5, last=timedelta(seconds=31)), AT) == timedelta(0)


def test_many_tries_in_a_span_would_not_be_slowed_down() -> None:
    span = timedelta(minutes=10)
    assert throttle_rules.span_wait(tries(59), AT, most=60, span=span) == timedelta(0)
    assert throttle_rules.span_wait(tries(60), AT, most=60, span=span) == span - timedelta(seconds=59)

"""The rules of emergency access, without anything else."""

from datetime import UTC, date, datetime, timedelta

import pytest

from casework.emergency.rules import (
    ASKED,
    FINAL,
    JUSTIFIED,
    LENGTH,
    NOT_JUSTIFIED,
    SHORTEST_REASON,
    WAITING,
    fault_of_reason,
    is_overdue,
    last_day,
)

pytestmark = pytest.mark.pure
DUE = datetime(2026, 11, 26, tzinfo=UTC)


def test_an_hour_and_thirty_characters() -> None:
    assert timedelta(minutes=60) == LENGTH
    assert SHORTEST_REASON == 30


@pytest.mark.parametrize("text", ["", "x" * 29, " " * 40, f"{'x' * 29}{' ' * 20}"])
def test_a_reason_that_says_nothing_would_do(text: str) -> None:
    fault = fault_of_reason("danger", text)
    assert fault is not None
    assert fault[0] == "reason"


def test_a_reason_of_no_class_would_do() -> None:
    assert (fault_of_reason("curious", "x" * 30) or ("",))[0] == "kind"
    assert fault_of_reason("danger", "x" * 30) is None


def test_the_day_of_a_review_would_be_the_one_after_it() -> None:
    assert last_day(DUE) == date(2026, 11, 25)


def test_a_review_would_be_late_too_soon_or_never() -> None:
    second = timedelta(seconds=1)
    for state in (WAITING, ASKED):
        assert not is_overdue(state, DUE, DUE - second)
        assert is_overdue(state, DUE, DUE)
    assert {JUSTIFIED, NOT_JUSTIFIED} == set(FINAL)
    assert not any(is_overdue(state, DUE, DUE + timedelta(days=90)) for state in FINAL)

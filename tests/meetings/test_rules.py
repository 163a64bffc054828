"""Rules of a meeting on plain values."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from casework.panel_type.working_time import england_and_wales
from panels.definitions import discover
from panels.meetings.rules import Seat, dates_round, is_late, missing_from_quorum, overlaps

PANEL = next(panel for panel in discover() if panel.key == "asb_marac")
QUORUM = PANEL.meeting.quorum
HOUSING = uuid4()


def seat(kind: str, capacity: str = "member", *, landlord: bool = False, agency: object = None) -> Seat:
    return Seat(agency or uuid4(), kind, capacity, landlord)  # type: ignore[arg-type]


FULL = (
    seat("council_community_safety", "chair"),
    seat("police"),
    seat("mental_health"),
    seat("housing_association", landlord=True, agency=HOUSING),
)


def test_a_full_table_meets_the_quorum() -> None:
    assert missing_from_quorum(QUORUM, FULL, {HOUSING}) == ()


@pytest.mark.parametrize(("left_out", "title"), list(enumerate(["Chair", "Police", "health", "landlord"])))
def test_whoever_is_missing_is_named(left_out: int, title: str) -> None:
    present = [person for place, person in enumerate(FULL) if place != left_out]
    missing = missing_from_quorum(QUORUM, present, {HOUSING})
    assert any(title.casefold() in part.casefold() for part in missing)


def test_a_police_vice_chair_counts_for_both_and_no_one_else_is_needed_for_them() -> None:
    present = [seat("police", "vice_chair"), seat("council_community_safety", "coordinator"), *FULL[2:]]
    assert missing_from_quorum(QUORUM, present, {HOUSING}) == ()


def test_a_guest_never_makes_a_quorum() -> None:
    present = [FULL[0], seat("police", "guest"), *FULL[2:]]
    assert missing_from_quorum(QUORUM, present, {HOUSING}) == ("Police",)


def test_another_landlord_does_not_stand_in_for_the_cases_own() -> None:
    assert missing_from_quorum(QUORUM, FULL, {uuid4()}) == ("The landlord of the case",)
    assert missing_from_quorum(QUORUM, FULL, None) == ()
    assert missing_from_quorum(QUORUM, FULL[:3], set()) == ()


def test_meetings_that_touch_do_not_clash_and_those_that_share_a_minute_do() -> None:
    ten = datetime(2026, 12, 9, 10, 0, tzinfo=UTC)
    assert not overlaps((ten, 60), (ten.replace(hour=11), 30))
    assert overlaps((ten, 61), (ten.replace(hour=11), 30))
    assert overlaps((ten, 240), (ten.replace(hour=11), 30))


def test_the_days_round_a_meeting_skip_the_holidays() -> None:
    dates = dates_round(PANEL.meeting, date(2027, 1, 13), england_and_wales())
    assert dates is not None
    assert (dates.cut_off_on, dates.pack_on) == (date(2026, 12, 29), date(2027, 1, 4))
    assert (dates.returns_on, dates.minutes_on) == (date(2027, 1, 8), date(2027, 1, 20))


def test_no_day_is_promised_beyond_the_known_holidays() -> None:
    assert dates_round(PANEL.meeting, date(2090, 1, 13), england_and_wales()) is None


def test_a_case_is_late_only_after_the_cut_off_day() -> None:
    assert not is_late(date(2026, 11, 25), date(2026, 11, 25))
    assert is_late(date(2026, 11, 25), date(2026, 11, 26))
    assert not is_late(None, date(2026, 11, 26))

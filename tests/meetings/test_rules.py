"""Rules of a meeting on plain values."""

from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from casework.panel_type.meeting_rules import Quorum, QuorumPart
from casework.panel_type.working_time import england_and_wales
from panels.definitions import discover
from panels.meetings.rules import Called, Seat, Stay, dates_round, is_late, overlaps, unmet_parts

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


def missing(present: Iterable[Seat], landlords: Collection[UUID] | None) -> tuple[str, ...]:
    return tuple(part.title for part in unmet_parts(QUORUM, present, Called(landlords)))


def test_a_full_table_meets_the_quorum() -> None:
    assert missing(FULL, {HOUSING}) == ()


@pytest.mark.parametrize(("left_out", "title"), list(enumerate(["Chair", "Police", "health", "landlord"])))
def test_whoever_is_missing_is_named(left_out: int, title: str) -> None:
    present = [person for place, person in enumerate(FULL) if place != left_out]
    assert any(title.casefold() in part.casefold() for part in missing(present, {HOUSING}))


def test_a_police_vice_chair_counts_for_both_and_no_one_else_is_needed_for_them() -> None:
    present = [seat("police", "vice_chair"), seat("council_community_safety", "coordinator"), *FULL[2:]]
    assert missing(present, {HOUSING}) == ()


def test_a_guest_never_makes_a_quorum() -> None:
    present = [FULL[0], seat("police", "guest"), *FULL[2:]]
    assert missing(present, {HOUSING}) == ("Police",)


def test_another_landlord_does_not_stand_in_for_the_cases_own() -> None:
    assert missing(FULL, {uuid4()}) == ("The landlord of the case",)
    assert missing(FULL, None) == ()
    assert missing(FULL[:3], set()) == ()


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


TEN = datetime(2026, 12, 9, 10, 0, tzinfo=UTC)


def after(minutes: int) -> datetime:
    return TEN + timedelta(minutes=minutes)


LATE = Stay(after(5), ((after(20), after(30)), (after(40), None)))


@pytest.mark.parametrize(
    ("minute", "here"),
    [(0, False), (4, False), (5, True), (19, True), (20, False), (29, False), (30, True), (39, True), (40, False)],
)
def test_somebody_is_in_the_room_only_between_coming_and_going(minute: int, here: bool) -> None:
    assert LATE.here_at(after(minute)) is here


@pytest.mark.parametrize(
    ("start", "end", "here"),
    [
        (0, 4, False),
        (0, 5, True),
        (21, 29, False),
        (21, 30, True),
        (10, 12, True),
        (15, 25, True),
        (41, 90, False),
        (0, 90, True),
    ],
)
def test_a_case_was_heard_by_whoever_was_there_for_a_part_of_it(start: int, end: int, here: bool) -> None:
    assert LATE.here_between(after(start), after(end)) is here


def test_a_needed_agency_is_the_one_named_for_the_case_and_no_other() -> None:
    local, other = uuid4(), uuid4()
    quorum = Quorum((QuorumPart("Police of the area", agency_types=("police",), needed=True),))
    room = [seat("police", agency=other)]
    assert unmet_parts(quorum, room, Called(needed={local}))
    assert unmet_parts(quorum, room, Called(needed=set()))
    assert unmet_parts(quorum, [*room, seat("police", agency=local)], Called(needed={local})) == ()
    assert unmet_parts(quorum, [seat("police", "guest", agency=local)], Called(needed={local}))

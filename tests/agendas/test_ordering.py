"""The running order on plain values."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panels.agendas.ordering import (
    NEW,
    REVIEW,
    SHORTEST,
    URGENT,
    Slot,
    fitted,
    moved,
    planned_minutes,
    start_times,
    suggested,
)
from panels.agendas.readiness import Facts, readiness
from panels.definitions import discover

LIFECYCLE = next(panel for panel in discover() if panel.key == "asb_marac").lifecycle
IDS = [uuid4() for _ in range(5)]
ON = date(2026, 12, 9)
KINDS = st.sampled_from([URGENT, NEW, REVIEW])
SLOTS = st.lists(
    st.builds(Slot, st.uuids(), st.integers(1, 40), KINDS), max_size=20, unique_by=lambda slot: slot.item_id
)


def test_a_case_moves_to_the_place_asked_for_and_the_rest_keep_their_order() -> None:
    assert moved(IDS, IDS[3], 1) == [IDS[3], IDS[0], IDS[1], IDS[2], IDS[4]]
    assert moved(IDS, IDS[0], 99) == [*IDS[1:], IDS[0]]
    assert moved(IDS, IDS[2], 0) == [IDS[2], IDS[0], IDS[1], IDS[3], IDS[4]]
    with pytest.raises(ValueError, match="not in the running order"):
        moved(IDS, uuid4(), 1)


@pytest.mark.long
@given(st.lists(st.uuids(), min_size=1, unique=True), st.integers(-5, 50), st.data())
def test_no_case_is_ever_lost_or_doubled_by_a_move(order: list[UUID], place: int, data: st.DataObject) -> None:
    item = data.draw(st.sampled_from(order))
    changed = moved(order, item, place)
    assert sorted(changed) == sorted(order)
    assert [other for other in changed if other != item] == [other for other in order if other != item]


def test_cases_start_after_the_opening_one_after_the_other() -> None:
    ten = datetime(2026, 12, 9, 10, 0, tzinfo=UTC)
    assert start_times(ten, [15, 7]) == [ten + timedelta(minutes=10), ten + timedelta(minutes=25)]
    assert planned_minutes([15, 7]) == 37


def test_urgent_then_children_then_new_then_highest_risk() -> None:
    slots = [
        Slot(IDS[0], 7, REVIEW, False, 2),
        Slot(IDS[1], 15, NEW, False, 1),
        Slot(IDS[2], 15, NEW, False, 2),
        Slot(IDS[3], 7, REVIEW, True, 0),
        Slot(IDS[4], 15, URGENT, False, 0),
    ]
    assert suggested(slots) == [IDS[4], IDS[3], IDS[2], IDS[1], IDS[0]]


def test_fitting_trims_reviews_first_and_no_case_below_its_shortest() -> None:
    slots = [Slot(IDS[0], 15, NEW), Slot(IDS[1], 10, REVIEW), Slot(IDS[2], 15, URGENT)]
    trim = fitted(slots, planned_minutes([15, 10, 15]) - 4)
    assert [slot.minutes for slot in trim.slots] == [15, 6, 15]
    assert (trim.saved, trim.over) == (4, 0)
    hopeless = fitted(slots, 10)
    assert [slot.minutes for slot in hopeless.slots] == [8, 5, 10]
    assert hopeless.over > 0


@given(SLOTS, st.integers(15, 480))
def test_fitting_never_lengthens_never_overtrims_and_says_what_is_left(slots: list[Slot], length: int) -> None:
    trim = fitted(slots, length)
    before, after = [slot.minutes for slot in slots], [slot.minutes for slot in trim.slots]
    assert all(new <= old for new, old in zip(after, before, strict=True))
    assert all(new >= min(old, SHORTEST[slot.kind]) for new, old, slot in zip(after, before, slots, strict=True))
    assert sum(before) - sum(after) == trim.saved
    assert trim.over == max(0, planned_minutes(after) - length)
    if planned_minutes(before) > length > planned_minutes([min(s.minutes, SHORTEST[s.kind]) for s in slots]):
        assert planned_minutes(after) == length


def judged(state: str, *, urgent: bool = False, heard: int = 0, review: date | None = None) -> tuple[bool, str, str]:
    found = readiness(LIFECYCLE, Facts(state, urgent, heard, review), ON, 7)
    return found.ready, found.kind, found.why


def test_which_cases_are_ready_and_why_not() -> None:
    assert judged("accepted")[:2] == (True, NEW)
    assert judged("review_due", heard=1, review=date(2026, 12, 4))[:2] == (True, REVIEW)
    assert judged("active", heard=1, review=date(2026, 12, 16))[:2] == (True, REVIEW)
    assert judged("active", heard=1, review=date(2026, 12, 17)) == (
        False,
        REVIEW,
        "Next review is due on 17 December 2026",
    )
    assert judged("active", heard=1, urgent=True, review=date(2027, 3, 1))[:2] == (True, URGENT)
    assert judged("listed") == (True, NEW, "Carried over")
    assert judged("submitted")[0] is False
    assert judged("heard")[0] is False
    assert judged("closed", urgent=True)[0] is False

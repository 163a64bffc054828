"""The running order: moving, timing, suggesting, trimming. Pure; a case is an opaque id here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from casework.panel_type.meeting_rules import MeetingRules

URGENT, NEW, REVIEW = "urgent", "new", "review"
KIND_WORDS = {URGENT: "Urgent", NEW: "New", REVIEW: "Review"}
OPENING_MINUTES, CLOSING_MINUTES = 10, 5
"""Minutes before the first case (welcome, confidentiality, unfinished actions) and after the last."""
SHORTEST = {URGENT: 10, NEW: 8, REVIEW: 5}
"""No case is trimmed below this many minutes: less is no hearing."""
MOST_MINUTES = 120
CHILDREN_GROUP, OTHER_GROUP = "Children involved", "Other cases"


@dataclass(frozen=True)
class Slot:
    """One item of the running order, as far as its order and length matter."""

    item_id: UUID
    minutes: int
    kind: str
    children: bool = False
    band_rank: int = 0


@dataclass(frozen=True)
class Trim:
    """What fitting would do. ``over``: minutes that still do not fit when every case is at its shortest."""

    slots: tuple[Slot, ...]
    saved: int
    over: int


def minutes_for(kind: str, rules: MeetingRules) -> int:
    """The minutes a case gets unless somebody says otherwise."""
    return rules.minutes_review if kind == REVIEW else rules.minutes_new


def planned_minutes(minutes: Sequence[int]) -> int:
    """Minutes of the whole meeting, with its opening and its close."""
    return OPENING_MINUTES + sum(minutes) + CLOSING_MINUTES


def start_times(starts_at: datetime, minutes: Sequence[int]) -> list[datetime]:
    """When each case begins."""
    at, found = starts_at + timedelta(minutes=OPENING_MINUTES), []
    for length in minutes:
        found.append(at)
        at += timedelta(minutes=length)
    return found


def moved(order: Sequence[UUID], item_id: UUID, place: int) -> list[UUID]:
    """The order with one item at ``place`` (1 is the first; beyond the end is the last).

    :raises ValueError: the item is not in the order.
    """
    if item_id not in order:
        raise ValueError("This case is not in the running order.")
    rest = [other for other in order if other != item_id]
    at = min(max(place, 1), len(order)) - 1
    return [*rest[:at], item_id, *rest[at:]]


def suggested(slots: Sequence[Slot]) -> list[UUID]:
    """Urgent cases first, then those with children (so that children's agencies can leave), new before review, and the
    highest risk first. What ties keeps its order."""
    weight = {URGENT: 0, NEW: 1, REVIEW: 2}

    def key(slot: Slot) -> tuple[bool, bool, int, int]:
        return (slot.kind != URGENT, not slot.children, weight[slot.kind], -slot.band_rank)

    return [slot.item_id for slot in sorted(slots, key=key)]


def fitted(slots: Sequence[Slot], minutes_long: int) -> Trim:
    """Trim cases minute by minute, always the one with most to spare, reviews before new and new before urgent, until
    the meeting fits or every case is at its shortest. Nothing is ever lengthened."""
    lengths = {slot.item_id: slot.minutes for slot in slots}
    over = planned_minutes([slot.minutes for slot in slots]) - minutes_long
    saved = 0
    for kind in (REVIEW, NEW, URGENT):
        saved += _trim([slot for slot in slots if slot.kind == kind], lengths, over - saved)
    return Trim(tuple(replace(slot, minutes=lengths[slot.item_id]) for slot in slots), saved, max(0, over - saved))


def _trim(slots: Sequence[Slot], lengths: dict[UUID, int], wanted: int) -> int:
    saved = 0
    while saved < wanted and (slot := _most_to_spare(slots, lengths)):
        lengths[slot.item_id] -= 1
        saved += 1
    return saved


def _most_to_spare(slots: Sequence[Slot], lengths: Mapping[UUID, int]) -> Slot | None:
    spare = {slot.item_id: lengths[slot.item_id] - SHORTEST[slot.kind] for slot in slots}
    best = max(slots, key=lambda slot: spare[slot.item_id], default=None)
    return best if best is not None and spare[best.item_id] > 0 else None

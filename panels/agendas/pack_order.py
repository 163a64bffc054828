"""What a pack says that belongs to no case, made for one reader: times, numbers and counts are made from the cases that
this reader may know of, so that a case from which they are kept apart leaves no gap."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from auth.roles import Actor
from panels.agendas.access import cases_apart_from, known_items
from panels.agendas.models import Pack
from panels.agendas.ordering import start_times
from panels.meetings.models import Meeting
from wording.dates import uk_time

ORDER = "order"
"""In what a pack stores: each case of the running order as it was built, in order, and its minutes."""


@dataclass(frozen=True)
class Far:
    """How many cases of a pack are built, of how many."""

    done: int
    total: int


def general_for(actor: Actor, meeting: Meeting, pack: Pack) -> dict[str, Any]:
    """What is printed beside the cases, with the time of each by its id, for this reader."""
    apart, general = cases_apart_from(actor), _stored(pack)
    order = [(case_id, minutes) for case_id, minutes in _order(general) if case_id not in apart]
    general.pop(ORDER, None)
    starts = start_times(meeting.starts_at, [minutes for _, minutes in order])
    times = {str(case_id): uk_time(at) for (case_id, _), at in zip(order, starts, strict=True)}
    return {**general, "number": str(pack.number), "starts": times}


def how_far(actor: Actor, meeting: Meeting, pack: Pack) -> Far:
    """How far a build has come, as this reader may know it."""
    apart, order = cases_apart_from(actor), _order(_stored(pack))
    if not order:
        return Far(0, len(known_items(actor, meeting)))
    known = [case_id not in apart for case_id, _ in order]
    return Far(sum(known[: pack.done]), sum(known))


def left_out(actor: Actor, pack: Pack) -> int:
    """How many cases of the order, of those that this reader may know of, are not in the pack because they were closed
    to whoever built it."""
    apart, built = cases_apart_from(actor), {row.case_id for row in pack.cases}
    return sum(case_id not in apart | built for case_id, _ in _order(_stored(pack)))


def _stored(pack: Pack) -> dict[str, Any]:
    """What was stored with it; nothing where that cannot be shown."""
    found: object = pack.general
    return dict(found) if isinstance(found, Mapping) else {}


def _order(general: dict[str, Any]) -> list[tuple[UUID, int]]:
    return [(UUID(case_id), minutes) for case_id, minutes in general.get(ORDER, [])]

"""The door to one case of a running meeting: the meeting's door, then the case's own.

Somebody who declared a conflict of interest meets the case's door shut, the chair included.
"""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from auth.policy import Decision, may
from auth.policy_relationships import APART, CHAIRS_CASE, CHAIRS_MEETING, EXCLUDED
from auth.roles import Actor
from casework.cases.access import NO_CASE, case_by_id, relationships
from casework.cases.models import Case
from panels.agendas.access import with_cases
from panels.agendas.models import AgendaItem
from panels.meetings.access import chairing, meeting_for
from panels.meetings.models import Meeting

TIERS = "F0-F3 F5"
"""Whoever records a decision reads what was said against it, too."""


@dataclass(frozen=True)
class Place:
    """One place of the running order. ``mine`` is false where a conflict of interest keeps the reader out."""

    number: int
    item: AgendaItem
    mine: bool

    @property
    def reference(self) -> str:
        """The case's reference, which somebody kept out does not learn."""
        return self.item.case.reference if self.mine else ""


@dataclass(frozen=True)
class OpenItem:
    """One case opened at its place in a meeting."""

    meeting: Meeting
    order: tuple[Place, ...]
    place: Place
    case: Case
    because: Decision
    also: frozenset[str] = frozenset()
    """How the meeting relates the reader to its cases: chairs it for one day."""

    @property
    def item(self) -> AgendaItem:
        """The agenda item."""
        return self.place.item

    def neighbour(self, step: int) -> int | None:
        """The number of the next (1) or previous (-1) case that this reader may open; ``None`` at the end."""
        ahead = [place.number for place in self.order if place.mine and (place.number - self.place.number) * step > 0]
        return (min if step > 0 else max)(ahead, default=None)


def running_order(actor: Actor, meeting: Meeting, *, also: frozenset[str] = frozenset()) -> tuple[Place, ...]:
    """The cases of a meeting in order, numbered from 1. Nothing sealed is opened. ``also``: how a room above relates
    the person to all of them, besides.

    Where a panel opens its cases to members by name, a member's order holds their own cases and counts no other.
    """
    wanted = sa.select(AgendaItem).where(AgendaItem.meeting_id == meeting.id, AgendaItem.state != "withdrawn")
    items = with_cases(wanted.order_by(AgendaItem.position, AgendaItem.added_at))
    related = relationships(actor, [item.case for item in items])
    known = [item for item in items if _is_known(actor, meeting, related[item.case_id] | also)]
    return tuple(
        Place(number, item, EXCLUDED not in related[item.case_id]) for number, item in enumerate(known, start=1)
    )


def _is_known(actor: Actor, meeting: Meeting, related: frozenset[str]) -> bool:
    """Whether this person may know that the case is on the agenda; somebody who left for it does, and somebody who is
    kept apart because of who they are does not."""
    if APART in related:
        return False
    if CHAIRS_CASE in related or CHAIRS_MEETING in chairing(actor, meeting):
        return True
    return may(actor, "minutes.read", meeting.panel, related - {EXCLUDED})


def item_for(
    actor: Actor, meeting_id: UUID, number: int, permission: str = "decision.record", *, event: str = "meeting.live"
) -> OpenItem:
    """Open the case at place ``number`` of a meeting.

    :raises NotAllowed: no such meeting or place, not this person's, or a conflict of interest: one and the same answer.
    """
    meeting = meeting_for(actor, meeting_id, permission).meeting
    order = running_order(actor, meeting)
    place = next((place for place in order if place.number == number), None)
    also = chairing(actor, meeting)
    opened = case_by_id(
        actor, place.item.case_id if place else NO_CASE, permission, event=event, also=also, tiers=TIERS
    )
    assert place is not None  # the door has refused already
    return OpenItem(meeting, order, place, opened.case, opened.because, also)

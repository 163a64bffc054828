"""The door to a meeting. What is about one case stays behind that case's own door."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from auth.doors import Target, pass_door, shut_panels
from auth.policy import GUEST, Decision, may
from auth.roles import Actor
from casework.cases.granted import is_guest_of
from extensions import db
from panels.meetings.models import Meeting

TIERS = "F0"
PLANNED, PACK_OUT, OPEN, CLOSED = "planned", "pack_out", "open", "closed"


@dataclass(frozen=True)
class OpenMeeting:
    """An opened meeting and why it could be opened."""

    meeting: Meeting
    because: Decision


def meeting_for(
    actor: Actor, meeting_id: UUID, permission: str = "meeting.read", *, event: str = "meeting.open"
) -> OpenMeeting:
    """Open one meeting.

    :raises NotAllowed: unknown, or not for this person: the same answer.
    """
    found = sa.select(Meeting).where(Meeting.id == meeting_id).options(selectinload(Meeting.attendances))
    meeting = db.session.scalars(found).one_or_none()
    related = frozenset({GUEST}) if is_guest_of(actor.account_id, meeting_id) else frozenset()
    target = Target("meeting", meeting.id, meeting.panel, (meeting.data_key_id,), related) if meeting else None
    because = pass_door(actor, permission, target, event=event, tiers=TIERS, object_type="meeting")
    if meeting is None:
        raise AssertionError("A door without a target never opens.")
    return OpenMeeting(meeting, because)


def door_to_new_meeting(actor: Actor, panel: str, meeting_id: UUID) -> Decision:
    """The door to a meeting that is about to be made. :raises NotAllowed: the person plans no meetings of ``panel``."""
    return pass_door(actor, "meeting.plan", Target("meeting", meeting_id, panel), event="meeting.plan", tiers=TIERS)


def door_to_planning(actor: Actor) -> None:
    """:raises NotAllowed: the person plans no panel's meetings."""
    if not panels_of(actor, "meeting.plan"):
        pass_door(actor, "meeting.plan", None, event="meeting.plan", object_type="meeting")


def panels_of(actor: Actor, permission: str) -> tuple[str, ...]:
    """The panels in which this person holds ``permission``, for menus and lists."""
    return tuple(panel for panel in actor.panels() if may(actor, permission, panel))


def meetings_for(actor: Actor) -> list[Meeting]:
    """The meetings of this person's panels, earliest first, sealed: dates and places are no case content.

    Those of panels that want a fresh proof first are left out until it is given.
    """
    panels = set(panels_of(actor, "meeting.list")) - set(shut_panels(actor))
    wanted = sa.select(Meeting).where(Meeting.panel.in_(sorted(panels)))
    return list(db.session.scalars(wanted.order_by(Meeting.starts_at, Meeting.id)))


def next_planned(panel: str, after: Meeting) -> Meeting | None:
    """The panel's next meeting after ``after`` that has not begun, still sealed; where unheard cases go."""
    wanted = sa.select(Meeting).where(
        Meeting.panel == panel,
        Meeting.starts_at > after.starts_at,
        Meeting.id != after.id,
        Meeting.state.in_((PLANNED, PACK_OUT)),
    )
    return db.session.scalars(wanted.order_by(Meeting.urgent, Meeting.starts_at).limit(1)).first()

"""The door to a meeting. What is about one case stays behind that case's own door."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from auth.doors import Target, pass_door, shut_panels
from auth.policy import Decision, may
from auth.policy_relationships import CHAIRS_MEETING, GUEST, NAMED_CHAIR
from auth.roles import Actor
from casework.cases.granted import is_guest_of
from extensions import db
from panels.meetings.models import Meeting
from wording.dates import as_date, today

TIERS = "F0 F5"
PLANNED, PACK_OUT, OPEN, CLOSED = "planned", "pack_out", "open", "closed"


@dataclass(frozen=True)
class OpenMeeting:
    """An opened meeting and why it could be opened."""

    meeting: Meeting
    because: Decision


def meeting_for(
    actor: Actor,
    meeting_id: UUID,
    permission: str = "meeting.read",
    *,
    event: str = "meeting.open",
    also: frozenset[str] = frozenset(),
) -> OpenMeeting:
    """Open one meeting. ``also``: how a room above relates the person to it, besides.

    :raises NotAllowed: unknown, or not for this person: the same answer.
    """
    meeting = db.session.scalars(sa.select(Meeting).where(Meeting.id == meeting_id)).one_or_none()
    related = also | (related_to_meeting(actor, meeting) if meeting else _invited(actor, meeting_id))
    target = Target("meeting", meeting.id, meeting.panel, (meeting.data_key_id,), related) if meeting else None
    because = pass_door(actor, permission, target, event=event, tiers=TIERS, object_type="meeting")
    if meeting is None:
        raise AssertionError("A door without a target never opens.")
    return OpenMeeting(meeting, because)


def related_to_meeting(actor: Actor, meeting: Meeting) -> frozenset[str]:
    """How this person is related to the meeting: named to chair it, a guest of it."""
    return chairing(actor, meeting) | _invited(actor, meeting.id)


def _invited(actor: Actor, meeting_id: UUID) -> frozenset[str]:
    return frozenset({GUEST}) if is_guest_of(actor.account_id, meeting_id) else frozenset()


def chairing(actor: Actor, meeting: Meeting) -> frozenset[str]:
    """How somebody named to chair this one meeting is related to it: they read of it until its day is over, and run it
    on that day until it is closed."""
    day = as_date(meeting.starts_at)
    if meeting.chair_id != actor.account_id or meeting.state == CLOSED or today() > day:
        return frozenset()
    return frozenset({NAMED_CHAIR, CHAIRS_MEETING}) if today() == day else frozenset({NAMED_CHAIR})


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
    """The meetings of this person's panels and those they are named to chair, earliest first, sealed: dates and places
    are no case content.

    Those of panels that want a fresh proof first are left out until it is given.
    """
    panels = set(panels_of(actor, "meeting.list")) - set(shut_panels(actor))
    wanted = sa.select(Meeting).where(sa.or_(Meeting.panel.in_(sorted(panels)), Meeting.chair_id == actor.account_id))
    found = db.session.scalars(wanted.order_by(Meeting.starts_at, Meeting.id))
    return [meeting for meeting in found if meeting.panel in panels or chairing(actor, meeting)]


def next_planned(panel: str, after: Meeting) -> Meeting | None:
    """The panel's next meeting after ``after`` that has not begun, still sealed; where unheard cases go."""
    wanted = sa.select(Meeting).where(
        Meeting.panel == panel,
        Meeting.starts_at > after.starts_at,
        Meeting.id != after.id,
        Meeting.state.in_((PLANNED, PACK_OUT)),
    )
    return db.session.scalars(wanted.order_by(Meeting.urgent, Meeting.starts_at).limit(1)).first()


def meetings_over() -> sa.Select[UUID]:
    """Ids of the meetings that have closed: what was asked for one of them is nobody's task any more."""
    return sa.select(Meeting.id).where(Meeting.state == CLOSED)

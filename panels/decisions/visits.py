"""The person a case is about takes part in a step of its hearing: when they came in and when they left.

While they are in the room its screen shows nothing of any case (ASB statutory guidance, on inviting victims; nothing of
what agencies hold may be seen by them).
"""

import sqlalchemy as sa

from auth.roles import Actor
from casework.errors import Refused
from casework.panel_type.meeting_rules import MeetingRules
from extensions import db, now
from panels.agendas.models import AgendaItem
from panels.decisions.models import ItemVisit
from panels.meetings.access import OPEN
from panels.meetings.cycle import rules_of
from panels.meetings.models import Meeting
from wording.dates import uk_time


def hears_the_person(rules: MeetingRules) -> bool:
    """Whether the panel hears a case with the person it is about in the room for a part of it."""
    return any(step.subject_present for step in rules.steps)


def visits_of(item: AgendaItem) -> list[ItemVisit]:
    """When the person was in the room for this case, earliest first."""
    wanted = sa.select(ItemVisit).where(ItemVisit.item_id == item.id)
    return list(db.session.scalars(wanted.order_by(ItemVisit.came_at)))


def visit_now(meeting: Meeting) -> ItemVisit | None:
    """Of whichever case: the visit of somebody who is in the room now."""
    wanted = sa.select(ItemVisit).join(AgendaItem, AgendaItem.id == ItemVisit.item_id)
    wanted = wanted.where(AgendaItem.meeting_id == meeting.id, ItemVisit.left_at.is_(None))
    return db.session.scalars(wanted.limit(1)).first()


def person_comes_in(*, actor: Actor, meeting: Meeting, item: AgendaItem) -> None:
    """Note that the person this case is about came in. Noting it twice changes nothing.

    :raises Refused: the meeting is not open, the case not begun, somebody of another case is still in the room, or the
        panel hears nobody.
    """
    if meeting.state != OPEN:
        raise Refused("This meeting is not open.")
    if not hears_the_person(rules_of(meeting)):
        raise Refused("This panel hears its cases without the person concerned.")
    if item.started_at is None:
        raise Refused("Begin the case before the person concerned comes in.")
    standing = visit_now(meeting)
    if standing is not None and standing.item_id != item.id:
        raise Refused("Somebody of another case is still in the room. Note first that they have left.")
    if standing is None:
        db.session.add(ItemVisit(item_id=item.id, came_at=now(), noted_by_id=actor.account_id))
        meeting.version += 1
        db.session.flush()


def person_leaves(*, meeting: Meeting) -> None:
    """Note that whoever was in the room for their case has left it. Noting it twice changes nothing."""
    standing = visit_now(meeting)
    if standing is not None:
        standing.left_at = now()
        meeting.version += 1
        db.session.flush()


def visit_words(visit: ItemVisit) -> str:
    """``joined 10:05am, left 10:25am``."""
    left = f"left {uk_time(visit.left_at)}" if visit.left_at else "still here"
    return f"joined {uk_time(visit.came_at)}, {left}"

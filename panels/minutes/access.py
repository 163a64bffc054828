"""The doors to minutes.

Who runs the panel reads drafts. A member reads what was issued: the general part, and the cases that the member's
agency was in the room for or has an action in. Whoever was named to chair the one meeting reads its draft, to approve
it, until it is issued. A conflict of interest shuts a case whatever else holds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa

from auth.doors import Target, pass_list_door
from auth.models import Agency, Appointment
from auth.policy import may
from auth.policy_relationships import CHAIRED_MEETING, LEFT
from auth.roles import Actor
from casework.actions.models import Action
from casework.cases.access import cases_for, relationships
from casework.cases.models import Case
from casework.panel_type.registry import panel_types
from extensions import db, now
from panels.agendas.models import AgendaItem
from panels.decisions.access import Place, running_order
from panels.decisions.people_at_table import heard_by
from panels.meetings.access import CLOSED, chairing, meeting_for
from panels.meetings.invitations import AT_THE_TABLE
from panels.meetings.models import Attendance, Meeting
from panels.meetings.rules import GUEST, PRESENT
from panels.minutes.models import Minutes, MinutesItem
from wording.dates import today

READ, EDIT, APPROVE = "minutes.read", "minutes.edit", "minutes.approve"
TIERS = "F0-F3 F5"
ISSUED = "issued"
AFTER_LEAVING = 90
"""Days (security.md 3.3). Local policy."""


@dataclass(frozen=True)
class OpenMinutes:
    """A meeting's minutes as one person may see them. ``minutes`` is ``None`` while there are none for this person.

    ``shown``: the items this person reads, opened. ``leads``: whether the person drafts and checks. ``order`` of a
    member holds the cases that the member may know of; ``whole``: those are all there were. ``approves``: the person
    was named to chair this meeting and has its minutes to approve.
    """

    meeting: Meeting
    order: tuple[Place, ...]
    minutes: Minutes | None
    shown: tuple[MinutesItem, ...]
    leads: bool
    approves: bool = False

    @property
    def whole(self) -> bool:
        """Whether nothing of the meeting is kept from this person, so that what counts all cases may be shown."""
        general = self.minutes.general if self.minutes else None
        return self.leads or (general or {}).get("cases") == len(self.order)

    def item(self, number: int) -> MinutesItem | None:
        """The item of the case at this place, if it is among those shown."""
        place = next((place for place in self.order if place.number == number), None)
        return next((item for item in self.shown if place and item.item_id == place.item.id), None)

    def number(self, item: MinutesItem) -> int:
        """The place in the running order."""
        return next(place.number for place in self.order if place.item.id == item.item_id)


def minutes_for(
    actor: Actor,
    meeting_id: UUID,
    permission: str = READ,
    *,
    event: str = "minutes.open",
    agency_id: UUID | None = None,
) -> OpenMinutes:
    """Open the newest minutes of a meeting that this person may read.

    ``agency_id`` shows those who lead what that agency would get.
    :raises NotAllowed: no such meeting, or not this person's.
    """
    also, left = chaired(actor, meeting_id), has_left(actor, meeting_id)
    meeting = meeting_for(actor, meeting_id, permission, event=event, also=also | left).meeting
    if left:
        return _of_former_member(actor, meeting, event, left)
    order = running_order(actor, meeting, also=also)
    leads = may(actor, EDIT, meeting.panel)
    minutes = newest(meeting, issued_only=not (leads or also))
    if minutes is None:
        return OpenMinutes(meeting, order, None, (), leads, bool(also))
    reader = agency_id or (None if leads or also else actor.agency_id)
    items = [item for item in minutes.items if reader is None or _concerns(meeting, order, item, reader)]
    return OpenMinutes(meeting, order, minutes, _open(actor, meeting, items, event, also), leads, bool(also))


def chaired(actor: Actor, meeting_id: UUID) -> frozenset[str]:
    """How somebody who was named to chair this meeting, and was there, is related to its minutes: theirs to read and
    approve from its close until a version is issued. A later version is the panel's own."""
    wanted = to_approve(actor).where(Meeting.id == meeting_id)
    return frozenset({CHAIRED_MEETING}) if db.session.scalars(wanted).one_or_none() else frozenset()


def has_left(actor: Actor, meeting_id: UUID) -> frozenset[str]:
    """How a former member is related to a meeting: they read its minutes for :data:`AFTER_LEAVING` days if they were
    there. In a panel that opens its cases by name, or only to people who are vetted, nothing is left to them."""
    wanted = (
        sa.select(Meeting.panel)
        .join(Attendance, Attendance.meeting_id == Meeting.id)
        .join(Appointment, sa.and_(Appointment.panel == Meeting.panel, Appointment.account_id == actor.account_id))
        .where(Meeting.id == meeting_id, Meeting.state == CLOSED, Attendance.account_id == actor.account_id)
        .where(Attendance.status == PRESENT, Attendance.capacity != GUEST, _ended_lately())
    )
    panel = db.session.scalars(wanted.limit(1)).first()
    if panel is None or actor.roles(panel):
        return frozenset()
    sight = panel_types.get(panel).visibility
    return frozenset() if sight.members_by_case or sight.vetting else frozenset({LEFT})


def _ended_lately() -> sa.ColumnElement[bool]:
    since, day = now() - timedelta(days=AFTER_LEAVING), today() - timedelta(days=AFTER_LEAVING)
    by_hand = sa.and_(Appointment.ended_at.is_not(None), Appointment.ended_at > since, Appointment.to_on >= day)
    by_time = sa.and_(Appointment.ended_at.is_(None), Appointment.to_on >= day)
    # Cover leaves nothing behind: whoever covered reads minutes for as long as they covered.
    confirmed = Appointment.confirmed_at.is_not(None), Appointment.covers_id.is_(None)
    return sa.and_(*confirmed, sa.or_(by_hand, by_time), Appointment.role.in_([role.value for role in AT_THE_TABLE]))


def _of_former_member(actor: Actor, meeting: Meeting, event: str, left: frozenset[str]) -> OpenMinutes:
    """What was issued, of the cases that this person heard themselves."""
    order = tuple(place for place in running_order(actor, meeting, also=left) if _was_there(actor, meeting, place))
    minutes = newest(meeting, issued_only=True)
    if minutes is None:
        return OpenMinutes(meeting, order, None, (), False)
    heard = {place.item.id for place in order}
    items = [item for item in minutes.items if item.item_id in heard]
    return OpenMinutes(meeting, order, minutes, _open(actor, meeting, items, event, left), False)


def _was_there(actor: Actor, meeting: Meeting, place: Place) -> bool:
    return any(line.account_id == actor.account_id for line in heard_by(meeting, place.item).present)


def to_approve(actor: Actor) -> sa.Select[Meeting]:
    """The closed meetings that this person was named to chair and came to, whose minutes are not issued."""
    issued = sa.exists().where(Minutes.meeting_id == Meeting.id, Minutes.issued_at.is_not(None))
    came = sa.exists().where(
        Attendance.meeting_id == Meeting.id, Attendance.account_id == actor.account_id, Attendance.status == PRESENT
    )
    return sa.select(Meeting).where(Meeting.chair_id == actor.account_id, Meeting.state == CLOSED, ~issued, came)


def newest(meeting: Meeting, *, issued_only: bool) -> Minutes | None:
    """The newest version, still sealed."""
    wanted = sa.select(Minutes).where(Minutes.meeting_id == meeting.id)
    if issued_only:
        wanted = wanted.where(Minutes.state == ISSUED)
    return db.session.scalars(wanted.order_by(Minutes.number.desc()).limit(1)).one_or_none()


def cases_to_write(actor: Actor, meeting: Meeting, places: Sequence[Place], *, event: str) -> dict[UUID, Case]:
    """The cases at these places, opened whole for whoever writes the minutes; those shut to the person are left out."""
    found = cases_for(actor, [place.item.case_id for place in places if place.mine], EDIT, event=event)
    return {case.id: case for case in found}


def cases_to_look_at(actor: Actor, meeting: Meeting, places: Sequence[Place], *, event: str) -> dict[UUID, Case]:
    """The same for whoever is about to close the meeting: somebody named to chair it looks at what was decided, and
    writes no minutes."""
    if may(actor, EDIT, meeting.panel):
        return cases_to_write(actor, meeting, places, event=event)
    wanted, also = [place.item.case_id for place in places if place.mine], chairing(actor, meeting)
    found = cases_for(actor, wanted, "decision.record", event=event, also=also)
    return {case.id: case for case in found}


def agencies_concerned(meeting: Meeting, order: Sequence[Place]) -> list[Agency]:
    """Every agency that gets something of these minutes beyond the general part, by name."""
    at_table = [line.agency_id for line in meeting.attendances]
    item_ids = [place.item.id for place in order]
    owners = db.session.scalars(sa.select(Action.agency_id).where(Action.agenda_item_id.in_(item_ids)))
    wanted = sa.select(Agency).where(Agency.id.in_({*at_table, *owners}))
    return list(db.session.scalars(wanted.order_by(Agency.name)))


def _concerns(meeting: Meeting, order: Sequence[Place], item: MinutesItem, agency_id: UUID) -> bool:
    agenda_item = next((place.item for place in order if place.item.id == item.item_id), None)
    if agenda_item is None:
        return False
    heard = any(_heard(line, agenda_item, agency_id) for line in heard_by(meeting, agenda_item).present)
    return heard or _has_action(agenda_item, agency_id)


def _heard(line: Attendance, item: AgendaItem, agency_id: UUID) -> bool:
    """Whether the agency's person was in the room for this case: a guest only for the cases they were asked to."""
    if line.agency_id != agency_id:
        return False
    return line.capacity != GUEST or any(one.agency_id == agency_id for one in item.needed)


def _has_action(item: AgendaItem, agency_id: UUID) -> bool:
    wanted = sa.select(Action.id).where(Action.agenda_item_id == item.id, Action.agency_id == agency_id)
    return db.session.scalar(wanted.limit(1)) is not None


def _open(
    actor: Actor, meeting: Meeting, items: Sequence[MinutesItem], event: str, also: frozenset[str]
) -> tuple[MinutesItem, ...]:
    cases = {
        case.id: case for case in db.session.scalars(sa.select(Case).where(Case.id.in_([i.case_id for i in items])))
    }
    related = relationships(actor, list(cases.values()))
    targets = [
        Target("case", case.id, meeting.panel, (case.data_key_id,), related[case.id] | also) for case in cases.values()
    ]
    opened = pass_list_door(actor, READ, targets, event=event, tiers=TIERS, object_type="case")
    ids = {target.object_id for target in opened}
    return tuple(item for item in items if item.case_id in ids)

"""Guests of a meeting: somebody from outside who comes for one case, and looks at that case while it is heard."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from auth.policy_relationships import GUEST
from auth.roles import Actor
from casework.cases.grant_models import CaseGrant
from casework.cases.grants import Term, ask_guest
from casework.cases.models import Case
from casework.errors import Refused
from extensions import db, now
from panels.agendas.models import AgendaItem
from panels.agendas.ordering import start_times
from panels.meetings.access import CLOSED, OPEN
from panels.meetings.models import Meeting
from wall.standing import as_service

STAYS = timedelta(minutes=15)
"""How long after the planned end of the case a guest may still look at it. Local policy."""


def invite_guest(
    *, actor: Actor, meeting: Meeting, items: Sequence[AgendaItem], item: AgendaItem, case: Case, account_id: UUID
) -> CaseGrant:
    """Ask somebody to come for one opened case; it opens with the meeting, until 15 minutes after its planned end.

    :raises NotAllowed: the actor may not.
    :raises Refused: the meeting is closed, its time for the case has gone by, or the person cannot be a guest.
    """
    until = planned_ends(meeting, items)[item.id] + STAYS
    if meeting.state == CLOSED or until <= now():
        raise Refused("The time for this case has gone by. Nobody can be asked to it any more")
    begun = now() if meeting.state == OPEN else None
    return ask_guest(
        actor=actor, case=case, account_id=account_id, term=Term(meeting.id, item.id, from_at=begun, until_at=until)
    )


def planned_ends(meeting: Meeting, items: Sequence[AgendaItem]) -> dict[UUID, datetime]:
    """When each case of the running order is planned to end."""
    starts = start_times(meeting.starts_at, [item.minutes for item in items])
    return {item.id: at + timedelta(minutes=item.minutes) for item, at in zip(items, starts, strict=True)}


def follow_order(meeting: Meeting, items: Sequence[AgendaItem]) -> None:
    """The running order changed: the guests' time goes with their case."""
    ends = planned_ends(meeting, items)
    for grant in _standing(CaseGrant.meeting_id == meeting.id):
        if grant.item_id in ends:
            grant.until_at = ends[grant.item_id] + STAYS


def end_guests(item: AgendaItem, by: Actor) -> None:
    """The case was taken off the agenda: nobody is its guest any more."""
    for grant in _standing(CaseGrant.item_id == item.id):
        grant.ended_at, grant.ended_by_id = now(), by.account_id


def guests_of(item_id: UUID) -> list[CaseGrant]:
    """Who is asked to one case of a meeting, by name."""
    return sorted(_standing(CaseGrant.item_id == item_id), key=lambda grant: grant.account.name)


@as_service()
def _standing(which: sa.ColumnElement[bool]) -> list[CaseGrant]:
    """The service looks: whoever moves an order may be shut out of one of its cases."""
    wanted = sa.select(CaseGrant).where(which, CaseGrant.kind == GUEST, CaseGrant.ended_at.is_(None))
    return list(db.session.scalars(wanted))

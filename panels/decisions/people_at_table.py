"""Who is in the room, for one case: those who are here now, without those who left it for a conflict of interest."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from auth.models import Account, Agency
from auth.roles import Role
from casework.cases.granted import named_for
from casework.cases.shut_out import everybody_shut_out
from casework.panel_type.agency_types import PUBLIC
from casework.panel_type.registry import panel_types
from extensions import db
from inputs import Option
from panels.agendas.models import AgendaItem
from panels.meetings.models import Attendance, Meeting
from panels.meetings.presence import is_here, room_time, stay_of
from panels.meetings.rules import DEPUTY, GUEST, PRESENT

BY_NAME = (Role.MEMBER.value, DEPUTY)
"""Capacities in which somebody hears a case of such a panel only when invited by name; the others hear all of them."""
CHAIR_FIRST = (Role.CHAIR.value, Role.VICE_CHAIR.value)


@dataclass(frozen=True, slots=True)
class Room:
    """Lines of the attendance list for one case.

    ``present``: hear it. ``left``: are kept out of it by a conflict. ``out``: went out, or did not come yet. ``away``:
    are not at the meeting. ``not_named``: came to the meeting, and were not invited by name to this case, where the
    panel opens its cases to members by name alone. They hear nothing of it, count towards no quorum and have no vote.
    """

    present: tuple[Attendance, ...]
    left: tuple[Attendance, ...]
    out: tuple[Attendance, ...]
    away: tuple[Attendance, ...]
    not_named: tuple[Attendance, ...] = ()

    @property
    def voters(self) -> tuple[Attendance, ...]:
        """Those in the room who may vote on the case: everybody but guests."""
        return tuple(line for line in self.present if line.capacity != GUEST)


def room_for(meeting: Meeting, item: AgendaItem, *, at: datetime | None = None) -> Room:
    """Who is in the room for this case now (or ``at`` a moment), who left for it, who went out, who is not there."""
    moment = at or room_time(meeting)
    return _room(meeting, item, lambda line: is_here(line, moment), (moment, moment))


def heard_by(meeting: Meeting, item: AgendaItem) -> Room:
    """The same for the whole time the case was heard: whoever was there for a part of it heard it.

    Of a case that was never begun it is the whole meeting.
    """
    start = item.started_at or meeting.opened_at or meeting.starts_at
    end = (item.finished_at if item.started_at else None) or room_time(meeting)

    def was_here(line: Attendance) -> bool:
        return line.status == PRESENT and stay_of(line).here_between(start, end)

    return _room(meeting, item, was_here, (start, end))


def _room(
    meeting: Meeting, item: AgendaItem, here: Callable[[Attendance], bool], time: tuple[datetime, datetime]
) -> Room:
    out = everybody_shut_out(item.case_id)
    lines = sorted(meeting.attendances, key=lambda line: (line.agency.name, line.account.name))
    came = [line for line in lines if line.status == PRESENT]
    unnamed = _not_named(meeting, item, lines, time) - out
    hear = [line for line in came if line.account_id not in out | unnamed]
    return Room(
        tuple(line for line in hear if here(line)),
        tuple(line for line in came if line.account_id in out),
        tuple(line for line in hear if not here(line)),
        tuple(line for line in lines if line.status != PRESENT),
        tuple(line for line in came if line.account_id in unnamed),
    )


def _not_named(
    meeting: Meeting, item: AgendaItem, lines: Sequence[Attendance], time: tuple[datetime, datetime]
) -> set[UUID]:
    """The members on the list to whom the case is closed because nobody invited them to it by name."""
    if not panel_types.get(meeting.panel).visibility.members_by_case:
        return set()
    named = named_for(item.case_id, *time)
    return {line.account_id for line in lines if line.capacity in BY_NAME and line.account_id not in named}


def may_chair(
    present: Sequence[Attendance], allowed: Callable[[Attendance], bool] = lambda line: True
) -> list[Attendance]:
    """Who may chair this case: the chairs and vice-chairs who hear it, whoever is named for this meeting first; if
    there is none, anybody of the panel who does. ``allowed``: the panel's own rule on who may chair a case.

    A panel whose chair and vice-chair both have a conflict elects another member for the item.
    """
    chairs = [line for capacity in CHAIR_FIRST for line in present if line.capacity == capacity and allowed(line)]
    chairs.sort(key=lambda line: line.account_id != line.meeting.chair_id)
    return chairs or [line for line in present if line.capacity != GUEST and allowed(line)]


def chair_options(chairs: Sequence[Attendance]) -> list[Option]:
    """The same, to pick from; the first is who acts unless somebody else is picked."""
    elected = not any(line.capacity in CHAIR_FIRST for line in chairs)
    said = "elected for this case" if elected else ""
    return [
        Option(
            str(line.account_id),
            f"{line.account.name}, {said or line.capacity.replace('_', '-')}",
        )
        for line in chairs
    ]


def agency_options(present: Sequence[Attendance]) -> list[Option]:
    """Every agency, those at the table first."""
    here = list(dict.fromkeys(line.agency_id for line in present))
    agencies = {
        agency.id: agency
        for agency in db.session.scalars(sa.select(Agency).where(Agency.kind != PUBLIC).order_by(Agency.name))
    }
    order: list[UUID] = [*here, *(key for key in agencies if key not in here)]
    return [Option(str(key), agencies[key].short_name) for key in order]


def officer_names(agency_ids: Sequence[str]) -> list[str]:
    """Names of people with an account in these agencies, as suggestions while typing."""
    wanted = sa.select(Account.name).where(
        Account.agency_id.in_([UUID(agency) for agency in agency_ids]), Account.suspended_at.is_(None)
    )
    return list(db.session.scalars(wanted.order_by(Account.name)))

"""Turning the action rows of the page into actions of the case."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa

from auth.models import Account
from auth.roles import Actor
from casework.actions.models import Action
from casework.actions.service import add_action
from casework.cases.models import Case
from casework.errors import Refused
from extensions import db
from panels.agendas.models import AgendaItem
from panels.decisions.typed import NewAction
from panels.meetings.access import next_planned
from panels.meetings.models import Meeting
from panels.meetings.rules import PRESENT
from wording.dates import as_date

DAYS_WITHOUT_NEXT_PANEL = 28


def default_due(meeting: Meeting) -> date:
    """The day of the next panel, by which an action is due unless another is given; four weeks on if there is none."""
    following = next_planned(meeting.panel, meeting)
    if following is not None:
        return as_date(following.starts_at)
    return as_date(meeting.starts_at) + timedelta(days=DAYS_WITHOUT_NEXT_PANEL)


def add_rows(
    *, actor: Actor, meeting: Meeting, item: AgendaItem, case: Case, rows: Iterable[NewAction]
) -> list[Action]:
    """Make an action of every row that was filled in.

    :raises Refused: naming the row's field when nobody can be held to it.
    """
    wanted = [row for row in rows if not row.is_blank()]
    due_on = default_due(meeting) if wanted else None
    return [_add(actor, meeting, item, case, row, row.due_on or due_on) for row in wanted]


def _add(actor: Actor, meeting: Meeting, item: AgendaItem, case: Case, row: NewAction, due_on: date | None) -> Action:
    officer_id, officer_name = _officer(meeting, row)
    try:
        return add_action(
            actor=actor,
            case=case,
            text=row.text,
            why=row.why,
            agency_id=row.agency_id,
            officer_id=officer_id,
            officer_name=officer_name,
            due_on=due_on,
            agenda_item_id=item.id,
            by_provider=row.by_provider,
        )
    except Refused as refused:
        field = {"agency_id": "agency", "text": "text", "why": "why", "due_on": "due"}.get(
            refused.field or "", "officer"
        )
        raise Refused(
            f"Action {row.row}: {refused.message[:1].lower()}{refused.message[1:]}", f"a{row.row}_{field}"
        ) from None


def _officer(meeting: Meeting, row: NewAction) -> tuple[UUID | None, str]:
    """The account of the officer named, else the name as typed; nobody named means the agency's person at the table."""
    if row.agency_id is None:
        return None, row.officer
    if not row.officer:
        at_table = [line for line in meeting.attendances if line.agency_id == row.agency_id and line.status == PRESENT]
        return (at_table[0].account_id if at_table else None), ""
    colleagues = db.session.scalars(
        sa.select(Account).where(Account.agency_id == row.agency_id, Account.suspended_at.is_(None))
    )
    found = next((one for one in colleagues if one.name.casefold() == row.officer.casefold()), None)
    return (found.id, "") if found else (None, row.officer)

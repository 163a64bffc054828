"""The doors to enquiries: the agency that was asked, and the people who asked.

The agency's people open the enquiry and never the case behind it. Members read an answer with the case it is about.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import joinedload, selectinload

from auth.doors import Target, pass_door, pass_list_door
from auth.panel_facts import hidden_panels, is_hidden
from auth.policy import may
from auth.policy_relationships import ASKED, CHAIRS_MEETING, EXCLUDED
from auth.roles import Actor
from casework.cases.access import related_to, relationships
from casework.cases.models import Case
from casework.enquiries.models import Enquiry
from casework.enquiries.rules import SHOWN_DAYS, readable, still_shown
from extensions import db
from wording.dates import today

TIERS = "F1-F3"
OVER = "casework-meetings-over"

STANDS = Enquiry.case.has(Case.destroyed_at.is_(None))
"""Its case was not destroyed."""


def my_enquiries(actor: Actor) -> list[Enquiry]:
    """What this person's agency was asked: unanswered first, then by date; one entry for the set shown.

    A question is asked for a meeting: unanswered, it is nobody's task once that meeting has closed. What was answered
    stays for as long as it can be opened.
    """
    found = sa.select(Enquiry).where(Enquiry.agency_id == actor.agency_id, asked_of(actor))
    found = found.options(selectinload(Enquiry.case))
    order = (Enquiry.answered_at.is_not(None), Enquiry.due_on, Enquiry.asked_at, Enquiry.id)
    current = sa.or_(Enquiry.answered_at.is_not(None), Enquiry.meeting_id.not_in(meetings_over()))
    found = found.where(STANDS)
    rows = list(db.session.scalars(found.where(Enquiry.due_on >= shown_since(), current).order_by(*order)))
    return _shown(actor, rows, "enquiry.own", "enquiry.list", _asked(actor, rows))


def asked_of(actor: Actor) -> sa.ColumnElement[bool]:
    """The condition under which a question to an agency is this person's to see: everybody's there, but that of a panel
    which hides that it has a case only theirs who sit on it."""
    return sa.or_(Enquiry.panel.not_in(hidden_panels()), Enquiry.panel.in_(actor.panels()))


def enquiry_for(actor: Actor, enquiry_id: UUID, permission: str = "enquiry.answer") -> Enquiry:
    """Open one enquiry. :raises NotAllowed: unknown, gone with its case, or another agency's: the same answer."""
    wanted = sa.select(Enquiry).where(Enquiry.id == enquiry_id, STANDS).options(joinedload(Enquiry.case))
    row = db.session.scalars(wanted).one_or_none()
    # The same question is put where there is no row: the work must not tell.
    related = _asked(actor, [row])[row.id] if row else related_to(actor, None)
    target = _target(row, related) if row else None
    pass_door(actor, permission, target, event="enquiry.open", tiers=TIERS, object_type="enquiry")
    if row is None:
        raise AssertionError("A door without a target never opens.")
    return row


def enquiries_of_cases(
    actor: Actor,
    meeting_id: UUID,
    cases: Sequence[Case],
    permission: str = "enquiry.read",
    *,
    also: frozenset[str] = frozenset(),
) -> dict[UUID, list[Enquiry]]:
    """What the agencies were asked and answered about each of ``cases`` for one meeting, by case id, in the order of
    the agencies' names.

    Pass cases that are open to the person. What is for the chair alone is left out for others, its key included.
    ``also``: as for the case's door; somebody who chairs one meeting reads what is for its chair.
    """
    by_id = {case.id: case for case in cases}
    found = sa.select(Enquiry).where(Enquiry.meeting_id == meeting_id, Enquiry.case_id.in_(list(by_id)))
    rows = list(db.session.scalars(found.options(selectinload(Enquiry.agency)).order_by(Enquiry.asked_at, Enquiry.id)))
    rows = [
        row
        for row in rows
        if readable(row.restriction, leads_panel=may(actor, "enquiry.send", row.panel) or CHAIRS_MEETING in also)
    ]
    related = relationships(actor, cases)
    stands = {row.id: related[row.case_id] | also for row in rows}
    shown = _shown(actor, rows, permission, "enquiry.read", stands)
    answers: dict[UUID, list[Enquiry]] = {case.id: [] for case in cases}
    for row in sorted(shown, key=lambda row: row.agency.short_name):
        answers[row.case_id].append(row)
    return answers


def standing_of(meeting_id: UUID) -> list[Enquiry]:
    """Who was asked what for a meeting and who replied, still sealed: agencies, dates and ids alone."""
    found = sa.select(Enquiry).where(Enquiry.meeting_id == meeting_id).options(selectinload(Enquiry.agency))
    return list(db.session.scalars(found))


def meetings_over() -> sa.Select[UUID]:
    """Ids of the meetings that have closed, as the room of the meetings tells it."""
    over: Callable[[], sa.Select[UUID]] = current_app.extensions[OVER]
    return over()


def shown_since() -> date:
    """The earliest due day of a question that its agency may still open."""
    return today() - timedelta(days=SHOWN_DAYS)


def _shown(
    actor: Actor, rows: Sequence[Enquiry], permission: str, event: str, related: dict[UUID, frozenset[str]]
) -> list[Enquiry]:
    targets = [_target(row, related[row.id]) for row in rows]
    opened = pass_list_door(actor, permission, targets, event=event, tiers=TIERS, object_type="enquiry")
    ids = {target.object_id for target in opened}
    return [row for row in rows if row.id in ids]


def _asked(actor: Actor, rows: Sequence[Enquiry]) -> dict[UUID, frozenset[str]]:
    """How the person stands to each enquiry: of the agency asked while it may be shown, or excluded from its case."""
    kept_out = relationships(actor, [row.case for row in rows])
    found = {}
    for row in rows:
        known = not is_hidden(row.panel) or bool(actor.roles(row.panel))
        theirs = known and row.agency_id == actor.agency_id and still_shown(row.due_on, today())
        asked = {ASKED} if theirs else set()
        found[row.id] = frozenset(asked | (kept_out[row.case_id] & {EXCLUDED}))
    return found


def _target(row: Enquiry, related: frozenset[str]) -> Target:
    return Target("enquiry", row.id, row.panel, (row.data_key_id,), related)

"""What runs, what waits for a review, and what was opened meanwhile, as pages show it."""

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from auth.access_log.models import AccessedObject, AccessEntry
from auth.access_log.words import event_words
from auth.policy_table import EMERGENCY_RULE
from auth.roles import EMERGENCY_ROLES, Actor
from casework.cases.models import Case
from casework.emergency import rules
from casework.emergency.access import records_on_page
from casework.emergency.models import EmergencyAccess
from casework.panel_type.registry import panel_types
from extensions import db, now
from wording.dates import as_date

MOST_VIEWS, MOST_DONE = 100, 50


@dataclass(frozen=True, slots=True)
class Running:
    """One emergency access that runs, for the line on every page."""

    reference: str
    until: datetime
    end_path: str


@dataclass(frozen=True, slots=True)
class Row:
    """One emergency access as a list shows it. ``reference``: of the case; ``due_on``: the last day of its review;
    ``age`` and ``late``: days since it began, and since its review was due."""

    path: str
    reference: str
    who: str
    agency: str
    panel: str
    begun_at: datetime
    due_on: date
    running: bool
    overdue: bool
    state: str
    age: int
    late: int


def running_of(actor: Actor) -> list[Running]:
    """What this person has open by emergency access now. Nothing is asked of the database for anybody without a role
    that may use it."""
    if not any(held.role in EMERGENCY_ROLES for held in actor.held):
        return []
    mine = sa.select(EmergencyAccess, Case.reference).join(Case, Case.id == EmergencyAccess.case_id)
    mine = mine.where(EmergencyAccess.account_id == actor.account_id, EmergencyAccess.ended_at.is_(None))
    return [
        Running(reference, access.grant.until_at, f"/emergency/{access.id}/ending")
        for access, reference in db.session.execute(mine.order_by(EmergencyAccess.begun_at))
        if access.grant.until_at is not None and access.is_running(now())
    ]


def to_review(actor: Actor, *, done: bool = False) -> list[Row]:
    """Those this person may look into: what is still to review, the most urgent first, or the latest that are settled.

    :raises NotAllowed: the person reviews nothing anywhere.
    """
    wanted = _with_people()
    if done:
        settled = wanted.where(EmergencyAccess.state.in_(rules.FINAL))
        query = settled.order_by(EmergencyAccess.begun_at.desc()).limit(MOST_DONE)
    else:
        query = wanted.where(EmergencyAccess.state.not_in(rules.FINAL)).order_by(EmergencyAccess.due_at)
    return [row_of(one) for one in records_on_page(actor, query)]


def own_of(actor: Actor) -> list[Row]:
    """This person's own emergency accesses, the newest first."""
    mine = _with_people().where(EmergencyAccess.account_id == actor.account_id)
    found = db.session.scalars(mine.order_by(EmergencyAccess.begun_at.desc()).limit(MOST_DONE))
    return [row_of(one) for one in found if one.panel in actor.panels()]


def row_of(access: EmergencyAccess) -> Row:
    """One emergency access in words; nothing sealed is read."""
    at = now()
    return Row(
        path=f"/emergency/{access.id}",
        reference=access.case.reference,
        who=access.account.name,
        agency=access.agency.name,
        panel=panel_types.get(access.panel).neutral_name,
        begun_at=access.begun_at,
        due_on=rules.last_day(access.due_at),
        running=access.is_running(at),
        overdue=rules.is_overdue(access.state, access.due_at, at),
        state=rules.STATE_WORDS[access.state],
        age=(as_date(at) - as_date(access.begun_at)).days,
        late=rules.days_late(access.state, access.due_at, at),
    )


def views_inside(access: EmergencyAccess) -> list[tuple[datetime, str]]:
    """When the person opened what of the case by this emergency access, in the words of the log, oldest first."""
    until = access.ended_at or access.grant.until_at or now()
    inside = (
        sa.select(AccessEntry)
        .join(AccessedObject, AccessedObject.entry_number == AccessEntry.number)
        .where(AccessedObject.object_type == "case", AccessedObject.object_id == access.case_id)
        .where(AccessEntry.actor_id == access.account_id, AccessEntry.rule == EMERGENCY_RULE)
        .where(AccessEntry.at >= access.begun_at, AccessEntry.at <= until)
    )
    return [
        (entry.at, event_words(entry))
        for entry in db.session.scalars(inside.order_by(AccessEntry.number).limit(MOST_VIEWS))
    ]


def _with_people() -> sa.Select[EmergencyAccess]:
    people = joinedload(EmergencyAccess.account), joinedload(EmergencyAccess.agency)
    return sa.select(EmergencyAccess).options(*people, joinedload(EmergencyAccess.case))

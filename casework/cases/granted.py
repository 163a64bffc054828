"""Which cases somebody was let into, as doors and lists ask it. Opens nothing."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from auth.policy_relationships import ASSOCIATE, CONTACT, GUEST, NAMED
from casework.cases.grant_models import CaseGrant
from casework.cases.models import Case
from extensions import db, now
from wall.standing import as_service

AFTER_CLOSING = (ASSOCIATE, CONTACT)
"""Kinds that outlast the closing by some days; a named member's ends with it."""
LISTED_KINDS = (NAMED, ASSOCIATE, CONTACT)
"""Kinds whose cases stand in the person's list of cases. A guest is led in by the meeting."""


def in_force(at: datetime) -> sa.ColumnElement[bool]:
    """The condition under which a grant opens its case, as far as the grant itself says."""
    return sa.and_(
        CaseGrant.confirmed_at.is_not(None),
        CaseGrant.ended_at.is_(None),
        CaseGrant.from_at <= at,
        sa.or_(CaseGrant.until_at.is_(None), CaseGrant.until_at > at),
    )


def grants_to(account_id: UUID, case_ids: Iterable[UUID]) -> sa.Select[UUID, str]:
    """Case id and kind of the grants in force of one person among these cases."""
    mine = sa.and_(CaseGrant.account_id == account_id, CaseGrant.case_id.in_(list(case_ids)))
    return sa.select(CaseGrant.case_id, CaseGrant.kind).where(mine, in_force(now()))


def listed_for(account_id: UUID) -> sa.Select[UUID]:
    """The ids of the cases that stand in this person's list because they were let in."""
    wanted = sa.select(CaseGrant.case_id).join(Case, Case.id == CaseGrant.case_id)
    open_to_them = sa.or_(CaseGrant.kind.in_(AFTER_CLOSING), Case.closed_at.is_(None))
    return wanted.where(
        CaseGrant.account_id == account_id, CaseGrant.kind.in_(LISTED_KINDS), in_force(now()), open_to_them
    )


def panels_let_into(account_id: UUID) -> set[str]:
    """The panels of which this person has a case in their list."""
    return set(db.session.scalars(sa.select(Case.panel).where(Case.id.in_(listed_for(account_id))).distinct()))


def kinds_let_in(account_id: UUID, panel: str) -> set[str]:
    """As what this person was let into the cases of a panel that stand in their list."""
    mine = CaseGrant.account_id == account_id, CaseGrant.case_id.in_(listed_for(account_id)), in_force(now())
    wanted = sa.select(CaseGrant.kind).join(Case, Case.id == CaseGrant.case_id)
    return set(db.session.scalars(wanted.where(*mine, Case.panel == panel).distinct()))


def is_guest_of(account_id: UUID, meeting_id: UUID) -> bool:
    """Whether this person may look at the meeting for the one case they were asked to."""
    wanted = sa.select(CaseGrant.id).where(CaseGrant.account_id == account_id, CaseGrant.meeting_id == meeting_id)
    return db.session.scalar(wanted.where(CaseGrant.kind == GUEST, in_force(now())).limit(1)) is not None


def named_for(case_id: UUID, start: datetime, end: datetime) -> set[UUID]:
    """Who was named as a member for this case at any time from ``start`` to ``end``, by account."""
    wanted = sa.select(CaseGrant.account_id).where(
        CaseGrant.case_id == case_id,
        CaseGrant.kind == NAMED,
        CaseGrant.confirmed_at <= end,
        sa.or_(CaseGrant.ended_at.is_(None), CaseGrant.ended_at > start),
        sa.or_(CaseGrant.until_at.is_(None), CaseGrant.until_at > start),
    )
    return set(db.session.scalars(wanted))


@as_service()
def begin_guests(meeting_id: UUID, at: datetime) -> None:
    """The meeting is opened: its guests may look at their case from now on, whoever opened it."""
    waiting = sa.update(CaseGrant).where(CaseGrant.meeting_id == meeting_id, CaseGrant.kind == GUEST)
    db.session.execute(waiting.where(CaseGrant.from_at.is_(None)).values(from_at=at))


def keep_until(case_id: UUID, until: datetime) -> None:
    """The case is closed: whoever was let in from outside keeps it until then and no longer."""
    open_ended = sa.update(CaseGrant).where(CaseGrant.case_id == case_id, CaseGrant.kind.in_(AFTER_CLOSING))
    db.session.execute(open_ended.where(CaseGrant.until_at.is_(None)).values(until_at=until))

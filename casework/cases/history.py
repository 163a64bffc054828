"""The plain history of a case: its moves, and what its referrals told."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa

from auth.roles import Actor
from casework.cases.models import Case, CaseMove, CaseOrigin
from casework.panel_type.questions import Answers
from casework.panel_type.registry import panel_types
from extensions import db
from wording.dates import as_date

OPENED = "open"
"""The verb of a case that was opened without a referral."""


def record_move(*, case: Case, verb: str, source: str, target: str, at: datetime, by: Actor | None) -> CaseMove:
    """Write one move down. Whoever moves a case calls this in the same breath."""
    move = CaseMove(
        case_id=case.id,
        panel=case.panel,
        at=at,
        verb=verb,
        source=source,
        target=target,
        by_id=by.account_id if by else None,
    )
    db.session.add(move)
    db.session.flush()
    return move


def moves_of(case_id: UUID) -> list[CaseMove]:
    """The moves of a case, oldest first. Opens nothing."""
    return list(db.session.scalars(sa.select(CaseMove).where(CaseMove.case_id == case_id).order_by(CaseMove.number)))


def came_from(case: Case) -> str | None:
    """The open state out of which the case last came to where it is; ``None`` if that is not on record."""
    states = {state.key: state for state in panel_types.get(case.panel).lifecycle.states}
    sources = [move.source for move in moves_of(case.id) if move.target == case.state and move.source != case.state]
    last = states.get(sources[-1]) if sources else None
    return last.key if last is not None and last.open else None


def add_origin(
    *, case: Case, referral_id: UUID, form_id: str, form_version: int, answers: Answers, received_on: date | None
) -> CaseOrigin:
    """Keep what a referral told with an opened case. ``answers`` hold nothing restricted."""
    origin = CaseOrigin(
        data_key_id=case.data_key_id,
        case_id=case.id,
        referral_id=referral_id,
        form_id=form_id,
        form_version=form_version,
        answers=answers,
        received_on=received_on,
    )
    db.session.add(origin)
    db.session.flush()
    return origin


def origin_of(case_id: UUID) -> CaseOrigin | None:
    """What the first referral of a case told, still sealed; ``None`` for a case that was opened without one."""
    wanted = sa.select(CaseOrigin).where(CaseOrigin.case_id == case_id)
    return db.session.scalars(wanted.order_by(CaseOrigin.added_at, CaseOrigin.id).limit(1)).one_or_none()


def origins_of(case_id: UUID) -> list[CaseOrigin]:
    """What every referral of a case told, oldest first, still sealed."""
    wanted = sa.select(CaseOrigin).where(CaseOrigin.case_id == case_id)
    return list(db.session.scalars(wanted.order_by(CaseOrigin.added_at, CaseOrigin.id)))


def entered_since_opened(case: Case, state: str) -> date | None:
    """The day the case entered ``state`` last; what happened before it was last opened again does not count."""
    lifecycle = panel_types.get(case.panel).lifecycle
    is_open = {one.key: one.open for one in lifecycle.states}
    found: date | None = None
    for move in moves_of(case.id):
        if is_open.get(move.target, True) and not is_open.get(move.source, True):
            found = None
        if move.target == state:
            found = as_date(move.at)
    return found

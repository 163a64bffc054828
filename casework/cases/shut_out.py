"""From which cases somebody is shut out: by a conflict of interest of their own or of their agency, or because they are
kept apart. Every list and every door asks here, so that none can forget one of them. It beats every right to see.

Whoever covers for a colleague is besides shut out, in that panel, of what the colleague is shut out of: nobody may see
by a role what its own holder may not.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from flask import g

from auth.models import Account, Appointment
from auth.policy_relationships import EXCLUDED
from auth.roles import Actor
from casework.apart.models import KeptApart
from casework.apart.standing import apart_among, kept_apart_from, kept_apart_of
from casework.cases.models import Case, Exclusion, TeamExclusion
from extensions import db
from wording.dates import today


def shut_out_of(actor: Actor) -> sa.Select[UUID]:
    """The ids of those cases, and of referrals from which the person is kept apart; for a question of its own."""
    both = sa.union_all(_own(actor), _team(actor), kept_apart_from(actor)).subquery()
    return sa.select(both.c[0])


def shut_out_among(actor: Actor, case_ids: Iterable[UUID]) -> list[sa.Select[UUID, str]]:
    """Case id and relationship, for the cases among these; parts of one question."""
    wanted = list(case_ids)
    own = sa.select(Exclusion.case_id, sa.literal(EXCLUDED)).where(*_own_where(actor), Exclusion.case_id.in_(wanted))
    team = sa.select(TeamExclusion.case_id, sa.literal(EXCLUDED))
    team = team.where(*_team_where(actor), TeamExclusion.case_id.in_(wanted))
    return [own, team, apart_among(actor, wanted)]


def everybody_shut_out(case_id: UUID) -> set[UUID]:
    """The accounts that are shut out of a case: for the table, where they leave the room."""
    own = sa.select(Exclusion.account_id).where(Exclusion.case_id == case_id, Exclusion.lifted_at.is_(None))
    team = sa.select(TeamExclusion.agency_id).where(TeamExclusion.case_id == case_id, TeamExclusion.lifted_at.is_(None))
    colleagues = sa.select(Account.id).where(Account.agency_id.in_(team))
    apart = sa.select(KeptApart.account_id).where(KeptApart.object_id == case_id, KeptApart.cleared_at.is_(None))
    found = set(db.session.scalars(sa.union_all(own, colleagues, apart)))
    return found | _covering(found, case_id) if found else found


def shut_out_since(actor: Actor, case_id: UUID) -> datetime | None:
    """Since when this person is shut out of a case; ``None`` if they are not."""
    parts = (
        sa.select(Exclusion.declared_at).where(*_own_where(actor), Exclusion.case_id == case_id),
        sa.select(TeamExclusion.declared_at).where(*_team_where(actor), TeamExclusion.case_id == case_id),
    )
    found = [at for part in parts for at in db.session.scalars(part)]
    mine = {actor.account_id, *(account_id for _, account_id in actor.covered())}
    found += [one.found_at for one in kept_apart_of(case_id) if one.account_id in mine]
    return min(found, default=None)


def met_shut(actor: Actor, case_id: UUID) -> None:
    """Keep in mind for the answer of this request that its person came to a case from which they are shut out."""
    present = g.get("actor")
    if present is not None and present.account_id == actor.account_id:
        g.shut_case = case_id


def _own(actor: Actor) -> sa.Select[UUID]:
    return sa.select(Exclusion.case_id).where(*_own_where(actor))


def _team(actor: Actor) -> sa.Select[UUID]:
    return sa.select(TeamExclusion.case_id).where(*_team_where(actor))


def _own_where(actor: Actor) -> tuple[sa.ColumnElement[bool], ...]:
    covered = [
        sa.and_(
            Exclusion.account_id == account_id, Exclusion.case_id.in_(sa.select(Case.id).where(Case.panel == panel))
        )
        for panel, account_id in actor.covered()
    ]
    return sa.or_(Exclusion.account_id == actor.account_id, *covered), Exclusion.lifted_at.is_(None)


def _team_where(actor: Actor) -> tuple[sa.ColumnElement[bool], ...]:
    return TeamExclusion.agency_id == actor.agency_id, TeamExclusion.lifted_at.is_(None)


def _covering(account_ids: set[UUID], case_id: UUID) -> set[UUID]:
    """Who covers today for one of these people in the panel of the case, or of the referral that is no case yet."""
    covered = sa.select(Appointment.id).where(Appointment.account_id.in_(account_ids))
    kept_apart = sa.select(KeptApart.panel).where(KeptApart.object_id == case_id)
    panels = sa.union(sa.select(Case.panel).where(Case.id == case_id), kept_apart)
    wanted = sa.select(Appointment.account_id).where(Appointment.covers_id.in_(covered), Appointment.panel.in_(panels))
    return set(db.session.scalars(wanted.where(Appointment.counts_on(today()))))

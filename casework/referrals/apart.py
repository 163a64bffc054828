"""Keeping people apart from referrals that are no case yet; comparing what a person tells with everything there is."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from auth.doors import NotAllowed
from auth.models import Account
from auth.roles import Actor
from casework.apart.finding import CASE, REFERRAL, holders_of, keep_apart, keep_one_apart
from casework.apart.models import KeptApart
from casework.apart.standing import kept_apart_of
from casework.cases.apart import cases_with, may_by_role, may_clear, waiting_in
from casework.cases.models import Case
from casework.cases.shut_out import everybody_shut_out
from casework.notifications.service import appointed_as, tell
from casework.panel_type.definition import CHAIR, VICE_CHAIR
from casework.panel_type.registry import panel_types
from casework.people.indexing import PERSON
from casework.referrals.access import QUEUE
from casework.referrals.indexing import SUBJECT, subject_rows
from casework.referrals.models import Referral, ReferralAnswers
from extensions import db, now, unit_of_work
from wall.standing import as_service

MESSAGE = "kept_apart"


def check_referral(referral: Referral) -> None:
    """Keep everybody but its author apart from a sent referral who told of one of its people. What its author wrote
    they know; the case that comes of it is another matter."""
    owners = [(SUBJECT, row.id) for row in subject_rows(referral).values()]
    keep_apart(referral.panel, REFERRAL, referral.id, owners, but=referral.author_id)


def check_account(account_id: UUID, facts: Mapping[str, Any]) -> None:
    """Compare what somebody tells of themselves with the people of every panel. The statements are the same whether it
    keeps them from anything or not. The service looks, for what is found is not for that person to see."""
    with as_service():
        _check(account_id, facts)


def _check(account_id: UUID, facts: Mapping[str, Any]) -> None:
    found = [held for panel in panel_types.every() for held in holders_of(panel.key, facts)]
    kinds: dict[UUID, set[str]] = {}
    for holder, kind in found:
        kinds.setdefault(holder.owner_id, set()).add(kind)
    people = {holder.owner_id for holder, _ in found if holder.owner_type == PERSON}
    subjects = {holder.owner_id for holder, _ in found if holder.owner_type == SUBJECT}
    records = [(panel, CASE, case_id, person) for case_id, panel, person in cases_with(people)]
    records += [
        (panel, REFERRAL, referral_id, row_id)
        for referral_id, panel, row_id, author_id in _referrals_with(subjects)
        if author_id != account_id
    ]
    links = [(*record[:3], kind, record[3]) for record in records for kind in kinds[record[3]]]
    keep_one_apart(account_id, links)


def waiting_before(referral: Referral) -> list[tuple[KeptApart, Account]]:
    """Who works the panel's queue and is kept apart from this referral until cleared."""
    found = [(one, db.session.get_one(Account, one.account_id)) for one in kept_apart_of(referral.id)]
    return [(one, account) for one, account in found if may_by_role(account, QUEUE, referral.panel)]


def clear_referral(*, actor: Actor, referral: Referral, account_id: UUID) -> Account:
    """As for a case. :raises NotAllowed: as there."""
    for one, account in waiting_before(referral):
        if one.account_id == account_id and may_clear(actor, account):
            one.cleared_at, one.cleared_by_id = now(), actor.account_id
            return account
    raise NotAllowed


def tell_of_kept_apart() -> str:
    """Tell the chairs of other agencies that somebody who would see a record is kept apart from it. A job does it, so
    that the time which sending a referral takes tells nobody whether somebody is."""
    with unit_of_work():
        wanted = sa.select(KeptApart).where(KeptApart.cleared_at.is_(None), KeptApart.told_at.is_(None))
        rows = list(db.session.scalars(wanted))
        told = sum(_tell(row) for row in rows)
    return f"Kept apart: {told} told."


def _tell(row: KeptApart) -> int:
    waiting = [account for one, account in _waiting(row) if one.account_id == row.account_id]
    if not waiting:
        return 0
    row.told_at, account = now(), waiting[0]
    shut = {one.account_id for one in kept_apart_of(row.object_id)} | everybody_shut_out(row.object_id)
    for chair_id in appointed_as(panel=row.panel, roles=(CHAIR, VICE_CHAIR)):
        chair = db.session.get_one(Account, chair_id)
        if chair.id not in shut and chair.agency_id != account.agency_id:
            tell(account_id=chair.id, template=MESSAGE, path="/triage" if row.object_type == REFERRAL else "/cases")
    return 1


def _waiting(row: KeptApart) -> list[tuple[KeptApart, Account]]:
    if row.object_type == REFERRAL:
        referral = db.session.get(Referral, row.object_id)
        return waiting_before(referral) if referral is not None and referral.case_id is None else []
    case = db.session.get(Case, row.object_id)
    return waiting_in(case) if case is not None and case.destroyed_at is None else []


def _referrals_with(row_ids: set[UUID]) -> list[tuple[UUID, str, UUID, UUID]]:
    wanted = sa.select(Referral.id, Referral.panel, ReferralAnswers.id, Referral.author_id)
    wanted = wanted.join(ReferralAnswers, ReferralAnswers.referral_id == Referral.id)
    return [(*row,) for row in db.session.execute(wanted.where(ReferralAnswers.id.in_(row_ids)))]

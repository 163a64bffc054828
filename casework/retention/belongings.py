"""What belongs to a case alone, or to a referral that ended without one, found by the columns that point at it, so that
a new kind of record is found as well.

A record belongs to a case by its ``case_id``, by the ``referral_id`` of a referral that led to the case, or by the
``person_id`` of somebody who is known through this case and through nothing else.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from casework.cases.models import Case, CaseParty
from casework.people.models import Person
from casework.referrals.models import Referral, ReferralAnswers, ReferralPerson
from casework.retention.records import Record
from extensions import db

OF_MORE_THAN_A_CASE = frozenset({"meeting", "second_factor", "kept"})
"""Kinds of data keys that never belong to one case, wherever a column points."""


@dataclass(frozen=True)
class Belongings:
    """Ids. ``people`` are those who go; ``kept_people`` are known elsewhere too."""

    referrals: tuple[UUID, ...]
    answers: tuple[UUID, ...]
    people: tuple[UUID, ...]
    kept_people: tuple[UUID, ...]
    addresses: tuple[UUID, ...]
    keys: tuple[UUID, ...]


def belongings_of(record: Record) -> Belongings:
    """Everything that is sealed for this record alone."""
    case_ids = [record.id] if isinstance(record, Case) else []
    led_here = Referral.case_id.in_(case_ids) if case_ids else Referral.id == record.id
    referrals = _ids(sa.select(Referral.id).where(led_here))
    answers = _ids(sa.select(ReferralAnswers.id).where(ReferralAnswers.referral_id.in_(referrals)))
    people, kept = _people(case_ids, referrals)
    addresses = _ids(sa.select(db.metadata.tables["address"].c.id).where(_column("address", "person_id").in_(people)))
    keys = {record.data_key_id}
    keys |= _keys_by("case_id", case_ids) | _keys_by("referral_id", referrals) | _keys_by("person_id", people)
    keys |= set(_ids(sa.select(Person.data_key_id).where(Person.id.in_(people))))
    keys |= set(_ids(sa.select(Referral.data_key_id).where(Referral.id.in_(referrals))))
    keys |= set(_ids(sa.select(Referral.restricted_key_id).where(Referral.id.in_(referrals))))
    return Belongings(referrals, answers, people, kept, addresses, tuple(keys))


def _people(case_ids: list[UUID], referrals: Iterable[UUID]) -> tuple[tuple[UUID, ...], tuple[UUID, ...]]:
    """Those known through this record alone, and those who are known elsewhere too."""
    ours = set(_ids(sa.select(CaseParty.person_id).where(CaseParty.case_id.in_(case_ids))))
    ours |= set(_ids(sa.select(ReferralPerson.person_id).where(ReferralPerson.referral_id.in_(referrals))))
    elsewhere = sa.select(CaseParty.person_id).join(Case, Case.id == CaseParty.case_id)
    kept = set(
        _ids(elsewhere.where(CaseParty.person_id.in_(ours), Case.id.not_in(case_ids), Case.destroyed_at.is_(None)))
    )
    others = sa.select(ReferralPerson.person_id).join(Referral, Referral.id == ReferralPerson.referral_id)
    others = others.where(ReferralPerson.person_id.in_(ours), Referral.id.not_in(referrals))
    # A destroyed referral keeps nobody.
    kept |= set(_ids(others.where(Referral.destroyed_at.is_(None))))
    return tuple(ours - kept), tuple(kept)


def _keys_by(name: str, ids: Iterable[UUID]) -> set[UUID]:
    """Data keys of the rows whose column ``name`` is one of ``ids``, in every table that has both."""
    wanted, found = list(ids), set[UUID]()
    keys = db.metadata.tables["data_key"]
    for table in db.metadata.tables.values():
        if not wanted or not {name, "data_key_id"} <= set(table.c.keys()):
            continue
        # Of a person that others know too, a record about the case goes with the case's own key and not by the person.
        used = sa.select(table.c.data_key_id).where(table.c[name].in_(wanted)).distinct().subquery()
        query = sa.select(keys.c.id).join(used, keys.c.id == used.c.data_key_id)
        found |= set(_ids(query.where(keys.c.kind.not_in(OF_MORE_THAN_A_CASE))))
    return found


def _column(table: str, name: str) -> sa.Column[UUID]:
    found: sa.Column[UUID] = db.metadata.tables[table].c[name]
    return found


def _ids(query: sa.Select[UUID]) -> tuple[UUID, ...]:
    return tuple(db.session.scalars(query))

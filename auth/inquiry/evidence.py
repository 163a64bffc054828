"""The entries behind a flag, the newest first."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from auth.access_log import reading
from auth.access_log.classes import (
    erases,
    finds_nothing,
    leaves,
    opens_case,
    opens_paper,
    opens_record,
    retells,
    searches,
    tries,
)
from auth.access_log.clock_sql import london_day
from auth.access_log.models import AccessedObject, AccessEntry
from auth.access_log.periods import Period
from auth.access_log.reading import Line
from auth.inquiry import rules
from auth.inquiry.access import NAME_EVENT
from auth.inquiry.devices import from_new_device
from auth.inquiry.facts import case_facts
from auth.inquiry.flags import Flag
from auth.inquiry.looks import SHARE, known_places, looks_of, rare_pairs
from auth.inquiry.person_days import is_late, within
from extensions import db

Condition = sa.ColumnElement[bool]
_PLAIN = {
    rules.PAPERS: opens_paper, rules.PAPER_PEERS: opens_paper, rules.BULK: opens_case, rules.PEERS: opens_case,
    rules.CROWD: opens_case,
    rules.SEARCHES: searches, rules.EXPORTS: leaves, rules.REFUSED: tries,
    rules.FRUITLESS: finds_nothing, rules.RETOLD: retells,
}  # fmt: skip


def entries_of(kind: str, about: UUID, period: Period, days: Collection[date], *, page: int = 1) -> list[Line]:
    """A page of the entries that make a flag; of what stretches over a whole period, all of it."""
    return reading.lines_where(*_behind(kind, about, period, days), page=page)


def count_of(kind: str, about: UUID, period: Period, days: Collection[date]) -> int:
    """How many entries make a flag."""
    return reading.count_where(*_behind(kind, about, period, days))


def is_behind(account_id: UUID, flag: Flag, period: Period) -> bool:
    """Whether somebody did one of the things of which a flag is made."""
    behind = _behind(flag.kind, flag.about, period, {unit.day for unit in flag.units})
    mine = sa.or_(AccessEntry.actor_id == account_id, AccessEntry.for_account_id == account_id)
    return db.session.scalar(sa.select(AccessEntry.number).where(*behind, mine).limit(1)) is not None


def _behind(kind: str, about: UUID, period: Period, days: Collection[date]) -> list[Condition]:
    conditions = [within(period), _counts(kind, about, period)]
    if kind == rules.CROWD:
        of_case = sa.select(AccessedObject.entry_number).where(AccessedObject.object_id == about)
        conditions.append(AccessEntry.number.in_(of_case))
    else:
        conditions.append(by_person(about))
    if kind not in rules.OVER_PERIOD:
        conditions.append(london_day(period.first, period.last).in_([day.isoformat() for day in days]))
    return conditions


def _counts(kind: str, about: UUID, period: Period) -> Condition:
    """Which entries of a person, or of a case, count for a kind."""
    facts = case_facts()
    if kind in _PLAIN:
        return _PLAIN[kind]
    if kind == rules.HOURS:
        days_off = facts.days_off(period.first, period.last) if facts else ()
        return sa.and_(opens_record, is_late(period, days_off))
    if kind == rules.PLACE:
        return sa.and_(opens_record, _new_places(about, period))
    if kind == rules.DEVICE:
        return from_new_device(about, period)
    if kind in SHARE:
        cases = [case_id for who, case_id in (rare_pairs(kind, facts) if facts else ()) if who == about]
        touched = sa.select(AccessedObject.entry_number).where(AccessedObject.object_id.in_(cases))
        return sa.and_(sa.or_(opens_case, tries), AccessEntry.number.in_(touched))
    numbers = looks_of(period, facts)[kind].where(by_person(about))
    return AccessEntry.number.in_(numbers.add_columns(AccessEntry.number).correlate(None))


def _new_places(about: UUID, period: Period) -> Condition:
    """From a network that nobody of the person's agency had used in the 28 days before."""
    known = known_places(period)
    agencies = {agency for agency, _ in known}
    used = sa.select(AccessEntry.agency_id, AccessEntry.network_hash).where(
        within(period), by_person(about), AccessEntry.network_hash.is_not(None)
    )
    new = [pair for agency, place in db.session.execute(used.distinct()) if (pair := (agency, place)) not in known]
    found = (
        sa.and_(AccessEntry.agency_id == agency, AccessEntry.network_hash == place)
        for agency, place in new
        if agency in agencies
    )
    return sa.or_(sa.false(), *found)


def of_auditors() -> Condition:
    """Everything that was looked up in the log, names shown for it, and what was erased of it, whoever did."""
    return sa.or_(AccessEntry.event.like("audit.%"), AccessEntry.event == NAME_EVENT, erases)


def by_person(account_id: UUID) -> Condition:
    """Everything that one person did; of nobody, what has no account."""
    return AccessEntry.actor_id.is_(None) if account_id == rules.NOBODY else AccessEntry.actor_id == account_id

"""Single looks that need explaining, whoever's habit they are: asked of the log together with what cases know."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from auth.access_log.classes import CASE, erases_by_hand, opens_case, opens_record, tries
from auth.access_log.clock_sql import london_day
from auth.access_log.models import AccessedObject, AccessEntry
from auth.access_log.periods import Period
from auth.access_log.service import ALLOWED
from auth.access_log.verdicts import UNEXPLAINED as BARE
from auth.access_log.verdicts import has_verdict
from auth.inquiry import rules
from auth.inquiry.facts import CaseFacts, Spells
from auth.inquiry.person_days import within
from auth.inquiry.rules import HISTORY, Unit, far_above, usual_of
from auth.models import Account
from auth.panel_facts import hidden_panels
from auth.policy_table import EMERGENCY_RULE
from extensions import db

Question = sa.Select[*tuple[Any, ...]]
FEWEST_IN_A_CROWD = 8
OF_NOBODY_TOO = (rules.UNEXPLAINED, rules.ERASED)
"""Nobody was signed in, or who it was has been erased: it needs explaining all the more."""

SHARE = {rules.NAMESAKE: "bear it", rules.STREET: "live there"}


def units_of_looks(period: Period, facts: CaseFacts | None) -> Iterator[Unit]:
    """What no rule allowed, emergency access, and what must not be looked at, or not any more."""
    day = london_day(period.first, period.last)
    different = sa.func.count(sa.distinct(sa.func.coalesce(AccessedObject.entry_number, AccessEntry.number)))
    records = sa.func.count(sa.distinct(AccessedObject.object_id))
    for kind, question in looks_of(period, facts).items():
        counted = different if kind in OF_NOBODY_TOO else records
        asked = question.add_columns(AccessEntry.actor_id, day, counted, sa.func.max(AccessEntry.number))
        for who, text, figure, last in db.session.execute(asked.group_by(AccessEntry.actor_id, day)):
            if who is not None or kind in OF_NOBODY_TOO:
                yield Unit(
                    kind,
                    who or rules.NOBODY,
                    date.fromisoformat(text),
                    figure,
                    "None expected",
                    last,
                    far_above(figure, 1),
                )


def looks_of(period: Period, facts: CaseFacts | None) -> dict[str, Question]:
    """By kind, the entries that need explaining however often they come, with their records; the columns are yours."""
    in_emergency = sa.or_(AccessEntry.rule == EMERGENCY_RULE, AccessEntry.event == "emergency.begin")
    found = {
        rules.UNEXPLAINED: _joined(period, has_verdict(BARE), outer=True),
        rules.ERASED: _joined(period, erases_by_hand, outer=True),
        rules.EMERGENCY: _joined(period, sa.and_(in_emergency, AccessEntry.outcome == ALLOWED)),
    }
    if facts is None:
        return found
    closed = facts.closed().subquery()
    long_closed = _days_after(closed.c[1], AccessEntry.at, rules.CLOSED_FOR.days)
    found[rules.CLOSED] = _joined(period, opens_case).join(
        closed, sa.and_(closed.c[0] == AccessedObject.object_id, long_closed)
    )
    looks = sa.or_(opens_case, tries)
    for kind, counts, spells, since in (
        (rules.LINKED, looks, facts.linked(), None),
        (rules.CONFLICT, looks, facts.shut(), -rules.BEFORE_CONFLICT.days),
        # Of whoever comes back in an emergency each use is a flag already.
        (rules.LEFT, sa.and_(looks, AccessEntry.rule != EMERGENCY_RULE), facts.left(), 0),
    ):
        found[kind] = _in_spells(_joined(period, counts), spells, since)
    return found


def rare_pairs(kind: str, facts: CaseFacts) -> dict[tuple[UUID, UUID], int]:
    """Account and case with somebody of the same surname, or at the same postcode, and how many there are, where they
    are few."""
    if kind == rules.STREET:
        found = facts.neighbours()
    else:
        names: dict[UUID, str] = dict(db.session.execute(sa.select(Account.id, Account.name)).all())
        found = facts.namesakes(names)
    return {pair: number for pair, number in found.items() if number <= rules.RARE}


def units_of_pairs(kind: str, period: Period, facts: CaseFacts) -> Iterator[Unit]:
    """Who opened a case with somebody in it who bears their surname, or lives at their postcode, where few do."""
    pairs = rare_pairs(kind, facts)
    if not pairs:
        return
    day = london_day(period.first, period.last)
    wanted = _joined(period, sa.or_(opens_case, tries)).where(
        AccessedObject.object_type == CASE, AccessedObject.object_id.in_({case_id for _, case_id in pairs})
    )
    counted = wanted.add_columns(AccessEntry.actor_id, day, AccessedObject.object_id, sa.func.max(AccessEntry.number))
    found: dict[tuple[UUID, str], list[tuple[int, int]]] = defaultdict(list)
    for who, text, case_id, last in db.session.execute(
        counted.group_by(AccessEntry.actor_id, day, AccessedObject.object_id)
    ):
        if (who, case_id) in pairs:
            found[who, text].append((pairs[who, case_id], last))
    for (who, text), looked in found.items():
        rarest = min(number for number, _ in looked)
        words = f"{rarest} {'person' if rarest == 1 else 'people'} in the panel’s records {SHARE[kind]}"
        last = max(last for _, last in looked)
        yield Unit(kind, who, date.fromisoformat(text), len(looked), words, last, 1 / rarest)


def units_of_places(period: Period) -> Iterator[Unit]:
    """What somebody opened from a network that nobody of the person's agency had used in the 28 days before."""
    known = known_places(period)
    agencies = {agency for agency, _ in known}
    day = london_day(period.first, period.last)
    wanted = _joined(period, opens_record).where(AccessEntry.network_hash.is_not(None))
    columns = AccessEntry.actor_id, day, AccessEntry.agency_id, AccessEntry.network_hash
    counted = wanted.add_columns(
        *columns, sa.func.count(sa.distinct(AccessedObject.object_id)), sa.func.max(AccessEntry.number)
    )
    for who, text, agency, place, figure, last in db.session.execute(counted.group_by(*columns)):
        if agency in agencies and (agency, place) not in known:
            usual = f"Networks of the agency: {sum(one == agency for one, _ in known)}"
            yield Unit(rules.PLACE, who, date.fromisoformat(text), figure, usual, last, far_above(figure, 1))


def known_places(period: Period) -> set[tuple[UUID | None, bytes | None]]:
    """Agencies and the networks that they used in the 28 days before a period."""
    before = sa.select(AccessEntry.agency_id, AccessEntry.network_hash).where(
        AccessEntry.at >= period.starts_at - HISTORY, AccessEntry.at < period.starts_at
    )
    return {(agency, place) for agency, place in db.session.execute(before.distinct())}


def units_of_crowds(period: Period) -> Iterator[Unit]:
    """Cases that many people opened in a day: those of which the news speak."""
    day = london_day(period.first, period.last)
    # Of a panel that hides its cases no case could be named, and each look at one is in the log as any other.
    named = AccessEntry.panel.not_in(hidden_panels())
    wanted = _joined(period, opens_case).where(AccessedObject.object_type == CASE, named)
    columns = AccessedObject.object_id, day
    counted = wanted.add_columns(
        *columns, sa.func.count(sa.distinct(AccessEntry.actor_id)), sa.func.max(AccessEntry.number)
    )
    by_case: dict[UUID, list[tuple[date, int, int]]] = defaultdict(list)
    for case_id, text, people, last in db.session.execute(counted.group_by(*columns)):
        by_case[case_id].append((date.fromisoformat(text), people, last))
    for case_id, days in by_case.items():
        for on, people, last in days:
            usual = usual_of([other for at, other, _ in days if at != on])
            if people >= FEWEST_IN_A_CROWD and people > 3 * usual:
                words = f"Usual for this case: {usual:g} a day"
                yield Unit(rules.CROWD, case_id, on, people, words, last, far_above(people, usual))


def _in_spells(question: Question, spells: Spells, since: int | None) -> Question:
    """Looks by whom a spell names (or by whose agency then) at what it names, before it is over; ``since``: days after
    its beginning from which on they count."""
    spell = spells.subquery()
    who, record, begins, ends = spell.c
    meets = [record == AccessedObject.object_id, who.in_([AccessEntry.actor_id, AccessEntry.agency_id])]
    meets.append(sa.or_(ends.is_(None), AccessEntry.at < ends))
    if since is not None:
        meets.append(_days_after(begins, AccessEntry.at, since))
    return question.join(spell, sa.and_(*meets))


def _days_after(since: Any, at: Any, days: int) -> sa.ColumnElement[bool]:
    """Whether ``at`` is at least so many days after ``since``."""
    if db.engine.dialect.name == "postgresql":
        return sa.type_coerce(at >= since + sa.literal(timedelta(days=days), sa.Interval()), sa.Boolean)
    return sa.type_coerce(sa.func.julianday(at) >= sa.func.julianday(since) + days, sa.Boolean)


def _joined(period: Period, condition: sa.ColumnElement[bool], *, outer: bool = False) -> Question:
    """Entries of a period with the records they are about; the columns are yours."""
    on = AccessedObject.entry_number == AccessEntry.number
    both = sa.join(AccessEntry, AccessedObject, on, isouter=outer)
    return sa.select().select_from(both).where(within(period), condition)

"""The flags of a period, worked out from the log each time, the most urgent first."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa

from auth.access_log.classes import opens_paper
from auth.access_log.periods import Period
from auth.inquiry import devices, habits, looks, person_days, rules
from auth.inquiry.facts import case_facts
from auth.inquiry.models import FlagDecision
from auth.inquiry.rules import CROWD, HISTORY, KINDS, NOBODY, OVER_PERIOD, PAPER_PEERS, PEERS, Unit
from auth.models import Account
from extensions import db

ASKED, ANSWERED, EXPLAINED, BREACH = "asked", "answered", "explained", "breach"
SETTLED = (EXPLAINED, BREACH)


@dataclass(frozen=True)
class Flag:
    """One kind of thing that needs explaining, of one person (or about one case), over the days of a period.

    ``asked``: the question that waits for an answer, or was answered; ``others``: how many other kinds they have.
    """

    kind: str
    about: UUID
    account: Account | None
    units: tuple[Unit, ...]
    asked: FlagDecision | None
    others: int

    @property
    def figure(self) -> int:
        """The highest figure of its days."""
        return max(unit.figure for unit in self.units)

    @property
    def total(self) -> int:
        """The figures of all its days together."""
        return sum(unit.figure for unit in self.units)

    @property
    def days(self) -> tuple[date, date]:
        """First and last day."""
        return self.units[0].day, self.units[-1].day

    @property
    def up_to(self) -> int:
        """The number of the last entry that counts."""
        return max(unit.last for unit in self.units)

    @property
    def seen(self) -> str:
        """What somebody who decides has seen: other entries or figures have another."""
        return f"{self.up_to}-{digest_of(self.units).hex()}"

    @property
    def title(self) -> str:
        """What happened, in a few words."""
        return KINDS[self.kind].title

    @property
    def sentence(self) -> str:
        """What happened, with its figure."""
        return rules.sentence(self.kind, self.figure, len(self.units))

    @property
    def usual(self) -> str:
        """What its worst day is measured against."""
        return max(self.units, key=lambda unit: (unit.score, unit.figure)).usual

    @property
    def rank(self) -> float:
        """The higher, the sooner."""
        return rules.rank(self.kind, max(unit.score for unit in self.units), self.others)


@dataclass(frozen=True)
class Standing:
    """How it stands with one kind of flag of one person: what was settled about it, and the questions that still
    stand."""

    settled: tuple[FlagDecision, ...] = ()
    open: tuple[FlagDecision, ...] = ()

    def settles(self, unit: Unit, first: date) -> bool:
        """Whether somebody has decided about this: it lay in the period that they looked at, and is no newer.
        ``first``: first day of the period now; what is counted over a whole period begins on it."""
        begins = first if unit.kind in OVER_PERIOD else unit.day
        return any(
            unit.last <= row.up_to and row.first_on <= begins and (unit.kind in OVER_PERIOD or unit.day <= row.last_on)
            for row in self.settled
        )

    def question(self, units: Sequence[Unit], period: Period) -> FlagDecision | None:
        """The newest open question about one of these days; of what is counted over a whole period, about any."""
        spans = [(period.first, period.last) if unit.kind in OVER_PERIOD else (unit.day, unit.day) for unit in units]
        about = (row for row in reversed(self.open) if any(row.first_on <= b and a <= row.last_on for a, b in spans))
        return next(about, None)


def flags_in(period: Period, *, viewer: UUID | None = None, kind: str = "", about: UUID | None = None) -> list[Flag]:
    """What is not settled, the most urgent first; of one kind, or about one person or case, if said. Nobody is told of
    flags about themselves: ``viewer`` has none."""
    units = units_in(period)
    decided = _decisions()
    none = Standing()
    waiting: dict[tuple[str, UUID], list[Unit]] = defaultdict(list)
    for unit in units:
        if not decided.get((unit.kind, unit.about), none).settles(unit, period.first):
            waiting[unit.kind, unit.about].append(unit)
    kinds: dict[UUID, set[str]] = defaultdict(set)
    for one, who in waiting:
        kinds[who].add(one)
    chosen = {
        key: found for key, found in waiting.items() if is_asked_for(*key, kind=kind, about=about) and key[1] != viewer
    }
    people = _people(who for key_kind, who in chosen if key_kind != CROWD)
    flags = [
        Flag(
            kind=one,
            about=who,
            account=people.get(who),
            units=tuple(sorted(found, key=lambda unit: unit.day)),
            asked=decided.get((one, who), none).question(found, period),
            others=len(kinds[who]) - 1,
        )
        for (one, who), found in chosen.items()
        if one == CROWD or who == NOBODY or who in people
    ]
    return sorted(flags, key=lambda flag: (-flag.rank, flag.kind, str(flag.about)))


def is_asked_for(one: str, who: UUID, *, kind: str, about: UUID | None) -> bool:
    """Whether a flag of kind ``one`` about ``who`` is of ``kind`` and about ``about``, where these are said. Pure."""
    return kind in ("", one) and about in (None, who)


def units_in(period: Period) -> list[Unit]:
    """Every unit of every kind in a period. Nothing that was decided changes it."""
    facts = case_facts()
    with_history = replace(period, first=period.first - HISTORY)
    days_off = facts.days_off(with_history.first, with_history.last) if facts else ()
    found = person_days.reaches(period)
    roles = {one.account_id: one.role for one in found}
    days = person_days.days_of(with_history, days_off)
    units = [*habits.units_of_days(days, roles, period.first), *habits.units_of_reach(PEERS, found, period.last)]
    units += habits.units_of_reach(PAPER_PEERS, person_days.reaches(period, opens_paper), period.last)
    units += looks.units_of_looks(period, facts)
    units += looks.units_of_places(period)
    units += looks.units_of_crowds(period)
    units += devices.units_of_devices(period)
    for kind in looks.SHARE if facts else ():
        units += looks.units_of_pairs(kind, period, facts)  # type: ignore[arg-type]
    return units


def units_of(kind: str, about: UUID, period: Period) -> list[Unit]:
    """Every day of one kind of one person (or case) in a period, what was decided among them."""
    return [unit for unit in units_in(period) if (unit.kind, unit.about) == (kind, about)]


def digest_of(units: Iterable[Unit]) -> bytes:
    """The version of the rules in one byte, then a hash over the days and figures of a flag. Pure."""
    return bytes([rules.VERSION]) + hash_of(units)[:31]


def hash_of(units: Iterable[Unit]) -> bytes:
    """The hash alone, which is what decisions kept before rules had versions. Pure."""
    lines = sorted(f"{unit.kind}|{unit.about}|{unit.day}|{unit.figure}|{unit.last}" for unit in units)
    return hashlib.sha256("\n".join(lines).encode()).digest()


def days_waited(flags: Sequence[Flag], today: date) -> timedelta:
    """How long the oldest of these has waited."""
    return today - min((flag.days[0] for flag in flags), default=today)


def _decisions() -> dict[tuple[str, UUID], Standing]:
    found: dict[tuple[str, UUID], Standing] = defaultdict(Standing)
    for row in db.session.scalars(sa.select(FlagDecision).order_by(FlagDecision.at)):
        before = found[row.kind, row.about]
        settled, still_open = (*before.settled, row), (*before.open, row)
        is_settled = row.state in SETTLED
        found[row.kind, row.about] = (
            replace(before, settled=settled) if is_settled else replace(before, open=still_open)
        )
    return found


def _people(ids: Iterable[UUID]) -> dict[UUID, Account]:
    wanted = sa.select(Account).where(Account.id.in_(set(ids)))
    return {account.id: account for account in db.session.scalars(wanted)}

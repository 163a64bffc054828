"""Days that stand out from a person's own and their peers'. Pure: it is given the days that the database counted."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from uuid import UUID

from auth.inquiry.person_days import PersonDay, Reach
from auth.inquiry.rules import (
    BULK,
    EXPORTS,
    FRUITLESS,
    HISTORY,
    HOURS,
    MOST_RETOLD,
    PAPERS,
    REFUSED,
    RETOLD,
    SEARCHES,
    Day,
    Unit,
    far_above,
    is_bulk,
    is_much,
    is_searching,
    reach_of,
    usual_of,
)

MOST_LATE_DAYS = 2
FEWEST_OF_A_MONTH = 40


def units_of_days(days: Mapping[PersonDay, Day], roles: Mapping[UUID, str], first: date) -> Iterator[Unit]:
    """The days from ``first`` on that stand out. What is before is history; ``roles``: who are whose peers."""
    by_person: dict[UUID, dict[date, Day]] = defaultdict(dict)
    for (who, on), day in days.items():
        by_person[who][on] = day
    figures = {name: _figures(by_person, name) for name in ("opened", "papers")}
    for who, own in by_person.items():
        peers = {name: _reach_of_peers(who, theirs, roles) for name, theirs in figures.items()}
        for on in sorted(own):
            if on >= first:
                yield from _of_day(who, on, own, peers)


def units_of_reach(kind: str, found: Sequence[Reach], last: date) -> Iterator[Unit]:
    """Who opened far more different records in the period than their peers: the slow way, under the limits of a day."""
    for one in found:
        others = [other.records for other in found if other.role == one.role and other.account_id != one.account_id]
        peers = reach_of(others)
        if peers and one.records >= FEWEST_OF_A_MONTH and one.records > 2 * peers:
            usual = f"Nine in ten of {len(others)} peers opened {peers} or fewer"
            yield Unit(kind, one.account_id, last, one.records, usual, one.last, far_above(one.records, peers))


def _of_day(who: UUID, on: date, own: Mapping[date, Day], peers: Mapping[str, int]) -> Iterator[Unit]:
    day = own[on]
    before = [other for at, other in own.items() if on - HISTORY <= at < on]
    for kind, name in ((BULK, "opened"), (PAPERS, "papers")):
        counted: tuple[int, int] = getattr(day, name)
        usual = usual_of([figure for other in before if (figure := getattr(other, name)[0])])
        if is_bulk(counted[0], usual, peers[name]):
            theirs = f"on nine in ten days their peers open {peers[name]} or fewer"
            words = f"{_own(usual)}; {theirs if peers[name] else 'too few peers to compare with'}"
            yield _unit(kind, who, on, counted, max(usual, float(peers[name])), words)
    late_days = sum(other.late[0] > 0 for other in before)
    if day.late[0] and late_days <= MOST_LATE_DAYS:
        yield _unit(HOURS, who, on, day.late, 1, f"On {late_days} of {len(before)} days before")
    files, tried, sought = _usual(before, "leaves"), _usual(before, "tries"), _usual(before, "searches")
    if is_much(day.leaves[0], max(files, 1), least=8, times=3):
        yield _unit(EXPORTS, who, on, day.leaves, max(files, 2), _own(files))
    if is_much(day.tries[0], max(tried, 1), least=5, times=3):
        yield _unit(REFUSED, who, on, day.tries, max(tried, 2), _own(tried))
    told = day.retold[0] + sum(other.retold[0] for other in before)
    if day.retold[0] and told > MOST_RETOLD:
        words = f"{MOST_RETOLD} changes in 28 days are room to tell it, to put it right and to add to it"
        yield _unit(RETOLD, who, on, (told, day.retold[1]), MOST_RETOLD, words)
    in_vain = _usual(before, "fruitless")
    if is_much(day.fruitless[0], max(in_vain, 1), least=6, times=3):
        yield _unit(FRUITLESS, who, on, day.fruitless, max(in_vain, 2), _own(in_vain))
    if is_searching(day.searches[0], day.opened[0], sought):
        yield _unit(SEARCHES, who, on, day.searches, max(sought, 2), _own(sought))


def _figures(by_person: Mapping[UUID, Mapping[date, Day]], name: str) -> dict[UUID, list[int]]:
    """What everybody did on each of their days on which they did it at all."""
    return {who: [n for day in own.values() if (n := getattr(day, name)[0])] for who, own in by_person.items()}


def _usual(before: Sequence[Day], name: str) -> float:
    return usual_of([getattr(one, name)[0] for one in before])


def _unit(kind: str, who: UUID, on: date, counted: tuple[int, int], usual: float, words: str) -> Unit:
    figure, last = counted
    return Unit(kind, who, on, figure, words, last, far_above(figure, usual))


def _own(usual: float) -> str:
    return f"Usual for them: {usual:g} a day" if usual else "Nothing is usual for them yet, or none"


def _reach_of_peers(who: UUID, opened: Mapping[UUID, Collection[int]], roles: Mapping[UUID, str]) -> int:
    mine = roles.get(who)
    return reach_of([n for other, days in opened.items() if other != who and roles.get(other) == mine for n in days])

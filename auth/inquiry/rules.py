"""What is a flag, against what it is measured, and which comes first. Pure.

A flag says that something needs explaining and never that it was wrong. Limits: security.md 4.5; where it leaves them
open they are chosen so that ordinary work raises at most two in a thousand working days of a person (ADR 33).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import log2
from statistics import median
from uuid import UUID

HISTORY = timedelta(days=28)
"""How far back a person's own habit is looked at."""
ENOUGH_DAYS = 5
"""Working days of one's own without which a habit says nothing."""
CLOSED_FOR = timedelta(days=28)
"""A case may be looked at for so long after it was closed: letters, minutes, statistics."""
BEFORE_CONFLICT = timedelta(days=28)
RARE = 10
"""A surname that more people of a panel's records bear, or a postcode at which more of them live, says nothing."""

UNEXPLAINED, LINKED, NAMESAKE, CONFLICT, LEFT = "unexplained", "linked", "namesake", "conflict", "left"
STREET = "street"
EMERGENCY, REFUSED, EXPORTS, CLOSED, BULK = "emergency", "refused", "exports", "closed", "bulk"
PEERS, SEARCHES, HOURS, PLACE, CROWD = "peers", "searches", "hours", "place", "crowd"
ERASED, FRUITLESS, DEVICE, PAPERS = "erased", "fruitless", "device", "papers"
PAPER_PEERS = "paper_peers"
RETOLD = "retold"
MOST_RETOLD = 3
"""Within 28 days: told once, put right, added to."""
OVER_PERIOD = frozenset({PEERS, PAPER_PEERS})
"""Kinds that are counted over a whole period and not by the day."""
VERSION = 4
"""Of these rules, and of which entries count. Whoever changes what comes out of them raises it, so that figures decided
about before are not taken for a changed log."""
NOBODY = UUID(int=1)
"""About whom a flag is that is made of entries without an account."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of flag. ``title``: what happened; ``measured``: against what; ``weight``: which comes first."""

    title: str
    counts: str
    measured: str
    weight: int


KINDS = {
    UNEXPLAINED: Kind(
        title="Not explained",
        counts="entries that no rule allowed",
        measured="Every entry that was let in states its rule. None is expected without",
        weight=200,  # before everything, whatever else somebody has (Q3: on top)
    ),
    ERASED: Kind(
        title="Erased by law",
        counts="parts of entries that were erased",
        measured="Each is looked at: only an order, a right or the time for keeping explains one",
        weight=95,
    ),
    LINKED: Kind(
        title="Linked by data",
        counts="records of somebody at their address, of their family, or whom they named",
        measured="They told of it themselves and are kept apart. No look is expected",
        weight=90,
    ),
    CONFLICT: Kind(
        title="Conflict of interest",
        counts="cases of which they declared a conflict",
        measured="No look is expected in the 28 days before it is declared, or after",
        weight=84,
    ),
    NAMESAKE: Kind(
        title="Same surname",
        counts="cases with somebody of their surname",
        measured=f"Surnames that at most {RARE} people in a panel’s records bear",
        weight=80,
    ),
    STREET: Kind(
        title="Same street",
        counts="cases with somebody who lives at their postcode",
        measured=f"Postcodes that people told of themselves, at which at most {RARE} people in a panel’s records live",
        weight=72,
    ),
    LEFT: Kind(
        title="After leaving",
        counts="cases looked at, or tried, after they had left",
        measured="No look is expected after their way into the case had ended",
        weight=78,
    ),
    REFUSED: Kind(
        title="Refused tries",
        counts="refused tries in a day",
        measured="Five or more, and more than three times what is usual for them",
        weight=70,
    ),
    EXPORTS: Kind(
        title="Exports and prints",
        counts="files, prints and packs in a day",
        measured="Eight or more, and more than three times what is usual for them",
        weight=64,
    ),
    BULK: Kind(
        title="Many cases in a day",
        counts="different cases in a day",
        measured="More than 25; or 12 or more and either four times what is usual for them or more than "
        "twice what nine in ten days of their peers stay within",
        weight=64,
    ),
    PAPERS: Kind(
        title="Many other records in a day",
        counts="different referrals, documents, letters and other records in a day",
        measured="More than 25; or 12 or more and either four times what is usual for them or more than "
        "twice what nine in ten days of their peers stay within",
        weight=62,
    ),
    RETOLD: Kind(
        title="Own facts told again and again",
        counts="changes within 28 days of what they told of themselves to be kept apart",
        measured=f"More than {MOST_RETOLD} in 28 days. Whoever changes it often could find out who is in a case by "
        "which case disappears",
        weight=66,
    ),
    CLOSED: Kind(
        title="Closed cases",
        counts="cases that had been closed for more than 28 days",
        measured="None is expected: a case that is needed again is reopened",
        weight=42,
    ),
    PEERS: Kind(
        title="Far more than peers",
        counts="different cases in the period",
        measured="More than twice what nine in ten people with the same role stay within, and 40 or more",
        weight=60,
    ),
    PAPER_PEERS: Kind(
        title="Far more other records than peers",
        counts="different referrals, documents, letters and other records in the period",
        measured="More than twice what nine in ten people with the same role stay within, and 40 or more",
        weight=60,
    ),
    EMERGENCY: Kind(
        title="Emergency access",
        counts="cases opened by emergency access",
        measured="Each use is looked at",
        weight=58,
    ),
    SEARCHES: Kind(
        title="Many searches, little opened",
        counts="searches in a day",
        measured="Ten or more, with fewer than one case opened for four searches, and twice what is usual for them",
        weight=56,
    ),
    FRUITLESS: Kind(
        title="Searches that found nothing",
        counts="searches that found nothing in a day",
        measured="Six or more, and more than three times what is usual for them",
        weight=54,
    ),
    HOURS: Kind(
        title="Out of hours",
        counts="cases and other records opened at night, at a weekend or on a day off",
        measured="They did so on two days at most of the 28 before. Ordinary hours are 7am to 8pm, Monday to Friday",
        weight=50,
    ),
    PLACE: Kind(
        title="Unknown network",
        counts="cases and other records opened from a network that nobody of their agency had used",
        measured="The networks of their agency in the 28 days before",
        weight=52,
    ),
    DEVICE: Kind(
        title="New device",
        counts="cases and other records opened in a browser or on a device that they had not used",
        measured="What they signed in with in the 28 days before, as the sign-ins say (“Firefox on Windows”)",
        weight=46,
    ),
    CROWD: Kind(
        title="Many looked at one case",
        counts="people who opened this case in a day",
        measured="Eight or more, and three times what is usual for this case",
        weight=50,
    ),
}


@dataclass(frozen=True, slots=True)
class Unit:
    """What happened on one day: of one kind, about one person (of a crowd: one case). ``usual``: what it is measured
    against, in words; ``last``: number of the last entry; ``score``: how far above, from 0 to 1."""

    kind: str
    about: UUID
    day: date
    figure: int
    usual: str
    last: int
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Day:
    """One person's day as the log has it; the second of each pair is the number of the last entry that counts."""

    opened: tuple[int, int] = (0, 0)
    papers: tuple[int, int] = (0, 0)
    late: tuple[int, int] = (0, 0)
    searches: tuple[int, int] = (0, 0)
    fruitless: tuple[int, int] = (0, 0)
    leaves: tuple[int, int] = (0, 0)
    tries: tuple[int, int] = (0, 0)
    retold: tuple[int, int] = (0, 0)


def usual_of(figures: Sequence[int]) -> float:
    """What is usual: the median of the days worked, 0 where there are too few to say."""
    return float(median(figures)) if len(figures) >= ENOUGH_DAYS else 0.0


def reach_of(figures: Sequence[int]) -> int:
    """What nine in ten are at or below; 0 where there are too few to say."""
    ordered = sorted(figures)
    return ordered[min(len(ordered) * 9 // 10, len(ordered) - 1)] if len(ordered) >= ENOUGH_DAYS else 0


def is_bulk(figure: int, usual: float, peers: int) -> bool:
    """Security design Q5: above own median × 4 or above 25, and at three times the ordinary within a day."""
    if figure > 25 or figure < 12:
        return figure > 25
    return bool((usual and figure > 4 * usual) or (peers and figure > 2 * peers and figure > 2 * usual))


def is_much(figure: int, usual: float, *, least: int, times: int) -> bool:
    """At least ``least``, and more than ``times`` what is usual."""
    return figure >= least and figure > times * usual


def is_searching(searches: int, opened: int, usual: float) -> bool:
    """Looking for people rather than working on cases."""
    return is_much(searches, usual, least=10, times=2) and opened * 4 < searches


def far_above(figure: int, usual: float) -> float:
    """How far a figure is above what is usual, from 0 to 1: each doubling adds a quarter."""
    return min(1.0, max(0.0, log2(max(figure, 1) / max(usual, 1.0)) / 4))


def rank(kind: str, score: float, others: int) -> float:
    """The higher, the sooner it is looked at. ``others``: of how many other kinds the same person has flags."""
    return KINDS[kind].weight + 25 * score + 8 * min(others, 3)


def counted(kind: str, figure: int) -> str:
    """A figure with what it counts."""
    words = KINDS[kind].counts
    if figure == 1:
        words = next((words.replace(many, one, 1) for many, one in ONE_OF.items() if words.startswith(many)), words)
    return f"{figure} {words}"


def sentence(kind: str, figure: int, days: int) -> str:
    """A flag in one sentence, without a name. ``figure``: the highest of its days."""
    words = counted(kind, figure)
    return f"{words}." if days == 1 else f"Up to {words}, on {days} days."


ONE_OF = {
    "parts of entries that were": "part of an entry that was",
    "entries": "entry",
    "records": "record",
    "different referrals, documents, letters and other records": "different referral, document, letter or other record",
    "cases and other records": "case or other record",
    "cases": "case",
    "different cases": "different case",
    "people": "person",
    "searches": "search",
    "refused tries": "refused try",
    "files, prints and packs": "file, print or pack",
}

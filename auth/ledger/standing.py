"""How the sealing of the log stands, for the auditor's page."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from auth.ledger import checkpoints, going_back, keys, rows, sealing
from auth.ledger.clock import clock_words
from auth.ledger.models import AccessCheckpoint
from auth.ledger.tiles import Tiles
from auth.ledger.witnessing import witnessed, witnesses
from auth.ledger.words import root_words
from extensions import now, present_settings

TOO_OLD = timedelta(hours=24)
"""A log with witnesses that none has seen for so long is marked (security.md 4.4)."""


MANY = 1000
"""So far waiting entries are counted."""


@dataclass(frozen=True, slots=True)
class Line:
    """One checkpoint as the page shows it; ``seen``: the names of the witnesses who cosigned it."""

    checkpoint: AccessCheckpoint
    words: str
    seen: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """Entries sealed, entries that wait (None: none; the number is exact up to a thousand), the last checkpoints.
    ``went_back``: why nothing is signed at present, in a sentence; ``clock``: what is odd about its times."""

    sealed: int
    waiting: int
    lines: tuple[Line, ...]
    name: str
    key: str
    quorum: int
    witnesses: int
    unwitnessed: bool
    went_back: str
    clock: tuple[str, ...]


def standing() -> Standing:
    """How it stands now."""
    known = witnesses()
    found = tuple(_line(one) for one in checkpoints.some(20))
    quorum = present_settings().log_quorum
    return Standing(
        sealed=Tiles().size(),
        waiting=len(rows.unsealed(sealing.settled(), MANY)),
        lines=found,
        name=keys.origin(),
        key=keys.verifier().text(),
        quorum=quorum,
        witnesses=len(known),
        unwitnessed=bool(known) and is_unwitnessed(max(quorum, 1), now()),
        went_back=going_back.standing(),
        clock=clock_words(),
    )


def is_unwitnessed(quorum: int, at: datetime) -> bool:
    """Whether no checkpoint of the last 24 hours was seen by enough witnesses, however many came after it."""
    return not any(len(witnessed(one)) >= quorum for one in checkpoints.seen_since(at - TOO_OLD))


def _line(one: AccessCheckpoint) -> Line:
    return Line(one, root_words(one.root), witnessed(one))

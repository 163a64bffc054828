"""Checkpoints: the log's size and root, signed with the time. Made every fifteen minutes and at each meeting's end."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa

from auth.ledger import going_back, kept, keys, notes, sealing
from auth.ledger.kept import WentBack
from auth.ledger.models import AccessCheckpoint, AccessSealing
from auth.ledger.notes import Checkpoint
from auth.ledger.tiles import Tiles
from auth.ledger.words import root_words
from extensions import db, now, unit_of_work

EVERY = timedelta(minutes=15)
ROUND, SHORTEST = 0.5, 0.1
"""Seconds from the beginning of one round of sealing to the next, and the shortest rest between two: what was committed
is signed within a second."""
ON_TIME, ASKED = "time", "asked"


def newest() -> AccessCheckpoint | None:
    """The last checkpoint, if there is one."""
    return db.session.scalar(sa.select(AccessCheckpoint).order_by(AccessCheckpoint.number.desc()).limit(1))


def some(number: int) -> Sequence[AccessCheckpoint]:
    """The last checkpoints, the newest first."""
    return db.session.scalars(sa.select(AccessCheckpoint).order_by(AccessCheckpoint.number.desc()).limit(number)).all()


def seen_since(moment: datetime) -> Iterator[AccessCheckpoint]:
    """The checkpoints made since that carry the line of a witness, the newest first."""
    wanted = sa.select(AccessCheckpoint).where(AccessCheckpoint.at > moment, AccessCheckpoint.seen != "")
    yield from db.session.scalars(wanted.order_by(AccessCheckpoint.number.desc()))


def make(occasion: str) -> AccessCheckpoint:
    """Sign the present state; a state that was signed already is not signed again. Of two that sign at once the one
    that signs first has the lower number, the earlier time and no more entries.

    :raises WentBack: it did not grow from what was signed last.
    """
    with kept.turn():
        last, size = newest(), Tiles().size()
        if last is not None and last.size == size:
            return last
        at = now()
        note = _sign_in_turn(at)
        said = notes.read_note(note)[0]
        made = AccessCheckpoint(size=said.size, root=said.root, at=at, occasion=occasion, note=note, seen="")
        db.session.add(made)
        db.session.flush()
    return made


def make_or_newest(occasion: str) -> AccessCheckpoint | None:
    """As :func:`make`; where the log must not be signed, the last that was."""
    try:
        return make(occasion)
    except WentBack:
        return newest()


def _sign_in_turn(at: datetime) -> str:
    """The present state, if it grew from what was signed last; within one's turn."""
    kept.require_grown()
    tiles = Tiles()
    size = tiles.size()
    note = signed(size, tiles.root(size), at)
    kept.keep(note)
    return note


def signed(size: int, root: bytes, at: datetime) -> str:
    """The note of a state: the signature of the log, and one that says when (``cosignature/v1`` of the log itself)."""
    name, private = keys.origin(), keys.private_key()
    note = notes.sign_checkpoint(Checkpoint(name, size, root), private)
    return note + notes.cosign(note, name, private, int(at.timestamp()))


def whole_note(checkpoint: AccessCheckpoint) -> str:
    """The note with the lines of its witnesses."""
    return checkpoint.note + checkpoint.seen


def on_paper() -> str:
    """Size and words of the newest checkpoint, as packs and minutes print them; nothing before the first."""
    last = newest()
    return f"{last.size} {root_words(last.root)}" if last else ""


def consistency(old: int, new: int) -> list[bytes]:
    """The proof that the log of ``new`` entries grew from that of ``old``.

    :raises ValueError: the old one is the longer.
    """
    return Tiles().consistency_proof(old, new)


def look_after() -> str:
    """A job: seal what waits, sign the state, and make a checkpoint when one is due. A log that went back raises an
    alarm and goes unsigned."""
    number = sealing.seal_all()
    try:
        size = _sign_what_is_due()
    except WentBack as back:
        with unit_of_work():
            going_back.raise_alarm(str(back))
        return f"Access log: {number} sealed, not signed. {back}"
    return f"Access log: {number} sealed" + (f", checkpoint at {size}." if size else ".")


def _sign_what_is_due() -> int:
    with unit_of_work():
        state = sealing.state_of_sealing()
        _sign_state(state)
        occasion = state.wanted or (ON_TIME if is_due(newest(), now()) else None)
        made = make(occasion) if occasion else None
        state.wanted = None
        return made.size if made else 0


def _sign_state(state: AccessSealing) -> None:
    if not state.note or notes.read_note(state.note)[0].size != Tiles().size():
        with kept.turn():
            state.note = _sign_in_turn(now())


def is_due(last: AccessCheckpoint | None, at: datetime) -> bool:
    """Whether the time for a checkpoint has come; also when the clock went back since the last."""
    return last is None or not timedelta(0) <= at - last.at < EVERY

"""The log as a file that a stranger can check: entries, leaves, checkpoints and the proofs between them.

A ZIP of ``export.json`` (which log, how many entries, which keys), ``entries.jsonl`` (one line a position),
``leaves.bin`` (32 bytes a position), ``checkpoints.jsonl`` and ``proofs.jsonl`` (that each checkpoint grew from the one
before). It ends at the newest checkpoint: what came later is not signed yet. ``docs/verify_log.py`` reads it.
"""

import base64
import json
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import sqlalchemy as sa

from auth.ledger import keys, rows
from auth.ledger.checkpoints import newest, whole_note
from auth.ledger.leaves import Sealed
from auth.ledger.models import AccessCheckpoint, AccessLeaf
from auth.ledger.notes import WITNESS
from auth.ledger.tiles import Tiles
from auth.panel_facts import is_hidden
from extensions import db, now, present_settings

FORM = 1
LEAVES_AT_ONCE = 65_536
PROOFS_AT_ONCE = 100
AT_ONCE = 65_536
"""Bytes of the ZIP that are given on together."""
Piece = Callable[[], AbstractContextManager[object]]
"""Around each read: nothing where a unit of work stands around the whole already."""


class NothingToExport(RuntimeError):
    """There is no checkpoint yet, or no such entry in one."""


def write_export(into: Path, *, hidden: bool = False, piece: Piece = nullcontext) -> int:
    """Write the log up to its newest checkpoint into a file; returns how many entries. As :func:`export_pieces`."""
    with piece():
        size = _newest().size
    with into.open("wb") as file:
        for some in export_pieces(hidden=hidden, piece=piece):
            file.write(some)
    return size


def _newest() -> AccessCheckpoint:
    last = newest()
    if last is None:
        raise NothingToExport("There is no checkpoint yet.")
    return last


def export_pieces(*, hidden: bool = False, piece: Piece = nullcontext) -> Iterator[bytes]:
    """The log up to its newest checkpoint, as the bytes of the ZIP one after another: however long the log is, a few
    pieces of it are in memory. What entries of a panel are about whose existence is hidden is told by its commitment
    alone, unless ``hidden``. ``piece``: what stands around each read; nothing that is signed changes in between, so a
    long log need not be read in one transaction. Whoever stops before the end has a file that does not open.

    :raises NothingToExport: there is no checkpoint.
    """
    with piece():
        last = _newest()
        about, size, number = json.dumps(_about(last), indent=1).encode(), last.size, last.number
    made = _Made()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as pack:
        parts = {
            "export.json": iter((about,)),
            "entries.jsonl": (line.encode() for line in lines(size, hidden=hidden, piece=piece)),
            "leaves.bin": _leaves(size, piece),
            "checkpoints.jsonl": _checkpoints(number, piece),
            "proofs.jsonl": _proofs(number, piece),
        }
        for name, some in parts.items():
            with pack.open(name, "w", force_zip64=True) as file:
                for one in some:
                    file.write(one)
                    if made.waiting >= AT_ONCE:
                        yield made.take()
    yield made.take()


class _Made:
    """What a ZIP wrote and nobody took yet; it cannot go back in it."""

    def __init__(self) -> None:
        self._parts, self.waiting = list[bytes](), 0

    def write(self, some: bytes, /) -> int:
        self._parts.append(some)
        self.waiting += len(some)
        return len(some)

    def flush(self) -> None:
        """Nothing is kept back."""

    def close(self) -> None:
        """What was not taken is gone with it."""

    def take(self) -> bytes:
        found = b"".join(self._parts)
        self._parts, self.waiting = [], 0
        return found


def lines(size: int, *, hidden: bool = False, piece: Piece = nullcontext) -> Iterator[str]:
    """The line of each position; of one that is gone a line that says so."""
    for first in range(0, size, rows.CHUNK):
        with piece():
            some = [_line(one, hidden) for one in rows.sealed_between(first, min(first + rows.CHUNK, size))]
        yield from some


def _line(one: Sealed | int, hidden: bool) -> str:
    if not isinstance(one, Sealed):
        return f'{{"position":{one},"gone":true}}\n'
    return _shown(one, hidden).line()


def _shown(one: Sealed, hidden: bool) -> Sealed:
    return one.without_what() if is_hidden(one.panel) and not hidden else one


def record_proof(number: int, *, hidden: bool = False) -> dict[str, object]:
    """The proof that one entry stands in the log of the newest checkpoint; ``number`` is that of the entry. As in an
    export, what an entry of a hidden panel is about is told by its commitment alone, unless ``hidden``.

    :raises NothingToExport: it does not.
    """
    last, position = newest(), _position(number)
    if last is None or position is None or position >= last.size:
        raise NothingToExport(f"Entry {number} stands in no checkpoint yet.")
    found = next(rows.sealed_between(position, position + 1))
    if not isinstance(found, Sealed):
        raise NothingToExport(f"Entry {number} is gone.")
    try:
        proof = Tiles().inclusion_proof(position, last.size)
    except LookupError:
        raise NothingToExport(f"Entry {number} cannot be proved: the tree is damaged. Check the whole log.") from None
    return {"form": FORM, "line": _shown(found, hidden).line(), "proof": _texts(proof), "checkpoint": whole_note(last)}


def has_proof(number: int) -> bool:
    """Whether an entry stands in the log of the newest checkpoint, so that :func:`record_proof` can prove it."""
    last, position = newest(), _position(number)
    return last is not None and position is not None and position < last.size


def _position(number: int) -> int | None:
    found: int | None = db.session.scalar(sa.select(AccessLeaf.position).where(AccessLeaf.entry_number == number))
    return found


def _about(last: AccessCheckpoint) -> dict[str, object]:
    return {
        "form": FORM,
        "origin": keys.origin(),
        "size": last.size,
        "made_at": now().strftime("%Y-%m-%dT%H:%M:%SZ"),
        "key": keys.verifier().text(),
        "time_key": keys.verifier(WITNESS).text(),
        "witnesses": list(present_settings().log_witnesses),
    }


def _leaves(size: int, piece: Piece) -> Iterator[bytes]:
    for first in range(0, size, LEAVES_AT_ONCE):
        with piece():
            some = b"".join(Tiles().leaves(first, min(first + LEAVES_AT_ONCE, size)))
        yield some


def _checkpoints(up_to: int, piece: Piece) -> Iterator[bytes]:
    for some in _in_order(up_to, piece):
        for one in some:
            yield json.dumps({"note": whole_note(one), "occasion": one.occasion}).encode() + b"\n"


def _proofs(up_to: int, piece: Piece) -> Iterator[bytes]:
    before = 0
    for some in _in_order(up_to, piece):
        with piece():
            told = list(_grown(before, some))
        before = some[-1].size
        yield from told


def _grown(before: int, some: Sequence[AccessCheckpoint]) -> Iterator[bytes]:
    tiles = Tiles()
    for one in some:
        try:
            proof = _texts(tiles.consistency_proof(before, one.size))
        except (LookupError, ValueError):  # the tree is damaged: an export says so and does not fail
            proof = None
        yield json.dumps({"old": before, "new": one.size, "proof": proof}).encode() + b"\n"
        before = one.size


def _in_order(up_to: int, piece: Piece) -> Iterator[Sequence[AccessCheckpoint]]:
    """The checkpoints, some at a time; they outlive the unit of work that read them."""
    after = 0
    while after < up_to:
        with piece():
            wanted = sa.select(AccessCheckpoint).where(
                AccessCheckpoint.number > after, AccessCheckpoint.number <= up_to
            )
            some = db.session.scalars(wanted.order_by(AccessCheckpoint.number).limit(PROOFS_AT_ONCE)).all()
            _let_go(some, piece)
        if not some:
            return
        yield some
        after = some[-1].number


def _let_go(some: Sequence[AccessCheckpoint], piece: Piece) -> None:
    for one in some if piece is not nullcontext else ():
        db.session.expunge(one)


def _texts(hashes: list[bytes]) -> list[str]:
    return [base64.b64encode(one).decode() for one in hashes]

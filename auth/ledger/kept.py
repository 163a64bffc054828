"""What this service signed last, in a file beside its key: whoever writes the database alone gets no other history
signed.

The tree is read from the database, and so is what was signed of it; somebody who writes there could put back old
tables, or make the tree anew, and the next signature would say that all is well. So before each signature the tree must
have grown from the note in this file. File and key stand in one place: who can write there needs no service to sign.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from auth.ledger import notes, tree
from auth.ledger.notes import NoteFault
from auth.ledger.tiles import Tiles
from extensions import db, now, present_settings

LAST, TOLD, LOCK = ".last", ".told", ".lock"
"""What follows the name of the key's file: the note, the mark that an alarm was raised, and the file that is locked."""


class WentBack(RuntimeError):
    """The tree did not grow from what was signed last, so nothing is signed. The sentence says what differs."""


def path(ending: str = LAST) -> Path:
    """A file beside the key."""
    key = present_settings().log_key_path()
    return key.with_name(key.name + ending)


@contextmanager
def turn() -> Iterator[None]:
    """One process at a time reads the file and the tree, signs, and writes the file. The database comes first, always:
    whoever waits for the file would else hold what its holder waits for, on SQLite the lock, on PostgreSQL a row that
    is yet to be written. Not to be nested."""
    db.session.connection()
    db.session.flush()
    with path(LOCK).open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def refusal() -> str:
    """Why the present tree must not be signed, in a sentence; nothing when it grew from what was signed last, or when
    nothing was signed here yet. To be asked in one's :func:`turn`."""
    if not path().exists():
        return ""
    try:
        before = notes.read_note(path().read_text())[0]
    except (NoteFault, UnicodeDecodeError):
        return f"The file {path().name}, which holds what was signed last, is damaged."
    tiles = Tiles()
    size = tiles.size()
    if size < before.size:
        return f"The log has {size} entries; {before.size} were signed."
    if before.size and not _grew(before.size, before.root, size, tiles):
        return f"The first {before.size} of its {size} entries are not those that were signed."
    return ""


def _grew(old: int, old_root: bytes, size: int, tiles: Tiles) -> bool:
    try:
        proof = tiles.consistency_proof(old, size)
        return tree.grew_from(old, old_root, size, tiles.root(size), proof)
    except LookupError:  # a tile is gone
        return False


def require_grown() -> None:
    """Before a signature, in one's :func:`turn`.

    :raises WentBack: the tree did not grow from what was signed last.
    """
    said = refusal()
    if said:
        raise WentBack(said)


def keep(note: str) -> None:
    """Keep what was signed now: whole or not at all, and on the disk before the database hears of it. It may then be
    ahead of the database's own notes, never of the tree, whose leaves were committed before."""
    made = path(f"{LAST}.{os.getpid()}.made")
    with made.open("w") as file:
        file.write(note)
        file.flush()
        os.fsync(file.fileno())
    made.replace(path())
    sync_folder(path().parent)
    path(TOLD).unlink(missing_ok=True)


def is_told() -> bool:
    """Whether an alarm was raised of this refusal; from now on it was. The mark goes with the next signature."""
    if path(TOLD).exists():
        return True
    path(TOLD).touch()
    return False


def put_aside() -> None:
    """Let signing begin anew from whatever there is; the note from before stays beside, as evidence."""
    path().rename(path(f"{LAST}.until-{now():%Y%m%dT%H%M%S}"))
    sync_folder(path().parent)


def sync_folder(folder: Path) -> None:
    """Bring the names of its files to the disk."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)

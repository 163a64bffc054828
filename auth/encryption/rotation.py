"""Changing keys while the service runs. Each step is a unit of work of its own; what is left to do is always read from
the database, so that a run that was killed anywhere is finished by the next one.

Only wrapped keys are touched: a panel key is moved to another root key, data keys to another version of their panel's
key. No sealed value is read or written.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa

from auth.access_log.system import KEY_CHANGED, KEY_DESTROYED, note
from auth.encryption.keyring import PARTNERSHIP, SEAL, context_of, keyring
from auth.encryption.models import DataKey, PanelKey, RootUse
from auth.encryption.moving import Moving
from auth.encryption.root import FileRoot, RootKey, Roots
from auth.encryption.root_vault import VaultRoot
from extensions import db, now, unit_of_work

_KEYS = db.metadata.tables[DataKey.__tablename__]


class CannotRotate(Exception):
    """What was asked for cannot be done now; the message says why and what to do."""


@dataclass(frozen=True)
class RootMoved:
    """``keys`` panel keys were wrapped anew. ``aside``: where the file of the old root key stands now."""

    keys: int
    old: str
    new: str
    aside: Path | None


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Two operators who change keys at once wait for each other.

    :raises CannotRotate: another run is under way.
    """
    if db.engine.dialect.name != "postgresql":
        # On SQLite every step holds the one write lock, and two runs in turn do no harm.
        yield
        return
    number = sa.cast(7_731_001, sa.BigInteger)
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if not connection.scalar(sa.select(sa.func.pg_try_advisory_lock(number))):
            raise CannotRotate("Another change of keys is under way. Wait until it is done.")
        try:
            yield
        finally:
            connection.execute(sa.select(sa.func.pg_advisory_unlock(number)))


def begin_panel(panel: str) -> bool:
    """Make the next version of a panel's key, unless a change that was begun is not finished; returns whether it did.

    From its commit on every process wraps new data keys by it.
    """
    with unit_of_work():
        if _older(panel) and left_on_older(panel):
            return False
        keyring().make(panel, SEAL)
        note_key(KEY_CHANGED, panel, "a new version of the key was made")
        return True


def left_on_older(panel: str) -> int:
    """How many data keys hang on versions that are not the newest."""
    older = _older(panel)
    number = sa.select(sa.func.count()).select_from(_KEYS).where(_KEYS.c.panel_key_id.in_(older))
    return int(db.session.scalar(number) or 0) if older else 0


def moving(panel: str) -> Moving:
    """What moves a panel's data keys to the newest version."""
    with unit_of_work():
        target, _ = keyring().newest(panel, SEAL)
        return Moving(target, _older(panel))


def finish_panel(panel: str, broken: set[UUID]) -> int:
    """Move what was made under an older version while the rest was moved, and note since when nothing hangs on it.

    It waits for requests that are about to store such a key: their row points at the version that is locked here.
    """
    with unit_of_work():
        locked = list(db.session.scalars(_older_rows(panel).with_for_update()))
        if not locked:
            return 0
        target, _ = keyring().newest(panel, SEAL)
        left, late = Moving(target, [row.id for row in locked]), 0
        left.broken |= broken
        while some := left.here():
            late += some
        broken |= left.broken
        if not broken:
            for row in locked:
                row.retired_at = row.retired_at or now()
            note_key(KEY_CHANGED, panel, "nothing hangs on older versions of the key any more")
        return late


def destroy_versions(panel: str) -> list[int]:
    """Empty every retired version of a panel's key; returns the numbers. What an old backup holds under it is opened by
    that backup's own copy of it, as long as the root key that wrapped that copy exists.

    :raises CannotRotate: something hangs on it still.
    """
    with unit_of_work():
        done = []
        for row in db.session.scalars(_older_rows(panel).with_for_update()):
            if row.retired_at is None or left_on(row.id):
                raise CannotRotate(f"Data keys hang on version {row.version} of {panel}. Run: keys rotate panel")
            row.wrapped, row.destroyed_at = b"", now()
            done.append(row.version)
        if done:
            versions = ", ".join(str(version) for version in done)
            note_key(KEY_DESTROYED, panel, f"older versions of the key were destroyed: {versions}")
        return done


def left_on(panel_key_id: UUID) -> int:
    """How many data keys, destroyed ones not counted, hang on this version."""
    hung = sa.select(sa.func.count()).select_from(_KEYS).where(_KEYS.c.panel_key_id == panel_key_id)
    return int(db.session.scalar(hung.where(_KEYS.c.destroyed_at.is_(None))) or 0)


def rotate_root() -> RootMoved:
    """Wrap every panel key by the next root key, in one unit of work. Data keys and values are not touched.

    A process that runs has its panel keys in memory and goes on.
    :raises CannotRotate: no next root key is named, and this provider makes none itself.
    :raises WrongRootKey: one of the two cannot be had.
    """
    root = keyring().root
    _note_first(root.current if isinstance(root, Roots) else root)
    following = _following(root)
    name = following.name()
    with unit_of_work():
        waiting = [row for row in _live() if row.wrapped_by != name]
        old = ", ".join(sorted({row.wrapped_by or "unknown" for row in waiting})) or name
        for row in waiting:
            key = root.unwrap(row.wrapped, context_of(row))
            row.wrapped, row.wrapped_by = following.wrap(key, context_of(row)), name
        _note_use(name)
        if waiting:
            note(KEY_CHANGED, f"{len(waiting)} panel keys are wrapped by the root key {name}, before by {old}")
    aside = root.step() if isinstance(root, FileRoot) else None
    return RootMoved(len(waiting), old, name, aside)


def destroy_root(name: str, *, kept_for: timedelta) -> Path | None:
    """Note that every copy of an old root key is destroyed; the file that was put aside is erased here. Returns it.

    :raises CannotRotate: it is in use, unknown, or backups that need it are younger than ``kept_for``.
    """
    with unit_of_work():
        use = db.session.get(RootUse, name)
        if use is None or use.retired_at is None:
            raise CannotRotate(f"{name} is not an old root key. See: keys status")
        if now() < use.retired_at + kept_for:
            day = (use.retired_at + kept_for).date().isoformat()
            raise CannotRotate(f"Backups that need {name} are kept until {day}. Run this again then.")
        root = keyring().root
        found = root.aside(name) if isinstance(root, FileRoot) else None
        if found is not None:
            found.write_bytes(bytes(found.stat().st_size))
            found.unlink()
        use.destroyed_at = use.destroyed_at or now()
        note(KEY_DESTROYED, f"the old root key {name} was destroyed")
        return found


def dead_in_backups_since(panel_key_id: UUID, made_at: datetime | None) -> datetime | None:
    """Since when no backup opens data keys, the oldest of them made at ``made_at``, that this version of a panel's key
    wrapped in the end; none while one still does. ``None`` for ``made_at``: nobody knows, so they may be of any age.

    A backup holds them as the version of its day wrapped them, and that version as the root key of its day did. So that
    is when this version and each before it under which they can have been were destroyed, and every root key that ever
    wrapped one of these.
    """
    last = db.session.get_one(PanelKey, panel_key_id)
    same = PanelKey.panel == last.panel, PanelKey.purpose == last.purpose, PanelKey.version <= last.version
    versions = [
        row
        for row in db.session.scalars(sa.select(PanelKey).where(*same))
        if row is last or made_at is None or row.retired_at is None or row.retired_at >= made_at
    ]
    ends = [end for row in versions for end in (row.destroyed_at, *_ends_of_roots(row))]
    known = [end for end in ends if end is not None]
    return max(known) if len(known) == len(ends) else None


def _ends_of_roots(row: PanelKey) -> list[datetime | None]:
    """Of each root key in use while there was this version: when its last copy was destroyed."""
    used = sa.select(RootUse).where(sa.or_(RootUse.retired_at.is_(None), RootUse.retired_at >= row.created_at))
    if row.destroyed_at is not None:
        used = used.where(RootUse.first_at <= row.destroyed_at)
    return [use.destroyed_at for use in db.session.scalars(used)]


def note_key(event: str, panel: str, said: str) -> None:
    """Write down what became of a panel's key, or of the partnership's, in the transaction of the caller."""
    note(event, said, panel=None if panel == PARTNERSHIP else panel)


def _following(root: RootKey) -> RootKey:
    if isinstance(root, FileRoot):
        return root.next_root()
    if isinstance(root, Roots):
        return root.following
    if isinstance(root, VaultRoot):
        if all(row.wrapped_by == root.name() for row in _live()):
            root.next_version()
        return root
    raise CannotRotate(
        "The next root key is not named. Set CASEWORK_NEXT_ROOT_KEY_PROVIDER and what it needs, restart every process, "
        "and run this again."
    )


def _live() -> list[PanelKey]:
    return list(db.session.scalars(sa.select(PanelKey).where(PanelKey.destroyed_at.is_(None)).order_by(PanelKey.id)))


def _note_first(root: RootKey) -> None:
    """The root key of an installation that is older than the notes."""
    with unit_of_work():
        if db.session.scalar(sa.select(RootUse.name).limit(1)) is None:
            since = db.session.scalar(sa.select(sa.func.min(PanelKey.created_at)))
            db.session.add(RootUse(name=root.name(), first_at=since or now()))


def _note_use(name: str) -> None:
    for use in db.session.scalars(sa.select(RootUse).where(RootUse.retired_at.is_(None), RootUse.name != name)):
        use.retired_at = now()
    if db.session.get(RootUse, name) is None:
        db.session.add(RootUse(name=name))


def _older(panel: str) -> list[UUID]:
    return [row.id for row in db.session.scalars(_older_rows(panel))]


def _older_rows(panel: str) -> sa.Select[PanelKey]:
    newest = sa.select(sa.func.max(PanelKey.version)).where(PanelKey.panel == panel, PanelKey.purpose == SEAL)
    return sa.select(PanelKey).where(
        PanelKey.panel == panel,
        PanelKey.purpose == SEAL,
        PanelKey.destroyed_at.is_(None),
        PanelKey.version < newest.scalar_subquery(),
    )


Report = Callable[[int], object]


def rotate_panel(panel: str, report: Report, *, at_most: int | None = None) -> tuple[bool, int, set[UUID]]:
    """Change a panel's key from beginning to end; ``report`` is told of each chunk of ``at_most``. Returns whether a
    new version was made (or an earlier run finished), how many data keys were moved, and which cannot be opened and
    stayed."""
    made, total = begin_panel(panel), 0
    keys = moving(panel)
    while some := keys.some(at_most):
        total += some
        report(some)
    total += finish_panel(panel, keys.broken)
    return made, total, keys.broken

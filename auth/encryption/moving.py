"""Data keys on their way from older versions of their panel's key to the newest, some at a time.

Opening and wrapping a key takes longer than storing it. On SQLite, where a step that writes lets every request wait,
keys are therefore read and wrapped anew while the lock is free, and each is exchanged only if it is still what was
read: one that was destroyed or moved by somebody else meanwhile stays as it is. On PostgreSQL a step locks its rows.
"""

from collections.abc import Sequence
from contextlib import closing
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from auth.encryption.cells import CannotOpen, NoCipher
from auth.encryption.keyring import keyring, moved, wrapper_of
from auth.encryption.models import DataKey
from extensions import db, making_way, unit_of_work

CHUNK = 2_000
CHUNK_OF_THE_ONE_LOCK = 500
"""On SQLite, where a request waits until the whole chunk is stored."""
_KEYS = db.metadata.tables[DataKey.__tablename__]
# As the driver has them: making objects of two million ids, and ids of them again, costs more than their ciphers. The
# place in the file in place of the id saves a look-up: keys that hang on one version are found in that order.
_READ = "SELECT rowid, id, wrapped FROM data_key WHERE panel_key_id = ? AND rowid > ? ORDER BY rowid LIMIT ?"
_EXCHANGED = "UPDATE data_key SET wrapped = ?, panel_key_id = ? WHERE rowid = ? AND panel_key_id = ? AND wrapped = ?"
_STORE = (
    "UPDATE data_key SET wrapped = moved.wrapped, panel_key_id = %s "
    "FROM unnest(%b::uuid[], %b::bytea[]) AS moved (id, wrapped) WHERE data_key.id = moved.id"
)
Exchange = tuple[bytes, str, int, str, bytes]
"""The new bytes and version, where the key stands, and the version and bytes that are exchanged."""
Cipher = AESGCM | NoCipher


class Moving:
    """Keys to be moved to the panel key ``target`` from the older versions ``sources``.

    ``broken``: those that cannot be opened and stay where they are.
    """

    def __init__(self, target: UUID, sources: Sequence[UUID]) -> None:
        ring = keyring()
        self.target, self.broken = target, set[UUID]()
        self._target = ring.wrapper(target)
        # Had now: looking a version up later would take the lock that is to stay free.
        self._sources = {source: wrapper_of(ring, source) for source in sources}
        self._after = dict.fromkeys(sources, 0)

    def some(self, at_most: int | None = None) -> int:
        """Move some; returns how many, and 0 when none was found to move.

        One unit of work: on SQLite it holds the write lock for some milliseconds, and leaves it free as long before it
        comes back.
        """
        if db.engine.dialect.name == "postgresql":
            with unit_of_work():
                return self.here(at_most or CHUNK)
        while ready := self._wrapped_anew(at_most or CHUNK_OF_THE_ONE_LOCK):
            with making_way(), unit_of_work():
                done = self._exchange(ready)
            if done:
                return done
        return 0

    def here(self, at_most: int = CHUNK) -> int:
        """Move some in the transaction of the caller; returns how many."""
        wanted = sa.select(_KEYS.c.id, _KEYS.c.panel_key_id, _KEYS.c.wrapped)
        wanted = wanted.where(_KEYS.c.panel_key_id.in_(self._sources))
        done: list[tuple[UUID, bytes]] = []
        while not done:
            left = wanted.where(_KEYS.c.id.not_in(self.broken)) if self.broken else wanted
            rows = db.session.execute(left.limit(at_most).with_for_update()).all()
            if not rows:
                return 0
            for key_id, source, wrapped in rows:
                new = self._anew(wrapped, key_id.bytes, self._sources[source])
                done += [(key_id, new)] if new is not None else []
        self._store(done)
        return len(done)

    def _wrapped_anew(self, at_most: int) -> list[Exchange]:
        """Some keys as they will be, of SQLite, with no lock held."""
        ready: list[Exchange] = []
        for source, cipher in self._sources.items():
            while not ready and (found := self._read(source, at_most)):
                self._after[source] = found[-1][0]
                for place, key_id, wrapped in found:
                    new = self._anew(wrapped, bytes.fromhex(key_id), cipher)
                    if new is not None:
                        ready.append((new, self.target.hex, place, source.hex, wrapped))
        return ready

    @staticmethod
    def _exchange(ready: list[Exchange]) -> int:
        return db.session.connection().exec_driver_sql(_EXCHANGED, ready).rowcount

    def _read(self, source: UUID, at_most: int) -> Sequence[Any]:
        with closing(db.engine.raw_connection()) as connection:
            cursor = connection.cursor()
            cursor.execute(_READ, (source.hex, self._after[source], at_most))
            found: Sequence[Any] = cursor.fetchall()
            cursor.close()
        return found

    def _anew(self, wrapped: bytes, key_id: bytes, source: Cipher) -> bytes | None:
        try:
            return moved(wrapped, key_id, source=source, target=self._target)
        except CannotOpen:
            self.broken.add(UUID(bytes=key_id))
            return None

    def _store(self, done: Sequence[tuple[UUID, bytes]]) -> None:
        connection = db.session.connection()
        if db.engine.dialect.name == "postgresql":
            ids, wrapped = zip(*done, strict=True)
            connection.exec_driver_sql(_STORE, (self.target, list(ids), list(wrapped)))
        else:
            known = sa.update(_KEYS).where(_KEYS.c.id == sa.bindparam("key"))
            values = {"wrapped": sa.bindparam("new"), "panel_key_id": self.target}
            connection.execute(known.values(values), [{"key": key_id, "new": new} for key_id, new in done])

"""The keys that are open during one request or job, and how they come to be open.

A data key is open only inside the application context in which a door opened it; when the request ends it is gone.
"""

import os
from collections.abc import Iterable
from typing import cast
from uuid import UUID, uuid4

import sqlalchemy as sa
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import current_app, g

from auth.encryption.cells import NONCE_BYTES, CannotOpen, Locked, NoCipher, new_key
from auth.encryption.models import DataKey, PanelKey
from auth.encryption.root import RootKey
from extensions import db

# Keys of what belongs to no panel: second-factor secrets, text kept from an interrupted form.
PARTNERSHIP = "partnership"
SEAL, SEARCH, SIGN = "seal", "search", "sign"
EXTENSION = "casework-keyring"

# Made once and on the table itself: every door asks this.
_KEYS = db.metadata.tables[DataKey.__tablename__]
_WRAPPED = sa.select(_KEYS.c.id, _KEYS.c.panel_key_id, _KEYS.c.wrapped).where(
    _KEYS.c.id.in_(sa.bindparam("wanted", expanding=True))
)


class NoPanelKey(RuntimeError):
    """A panel has no key yet."""


class Keyring:
    """The unwrapped panel keys of this process. Only keys already committed are kept in memory."""

    def __init__(self, root: RootKey) -> None:
        self._root = root
        self._by_id: dict[UUID, bytes] = {}
        self._wrappers: dict[UUID, AESGCM] = {}
        self._newest: dict[tuple[str, str], UUID] = {}

    def __reduce__(self) -> str:
        raise Locked("The keys of this process stay in it.")

    def prepare(self, panels: Iterable[str]) -> list[str]:
        """Make the missing keys of ``panels`` and of the partnership; returns what was made. The caller commits."""
        made = []
        for panel in (*panels, PARTNERSHIP):
            for purpose in (SEAL, SEARCH, *((SIGN,) if panel == PARTNERSHIP else ())):
                if self._load(panel, purpose) is None:
                    self._make(panel, purpose)
                    made.append(f"{panel}/{purpose}")
        return made

    def verify(self) -> None:
        """Open every panel key, once: from here on the root key is not needed.

        :raises WrongRootKey: when the root key opens one of them not, or cannot be had.
        """
        for row in db.session.scalars(sa.select(PanelKey)):
            self._by_id[row.id] = self._root.unwrap(row.wrapped, _context(row))

    def newest(self, panel: str, purpose: str) -> tuple[UUID, bytes]:
        """Id and bytes of the panel's newest key.

        :raises NoPanelKey: when none was made.
        """
        key_id = self._newest.get((panel, purpose))
        if key_id is None:
            row = self._load(panel, purpose)
            if row is None:
                raise NoPanelKey(f"The panel {panel} has no key. Run: flask --app wsgi keys prepare")
            key_id = self._newest[(panel, purpose)] = row.id
            self._by_id[row.id] = self._root.unwrap(row.wrapped, _context(row))
        return key_id, self._by_id[key_id]

    def every(self, panel: str, purpose: str) -> list[tuple[UUID, bytes]]:
        """Id and bytes of every version of a key, the newest first."""
        wanted = sa.select(PanelKey.id).where(PanelKey.panel == panel, PanelKey.purpose == purpose)
        ids = list(db.session.scalars(wanted.order_by(PanelKey.version.desc())))
        return [(key_id, self.by_id(key_id)) for key_id in ids]

    def by_id(self, key_id: UUID) -> bytes:
        """The bytes of one panel key, whatever its version."""
        if key_id not in self._by_id:
            row = db.session.get_one(PanelKey, key_id)
            self._by_id[key_id] = self._root.unwrap(row.wrapped, _context(row))
        return self._by_id[key_id]

    def wrapper(self, key_id: UUID) -> AESGCM:
        """The cipher under one panel key, which opens the data keys that this key wrapped."""
        if key_id not in self._wrappers:
            self._wrappers[key_id] = AESGCM(self.by_id(key_id))
        return self._wrappers[key_id]

    def _load(self, panel: str, purpose: str) -> PanelKey | None:
        wanted = sa.select(PanelKey).where(PanelKey.panel == panel, PanelKey.purpose == purpose)
        return db.session.scalars(wanted.order_by(PanelKey.version.desc()).limit(1)).one_or_none()

    def _make(self, panel: str, purpose: str) -> None:
        row = PanelKey(id=uuid4(), panel=panel, purpose=purpose, version=1)
        row.wrapped = self._root.wrap(new_key(), _context(row))
        db.session.add(row)
        db.session.flush()


def keyring() -> Keyring:
    """The running application's keyring."""
    found: Keyring = current_app.extensions[EXTENSION]
    return found


def new_data_key(*, panel: str, kind: str) -> UUID:
    """Make, wrap and store a data key; it is open for the rest of this unit of work (its maker may write with it)."""
    panel_key_id, panel_key = keyring().newest(panel, SEAL)
    key_id, key = uuid4(), new_key()
    wrapped = wrapped_data_key(panel_key, key, key_id)
    db.session.add(DataKey(id=key_id, panel_key_id=panel_key_id, kind=kind, wrapped=wrapped))
    db.session.flush()
    _open_keys()[key_id] = AESGCM(key)
    return key_id


def unlock(key_ids: Iterable[UUID]) -> None:
    """Open data keys for this unit of work. Called by doors alone (a test holds this).

    A wrapped key that was changed opens nothing: reading a value under it raises :class:`CannotOpen`, one by one, so
    that the rest of a list can be shown.
    """
    opened, ring = _open_keys(), keyring()
    wanted = [key_id for key_id in set(key_ids) if key_id not in opened]
    for start in range(0, len(wanted), 500):
        some = {"wanted": wanted[start : start + 500]}
        for key_id, panel_key_id, wrapped in db.session.execute(_WRAPPED, some).all():
            opened[key_id] = _cipher(ring, panel_key_id, wrapped, key_id)


def open_key(key_id: UUID) -> AESGCM | None:
    """The data key if a door has opened it in this unit of work."""
    return _open_keys().get(key_id)


def lock_all() -> None:
    """Forget every open data key of this unit of work."""
    _open_keys().clear()


def _open_keys() -> dict[UUID, AESGCM]:
    found: dict[UUID, AESGCM] = g.setdefault("open_data_keys", {})
    return found


def _cipher(ring: Keyring, panel_key_id: UUID, wrapped: bytes, key_id: UUID) -> AESGCM:
    try:
        return AESGCM(_unwrap(ring.wrapper(panel_key_id), wrapped, key_id))
    except CannotOpen:
        return cast(AESGCM, NoCipher())


def _context(row: PanelKey) -> bytes:
    return f"panel-key|{row.panel}|{row.purpose}|{row.version}|{row.id}".encode()


def wrapped_data_key(panel_key: bytes, key: bytes, key_id: UUID) -> bytes:
    """A data key as it is stored: sealed by its panel key, bound to its own id."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(panel_key).encrypt(nonce, key, b"data-key|" + key_id.bytes)


def _unwrap(panel_key: AESGCM, wrapped: bytes, key_id: UUID) -> bytes:
    try:
        return panel_key.decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], b"data-key|" + key_id.bytes)
    except (InvalidTag, ValueError):
        raise CannotOpen from None

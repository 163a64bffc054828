"""The keys that are open during one request or job, and how they come to be open.

A data key is open only inside the application context in which a door opened it; when the request ends it is gone.
"""

import json
import os
import time
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast
from uuid import UUID, uuid4

import sqlalchemy as sa
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import current_app, g
from sqlalchemy.orm import load_only

from auth.encryption.cells import NONCE_BYTES, CannotOpen, Destroyed, Locked, NoCipher, new_key
from auth.encryption.models import DataKey, PanelKey, RootUse
from auth.encryption.root import RootKey
from auth.encryption.slots import IndexKey
from extensions import db

# Keys of what belongs to no panel: second-factor secrets, text kept from an interrupted form.
PARTNERSHIP = "partnership"
SEAL, SEARCH, MARK, SIGN, ASKED = "seal", "search", "mark", "sign", "asked"
EXTENSION = "casework-keyring"

# Made once and on the table itself: every door asks this. The ids come back as the database keeps them (words on
# SQLite): making fifty ids costs as much as opening what they name. SQLite is told them in one value, too.
_KEYS = db.metadata.tables[DataKey.__tablename__]
_LISTED = sa.func.json_each(sa.bindparam("wanted")).table_valued("value")
_KEPT, _BYTES = sa.types.NullType(), sa.LargeBinary()
_AS_KEPT = sa.select(
    sa.type_coerce(_KEYS.c.id, _KEPT),
    sa.type_coerce(_KEYS.c.panel_key_id, _KEPT),
    sa.type_coerce(_KEYS.c.wrapped, _BYTES),
)
_WRAPPED = {
    "sqlite": _AS_KEPT.where(_KEYS.c.id.in_(sa.select(_LISTED.c.value))),
    "postgresql": _AS_KEPT.where(_KEYS.c.id.in_(sa.bindparam("wanted", expanding=True))),
}

_PANEL_KEYS = db.metadata.tables[PanelKey.__tablename__]
_NEWEST = (
    sa.select(_PANEL_KEYS.c.id)
    .where(_PANEL_KEYS.c.panel == sa.bindparam("panel"), _PANEL_KEYS.c.purpose == sa.bindparam("purpose"))
    .order_by(_PANEL_KEYS.c.version.desc())
    .limit(1)
)
# Columns of the first schema alone: the database may be an older one that is about to be brought up to date.
_LIVE = (
    sa.select(PanelKey)
    .options(load_only(PanelKey.panel, PanelKey.purpose, PanelKey.version, PanelKey.wrapped))
    .where(sa.func.length(PanelKey.wrapped) > 0)
)
CHANGED = frozenset({SEAL, SEARCH})
"""What the commands change under a running process."""
AT_ONCE = 500
"""Keys asked for in one statement."""
FORGOTTEN_AFTER = 10.0
"""Seconds."""


class NoPanelKey(RuntimeError):
    """A panel has no key yet."""


class Keyring:
    """The unwrapped panel keys of this process. Only keys already committed are kept in memory.

    Other processes change keys while this one runs: which version is the newest is asked anew by each unit of work, a
    version that is not known yet is fetched when it is met, and one that a newer version has followed is forgotten with
    all that was made of it when nothing has needed it for ten seconds. A destroyed one cannot be fetched again.
    """

    def __init__(self, root: RootKey) -> None:
        self.root = root
        self._by_id: dict[UUID, bytes] = {}
        self._wrappers: dict[UUID, AESGCM] = {}
        self._index_keys: dict[UUID, dict[int, IndexKey]] = {}
        self._versions: dict[UUID, tuple[str, str, int]] = {}
        self._followed: dict[UUID, float] = {}
        self._newest: dict[tuple[str, str], UUID] = {}

    def __reduce__(self) -> str:
        raise Locked("The keys of this process stay in it.")

    def prepare(self, panels: Iterable[str]) -> list[str]:
        """Make the missing keys of ``panels`` and of the partnership; returns what was made. The caller commits."""
        made = []
        for panel in (*panels, PARTNERSHIP):
            for purpose in (SEAL, SEARCH, *((SIGN, ASKED) if panel == PARTNERSHIP else (MARK,))):
                if not self._newest_version(panel, purpose):
                    self.make(panel, purpose)
                    made.append(f"{panel}/{purpose}")
        return made

    def verify(self) -> None:
        """Open every panel key, once: from here on the root key is not needed.

        :raises WrongRootKey: when the root key opens one of them not, or cannot be had.
        """
        for row in db.session.scalars(_LIVE):
            self._keep(row)

    def newest(self, panel: str, purpose: str) -> tuple[UUID, bytes]:
        """Id and bytes of the panel's newest key.

        :raises NoPanelKey: when none was made.
        """
        known = _newest_of_this_unit() if purpose in CHANGED else self._newest
        key_id = known.get((panel, purpose))
        if key_id is None:
            wanted = {"panel": panel, "purpose": purpose}
            key_id = db.session.execute(_NEWEST, wanted).scalar_one_or_none()
            if key_id is None:
                raise NoPanelKey(f"The panel {panel} has no key. Run: flask --app wsgi keys prepare")
            known[panel, purpose] = key_id
        return key_id, self.by_id(key_id)

    def every(self, panel: str, purpose: str) -> list[tuple[UUID, bytes]]:
        """Id and bytes of every version of a key, the newest first."""
        wanted = sa.select(PanelKey.id).where(
            PanelKey.panel == panel, PanelKey.purpose == purpose, PanelKey.destroyed_at.is_(None)
        )
        ids = list(db.session.scalars(wanted.order_by(PanelKey.version.desc())))
        return [(key_id, self.by_id(key_id)) for key_id in ids]

    def by_id(self, key_id: UUID) -> bytes:
        """The bytes of one panel key, whatever its version.

        :raises Destroyed: this version was destroyed.
        """
        if key_id not in self._by_id:
            row = db.session.get_one(PanelKey, key_id)
            if row.destroyed_at is not None:
                raise Destroyed
            self._keep(row)
        if key_id in self._followed:
            self._followed[key_id] = time.monotonic()
        return self._by_id[key_id]

    def wrapper(self, key_id: UUID) -> AESGCM:
        """The cipher under one panel key, which opens the data keys that this key wrapped."""
        if key_id not in self._wrappers:
            self._wrappers[key_id] = AESGCM(self.by_id(key_id))
        if key_id in self._followed:
            self._followed[key_id] = time.monotonic()
        return self._wrappers[key_id]

    def index_key(self, key_id: UUID, generation: int) -> IndexKey:
        """The parts of a search key for one generation of an index, made once and forgotten with the key.

        :raises Destroyed: this version was destroyed.
        """
        key, made = self.by_id(key_id), self._index_keys.setdefault(key_id, {})
        if generation not in made:
            made[generation] = IndexKey(key, generation)
        return made[generation]

    def make(self, panel: str, purpose: str) -> PanelKey:
        """Make the next version of a panel's key; from the commit on it is the newest. The caller commits."""
        row = PanelKey(id=uuid4(), panel=panel, purpose=purpose, version=self._newest_version(panel, purpose) + 1)
        self.wrap_row(row, new_key())
        db.session.add(row)
        db.session.flush()
        _newest_of_this_unit().pop((panel, purpose), None)
        self._newest.pop((panel, purpose), None)
        return row

    def wrap_row(self, row: PanelKey, key: bytes) -> None:
        """Wrap a panel key by the root key of now, and note which that is."""
        row.wrapped, row.wrapped_by = self.root.wrap(key, context_of(row)), self.root.name()
        if db.session.get(RootUse, row.wrapped_by) is None:
            db.session.add(RootUse(name=row.wrapped_by))

    def forget_followed(self) -> None:
        """Drop from memory what a newer version has followed and nothing has needed lately. Asks the database nothing:
        the work of a request must not depend on when it comes."""
        for key_id, used_at in [*self._followed.items()]:
            if time.monotonic() - used_at > FORGOTTEN_AFTER:
                for held in (self._by_id, self._wrappers, self._index_keys, self._versions, self._followed):
                    held.pop(key_id, None)

    def _keep(self, row: PanelKey) -> None:
        self._by_id[row.id] = self.root.unwrap(row.wrapped, context_of(row))
        self._versions[row.id] = row.panel, row.purpose, row.version
        same = {key_id: at for key_id, at in self._versions.items() if at[:2] == (row.panel, row.purpose)}
        newest = max(same, key=lambda key_id: same[key_id][2])
        for key_id in same.keys() - {newest} - self._followed.keys():
            self._followed[key_id] = time.monotonic()

    def _newest_version(self, panel: str, purpose: str) -> int:
        wanted = sa.select(sa.func.max(PanelKey.version)).where(PanelKey.panel == panel, PanelKey.purpose == purpose)
        return db.session.scalar(wanted) or 0


def _newest_of_this_unit() -> dict[tuple[str, str], UUID]:
    """By panel and purpose. It goes with the session, not with the context: a job has many units of work in one."""
    found: dict[tuple[str, str], UUID] = db.session.info.setdefault("newest_panel_keys", {})
    return found


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
    ring.forget_followed()
    wanted = {key_id.hex: key_id for key_id in key_ids if key_id not in opened}
    wrappers: dict[object, AESGCM | NoCipher] = {}
    for kept_id, kept_panel_key_id, wrapped in _wrapped(wanted) if wanted else ():
        wrapper = wrappers.get(kept_panel_key_id)
        if wrapper is None:
            wrapper = wrappers[kept_panel_key_id] = wrapper_of(ring, kept_panel_key_id)
        key_id = wanted[kept_id] if type(kept_id) is str else kept_id
        opened[key_id] = _cipher(wrapper, wrapped, key_id)


def _wrapped(wanted: Mapping[str, UUID]) -> Sequence[sa.Row[Any, Any, bytes]]:
    if db.engine.dialect.name == "sqlite":
        return db.session.execute(_WRAPPED["sqlite"], {"wanted": json.dumps([*wanted])}).all()
    ids = [*wanted.values()]
    some = (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))
    return [row for part in some for row in db.session.execute(_WRAPPED["postgresql"], {"wanted": part})]


def wrapper_of(ring: Keyring, kept: str | UUID) -> AESGCM | NoCipher:
    """The cipher of a panel key, or one that opens nothing if the key itself cannot be opened."""
    try:
        return ring.wrapper(kept if isinstance(kept, UUID) else UUID(kept))
    except CannotOpen as fault:
        return NoCipher(type(fault))


def open_key(key_id: UUID) -> AESGCM | None:
    """The data key if a door has opened it in this unit of work."""
    return _open_keys().get(key_id)


def lock_all() -> None:
    """Forget every open data key of this unit of work."""
    _open_keys().clear()


def _open_keys() -> dict[UUID, AESGCM]:
    found: dict[UUID, AESGCM] = g.setdefault("open_data_keys", {})
    return found


def _cipher(wrapper: AESGCM | NoCipher, wrapped: bytes, key_id: UUID) -> AESGCM:
    try:
        return AESGCM(_unwrap(wrapper, wrapped, key_id.bytes))
    except CannotOpen as fault:
        return cast(AESGCM, NoCipher(type(fault)))


def context_of(row: PanelKey) -> bytes:
    """What a wrapped panel key is bound to."""
    return f"panel-key|{row.panel}|{row.purpose}|{row.version}|{row.id}".encode()


def moved(wrapped: bytes, key_id: bytes, *, source: AESGCM | NoCipher, target: AESGCM) -> bytes:
    """A wrapped data key (its id in 16 bytes) as the panel key ``target`` wraps it. One that was destroyed stays empty.

    :raises CannotOpen: it was changed.
    """
    if not wrapped:
        return wrapped
    nonce = os.urandom(NONCE_BYTES)
    return nonce + target.encrypt(nonce, _unwrap(source, wrapped, key_id), b"data-key|" + key_id)


def wrapped_data_key(panel_key: bytes, key: bytes, key_id: UUID) -> bytes:
    """A data key as it is stored: sealed by its panel key, bound to its own id."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(panel_key).encrypt(nonce, key, b"data-key|" + key_id.bytes)


def _unwrap(panel_key: AESGCM | NoCipher, wrapped: bytes, key_id: bytes) -> bytes:
    """The data key again.

    :raises Destroyed: it was destroyed, and nothing is left of it.
    :raises CannotOpen: it was changed, or wrapped by another panel key.
    """
    if not wrapped:
        raise Destroyed
    try:
        return panel_key.decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], b"data-key|" + key_id)
    except (InvalidTag, ValueError):
        raise CannotOpen from None

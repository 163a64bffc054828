"""The same application on plain columns, to measure what sealing costs and nothing else.

Inside :func:`columns` the running application is the product itself, with these differences alone:

- a sealed attribute reads and writes its column's bytes as they are (a JSON value is still JSON, a date still a date);
- a new record takes one data key that stands for all, so no key is made, wrapped or stored;
- a door unlocks nothing, so no wrapped key is fetched and none is opened;
- the search terms are stored in words under the record's id: no keyed hash, no count of those that hold a word before.

Everything else is untouched: policy, doors, access entries, queries, search rows, templates, the commit to disk. The
rows it works on were written in the same way, so a plain database holds no sealed cell. It is for measuring only and
nothing in the product can reach it.
"""

import random
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch
from uuid import UUID

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy_utils.types.encrypted.encrypted_type import AesGcmEngine, StringEncryptedType

from auth.encryption import blind_index, keyring
from auth.encryption.cells import HEADER
from auth.encryption.keyring import EXTENSION, PARTNERSHIP, SEAL
from auth.encryption.models import DataKey
from auth.encryption.sealed import Sealed, sealed_columns
from casework.people import index, match_queries
from casework.people.models import SearchToken
from casework.people.terms import PART, Term
from extensions import db, unit_of_work

OURS = ("auth", "casework", "panels", "demo")
ONE_KEY = UUID(int=1)
_UTILS = StringEncryptedType(key="a-key-for-measuring", engine=AesGcmEngine)
_ANY_DIALECT = SQLiteDialect_pysqlite()


def prepare() -> None:
    """Store the one data key that every plain row names."""
    with unit_of_work():
        panel_key_id, _ = current_app.extensions[EXTENSION].newest(PARTNERSHIP, SEAL)
        db.session.add(DataKey(id=ONE_KEY, panel_key_id=panel_key_id, kind="plain", wrapped=b""))


@contextmanager
def columns() -> Iterator[None]:
    """While this is open, sealing is off in this process. Only one request at a time may run in it."""
    with ExitStack() as undo:
        _swap(undo, keyring.unlock, _unlock_nothing)
        _swap(undo, keyring.new_data_key, _the_one_key)
        _swap(undo, blind_index.token, _words)
        _swap(undo, index.index_owners, _index_in_words)
        _swap(undo, match_queries._questions, _questions_in_words)
        undo.enter_context(patch.object(Sealed, "__get__", _read))
        undo.enter_context(patch.object(Sealed, "__set__", _write))
        yield


@contextmanager
def columns_of_utils() -> Iterator[None]:
    """As :func:`columns`, and each value sealed by SQLAlchemy-Utils on the way in and opened on the way out."""
    with columns(), ExitStack() as undo:
        undo.enter_context(patch.object(Sealed, "__get__", _read_with_utils))
        undo.enter_context(patch.object(Sealed, "__set__", _write_with_utils))
        yield


def as_it_is(told: bytes) -> bytes:
    """A value as a plain column keeps it."""
    return told


def by_utils(told: bytes) -> bytes:
    """A value as the encrypted type of SQLAlchemy-Utils keeps it."""
    sealed: str = _UTILS.process_bind_param(told.decode(), _ANY_DIALECT)
    return sealed.encode()


@contextmanager
def columns_without_search() -> Iterator[None]:
    """As :func:`columns`, and nothing is put into the search index: what a plain application without search writes."""
    with columns(), ExitStack() as undo:
        _swap(undo, _index_in_words, _index_nothing)
        yield


def sealed_cells() -> int:
    """How many cells of the present database are sealed; none may be in a plain one."""
    found = 0
    for place in sealed_columns():
        column = db.metadata.tables[place.table].c[place.column]
        cells = db.session.scalars(sa.select(column).where(column.is_not(None)))
        found += sum(cell.startswith(HEADER) for cell in cells)
    return found


def _swap(undo: ExitStack, real: Callable[..., Any], stand_in: Callable[..., Any]) -> None:
    """Put ``stand_in`` wherever a module of ours holds ``real`` under a name of its own."""
    for module in [module for name, module in sys.modules.items() if name.split(".")[0] in OURS]:
        for name in [name for name, found in vars(module).items() if found is real]:
            undo.enter_context(patch.object(module, name, stand_in))


def _read(sealed: Sealed[Any], row: Any, owner: type) -> Any:
    if row is None:
        return sealed
    cell = getattr(row, sealed.column)
    return None if cell is None else sealed.decode(cell)


def _write(sealed: Sealed[Any], row: Any, value: Any) -> None:
    setattr(row, sealed.column, None if value is None else sealed.encode(value))


def _read_with_utils(sealed: Sealed[Any], row: Any, owner: type) -> Any:
    if row is None:
        return sealed
    cell = getattr(row, sealed.column)
    return None if cell is None else sealed.decode(_UTILS.process_result_value(cell.decode(), _ANY_DIALECT).encode())


def _write_with_utils(sealed: Sealed[Any], row: Any, value: Any) -> None:
    setattr(row, sealed.column, None if value is None else by_utils(sealed.encode(value)))


def _unlock_nothing(key_ids: Iterable[UUID]) -> None:
    for _ in key_ids:
        pass


def _the_one_key(*, panel: str, kind: str) -> UUID:
    return ONE_KEY


def _words(panel: str, kind: str, *parts: str) -> bytes:
    return "\x1f".join((kind, *parts)).encode()


def _index_in_words(panel: str, owners: Mapping[index.Owner, Iterable[Term]]) -> None:
    rows = []
    for (owner_type, owner_id), terms in owners.items():
        db.session.execute(
            sa.delete(SearchToken).where(SearchToken.owner_id == owner_id, SearchToken.owner_type == owner_type)
        )
        owner = {"panel": panel, "generation": 1, "owner_type": owner_type, "owner_id": owner_id}
        # Parts of names are not kept, as in an installation that has not set them on.
        kept = [(kind, parts) for kind, parts in terms if kind != PART]
        rows += [{"token": _any_number(), "place": _words(panel, kind, *parts), **owner} for kind, parts in kept]
    if rows:
        db.session.execute(sa.insert(db.metadata.tables[SearchToken.__tablename__]), rows)


def _questions_in_words(generation: index.Generation, terms: list[Term]) -> list[dict[str, object]]:
    asked = {"asked_panel": generation.panel, "generation": generation.number}
    return [{"token": _any_number(), "place": _words("", kind, *parts), **asked} for kind, parts in terms]


def _any_number() -> int:
    return random.getrandbits(62)


def _index_nothing(panel: str, owners: Mapping[index.Owner, Iterable[Term]]) -> None:
    """Stands in for the search index."""

"""Sealed attributes of models.

A model inherits :class:`SealedRow` and declares pairs::

    text_sealed: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    text = SealedText("text_sealed")

Reading or writing ``text`` needs the row's data key, which only a door opens; otherwise :class:`Locked` is raised.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, Self, TypeVar, cast, overload
from uuid import UUID, uuid4

import sqlalchemy as sa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy.orm import Mapped, mapped_column

from auth.encryption import cells, unreadable
from auth.encryption.cells import CannotOpen, Destroyed
from auth.encryption.cells import Locked as Locked
from auth.encryption.keyring import open_key

T = TypeVar("T")
_PART = "_part_of_place"


@dataclass(frozen=True)
class SealedColumn:
    """One line of the inventory of sealed columns."""

    table: str
    column: str
    attribute: str


_inventory: list["Sealed[Any]"] = []


class SealedRow:
    """A row with sealed attributes: an id made before the insert, and the data key that opens it.

    In a traceback or a log it shows its kind and its id. It is not copied, pickled, walked through or printed on a page
    as a whole: whoever wants a value names it, and meets its lock.
    """

    id: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True)
    data_key_id: Mapped[UUID] = mapped_column(sa.ForeignKey("data_key.id"), index=True)

    def __init__(self, *, data_key_id: UUID, id: UUID | None = None, **values: Any) -> None:  # noqa: A002
        self.id = id or uuid4()
        self.data_key_id = data_key_id
        for name, value in values.items():
            if not hasattr(type(self), name):
                raise TypeError(f"{type(self).__name__} has no attribute {name}.")
            setattr(self, name, value)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.__dict__.get('id')}>"

    def _closed(self, *_args: object) -> Any:
        raise Locked(f"A {type(self).__name__} is sealed and is not copied or written out as a whole.")

    __reduce_ex__ = __html__ = __iter__ = _closed

    def part_of_place(self) -> bytes:
        """What the places of all cells of this row share. Made once for a row: most pages read several of its cells."""
        row, key_id = self.id, self.data_key_id
        kept = self.__dict__.get(_PART)
        if kept is None or kept[0] is not row or kept[1] is not key_id:
            kept = self.__dict__[_PART] = (row, key_id, cells.row_part(row, key_id))
        part: bytes = kept[2]
        return part


class Sealed(Generic[T]):
    """Descriptor over a binary column; ``None`` stays NULL, but even that is read only with the key.

    Asked of the class (``Note.text == "x"``, ``order_by``) it raises :class:`Locked` as well: a comparison would be
    false for every row and find nothing, in silence.
    """

    has_words = True

    def __init__(self, column: str) -> None:
        self.column = column

    def __set_name__(self, owner: type, name: str) -> None:
        self.owner, self.name = owner, name
        self._part = b""
        _inventory.append(self)

    @overload
    def __get__(self, row: None, owner: type) -> Self: ...
    @overload
    def __get__(self, row: SealedRow, owner: type) -> T | None: ...
    def __get__(self, row: SealedRow | None, owner: type) -> Self | T | None:
        if row is None:
            return self
        key = self._key(row)
        cell = getattr(row, self.column)
        if cell is None:
            return None
        try:
            return self.decode(cells.unseal(key, cell, self._place(row)))
        except (CannotOpen, ValueError) as fault:
            return self._in_place(row, fault)

    def __set__(self, row: SealedRow, value: T | None) -> None:
        key = self._key(row)
        if isinstance(value, unreadable.Unshown):
            raise CannotOpen
        setattr(row, self.column, None if value is None else cells.seal(key, self.encode(value), self._place(row)))

    def _in_place(self, row: SealedRow, fault: Exception) -> T:
        """The words in place of a value on a page that only reads.

        :raises CannotOpen: anywhere else, and for a file: half of one, or words in its place, would pass for it.
        """
        gone = isinstance(fault, Destroyed)
        if not gone:
            unreadable.note(row.__tablename__, self.column, row.id)  # type: ignore[attr-defined]
        if not self.has_words or not unreadable.is_shown_in_place():
            raise (fault if gone else CannotOpen()) from None
        return cast(T, unreadable.Unshown(unreadable.GONE if gone else unreadable.WORDS))

    def _refuse(self, *_args: object, **_more: object) -> Any:
        raise Locked(f"{self.owner.__name__}.{self.name} is sealed: the database can neither compare nor sort it.")

    __hash__ = object.__hash__
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __contains__ = __iter__ = _refuse
    like = ilike = in_ = not_in = is_ = is_not = contains = startswith = endswith = asc = desc = _refuse

    def _key(self, row: SealedRow) -> AESGCM:
        key = open_key(row.data_key_id)
        if key is None:
            raise Locked(f"{type(row).__name__}.{self.name} is sealed. Open it through a door.")
        return key

    def _place(self, row: SealedRow) -> bytes:
        if not self._part:
            self._part = cells.column_part(row.__tablename__, self.column)  # type: ignore[attr-defined]
        return self._part + row.part_of_place()

    def encode(self, value: T) -> bytes:
        """The value as bytes."""
        raise TypeError(f"{type(self).__name__} does not say how its values are written.")

    def decode(self, plain: bytes) -> T:
        """The value again."""
        raise TypeError(f"{type(self).__name__} does not say how its values are read.")


class SealedText(Sealed[str]):
    """Text, UTF-8."""

    def encode(self, value: str) -> bytes:
        return value.encode()

    def decode(self, plain: bytes) -> str:
        return plain.decode()


class SealedDate(Sealed[date]):
    """A calendar date."""

    def encode(self, value: date) -> bytes:
        return value.isoformat().encode()

    def decode(self, plain: bytes) -> date:
        return date.fromisoformat(plain.decode())


class SealedBytes(Sealed[bytes]):
    """Raw bytes (documents)."""

    has_words = False

    def encode(self, value: bytes) -> bytes:
        return value

    def decode(self, plain: bytes) -> bytes:
        return plain


class SealedJSON(Sealed[Any]):
    """Plain JSON values. A changed object must be assigned again: it is a copy."""

    def encode(self, value: Any) -> bytes:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()

    def decode(self, plain: bytes) -> Any:
        return json.loads(plain)


def sealed_columns() -> Iterator[SealedColumn]:
    """The inventory: every sealed column of every model that is loaded."""
    for sealed in _inventory:
        yield SealedColumn(sealed.owner.__tablename__, sealed.column, sealed.name)  # type: ignore[attr-defined]

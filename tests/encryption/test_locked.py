"""Locked means locked: whatever is done with a row or a sealed attribute without its door, nothing of it comes out."""

import copy
import dataclasses
import json
import logging
import pickle
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import Flask, render_template_string
from flask import json as flask_json
from hypothesis import given
from hypothesis import strategies as st

from auth.access_log.models import AccessReason
from auth.accounts.finding import account_by_email
from auth.encryption import cells
from auth.encryption.cells import CannotOpen, new_key, place, seal, unseal
from auth.encryption.keyring import PARTNERSHIP, keyring, lock_all, new_data_key, open_key, unlock
from auth.encryption.sealed import Locked, SealedBytes, SealedDate, SealedJSON, SealedText
from casework.cases.models import Case, Note
from extensions import db

CANARY = "canary-7731"
HERE, ROW = UUID(int=7), UUID(int=8)
WHERE = place("note", "text_sealed", HERE, ROW)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text(st.characters(codec="utf-8"), max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(codec="utf-8"), max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)


@pytest.fixture
def row(work: None) -> AccessReason:
    account = account_by_email("rowan@example.org")
    assert account is not None
    made = AccessReason(data_key_id=new_data_key(panel=PARTNERSHIP, kind="test"), account_id=account.id, text=CANARY)
    db.session.add(made)
    db.session.flush()
    return made


VALUE: dict[str, Callable[[Any], object]] = {
    "read": lambda row: row.text,
    "printed": lambda row: f"{row.text}",
    "compared": lambda row: row.text == CANARY,
    "sorted": lambda row: sorted([row.text, "b"]),
    "hashed": lambda row: hash(row.text),
    "asked for with a default": lambda row: getattr(row, "text", "nothing"),
    "written as JSON": lambda row: json.dumps({"text": row.text}),
    "pickled": lambda row: pickle.dumps(row.text),
    "copied": lambda row: copy.deepcopy(row.text),
    "logged": lambda row: logging.getLogger("test").error("%s", row.text),
    "exported": lambda row: {name: getattr(row, name) for name in ("id", "text")},
    "on a template": lambda row: render_template_string("{{ row.text }}", row=row),
    "whole row: pickled": pickle.dumps,
    "whole row: copied": copy.copy,
    "whole row: deeply copied": copy.deepcopy,
    "whole row: as a dictionary": dict,
    "whole row: as a list": list,
    "whole row: as the JSON of a page": flask_json.dumps,
    "whole row: on a template": lambda row: render_template_string("{{ row }}", row=row),
    "class: compared": lambda row: sa.select(AccessReason).where(AccessReason.text == CANARY),
    "class: unlike": lambda row: AccessReason.text != CANARY,
    "class: less": lambda row: AccessReason.text < CANARY,
    "class: like": lambda row: AccessReason.text.like("%7731"),
    "class: one of": lambda row: AccessReason.text.in_([CANARY]),
    "class: sorted": lambda row: AccessReason.text.desc(),
}


@pytest.mark.parametrize("done", VALUE.values(), ids=VALUE)
def test_a_sealed_value_would_come_out_without_its_door(row: AccessReason, done: Callable[[Any], object]) -> None:
    lock_all()
    with pytest.raises(Locked) as fault:
        done(row)
    assert CANARY not in str(fault.value)


def test_a_row_in_a_traceback_or_its_raw_columns_would_show_its_content(row: AccessReason) -> None:
    """With the door open as well: a traceback is written wherever it happens."""
    for shown in (repr(row), str(row), f"{row}", str([row]), str(vars(row)), repr(keyring())):
        assert CANARY not in shown
    assert repr(row) == f"<AccessReason {row.id}>"
    with pytest.raises(TypeError):
        json.dumps(row)
    with pytest.raises(TypeError):
        dataclasses.asdict(row)  # type: ignore[call-overload]
    key = open_key(row.data_key_id)
    with pytest.raises(TypeError):
        pickle.dumps(key)
    with pytest.raises(Locked):
        pickle.dumps(keyring())


def test_a_row_smuggled_out_would_open_what_its_door_does_not(app: Flask, row: AccessReason) -> None:
    """Its columns carried into another unit of work hold a sealed value and the id of a key, and no key."""
    smuggled = pickle.dumps({name: value for name, value in vars(row).items() if not name.startswith("_")})
    db.session.commit()
    with app.app_context():
        other = AccessReason(data_key_id=row_id(smuggled, "data_key_id"), id=row_id(smuggled, "id"))
        other.text_sealed = pickle.loads(smuggled)["text_sealed"]  # noqa: S301
        with pytest.raises(Locked):
            _ = other.text


def row_id(smuggled: bytes, name: str) -> UUID:
    found: UUID = pickle.loads(smuggled)[name]  # noqa: S301
    return found


def test_a_value_would_open_in_another_row_column_table_or_under_another_key(row: AccessReason) -> None:
    key = row.data_key_id
    other_key = new_data_key(panel=PARTNERSHIP, kind="test")
    note = Note(id=row.id, data_key_id=key)
    note.text_sealed = row.text_sealed
    case = Case(id=row.id, data_key_id=key)
    case.summary_sealed = row.text_sealed
    sibling = AccessReason(data_key_id=key, account_id=row.account_id)
    sibling.text_sealed = row.text_sealed
    moved = AccessReason(id=row.id, data_key_id=other_key, account_id=row.account_id)
    moved.text_sealed = row.text_sealed
    reads = (lambda: note.text, lambda: case.summary, lambda: sibling.text, lambda: moved.text)
    faults = {_fault_of(read) for read in reads}
    assert faults == {(CannotOpen, "A sealed value could not be opened.")}
    assert row.text == CANARY


def _fault_of(read: Callable[[], object]) -> tuple[type[BaseException], str]:
    with pytest.raises(CannotOpen) as fault:
        read()
    assert fault.value.__cause__ is None
    return type(fault.value), str(fault.value)


@pytest.mark.pure
@given(
    kind=st.sampled_from(["cut", "flipped", "swapped", "lengthened", "other key", "version", "algorithm", "reserved"]),
    plain=st.binary(max_size=70),
    at=st.integers(0, 10_000),
)
def test_a_damaged_cell_would_open_or_tell_what_is_wrong_with_it(kind: str, plain: bytes, at: int) -> None:
    key = AESGCM(bytes(range(32)))
    cell, other = seal(key, plain, WHERE), seal(key, plain[::-1] + b"x", WHERE)
    damaged = {
        "cut": cell[: at % len(cell)],
        "flipped": (int.from_bytes(cell) ^ (1 << at % (8 * len(cell)))).to_bytes(len(cell)),
        "swapped": cell[:17] + other[17:],
        "lengthened": cell + bytes(1 + at % 20),
        "other key": cell,
        "version": bytes([at % 256 if at % 256 != cell[0] else 0]) + cell[1:],
        "algorithm": cell[:1] + bytes([at % 256 if at % 256 != cell[1] else 0]) + cell[2:],
        "reserved": cell[:2] + (1 + at).to_bytes(3) + cell[5:],
    }[kind]
    opener = AESGCM(new_key()) if kind == "other key" else key
    fault = _fault_of(lambda: unseal(opener, damaged, WHERE))
    assert fault == (CannotOpen, "A sealed value could not be opened.")


@pytest.mark.pure
def test_one_bit_or_one_byte_of_a_cell_would_not_be_held() -> None:
    """Every bit of header, nonce, text and tag, and every length."""
    key = AESGCM(new_key())
    cell = seal(key, CANARY.encode(), WHERE)
    whole = int.from_bytes(cell)
    damaged = [(whole ^ (1 << bit)).to_bytes(len(cell)) for bit in range(8 * len(cell))]
    damaged += [cell[:length] for length in range(len(cell))]
    assert {_fault_of(lambda one=one: unseal(key, one, WHERE)) for one in damaged} == {  # type: ignore[misc]
        (CannotOpen, "A sealed value could not be opened.")
    }


@pytest.mark.pure
@given(text=st.text(st.characters(codec="utf-8")), day=st.dates(), raw=st.binary(max_size=200), value=json_values)
def test_a_sealed_type_would_not_give_back_what_it_was_given(text: str, day: date, raw: bytes, value: Any) -> None:
    key = AESGCM(bytes(32))
    pairs: list[tuple[Any, Any]] = [
        (SealedText("x"), text),
        (SealedDate("x"), day),
        (SealedBytes("x"), raw),
        (SealedJSON("x"), value),
    ]
    for sealed, told in pairs:
        cell = seal(key, sealed.encode(told), WHERE)
        assert sealed.decode(unseal(key, cell, WHERE)) == told
        assert len(cell) % cells.PAD_STEP == 33 % cells.PAD_STEP


@pytest.mark.pure
@given(
    places=st.lists(
        st.tuples(st.sampled_from("ab abc a".split()), st.sampled_from(["c", "bc", ""]), st.uuids(), st.uuids()),
        min_size=2,
        max_size=2,
        unique=True,
    )
)
def test_two_places_would_read_the_same(places: list[tuple[str, str, UUID, UUID]]) -> None:
    first, second = (place(*one) for one in places)
    assert first != second


def test_a_key_that_was_opened_would_stay_open_after_its_request(app: Flask, row: AccessReason) -> None:
    key_id = row.data_key_id
    db.session.commit()
    with app.app_context():
        assert open_key(key_id) is None
        unlock([key_id])
        assert open_key(key_id) is not None
    with app.app_context():
        assert open_key(key_id) is None
    assert open_key(uuid4()) is None

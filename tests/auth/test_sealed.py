"""Sealed cells and columns: closed without the key, and of no use to who copies, moves or changes them."""

import os
from datetime import date
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from auth.access_log.models import AccessReason
from auth.accounts.finding import account_by_email
from auth.encryption import cells
from auth.encryption.cells import CannotOpen, new_key, place, seal, unseal
from auth.encryption.keyring import PARTNERSHIP, lock_all, new_data_key, unlock
from auth.encryption.models import DataKey
from auth.encryption.sealed import Locked, SealedDate, SealedJSON
from casework.cases.models import Note
from extensions import db

CANARY = "canary: কলম 🐦 \x00 end"
WHERE = place("note", "text_sealed", UUID(int=7), UUID(int=8))


@pytest.fixture
def key() -> AESGCM:
    return AESGCM(new_key())


@pytest.mark.pure
@pytest.mark.parametrize("plain", [b"", b"\x80", b"\x00" * 40, b"\x80\x00" * 9, CANARY.encode(), os.urandom(100_000)])
def test_a_value_would_come_back_changed(key: AESGCM, plain: bytes) -> None:
    assert unseal(key, seal(key, plain, WHERE), WHERE) == plain


@pytest.mark.pure
def test_a_changed_byte_anywhere_would_open(key: AESGCM) -> None:
    cell = seal(key, CANARY.encode(), WHERE)
    for position in range(len(cell)):
        for bit in (1, 128):
            changed = bytearray(cell)
            changed[position] ^= bit
            with pytest.raises(CannotOpen):
                unseal(key, bytes(changed), WHERE)


@pytest.mark.pure
def test_a_cut_cell_would_open_or_break_otherwise(key: AESGCM) -> None:
    cell = seal(key, CANARY.encode(), WHERE)
    for length in range(len(cell)):
        with pytest.raises(CannotOpen):
            unseal(key, cell[:length], WHERE)


@pytest.mark.pure
@pytest.mark.parametrize(
    "elsewhere",
    [
        place("case_event", "text_sealed", UUID(int=7), UUID(int=8)),
        place("note", "title_sealed", UUID(int=7), UUID(int=8)),
        place("note", "text_sealed", UUID(int=9), UUID(int=8)),
        place("note", "text_sealed", UUID(int=7), UUID(int=9)),
        place("notet", "ext_sealed", UUID(int=7), UUID(int=8)),
    ],
)
def test_a_value_moved_to_another_place_would_open(key: AESGCM, elsewhere: bytes) -> None:
    with pytest.raises(CannotOpen):
        unseal(key, seal(key, b"moved", WHERE), elsewhere)


@pytest.mark.pure
def test_another_key_would_open_a_cell(key: AESGCM) -> None:
    with pytest.raises(CannotOpen):
        unseal(AESGCM(new_key()), seal(key, b"other", WHERE), WHERE)


@pytest.mark.pure
def test_the_length_of_a_short_name_would_show(key: AESGCM) -> None:
    assert len({len(seal(key, b"x" * length, WHERE)) for length in range(16)}) == 1


@pytest.mark.pure
def test_a_nonce_would_be_used_twice(key: AESGCM) -> None:
    start = len(cells.HEADER)
    nonces = {seal(key, b"", WHERE)[start : start + cells.NONCE_BYTES] for _ in range(20_000)}
    assert len(nonces) == 20_000


@pytest.mark.pure
def test_the_fault_would_say_what_was_sealed_or_why(key: AESGCM) -> None:
    with pytest.raises(CannotOpen) as fault:
        unseal(key, seal(key, CANARY.encode(), WHERE)[:-1], WHERE)
    assert str(fault.value) == "A sealed value could not be opened."
    assert fault.value.__cause__ is None


@pytest.fixture
def reason(work: None) -> AccessReason:
    return _reason(CANARY)


def _reason(text: str | None) -> AccessReason:
    account = account_by_email("rowan@example.org")
    assert account is not None
    key_id = new_data_key(panel=PARTNERSHIP, kind="test")
    row = AccessReason(data_key_id=key_id, account_id=account.id, text=text)
    db.session.add(row)
    db.session.flush()
    return row


def test_a_sealed_attribute_would_open_without_its_key(reason: AccessReason) -> None:
    lock_all()
    with pytest.raises(Locked) as fault:
        _ = reason.text
    assert "canary" not in str(fault.value)


def test_even_an_empty_sealed_attribute_would_tell_that_it_is_empty(work: None) -> None:
    row = _reason(None)
    assert row.text is None
    lock_all()
    with pytest.raises(Locked):
        _ = row.text


def test_a_sealed_attribute_could_be_written_without_its_key(reason: AccessReason) -> None:
    lock_all()
    with pytest.raises(Locked):
        reason.text = "something else"


def test_the_key_of_another_row_would_open_this_one(reason: AccessReason) -> None:
    other = _reason("another")
    lock_all()
    unlock([other.data_key_id])
    assert other.text == "another"
    with pytest.raises(Locked):
        _ = reason.text


def test_a_stored_value_would_not_come_back_after_the_door(reason: AccessReason) -> None:
    lock_all()
    db.session.expire_all()
    unlock([reason.data_key_id])
    assert reason.text == CANARY


def test_the_plain_text_would_stand_in_the_database(reason: AccessReason) -> None:
    stored = db.session.execute(sa.text("SELECT text_sealed FROM access_reason")).scalar_one()
    assert b"canary" not in bytes(stored)


@pytest.mark.parametrize("show", [repr, str, lambda row: f"{row}", lambda row: str(vars(row))])
def test_printing_a_row_would_show_its_content(reason: AccessReason, show: object) -> None:
    assert callable(show)
    assert "canary" not in show(reason)


def test_a_value_copied_to_another_row_of_the_same_key_would_open(reason: AccessReason) -> None:
    other = AccessReason(data_key_id=reason.data_key_id, account_id=reason.account_id, text="its own")
    other.text_sealed = reason.text_sealed
    with pytest.raises(CannotOpen):
        _ = other.text


def test_a_value_copied_to_another_table_with_the_same_id_and_key_would_open(reason: AccessReason) -> None:
    other = Note(id=reason.id, data_key_id=reason.data_key_id)
    assert Note.text.column == AccessReason.text.column
    other.text_sealed = reason.text_sealed
    with pytest.raises(CannotOpen):
        _ = other.text


def test_a_changed_wrapped_key_would_open(reason: AccessReason) -> None:
    row = db.session.get_one(DataKey, reason.data_key_id)
    row.wrapped = row.wrapped[:-1] + bytes([row.wrapped[-1] ^ 1])
    db.session.flush()
    lock_all()
    unlock([reason.data_key_id])
    with pytest.raises(CannotOpen):
        _ = reason.text
    with pytest.raises(CannotOpen):
        reason.text = "sealed with nothing"


def test_the_wrapped_key_of_another_record_would_do_in_its_place(reason: AccessReason) -> None:
    other = _reason("another")
    row = db.session.get_one(DataKey, reason.data_key_id)
    row.wrapped = db.session.get_one(DataKey, other.data_key_id).wrapped
    db.session.flush()
    lock_all()
    unlock([reason.data_key_id])
    with pytest.raises(CannotOpen):
        _ = reason.text


def test_a_mistyped_attribute_would_be_dropped_in_silence(work: None) -> None:
    with pytest.raises(TypeError, match="has no attribute txet"):
        AccessReason(data_key_id=uuid4(), account_id=uuid4(), txet="lost")


@pytest.mark.pure
def test_dates_and_json_would_come_back_as_something_else() -> None:
    day, lists = SealedDate("x"), SealedJSON("x")
    assert day.decode(day.encode(date(2000, 2, 29))) == date(2000, 2, 29)
    assert lists.decode(lists.encode({"roles": ["victim"], "নাম": None})) == {"roles": ["victim"], "নাম": None}

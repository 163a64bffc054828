from typing import Any

import pytest

from inputs import AddressField, EmailField, LineField, NumberField, PageForm, PhoneField, TextField
from tests.inputs.small_app import opened, posted


class Typed(PageForm):
    surname = LineField("Surname", allow_not_known=True)
    notes = TextField("Notes")
    age = NumberField("Age", highest=120)
    phone = PhoneField("Phone number")
    email = EmailField("E-mail address")
    address = AddressField("Address", allow_not_known=True)


def field(name: str, text: str) -> tuple[Any, list[str], str]:
    with posted(Typed, {name: text}) as form:
        return form[name].data, list(form[name].errors), form[name].typed[""]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("020 7946 0123", "020 7946 0123"),
        ("02079460123", "020 7946 0123"),
        ("+44 20 7946 0123", "020 7946 0123"),
        ("\u202a020 7946 0123\u202c", "020 7946 0123"),
        ("০২০ ৭৯৪৬ ০১২৩", "020 7946 0123"),
        ("+880 2 5566 7788", "+880 2-55667788"),
        ("", ""),
    ],
)
def test_telephone_numbers_are_kept_as_people_write_them(typed: str, kept: str) -> None:
    data, errors, _ = field("phone", typed)
    assert (data, errors) == (kept, [])


@pytest.mark.parametrize("typed", ["12", "not a phone", "9" * 150, "7946 0123", "+999 123456789", "0207\x009460123"])
def test_a_wrong_telephone_number_is_refused_and_handed_back(typed: str) -> None:
    data, errors, handed_back = field("phone", typed)
    assert data == ""
    assert len(errors) == 1
    assert handed_back == typed.replace("\x00", "\ufffd")


@pytest.mark.parametrize("typed", ["name@example.org", " name@example.org ", "n.o'x+tag@sub.example.org"])
def test_an_address_for_mail_is_let_in(typed: str) -> None:
    assert field("email", typed)[:2] == (typed.strip(), [])


@pytest.mark.parametrize(
    "typed",
    ["name", "a@example.org, b@example.org", "a@example.org\nBcc: b@example.org", "a@[127.0.0.1]", "@", "x" * 300],
)
def test_anything_but_one_address_for_mail_is_refused(typed: str) -> None:
    data, errors, _ = field("email", typed)
    assert (data, len(errors)) == ("", 1)


@pytest.mark.parametrize(("typed", "number"), [("12", 12), (" 0 ", 0), ("১২", 12), ("", None)])
def test_a_number_is_read_in_digits_of_any_script(typed: str, number: int | None) -> None:
    assert field("age", typed)[:2] == (number, [])


@pytest.mark.parametrize("typed", ["9" * 400, "9" * 5000, "1e3", "0x10", "1.5", "+1", "²", "²³", "ten", "1 2"])
def test_what_is_no_whole_number_is_refused(typed: str) -> None:
    assert field("age", typed)[:2] == (None, ["Age must be a whole number, like 12"])


@pytest.mark.parametrize("typed", ["-1", "121", "999,999"])
def test_a_number_out_of_range_is_refused(typed: str) -> None:
    assert field("age", typed)[:2] == (None, ["Age must be between 0 and 120"])


@pytest.mark.parametrize("hostile", ["\x00", "a\x00b", "\ud800", "\u202eabc", "\ufffe", "x" * 1_000_000, "9" * 400_000])
@pytest.mark.parametrize("name", ["surname", "notes", "age", "phone", "email"])
def test_hostile_text_is_refused_with_a_message_and_nothing_of_it_is_kept(name: str, hostile: str) -> None:
    data, errors, handed_back = field(name, hostile)
    assert not data
    assert len(errors) == 1
    handed_back.encode("utf-8")


def test_a_text_too_long_is_handed_back_whole() -> None:
    text = "x" * 10_001
    assert field("notes", text) == ("", ["Notes must be 10,000 characters or fewer. You typed 10,001"], text)


def test_not_known_is_an_answer_but_not_beside_text() -> None:
    with posted(Typed, {"surname-not_known": "y"}) as form:
        assert (form.surname.data, form.errors) == ("not_known", {})
    with posted(Typed, {"surname-not_known": "y", "surname": "Smith"}) as form:
        assert form.surname.errors == ["Enter surname or select that you do not know it, not both"]
        assert form.surname.typed[""] == "Smith"


def test_not_known_is_not_read_where_it_was_not_offered() -> None:
    with posted(Typed, {"notes-not_known": "y", "notes": "text"}) as form:
        assert (form.notes.data, form.notes.errors) == ("text", [])


@pytest.mark.parametrize("typed", ["e10zz", "E1 0ZZ", " e1  0zz ", "E1-0ZZ", "e১ ০zz"])
def test_a_postcode_is_kept_in_one_spelling(typed: str) -> None:
    with posted(Typed, {"address-line1": "3 Quillon Court", "address-postcode": typed}) as form:
        assert form.errors == {}
        assert form.address.data["postcode"] == "E1 0ZZ"


@pytest.mark.parametrize(
    ("part", "text", "message"),
    [
        ("postcode", "nonsense", "Postcode must be real, like E1 4AB"),
        ("uprn", "12x", "Property number (UPRN) must be up to 12 numbers"),
        ("uprn", "9" * 400, "Property number (UPRN) must be 200 characters or fewer. You typed 400"),
        ("line1", "3\x00", "Remove the hidden characters from address line 1. Each one is shown as \ufffd"),
    ],
)
def test_a_wrong_part_of_an_address_is_refused_and_the_rest_stays(part: str, text: str, message: str) -> None:
    with posted(Typed, {"address-town": "London", "address-hidden": "on", f"address-{part}": text}) as form:
        assert form.address.errors == [message]
        assert form.address.data is None
        assert form.address.typed["town"] == "London"
        assert form.address.typed["hidden"] == "on"


def test_no_fixed_address_is_an_address_and_keep_hidden_alone_is_not() -> None:
    with posted(Typed, {"address-no_fixed_address": "on"}) as form:
        assert form.address.data["no_fixed_address"] is True
    with posted(Typed, {"address-hidden": "on"}) as form:
        assert form.address.data is None


def test_a_box_sent_twice_counts_once_by_its_first_value() -> None:
    with posted(Typed, {"surname": ["Smith", "Jones"]}) as form:
        assert form.surname.data == "Smith"


def test_a_stored_address_opens_in_its_boxes() -> None:
    with opened(Typed, {"address": {"line1": "3 Quillon Court", "hidden": True}}) as form:
        assert form.address.typed["line1"] == "3 Quillon Court"
        assert (form.address.typed["hidden"], form.address.typed["town"]) == ("on", "")
        assert form.address.first_box == "address-line1"

"""People of a panel: keys, names, warnings, safe contact."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine

from auth.encryption.keyring import lock_all, unlock
from auth.encryption.sealed import Locked
from casework.errors import Refused, Stale
from casework.people import service
from casework.people.models import Person
from extensions import db
from tests.conftest import PANEL

IDENTITY = {"forenames": "Pemberwick", "surname": "Thistledown", "aliases": ["Pem"]}
ADDRESS = {"line1": "17 Canary Row", "town": "London", "postcode": "E1 0ZZ"}
MARKER = {
    "kind": "pairs",
    "incident": "A knife was shown to an officer.",
    "source": "PC Novak",
    "happened_on": date(2026, 11, 20),
    "review_on": date(2027, 5, 20),
}
TODAY = datetime(2026, 11, 23, 10, tzinfo=UTC)


@pytest.fixture
def someone(actor: Any) -> Person:
    person = service.add_person(
        actor=actor("cora"),
        panel=PANEL,
        identity=IDENTITY,
        born_on=date(1948, 5, 2),
        address=ADDRESS,
        hidden=True,
        safe_contact={"call": "safe", "letter": "not_safe"},
    )
    db.session.flush()
    return person


def test_a_person_has_a_dull_reference_a_name_and_an_area_that_says_no_street(someone: Person) -> None:
    assert someone.reference == "QQ-PA-0001"
    assert (someone.display_name, someone.area) == ("Pemberwick Thistledown", "E1")


def test_an_address_has_a_key_of_its_own(someone: Person) -> None:
    address = someone.addresses[0]
    key, address_key = someone.data_key_id, address.data_key_id
    db.session.expire_all()
    lock_all()
    unlock([key])
    assert someone.display_name == "Pemberwick Thistledown"
    assert address_key != key
    with pytest.raises(Locked):
        _ = address.lines


def test_a_channel_nobody_asked_about_is_not_known_and_never_safe(someone: Person) -> None:
    assert someone.safe_contact == {
        "call": "safe",
        "message": "not_known",
        "text": "not_known",
        "email": "not_known",
        "letter": "not_safe",
        "hand": "not_known",
        "collect": "not_known",
        "read_out": "not_known",
    }


@pytest.mark.parametrize("value", ["yes", "SAFE", "", None, True, "sometimes"])
def test_only_the_word_safe_makes_a_channel_safe(value: Any) -> None:
    assert service.safe_contact_of({"call": value})["call"] == "not_known"


@pytest.mark.parametrize(
    ("identity", "name"),
    [
        ({"forenames": "Ada", "surname": "Quill"}, "Ada Quill"),
        ({"forenames": "", "surname": "Quill"}, "Quill"),
        ({"preferred_name": "Spider"}, "Known as Spider"),
        ({"aliases": ["Tall man"]}, "Known as Tall man"),
        ({}, "Name not known"),
    ],
)
def test_somebody_without_a_full_name_still_has_words_to_be_shown_by(identity: dict[str, Any], name: str) -> None:
    assert service.display_name(identity) == name


@time_machine.travel(TODAY)
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("incident", "  "),
        ("source", ""),
        ("kind", "scary"),
        ("review_on", None),
        ("review_on", date(2026, 11, 23)),
        ("review_on", date(2027, 12, 1)),
        ("happened_on", None),
        ("happened_on", date(2026, 11, 24)),
    ],
)
def test_a_warning_without_an_incident_or_a_review_date_is_not_saved(
    actor: Any, someone: Person, field: str, value: Any
) -> None:
    with pytest.raises(Refused) as refused:
        service.add_marker(actor=actor("cora"), person=someone, **{**MARKER, field: value})
    assert refused.value.field == field
    assert someone.markers == []


@time_machine.travel(TODAY)
def test_a_warning_with_an_incident_and_a_review_date_stands_until_it_is_ended(actor: Any, someone: Person) -> None:
    marker = service.add_marker(actor=actor("cora"), person=someone, **MARKER)
    assert marker.incident == "A knife was shown to an officer."
    service.end_marker(actor=actor("cora"), marker=marker)
    assert marker.ended_at is not None


def test_a_check_of_safe_contact_goes_stale_after_thirty_days(actor: Any, someone: Person) -> None:
    assert service.is_stale(someone)
    with time_machine.travel(TODAY):
        service.check_safe_contact(actor=actor("cora"), person=someone)
        assert not service.is_stale(someone)
    with time_machine.travel(datetime(2026, 12, 23, 11, tzinfo=UTC)):
        assert service.is_stale(someone)


def test_two_people_who_change_safe_contact_do_not_overwrite_each_other(actor: Any, someone: Person) -> None:
    version = someone.version
    changed = {"call": "not_safe"}
    service.change_safe_contact(actor=actor("cora"), person=someone, safe_contact=changed, version=version)
    with pytest.raises(Stale) as stale:
        service.change_safe_contact(
            actor=actor("alder"), person=someone, safe_contact={"call": "safe"}, version=version
        )
    assert "Phone call: not safe" in stale.value.theirs
    assert "Phone call: safe" in stale.value.mine
    assert stale.value.by == "Cora Lindqvist"
    assert someone.safe_contact["call"] == "not_safe"

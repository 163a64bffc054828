"""Which passwords are taken, and that hashing keeps every sign."""

import pytest

from auth.sign_in import passwords
from auth.sign_in.password_rules import COMMON_LIST, fault_of
from auth.sign_in.passwords import hash_password, verify_password

pytestmark = pytest.mark.pure
FACTS = ("Rowan Castellane", "rowan@example.org", "Lanternfish Homes", "Lanternfish")


@pytest.mark.parametrize(
    "password",
    [
        "kettle harbour violet",
        "ভালো কাপ নীল নৌকা",
        "x7!kQ2#vM9@p",
        "            kettle otter",
        "k" * 3 + "ettle lantern moss" * 50,
    ],
)
def test_a_good_password_would_be_refused(password: str) -> None:
    assert fault_of(password, FACTS) is None


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("elevenchars", "12 characters or more"),
        ("a" * 1_001, "1,000 characters or fewer"),
        ("aaaaaaaaaaaaaaaa", "lists"),
        ("123456789012", "lists"),
        ("qwertyuiopasdf", "lists"),
        ("Correct Horse Battery Staple", "lists"),
        ("rowancastellane1", "your name"),
        ("LanternfishHomes2026", "your name"),
        ("password-casework", "your name"),
    ],
)
def test_a_password_that_is_guessed_first_would_be_taken(password: str, reason: str) -> None:
    assert reason in (fault_of(password, FACTS) or "")


@pytest.mark.parametrize("common", COMMON_LIST)
def test_an_entry_of_the_refused_list_would_be_taken(common: str) -> None:
    assert fault_of(common) is not None


def test_a_capital_would_be_demanded() -> None:
    assert fault_of("only small letters") is None


def test_the_end_of_a_long_password_would_not_count() -> None:
    long = "kettle harbour violet " * 20
    stored = hash_password(long + "a")
    assert verify_password(stored, long + "a")
    assert not verify_password(stored, long + "b")


def test_a_space_at_the_end_would_be_cut_off() -> None:
    assert not verify_password(hash_password("kettle harbour violet "), "kettle harbour violet")


def test_the_same_letter_from_another_keyboard_would_not_open() -> None:
    assert verify_password(hash_password("café kettle harbour"), "cafe\u0301 kettle harbour")


def test_an_account_without_a_password_would_open_with_the_stand_in() -> None:
    assert not verify_password(None, "nobody has this password")


def test_the_hash_would_not_be_argon2id_at_the_promised_strength(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_hasher", passwords.strong_hasher())
    assert hash_password("kettle harbour violet").startswith("$argon2id$v=19$m=65536,t=3,p=1$")

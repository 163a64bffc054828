"""Which ways are safe: every way by its own answer, and nothing at all while it is not safe to contact somebody."""

import pytest

from casework.people.safe_contact import CHANNELS, is_safe, must_not_contact, safe_contact_of, safe_contact_words

EVERYTHING = dict.fromkeys(CHANNELS, "safe")


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_way_is_safe_by_its_own_answer_alone(channel: str) -> None:
    others = {**EVERYTHING, channel: "not_known"}
    assert is_safe(EVERYTHING, channel)
    assert not is_safe(others, channel)
    assert not is_safe({**EVERYTHING, channel: "not_safe"}, channel)
    assert not is_safe({key: value for key, value in EVERYTHING.items() if key != channel}, channel)


@pytest.mark.parametrize("channel", CHANNELS)
def test_no_way_is_safe_while_the_person_must_not_be_contacted(channel: str) -> None:
    stopped = safe_contact_of({**EVERYTHING, "no_contact": "yes"})
    assert must_not_contact(stopped)
    assert not is_safe(stopped, channel)


def test_two_ways_together_need_both_answers() -> None:
    assert not is_safe({**EVERYTHING, "read_out": "not_known"}, "call", "read_out")
    assert not is_safe({**EVERYTHING, "call": "not_safe"}, "call", "read_out")
    assert is_safe(EVERYTHING, "call", "read_out")


def test_without_a_record_or_without_a_way_nothing_is_safe() -> None:
    assert not is_safe(None, "letter")
    assert not is_safe(EVERYTHING)
    assert not must_not_contact(None)


def test_the_words_say_that_somebody_must_not_be_contacted() -> None:
    assert "Not safe to contact at all: yes" in safe_contact_words(safe_contact_of({"no_contact": "yes"}))

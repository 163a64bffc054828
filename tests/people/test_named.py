"""Words that name somebody are found, however they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.people.named import known_of, named_in

CASPIAN = known_of(
    {"forenames": "Caspian", "surname": "Merriweather-Loop", "preferred_name": "Cass", "aliases": ["Al Lo"]},
    {"phone": "020 7946 0771", "email": "caspian@example.org"},
    [{"line1": "9 Quillon Walk", "postcode": "E1 0ZZ"}],
    "QQ-P-0042",
)


@pytest.mark.parametrize(
    "text",
    [
        "Caspian was shouted at",
        "CASPIAN's door",
        "caspián",
        "Mr Merriweather-Loop",
        "Mr Merriweather Loop",
        "the Merriweathers’ friend Merriweather",
        "known as Cass",
        "known as Al Lo",
        "at 9 Quillon Walk",
        "at 9, Quillon-Walk",
        "somewhere in E10ZZ",
        "ring 020 7946 0771",
        "ring +44 20 7946 0771",
        "write to Caspian@Example.org",
        "see QQ-P-0042",
        "see qq p 0042",
    ],
)
def test_words_that_could_tell_who_it_is_are_found(text: str) -> None:
    assert named_in(text, [CASPIAN])


@pytest.mark.parametrize(
    "text", ["Tension on the estate after graffiti", "Quillon ward, two mosques", "All is well", ""]
)
def test_words_about_a_place_and_a_community_pass(text: str) -> None:
    assert named_in(text, [CASPIAN]) == []


def test_an_institution_is_known_by_its_whole_name_and_not_by_the_words_of_places_in_it() -> None:
    hall = known_of({"forenames": "", "surname": "Quillon Lane Prayer Hall"}, {}, [], "QQ-P-0043")
    assert named_in("the Quillon Lane prayer-hall", [hall])
    assert named_in("Quillon Quay ward, near a hall", [hall]) == []


def test_the_reference_of_the_case_is_found() -> None:
    assert named_in("as in QQ-H-0007", [], ["QQ-H-0007"]) == ["QQ-H-0007"]


names = st.text(alphabet=st.characters(categories=["Lu", "Ll"], max_codepoint=0x24F), min_size=4, max_size=12)


@given(names, st.sampled_from(["{} was hurt", "the house of {}", "({})", "{}'s sister", "told “{}” off"]))
def test_any_surname_is_found_in_any_sentence(name: str, sentence: str) -> None:
    known = known_of({"forenames": "", "surname": name}, {}, [], "QQ-P-0001")
    assert named_in(sentence.format(name), [known])

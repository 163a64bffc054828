"""Other people's names and addresses in a letter are found; what would put somebody in danger is refused. Pure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.letters.checking import Other, Own, Place, findings, refusals, to_confirm

HOME = Place(("Flat 3", "9 Canary Wharfside"), "E1 4AB")
ELSEWHERE = Place(("12 Curlew Street", ""), "E2 6ZX")
SAID = Other("person said to be responsible", "Barnaby Will", "Day", ("Razor",), (ELSEWHERE,), responsible=True)
NEIGHBOUR = Other("witness", "Anne-Marie", "Ó Súilleabháin", (), (Place(("40 Heron Walk",), "E3 1AA"),))
OWN = Own("Thistledown", (HOME,))
PLAIN = "We will write to you on that day. Ring us at any time about what happened near your home."


def found(text: str, *others: Other, own: Own = OWN) -> tuple[tuple[str, ...], tuple[str, ...]]:
    every = findings(text, others or (SAID, NEIGHBOUR), own)
    return refusals(every), to_confirm(every)


def test_ordinary_words_are_no_names() -> None:
    assert found(PLAIN) == ((), ())


@pytest.mark.parametrize(
    "text",
    [
        "We spoke to Barnaby Will Day.",
        "We spoke to DAY, Barnaby Will.",
        "We spoke to Mr Day’s landlord.",
        "We spoke to Day's landlord.",
        "People call him Razor.",
        "He lives at 12 Curlew Street.",
        "He lives at 12, curlew street",
        "We spoke to Barnaby Will D\u0061\u0301y.",
        "The order covers E2 6ZX.",
        "The order covers e26zx.",
    ],
)
def test_name_and_address_of_the_person_said_to_be_responsible_are_refused(text: str) -> None:
    assert found(text)[0], text


@pytest.mark.parametrize(
    "text",
    [
        "Anne-Marie O Suilleabhain saw it.",
        "Mrs O Suilleabhain saw it.",
        "It was seen from 40 Heron Walk.",
        "It was seen from E3 1AA.",
        "Anne-Marie saw it.",
    ],
)
def test_name_and_address_of_anybody_else_have_to_be_confirmed(text: str) -> None:
    refused, confirm = found(text)
    assert not refused
    assert confirm, text


@pytest.mark.parametrize("name", [("রহিম", "মিয়া"), ("محمد", "علي"), ("İlker", "Çelik"), ("Zoë", "O’Neill-Ash")])
def test_names_in_every_script_are_found(name: tuple[str, str]) -> None:
    person = Other("person said to be responsible", *name, responsible=True)
    first, last = name
    assert found(f"We spoke to {first} {last}.", person)[0]
    assert found(f"We spoke to {last.upper()}, {first.lower()}.", person)[0]


def test_a_forename_of_the_person_said_to_be_responsible_is_pointed_out() -> None:
    assert found("We spoke to Barnaby.")[1] == (
        "It may name somebody else: a forename of person said to be responsible",
    )


def test_the_readers_own_name_and_address_are_nobody_elses() -> None:
    son = Other("child", "Tam", "Thistledown", (), (HOME,))
    assert found("Pemberwick Thistledown, Flat 3, 9 Canary Wharfside, E1 4AB", son) == ((), ())
    assert found("Tam Thistledown is safe.", son)[1]


def test_somebody_responsible_with_the_readers_surname_is_refused_by_the_whole_name() -> None:
    brother = Other("person said to be responsible", "Ivo", "Thistledown", responsible=True)
    assert found("Ms Thistledown, we have met.", brother) == ((), ())
    assert found("Ivo Thistledown was told.", brother)[0]


@pytest.mark.parametrize(
    "text",
    [
        "Come to 7 Tern House.",
        "Come to Tern House.",
        "We meet in E9 9QQ.",
        "We meet in e99qq!",
    ],
)
@pytest.mark.parametrize("whose", ["another", "own"])
def test_a_hidden_address_is_refused_whoevers_it_is(text: str, whose: str) -> None:
    hidden = Place(("7 Tern House",), "E9 9QQ", hidden=True)
    if whose == "own":
        refused, _ = found(text, NEIGHBOUR, own=Own("Thistledown", (hidden,)))
    else:
        refused, _ = found(text, Other("witness", "Wren", "Ash", (), (hidden,)))
    assert refused == ("It gives an address that is kept hidden",)


def test_no_finding_says_the_name_or_address_it_found() -> None:
    hidden = Other("witness", "Wren", "Ash", (), (Place(("7 Tern House",), "E9 9QQ", hidden=True),))
    text = "Wren Ash, Barnaby Will Day, Razor, 7 Tern House, 12 Curlew Street"
    said = " ".join(one.words for one in findings(text, (hidden, SAID), OWN))
    assert not {"Wren", "Ash", "Day", "Razor", "Tern", "Curlew"} & set(said.replace(":", " ").split())


@pytest.mark.parametrize(
    "words", ["his medication", "the mental health team", "an overdose", "in hospital", "self-harm"]
)
def test_words_about_health_have_to_be_confirmed(words: str) -> None:
    refused, confirm = found(f"We know about {words}.")
    assert not refused
    assert any("health" in one for one in confirm)


NAMES = st.text(alphabet=st.characters(categories=["Lu", "Ll"], max_codepoint=0x17F), min_size=3, max_size=12).map(
    str.capitalize
)


@given(
    first=NAMES, last=NAMES, before=st.sampled_from([PLAIN, "", "Hello."]), after=st.sampled_from([".", "", " again"])
)
def test_a_whole_name_is_found_wherever_it_stands(first: str, last: str, before: str, after: str) -> None:
    person = Other("person said to be responsible", first, last, responsible=True)
    assert found(f"{before} {first} {last}{after}", person)[0]
    assert found(f"{before} {last}, {first}{after}", person)[0]
    assert found(f"{before} {first.upper()} {last.lower()}{after}", person)[0]

import unicodedata
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inputs.text_rules import (
    HIDDEN,
    RefusedText,
    clean_line,
    clean_text,
    looks_blank,
    marking_of,
    object_of,
    without_hidden,
)

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()), max_size=200)
HIDDEN_ONES = [
    "\x00",
    "\x07",
    "\x1b",
    "\x7f",
    "\x9b",
    "\ud800",
    "\udfff",
    "\ufffe",
    "\uffff",
    "\u202e",
    "\u202a",
    "\u2066",
]
NAMES = ["শাহানা ক্ষীরোদ", "عائشة", "Łukasz", "Nguyễn", "王", "O'Brien", "Null", "None", "O'; --", "A", "👩‍👩‍👧‍👦", "🏴󠁧󠁢󠁷󠁬󠁳󠁿"]


def clean(text: str) -> str:
    return clean_text(text, label="Notes", limit=10_000)


@given(ANY_TEXT)
def test_accepted_text_never_changes_when_it_is_cleaned_again(text: str) -> None:
    try:
        once = clean(text)
    except RefusedText:
        return
    assert clean(once) == once
    assert not HIDDEN.search(once)
    assert once == unicodedata.normalize("NFC", once)


@given(ANY_TEXT)
def test_text_handed_back_can_always_be_sent_as_utf_8(text: str) -> None:
    assert without_hidden(text).encode("utf-8") is not None
    assert not HIDDEN.search(without_hidden(text))


@given(ANY_TEXT)
def test_a_line_never_holds_a_line_end(text: str) -> None:
    """AC 30."""
    try:
        line = clean_line(text, label="Name", limit=10_000)
    except RefusedText:
        return
    assert len(line.splitlines()) <= 1


@pytest.mark.parametrize("char", HIDDEN_ONES, ids=lambda char: f"U+{ord(char):04X}")
@pytest.mark.parametrize("clean_one", [clean_text, clean_line])
def test_hidden_characters_are_refused_and_shown(char: str, clean_one: object) -> None:
    with pytest.raises(RefusedText, match="Remove the hidden characters from surname"):
        clean_one(f"Thistle{char}down", label="Surname", limit=200)  # type: ignore[operator]
    assert without_hidden(f"a{char}b") == "a\ufffdb"


@pytest.mark.parametrize("name", NAMES)
def test_names_of_every_script_come_back_letter_for_letter(name: str) -> None:
    assert clean_line(name, label="Name", limit=200) == unicodedata.normalize("NFC", name)


def test_line_ends_of_every_kind_become_one_kind() -> None:
    assert clean("a\r\nb\rc\nd\u2028e\x0bf\x85g") == "a\nb\nc\nd\ne\nf\ng"


def test_a_tab_on_a_line_becomes_a_space_and_stays_in_a_text() -> None:
    assert clean_line("a\tb", label="Name", limit=9) == "a b"
    assert clean("a\tb") == "a\tb"


def test_a_second_line_is_refused_on_one_line() -> None:
    with pytest.raises(RefusedText, match="Subject must be on one line"):
        clean_line("hello\r\nBcc: all@example.org", label="Subject", limit=200)


def test_the_limit_says_how_many_characters_were_typed() -> None:
    message = "Notes must be 10,000 characters or fewer. You typed 10,001"
    with pytest.raises(RefusedText, match=message):
        clean("ক" * 10_001)
    assert len(clean("ক" * 10_000)) == 10_000


def test_the_limit_counts_a_letter_and_its_accent_as_one() -> None:
    assert clean_line("e\u0301" * 5, label="Name", limit=5) == "é" * 5


def test_a_megabyte_of_bengali_is_let_in_where_that_is_promised() -> None:
    text = "ক্ষীরোদ " * 45_000
    assert clean_text(text, label="Notes", limit=1_000_000) == text.strip()


@pytest.mark.parametrize("text", ["", "  ", "\u200b", "\ufeff\u2060", "\u00ad", "\u3164", "\n\t"])
def test_text_that_nobody_can_see_counts_as_blank(text: str) -> None:
    assert looks_blank(text)


def test_text_that_can_be_seen_is_not_blank() -> None:
    assert not looks_blank(" ক ")


@pytest.mark.parametrize(
    ("label", "inside"),
    [
        ("Surname", "surname"),
        ("NHS number", "NHS number"),
        ("What happened?", "your answer to “What happened?”"),
        ("I confirm that", "I confirm that"),
    ],
)
def test_a_label_inside_a_sentence_reads_as_one(label: str, inside: str) -> None:
    assert object_of(label) == inside


@pytest.mark.parametrize(
    ("text", "marking"),
    [
        ("SECRET", "SECRET"),
        ("TOP SECRET\nThe source said", "TOP SECRET"),
        ("Seen at school.\n\n  ** UK SECRET - UK EYES ONLY **\nHe was followed", "SECRET"),
        ("SECRET: he was seen with two others", "SECRET"),
        ("[TOP-SECRET STRAP2]", "TOP SECRET"),
        ("Classification: SECRET", "SECRET"),
        ("Top secret\nthe rest", "TOP SECRET"),
        ("OFFICIAL-SENSITIVE\nHe keeps it a secret", None),
        ("SECRETARY: Ms Hollis", None),
        ("SECRET SANTA IS ON FRIDAY", None),
        ("He says there is a SECRET group", None),
        ("Secret friends he will not name", None),
        ("his secret: nobody knows", None),
        ("Our top secret plan is a party", None),
    ],
)
def test_a_text_that_stands_under_a_secret_marking_would_be_let_in(text: str, marking: str | None) -> None:
    assert marking_of(text) == marking
    if marking is None:
        assert clean(text)
        return
    with pytest.raises(RefusedText, match=f"Remove the text marked {marking} from notes"):
        clean(text)


@pytest.mark.parametrize("text", ["TOP" + " " * 9_000, " *" * 4_500 + "SECRE", "SECRET " + "UK " * 3_000 + "x"])
def test_looking_for_a_marking_takes_no_long_time_in_a_long_text(text: str) -> None:
    began = perf_counter()
    assert marking_of(text) is None
    assert perf_counter() - began < 0.1

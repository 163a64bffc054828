"""The text of a letter as parts. Pure."""

from hypothesis import given
from hypothesis import strategies as st

from casework.letters.text import Part, parts_of

LETTER = """Hello.
Second line.

## Why

Because.
- one
- two

| Who | What | By when
| Police | Walk the block | 17 December 2026
| Housing | Fit locks
"""


def test_a_letter_falls_into_its_parts() -> None:
    assert parts_of(LETTER) == (
        Part("p", "Hello.\nSecond line."),
        Part("h", "Why"),
        Part("p", "Because."),
        Part("list", items=("one", "two")),
        Part(
            "table",
            rows=(
                ("Who", "What", "By when"),
                ("Police", "Walk the block", "17 December 2026"),
                ("Housing", "Fit locks", ""),
            ),
        ),
    )


@given(st.text())
def test_no_text_is_lost_and_none_breaks_it(text: str) -> None:
    shown = "".join(
        f"{part.text}{''.join(part.items)}{''.join(cell for row in part.rows for cell in row)}"
        for part in parts_of(text)
    )
    kept = {letter for letter in text if letter.isalnum()}
    assert kept <= set(shown)

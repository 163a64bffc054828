"""A paper is printed whatever is in it: one character that no font has must not cost the meeting its pack."""

from pathlib import Path

import pytest
import typst

from tests.referrals.printing import printed_words
from wording.glyphs import MARK, characters_of, drawable
from wording.typesetting import set_pdf

pytestmark = pytest.mark.pure
ROOT = Path(__file__).resolve().parents[2]
FONTS = ROOT / "static" / "built" / "fonts"


def paper(words: str) -> bytes:
    line = {"label": "What happened", "words": words}
    block = {"title": "The problem", "lines": [line], "blank": ""}
    data = {
        "title": "Referral",
        "marking": "OFFICIAL",
        "panel": "A panel",
        "sent": "Sent",
        "risk": [],
        "blocks": [block],
    }
    return set_pdf(
        ROOT / "templates" / "documents" / "referral.typ",
        root=ROOT / "templates",
        fonts=FONTS,
        inputs={"data": {**data, "copy_for": ""}},
    )


def test_an_emoji_or_another_script_would_leave_no_paper_at_all() -> None:
    found = printed_words(paper("He said 🏴 and 中文 and \U0010ffff at রাতে, twice"))
    assert "He said" in found
    assert "twice" in found
    assert MARK in found, "what cannot be drawn is not passed over in silence"
    assert MARK not in printed_words(paper("Nothing strange: রাতে, Łódź, Ελλάδα"))


def test_another_fault_of_the_typesetter_would_be_hidden() -> None:
    with pytest.raises(typst.TypstError):
        set_pdf(ROOT / "templates" / "documents" / "referral.typ", root=ROOT / "templates", fonts=FONTS, inputs={})


def test_a_character_would_be_marked_that_the_fonts_have() -> None:
    known = characters_of(FONTS)
    assert {ord(letter) for letter in "aÉ–“রক্ষłΩ€"} <= known
    assert ord("中") not in known
    told = {"key 中": ["a\tb\nc", {"x": "e\u0301 中 \ufff9"}], "n": 1, "none": None}
    assert drawable(told, FONTS) == {"key 中": ["a\tb\nc", {"x": f"e\u0301 {MARK} "}], "n": 1, "none": None}

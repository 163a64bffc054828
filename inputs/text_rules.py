"""What text is let in. Pure.

Text is kept as it was typed but for four documented changes: Unicode NFC, line ends to line feeds, no white space at
either end, and, on one line, a tab becomes a space. Characters that cannot be seen and can hide, reorder or break text
(in a database, a spreadsheet, a printed pack) are refused with a message, never taken out silently. So is a text that
stands under a security marking above OFFICIAL: this service may not hold it.
"""

import re
import unicodedata

from wording.languages import gettext, msg

LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters; tab and line feed are let in
    "\ud800-\udfff"  # halves of a character
    "\ufdd0-\ufdef\ufffe\uffff"  # not characters at all
    "\u202a-\u202e\u2066-\u2069]"  # make a text read in another order than it is stored
)
BLANK_LETTERS = "\u115f\u1160\u2800\u3164\uffa0"
HIDDEN_MARK = "\ufffd"
CAVEATS = "UK|US|AUS|CAN|NZ|EU|NATO|HMG|EYES|ONLY|STRAP ?\\d?|ATOMIC|LOCSEN|CODEWORD|REL|TO|NOFORN|PERSONAL|RECIPIENTS"
MARKED = re.compile(
    r"^[^\w\n]*(?:(?i:(?:security |protective )?(?:classification|marking))[^\w\n]+)?(?:UK[^\S\n]+)?"
    r"(?:TOP(?:[^\w\n]{0,3}|_)SECRET|SECRET)(?!\w)"
    rf"(?:[^\S\n]*[:;|/*\-–—\])}}].*|[^\S\n.,!]*(?:(?:{CAVEATS})\b[^\w\n]*)*$)"
    r"|^[^\w\n]*(?i:top[ -]secret)[^\w\n]*$",
    re.MULTILINE,
)
"""A heading line with a marking above OFFICIAL (Government Security Classifications Policy)."""

HAS_HIDDEN = msg("Remove the hidden characters from %(what)s. Each one is shown as %(mark)s")
TOO_LONG = msg("%(what)s must be %(limit)s characters or fewer. You typed %(typed)s")
TOO_SECRET = msg(
    "Remove the text marked %(marking)s from %(what)s. Nothing above OFFICIAL may be kept here. "
    "Speak to your police or security contact about it, and do not send it on"
)


class RefusedText(ValueError):
    """Text that is not let in. ``str()`` says what to do."""


def subject_of(label: str) -> str:
    """A label as the subject of a sentence: a question is quoted, anything else stands as it is."""
    return gettext("Your answer to “%(question)s”", question=label) if label.endswith("?") else label


def object_of(label: str) -> str:
    """A label inside a sentence: a question is quoted, a capital at the start is lowered unless it is an acronym."""
    if label.endswith("?"):
        return gettext("your answer to “%(question)s”", question=label)
    return label if label[1:2].isupper() or label.startswith("I ") else label[:1].lower() + label[1:]


def clean_text(typed: str, *, label: str, limit: int) -> str:
    """Text of several lines. ``limit`` counts characters after cleaning. Raises ``RefusedText``."""
    return _let_in(LINE_ENDS.sub("\n", typed), label, limit)


def clean_line(typed: str, *, label: str, limit: int) -> str:
    """Text of one line. ``limit`` counts characters after cleaning. Raises ``RefusedText``."""
    if "\n" in LINE_ENDS.sub("\n", typed).strip():
        raise RefusedText(gettext("%(what)s must be on one line", what=subject_of(label)))
    return _let_in(typed.replace("\t", " "), label, limit)


def without_hidden(typed: str) -> str:
    """The text with every hidden character shown as �, so that a page can hand it back and a person can find them."""
    return HIDDEN.sub(HIDDEN_MARK, LINE_ENDS.sub("\n", typed))


def marking_of(text: str) -> str | None:
    """The marking above OFFICIAL that heads a text or a part of it; ``None`` if it is only a word in a sentence."""
    found = MARKED.search(text)
    return None if found is None else "TOP SECRET" if "top" in found.group().casefold() else "SECRET"


def looks_blank(text: str) -> bool:
    """Whether there is nothing to see: white space and characters without width only."""
    return all(char.isspace() or unicodedata.category(char) == "Cf" or char in BLANK_LETTERS for char in text)


def digits_as_ascii(typed: str) -> str:
    """The text with decimal digits of every script (Bengali, Arabic, …) as 0 to 9.

    A text of more than 400 characters is no number and comes back as it is: reading it letter by letter takes too long.
    """
    if len(typed) > 400:
        return typed
    return "".join(str(unicodedata.decimal(char, char)) for char in typed)


def _let_in(text: str, label: str, limit: int) -> str:
    if HIDDEN.search(text.strip(" \t\r\n")):
        raise RefusedText(gettext(HAS_HIDDEN, what=object_of(label), mark=HIDDEN_MARK))
    clean = unicodedata.normalize("NFC", text).strip()
    if (marking := marking_of(clean)) is not None:
        raise RefusedText(gettext(TOO_SECRET, marking=marking, what=object_of(label)))
    if len(clean) > limit:
        most, typed = f"{limit:,}", f"{len(clean):,}"
        raise RefusedText(gettext(TOO_LONG, what=subject_of(label), limit=most, typed=typed))
    return clean

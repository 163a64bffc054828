"""What somebody typed into the box of a search: which words are names, which a date, a postcode, a telephone. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from auth.encryption.blind_index import fold
from casework.people.terms import DWELLING_WORDS, name_words, phone_digits
from wording.dates import today

MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
REFERENCE = re.compile(r"\s*[A-Za-z]{2}-[A-Za-z]{1,3}-\d+\s*")
PHONES = re.compile(r"(?:\+|\b0)\d(?:[\s\-().]*\d){8,14}"), re.compile(r"\+?\d(?:[\s\-().]*\d){8,14}")
"""One that can be nothing else, and what may be a date with a number behind it."""
DATES = (
    re.compile(r"(?<!\d)(?P<d>\d{1,3})\s*[/.\-]\s*(?P<m>\d{1,3})\s*[/.\-]\s*(?P<y>\d{2,5})(?!\d)"),
    re.compile(r"(?<!\d)(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<d>\d{1,2})(?:st|nd|rd|th)?\s+(?P<name>[A-Za-z]{3,9})\.?,?\s+(?P<y>\d{2,4})(?!\d)"),
    re.compile(r"(?<!\d)(?P<d>\d{1,2})\s+(?P<m>\d{1,2})\s+(?P<y>\d{4})(?!\d)"),
    re.compile(r"(?<!\d)(?P<d>\d\d)(?P<m>\d\d)(?P<y>(?:19|20)\d\d)(?!\d)"),
)
POSTCODES = (
    re.compile(r"\b[A-Za-z]{1,2}\d[A-Za-z\d]?\s*\d[A-Za-z]{2}\b"),
    re.compile(r"\b(?=[A-Za-z\d]*\d)[A-Za-z][A-Za-z\d]{1,4}\s+(?=[A-Za-z\d]*\d)[A-Za-z\d]{2,4}\b"),
    re.compile(r"\b[A-Za-z]{1,2}\d[A-Za-z\d]?\s+[A-Za-z\d]{2,4}\b"),
    re.compile(r"\b[A-Za-z]{1,2}\s+\d[A-Za-z]{2}\b"),
    re.compile(r"\b(?=[A-Za-z]+\d)[A-Za-z\d]{4,8}\b"),
)
"""A whole postcode, then one with a typing error."""
NUMBER = re.compile(r"\b\d")
"""Where an address begins."""
LETTERS, DIGITS = "abcdefghijklmnopqrstuvwxyz", "0123456789"
FIRST_YEAR = 1890

DateParts = tuple[str, str, str]
"""Day, month and year as typed, without signs; they need not make a date."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for. ``words``: parts of a name, folded and as typed; ``lines``: an address without postcode."""

    words: tuple[str, ...] = ()
    born: DateParts | None = None
    postcode: str = ""
    phone: str = ""
    lines: str = ""
    reference: str = ""

    def any(self) -> bool:
        """Whether there is anything to look for."""
        return self != Asked()


def asked_for(typed: str) -> Asked:
    """Read what was typed; what cannot be told is taken for a name. Pure."""
    if REFERENCE.fullmatch(typed):
        return Asked(reference=typed.strip().upper())
    phone, left = _take(PHONES[0], typed)
    born, left = _date(left)
    phone, left = (phone, left) if phone else _take(PHONES[1], left)
    postcode, left = next(
        ((found, rest) for found, rest in (_take(one, left) for one in POSTCODES) if found), ("", left)
    )
    left = DWELLING_WORDS.sub(" ", left) if NUMBER.search(left) else left
    number = NUMBER.search(left)
    name, lines = (left[: number.start()], left[number.start() :]) if number else (left, "")
    return Asked(
        words=tuple(dict.fromkeys(name_words(name))),
        born=born,
        postcode=fold(postcode),
        phone=phone_digits(phone),
        lines=fold(lines),
    )


def exact_date(parts: DateParts) -> date | None:
    """The date that was typed, if it is one. A year of two digits is the last one that is past."""
    day, month, year = parts
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def dates_near(parts: DateParts) -> set[date]:
    """Dates that differ by one error: a digit wrong, missing, too many or swapped, day and month exchanged."""
    day, month, year = parts
    wanted = {(month, day, year)}
    wanted |= {(one, month, year) for one in edits(day, DIGITS)} | {(day, one, year) for one in edits(month, DIGITS)}
    wanted |= {(day, month, one) for one in edits(year, DIGITS) if len(one) == 4}
    found = {exact_date((d, m, y)) for d, m, y in wanted if d and m}
    last = today().year
    return {one for one in found if one is not None and FIRST_YEAR <= one.year <= last} - {exact_date(parts)}


def phones_near(digits: str) -> set[str]:
    """Telephone numbers of which one error made these digits, a digit before the trunk prefix among them."""
    return {one for typed in edits(digits, DIGITS) for one in (typed, phone_digits(typed))} - {digits}


def edits(text: str, letters: str = LETTERS) -> set[str]:
    """Everything that one inserted, missing, wrong or swapped letter makes of ``text``."""
    found = set(_edits(text, letters))
    found.discard(text)
    return found


def _edits(text: str, letters: str) -> Iterator[str]:
    for place in range(len(text) + 1):
        before, after = text[:place], text[place:]
        if after:
            yield before + after[1:]
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        for letter in letters:
            yield before + letter + after
            if after:
                yield before + letter + after[1:]


def _take(pattern: re.Pattern[str], text: str) -> tuple[str, str]:
    found = pattern.search(text)
    return (found[0], f"{text[: found.start()]} {text[found.end() :]}") if found else ("", text)


def _date(text: str) -> tuple[DateParts | None, str]:
    for pattern in DATES:
        found = pattern.search(text)
        month = _month(found) if found else ""
        if found and month:
            parts = (found["d"].zfill(2), month.zfill(2), _year(found["y"]))
            return parts, f"{text[: found.start()]} {text[found.end() :]}"
    return None, text


def _month(found: re.Match[str]) -> str:
    name = found.groupdict().get("name")
    if name is None:
        return found["m"]
    return str(MONTHS.index(name[:3].lower()) + 1) if name[:3].lower() in MONTHS else ""


def _year(typed: str) -> str:
    if len(typed) != 2:
        return typed
    this_year = today().year
    return str(2000 + int(typed) if 2000 + int(typed) <= this_year else 1900 + int(typed))

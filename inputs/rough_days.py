"""A day as people say it: "3 May", "about June", "last summer", "two weeks ago", in digits of any script. Pure.

What cannot be worked out is no fault: the words are kept, and somebody asks. English throughout; Bengali and Somali
months, and the commonest words for days and seasons in both.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

from inputs.date_words import FIRST_YEAR, month_number
from inputs.text_rules import digits_as_ascii

MIDDLE = 15
RECENT_MONTHS = 9
SEASONS = {"spring": 4, "summer": 7, "autumn": 10, "fall": 10, "winter": 1}
PARTS = {"early": 5, "beginning": 5, "start": 5, "mid": 15, "middle": 15, "late": 25, "end": 25}
FEASTS = {
    "new years eve": (12, 31),
    "christmas": (12, 25),
    "boxing day": (12, 26),
    "halloween": (10, 31),
    "bonfire night": (11, 5),
}
FEASTS |= {"new year": (1, 1), "new years day": (1, 1), "valentines day": (2, 14)}
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "couple": 2, "three": 3, "few": 3, "four": 4, "five": 5, "six": 6}
COUNTS |= {"seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "several": 4}
LENGTHS = {"day": 1, "week": 7, "fortnight": 14, "month": 30, "year": 365}
ROUGHLY = re.compile(
    r"\b(about|around|roughly|approximately|maybe|perhaps|probably|i think|or so|some time|sometime)\b"
)
OTHER_WORDS = {
    "আজ": "today",
    "গতকাল": "yesterday",
    "গত সপ্তাহ": "last week",
    "গত মাস": "last month",
    "গত বছর": "last year",
    "গত গ্রীষ্ম": "last summer",
    "গত শীত": "last winter",
    "প্রায়": "about",
    "maanta": "today",
    "shalay": "yesterday",
    "toddobaadkii hore": "last week",
    "bishii hore": "last month",
    "sannadkii hore": "last year",
    "xagaagii hore": "last summer",
    "jiilaalkii hore": "last winter",
    "qiyaastii": "about",
}
_ORDINAL = re.compile(r"\b([0-9]{1,2})(?:st|nd|rd|th)\b")
_NUMBERS = re.compile(r"([0-9]{1,4})[./-]([0-9]{1,2})[./-]([0-9]{2,4})")
_AGO = re.compile(r"(?:([0-9]{1,3}|[a-z]+) )?(?:of )?(day|week|fortnight|month|year)s? (?:ago|back|before)")
_LITTLE = frozenset({"on", "in", "the", "of", "at", "it", "was", "night", "evening", "morning"})


@dataclass(frozen=True, slots=True)
class RoughDay:
    """A day, and whether it was named as such. ``exact`` is false for "about then" and for a whole month or season."""

    on: date
    exact: bool


def rough_day(typed: str, today: date) -> RoughDay | None:
    """The day that the words mean, seen from ``today``; ``None`` when they name none, or one still to come.

    A day without its year is the last one that has been; a month is its middle, and so is a season. Wherever more was
    said than the day itself the day is not exact: somebody reads the words before anything is decided by it.
    """
    words = _folded(typed)
    if not words or len(words) > 100:
        return None
    found = _found(ROUGHLY.sub(" ", words), today)
    if found is None or not date(FIRST_YEAR, 1, 1) <= found.on <= today:
        return None
    return RoughDay(found.on, found.exact and not ROUGHLY.search(words))


def _folded(typed: str) -> str:
    text = unicodedata.normalize("NFC", digits_as_ascii(typed)).casefold()
    for words, english in OTHER_WORDS.items():
        text = text.replace(unicodedata.normalize("NFC", words), f" {english} ")
    return " ".join(re.sub(r"[,;\"()?!]", " ", re.sub("['’]", "", text)).split())


def _found(words: str, today: date) -> RoughDay | None:
    plain = " ".join(_ORDINAL.sub(r"\1", words).split())
    for reading in (_named, _in_numbers, _ago, _feast, _season, _month):
        found = reading(plain, today)
        if found is not None:
            return found
    return None


def _named(words: str, today: date) -> RoughDay | None:
    near = {"today": 0, "tonight": 0, "this morning": 0, "yesterday": 1, "last night": 1}
    if words in near:
        return RoughDay(today - timedelta(near[words]), exact=True)
    lasts = {"last week": 7, "last month": 30, "last year": 365, "this week": 2, "this month": 7, "this year": 120}
    if words in lasts:
        return RoughDay(today - timedelta(lasts[words]), exact=False)
    day = words.removeprefix("last ").removeprefix("on ")
    if day in WEEKDAYS:
        back = (today.weekday() - WEEKDAYS.index(day)) % 7 or 7
        return RoughDay(today - timedelta(back), exact=False)
    return None


def _in_numbers(words: str, today: date) -> RoughDay | None:
    """27/3/2026, 27.3.26, 2026-03-27. The day comes first, as it does here."""
    found = _NUMBERS.search(words)
    if not found:
        return None
    first, month, last = found.groups()
    day, year = (last, first) if len(first) == 4 else (first, last)
    alone = not set(words.replace(found[0], " ").split()) - _LITTLE
    return _exactly(int(day), int(month), _year(year), sure=alone)


def _ago(words: str, today: date) -> RoughDay | None:
    found = _AGO.search(words)
    if not found:
        return None
    number = found[1] or "a"
    count = int(number) if number.isdigit() else COUNTS.get(number)
    if count is None:
        return None
    days = count * LENGTHS[found[2]]
    return RoughDay(today - timedelta(min(days, 40_000)), exact=found[2] == "day" and number.isdigit())


def _feast(words: str, today: date) -> RoughDay | None:
    for feast, (month, day) in FEASTS.items():
        if feast in words:
            year = _year_in(words) or _last_year(month, day, today)
            named = feast not in ("christmas", "new year") and (_year_in(words) or _is_recent(year, month, today))
            return RoughDay(date(year, month, day), exact=bool(named))
    return None


def _season(words: str, today: date) -> RoughDay | None:
    season = next((name for name in SEASONS if name in words.split()), None)
    if season is None:
        return None
    month = SEASONS[season]
    year = _year_in(words) or _last_year(month, MIDDLE, today)
    return RoughDay(date(year, month, MIDDLE), exact=False)


def _month(words: str, today: date) -> RoughDay | None:
    """3 May 2026, May 3, May, early May, May last year; the parts in any order."""
    parts = [part for part in words.split() if part not in _LITTLE]
    names = [part for part in parts if not part.isdigit() and part not in PARTS]
    month = next((number for number in map(month_number, names) if number and 1 <= number <= 12), None)
    if month is None:
        return None
    days = [int(part) for part in parts if part.isdigit() and len(part) <= 2]
    given = _year_in(words) or (today.year - 1 if "last year" in words else None)
    if days:
        year = given or _last_year(month, min(days[0], 28), today)
        alone = len(parts) == 2 + bool(_year_in(words))
        return _exactly(days[0], month, year, sure=alone and (bool(given) or _is_recent(year, month, today)))
    day = next((PARTS[part] for part in parts if part in PARTS), MIDDLE)
    if given is None and (month, today.year) == (today.month, today.year):
        return RoughDay(min(date(today.year, month, day), today), exact=False)
    return RoughDay(date(given or _last_year(month, day, today), month, day), exact=False)


def _is_recent(year: int, month: int, today: date) -> bool:
    """Whether a day without its year is near enough to leave no doubt which year was meant."""
    return (today.year - year) * 12 + today.month - month <= RECENT_MONTHS


def _exactly(day: int, month: int, year: int, *, sure: bool) -> RoughDay | None:
    try:
        return RoughDay(date(year, month, day), exact=sure)
    except ValueError:
        return None


def _year(typed: str) -> int:
    return int(typed) if len(typed) == 4 else 2000 + int(typed)


def _year_in(words: str) -> int | None:
    found = re.search(r"\b((?:19|20)[0-9]{2})\b", words)
    return int(found[1]) if found else None


def _last_year(month: int, day: int, today: date) -> int:
    """The year in which this day of a month was last."""
    return today.year if (month, day) <= (today.month, today.day) else today.year - 1

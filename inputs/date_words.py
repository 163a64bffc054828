"""Reading days, months, years and times as people type them. Pure."""

import re
import unicodedata
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from inputs.text_rules import digits_as_ascii

LONDON = ZoneInfo("Europe/London")
FIRST_YEAR, LAST_YEAR = 1900, 2100

_ENGLISH = "january february march april may june july august september october november december"
_BENGALI = "জানুয়ারি ফেব্রুয়ারি মার্চ এপ্রিল মে জুন জুলাই আগস্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর"
_SOMALI = "janaayo febraayo maarso abriil maayo juun luuliyo agoosto sebtembar oktoobar nofembar diseembar"

MONTHS = {
    unicodedata.normalize("NFC", name): number
    for names in (_ENGLISH, _BENGALI, _SOMALI)
    for number, name in enumerate(names.split(), start=1)
}
_TIME = re.compile(r"([0-9]{1,2})(?:[:.]?([0-9]{2}))?\s*(am|pm)?\s*(bst|gmt)?")
_NAMED_TIMES = {"noon": "12pm", "midday": "12pm", "midnight": "12am"}


def month_number(typed: str) -> int | None:
    """The month of "3", "৩", "mar", "March" or its Bengali or Somali name; ``None`` if it is none."""
    word = unicodedata.normalize("NFC", digits_as_ascii(typed)).strip().rstrip(".").casefold()
    if re.fullmatch("[0-9]{1,2}", word):
        return int(word)
    if word in MONTHS:
        return MONTHS[word]
    if len(word) < 3:
        return None
    return next((number for names in (_ENGLISH, _SOMALI) for number in _starting(names, word)), None)


def _starting(names: str, word: str) -> list[int]:
    """The month whose name starts with ``word``, if it is the only one."""
    found = [number for number, name in enumerate(names.split(), start=1) if name.startswith(word)]
    return found if len(found) == 1 else []


def day_of(day: str, month: str, year: str) -> date:
    """The date typed in three boxes, none blank.

    Raises ``ValueError`` with the end of a sentence, such as "must be a real date, like 27 3 2026".
    """
    number = month_number(month)
    days, years = (digits_as_ascii(text).strip() for text in (day, year))
    if not re.fullmatch("[0-9]{4}", years):
        raise ValueError("must have a year of 4 numbers, like 1988")
    if not re.fullmatch("[0-9]{1,2}", days) or number is None:
        raise ValueError("must be a real date, like 27 3 2026")
    if not FIRST_YEAR <= int(years) <= LAST_YEAR:
        raise ValueError(f"must have a year between {FIRST_YEAR} and {LAST_YEAR}")
    try:
        return date(int(years), number, int(days))
    except ValueError:
        raise ValueError("must be a real date, like 27 3 2026") from None


def moment_of(day: date, typed: str) -> datetime:
    """The aware moment (Europe/London) of a time like "14:30", "1430", "2:30pm" or "1:30am BST" on ``day``.

    Raises ``ValueError`` with the end of a sentence. A time that the change of clocks skips is refused; one that occurs
    twice is asked for again with its zone.
    """
    word = digits_as_ascii(typed).strip().casefold()
    found = _TIME.fullmatch(_NAMED_TIMES.get(word, word)) if len(word) <= 20 else None
    if not found or not (found[2] or found[3]):
        raise ValueError("must have a time like 14:30 or 2:30pm")
    return _on_the_clock(datetime.combine(day, _clock_time(found), LONDON), found[4] or "")


def _clock_time(found: re.Match[str]) -> time:
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if half and not 1 <= hour <= 12:
        raise ValueError("must have a time like 14:30 or 2:30pm")
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or minute > 59:
        raise ValueError("must have a time like 14:30 or 2:30pm")
    return time(hour, minute)


def _on_the_clock(local: datetime, zone: str) -> datetime:
    first, second = local.replace(fold=0), local.replace(fold=1)
    if first.utcoffset() == second.utcoffset():
        return first
    if first.astimezone(ZoneInfo("UTC")).astimezone(LONDON).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise ValueError("must have a time that was on the clock: clocks went forward from 1am to 2am that night")
    if not zone:
        raise ValueError("must say which: clocks went back, so add BST for the first time or GMT for the second")
    return first if zone == "bst" else second

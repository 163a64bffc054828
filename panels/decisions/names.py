"""What may stand on a screen that a whole room can see. Pure.

Names of the people in a case are taken out of text before it is shown there, and so is any other word written like a
name that is not known to be something else. A text in which something else could point at a person (a long number, a
postcode, a house) is not shown at all.
"""

import calendar
import re
import unicodedata
from collections.abc import Collection, Iterable

SOMEBODY = "[name]"
NOT_SHOWN = "Not shown on this screen"
POSTCODE = re.compile(r"\b[A-Z]{1,2}[0-9][A-Z0-9]?\s*[0-9][A-Z]{2}\b", re.IGNORECASE)
LONG_NUMBER = re.compile(r"(?:\d[\s-]?){5,}")
STREET = re.compile(
    r"\b\d+[a-z]?,?\s+(?:\w+[’'-]?\w*\s+){1,3}"
    r"(?:street|st|road|rd|court|ct|house|avenue|ave|lane|close|way|place|square|walk|gardens|terrace|drive|estate)\b",
    re.IGNORECASE,
)
CAPITALISED = re.compile(r"[^\W\d_][\w’'-]*")
DAYS_AND_MONTHS = frozenset(name.lower() for name in (*calendar.day_name, *calendar.month_name) if name)
SHORTEST_NAME = 2
TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "sir", "rev", "the", "de", "van", "von", "al", "el"})


def initials(name: str) -> str:
    """The first letters of a name, in capitals: ``P.T.`` for Pemberwick Thistledown; empty for nothing."""
    return "".join(f"{part[0].upper()}." for part in name.split() if part[:1].isalpha())


def without_names(text: str, names: Iterable[str], known_words: Collection[str] = ()) -> str:
    """The text with every part of every name replaced, whatever its case, accents or possessive ending.

    A capitalised word inside a sentence is taken for a name too, unless it is one of ``known_words`` (of agencies),
    a title, a month or a weekday. A text that holds a postcode, a house with its street or a long number is not shown.
    """
    plain = unicodedata.normalize("NFC", text)
    if POSTCODE.search(plain) or LONG_NUMBER.search(plain) or STREET.search(plain):
        return NOT_SHOWN
    allowed = {_folded(word)[0] for word in known_words} | TITLES | DAYS_AND_MONTHS
    shown = CAPITALISED.sub(lambda found: _unless_known(found, allowed), _without_parts(plain, _parts(names)))
    return re.sub(rf"{re.escape(SOMEBODY)}(?:[\s-]+{re.escape(SOMEBODY)})+", SOMEBODY, shown)


def _without_parts(plain: str, parts: Collection[str]) -> str:
    if not parts:
        return plain
    wanted = "|".join(re.escape(part) for part in sorted(parts, key=len, reverse=True))
    folded, places = _folded(plain)
    out, last = [], 0
    for match in re.finditer(rf"(?<!\w)(?:{wanted})(?!\w)", folded):
        start, end = places[match.start()], places[match.end()]
        out += [plain[last:start], SOMEBODY]
        last = end
    return "".join([*out, plain[last:]])


def _unless_known(found: re.Match[str], allowed: Collection[str]) -> str:
    word, before = found.group(), found.string[: found.start()].rstrip()
    starts_sentence = not before or before[-1] in ".!?:;"
    looks_like_a_name = word[0].isupper() and any(letter.islower() for letter in word)
    known = _folded(word)[0].removesuffix("'s").removesuffix("’s") in allowed
    return word if starts_sentence or known or not looks_like_a_name else SOMEBODY


def _parts(names: Iterable[str]) -> set[str]:
    words = {word for name in names for word in re.split(r"[\s-]+", _folded(name)[0]) if word}
    return {word.strip(".,") for word in words if len(word.strip(".,")) >= SHORTEST_NAME} - TITLES


def _folded(text: str) -> tuple[str, list[int]]:
    """The text in lower case without accents, and for each of its places the place in ``text`` (its end included)."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(unicodedata.normalize("NFC", text)):
        for part in unicodedata.normalize("NFD", letter).casefold():
            if not unicodedata.combining(part):
                letters.append(part)
                places.append(place)
    return "".join(letters), [*places, len(text)]

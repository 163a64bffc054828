"""What may stand on a screen that a whole room can see. Pure.

Names of the people in a case are taken out of text before it is shown there; a text in which something else could point
at a person (a long number, a postcode) is not shown at all.
"""

import re
import unicodedata
from collections.abc import Iterable

SOMEBODY = "[name]"
NOT_SHOWN = "Not shown on this screen"
POSTCODE = re.compile(r"\b[A-Z]{1,2}[0-9][A-Z0-9]?\s*[0-9][A-Z]{2}\b", re.IGNORECASE)
LONG_NUMBER = re.compile(r"(?:\d[\s-]?){5,}")
STREET = re.compile(
    r"\b\d+[a-z]?,?\s+(?:\w+[’'-]?\w*\s+){1,3}"
    r"(?:street|st|road|rd|court|ct|house|avenue|ave|lane|close|way|place|square|walk|gardens|terrace|drive|estate)\b",
    re.IGNORECASE,
)
SHORTEST_NAME = 2
TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "sir", "rev", "the", "de", "van", "von", "al", "el"})


def initials(name: str) -> str:
    """The first letters of a name, in capitals: ``P.T.`` for Pemberwick Thistledown; empty for nothing."""
    return "".join(f"{part[0].upper()}." for part in name.split() if part[:1].isalpha())


def without_names(text: str, names: Iterable[str]) -> str:
    """The text with every part of every name replaced, whatever its case, accents or possessive ending.

    A text that holds a postcode, a house number with its street or a long number is replaced as a whole.
    """
    plain = unicodedata.normalize("NFC", text)
    if POSTCODE.search(plain) or LONG_NUMBER.search(plain) or STREET.search(plain):
        return NOT_SHOWN
    parts = sorted(_parts(names), key=len, reverse=True)
    if not parts:
        return plain
    wanted = "|".join(re.escape(part) for part in parts)
    found = re.compile(rf"(?<!\w)(?:{wanted})(?!\w)", re.IGNORECASE)
    folded, places = _folded(plain)
    out, last = [], 0
    for match in found.finditer(folded):
        start, end = places[match.start()], places[match.end()]
        out += [plain[last:start], SOMEBODY]
        last = end
    return re.sub(rf"{re.escape(SOMEBODY)}(?:[\s-]+{re.escape(SOMEBODY)})+", SOMEBODY, "".join([*out, plain[last:]]))


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

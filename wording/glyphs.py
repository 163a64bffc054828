"""Which characters our fonts can draw, and text in which every other character is marked.

A PDF for screen readers (PDF/UA-1) must have a glyph for each character, so the typesetter refuses the whole document
for one that no font has: an emoji from a phone, a name in Chinese.
"""

import struct
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Any

MARK = "\ufffd"
"""Stands for a character that cannot be drawn: whoever reads knows that something was there."""
KEPT = "\n\t"


def drawable(value: Any, fonts: Path) -> Any:
    """The same value with every text in it drawable by the fonts of a folder: what shows nothing is left out, what
    cannot be drawn becomes a mark. Keys stay as they are."""
    if isinstance(value, str):
        known = characters_of(fonts)
        return "".join(letter if ord(letter) in known or letter in KEPT else _stand_in(letter) for letter in value)
    if isinstance(value, dict):
        return {key: drawable(part, fonts) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [drawable(part, fonts) for part in value]
    return value


@lru_cache(maxsize=2)
def characters_of(fonts: Path) -> frozenset[int]:
    """The code points that at least one TrueType font of the folder has a glyph for."""
    return frozenset(code for font in sorted(fonts.glob("*.ttf")) for code in _mapped(font.read_bytes()))


def _stand_in(letter: str) -> str:
    return "" if unicodedata.category(letter) in ("Cc", "Cf", "Mn", "Me", "Zl", "Zp") else MARK


def _mapped(font: bytes) -> set[int]:
    """The code points of a font's ``cmap`` table (OpenType 1.9, formats 4 and 12)."""
    tables = {font[at : at + 4]: struct.unpack_from(">I", font, at + 8)[0] for at in _records(font)}
    start, found = tables[b"cmap"], set[int]()
    for place in range(struct.unpack_from(">H", font, start + 2)[0]):
        at = start + struct.unpack_from(">I", font, start + 8 + 8 * place)[0]
        kind = struct.unpack_from(">H", font, at)[0]
        if kind == 4:
            found |= _of_format_4(font, at)
        elif kind == 12:
            for group in range(struct.unpack_from(">I", font, at + 12)[0]):
                first, last, _ = struct.unpack_from(">III", font, at + 16 + 12 * group)
                found |= set(range(first, last + 1))
    return found


def _records(font: bytes) -> range:
    return range(12, 12 + 16 * struct.unpack_from(">H", font, 4)[0], 16)


def _of_format_4(font: bytes, at: int) -> set[int]:
    double = struct.unpack_from(">H", font, at + 6)[0]
    ends = struct.unpack_from(f">{double // 2}H", font, at + 14)
    starts = struct.unpack_from(f">{double // 2}H", font, at + 16 + double)
    return {code for first, last in zip(starts, ends, strict=True) for code in range(first, last + 1) if code != 0xFFFF}

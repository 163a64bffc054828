"""Single-key shortcuts of the live meeting. Every key presses a control that can be seen; none is ever needed. Pure.

Source of the rules: WCAG 2.2, success criterion 2.1.4 (character key shortcuts can be turned off).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

NEXT, PREVIOUS, ADD, BLANK = "n", "p", "a", "b"
RESERVED = frozenset({NEXT, PREVIOUS, ADD, BLANK})


@dataclass(frozen=True, slots=True)
class Keys:
    """Which key presses which control. A control without a key is not in the mapping."""

    decisions: dict[str, str]
    bands: dict[str, str]
    stock: dict[str, str]


def keys_for(
    decisions: Iterable[tuple[str, int | None]], bands: Sequence[tuple[str, str]], stock: Iterable[str]
) -> Keys:
    """Keys for decisions (key, number), risk bands (key, title) and stock actions (letter).

    A letter goes to the first that wants it: the fixed keys, then risk, then stock actions.
    """
    taken = set(RESERVED)
    by_band = {}
    for band, title in bands:
        letter = title[:1].lower()
        if letter and letter not in taken:
            by_band[band] = letter
            taken.add(letter)
    free = {letter: letter.lower() for letter in stock if letter.lower() not in taken}
    return Keys({key: str(number) for key, number in decisions if number is not None}, by_band, free)

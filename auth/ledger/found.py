"""What a check of the log may find, and how that is said. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """What is wrong first: its kind, and where."""

    kind: str
    position: int
    until: int | None = None


FOUND = {
    "altered": "The entry at position {place} is not what was sealed",
    "missing": "The entry at position {place} is gone",
    "forged": "The entries of positions {place} are not those that a checkpoint signed",
    "rolled-back": "The log of {place} entries did not grow from what was signed last: it was put back or rewritten",
    "clock": "From position {place} on times disagree with the checkpoints: a clock was set. All else is right",
    "unsealed": "Entry number {place} was put in after its time: it was never sealed",
}


def found_words(found: Found) -> str:
    """What is wrong, and where."""
    place = f"{found.position:,}"
    if found.until is not None and found.until - 1 > found.position:
        place = f"{found.position:,} to {found.until - 1:,}"
    return FOUND[found.kind].format(place=place)

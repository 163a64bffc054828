"""That a letter was read here by whom it is to."""

from collections.abc import Iterable

from casework.letters.models import Letter
from extensions import now


def mark_read(letters: Iterable[Letter]) -> None:
    """Note the first time a letter was shown to its reader."""
    for letter in letters:
        letter.read_at = letter.read_at or now()

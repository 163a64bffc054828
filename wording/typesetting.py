"""Setting PDFs without keeping what they said.

The typesetter remembers parts of the documents it set, for the next ten times it is called, in case they come again:
the names in a pack, and about 30 megabytes for twenty cases. Ours do not come again, because each copy names its
reader. So after each document it is called with nothing until it has forgotten.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import typst

CALLS_UNTIL_FORGOTTEN = 11


@contextmanager
def nothing_kept() -> Iterator[None]:
    """Set documents inside this; what was set, or failed to be, is forgotten afterwards (takes about 20 ms)."""
    try:
        yield
    finally:
        for _ in range(CALLS_UNTIL_FORGOTTEN):
            typst.compile(b"", ignore_system_fonts=True)

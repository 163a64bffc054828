"""Setting PDFs, without keeping what they said and without failing for a character that no font has.

The typesetter remembers parts of the documents it set, for the next ten times it is called, in case they come again:
the names in a pack, and about 30 megabytes for twenty cases. Ours do not come again, because each copy names its
reader. So after each document it is called with nothing until it has forgotten.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import typst

from wording.glyphs import drawable

CALLS_UNTIL_FORGOTTEN = 11
NO_GLYPH = "could not be displayed"


def set_pdf(template: Path, *, root: Path, fonts: Path, inputs: dict[str, Any], timestamp: int | None = None) -> bytes:
    """A tagged PDF (PDF/UA-1) of a template. ``inputs`` reach it as JSON by their names, never as its markup.

    ``root``: the folder that templates may read from; ``timestamp``: the date in the file, in seconds since 1970. A
    character that no font of the folder has is printed as a mark.
    :raises typst.TypstError: the typesetter refuses the document.
    """

    def made(values: dict[str, Any]) -> bytes:
        given = {name: json.dumps(value, ensure_ascii=False) for name, value in values.items()}
        found: bytes = typst.compile(
            str(template),
            root=str(root),
            font_paths=[str(fonts)],
            ignore_system_fonts=True,
            sys_inputs=given,
            pdf_standards=["ua-1"],
            timestamp=timestamp,
        )
        return found

    with nothing_kept():
        try:
            return made(inputs)
        except typst.TypstError as fault:
            if NO_GLYPH not in str(fault):
                raise
            return made(drawable(inputs, fonts))


@contextmanager
def nothing_kept() -> Iterator[None]:
    """Set documents inside this; what was set, or failed to be, is forgotten afterwards (takes about 20 ms)."""
    try:
        yield
    finally:
        for _ in range(CALLS_UNTIL_FORGOTTEN):
            typst.compile(b"", ignore_system_fonts=True)

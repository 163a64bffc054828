"""Setting the pack as a tagged PDF (PDF/UA-1). Values reach the typesetter as data, never as its markup."""

import io
from datetime import datetime
from pathlib import Path
from typing import Any

import pikepdf
from flask import current_app

from wording.typesetting import set_pdf

TEMPLATE = "documents/pack.typ"
FONTS = ("static", "built", "fonts")


def print_pack(content: dict[str, Any], made_at: datetime) -> bytes:
    """The pack as PDF bytes. ``made_at`` (aware) goes into the file as its date, so equal content gives equal bytes.

    :raises RuntimeError: the typesetter refuses the document.
    """
    root = Path(current_app.root_path)
    return set_pdf(
        root / "templates" / TEMPLATE,
        root=root / "templates" / "documents",
        fonts=root.joinpath(*FONTS),
        inputs={"content": content},
        timestamp=int(made_at.timestamp()),
    )


def page_count(pdf: bytes) -> int:
    """How many pages a PDF has."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)

"""Setting the pack as a tagged PDF (PDF/UA-1). Values reach the typesetter as data, never as its markup."""

import io
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pikepdf
import typst
from flask import current_app

from wording.typesetting import nothing_kept

TEMPLATE = "documents/pack.typ"
FONTS = ("static", "built", "fonts")


def print_pack(content: dict[str, Any], made_at: datetime) -> bytes:
    """The pack as PDF bytes. ``made_at`` (aware) goes into the file as its date, so equal content gives equal bytes.

    :raises RuntimeError: the typesetter refuses the document.
    """
    root = Path(current_app.root_path)
    with nothing_kept():
        found: bytes = typst.compile(
            str(root / "templates" / TEMPLATE),
            root=str(root / "templates" / "documents"),
            font_paths=[str(root.joinpath(*FONTS))],
            ignore_system_fonts=True,
            sys_inputs={"content": json.dumps(content, ensure_ascii=False)},
            pdf_standards=["ua-1"],
            timestamp=int(made_at.timestamp()),
        )
    return found


def page_count(pdf: bytes) -> int:
    """How many pages a PDF has."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)

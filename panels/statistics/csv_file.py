"""A table as CSV. A cell that a spreadsheet would run as a formula is made into text (OWASP, CSV injection)."""

import csv
import io
from collections.abc import Iterable

from panels.statistics.periods import Period
from panels.statistics.tables import Row

HIDDEN = "c"
"""Stands for a hidden value, as in other official statistics."""

RUNS_AS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
COLUMNS = ("period_from", "period_to", "group", "figure", "value", "unit", "note")


def as_csv(rows: Iterable[Row], period: Period) -> str:
    """The table as text. Values are plain numbers; ``c`` is hidden."""
    written = io.StringIO()
    writer = csv.writer(written, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        value = HIDDEN if row.value is None else str(row.value)
        texts = [safe_cell(text) for text in (row.group, row.title)]
        writer.writerow([period.from_on, period.to_on, *texts, value, row.unit, safe_cell(row.note)])
    return written.getvalue()


def safe_cell(text: str) -> str:
    """The text, with an apostrophe in front where a spreadsheet would take it for a formula."""
    stripped = text.lstrip(" ")
    return f"'{text}" if stripped.startswith(RUNS_AS_FORMULA) else text

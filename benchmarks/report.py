"""The rows of a run as the table of ``docs/performance.md``: the page then says what was measured, and nothing else."""

from collections.abc import Sequence
from pathlib import Path

from benchmarks.timing import Row

PAGE = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
BEGIN, END = "<!-- results -->", "<!-- end of results -->"
HEAD = ("| Benchmark | Against | Ours | Other | Ratio | n |", "|---|---|---|---|---|---|")
LEFT_OUT = (", p95",)
"""Marks of rows that stand in ``results.json`` alone, unless they are what a promise is about."""
PROMISED = ("flood", "changed", "writers", "error")


class NoPlace(ValueError):
    """The page has no place for the table."""


def write_table(rows: Sequence[Row], measured: str) -> None:
    """Put the rows into the page, with a line on when and on what.

    :raises NoPlace: its two marks are not there.
    """
    before, begin, rest = PAGE.read_text().partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise NoPlace(f"{PAGE.name} has no {BEGIN} … {END}.")
    table = "\n".join((*HEAD, *(_line(row) for row in rows if _is_shown(row))))
    PAGE.write_text(f"{before}{BEGIN}\n{table}\n\n{measured}\n{END}{after}")


def _is_shown(row: Row) -> bool:
    return not row.name.endswith(LEFT_OUT) or any(word in row.name for word in PROMISED)


def _line(row: Row) -> str:
    return f"| {row.name} | {row.other_name} | {row.ours} {row.unit} | {row.other} {row.unit} | {row.ratio} | {row.n} |"

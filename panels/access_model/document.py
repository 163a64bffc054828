"""The same tables as a section of ``docs/access.md``: what stands between the two marks is written by a command."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from panels.access_model.rendering import Table, tables

PLACE = Path("docs/access.md")
BEGIN = "<!-- From here to the end mark written by: flask --app wsgi access-table -->"
END = "<!-- end -->"


def section() -> str:
    """The section as it should stand, its marks included."""
    return "\n\n".join((BEGIN, *("\n".join(_lines(table)) for table in tables()), END))


def brought_up_to_date(text: str) -> str:
    """``text`` with the section between its marks made anew. :raises ValueError: the marks are not there."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"The marks of the section are missing: {BEGIN} … {END}")
    return before + section() + after


def _lines(table: Table) -> Iterator[str]:
    yield f"## {table.title}"
    yield ""
    yield _line(table.columns)
    yield _line("---" for _ in table.columns)
    yield from (_line(row) for row in table.rows)


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"

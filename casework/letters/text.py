"""The text of a letter as parts: paragraphs, headings, lists, tables. Pure. Nothing in it is markup of a page."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

HEADING, ITEM, ROW = "## ", "- ", "| "


@dataclass(frozen=True, slots=True)
class Part:
    """One part. ``kind``: p, h, list or table; ``rows`` are a table's, its first row the headings."""

    kind: str
    text: str = ""
    items: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def parts_of(body: str) -> tuple[Part, ...]:
    """The parts of a letter in order. Lines of a paragraph stay lines; an empty line ends it."""
    lines = [line.strip() for line in body.splitlines()]
    return tuple(part for kind, run in groupby(lines, key=_kind) for part in _parts(kind, list(run)))


def _kind(line: str) -> str:
    for kind, mark in (("h", HEADING), ("list", ITEM), ("table", ROW)):
        if line.startswith(mark):
            return kind
    return "p" if line else ""


def _parts(kind: str, lines: list[str]) -> Iterator[Part]:
    if kind == "h":
        yield from (Part("h", line.removeprefix(HEADING)) for line in lines)
    elif kind == "list":
        yield Part("list", items=tuple(line.removeprefix(ITEM) for line in lines))
    elif kind == "table":
        rows = [tuple(cell.strip() for cell in line.strip("| ").split("|")) for line in lines]
        width = max(map(len, rows))
        yield Part("table", rows=tuple((*row, *[""] * (width - len(row))) for row in rows))
    elif kind == "p":
        yield Part("p", "\n".join(lines))


def as_data(parts: tuple[Part, ...]) -> list[dict[str, object]]:
    """The parts for the typesetter."""
    return [
        {"kind": part.kind, "text": part.text, "items": list(part.items), "rows": [list(row) for row in part.rows]}
        for part in parts
    ]

"""Lanes: one vertical line for each state that something leads to, in as few columns as fit without touching. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

APART = 12
"""Two lanes in one column are at least this far from each other (drawing units)."""


@dataclass(frozen=True, slots=True)
class Lane:
    """The line on which everything that leads to ``target`` runs, from ``top`` to ``bottom``."""

    target: str
    column: int
    top: float
    bottom: float


def lanes(spans: Iterable[tuple[str, float, float]]) -> dict[str, Lane]:
    """A lane for each (target, top, bottom), the short ones nearest to the boxes."""
    columns: list[list[Lane]] = []
    found = {}
    for target, top, bottom in sorted(spans, key=lambda span: (span[2] - span[1], span[1], span[0])):
        column = next((number for number, held in enumerate(columns) if _fits(held, top, bottom)), len(columns))
        if column == len(columns):
            columns.append([])
        found[target] = Lane(target, column, top, bottom)
        columns[column].append(found[target])
    return found


def _fits(held: Iterable[Lane], top: float, bottom: float) -> bool:
    return all(bottom + APART < lane.top or lane.bottom + APART < top for lane in held)

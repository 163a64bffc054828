"""Whether people are found by a part of a name."""

from collections.abc import Iterator
from dataclasses import replace

from casework.panel_type.definition import PanelType
from casework.panel_type.marked.numbers import FINDING, SWITCH, Marked

NAME_PARTS = "search.name_parts"
TOLD = (
    "Off, a search finds whole names, also with one letter wrong. On, it also finds a name by five letters or more "
    "that stand in it.",
    "What it costs: the index holds more rows for each person, 8, 16 or 24 by how long the names are. Somebody who "
    "steals the database still reads no name there, and no value stands twice. From the number of rows they learn "
    "roughly how long a person’s names are together, which they do not learn while this is off.",
    "Whoever also had the panel’s search key could try parts of names, and not whole names alone.",
    "The index is made anew by the service, some records at a time, which takes from minutes to an hour. Until then "
    "people are found as before. Switched off, nobody is found so from then on, and the rows are removed in the same "
    "way. Backups made before still hold them.",
)


def finding_numbers(panel: PanelType) -> Iterator[Marked]:
    """The switch, as a number of 0 or 1."""
    on = int(panel.visibility.name_parts)
    title, about = "People are found by a part of a name", "Parts of names"
    yield Marked(NAME_PARTS, title, FINDING, about, SWITCH, on, 0, 1, _set_parts, told=TOLD, by_administrators=True)


def _set_parts(panel: PanelType, value: int) -> PanelType:
    return replace(panel, visibility=replace(panel.visibility, name_parts=bool(value)))

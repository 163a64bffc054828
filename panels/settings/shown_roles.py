"""Who may do what, as one table: by the policy that all panels share, and by this definition."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from casework.panel_type.definition import PanelType
from panels.settings.permission_words import FREELY, WORDS, rights_of
from panels.settings.words import move_title, role_title


@dataclass(frozen=True, slots=True)
class RightRow:
    """One thing that can be done, and for each role how far it may; empty = not at all."""

    what: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RightsTable:
    """The table: a column for each role, rows under headings."""

    roles: tuple[str, ...]
    groups: tuple[tuple[str, tuple[RightRow, ...]], ...]


def rights(panel: PanelType) -> RightsTable:
    """The panel's roles and everything they may do."""
    groups = (
        ("By the policy that all panels share", tuple(_by_policy(panel))),
        ("Moves of a case", tuple(_rows(panel, _moves(panel)))),
        ("Decisions", tuple(_rows(panel, ((one.title, one.roles) for one in panel.decisions)))),
        ("Fills in the form", tuple(_rows(panel, ((form.title, form.roles) for form in panel.case_forms)))),
        ("Keeps the deadline", tuple(_rows(panel, ((one.title, (one.owner_role,)) for one in panel.clocks)))),
        ("Approves the letter", tuple(_rows(panel, ((one.title, one.approvers) for one in panel.letters)))),
        ("Hands over", tuple(_rows(panel, ((one.title, one.roles) for one in panel.passes_on)))),
    )
    return RightsTable(
        tuple(role_title(role) for role in panel.roles), tuple((title, rows) for title, rows in groups if rows)
    )


def _by_policy(panel: PanelType) -> Iterator[RightRow]:
    held = {role: rights_of(role) for role in panel.roles}
    for permission, words in WORDS.items():
        cells = tuple(held[role].get(permission, "") for role in panel.roles)
        if any(cells):
            yield RightRow(words, cells)


def _moves(panel: PanelType) -> Iterator[tuple[str, tuple[str, ...]]]:
    by_title: dict[str, dict[tuple[str, ...], None]] = {}
    for move in panel.lifecycle.transitions:
        if not move.by_form:
            by_title.setdefault(move_title(move), {})[move.roles] = None
    for title, found in by_title.items():
        for number, roles in enumerate(found):
            yield (title if number == 0 else f"{title} (from other states)"), roles


def _rows(panel: PanelType, given: Iterable[tuple[str, tuple[str, ...]]]) -> Iterator[RightRow]:
    """Rows for things with roles; several that the same roles may do stand together."""
    together: dict[tuple[str, ...], list[str]] = {}
    for title, roles in given:
        cells = tuple(FREELY if role in roles else "" for role in panel.roles)
        if any(cells):
            together.setdefault(cells, []).append(title)
    for cells, titles in together.items():
        yield RightRow("; ".join(dict.fromkeys(titles)), cells)

"""The settings of one panel as rows: what stands, what the definition says, what is planned."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from casework.panel_settings.models import PanelSetting
from casework.panel_settings.present import values_on
from casework.panel_type.definition import PanelType
from casework.panel_type.marked import MODE, SWITCH, Marked, marked_numbers, marked_words, misfits
from panels.settings.words import unit_words


@dataclass(frozen=True, slots=True)
class Planned:
    """A value that begins on a later day."""

    value: str
    from_on: date


@dataclass(frozen=True, slots=True)
class SettingRow:
    """One setting. ``set``: whether the partnership has set it; ``planned``: what comes later, the next first."""

    name: str
    about: str
    title: str
    unit: str
    value: str
    declared: str
    is_set: bool
    limits: str
    planned: tuple[Planned, ...]
    by_administrators: bool = False

    @property
    def words(self) -> str:
        """What stands, with its unit."""
        return unit_words(self.value, self.unit)

    @property
    def declared_words(self) -> str:
        """What the definition says, with its unit."""
        return unit_words(self.declared, self.unit)


@dataclass(frozen=True, slots=True)
class PastRow:
    """One line of the history: what was set and to what, in words, and whether it is in force, planned or replaced."""

    what: str
    value: str
    setting: PanelSetting
    state: str


def groups(declared: PanelType, rows: Sequence[PanelSetting], today: date) -> list[tuple[str, list[SettingRow]]]:
    """The numbers by heading. ``rows`` in the order in which they were set."""
    values = values_on(today, rows)
    unfit = misfits(declared, values)
    used = {name: value for name, value in values.items() if name not in unfit}
    found: dict[str, list[SettingRow]] = {}
    for marked in marked_numbers(declared):
        row = SettingRow(
            name=marked.name,
            about=marked.about,
            title=marked.title,
            unit=marked.unit,
            value=used.get(marked.name, str(marked.value)),
            declared=_bare(str(marked.value), marked.unit),
            is_set=marked.name in used,
            limits=marked.limits,
            planned=tuple(
                Planned(_bare(one.value, marked.unit), one.from_on) for one in _planned(marked.name, rows, today)
            ),
            by_administrators=marked.by_administrators,
        )
        found.setdefault(marked.group, []).append(row)
    return list(found.items())


def names(declared: PanelType, rows: Sequence[PanelSetting], today: date) -> list[SettingRow]:
    """What the panel is called, in the same way."""
    values = values_on(today, rows)
    return [
        SettingRow(
            name=marked.name,
            about="Names",
            title=marked.title,
            unit="",
            value=values.get(marked.name, marked.value),
            declared=marked.value,
            is_set=marked.name in values,
            limits=f"Up to {marked.most} characters",
            planned=tuple(_planned(marked.name, rows, today)),
        )
        for marked in marked_words(declared)
    ]


def past(declared: PanelType, rows: Sequence[PanelSetting], today: date) -> list[PastRow]:
    """Everything that was ever set, newest first."""
    numbers = {marked.name: marked for marked in marked_numbers(declared)}
    words = {marked.name: marked.title for marked in marked_words(declared)}
    modes = {mode.key: mode.title for mode in declared.modes}
    standing = _standing(rows, today)
    found = []
    for row in reversed(rows):
        marked = numbers.get(row.name)
        what = "How the panel is run" if row.name == MODE else words.get(row.name) or _what(row.name, marked)
        value = modes.get(row.value or "", row.value) if row.name == MODE else row.value
        state = "in force" if row.number in standing else "planned" if row.from_on > today else "replaced"
        told = unit_words(value, marked.unit if marked else "") if value is not None else "As the definition says"
        found.append(PastRow(what, told, row, state))
    return found


def _bare(value: str, unit: str) -> str:
    """A value without its unit; of a switch whether it is on."""
    return unit_words(value, unit) if unit == SWITCH else value


def _what(name: str, marked: Marked | None) -> str:
    return f"{marked.about}: {marked.title}" if marked else f"{name} (no longer in the definition)"


def _planned(name: str, rows: Sequence[PanelSetting], today: date) -> Iterator[Planned]:
    """Later values that nothing set afterwards takes the place of before they begin."""
    mine = [row for row in rows if row.name == name]
    later = [row for row in mine if row.from_on > today]
    for row in sorted(later, key=lambda one: (one.from_on, one.number)):
        if values_on(row.from_on, mine).get(name) == row.value and not _overtaken(row, mine):
            yield Planned("As the definition says" if row.value is None else row.value, row.from_on)


def _overtaken(row: PanelSetting, mine: Sequence[PanelSetting]) -> bool:
    return any(other.number > row.number and other.from_on <= row.from_on for other in mine)


def _standing(rows: Sequence[PanelSetting], today: date) -> set[int]:
    newest = {row.name: row.number for row in rows if row.from_on <= today}
    return set(newest.values())

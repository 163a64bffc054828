"""The definition in force: asked for many times a request, worked out once.

One query a request reads every setting. What is worked out from the same values is kept in the process, so that a
definition is one and the same object from request to request for as long as nobody sets anything.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

import sqlalchemy as sa
from flask import g, has_app_context

from casework.panel_settings.models import PanelSetting
from casework.panel_type.definition import PanelType
from casework.panel_type.marked import in_force as worked_out
from casework.panel_type.registry import panel_types
from extensions import db
from wording.dates import today

Values = dict[str, str]
HELD = "panels_in_force"


class Row(Protocol):
    """A setting, as far as it matters what stands on a day."""

    @property
    def name(self) -> str: ...

    @property
    def value(self) -> str | None: ...

    @property
    def from_on(self) -> date: ...


@dataclass(slots=True)
class Held:
    """What one request knows: every value in force, and the panels that were asked for."""

    values: dict[str, Values]
    made: dict[str, tuple[PanelType, PanelType]] = field(default_factory=dict)


_made: dict[str, tuple[PanelType, Values, PanelType]] = {}
"""By panel: the declaration, the values, and what they make. Only the newest is asked for again."""


def in_force(declared: PanelType) -> PanelType:
    """The panel with the settings in force today; outside an application's context the declaration itself."""
    if not has_app_context():
        return declared
    held: Held | None = g.get(HELD)
    if held is None:
        held = Held(all_values(today()))
        setattr(g, HELD, held)
    found = held.made.get(declared.key)
    if found is None or found[0] is not declared:
        found = held.made[declared.key] = (declared, _worked_out(declared, held.values.get(declared.key, {})))
    return found[1]


def forget() -> None:
    """Read the settings again: something was set in this request."""
    g.pop(HELD, None)


def closed_panels() -> frozenset[str]:
    """Keys of the panels that the partnership does not run now."""
    return frozenset(panel.key for panel in panel_types.every() if not panel.in_mode.runs)


def all_values(day: date) -> dict[str, Values]:
    """What is set for each panel on ``day``."""
    rows = PanelSetting.__table__.c
    found = _read(sa.select(rows.panel, rows.name, rows.value, rows.from_on).order_by(rows.number))
    panels = {row.panel for row in found}
    return {panel: values_on(day, (row for row in found if row.panel == panel)) for panel in panels}


def values_on(day: date, rows: Iterable[Row]) -> Values:
    """What stands on ``day`` of one panel's rows, given in the order in which they were set: of each name the row that
    was set last among those that have begun."""
    begun = {row.name: row.value for row in rows if row.from_on <= day}
    return {name: value for name, value in begun.items() if value is not None}


def _read(wanted: sa.Select[Any]) -> Sequence[sa.Row[Any]]:
    """Within the work that goes on, so that what it has set is seen. Where none goes on, none is begun: on SQLite that
    would hold the one write lock until the context ends, only because somebody asked what a panel is called."""
    if db.session().in_transaction():
        with db.session.no_autoflush:
            return db.session.execute(wanted).all()
    with db.engine.connect() as connection:
        return connection.execute(wanted).all()


def _worked_out(declared: PanelType, values: Values) -> PanelType:
    kept = _made.get(declared.key)
    if kept is None or kept[0] is not declared or kept[1] != values:
        kept = _made[declared.key] = (declared, values, worked_out(declared, values))
    return kept[2]

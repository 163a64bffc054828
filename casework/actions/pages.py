"""An action as lists and cards show it."""

from dataclasses import dataclass, replace
from datetime import date

from auth.models import Agency
from casework.actions.models import Action
from casework.actions.rules import STATUS_COLOURS, STATUS_TITLES, Standing, standing
from casework.clocks.service import calendar
from casework.panel_type.working_time import working_days_between
from wording.dates import today


@dataclass(frozen=True, slots=True)
class ActionRow:
    """One line of a list of actions. ``standing`` says in words whether it is late."""

    href: str
    text: str
    agency: Agency
    officer: str
    due_on: date
    working_days: int
    status: str
    status_colour: str
    standing: Standing
    case_reference: str
    has_safety_note: bool


def action_row(action: Action, *, named: bool = True) -> ActionRow:
    """The row of an opened action; without the case it is from where the reader is not to learn of the panel."""
    left = days_left(action.due_on)
    return ActionRow(
        href=f"/actions/{action.id}",
        text=action.text or "",
        agency=action.agency,
        officer=officer_of(action),
        due_on=action.due_on,
        working_days=left,
        status=STATUS_TITLES[action.status],
        status_colour=STATUS_COLOURS[action.status],
        standing=standing(action.status, action.due_on, today(), left, held=action.is_held()),
        case_reference=action.case.reference if named else "",
        has_safety_note=bool(action.safety_note),
    )


def officer_of(action: Action) -> str:
    """Who does it, by name."""
    return action.officer.name if action.officer else action.officer_name


def days_left(due_on: date) -> int:
    """Working days until a day; none for one that has come. Years without known bank holidays count weekdays."""
    if due_on <= today():
        return 0
    return working_days_between(today(), due_on, replace(calendar(), last=date.max))

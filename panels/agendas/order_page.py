"""What the agenda builder shows, put together once for every answer that shows it."""

from typing import Any
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from auth.roles import Actor
from casework.enquiries.access import standing_of
from casework.panel_type.registry import panel_types
from inputs import Option
from panels.agendas import opening, service
from panels.agendas.access import Line, running_order, waiting_for_triage
from panels.agendas.forms import AddForm, RowForm, UndoForm
from panels.agendas.ordering import CHILDREN_GROUP, KIND_WORDS, OTHER_GROUP, planned_minutes, start_times
from panels.meetings.cycle import dates_of, ends_at, rules_of
from panels.meetings.models import Meeting
from panels.meetings.rules import is_late
from wording.dates import today


def agenda_page(
    actor: Actor, meeting: Meeting, *, add: AddForm | None = None, message: str = "", was: str = "", status: int = 200
) -> ResponseReturnValue:
    """The agenda builder. ``message``: why something was not done; ``was``: minutes that can be put back."""
    lines = running_order(actor, meeting)
    ready = service.ready_cases(actor, meeting)
    dates = dates_of(meeting)
    page = render_template(
        "panels/agendas/agenda.html",
        meeting=meeting,
        before=rules_of(meeting).agenda_before,
        after=rules_of(meeting).agenda_after,
        until=ends_at(meeting),
        rows=_rows(meeting, lines),
        planned=planned_minutes([line.item.minutes for line in lines]),
        ready=[(case, found) for case, found in ready if found.ready],
        not_ready=[(case, found) for case, found in ready if not found.ready],
        untriaged=waiting_for_triage(actor, meeting.panel),
        add=add or add_form(actor, meeting, ready=[case.id for case, found in ready if found.ready]),
        row_form=RowForm(formdata=None, version=meeting.version),
        undo=UndoForm(formdata=None, version=meeting.version, was=was) if was else None,
        conflicts=opening.conflicts_on(lines),
        past_cut_off=is_late(dates.cut_off_on if dates else None, today()) and not meeting.urgent,
        dates=dates,
        kinds=KIND_WORDS,
        bands={b.key: b.title for tool in panel_types.get(meeting.panel).risk_tools for b in tool.bands},
        message=message,
    )
    return page, status


def add_form(actor: Actor, meeting: Meeting, *, ready: list[UUID]) -> AddForm:
    """The form with which ready cases are added, offering those and no others."""
    form = AddForm(version=meeting.version)
    form.cases.choices = tuple(Option(str(case_id), "") for case_id in ready)
    return form


def _rows(meeting: Meeting, lines: list[Line]) -> list[dict[str, Any]]:
    starts = start_times(meeting.starts_at, [line.item.minutes for line in lines])
    replied = {(row.case_id, row.agency_id): row.answered_at is not None for row in standing_of(meeting.id)}
    rows: list[dict[str, Any]] = []
    group = ""
    for at, line in zip(starts, lines, strict=True):
        here = CHILDREN_GROUP if line.item.case.children_involved else OTHER_GROUP
        needed = sorted(line.item.needed, key=lambda need: need.agency.short_name)
        rows.append(
            {
                "at": at,
                "item": line.item,
                "number": line.number,
                "case": line.case,
                "group": here if here != group and line.case is not None else "",
                "needed": [
                    {"name": need.agency.short_name, "replied": replied.get((line.item.case_id, need.agency_id))}
                    for need in needed
                ],
            }
        )
        group = here if line.case is not None else group
    return rows

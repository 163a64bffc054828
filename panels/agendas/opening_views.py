"""Opening a meeting, and the unfinished actions before its first case."""

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from auth.accounts.service import agencies, people_of
from auth.current import current_actor, permission_required
from auth.doors import NotAllowed
from auth.roles import Actor
from casework.actions.models import Action
from casework.cases.conflicts import CONNECTIONS
from casework.errors import Refused
from casework.panel_settings.wordless import worded
from inputs import Option
from panels.agendas import opening
from panels.agendas.access import Line, running_order
from panels.agendas.forms import ActionForm, OpeningForm
from panels.meetings.access import OPEN, meeting_for
from panels.meetings.cycle import rules_of
from panels.meetings.invitations import add_attendance, record_attendance
from panels.meetings.models import Attendance, Meeting
from panels.meetings.rules import ABSENT, APOLOGIES, PRESENT
from panels.meetings.service import missing_now
from panels.meetings.views import point_out

blueprint = Blueprint("opening", __name__, url_prefix="/meetings/<uuid:meeting_id>")
MARKS = {PRESENT: "Present", APOLOGIES: "Apologies", ABSENT: "Absent"}
NOBODY = "nobody"


@dataclass(frozen=True)
class Page:
    """One showing of the opening page."""

    actor: Actor
    meeting: Meeting
    lines: list[Line]
    form: OpeningForm


@blueprint.route("/open", methods=["GET", "POST"])
@permission_required("meeting.run")
def open_meeting(meeting_id: UUID) -> ResponseReturnValue:
    """Confidentiality, who is here, conflicts of interest, quorum. "Check" works the quorum out, "Start" begins.

    "Rest" marks everybody present who has no mark yet: most people come, and nobody should press a button for each.
    """
    page = _page(meeting_id)
    if request.method == "GET":
        return _shown(page, 200)
    if not page.form.validate():
        return _shown(page, 422)
    try:
        record_attendance(actor=page.actor, meeting=page.meeting, marks=_marks(page.meeting))
        _add_guest(page)
        _declare(page)
        if request.form.get("do") == "start":
            return _start(page)
    except Refused as refused:
        point_out(page.form, refused)
        return _shown(page, 422)
    flash("Saved. The quorum below is worked out from who is here now.", "success")
    # The statement is only on record once the meeting starts; until then the tick is carried along.
    read = "yes" if page.form.accepted.data else None
    address = url_for("agendas.opening.open_meeting", meeting_id=page.meeting.id, read=read, _anchor="quorum")
    return redirect(address, 303)


@blueprint.get("/actions")
@permission_required("meeting.run")
def actions(meeting_id: UUID) -> ResponseReturnValue:
    """The unfinished actions of the agenda's cases, by agency."""
    actor = current_actor()
    meeting = meeting_for(actor, meeting_id, "meeting.run", event="meeting.actions").meeting
    return _actions_page(actor, meeting, worded(ActionForm, meeting.panel, reasons=["text"])(formdata=None), None)


@blueprint.post("/actions/<uuid:action_id>")
@permission_required("meeting.run")
def report(meeting_id: UUID, action_id: UUID) -> ResponseReturnValue:
    """What the table hears about one action: done, not possible (with its reason), or carried on."""
    actor = current_actor()
    meeting = meeting_for(actor, meeting_id, "meeting.run", event="meeting.actions").meeting
    action = next((one for one in opening.unfinished_actions(actor, meeting) if one.id == action_id), None)
    if action is None:
        raise NotAllowed
    form = worded(ActionForm, meeting.panel, reasons=["text"])()
    if form.validate_on_submit():
        try:
            outcome = request.form.get("do", "")
            opening.report_at_the_table(actor=actor, action=action, outcome=outcome, text=form.text.data or "")
            flash(f"Saved for {action.case.reference}.", "success")
            return redirect(url_for("agendas.opening.actions", meeting_id=meeting.id, _anchor="actions"), 303)
        except Refused as refused:
            form.text.errors = [refused.message]
    return _actions_page(actor, meeting, form, action)


def _page(meeting_id: UUID) -> Page:
    actor = current_actor()
    meeting = meeting_for(actor, meeting_id, "meeting.run", event="meeting.opening").meeting
    lines = running_order(actor, meeting, event="meeting.opening")
    return Page(actor, meeting, lines, _form(meeting, lines))


def _form(meeting: Meeting, lines: list[Line]) -> OpeningForm:
    read_out = meeting.confidentiality_read_at or "read" in request.args
    form = worded(OpeningForm, meeting.panel, reasons=["reason"])(accepted=["yes"] if read_out else [])
    here = {line.account_id for line in meeting.attendances}
    others = [person for agency in agencies() for person in people_of(agency.id) if person.id not in here]
    form.guest.choices = (
        Option(NOBODY, "Nobody"),
        *(Option(str(person.id), f"{person.name}, {person.agency.name}") for person in others),
    )
    form.instead_of.choices = (
        Option(NOBODY, "No, as a guest"),
        *(Option(str(line.account_id), line.account.name) for line in _by_name(meeting)),
    )
    form.conflicts.choices = tuple(
        Option(f"{person.account_id}.{line.item.id}", f"{person.account.name}: {line.case.reference}")
        for line in lines
        if line.case is not None
        for person in _by_name(meeting)
    )
    form.connection.choices = (Option("", "Select what it is"), *CONNECTIONS)
    return form


def _shown(page: Page, status: int) -> ResponseReturnValue:
    meeting = page.meeting
    missing = missing_now(meeting, opening.called(meeting))
    body = render_template(
        "panels/agendas/open.html",
        meeting=meeting,
        form=page.form,
        people=_by_name(meeting),
        marks=MARKS,
        chosen={line.id: request.form.get(f"mark-{line.id}", line.status) for line in meeting.attendances},
        lines=page.lines,
        statement=rules_of(meeting).confidentiality_statement,
        parts=[part.title for part in rules_of(meeting).quorum.required],
        missing=missing,
        binds=rules_of(meeting).quorum_binds,
        conflicts=[(found.name, found.reference) for found in opening.conflicts_on(page.lines)],
    )
    return body, status


def _marks(meeting: Meeting) -> dict[UUID, str]:
    unmarked = PRESENT if request.form.get("do") == "rest" else ""
    posted = {line.id: request.form.get(f"mark-{line.id}", unmarked) for line in meeting.attendances}
    return {line_id: mark for line_id, mark in posted.items() if mark}


def _add_guest(page: Page) -> None:
    guest, instead_of = page.form.guest.data, page.form.instead_of.data
    if guest and guest != NOBODY:
        absent = UUID(instead_of) if instead_of and instead_of != NOBODY else None
        add_attendance(actor=page.actor, meeting=page.meeting, account_id=UUID(guest), instead_of=absent)


def _declare(page: Page) -> None:
    chosen = [tuple(UUID(part) for part in pair.split(".")) for pair in page.form.conflicts.data]
    if chosen:
        opening.declare_at_the_table(
            actor=page.actor,
            meeting=page.meeting,
            shown=page.lines,
            pairs=[(pair[0], pair[1]) for pair in chosen],
            connection=page.form.connection.data or "",
        )


def _start(page: Page) -> ResponseReturnValue:
    opening.start(
        actor=page.actor,
        meeting=page.meeting,
        confidentiality_read=bool(page.form.accepted.data),
        without_quorum_reason=page.form.reason.data or "",
    )
    flash("The meeting is open.", "success")
    return redirect(url_for("agendas.opening.actions", meeting_id=page.meeting.id), 303)


def _actions_page(actor: Actor, meeting: Meeting, form: ActionForm, action: Action | None) -> ResponseReturnValue:
    found = opening.unfinished_actions(actor, meeting)
    body = render_template(
        "panels/agendas/actions.html",
        meeting=meeting,
        actions=found,
        form=form,
        faulty=action.id if action else None,
        is_open=meeting.state == OPEN,
    )
    return body, 422 if action else 200


def _by_name(meeting: Meeting) -> list[Attendance]:
    return sorted(meeting.attendances, key=lambda line: (line.agency.name, line.account.name))

"""A meeting's overview. The pages of its agenda, requests, pack and opening hang below it."""

from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from auth.current import current_actor, permission_required
from auth.policy import may
from auth.policy_relationships import CHAIRS_MEETING
from auth.roles import Actor
from casework.panel_type.registry import panel_types
from panels.agendas import chair_views, guest_views, matter_views, opening_views, order_views, pack_views, request_views
from panels.agendas.access import running_order
from panels.agendas.chairing import NAME_CHAIR
from panels.agendas.ordering import start_times
from panels.meetings.access import PLANNED, chairing, meeting_for
from panels.meetings.cycle import dates_of, ends_at
from panels.meetings.invitations import attendance_of
from panels.meetings.models import Meeting
from panels.meetings.rules import ANSWERS, COMING
from panels.meetings.views import STATES, answer_form

blueprint = Blueprint("agendas", __name__)
for part in (order_views, request_views, pack_views, opening_views, guest_views, chair_views, matter_views):
    blueprint.register_blueprint(part.blueprint)


@blueprint.get("/meetings/<uuid:meeting_id>")
@permission_required("meeting.read")
def overview(meeting_id: UUID) -> ResponseReturnValue:
    """One meeting: when, where, its days, who comes, one's own answer and the cases one is needed for."""
    actor = current_actor()
    opened = meeting_for(actor, meeting_id)
    meeting = opened.meeting
    mine = attendance_of(meeting, actor.account_id)
    form = answer_form(actor)
    if mine is not None and mine.status != "invited":
        form.coming.data = "yes" if mine.status == COMING else "no"
    return render_template(
        "panels/meetings/overview.html",
        meeting=meeting,
        panel_name=panel_types.get(meeting.panel).name,
        because_sentence=opened.because.sentence,
        until=ends_at(meeting),
        dates=dates_of(meeting),
        state=STATES[meeting.state],
        mine=mine,
        form=form,
        answers=ANSWERS,
        people=sorted(meeting.attendances, key=lambda line: (line.agency.name, line.account.name)),
        slots=_slots(actor, meeting),
        leads=may(actor, "agenda.edit", meeting.panel),
        names_chair=may(actor, NAME_CHAIR, meeting.panel),
        chairs_it=CHAIRS_MEETING in chairing(actor, meeting),
        named_chair=bool(chairing(actor, meeting)),
    )


def _slots(actor: Actor, meeting: Meeting) -> list[dict[str, object]]:
    """The cases this person may see, each with its time and whether the person's agency is needed for it.

    Members see none before the pack is out: until then no case on the agenda is theirs to read.
    """
    if meeting.state == PLANNED and not may(actor, "agenda.edit", meeting.panel):
        return []
    lines = running_order(actor, meeting, event="meeting.order")
    starts = start_times(meeting.starts_at, [line.item.minutes for line in lines])
    return [
        {
            "at": at,
            "number": line.number,
            "case": line.case,
            "minutes": line.item.minutes,
            "needed": any(need.agency_id == actor.agency_id for need in line.item.needed),
        }
        for at, line in zip(starts, lines, strict=True)
        if line.case is not None
    ]

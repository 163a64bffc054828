"""The minute-taker's page: typing first, never moved on by anybody else."""

from typing import Any
from uuid import UUID, uuid4

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from auth.current import current_actor, permission_required
from auth.doors import NotAllowed
from auth.once import FIELD as ONCE
from casework.errors import Refused, Stale
from casework.panel_settings.narrative import instead_of_words
from panels.decisions.access import OpenItem, item_for
from panels.decisions.blueprint import blueprint
from panels.decisions.forms import ContributionForm
from panels.decisions.live_page import point_out
from panels.decisions.models import Contribution
from panels.decisions.people_at_table import agency_options, room_for
from panels.decisions.service import add_contribution, contribution_of, contributions_of, takes_words
from panels.decisions.typed import Lack


@blueprint.get("/meetings/<uuid:meeting_id>/notes/<int:number>")
@permission_required("decision.record")
def notes(meeting_id: UUID, number: int) -> ResponseReturnValue:
    """What each agency said about one case, and the form to write down more."""
    opened = item_for(current_actor(), meeting_id, number, event="meeting.notes")
    replaced = _standing(opened, request.args.get("correct", ""))
    return _page(opened, _form(opened, replaced), replaced)


@blueprint.post("/meetings/<uuid:meeting_id>/notes/<int:number>")
@permission_required("decision.record")
def add_note(meeting_id: UUID, number: int) -> ResponseReturnValue:
    """Write down what one agency said, or correct what was written."""
    actor = current_actor()
    opened = item_for(actor, meeting_id, number, event="meeting.record")
    replaced = _standing(opened, request.form.get("correct", ""), corrected_too=True)
    form = _form(opened, replaced)
    if not form.validate():
        return _page(opened, form, replaced, 422)
    try:
        add_contribution(
            actor=actor,
            meeting=opened.meeting,
            item=opened.item,
            case=opened.case,
            agency_id=UUID(form.agency.data),
            nature=form.nature.data,
            handling=form.handling.data,
            text=form.text.data,
            replaces=replaced,
        )
    except Refused as refused:
        point_out(form, [Lack(refused.field or "", refused.message)])
        return _page(opened, form, replaced, 422)
    except Stale as stale:
        return _conflict(opened, form, stale)
    flash("Written down.", "success")
    return redirect(url_for("decisions.notes", meeting_id=meeting_id, number=number), 303)


def _form(opened: OpenItem, replaced: Contribution | None) -> ContributionForm:
    start: dict[str, Any] = {}
    if replaced is not None:
        start = {
            "agency": str(replaced.agency_id),
            "nature": replaced.nature,
            "handling": replaced.handling,
            "text": replaced.text,
        }
    form = ContributionForm(**start)
    form.agency.choices = agency_options(room_for(opened.meeting, opened.item).present)
    return form


def _page(
    opened: OpenItem, form: ContributionForm, replaced: Contribution | None, status: int = 200
) -> ResponseReturnValue:
    showing = next((place for place in opened.order if place.item.id == opened.meeting.room_item_id), None)
    page = render_template(
        "panels/decisions/notes.html",
        opened=opened,
        form=form,
        replaced=replaced,
        contributions=contributions_of(opened.item, with_replaced=True),
        moved_on=showing if showing and showing.number != opened.place.number else None,
        may_write=takes_words(opened.meeting, opened.item),
        instead=instead_of_words(opened.meeting.panel),
    )
    return page, status


def _standing(opened: OpenItem, typed: str, *, corrected_too: bool = False) -> Contribution | None:
    """The contribution to correct. :raises NotAllowed: it is not one of this case at this meeting."""
    if not typed:
        return None
    try:
        found = contribution_of(opened.item, UUID(typed))
    except ValueError:
        raise NotAllowed from None
    if found is None or (found.replaced_at is not None and not corrected_too):
        raise NotAllowed
    return found


def _conflict(opened: OpenItem, form: ContributionForm, stale: Stale) -> ResponseReturnValue:
    """A colleague corrected the same words first: one's own can be kept as another note."""
    again = [(name, form[name].data) for name in ("agency", "nature", "handling", "text")]
    page = render_template(
        "errors/conflict.html",
        saved_by=stale.by,
        yours=[{"label": "", "text": stale.mine, "lang": ""}],
        theirs=[{"label": "", "text": stale.theirs, "lang": ""}],
        action=url_for("decisions.add_note", meeting_id=opened.meeting.id, number=opened.place.number),
        fields=[*again, (ONCE, str(uuid4()))],
        choices=[{"text": "Keep mine as a note", "value": "note"}],
        back_href=url_for("decisions.notes", meeting_id=opened.meeting.id, number=opened.place.number),
    )
    return page, 409

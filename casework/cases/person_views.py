"""One person in a case: safe contact first, then how to reach them; the hidden address; warnings; roles."""

from typing import Any
from uuid import UUID

from flask import flash, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from auth.current import current_actor, permission_required
from auth.doors import NotAllowed
from auth.policy import may
from auth.roles import Actor
from casework.cases.access import OpenCase, case_for
from casework.cases.blueprint import blueprint
from casework.cases.events import record_event
from casework.cases.forms import MarkerForm, RevealForm, RolesForm, SafeContactForm
from casework.cases.models import CaseParty
from casework.cases.pages import page, safety_lines_of
from casework.cases.persons import address_shown, identity_rows, need_rows, party_of
from casework.cases.service import set_roles
from casework.errors import Refused, Stale, show
from casework.panel_settings.narrative import incidents_of, sources_of
from casework.panel_settings.wordless import worded
from casework.panel_type.registry import panel_types
from casework.people.access import reveal_address
from casework.people.safe_contact import CHANNELS, NO_CONTACT, SAFETY_NOT_KNOWN, must_not_contact
from casework.people.service import add_marker, change_safe_contact, check_safe_contact, end_marker

Answer = str | Response | tuple[str, int]
CONTACT_FIELDS = {"phone": "phone", "second_phone": "second_phone", "email_address": "email"}
SAFE_FIELDS = (*CHANNELS, "best_time", "say", "who_must_not_know")


@blueprint.get("/cases/<reference>/people/<person_reference>")
@permission_required("case.read")
def person(reference: str, person_reference: str) -> str:
    """Identity, safe contact, address (unless it is hidden), needs, warnings."""
    actor = current_actor()
    opened, party = _open(actor, reference, person_reference)
    panel = panel_types.get(opened.case.panel)
    context = page(
        opened,
        actor,
        "/people",
        party.person,
        person=party.person,
        identity=identity_rows(party, panel),
        address=address_shown(party.person),
        needs=need_rows(party.person, panel),
        markers=safety_lines_of(party.person),
        may_reveal=may(actor, "address.reveal", opened.case.panel, opened.relationships),
        base=_base(opened, party),
    )
    return render_template("casework/cases/person.html", **context)


@blueprint.route("/cases/<reference>/people/<person_reference>/address", methods=["GET", "POST"])
@permission_required("address.reveal")
def address(reference: str, person_reference: str) -> Answer:
    """Show a hidden address once, for a stated reason. It stands on the answer to this one request and nowhere else."""
    actor = current_actor()
    opened, party = _open(actor, reference, person_reference, "address.reveal")
    hidden = next((held for held in party.person.addresses if held.hidden and held.ended_at is None), None)
    if hidden is None:
        raise NotAllowed
    form, lines = worded(RevealForm, opened.case.panel, reasons=["reason"])(), None
    if form.validate_on_submit():
        lines = reveal_address(
            actor,
            hidden,
            panel=opened.case.panel,
            relationships=opened.relationships,
            reason=form.reason.data,
        )
        title = f"The hidden address of {party.person.display_name} was shown to {actor.name}"
        record_event(actor=actor, case=opened.case, kind="address", title=title)
    context = page(opened, actor, "/people", party.person, lines=lines, base=_base(opened, party))
    text = render_template("casework/cases/address.html", form=form, **context)
    return (text, 422) if form.errors else text


@blueprint.route("/cases/<reference>/people/<person_reference>/safe-contact", methods=["GET", "POST"])
@permission_required("case.people")
def safe_contact(reference: str, person_reference: str) -> Answer:
    """Ask again how the person may be reached, and change it."""
    actor = current_actor()
    opened, party = _open(actor, reference, person_reference, "case.people", "case.change")
    base = _base(opened, party)
    if request.form.get("choice") == "theirs":
        return redirect(base, 303)
    form = SafeContactForm(data=_contact_data(party))
    if form.validate_on_submit():
        try:
            _save_contact(actor, party, form)
        except Stale as stale:
            return _both_contacts(form, base, stale)
        record_event(actor=actor, case=opened.case, kind="contact", title=_contact_words(party))
        flash("The safe contact is saved as checked today.", "success")
        return redirect(base, 303)
    context = page(opened, actor, "/people", party.person, base=base)
    text = render_template("casework/cases/safe_contact.html", form=form, **context)
    return (text, 422) if form.errors else text


@blueprint.post("/cases/<reference>/people/<person_reference>/safe-contact/check")
@permission_required("case.people")
def safe_contact_check(reference: str, person_reference: str) -> Answer:
    """Record that what stands was asked about again and still holds."""
    actor = current_actor()
    opened, party = _open(actor, reference, person_reference, "case.people", "case.change")
    check_safe_contact(actor=actor, person=party.person)
    title = f"Safe contact of {party.person.display_name} was checked"
    record_event(actor=actor, case=opened.case, kind="contact", title=title)
    flash("Recorded: safe contact checked today.", "success")
    return redirect(_base(opened, party), 303)


@blueprint.route("/cases/<reference>/people/<person_reference>/markers", methods=["GET", "POST"])
@permission_required("case.people")
def markers(reference: str, person_reference: str) -> Answer:
    """Warn staff who visit."""
    actor = current_actor()
    opened, party = _open(actor, reference, person_reference, "case.people", "case.change")
    panel = opened.case.panel
    form = worded(MarkerForm, panel, picked={"incident": incidents_of(panel), "source": sources_of(panel)})()
    if form.validate_on_submit():
        try:
            given = {name: form[name].data for name in ("kind", "incident", "source", "happened_on", "review_on")}
            add_marker(actor=actor, person=party.person, **given)
        except Refused as refused:
            show(form, refused)
        else:
            title = f"Staff safety warning added: {party.person.display_name}"
            record_event(actor=actor, case=opened.case, kind="safety", title=title)
            flash("The warning stands on every page of this case.", "success")
            return redirect(_base(opened, party), 303)
    text = render_template("casework/cases/marker.html", form=form, **page(opened, actor, "/people", party.person))
    return (text, 422) if form.errors else text


@blueprint.post("/cases/<reference>/people/<person_reference>/markers/<uuid:marker_id>/ending")
@permission_required("case.people")
def marker_ending(reference: str, person_reference: str, marker_id: UUID) -> Answer:
    """Take a warning away: it no longer holds."""
    actor = current_actor()
    opened, party = _open(actor, reference, person_reference, "case.people", "case.change")
    marker = next((held for held in party.person.markers if held.id == marker_id), None)
    if marker is None:
        raise NotAllowed
    end_marker(actor=actor, marker=marker)
    title = f"Staff safety warning ended: {party.person.display_name}"
    record_event(actor=actor, case=opened.case, kind="safety", title=title)
    flash("The warning has ended.", "success")
    return redirect(_base(opened, party), 303)


@blueprint.route("/cases/<reference>/people/<person_reference>/roles", methods=["GET", "POST"])
@permission_required("case.people")
def roles(reference: str, person_reference: str) -> Answer:
    """Say what the person is in this case. One person may be harmed and be said to harm."""
    actor = current_actor()
    opened, party = _open(actor, reference, person_reference, "case.people", "case.change")
    form = RolesForm(data={"roles": party.roles})
    form.roles.choices = panel_types.get(opened.case.panel).case_roles
    if form.validate_on_submit():
        set_roles(actor=actor, case=opened.case, party=party, roles=form.roles.data)
        flash("The roles are saved.", "success")
        return redirect(_base(opened, party), 303)
    text = render_template("casework/cases/roles.html", form=form, **page(opened, actor, "/people", party.person))
    return (text, 422) if form.errors else text


def _open(
    actor: Actor, reference: str, person_reference: str, permission: str = "case.read", event: str = "case.open"
) -> tuple[OpenCase, CaseParty]:
    opened = case_for(actor, reference, permission, event=event)
    if opened.withheld:
        raise NotAllowed
    return opened, party_of(opened.case, person_reference)


def _base(opened: OpenCase, party: CaseParty) -> str:
    return f"/cases/{opened.case.reference}/people/{party.person.reference}"


def _contact_data(party: CaseParty) -> dict[str, Any]:
    safe, contact = party.person.safe_contact or {}, party.person.contact or {}
    data = {name: safe.get(name) for name in SAFE_FIELDS}
    data |= {channel: safe.get(channel) or SAFETY_NOT_KNOWN for channel in CHANNELS}
    data[NO_CONTACT] = "yes" if must_not_contact(safe) else "no"
    data |= {field: contact.get(key) for field, key in CONTACT_FIELDS.items() if contact.get(key) != "not_known"}
    return data | {"version": party.person.version}


def _contact_words(party: CaseParty) -> str:
    if must_not_contact(party.person.safe_contact):
        return f"It is not safe to contact {party.person.display_name}: nothing is sent to them"
    return f"Safe contact of {party.person.display_name} was changed"


def _save_contact(actor: Actor, party: CaseParty, form: SafeContactForm) -> None:
    contact = dict(party.person.contact or {})
    contact |= {key: form[field].data for field, key in CONTACT_FIELDS.items()}
    change_safe_contact(
        actor=actor,
        person=party.person,
        safe_contact={name: form[name].data for name in SAFE_FIELDS}
        | ({NO_CONTACT: "yes"} if form.no_contact.data == "yes" else {}),
        version=form.version.data or 0,
        contact={key: value for key, value in contact.items() if value},
    )


def _both_contacts(form: SafeContactForm, base: str, stale: Stale) -> Response:
    names = [NO_CONTACT, *SAFE_FIELDS, *CONTACT_FIELDS]
    fields = [(name, form[name].data or "") for name in names]
    fresh = SafeContactForm(formdata=None)
    text = render_template(
        "errors/conflict.html",
        yours=[{"label": "", "text": stale.mine}],
        theirs=[{"label": "", "text": stale.theirs}],
        saved_by=stale.by,
        action=f"{base}/safe-contact",
        fields=[*fields, ("version", stale.version), ("once", fresh.once.data)],
        choices=[
            {"text": "Use mine", "value": "mine"},
            {"text": "Use theirs", "value": "theirs", "kind": "secondary"},
        ],
        back_href=base,
    )
    return make_response(text, 409)

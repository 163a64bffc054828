"""Samples, who was given which role, and the name in a record."""

from uuid import UUID

from flask import flash, make_response, redirect, render_template
from flask.typing import ResponseReturnValue

from auth.access_log import periods, subjects
from auth.access_log.access import keep_entry, pass_log_door
from auth.access_log.verdicts import COLOURS, TITLES
from auth.access_log.views import asked_subject
from auth.current import current_actor, permission_required
from auth.doors import NotAllowed
from auth.inquiry import given, samples
from auth.inquiry.access import CASE, DECIDE, NAME, READ, door_to_log, door_to_name, prove_before_name
from auth.inquiry.blueprint import blueprint
from auth.inquiry.facts import Name, case_facts
from auth.inquiry.forms import NameForm, PlainForm, SampleForm
from auth.refusals import Refused
from auth.roles import ROLE_TITLES
from inputs import PageForm

SHORTEST_REASON = 20


@blueprint.route("/audit/samples", methods=["GET", "POST"])
@permission_required(DECIDE)
def sample_list() -> ResponseReturnValue:
    """Draw a sample of a period; those that were drawn."""
    actor = current_actor()
    door_to_log(actor, event="audit.sample", permission=DECIDE)
    form = SampleForm()
    if form.validate_on_submit():
        fault = periods.fault_of(form.first.data, form.last.data)
        try:
            if fault:
                raise Refused(fault, "last")
            drawn = samples.draw(
                actor=actor, first=form.first.data, last=form.last.data, size=form.size.data,
                seed=form.seed.data or "", up_to=form.up_to.data,
            )  # fmt: skip
        except Refused as refused:
            _show(form, refused)
        else:
            return redirect(f"/audit/samples/{drawn.id}", 303)
    keep_entry()  # nothing was drawn
    text = render_template("auth/inquiry/samples.html", form=form, samples=samples.all_samples(), method=samples.METHOD)
    return make_response(text, 422 if form.errors or form.form_errors else 200)


@blueprint.get("/audit/samples/<uuid:sample_id>")
@permission_required(DECIDE)
def one_sample(sample_id: UUID) -> ResponseReturnValue:
    """The entries of a sample, and which were looked at."""
    door_to_log(current_actor(), event="audit.sample", permission=DECIDE)
    sample = samples.sample_of(sample_id)
    if sample is None:
        raise NotAllowed
    return render_template(
        "auth/inquiry/sample.html",
        sample=sample,
        rows=samples.entries_of(sample),
        form=PlainForm(),
        method=samples.METHOD,
        titles=TITLES,
        colours=COLOURS,
    )


@blueprint.post("/audit/samples/<uuid:sample_id>/<int:number>")
@permission_required(DECIDE)
def mark_sampled(sample_id: UUID, number: int) -> ResponseReturnValue:
    """Note that an entry of a sample was looked at."""
    try:
        samples.mark(actor=current_actor(), sample_id=sample_id, number=number)
    except Refused:
        keep_entry()
        raise NotAllowed from None
    return redirect(f"/audit/samples/{sample_id}#entry-{number}", 303)


@blueprint.get("/audit/grants")
@permission_required(READ)
def grants() -> ResponseReturnValue:
    """Who was given which role, or let into one case, by whom, who confirmed it, and until when it counts. With a
    reference: into this case (or a person's cases), and roles in its panel."""
    subject, facts = asked_subject(), case_facts()
    if subject is None:
        door_to_log(current_actor(), event="audit.grants")
    else:
        kind, object_id = subject.first
        door_to_log(current_actor(), event="audit.grants", object_type=kind, object_id=object_id)
    cases = None if subject is None else [one for kind, one in subject.objects if kind == CASE]
    return render_template(
        "auth/inquiry/grants.html",
        rows=given.roles_given(None if cases is None else facts.panels_of(cases) if facts else ()),
        let_in=facts.let_in(cases) if facts else (),
        roles={role.value: title for role, title in ROLE_TITLES.items()},
        panels=subjects.panel_titles(),
        reference=subject.title if subject else "",
        most=given.MOST,
    )


@blueprint.route("/audit/names/<reference>", methods=["GET", "POST"])
@permission_required(NAME)
def name(reference: str) -> ResponseReturnValue:
    """The name in a record: after a fresh proof of who asks, and with a reason that is kept."""
    actor = current_actor()
    prove_before_name(actor)
    subject = subjects.by_reference(reference)
    if subject is None:
        pass_log_door(actor, event="audit.name")
        keep_entry()
        raise NotAllowed
    form, shown = NameForm(), None
    found = _name_of(*subject.first)
    if found is None:  # nobody is asked for a reason where there is nothing to show
        door_to_name(actor, *subject.first, None, reason="")
    if not form.validate_on_submit():
        keep_entry()
    else:
        if len(form.reason.data.strip()) < SHORTEST_REASON:
            keep_entry()
            form.reason.errors = [f"Enter at least {SHORTEST_REASON} characters about why you need the name"]
        else:
            shown = door_to_name(actor, *subject.first, found, reason=form.reason.data).read()
            flash("That you saw the name, and why, stands in the log.", "information")
    text = render_template("auth/inquiry/name.html", reference=subject.title, form=form, shown=shown)
    return make_response(text, 422 if form.errors else 200)


def _name_of(kind: str, record_id: UUID) -> Name | None:
    facts = case_facts()
    return facts.name_of(kind, record_id) if facts else None


def _show(form: PageForm, refused: Refused) -> None:
    if refused.field is not None and refused.field in form:
        form[refused.field].errors = [refused.message]
    else:
        form.form_errors.append(refused.message)

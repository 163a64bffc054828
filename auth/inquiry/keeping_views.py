"""Who searched for a name; which entries are kept."""

from uuid import UUID

from flask import flash, make_response, redirect, render_template
from flask.typing import ResponseReturnValue

from auth.access_log import subjects
from auth.access_log.access import keep_entry
from auth.access_log.holds import all_holds
from auth.access_log.searched import words_of
from auth.access_log.verdicts import COLOURS, TITLES
from auth.current import current_actor, permission_required
from auth.inquiry import holding, home, service
from auth.inquiry.access import DECIDE, SEARCHED, door_to_log, holds_on_page
from auth.inquiry.blueprint import blueprint
from auth.inquiry.holding import SHORTEST_REASON
from auth.inquiry.more_forms import KeepForm, SearchedForm
from auth.inquiry.searched import Hit, who_searched
from auth.refusals import Refused
from extensions import now
from inputs import PageForm


@blueprint.route("/audit/searched", methods=["GET", "POST"])
@permission_required(SEARCHED)
def searched() -> ResponseReturnValue:
    """Who searched for a name. It is posted, so that no name stands in an address."""
    actor, form = current_actor(), SearchedForm()
    found: list[Hit] | None = None
    if not form.validate_on_submit() or len(form.reason.data.strip()) < SHORTEST_REASON:
        door_to_log(actor, event="audit.searched.page", permission=SEARCHED)
        keep_entry()
        if form.reason.data and not form.reason.errors:
            form.reason.errors = [f"Enter at least {SHORTEST_REASON} characters about why you ask"]
    else:
        try:
            period = home.period_named(form.span.data)
            found = who_searched(actor=actor, typed=form.words.data, period=period, reason=form.reason.data)
        except Refused as refused:
            keep_entry()
            form.words.errors = [refused.message]
    text = render_template(
        "auth/inquiry/searched.html",
        form=form,
        found=found,
        words=len(words_of(form.words.data or "")),
        titles=TITLES,
        colours=COLOURS,
        panels=subjects.panel_titles(),
    )
    return make_response(text, 422 if form.errors else 200)


@blueprint.route("/audit/holds", methods=["GET", "POST"])
@permission_required(DECIDE)
def holds() -> ResponseReturnValue:
    """What is kept of the log, by whom, and why; keep more, by a reference or a name, without a flag."""
    actor, asked = current_actor(), KeepForm()
    if asked.validate_on_submit():
        try:
            holding.keep_asked_for(actor=actor, what=asked.what.data, reason=asked.reason.data)
        except Refused as refused:
            asked[refused.field or "what"].errors = [refused.message]
        else:
            flash(holding.KEPT, "success")
            return redirect("/audit/holds", 303)
    keep_entry()  # nothing was kept
    rows = holds_on_page(actor, all_holds())
    named = home.references([row.object_id for row in rows if row.kind == "case"])
    accounts = {row.id: service.account_of(row.object_id) for row in rows}
    by = {row.id: service.account_of(row.by_id) for row in rows}
    text = render_template(
        "auth/inquiry/holds.html",
        rows=rows,
        named=named,
        accounts=accounts,
        by=by,
        now=now(),
        form=asked,
        plain=PageForm(formdata=None),
    )
    return make_response(text, 422 if asked.errors else 200)


@blueprint.post("/audit/holds/<uuid:hold_id>/end")
@permission_required(DECIDE)
def end_hold(hold_id: UUID) -> ResponseReturnValue:
    """Keep them no longer."""
    holding.end(actor=current_actor(), hold_id=hold_id)
    flash("They are kept no longer, and nobody’s access is stopped by it.", "success")
    return redirect("/audit/holds", 303)

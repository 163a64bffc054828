"""The page on which a person says whom and what they are to be kept away from. Its own and nobody else's."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, render_template
from werkzeug.wrappers import Response

from auth.current import current_actor, signed_in
from casework.apart.own import change_own_facts, own_facts
from casework.apart.rules import MOST_RELATIVES
from casework.errors import Refused, show
from inputs import AddressField, LineField, PageForm, TextField

blueprint = Blueprint("apart", __name__)
EXTENSION = "casework-apart"
Check = Callable[[UUID, Mapping[str, Any]], None]
"""Compares what somebody told with the people of cases and referrals, which stand above this room."""


class OwnFactsForm(PageForm):
    """What a person tells of themselves. Everything may be left empty."""

    surname = LineField("Your surname, and any other you have had", max_length=100)
    address = AddressField("Where you live")
    relatives = TextField(
        "People to keep you away from",
        hint=f"Family, close friends, former partners: one on each line, at most {MOST_RELATIVES}",
        max_length=2_000,
    )


@blueprint.route("/kept-away", methods=["GET", "POST"])
@signed_in
def own() -> Response | str | tuple[str, int]:
    """Say it, change it, take it back. The answer is the same whether it keeps the person from anything or not."""
    actor = current_actor()
    told = own_facts(actor)
    form = OwnFactsForm(data={**told, "relatives": "\n".join(told.get("relatives") or ())})
    if form.validate_on_submit():
        lines = [line.strip() for line in (form.relatives.data or "").splitlines() if line.strip()]
        if len(lines) > MOST_RELATIVES:
            form.relatives.errors = [f"Enter at most {MOST_RELATIVES} people"]
            return render_template("casework/apart/own.html", form=form), 422
        facts = {"surname": form.surname.data, "address": form.address.data, "relatives": lines}
        try:
            changed = change_own_facts(actor=actor, facts=facts)
        except Refused as refused:
            show(form, refused)
            return render_template("casework/apart/own.html", form=form), 422
        if changed:
            check: Check = current_app.extensions[EXTENSION]
            check(actor.account_id, facts)
        flash("Saved.", "success")
        return redirect("/kept-away", 303)
    text = render_template("casework/apart/own.html", form=form)
    return (text, 422) if form.errors else text

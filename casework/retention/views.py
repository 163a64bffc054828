"""What is due, asking, approving, certificates."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from auth.current import current_actor, permission_required
from auth.policy import may
from casework.errors import Refused
from casework.panel_type.registry import panel_types
from casework.retention import service
from casework.retention.access import (
    APPROVE,
    ASK,
    READ,
    asked_for,
    destroyed_records,
    due_records,
    need_panel,
    record_of,
)
from casework.retention.records import kept_until
from inputs import PageForm

blueprint = Blueprint("retention", __name__, url_prefix="/retention")


@blueprint.get("")
@permission_required(READ)
def due() -> ResponseReturnValue:
    """Records whose keeping time is over, and those that were destroyed."""
    actor = current_actor()
    need_panel(actor)
    waiting, gone = due_records(actor), destroyed_records(actor)
    asked = asked_for(waiting)
    return render_template(
        "casework/retention/due.html",
        waiting=[(one, kept_until(one), asked.get(one.id), may(actor, APPROVE, one.panel)) for one in waiting],
        gone=gone,
        names={panel.key: panel.name for panel in panel_types.every()},
        form=PageForm(),
        me=actor.account_id,
    )


@blueprint.post("/<reference>/ask")
@permission_required(ASK)
def ask(reference: str) -> ResponseReturnValue:
    """Ask for the destruction of one record."""
    actor = current_actor()
    record = record_of(actor, reference, ASK, event="retention.ask")
    return _done(lambda: service.ask_for(actor=actor, record=record), f"Asked for the destruction of {reference}.")


@blueprint.post("/<reference>/keep")
@permission_required(ASK)
def keep(reference: str) -> ResponseReturnValue:
    """Take back what was asked for."""
    record = record_of(current_actor(), reference, ASK, event="retention.keep")
    return _done(lambda: service.take_back(record=record), f"{reference} is kept for now.")


@blueprint.post("/<reference>/approve")
@permission_required(APPROVE)
def approve(reference: str) -> ResponseReturnValue:
    """Destroy one record that somebody else asked for."""
    actor = current_actor()
    record = record_of(actor, reference, APPROVE, event="retention.approve")
    return _done(lambda: service.approve(actor=actor, record=record), f"{reference} has been destroyed.")


@blueprint.get("/<reference>/certificate")
@permission_required(READ)
def certificate(reference: str) -> ResponseReturnValue:
    """The certificate, with what became of backups since."""
    record = record_of(current_actor(), reference, READ, event="retention.certificate")
    row = service.destruction_of(record)
    if row is None or row.approved_at is None:
        return redirect(url_for("retention.due"), 303)
    return render_template("casework/retention/certificate.html", row=row, dead=service.dead_in_backups(row))


def _done(act: Callable[[], object], words: str) -> ResponseReturnValue:
    try:
        act()
    except Refused as fault:
        flash(f"{fault}.", "error")
    else:
        flash(words, "success")
    return redirect(url_for("retention.due"), 303)

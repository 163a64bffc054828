"""The auditor checks that the log is whole, sees its checkpoints, and takes it away for others to check."""

import io

from flask import Blueprint, Response, abort, jsonify, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from auth.access_log.access import PERMISSION, has_looked, pass_log_door
from auth.current import current_actor, permission_required
from auth.ledger import checked, checking, checkpoints, export, going_back, receipts, telling
from auth.ledger.models import AccessCheck
from auth.ledger.standing import standing
from auth.policy import may
from auth.roles import Actor
from extensions import now
from inputs import PageForm

blueprint = Blueprint("ledger", __name__, url_prefix="/audit/verify")
MOST = 20_000
"""So many entries are saved from the page, for which nobody else writes to an SQLite file (half a second); beyond that
the command does it, piece by piece."""


@blueprint.get("")
@permission_required(PERMISSION)
def verify() -> ResponseReturnValue:
    """How sealing stands, the last checkpoints and the last checks."""
    pass_log_door(current_actor(), event="audit.verify")
    return _page()


@blueprint.post("")
@permission_required(PERMISSION)
def start() -> ResponseReturnValue:
    """Ask for a check of the whole log; it goes on behind this page."""
    actor = current_actor()
    pass_log_door(actor, event="audit.check")
    checking.ask(actor.account_id)
    return redirect(url_for("ledger.verify"), 303)


@blueprint.get("/<int:number>/progress")
@permission_required(PERMISSION)
def progress(number: int) -> ResponseReturnValue:
    """How far a check is, for the script that follows it. Whoever saw the page since the check was asked for is in the
    log already, and may look on: of what goes on it says two numbers, and of its end there is an entry again."""
    if not _looks_on(current_actor(), checking.numbered(number)):
        pass_log_door(current_actor(), event="audit.verify")
    check = _numbered(number)
    running = checking.is_running(check)
    return jsonify(
        value=check.done,
        maximum=check.total,
        text=telling.progress_words(check, now()),
        done=not running and check.state in (checking.WHOLE, checking.FAULTY),
        failed=not running and check.state not in (checking.WHOLE, checking.FAULTY),
        next_href=url_for("ledger.verify"),
    )


@blueprint.get("/<int:number>/receipt.txt")
@permission_required(PERMISSION)
def receipt(number: int) -> ResponseReturnValue:
    """What came of a check, with the signed checkpoint, to keep."""
    pass_log_door(current_actor(), event="audit.verify")
    check = _numbered(number)
    if check.ended_at is None:
        abort(404)
    return _file(receipts.receipt(check).encode(), f"log-check-{number}.txt", "text/plain; charset=utf-8")


@blueprint.get("/log.zip")
@permission_required(PERMISSION)
def save() -> ResponseReturnValue:
    """The whole log up to its newest checkpoint, for the verifier."""
    pass_log_door(current_actor(), event="audit.export", fresh=True)
    last = checkpoints.newest()
    if last is None or last.size > MOST:
        return _page("There is nothing to save yet." if last is None else TOO_LONG.format(number=last.size)), 422
    file = io.BytesIO()
    export.write_export(file)
    return _file(file.getvalue(), "access-log.zip", "application/zip")


TOO_LONG = (
    "The log has {number:,} entries and is too long for this page. Ask whoever runs the service to save it with "
    "“audit export”."
)


def _page(message: str = "") -> str:
    checks = checking.latest(10)
    return render_template(
        "auth/ledger/verify.html",
        standing=standing(),
        checks=checks,
        result=checked.newest(),
        running=next((one for one in checks if checking.is_running(one)), None),
        words=lambda one: telling.progress_words(one, now()),
        states=checking,
        form=PageForm(formdata=None),
        message=message,
        what_to_do=telling.WHAT_TO_DO,
        sign_again=going_back.WHAT_TO_DO,
    )


def _looks_on(actor: Actor, check: AccessCheck | None) -> bool:
    if check is None or not checking.is_running(check) or not may(actor, PERMISSION, None):
        return False
    return has_looked(actor, "audit.verify", check.asked_at)


def _numbered(number: int) -> AccessCheck:
    return checking.numbered(number) or abort(404)


def _file(content: bytes, name: str, kind: str) -> Response:
    response = make_response(content)
    response.headers["Content-Type"] = kind
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response

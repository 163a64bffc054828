"""The auditor checks that the log is whole, sees its checkpoints, and takes it away for others to check."""

import json
from collections.abc import Iterator
from uuid import UUID

from flask import Blueprint, Response, abort, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from auth.access_log.access import PERMISSION, has_looked, pass_log_door
from auth.current import current_actor, permission_required
from auth.doors import PARTNERSHIP_OBJECT
from auth.ledger import checked, checking, checkpoints, export, going_back, receipts, sending, telling, verifier
from auth.ledger.export import NothingToExport
from auth.ledger.models import AccessCheck
from auth.ledger.standing import standing
from auth.pace import heavy_pieces
from auth.policy import may
from auth.roles import Actor
from extensions import now
from inputs import PageForm

blueprint = Blueprint("ledger", __name__, url_prefix="/audit/verify")
HIGHEST = 2**62
"""Numbers of entries stay below."""


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
    """The whole log up to its newest checkpoint, for the verifier. It is read piece by piece while it is sent, once
    the entry is stored; nobody who writes waits for it, however long it is."""
    pass_log_door(current_actor(), event="audit.export", fresh=True)
    if checkpoints.newest() is None:
        return _page("There is nothing to save yet."), 422
    return _file(heavy_pieces(sending.pieces()), "access-log.zip", "application/zip")


@blueprint.get("/entries/<int:number>/proof.json")
@permission_required(PERMISSION)
def proof(number: int) -> ResponseReturnValue:
    """That one entry stands in the log of the newest checkpoint, for the verifier; what it is about, of a panel whose
    existence is hidden, as a commitment."""
    there = UUID(int=number) if 0 < number < HIGHEST else PARTNERSHIP_OBJECT
    pass_log_door(current_actor(), event="audit.proof", object_id=there, fresh=True)
    if there == PARTNERSHIP_OBJECT:
        abort(404)
    try:
        made = export.record_proof(number)
    except NothingToExport as none:
        return _page(str(none)), 422
    return _file(json.dumps(made).encode(), f"entry-{number}-proof.json", "application/json")


@blueprint.get("/verify_log.py")
@permission_required(PERMISSION)
def program() -> ResponseReturnValue:
    """The verifier itself, so that nobody needs more of us than the file and the key."""
    pass_log_door(current_actor(), event="audit.verifier")
    return _file(verifier.verifier(), verifier.NAME, "text/x-python; charset=utf-8")


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
        verifier=verifier.fingerprint(),
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


def _file(content: bytes | Iterator[bytes], name: str, kind: str) -> Response:
    response = Response(content)
    response.headers["Content-Type"] = kind
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response

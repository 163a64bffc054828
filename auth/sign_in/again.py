"""Showing again who it is, before records that want a fresh proof (step-up): the page, and how one is led to it.

What was typed is not lost: a form that comes when the proof has run out is kept, sealed, and handed back afterwards.
"""

from typing import Any
from uuid import UUID

from flask import Flask, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from auth.doors import ProofNeeded
from auth.models import Account
from auth.providers import links
from auth.refusals import Refused
from auth.sign_in import factors, kept_forms, passkeys, recovery, second_factor, service, sessions
from auth.sign_in.forms import ProofForm
from auth.sign_in.way_back import safe_path
from extensions import db, present_settings

KEPT = "kept_for_proof"
TEMPLATE = "auth/sign_in/again.html"


def bind(app: Flask) -> None:
    """Lead everybody whom a door asks for a fresh proof to the page that takes it."""
    app.register_error_handler(ProofNeeded, _lead_to_proof)


def proof_form(account: Account, **kwargs: Any) -> ProofForm:
    """The form; without the boxes of what the account does not have."""
    form = ProofForm(**kwargs)
    if account.password_hash is None:
        del form.password, form.code, form.recovery_code
        return form
    return _without_what_is_not_there(form, account)


def second_form(account: Account) -> ProofForm:
    """The same without the password: what is wanted beside the word of the organisation."""
    form = ProofForm()
    del form.password
    return _without_what_is_not_there(form, account)


def _without_what_is_not_there(form: ProofForm, account: Account) -> ProofForm:
    if not second_factor.is_confirmed(account.id):
        del form.code
    if not service.wants_code(account) or not recovery.left(account.id):
        del form.recovery_code
    return form


def wanted_path() -> str:
    """Where the person wanted to go: a page of this service, or nothing."""
    return safe_path(request.args.get("next", ""))


def take_proof(account: Account, form: ProofForm) -> Response:
    """Check what was typed and lead back: to what was being sent, else to where the person wanted to go.

    :raises Refused: not right. :raises TooManyTries: a brake is on.
    """
    code, recovery_code = _typed(form)
    service.give_proof(account=account, password=form.password.data or "", code=code, recovery_code=recovery_code)
    return lead_back()


def take_second(account: Account, form: ProofForm) -> None:
    """Check what was typed into :func:`second_form`.

    :raises Refused: not right. :raises TooManyTries: a brake is on.
    """
    code, recovery_code = _typed(form)
    service.second_proof(account, code, recovery_code)


def _typed(form: ProofForm) -> tuple[str, str]:
    code = form.code.data if "code" in form else ""
    recovery_code = form.recovery_code.data if "recovery_code" in form else ""
    if "code" in form and not code and not recovery_code:
        raise Refused("Enter the code", "code")
    return code or "", recovery_code or ""


def take_passkey(account: Account, answer: str) -> Response:
    """As :func:`take_proof`, with a passkey alone.

    :raises Refused: it is not one of this account's, or did not answer what was asked here.
    """
    passkeys.prove(account=account, answer=answer)
    return lead_back()


def lead_back(wanted: str | None = None) -> Response:
    """To what was being sent when the proof was asked for, else to where the person wanted to go: ``wanted``, where the
    address of this request does not say it."""
    there, kept = wanted_path() if wanted is None else wanted, session.pop(KEPT, None)
    return redirect(url_for("sign_in.kept", kept_id=kept) if kept else there or "/home", 303)


def page_facts(account: Account) -> dict[str, object]:
    """What the page says besides its form."""
    settings = present_settings()
    there = wanted_path() or None
    linked = links.of_account(account.id) is not None
    passkey = passkeys.is_offered() and bool(factors.live_passkeys(account))
    return {
        "action": url_for("sign_in.again", next=there),
        "kept": KEPT in session,
        "minutes": settings.step_up_minutes,
        "passkey_action": url_for("passkeys.proof", next=there) if passkey else "",
        "provider_action": url_for("providers.prove", next=there) if linked else "",
    }


def _lead_to_proof(fault: ProofNeeded) -> ResponseReturnValue:
    # What the request had begun is dropped; only a kept form and the entries are stored with this answer.
    present = sessions.present()
    account_id: UUID | None = present.account_id if present else None
    db.session.rollback()
    session.pop(KEPT, None)
    if request.method == "POST" and account_id is not None:
        session[KEPT] = str(kept_forms.keep(account_id, kept_forms.PROOF).id)
    there = safe_path(request.full_path.rstrip("?")) if request.method == "GET" else ""
    return redirect(url_for("sign_in.again", next=there or None), 303)

"""One form, one effect: the idempotency key made when a form was opened is used up by the post that succeeds.

It works for whoever is signed in, and for whoever has a session without an account (``g.form_owner``, set by the part
of the house that keeps such sessions).

A second post of the same form (a double click, a reload, a retry after a lost answer) is led to the first one's answer.
"""

from uuid import UUID

import sqlalchemy as sa
from flask import Flask, Response, g, redirect, request
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response as AnyResponse

from auth.current import signed_in_account
from auth.models import UsedForm
from extensions import db

FIELD = "once"


def bind_once(app: Flask) -> None:
    """Check every unsafe request that carries a key before its view runs; remember its answer after."""
    app.before_request(_lead_to_first_answer)
    app.after_request(_remember_answer)


def _lead_to_first_answer() -> AnyResponse | None:
    key = _key()
    if key is None:
        return None
    try:
        with db.session.begin_nested():
            db.session.execute(sa.insert(UsedForm).values(key=key, account_id=_account_id(), path=request.path[:300]))
    except IntegrityError:
        used = db.session.get_one(UsedForm, key)
        if used.account_id == _account_id() and used.path == request.path[:300]:
            return redirect(used.answer or request.path, 303)
        return None
    g.used_form = key
    return None


def _remember_answer(response: Response) -> Response:
    key = g.pop("used_form", None)
    if key is None:
        return response
    if response.status_code in (302, 303):
        answer = response.headers.get("Location", "")[:300]
        db.session.execute(sa.update(UsedForm).where(UsedForm.key == key).values(answer=answer))
    else:
        # Nothing was done, so the same form may be sent again once it is put right.
        db.session.execute(sa.delete(UsedForm).where(UsedForm.key == key))
    return response


def _account_id() -> UUID | None:
    account = signed_in_account()
    return account.id if account else None


def _key() -> UUID | None:
    known = signed_in_account() is not None or "form_owner" in g
    if request.method not in ("POST", "PUT", "PATCH", "DELETE") or not known:
        return None
    try:
        return UUID(request.form.get(FIELD, ""))
    except ValueError:
        return None

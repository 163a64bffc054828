"""Nothing typed is lost when somebody is shut out of a case while they have a page of it open: the post gets the answer
that there is no such page, and its words are kept, sealed, for those who run the panel.

It is kept only of a page that was opened before, by somebody who could have sent it but for being shut out.
"""

import re
from functools import partial
from uuid import UUID

import sqlalchemy as sa
from flask import current_app, g, request
from itsdangerous import BadData, URLSafeTimedSerializer

from auth.current import current_actor
from auth.doors import NotAllowed
from auth.encryption.keyring import new_data_key
from auth.roles import Actor
from auth.sign_in.kept_forms import NEVER_KEPT
from casework.cases.events import record_unsealed
from casework.cases.models import Case, TypedBefore
from casework.cases.shut_out import shut_out_since
from extensions import db, keep_despite_failure
from wall.standing import as_service

NOT_WORDS = NEVER_KEPT | {"once", "version"}


def keep_typed(fault: Exception) -> None:
    """Keep the present request's words if it was refused for nothing but that its person is shut out of the case."""
    case_id = g.get("shut_case")
    if not isinstance(fault, NotAllowed) or not fault.but_for_exclusion or case_id is None:
        return
    actor, words = current_actor(), _words()
    if request.method == "POST" and g.get("csrf_valid") and words and _opened_before(actor, case_id):
        keep_despite_failure(partial(_keep_as_service, actor, case_id, request.path, words))


def typed_before(case_id: UUID) -> list[TypedBefore]:
    """What was kept of a case, the newest first; sealed."""
    wanted = sa.select(TypedBefore).where(TypedBefore.case_id == case_id)
    return list(db.session.scalars(wanted.order_by(TypedBefore.kept_at.desc(), TypedBefore.id)))


def _keep_as_service(actor: Actor, case_id: UUID, path: str, words: list[list[str]]) -> None:
    """The case is shut to whose words these are, in the database too."""
    with as_service():
        _keep(actor, case_id, path, words)
        db.session.flush()


def _keep(actor: Actor, case_id: UUID, path: str, words: list[list[str]]) -> None:
    case = db.session.get_one(Case, case_id)
    row = TypedBefore(
        data_key_id=new_data_key(panel=case.panel, kind="typed"),
        case_id=case_id,
        account_id=actor.account_id,
        path=path[:300],
        fields=words,
    )
    db.session.add(row)
    record_unsealed(case=case, kind="typed_before")


def _words() -> list[list[str]]:
    return [[name, text] for name, text in request.form.items(multi=True) if text.strip() and not _is_no_word(name)]


def _is_no_word(name: str) -> bool:
    return bool(NOT_WORDS & set(re.split("[-_]", name.casefold())))


def _opened_before(actor: Actor, case_id: UUID) -> bool:
    """The form's token says when its page was made, to the second."""
    signer = URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="wtf-csrf-token")
    since = shut_out_since(actor, case_id)
    try:
        _, made_at = signer.loads(request.form.get("csrf_token", ""), return_timestamp=True)
    except BadData:
        return False
    return since is not None and made_at <= since

"""Nothing typed is lost: a post that comes after its session has ended is kept, sealed, for the person who was typing.

Whose it is, the form itself says: its token holds a secret that only that person's session had. So what one person
typed is never shown to another who signs in on the same browser. Passwords, codes and files are not kept.
"""

import json
import re
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from uuid import UUID, uuid4

import sqlalchemy as sa
from flask import (
    Flask,
    Response,
    current_app,
    g,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_wtf.csrf import CSRFError
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.wrappers import Response as AnyResponse

from auth.access_log.service import write_turned_away
from auth.access_marks import WITHOUT_ACCOUNT, mark_of
from auth.current import current_actor
from auth.doors import NotAllowed, unlock_for_service
from auth.encryption.keyring import PARTNERSHIP, new_data_key
from auth.encryption.models import DataKey
from auth.models import KeptForm
from auth.sign_in import sessions
from extensions import db, keep_despite_failure, now, present_settings

PURPOSE = "kept form"
KEPT = "kept"
MOST_PER_ACCOUNT = 30
LONGEST_PATH = 300
# Parts of a field's name, split at "-" and "_": "address-postcode" is kept, "new_password" is not.
NEVER_KEPT = frozenset({"password", "passphrase", "passkey", "code", "pin", "secret", "csrf", "token"})
STAY = "sign_in.stay"
OLD_PAGE = "The page was open for too long, or was opened before you signed in."
PROOF = "You had to show again that it is you before this could be saved."
CHOOSE_FILE_AGAIN = "The file you chose could not be kept: choose it again."


@dataclass(frozen=True)
class Kept:
    """What was typed, opened for its owner."""

    id: UUID
    action: str
    fields: tuple[tuple[str, str], ...]
    had_files: bool
    why: str

    @property
    def reason(self) -> str:
        """Why this page is shown, in a sentence or two."""
        return f"{self.why} {CHOOSE_FILE_AGAIN}" if self.had_files else self.why


def bind(app: Flask) -> None:
    """Keep posts of ended sessions and posts with a wrong form token; erase what was kept once it is sent."""
    app.before_request(_keep_of_ended_session)
    app.register_error_handler(CSRFError, _on_wrong_token)
    app.after_request(_erase_when_sent)


def kept_for(account_id: UUID, kept_id: UUID) -> Kept:
    """Open what was kept.

    :raises NotAllowed: it is gone, or it is another person's.
    """
    row = db.session.get(KeptForm, kept_id)
    if row is None or row.account_id != account_id:
        raise NotAllowed
    unlock_for_service([row.data_key_id], purpose=PURPOSE)
    body = json.loads(row.body or "{}")
    fields = tuple((name, value) for name, value in body["fields"] if name != "once")
    return Kept(row.id, row.path, (*fields, ("once", str(row.once))), body["files"], body.get("why", OLD_PAGE))


def newest_id(account_id: UUID) -> UUID | None:
    """The newest of what is kept for this account."""
    wanted = sa.select(KeptForm.id).where(KeptForm.account_id == account_id).order_by(KeptForm.kept_at.desc())
    return db.session.scalars(wanted.limit(1)).first()


def erase(rows: sa.ColumnElement[bool]) -> int:
    """Erase kept forms with their keys; returns how many."""
    found = list(db.session.execute(sa.select(KeptForm.id, KeptForm.data_key_id).where(rows)))
    db.session.execute(sa.delete(KeptForm).where(KeptForm.id.in_([kept_id for kept_id, _ in found])))
    db.session.execute(sa.delete(DataKey).where(DataKey.id.in_([key_id for _, key_id in found])))
    return len(found)


def erase_old() -> int:
    """Erase what was kept longer than drafts are (28 days unless set otherwise)."""
    settings = present_settings()
    return erase(KeptForm.kept_at < now() - timedelta(days=settings.draft_days))


def keep(account_id: UUID, why: str = OLD_PAGE) -> KeptForm:
    """Seal the present request's form for ``account_id``. A form that is kept twice is kept once."""
    once = _once()
    g.kept_in_this_request = True
    erase(sa.and_(KeptForm.account_id == account_id, KeptForm.once == once))
    row = KeptForm(
        data_key_id=new_data_key(panel=PARTNERSHIP, kind="kept"),
        account_id=account_id,
        path=_path(),
        once=once,
        body=json.dumps({"fields": _fields(), "files": _has_files(), "why": why}),
        kept_at=now(),
    )
    db.session.add(row)
    db.session.flush()
    _drop_oldest(account_id)
    return row


def token_owner() -> UUID | None:
    """The account in whose session the posted form was made; ``None`` if its token is not one of ours."""
    signer = URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="wtf-csrf-token")
    try:
        form_secret = signer.loads(request.form.get("csrf_token", ""))
    except BadData:
        return None
    return sessions.owner_of_form_secret(str(form_secret))


def is_from_here() -> bool:
    """Whether the browser says that a page of this site sent the request. A forged post must not come back as a form.

    Every browser in use says one of the two; "null" is what a page that hides its origin sends.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is None or origin == request.host_url.rstrip("/")


def _keep_of_ended_session() -> AnyResponse | None:
    if request.method != "POST" or request.endpoint is None or sessions.present() is not None:
        return None
    if mark_of(current_app, request.endpoint) in WITHOUT_ACCOUNT or _is_about_signing_in() or not is_from_here():
        return None
    owner = token_owner() or g.get("ended_session_of")
    if owner is None:
        return None
    session[KEPT] = str(keep(owner).id)
    return redirect(url_for("sign_in.sign_in"), 303)


def _on_wrong_token(fault: CSRFError) -> AnyResponse:
    present, owner = sessions.present(), token_owner()
    if request.endpoint == STAY:
        return _stay_with_old_page(owner)
    if not is_from_here() or _is_about_signing_in():
        return _page("errors/bad_request.html", reason=OLD_PAGE)
    if present is None:
        return _page("errors/kept.html", action=_path(), fields=_fields(), reason=OLD_PAGE)
    # What was just started in the request is dropped; only the kept form is stored with this answer, and its entry.
    db.session.rollback()
    words = "the form was from another sign-in, or was open for too long"
    note = partial(write_turned_away, actor=current_actor(), event="form.token", rule="form-token", words=words)
    keep_despite_failure(note)
    g.commit_despite_status = True
    account_id = present.account_id
    row = keep(owner or account_id)
    if owner not in (None, account_id):
        return _page("errors/bad_request.html", reason="The page was opened by somebody else who was signed in here.")
    kept = kept_for(account_id, row.id)
    return _page("errors/kept.html", action=kept.action, fields=kept.fields, reason=kept.reason)


def _stay_with_old_page(owner: UUID | None) -> AnyResponse:
    # A page from before the last sign-in gets a fresh token only if the same person is signed in again.
    present = sessions.present()
    if present is None or owner != present.account_id or not is_from_here():
        return make_response(jsonify(signed_in=False), 403)
    return make_response(jsonify(signed_in=True, csrf_token=sessions.form_token()))


def _erase_when_sent(response: Response) -> Response:
    present = sessions.present()
    if g.get("kept_in_this_request"):
        return response
    if request.method == "POST" and response.status_code in (302, 303) and present and g.get("csrf_valid"):
        try:
            once = UUID(request.form.get("once", ""))
        except ValueError:
            return response
        erase(sa.and_(KeptForm.account_id == present.account_id, KeptForm.once == once))
    return response


def _drop_oldest(account_id: UUID) -> None:
    mine = sa.select(KeptForm.id).where(KeptForm.account_id == account_id).order_by(KeptForm.kept_at.desc())
    for kept_id in list(db.session.scalars(mine.offset(MOST_PER_ACCOUNT))):
        erase(KeptForm.id == kept_id)


def _fields() -> list[tuple[str, str]]:
    return [(name, value) for name, value in request.form.items(multi=True) if not is_never_kept(name)]


def _has_files() -> bool:
    return any(file.filename for file in request.files.values())


def is_never_kept(name: str) -> bool:
    """Whether what is typed into a field of this name is a secret: it stands on no page again."""
    return bool(NEVER_KEPT & set(re.split("[-_]", name.casefold())))


def _is_about_signing_in() -> bool:
    return request.blueprint in ("sign_in", "passkeys")


def _once() -> UUID:
    try:
        return UUID(request.form.get("once", ""))
    except ValueError:
        return uuid4()


def _path() -> str:
    whole = request.full_path.rstrip("?")
    return whole if len(whole) <= LONGEST_PATH else request.path[:LONGEST_PATH]


def _page(template: str, **facts: object) -> Response:
    return make_response(render_template(template, **facts), 400)

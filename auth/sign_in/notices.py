"""Telling the owner of an account what happened to how it is signed in to: on the next page, and by a mail without
content.

The demonstration's accounts are many people's at once, so nobody is told of theirs.
"""

from uuid import UUID

import sqlalchemy as sa
from flask import current_app

from auth.models import Account, UserSession
from auth.sign_in import sessions
from auth.sign_in.models import AccountNotice
from auth.telling import TELL
from extensions import db, now

ELSEWHERE, PASSWORD, RESET = "elsewhere", "password", "reset"
APP, PASSKEY_ADDED, PASSKEY_REMOVED, PASSKEY_COPIED = "app", "passkey_added", "passkey_removed", "passkey_copied"
CODES_MADE, CODE_USED = "codes_made", "code_used"
LINKED, UNLINKED = "linked", "unlinked"
WORDS = {
    ELSEWHERE: "Your account was signed in to on another device",
    PASSWORD: "Your password was changed",
    RESET: "Your password and your second factor were set up anew with a one-time code",
    APP: "Your authenticator app was set up",
    PASSKEY_ADDED: "A passkey was added",
    PASSKEY_REMOVED: "A passkey was removed",
    PASSKEY_COPIED: "A passkey was stopped, because two devices seem to hold it",
    CODES_MADE: "New recovery codes were made",
    CODE_USED: "A recovery code was used",
    LINKED: "Your organisation's sign-in was linked to your account",
    UNLINKED: "The link to your organisation's sign-in was removed",
}
MAIL, PAGE = "sign_in_changed", "/account/sign-ins"
MOST_SHOWN = 10


def tell(account: Account, what: str, *, by_mail: bool = True) -> None:
    """Keep it for the person's own page, point to it on every page of their other sessions, and send a mail."""
    if account.is_demo:
        return
    present = sessions.present()
    mine = present.id if present else None
    device = present.device if present else sessions.this_device()
    db.session.add(AccountNotice(account_id=account.id, session_id=mine, what=what, device=device, at=now()))
    others = sa.update(UserSession).where(UserSession.account_id == account.id, UserSession.ended_at.is_(None))
    db.session.execute(others.where(UserSession.id != mine).values(has_notice=True))
    send = current_app.extensions.get(TELL)
    if by_mail and send is not None:
        send(account_id=account.id, template=MAIL, path=PAGE)


def unseen(account_id: UUID) -> bool:
    """Whether something happened that the person has not been shown."""
    wanted = sa.select(AccountNotice.id).where(AccountNotice.account_id == account_id, AccountNotice.seen_at.is_(None))
    return db.session.scalars(wanted.limit(1)).first() is not None


def recent(account_id: UUID) -> list[AccountNotice]:
    """What happened last, the newest first."""
    wanted = sa.select(AccountNotice).where(AccountNotice.account_id == account_id)
    return list(db.session.scalars(wanted.order_by(AccountNotice.at.desc()).limit(MOST_SHOWN)))


def note_seen(session: UserSession) -> None:
    """The person has been shown all of it in ``session``. What was done in that very session stays unseen: whoever
    comes in with a stolen password cannot make the owner's notice of it go away."""
    theirs = sa.or_(AccountNotice.session_id.is_(None), AccountNotice.session_id != session.id)
    wanted = sa.update(AccountNotice).where(AccountNotice.account_id == session.account_id, theirs)
    db.session.execute(wanted.where(AccountNotice.seen_at.is_(None)).values(seen_at=now()))
    session.has_notice = False

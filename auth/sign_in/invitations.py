"""Invitations: the administrator makes a one-time code and passes it on by telephone; its owner chooses the password.

The same way leads back in when a password or a telephone is lost, so nobody but the owner ever knows a password.
"""

from datetime import timedelta
from functools import partial
from hashlib import blake2b
from uuid import UUID

import sqlalchemy as sa
from flask import current_app

from auth.accounts.finding import account_by_email
from auth.models import Account, Agency, Invitation
from auth.refusals import Refused
from auth.sign_in import factors, notices, session_rules, sessions, spoken_codes, throttle
from auth.sign_in.password_rules import fault_of
from auth.sign_in.passwords import hash_password
from auth.sign_in.service import count_try, log_failure, may_sign_in
from extensions import db, keep_despite_failure, now

LASTS = timedelta(days=7)
WRONG = "The e-mail address and code do not fit together, or the code is too old. Ask your administrator for a new one"


def invite(*, account: Account, made_by_id: UUID | None) -> str:
    """A new one-time code for ``account``, good for seven days; older codes end. Shown once, never stored in clear."""
    end_codes(account.id)
    code = spoken_codes.new_code()
    db.session.add(
        Invitation(
            account_id=account.id,
            code_hash=_hash(account.id, code),
            made_by_id=made_by_id,
            made_at=now(),
            expires_at=now() + LASTS,
        )
    )
    db.session.flush()
    return spoken_codes.in_groups(code)


def end_codes(account_id: UUID) -> None:
    """Let no code that was made for the account and was not used open it any more."""
    db.session.execute(sa.delete(Invitation).where(Invitation.account_id == account_id, Invitation.used_at.is_(None)))


def check(*, email: str, code: str) -> Invitation:
    """The invitation whose code this is, still good afterwards: for a way in other than a password.

    :raises TooManyTries: when a brake is on.
    :raises Refused: as :func:`accept`, of the code.
    """
    trier = count_try(throttle.INVITATION, email)
    account = account_by_email(email)
    invitation = _open_invitation(account, code) if account and may_sign_in(account) else None
    if invitation is None:
        log_failure("invitation", account.id if account else None)
        raise Refused(WRONG, "code")
    throttle.take_back(trier)
    return invitation


def agency_of(invitation: Invitation) -> Agency:
    """The agency of whoever was invited."""
    return db.session.get_one(Account, invitation.account_id).agency


def use(invitation_id: UUID) -> Account:
    """Use up a code that was checked before. Whatever opened the account until now opens it no more.

    :raises Refused: it was used meanwhile or is too old, or the account was suspended.
    """
    invitation = db.session.get(Invitation, invitation_id)
    account = db.session.get(Account, invitation.account_id) if invitation else None
    if invitation is None or account is None or invitation.expires_at <= now() or not may_sign_in(account):
        raise Refused(WRONG, "code")
    _use_up(invitation)
    _begin_anew(account)
    return account


def accept(*, email: str, code: str, password: str) -> Account:
    """Use the code up and take the new password. Every second factor is to be set up anew; other sessions end.

    :raises TooManyTries: when a brake is on.
    :raises Refused: unknown account, wrong or old code (the same words), or a password that is not taken.
    """
    trier = count_try(throttle.INVITATION, email)
    account = account_by_email(email)
    invitation = _open_invitation(account, code) if account and may_sign_in(account) else None
    if account is None or invitation is None:
        log_failure("invitation", account.id if account else None)
        raise Refused(WRONG, "code")
    if fault := fault_of(password, (account.name, account.email, account.agency.name, account.agency.short_name)):
        # The code was right, so this was no guess, although the request fails.
        keep_despite_failure(partial(throttle.take_back, trier))
        raise Refused(fault, "password")
    _use_up(invitation)
    throttle.take_back(trier)
    _begin_anew(account)
    account.password_hash = hash_password(password)
    return account


def _begin_anew(account: Account) -> None:
    account.password_hash = None
    factors.remove_all(account)
    sessions.end_all(account.id, because=session_rules.RESET)
    if account.signed_in_at is not None:
        notices.tell(account, notices.RESET)


def _open_invitation(account: Account, code: str) -> Invitation | None:
    wanted = sa.select(Invitation).where(
        Invitation.account_id == account.id,
        Invitation.code_hash == _hash(account.id, code),
        Invitation.used_at.is_(None),
        Invitation.expires_at > now(),
    )
    return db.session.scalars(wanted).one_or_none()


def _use_up(invitation: Invitation) -> None:
    used = db.session.execute(
        sa.update(Invitation).where(Invitation.id == invitation.id, Invitation.used_at.is_(None)).values(used_at=now())
    )
    if used.rowcount != 1:  # type: ignore[attr-defined]
        raise Refused(WRONG, "code")


def _hash(account_id: UUID, code: str) -> bytes:
    key: bytes = current_app.config["SECRET_KEY"]
    plain = spoken_codes.plain(code)
    return blake2b(b"invitation|" + account_id.bytes + plain.encode(errors="replace"), key=key, digest_size=32).digest()

"""The door to changing how one signs in: one's own account, and a fresh proof first."""

from datetime import timedelta
from uuid import UUID

from auth.current import current_actor, signed_in_account
from auth.doors import NotAllowed, need_new_proof
from auth.models import Account, UserSession
from auth.sign_in import sessions
from extensions import db, now

PROOF_LASTS = timedelta(minutes=15)
"""For password, factors and sessions, shorter than for records: whoever finds a screen left open could stay for good
(OWASP ASVS 5.0, 7.5.1)."""


def own_account() -> Account:
    """The account of the person signed in.

    :raises NotAllowed: nobody is.
    """
    account = signed_in_account()
    if account is None:
        raise NotAllowed
    return account


def own_account_to_change() -> Account:
    """The same, once its owner has just shown who it is.

    :raises ProofNeeded: that was not within the last fifteen minutes.
    """
    need_new_proof(current_actor(), now() - PROOF_LASTS, object_type="account")
    return own_account()


def may_change_now() -> bool:
    """Whether the proof is fresh enough to change how one signs in."""
    present = sessions.present()
    given = present.stepped_up_at if present else None
    return given is not None and given > now() - PROOF_LASTS and current_actor().has_fresh_proof(now())


def own_session(session_id: UUID) -> UserSession:
    """One of one's own sessions.

    :raises NotAllowed: there is none, or it is another account's.
    """
    row = db.session.get(UserSession, session_id)
    if row is None or row.account_id != own_account().id:
        raise NotAllowed
    return row

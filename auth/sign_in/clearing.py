"""Erasing what signing in leaves behind, once it is past its time."""

from datetime import timedelta

import sqlalchemy as sa

from auth.models import Invitation, SignInTry, UsedForm, UserSession
from auth.sign_in import challenges, kept_forms
from auth.sign_in.models import AccountNotice, PasskeyChallenge
from auth.sign_in.throttle import KNOWN_NETWORK_DAYS
from auth.sign_in.throttle_rules import FORGOTTEN_AFTER
from extensions import db, now, unit_of_work

USED_FORM_DAYS = 90
INVITATION_DAYS = 30
NOTICE_DAYS = 90


def clear_old() -> dict[str, int]:
    """Erase and count. Access entries name sessions by id alone, so they outlive the rows erased here."""
    at = now()
    return {
        "Kept forms": kept_forms.erase_old(),
        "Sessions": _erase(UserSession, UserSession.last_seen_at < at - timedelta(days=KNOWN_NETWORK_DAYS)),
        "Form keys": _erase(UsedForm, UsedForm.used_at < at - timedelta(days=USED_FORM_DAYS)),
        "Invitations": _erase(Invitation, Invitation.expires_at < at - timedelta(days=INVITATION_DAYS)),
        "Challenges": _erase(PasskeyChallenge, PasskeyChallenge.made_at <= at - challenges.LASTS),
        "Notices": _erase(AccountNotice, AccountNotice.at < at - timedelta(days=NOTICE_DAYS)),
        "Tries": _erase(SignInTry, SignInTry.at < at - FORGOTTEN_AFTER),
    }


def erase_what_is_past() -> str:
    """The same as a job of ``flask jobs run``: in a unit of work of its own, with one line about it."""
    with unit_of_work():
        return "Erased: " + ", ".join(f"{what.lower()} {number}" for what, number in clear_old().items())


def _erase(model: type, rows: sa.ColumnElement[bool]) -> int:
    gone = db.session.execute(sa.delete(model).where(rows).execution_options(synchronize_session=False))
    return int(gone.rowcount)  # type: ignore[attr-defined]

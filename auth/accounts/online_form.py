"""The account under whose name residents' own requests stand. Nobody can sign in with it.

A request that a resident sends needs an author and an agency like any other. This account has no password and no
e-mail address, is shut from the start, and is shown on no page where accounts or agencies are chosen or kept.
"""

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from auth.models import Account, Agency
from extensions import db, now

NAME, JOB = "Online form", "Sent by the resident"
ADDRESS = "online-form"
"""No e-mail address: the sign-in page takes none like it, and no mail can be sent to it."""
AGENCY, SHORT_AGENCY, KIND = "Residents", "Residents", "public"


def online_form() -> Account:
    """The account, made when it is first asked for."""
    return _found() or _made()


def is_online_form(account: Account) -> bool:
    """Whether this is the account that nobody can sign in with."""
    return account.email == ADDRESS


def _found() -> Account | None:
    return db.session.scalars(sa.select(Account).where(Account.email == ADDRESS)).one_or_none()


def _made() -> Account:
    try:
        with db.session.begin_nested():
            agency = Agency(name=AGENCY, short_name=SHORT_AGENCY, kind=KIND, is_landlord=False)
            db.session.add(agency)
            db.session.flush()
            account = Account(email=ADDRESS, name=NAME, job_title=JOB, agency_id=agency.id, suspended_at=now())
            db.session.add(account)
            db.session.flush()
    except IntegrityError:  # another request was quicker
        found = _found()
        if found is None:
            raise
        return found
    return account

"""Which account of a provider opens which account here."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from auth.models import Account
from auth.providers.models import ProviderLink
from auth.providers.rules import Identity
from auth.refusals import Refused
from extensions import db, now

TAKEN = "That account at your organisation is linked to another account here. Ask your system administrator"
HAS_ONE = "Your account is linked already. Remove that link first"


def of_account(account_id: UUID) -> ProviderLink | None:
    """The account's link, if it has one."""
    return db.session.scalars(sa.select(ProviderLink).where(ProviderLink.account_id == account_id)).one_or_none()


def of_identity(identity: Identity) -> ProviderLink | None:
    """The link of somebody at a provider, by issuer and subject."""
    wanted = sa.select(ProviderLink).where(
        ProviderLink.issuer == identity.issuer, ProviderLink.subject == identity.subject
    )
    return db.session.scalars(wanted).one_or_none()


def add(account: Account, identity: Identity) -> None:
    """Link, once.

    :raises Refused: either of the two is linked already.
    """
    if of_account(account.id) is not None:
        raise Refused(HAS_ONE)
    row = ProviderLink(account_id=account.id, issuer=identity.issuer, subject=identity.subject, linked_at=now())
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        raise Refused(TAKEN) from None


def of_agency(agency_id: UUID) -> list[ProviderLink]:
    """The links of an agency's people, by name."""
    wanted = sa.select(ProviderLink).join(Account, Account.id == ProviderLink.account_id)
    return list(db.session.scalars(wanted.where(Account.agency_id == agency_id).order_by(Account.name)))


def remove(account_id: UUID) -> bool:
    """Take an account's link away; whether there was one."""
    gone = db.session.execute(sa.delete(ProviderLink).where(ProviderLink.account_id == account_id))
    return bool(gone.rowcount)  # type: ignore[attr-defined]


def remove_of_agency(agency_id: UUID) -> list[UUID]:
    """Take the links of everybody of an agency away; whose they were."""
    people = sa.select(Account.id).where(Account.agency_id == agency_id)
    gone = sa.delete(ProviderLink).where(ProviderLink.account_id.in_(people)).returning(ProviderLink.account_id)
    return list(db.session.scalars(gone.execution_options(synchronize_session=False)))

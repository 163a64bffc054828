"""Looking up agencies and accounts."""

from uuid import UUID

import sqlalchemy as sa

from auth.accounts.online_form import ADDRESS, KIND
from auth.models import Account, Agency
from extensions import db


def account_by_email(email: str) -> Account | None:
    """The account with this address, whatever its case."""
    return db.session.scalars(sa.select(Account).where(Account.email == email.strip().casefold())).one_or_none()


def accounts_called(text: str) -> list[Account]:
    """Accounts whose e-mail address is ``text`` or whose name holds it, by name; at most 20."""
    wanted = text.strip().casefold()
    if not wanted:
        return []
    named = sa.func.lower(Account.name).contains(wanted, autoescape=True)
    query = sa.select(Account).where(sa.or_(Account.email == wanted, named)).order_by(Account.name).limit(20)
    return list(db.session.scalars(query))


def agencies() -> list[Agency]:
    """All agencies by name, without the one that stands for residents."""
    return list(db.session.scalars(sa.select(Agency).where(Agency.kind != KIND).order_by(Agency.name)))


def people_of(agency_id: UUID) -> list[Account]:
    """The active accounts of an agency by name."""
    wanted = sa.select(Account).where(Account.agency_id == agency_id, Account.suspended_at.is_(None))
    return list(db.session.scalars(wanted.order_by(Account.name)))


def everybody() -> list[Account]:
    """All accounts of people, suspended ones too, by name."""
    return list(db.session.scalars(sa.select(Account).where(Account.email != ADDRESS).order_by(Account.name)))


def account_with(account_id: UUID | None) -> Account | None:
    """The account with this id; nothing for nothing."""
    return db.session.get(Account, account_id) if account_id else None

"""The door to accounts: for the system administrator alone. It opens no key, and writes who looked."""

from uuid import UUID

import sqlalchemy as sa

from auth.accounts.online_form import is_online_form
from auth.doors import PARTNERSHIP_OBJECT, NotAllowed, Target, pass_door
from auth.models import Account, Appointment
from auth.roles import Actor
from extensions import db

PERMISSION = "accounts.manage"


def pass_accounts_door(actor: Actor, *, event: str) -> None:
    """The lists of agencies and people.

    :raises NotAllowed: for everybody but the administrator.
    """
    pass_door(actor, PERMISSION, Target("partnership", PARTNERSHIP_OBJECT, None), event=event)


def account_for(actor: Actor, account_id: UUID, *, event: str = "account.open") -> Account:
    """One account.

    :raises NotAllowed: for everybody but the administrator, and when there is no such account of a person.
    """
    account = db.session.get(Account, account_id)
    if account is None or is_online_form(account):
        pass_door(actor, PERMISSION, None, event=event, object_type="account")
        raise NotAllowed
    pass_door(actor, PERMISSION, Target("account", account.id, None), event=event)
    return account


def appointment_of(account: Account, appointment_id: UUID) -> Appointment:
    """One appointment of an account that is open already.

    :raises NotAllowed: it is another account's, or there is none.
    """
    wanted = sa.select(Appointment).where(Appointment.id == appointment_id, Appointment.account_id == account.id)
    found = db.session.scalars(wanted).one_or_none()
    if found is None:
        raise NotAllowed
    return found

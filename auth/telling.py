"""Telling people that something about accounts needs them. The messages themselves belong to the floor above."""

from collections.abc import Callable, Iterable
from uuid import UUID

import sqlalchemy as sa
from flask import current_app

from auth.models import Account, Appointment
from auth.roles import Role
from extensions import db
from wording.dates import today

TELL = "casework-tell"
ADMINISTRATION = "/admin"


def tell(account_ids: Iterable[UUID | None], template: str, path: str = "") -> None:
    """Put one message without content into the outbox for each of these accounts, once for each."""
    put: Callable[..., None] | None = current_app.extensions.get(TELL)
    for account_id in dict.fromkeys(account_ids):
        if put is not None and account_id is not None:
            put(account_id=account_id, template=template, **({"path": path} if path else {}))


def administrators() -> list[UUID]:
    """The accounts that administer today, oldest first."""
    return holders(None, Role.ADMINISTRATOR)


def holders(panel: str | None, *roles: Role) -> list[UUID]:
    """The accounts that hold one of ``roles`` in ``panel`` (``None``: in the partnership) today, not as cover."""
    wanted = (
        sa.select(Account.id)
        .join(Appointment, Appointment.account_id == Account.id)
        .where(Appointment.panel == panel if panel else Appointment.panel.is_(None))
        .where(Appointment.role.in_([role.value for role in roles]), Appointment.counts_on(today()))
        .where(Appointment.covers_id.is_(None))
    )
    return list(dict.fromkeys(db.session.scalars(wanted.order_by(Account.created_at, Account.id))))

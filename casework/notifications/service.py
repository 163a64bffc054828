"""Putting messages into the outbox. They are sent after the commit, by ``flask jobs run``."""

from uuid import UUID

import sqlalchemy as sa

from auth.models import Account, Appointment
from auth.panel_facts import is_hidden
from auth.roles import EMERGENCY_ROLES
from casework.notifications.models import OutgoingMessage
from casework.notifications.templates import HOME, message
from extensions import db
from wording.dates import today


def tell(*, account_id: UUID, template: str, path: str = HOME, each: bool = False) -> None:
    """Tell one person that something waits. The same unsent message is not put in twice, unless ``each`` is about
    something of its own.

    :raises UnknownMessage: ``template`` is not on the fixed list.
    """
    message(template)
    if each or not _waits_already(account_id, template, path):
        db.session.add(OutgoingMessage(account_id=account_id, template=template, path=path[:200]))


def tell_agency(*, agency_id: UUID, panel: str, template: str, path: str = HOME) -> int:
    """Tell everybody of an agency who is appointed to ``panel`` today; all its people if none is. Returns how many.

    Of a panel that hides that it has a case only those who sit on it hear.
    """
    people = _appointed(agency_id, panel) or ([] if is_hidden(panel) else _all_of(agency_id))
    for account_id in people:
        tell(account_id=account_id, template=template, path=path)
    return len(people)


def tell_role(*, panel: str, roles: tuple[str, ...], template: str, path: str = HOME) -> int:
    """Tell everybody who holds one of ``roles`` in ``panel`` today. Returns how many."""
    people = appointed_as(panel=panel, roles=roles)
    for account_id in people:
        tell(account_id=account_id, template=template, path=path)
    return len(people)


def appointed_as(*, panel: str, roles: tuple[str, ...]) -> list[UUID]:
    """The accounts that hold one of ``roles`` in ``panel`` today."""
    return _ids(_in_force(panel).where(Appointment.role.in_(roles)))


def _waits_already(account_id: UUID, template: str, path: str) -> bool:
    same = sa.select(OutgoingMessage.id).where(
        OutgoingMessage.account_id == account_id,
        OutgoingMessage.template == template,
        OutgoingMessage.path == path[:200],
        OutgoingMessage.sent_at.is_(None),
        OutgoingMessage.tries == 0,
    )
    return db.session.scalar(same.limit(1)) is not None


def _appointed(agency_id: UUID, panel: str) -> list[UUID]:
    # Who may only use emergency access does not answer for the agency.
    sits = Appointment.role.not_in([role.value for role in EMERGENCY_ROLES])
    return _ids(_in_force(panel).where(Account.agency_id == agency_id, sits))


def _all_of(agency_id: UUID) -> list[UUID]:
    return _ids(sa.select(Account.id).where(Account.agency_id == agency_id, Account.suspended_at.is_(None)))


def _in_force(panel: str) -> sa.Select[UUID]:
    return (
        sa.select(Account.id)
        .join(Appointment, Appointment.account_id == Account.id)
        .where(Appointment.panel == panel, Appointment.counts_on(today()))
    )


def _ids(query: sa.Select[UUID]) -> list[UUID]:
    return list(db.session.scalars(query.distinct().order_by(Account.id)))

"""Who hears of an emergency access at once. The messages say that something waits, and no name, case or panel."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from auth.current import actor_of
from auth.models import Account, Appointment
from auth.panel_facts import is_hidden
from auth.policy_relationships import EXCLUDED
from auth.roles import Actor, Role
from casework.cases.access import related_to
from casework.cases.models import Case
from casework.emergency.models import EmergencyAccess
from casework.notifications.service import tell
from extensions import db
from wall.standing import as_service
from wording.dates import today

CHAIRS = (Role.CHAIR, Role.VICE_CHAIR)


@dataclass(frozen=True, slots=True)
class Told:
    """Who will be told, for the page on which emergency access is asked for. It depends on no case."""

    privacy_officers: tuple[str, ...]
    manager: str


def who_is_told(actor: Actor) -> Told:
    """The people outside the panel who will be told of this person's emergency access."""
    officers = tuple(one.name for one in _holders(None, (Role.PRIVACY_OFFICER,)))
    manager = manager_of(actor.account_id)
    return Told(officers, manager.name if manager else "")


@as_service()
def alert(access: EmergencyAccess) -> None:
    """Tell those who review it and the person's own manager, each once; the service knows whom a conflict keeps out."""
    path = f"/emergency/{access.id}"
    hidden = is_hidden(access.panel)
    reviewers = reviewers_of(access)
    for one in reviewers:
        tell(account_id=one.id, template="emergency_used_hidden" if hidden else "emergency_used", path=path)
    manager = manager_of(access.account_id)
    if manager is not None and manager.id not in {one.id for one in reviewers}:
        tell(account_id=manager.id, template="emergency_in_team", each=True)


def remind(access: EmergencyAccess) -> None:
    """Tell those who review it that it is late."""
    for one in reviewers_of(access):
        tell(account_id=one.id, template="emergency_overdue", path=f"/emergency/{access.id}")


def reviewers_of(access: EmergencyAccess) -> list[Account]:
    """Chair, vice-chair and privacy officers, without whoever used it and those whom a conflict keeps out."""
    people = {one.id: one for one in _holders(access.panel, CHAIRS) if not _is_excluded(one, access.case)}
    people |= {one.id: one for one in _holders(None, (Role.PRIVACY_OFFICER,))}
    people.pop(access.account_id, None)
    return list(people.values())


def manager_of(account_id: UUID) -> Account | None:
    """The person's manager, where one is on record who still works here."""
    manager_id = db.session.get_one(Account, account_id).manager_id
    manager = db.session.get(Account, manager_id) if manager_id else None
    return manager if manager is not None and manager.is_active else None


def _is_excluded(account: Account, case: Case) -> bool:
    return EXCLUDED in related_to(actor_of(account), case)


def _holders(panel: str | None, roles: tuple[Role, ...]) -> list[Account]:
    wanted = (
        sa.select(Account)
        .join(Appointment, Appointment.account_id == Account.id)
        .where(Appointment.counts_on(today()))
        .where(Appointment.panel == panel if panel else Appointment.panel.is_(None))
        .where(Appointment.role.in_([role.value for role in roles]))
    )
    return list(db.session.scalars(wanted.order_by(Account.name, Account.id)).unique())

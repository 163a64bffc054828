"""To whom a breach goes that is about the only privacy officer: the chairs of panels who work for another agency.

Alerts go to the privacy officer (security.md 4.5); nobody is told of their own. Chairs answer for the partnership, hold
no duty beside which nobody sees a case, and read no case in it: what auditors write names none.
"""

from uuid import UUID

import sqlalchemy as sa

from auth import telling
from auth.inquiry.flags import BREACH
from auth.inquiry.models import FlagDecision
from auth.models import Account, Appointment
from auth.roles import Actor, Role
from extensions import db
from wording.dates import today


def whom_to_tell(row: FlagDecision) -> list[UUID]:
    """The privacy officers but whoever it is about; where that leaves nobody, the chairs in their place."""
    officers = telling.holders(None, Role.PRIVACY_OFFICER)
    if row.account is None or officers != [row.account_id]:
        return [one for one in officers if one != row.account_id]
    chairs = (
        sa.select(Account.id)
        .join(Appointment, Appointment.account_id == Account.id)
        .where(Appointment.role == Role.CHAIR.value, Appointment.panel.is_not(None), Appointment.counts_on(today()))
        .where(Appointment.covers_id.is_(None), Account.agency_id != row.account.agency_id)
    )
    return list(dict.fromkeys(db.session.scalars(chairs.order_by(Account.created_at, Account.id))))


def stands_in(actor: Actor, row: FlagDecision) -> bool:
    """Whether this person is told of a breach in the place of the only privacy officer, whom it is about."""
    if row.account is None or not actor.own_panels(Role.CHAIR) or row.account.agency_id == actor.agency_id:
        return False
    return telling.holders(None, Role.PRIVACY_OFFICER) == [row.account_id]


def breaches_in_place(actor: Actor) -> list[FlagDecision]:
    """The breaches of which this person is told in that place; nothing is asked for anybody who chairs no panel."""
    if not actor.own_panels(Role.CHAIR):
        return []
    officers = telling.holders(None, Role.PRIVACY_OFFICER)
    found = sa.select(FlagDecision).where(FlagDecision.state == BREACH, FlagDecision.account_id.in_(officers))
    rows = db.session.scalars(found.order_by(FlagDecision.at.desc())) if len(officers) == 1 else ()
    return [row for row in rows if stands_in(actor, row)]

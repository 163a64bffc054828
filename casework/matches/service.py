"""What a coordinator does about a match: nothing, ask the other coordinator by telephone, or disclose formally."""

from dataclasses import dataclass

import sqlalchemy as sa

from auth.models import Account, Appointment
from auth.roles import Actor, Role
from casework.errors import Refused
from casework.matches.models import MatchNotice
from casework.panel_settings.narrative import must_be_reason
from extensions import db, now
from inputs import Option
from wording.dates import today

NONE, PHONE, DISCLOSURE = "none", "phone", "disclosure"
CHOICES = (
    Option(NONE, "Do nothing", "Say why, so that it can be understood later"),
    Option(
        PHONE,
        "Ask the other coordinator by telephone",
        "Say no more of the case than is needed",
    ),
    Option(DISCLOSURE, "Disclose formally", "You record what is passed on, to whom and on what basis, on the case"),
)


@dataclass(frozen=True, slots=True)
class Colleague:
    """Whom to ring."""

    name: str
    phone: str


def decide(*, actor: Actor, notice: MatchNotice, choice: str, why: str) -> MatchNotice:
    """Record what is done about an opened match.

    :raises Refused: no such choice, no reason, or it was decided already.
    """
    db.session.flush()
    db.session.refresh(notice, ["choice"], with_for_update=True)
    if notice.choice:
        raise Refused("This was decided already")
    if choice not in {offered.value for offered in CHOICES}:
        raise Refused("Select what you do about it", "choice")
    if not why.strip():
        raise Refused("Enter why, or what you asked", "why")
    must_be_reason(notice.panel, why=why)
    notice.choice, notice.why = choice, why.strip()
    notice.chosen_by_id, notice.chosen_at = actor.account_id, now()
    return notice


def coordinators_of(panel: str) -> list[Colleague]:
    """The people who coordinate a panel today, with the number to ring."""
    wanted = (
        sa.select(Account)
        .join(Appointment, Appointment.account_id == Account.id)
        .where(Appointment.panel == panel, Appointment.role == Role.COORDINATOR.value)
        .where(Appointment.counts_on(today()))
    )
    return [Colleague(one.name, one.phone) for one in db.session.scalars(wanted.order_by(Account.name).distinct())]

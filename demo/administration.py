"""What the administrators of the demonstration have before them: a role that waits, an agreement that ends soon, and a
colleague who covers next week."""

from datetime import timedelta

from auth.accounts import granting, sharing
from auth.accounts.service import account_by_email, appoint
from auth.models import Appointment
from auth.roles import Actor, Role
from demo.story import act
from extensions import now
from wording.dates import today

ENDS_IN_DAYS = 45


def load_administration(panel: str) -> None:
    """One administrator has asked for a role, and the other or a chair may confirm it; one agreement ends soon; one
    member is away next week."""
    with act("oak", now()) as oak:
        ask_for_a_role(oak, panel)
        cover_a_member(oak, panel)
        landlord = account_by_email("rowan@example.org")
        if landlord is not None:
            sharing.record_agreement(
                actor=oak,
                agency=landlord.agency,
                reference="ISA 14, renewed",
                signed_on=today() - timedelta(days=320),
                expires_on=today() + timedelta(days=ENDS_IN_DAYS),
                contact="Head of housing, 020 7946 0144",
            )


def ask_for_a_role(actor: Actor, panel: str, days: int = 1) -> Appointment:
    """Ask that Maple Dunmore sit in the vice-chair's place, from so many days on, for half a year."""
    account = account_by_email("maple@example.org")
    if account is None:
        raise LookupError("The demonstration has no maple.")
    first = today() + timedelta(days=days)
    last = first + timedelta(days=182)
    return appoint(actor=actor, account=account, panel=panel, role=Role.VICE_CHAIR, from_on=first, to_on=last)


def cover_a_member(actor: Actor, panel: str) -> Appointment:
    """Ivy Trelawney is on leave: Poplar Hartwell of the same agency sits for her for a week, from three days on."""
    ivy, poplar = account_by_email("ivy@example.org"), account_by_email("poplar@example.org")
    if ivy is None or poplar is None:
        raise LookupError("The demonstration has no ivy or no poplar.")
    hers = next(one for one in ivy.appointments if one.panel == panel and one.ended_at is None)
    first = today() + timedelta(days=3)
    return granting.cover(actor=actor, covered=hers, account=poplar, from_on=first, to_on=first + timedelta(days=6))

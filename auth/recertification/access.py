"""Whose word counts for a role: nobody's own, and never one person's for both sides."""

from uuid import UUID

import sqlalchemy as sa

from auth.doors import NotAllowed, is_shut, pass_door
from auth.models import Account, Appointment
from auth.recertification.rules import AGENCY, CHAIR, SIDES, is_asked, stands
from auth.roles import Actor, Role
from extensions import db
from wording.dates import today

EVENT, TYPE = "appointment.certify", "account"
COVER_END = "cover.end"
CHAIRS = (Role.CHAIR, Role.VICE_CHAIR)


def appointment_for(actor: Actor, appointment_id: UUID, side: str) -> Appointment:
    """A role for which this person may speak for ``side`` now.

    :raises NotAllowed: there is none, or not for this person: one answer, which the log keeps.
    """
    found = db.session.get(Appointment, appointment_id)
    if found is None or side not in sides_for(actor, found):
        pass_door(actor, EVENT, None, event=EVENT, object_type=TYPE)
        raise NotAllowed
    return found


def cover_to_end(actor: Actor, appointment_id: UUID) -> Appointment:
    """Cover for this person's own role. :raises NotAllowed: there is none, or it is for somebody else's."""
    found = db.session.get(Appointment, appointment_id)
    if found is None or found.covers is None or found.covers.account_id != actor.account_id:
        pass_door(actor, COVER_END, None, event=COVER_END, object_type=TYPE)
        raise NotAllowed
    return found


def sides_for(actor: Actor, appointment: Appointment) -> tuple[str, ...]:
    """The sides for which this person is asked about a role now. Nobody is asked about his own."""
    if not _is_open(appointment) or appointment.account_id == actor.account_id:
        return ()
    standing, period = appointment.standing(), appointment.period()
    if not is_asked(standing, today(), period):
        return ()
    missing = [side for side in SIDES if not stands(standing, side, today(), period)]
    return tuple(
        side for side in missing if _speaks(actor, appointment, side) and not _spoke_for_other(actor, appointment, side)
    )


def asked_about(appointment: Appointment, side: str) -> list[UUID]:
    """The accounts whose word is asked for a side."""
    if side == AGENCY:
        manager = manager_of(appointment.account)
        return [manager.id] if manager else _administrators(appointment)
    return _other_chairs(appointment) or _administrators(appointment)


def manager_of(account: Account) -> Account | None:
    """Who speaks for the person's agency: their manager, if active and of the same agency."""
    manager = db.session.get(Account, account.manager_id) if account.manager_id else None
    if manager is None or not manager.is_active or manager.agency_id != account.agency_id:
        return None
    return manager if manager.id != account.id else None


def _is_open(appointment: Appointment) -> bool:
    ended = appointment.ended_at is not None or appointment.to_on < today()
    certified = appointment.panel is not None and appointment.covers_id is None
    return certified and not ended and appointment.account.is_active


def _speaks(actor: Actor, appointment: Appointment, side: str) -> bool:
    if side == AGENCY:
        manager = manager_of(appointment.account)
        return actor.account_id == manager.id if manager else actor.is_administrator()
    if actor.is_administrator():
        return not _other_chairs(appointment)
    panel = appointment.panel or ""
    return panel in actor.own_panels(*CHAIRS) and not is_shut(actor, panel)


def _spoke_for_other(actor: Actor, appointment: Appointment, side: str) -> bool:
    other = CHAIR if side == AGENCY else AGENCY
    by = appointment.certified_by_chair_id if side == AGENCY else appointment.certified_by_agency_id
    return by == actor.account_id and stands(appointment.standing(), other, today(), appointment.period())


def _other_chairs(appointment: Appointment) -> list[UUID]:
    return _holders(appointment.panel, CHAIRS, but=appointment.account_id)


def _administrators(appointment: Appointment) -> list[UUID]:
    return _holders(None, (Role.ADMINISTRATOR,), but=appointment.account_id)


def _holders(panel: str | None, roles: tuple[Role, ...], *, but: UUID) -> list[UUID]:
    wanted = sa.select(Appointment).where(
        Appointment.panel == panel if panel else Appointment.panel.is_(None),
        Appointment.role.in_([role.value for role in roles]),
        Appointment.account_id != but,
        Appointment.ended_at.is_(None),
        Appointment.covers_id.is_(None),
    )
    found = db.session.scalars(wanted.order_by(Appointment.account_id))
    return [one.account_id for one in found if one.in_force(today()) and one.account.is_active]

"""Vetting: in a panel that asks for it a role counts only while the person is vetted (ADR 0042).

One person says on which day somebody was vetted and until when it holds, with a role or by itself; another confirms.
Nobody does either for himself. It is the person's, so one vetting serves every role. It counts from the next request
on, and so does its end.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from auth.accounts import rules, told
from auth.accounts.access import may_confirm_vetting
from auth.accounts.models import Vetting
from auth.accounts.vetting_rules import SHOWN_BEFORE, Vetted, fault_of, is_told
from auth.accounts.written import ACCOUNT, log_change, refuse_own
from auth.current import actor_of
from auth.doors import NotAllowed
from auth.models import Account, Appointment
from auth.panel_facts import panel_facts, wants_vetting
from auth.refusals import Refused
from auth.roles import UNVETTED_ROLES, Actor, Role
from extensions import db, now, unit_of_work
from wording.dates import today, uk_date

FIELD = "vetted_on"
NEEDED = "Enter the day on which the person was vetted. This panel asks for it, and no vetting that holds is on record"
NOT_NEEDED = "Leave the days of vetting empty. This role asks for none"
BOTH = "Enter both days of the vetting: the day of it, and until when it holds"
RUN_OUT = "No vetting that holds is on record for this person. The role has to be asked for again, with the vetting"
NO_COVER = "{name} has no vetting on record that holds until {day}, and this panel asks for it. Record it first"
NO_ROLE = "No role of this person asks for vetting, so none is kept"
ASKED_ALREADY = "This was asked for already and waits for a second person"
LAPSED = "This was asked for more than 14 days ago. It has to be asked for again"
ASKER_GONE = "Whoever asked for this does not manage accounts any more. It has to be asked for again"
SETTLED = "This was settled already"
INACTIVE = "This account is suspended or has ended"


@dataclass(frozen=True, slots=True)
class Due:
    """Somebody who holds a role that asks for vetting, and whose vetting is missing, ends soon or has run out."""

    account: Account
    counts: bool


def days_typed(on: date | None, until: date | None) -> Vetted | None:
    """What stands in the two fields of a form. :raises Refused: one of them is empty."""
    if on is not None and until is not None:
        return Vetted(on, until)
    if on is not None or until is not None:
        raise Refused(BOTH, FIELD if on is None else "vetted_until")
    return None


def refuse_unfit(account: Account, panel: str | None, role: Role, vetted: Vetted | None) -> None:
    """Before a role is asked for.

    :raises Refused: it asks for vetting, and there is none that holds; it does not, and days were given; or the days
        cannot be.
    """
    if not wants_vetting(panel, role):
        if vetted is not None:
            raise Refused(NOT_NEEDED, FIELD)
        return
    if vetted is not None:
        _refuse_fault(vetted)
    elif account.vetted_on is None or not account.is_vetted(today()):
        raise Refused(NEEDED, FIELD)


def refuse_cover(account: Account, panel: str | None, role: Role, last: date) -> None:
    """:raises Refused: the role asks for vetting, and that of whoever is to cover does not hold until the last day."""
    if wants_vetting(panel, role) and not account.is_vetted(last):
        raise Refused(NO_COVER.format(name=account.name, day=uk_date(last)), "colleague")


def record_with(*, actor: Actor | None, appointment: Appointment, vetted: Vetted) -> None:
    """Put vetting on record with the role that it is for, to be settled with it; at once where the role counts."""
    row = _record(actor, appointment.account_id, vetted, appointment)
    if appointment.confirmed_at is not None:
        row.confirmed_at = appointment.confirmed_at
        _take_place(row, appointment.account)


def of_role(appointment: Appointment) -> Vetting | None:
    """The vetting that was recorded with a role and waits with it."""
    wanted = sa.select(Vetting).where(Vetting.appointment_id == appointment.id, *_waits())
    return db.session.scalars(wanted).one_or_none()


def confirm_with(*, actor: Actor, appointment: Appointment, rule: str) -> None:
    """Let the vetting count that was recorded with a role; the role is settled by the same person.

    :raises Refused: the role asks for vetting, and by now there is none that holds.
    """
    row = of_role(appointment)
    if row is not None:
        _refuse_fault(Vetted(row.vetted_on, row.expires_on))
        _count(actor, row, rule)
    elif appointment.wants_vetting() and not appointment.account.is_vetted(today()):
        raise Refused(RUN_OUT)


def end_with(appointment: Appointment) -> None:
    """The role is refused or taken back, and the vetting that waited with it."""
    row = of_role(appointment)
    if row is not None:
        row.ended_at = now()


def ask(*, actor: Actor, account: Account, vetted: Vetted) -> Vetting:
    """Record a new vetting of somebody who holds a role that asks for it. It counts when somebody else has confirmed
    it; until then the one before does.

    :raises Refused: one's own, it waits already, no role asks for it, or the days cannot be.
    """
    refuse_own(actor, account)
    if not account.is_active:
        raise Refused(INACTIVE)
    if not is_asked(account):
        raise Refused(NO_ROLE, FIELD)
    if any(one.account_id == account.id for one in pending()):
        raise Refused(ASKED_ALREADY, FIELD)
    _refuse_fault(vetted)
    row = _record(actor, account.id, vetted)
    log_change(actor, "vetting.ask", ACCOUNT, account.id)
    told.of_vetting(account, wants_second=True)
    return row


def pending() -> list[Vetting]:
    """What was recorded by itself and waits for a second person, the oldest first."""
    waiting = sa.select(Vetting).where(Vetting.appointment_id.is_(None), *_waits())
    found = db.session.scalars(waiting.order_by(Vetting.asked_at, Vetting.id))
    return [one for one in found if not rules.has_lapsed(one.asked_at, now())]


def confirm(*, actor: Actor, row: Vetting) -> None:
    """Let a vetting count that somebody else recorded.

    :raises NotAllowed: the actor is no second person for it.
    :raises Refused: it was settled already or waited too long, or what was true when it was recorded is not any more.
    """
    _must_be_second(actor, row)
    if rules.has_lapsed(row.asked_at, now()):
        raise Refused(LAPSED)
    if row.asked_by is None or not actor_of(row.asked_by).is_administrator():
        raise Refused(ASKER_GONE)
    if not row.account.is_active:
        raise Refused(INACTIVE)
    _refuse_fault(Vetted(row.vetted_on, row.expires_on))
    _count(actor, row, "second-administrator")
    told.of_vetting(row.account, wants_second=False)


def refuse(*, actor: Actor, row: Vetting) -> None:
    """Say no. :raises NotAllowed: as :func:`confirm`. :raises Refused: it was settled already."""
    _must_be_second(actor, row)
    _settle(row, ended_at=now())
    log_change(actor, "vetting.refuse", ACCOUNT, row.account_id, rule="second-administrator")


def end_all_of(account: Account) -> None:
    """Whoever leaves or moves starts anew: nothing is carried over, and what waits for them or by them ends."""
    account.vetted_on = account.vetted_until = account.vetting_reminded_on = None
    theirs = sa.or_(Vetting.account_id == account.id, Vetting.asked_by_id == account.id)
    db.session.execute(sa.update(Vetting).where(theirs, *_waits()).values(ended_at=now()))


def is_asked(account: Account) -> bool:
    """Whether the person holds, or is to hold, a role that asks for vetting."""
    return any(one.ended_at is None and one.to_on >= today() and one.wants_vetting() for one in account.appointments)


def due() -> list[Due]:
    """Whose vetting the administrators are to record or renew, those first whose roles count for the shortest time."""
    soon = today() + SHOWN_BEFORE
    asking = sa.select(Appointment.account_id).where(
        Appointment.panel.in_(panel_facts().vetted),
        Appointment.role.not_in([role.value for role in UNVETTED_ROLES]),
        Appointment.confirmed_at.is_not(None),
        Appointment.ended_at.is_(None),
        Appointment.to_on >= today(),
    )
    missing = sa.or_(Account.vetted_on.is_(None), Account.vetted_until.is_(None), Account.vetted_until <= soon)
    wanted = sa.select(Account).where(Account.id.in_(asking), missing).order_by(Account.vetted_until, Account.name)
    found = [one for one in db.session.scalars(wanted).unique() if one.is_active]
    return [Due(one, one.is_vetted(today())) for one in found]


def remind_of_vetting() -> str:
    """Tell the person and the administrators that somebody's vetting ends; once for each step."""
    count = 0
    with unit_of_work():
        for one in (one.account for one in due()):
            until = one.vetted_until or today()
            if is_told(until, today(), one.vetting_reminded_on):
                one.vetting_reminded_on = today()
                told.of_vetting_that_ends(one)
                count += 1
    return f"Vetting: {count} reminded of."


def _waits() -> tuple[sa.ColumnElement[bool], ...]:
    return Vetting.confirmed_at.is_(None), Vetting.ended_at.is_(None)


def _refuse_fault(vetted: Vetted) -> None:
    fault = fault_of(vetted, today())
    if fault:
        raise Refused(fault[1], fault[0])


def _record(actor: Actor | None, account_id: UUID, vetted: Vetted, appointment: Appointment | None = None) -> Vetting:
    row = Vetting(
        account_id=account_id,
        appointment_id=appointment.id if appointment else None,
        vetted_on=vetted.on,
        expires_on=vetted.until,
        asked_by_id=actor.account_id if actor else None,
        asked_at=now(),
    )
    db.session.add(row)
    db.session.flush()
    return row


def _count(actor: Actor, row: Vetting, rule: str) -> None:
    _settle(row, confirmed_by_id=actor.account_id, confirmed_at=now())
    _take_place(row, row.account)
    role = Role.ADMINISTRATOR if actor.is_administrator() else None
    log_change(actor, "vetting.confirm", ACCOUNT, row.account_id, rule=rule, role=role)


def _take_place(row: Vetting, account: Account) -> None:
    account.vetted_on, account.vetted_until, account.vetting_reminded_on = row.vetted_on, row.expires_on, None


def _settle(row: Vetting, **values: object) -> None:
    """Of two people who settle it at once the database lets one."""
    waits = sa.update(Vetting).where(Vetting.id == row.id, *_waits())
    if db.session.execute(waits.values(**values).returning(Vetting.id)).first() is None:
        raise Refused(SETTLED)
    db.session.refresh(row)


def _must_be_second(actor: Actor, row: Vetting) -> None:
    if not may_confirm_vetting(actor, row):
        raise NotAllowed

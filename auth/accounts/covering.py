"""Cover: somebody holds a colleague's role from a day to a day, and for that colleague.

It is an appointment like any other (:mod:`auth.accounts.granting`) that says for which one it stands in. So it takes as
many people as the role does, counts on its days alone, and ends with either person. It counts on no day on which the
role that is covered does not.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from auth.accounts import cover_rules, finding, vetting
from auth.accounts.cover_rules import Days
from auth.models import Account, Appointment
from auth.refusals import Refused
from extensions import db
from wording.dates import as_date, today

COLLEAGUE = "colleague"


def can_be_covered(appointment: Appointment) -> bool:
    """Whether somebody may cover this role at all."""
    return _fault_of_role(appointment) is None and appointment.to_on >= today()


def colleagues(account: Account) -> list[Account]:
    """Who may cover for this person: those who work for the same agency and whose accounts may be used, by name."""
    return [one for one in finding.people_of(account.agency_id) if one.id != account.id and one.is_active]


def refuse_unfit(covered: Appointment, account: Account, days: Days, *, but: UUID | None = None) -> None:
    """Until the request ends nobody else gives or asks for cover of the same role.

    :raises Refused: by the rules of :mod:`auth.accounts.cover_rules`, the account is no colleague's, or whoever is
    covered has left. ``but``: the cover itself, where it stands already and waits."""
    db.session.refresh(covered, ["ended_at", "to_on"], with_for_update=True)
    fault = _fault_of_role(covered)
    if fault:
        raise Refused(fault)
    if account.id == covered.account_id or account.agency_id != covered.account.agency_id:
        raise Refused(f"Select a colleague who works for {covered.account.agency.name}", COLLEAGUE)
    if not covered.account.is_active:
        raise Refused("Whoever is covered has no account in use any more. Give the role to somebody instead")
    vetting.refuse_cover(account, covered.panel, covered.as_role(), days.to_on)
    taken = [Days(one.from_on, one.to_on) for one in covers_of([covered.id]) if one.id != but]
    found = cover_rules.fault_of_days(days, Days(covered.from_on, covered.to_on), taken)
    if found:
        raise Refused(found[1], found[0])


def covers_of(appointment_ids: Sequence[UUID]) -> list[Appointment]:
    """The cover for these roles that has not ended and is not over, the soonest first; what waits too."""
    wanted = sa.select(Appointment).where(Appointment.covers_id.in_(appointment_ids))
    standing = wanted.where(Appointment.ended_at.is_(None), Appointment.to_on >= today())
    return list(db.session.scalars(standing.order_by(Appointment.from_on, Appointment.id)))


def covering_for(account: Account) -> list[Appointment]:
    """The cover for all roles of a person, as :func:`covers_of`."""
    return covers_of([one.id for one in account.appointments])


def covered_by(account: Account) -> list[Appointment]:
    """Where a person covers for colleagues today or is to, the soonest first; what waits too."""
    mine = [one for one in account.appointments if one.covers_id and one.ended_at is None and one.to_on >= today()]
    return sorted(mine, key=lambda one: (one.from_on, one.id))


def words_on(panel: str, account_ids: Iterable[UUID]) -> Callable[[UUID, datetime], str]:
    """Of who of these people did something in the panel and when: for whom they covered then, in words to stand behind
    the name.

    It is read of the appointments, so it is true of everything that bears a name and a time.
    """
    theirs = Appointment.account_id.in_(set(account_ids))
    wanted = sa.select(Appointment).where(Appointment.panel == panel, Appointment.covers_id.is_not(None), theirs)
    given = wanted.where(Appointment.confirmed_at.is_not(None))
    rows = db.session.scalars(given.options(joinedload(Appointment.covers).joinedload(Appointment.account))).all()

    def words(account_id: UUID, at: datetime) -> str:
        names = [_name(one) for one in rows if one.account_id == account_id and _covered_then(one, at)]
        return f", covering for {' and '.join(dict.fromkeys(names))}" if names else ""

    return words


def _name(cover: Appointment) -> str:
    return cover.covers.account.name if cover.covers else ""


def _covered_then(cover: Appointment, at: datetime) -> bool:
    confirmed, ended, day = cover.confirmed_at, cover.ended_at, as_date(at)
    began = confirmed is not None and confirmed <= at
    return began and cover.from_on <= day <= cover.to_on and (ended is None or at < ended)


def _fault_of_role(appointment: Appointment) -> str | None:
    counts = appointment.confirmed_at is not None and appointment.ended_at is None
    return cover_rules.fault_of_role(appointment.as_role(), is_cover=appointment.covers_id is not None, counts=counts)


def refuse_past(from_on: date) -> None:
    """:raises Refused: the first day is over; cover is arranged for days to come."""
    if from_on < today():
        raise Refused("The first day must be today or in the future", "from_on")

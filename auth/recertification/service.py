"""Saying that a role is still needed; what a person is asked about; reminders of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from flask import current_app

from auth.access_log.models import AccessedObject, AccessEntry
from auth.access_log.service import ALLOWED, Looked, write_entry
from auth.models import Appointment
from auth.panel_facts import is_hidden
from auth.recertification import rules
from auth.recertification.access import CHAIRS, EVENT, TYPE, appointment_for, asked_about, sides_for
from auth.roles import Actor
from auth.telling import TELL
from extensions import db, now, unit_of_work
from wording.dates import today

PATH, TEMPLATE = "/roles", "roles"
LONGEST_WINDOW = timedelta(days=100)


@dataclass(frozen=True)
class Row:
    """One role to confirm. ``cases``: how many cases the person opened in the last period by what they hold in the
    panel; ``None`` where whoever reads it must not learn that the panel has any."""

    appointment: Appointment
    sides: tuple[str, ...]
    counts: bool
    last_used: datetime | None
    cases: int | None


@dataclass(frozen=True)
class Change:
    """Roles of a panel given and ended in its last period."""

    panel: str
    since: date
    given: tuple[Appointment, ...]
    ended: tuple[Appointment, ...]


def certify(*, actor: Actor, appointment_id: UUID, side: str) -> Appointment:
    """Say for one side that a role is still needed. When both sides have, it counts for a whole period.

    :raises NotAllowed: this person is not asked about it for this side.
    """
    appointment = appointment_for(actor, appointment_id, side)
    standing = rules.given(appointment.standing(), side, today(), appointment.period())
    if side == rules.AGENCY:
        appointment.certified_by_agency_on, appointment.certified_by_agency_id = today(), actor.account_id
    else:
        appointment.certified_by_chair_on, appointment.certified_by_chair_id = today(), actor.account_id
    appointment.certified_until = standing.until
    _log(actor, appointment, side)
    return appointment


def due_for(actor: Actor) -> list[Row]:
    """The roles about which this person is asked now, the most urgent first."""
    asked = [(one, sides_for(actor, one)) for one in _due()]
    mine = [(one, sides) for one, sides in asked if sides]
    used = _use([one for one, _ in mine])
    chaired = set(actor.own_panels(*CHAIRS))
    rows = []
    for one, sides in mine:
        last, cases = used.get((one.account_id, one.panel), (None, 0))
        may_know = one.panel in chaired or not is_hidden(one.panel)
        rows.append(Row(one, sides, one.in_force(today()), last if may_know else None, cases if may_know else None))
    return rows


def changes_for(actor: Actor) -> list[Change]:
    """What changed of the roles of each panel that this person chairs, in its last period."""
    found = []
    for panel in actor.own_panels(*CHAIRS):
        rows = db.session.scalars(sa.select(Appointment).where(Appointment.panel == panel)).all()
        if rows:
            since = today() - rows[0].period()
            given = tuple(one for one in rows if one.confirmed_at is not None and one.confirmed_at.date() >= since)
            ended = tuple(one for one in rows if one.ended_at and one.confirmed_at and one.ended_at.date() >= since)
            found.append(Change(panel, since, given, ended))
    return found


def own(account_id: UUID) -> list[Appointment]:
    """A person's own roles in panels that have not ended. Cover is not confirmed again: it counts as long as the role
    that is covered, and never longer than it was given for."""
    mine = sa.select(Appointment).where(Appointment.account_id == account_id, Appointment.panel.is_not(None))
    mine = mine.where(Appointment.covers_id.is_(None))
    standing = Appointment.confirmed_at.is_not(None), Appointment.ended_at.is_(None), Appointment.to_on >= today()
    wanted = mine.where(*standing)
    return list(db.session.scalars(wanted.order_by(Appointment.panel, Appointment.role)))


def remind() -> str:
    """Remind whoever is asked about a role and has not answered. Run as often as you like: once a day at most."""
    tell = current_app.extensions.get(TELL)
    count = 0
    with unit_of_work():
        for one in _due():
            if tell is None or not rules.reminds(one.standing(), today(), one.period(), one.certify_reminded_on):
                continue
            one.certify_reminded_on = today()
            for account_id in _waited_for(one):
                tell(account_id=account_id, template=TEMPLATE, path=PATH)
                count += 1
    return f"Roles to confirm: {count} reminders."


def _waited_for(one: Appointment) -> list[UUID]:
    missing = [side for side in rules.SIDES if not rules.stands(one.standing(), side, today(), one.period())]
    return list(dict.fromkeys(account for side in missing for account in asked_about(one, side)))


def _due() -> list[Appointment]:
    soon = Appointment.certified_until <= today() + LONGEST_WINDOW
    given = Appointment.confirmed_at.is_not(None), Appointment.ended_at.is_(None), Appointment.to_on >= today()
    own = Appointment.panel.is_not(None), Appointment.covers_id.is_(None)
    wanted = sa.select(Appointment).where(soon, *own, *given)
    found = db.session.scalars(wanted.order_by(Appointment.certified_until, Appointment.id))
    return [one for one in found if one.account.is_active and rules.is_asked(one.standing(), today(), one.period())]


def _use(found: Sequence[Appointment]) -> dict[tuple[UUID, str | None], tuple[datetime | None, int]]:
    since = now() - max((one.period() for one in found), default=timedelta())
    cases = sa.case((AccessedObject.object_type == "case", AccessedObject.object_id))
    looked = (
        sa.select(
            AccessEntry.actor_id,
            AccessEntry.panel,
            sa.func.max(AccessEntry.at),
            sa.func.count(sa.distinct(sa.case((AccessEntry.at >= since, cases)))),
        )
        .outerjoin(AccessedObject, AccessedObject.entry_number == AccessEntry.number)
        .where(AccessEntry.actor_id.in_({one.account_id for one in found}), AccessEntry.outcome == ALLOWED)
        .group_by(AccessEntry.actor_id, AccessEntry.panel)
    )
    return {(who, panel): (last, number) for who, panel, last, number in db.session.execute(looked) if who}


def _log(actor: Actor, appointment: Appointment, side: str) -> None:
    words = "the person’s agency" if side == rules.AGENCY else "the panel’s chair"
    looked = Looked(
        event=EVENT,
        outcome=ALLOWED,
        object_type=TYPE,
        object_ids=(appointment.account_id,),
        panel=appointment.panel,
        rule="certification",
        rule_version=1,
        explanation=f"you were asked to speak for {words}",
    )
    write_entry(actor=actor, looked=looked)

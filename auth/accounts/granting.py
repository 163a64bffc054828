"""Giving roles: one person asks, and for every role but a member's and a referrer's another person confirms.

Until then the appointment gives nothing. Nobody gives to himself, and nobody confirms what he asked for or what is for
himself. Who confirms is another administrator or, for a role in a panel, a chair of that panel who works for another
agency than the person who gets it. A longer term is an appointment of its own and takes the same way, and so does cover
for a colleague (:mod:`auth.accounts.covering`).
"""

from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from auth.accounts import covering, letting_in, rules, sharing, told, vetting
from auth.accounts.access import may_confirm
from auth.accounts.cover_rules import Days
from auth.accounts.vetting_rules import Vetted
from auth.accounts.written import ACCOUNT, log_change, refuse_own
from auth.current import actor_of
from auth.doors import NotAllowed
from auth.models import Account, Appointment
from auth.panel_facts import wants_vetting
from auth.refusals import Refused
from auth.roles import Actor, Role
from auth.sign_in import factors, session_rules, sessions
from extensions import db, now

SETTLED = "This was settled already"
LAPSED = "This was asked for more than 14 days ago. It has to be asked for again"
ASKER_GONE = "Whoever asked for this does not manage accounts any more. It has to be asked for again"
INACTIVE = "This account is suspended or has ended"
_OWN: dict[str, Any] = {"rule": "covered", "because": "it is cover for your own role"}


def appoint(
    *,
    actor: Actor | None,
    account: Account,
    panel: str | None,
    role: Role,
    from_on: date,
    to_on: date,
    covers: Appointment | None = None,
    own: bool = False,
    vetted: Vetted | None = None,
) -> Appointment:
    """Give a role in a panel (``None``: in the partnership) from a day to a day, both included; or ask for it, where
    it takes a second person. ``actor`` is ``None`` for the first administrator and the demonstration alone.
    ``covers``: the colleague's appointment for which it stands in (:func:`cover`); ``own``: whoever is covered asks for
    it, and a second person confirms whatever the role is. ``vetted``: where the panel asks that people are vetted and
    no vetting that holds is on record; every role but a referrer's takes a second person there. What nobody asks for
    (``actor`` is ``None``) is let through without, and counts when the vetting is recorded.

    :raises Refused: to oneself; the rules of :mod:`auth.accounts.rules` forbid it; or the account or its agency is not
        in a state in which roles are given.
    """
    refuse_own(actor, account)
    term = rules.Term(role, panel, from_on, to_on)
    _refuse_fault(account, term)
    if actor is not None:
        _refuse_unready(account)
        if covers is None:
            vetting.refuse_unfit(account, panel, role, vetted)
    alone = actor is None or not (own or rules.needs_two(role, vetted=wants_vetting(panel, role)))
    appointment = Appointment(
        account_id=account.id,
        panel=panel,
        role=role.value,
        from_on=from_on,
        to_on=to_on,
        granted_by_id=actor.account_id if actor else None,
        confirmed_at=now() if alone else None,
        created_at=now(),
        # Cover is not confirmed again: it counts while the role that is covered does.
        **({"covers_id": covers.id, "certified_until": to_on} if covers else {}),
    )
    db.session.add(appointment)
    db.session.flush()
    db.session.expire(account, ["appointments"])
    if vetted is not None:
        vetting.record_with(actor=actor, appointment=appointment, vetted=vetted)
    what = "cover" if covers else "appointment"
    by = _OWN | {"role": role} if own else {}
    log_change(actor, f"{what}.give" if alone else f"{what}.ask", ACCOUNT, account.id, panel=panel, **by)
    if alone and actor is not None:
        _end_sessions(account)
        told.of_a_role_given(appointment)
    if not alone:
        told.of_a_role_asked_for(appointment)
    return appointment


def cover(*, actor: Actor, covered: Appointment, account: Account, from_on: date, to_on: date) -> Appointment:
    """Let a colleague hold a role for whoever has it, from a day to a day; or ask for it, where the role takes a
    second person.

    :raises Refused: as :func:`appoint`; by the rules of :mod:`auth.accounts.cover_rules`; or the account is no
        colleague's.
    """
    covering.refuse_past(from_on)
    covering.refuse_unfit(covered, account, Days(from_on, to_on))
    given = appoint(
        actor=actor,
        account=account,
        panel=covered.panel,
        role=covered.as_role(),
        from_on=from_on,
        to_on=to_on,
        covers=covered,
    )
    if not given.is_pending():
        told.of_cover(given)
    return given


def ask_for_cover(*, actor: Actor, covered: Appointment, account: Account, from_on: date, to_on: date) -> Appointment:
    """Ask that a colleague covers for oneself. It gives nothing until somebody else confirms it: an administrator, or a
    chair as for any role.

    :raises NotAllowed: it is not the actor's own role. :raises Refused: as :func:`cover`.
    """
    if covered.account_id != actor.account_id:
        raise NotAllowed
    covering.refuse_past(from_on)
    covering.refuse_unfit(covered, account, Days(from_on, to_on))
    panel, role = covered.panel, covered.as_role()
    return appoint(
        actor=actor, account=account, panel=panel, role=role, from_on=from_on, to_on=to_on, covers=covered, own=True
    )


def pending() -> list[Appointment]:
    """What waits for a second person, the oldest first."""
    waiting = sa.select(Appointment).where(Appointment.confirmed_at.is_(None), Appointment.ended_at.is_(None))
    found = db.session.scalars(waiting.order_by(Appointment.created_at, Appointment.id))
    return [one for one in found if not rules.has_lapsed(one.created_at, now())]


def confirm(*, actor: Actor, appointment: Appointment) -> str:
    """Let an appointment that somebody else asked for count.

    Ways in that one person gave end with it (:mod:`auth.accounts.letting_in`); returns a new one-time code, where this
    second person is to read one out, else nothing.
    :raises NotAllowed: the actor is no second person for it.
    :raises Refused: it was settled already or waited too long, what was true when it was asked for is not any more, or
        the actor let the person in.
    """
    _must_be_second(actor, appointment)
    account = appointment.account
    if rules.has_lapsed(appointment.created_at, now()):
        raise Refused(LAPSED)
    if not _may_still_ask(appointment):
        raise Refused(ASKER_GONE)
    _refuse_unready(account)
    term = rules.Term(appointment.as_role(), appointment.panel, appointment.from_on, appointment.to_on)
    if appointment.covers:
        covering.refuse_unfit(appointment.covers, account, Days(term.from_on, term.to_on), but=appointment.id)
    _refuse_fault(account, term, but=appointment.id)
    how = letting_in.way_in(actor, appointment)
    if how == "by_you":
        raise Refused(letting_in.YOURS)
    vetting.confirm_with(actor=actor, appointment=appointment, rule=_second_rule(actor))
    _settle(appointment, confirmed_by_id=actor.account_id, confirmed_at=now())
    _log_second(actor, "appointment.confirm", appointment)
    _end_sessions(account)
    told.of_a_role_settled(appointment)
    if appointment.covers:
        told.of_cover(appointment)
    return letting_in.begin_anew(actor, appointment, how)


def refuse(*, actor: Actor, appointment: Appointment) -> None:
    """Say no to an appointment that somebody else asked for.

    :raises NotAllowed: as :func:`confirm`. :raises Refused: it was settled already.
    """
    _must_be_second(actor, appointment)
    _settle(appointment, ended_at=now())
    vetting.end_with(appointment)
    _log_second(actor, "appointment.refuse", appointment)
    told.of_a_role_settled(appointment)
    if appointment.covers:
        told.of_cover(appointment)


def end_appointment(*, actor: Actor, account: Account, appointment: Appointment) -> None:
    """End a role, or take back what was asked for, at once: one person is enough. One that has ended stays as it is.

    :raises Refused: one's own.
    """
    refuse_own(actor, account)
    if appointment.ended_at is None:
        appointment.ended_at = now()
        vetting.end_with(appointment)
        _end_sessions(account)
        log_change(actor, "appointment.end", ACCOUNT, account.id, panel=appointment.panel)
        _end_covers([appointment.id])


def end_cover_for_oneself(*, actor: Actor, appointment: Appointment) -> None:
    """Whoever was covered is back: the cover ends at once, or is not wanted. It needs nobody else.

    :raises NotAllowed: the actor is not the person who is covered.
    """
    if appointment.covers is None or appointment.covers.account_id != actor.account_id:
        raise NotAllowed
    if appointment.ended_at is None:
        _end_cover(appointment)
        log_change(
            actor,
            "cover.end",
            ACCOUNT,
            appointment.account_id,
            panel=appointment.panel,
            **_OWN | {"role": appointment.covers.as_role()},
        )
        told.of_cover(appointment)


def _end_covers(appointment_ids: list[UUID]) -> None:
    for one in covering.covers_of(appointment_ids):
        _end_cover(one)


def _end_cover(appointment: Appointment) -> None:
    appointment.ended_at = now()
    _end_sessions(appointment.account)


def end_all_of(account: Account) -> None:
    """End every role of an account, the cover for them, and whatever was asked for it or by it and waits."""
    _end_covers([one.id for one in account.appointments])
    vetting.end_all_of(account)
    theirs = sa.or_(
        Appointment.account_id == account.id,
        sa.and_(Appointment.granted_by_id == account.id, Appointment.confirmed_at.is_(None)),
    )
    for appointment in db.session.scalars(sa.select(Appointment).where(theirs, Appointment.ended_at.is_(None))):
        appointment.ended_at = now()


def _end_sessions(account: Account) -> None:
    """What somebody may do is never more, or less, than what it was when they signed in."""
    sessions.end_all(account.id, because=session_rules.ROLE)


def _must_be_second(actor: Actor, appointment: Appointment) -> None:
    if not may_confirm(actor, appointment):
        raise NotAllowed


def _settle(appointment: Appointment, **values: object) -> None:
    """Of two people who settle it at once the database lets one."""
    waits = sa.update(Appointment).where(
        Appointment.id == appointment.id, Appointment.confirmed_at.is_(None), Appointment.ended_at.is_(None)
    )
    if db.session.execute(waits.values(**values).returning(Appointment.id)).first() is None:
        raise Refused(SETTLED)
    db.session.refresh(appointment)


def _refuse_fault(account: Account, term: rules.Term, but: UUID | None = None) -> None:
    """Until the request ends nobody else gives this person a role."""
    factors.lock(account)
    db.session.expire(account, ["appointments"])
    held = [
        rules.Term(one.as_role(), one.panel, one.from_on, one.to_on)
        for one in account.appointments
        if one.ended_at is None and one.id != but and not _lapsed(one)
    ]
    fault = rules.fault_of(term, held)
    if fault:
        raise Refused(fault[1], fault[0])


def _lapsed(appointment: Appointment) -> bool:
    return appointment.is_pending() and rules.has_lapsed(appointment.created_at, now())


def _may_still_ask(appointment: Appointment) -> bool:
    """Whether whoever asked for it could ask today: an administrator, or whoever is covered by it."""
    asker = appointment.granted_by
    covered = appointment.covers
    if asker is None:
        return False
    return actor_of(asker).is_administrator() or (covered is not None and covered.account_id == asker.id)


def _refuse_unready(account: Account) -> None:
    if not account.is_active:
        raise Refused(INACTIVE)
    sharing.refuse_unready(account)


def _log_second(actor: Actor, event: str, appointment: Appointment) -> None:
    log_change(
        actor,
        event,
        ACCOUNT,
        appointment.account_id,
        panel=appointment.panel,
        rule=_second_rule(actor),
        because="you are the second person for this role",
        role=Role.ADMINISTRATOR if actor.is_administrator() else None,
    )


def _second_rule(actor: Actor) -> str:
    return "second-administrator" if actor.is_administrator() else "second-chair"

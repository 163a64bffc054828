"""Making and changing agencies, accounts and appointments.

``actor`` is ``None`` only for the first administrator and the demo. Nobody changes their own account or roles.
"""

from datetime import date
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from auth.access_log.service import ALLOWED, Looked, write_entry
from auth.accounts import rules
from auth.accounts.finding import account_by_email, agencies, people_of
from auth.models import Account, Agency, Appointment
from auth.refusals import Refused
from auth.roles import Actor, Role
from auth.sign_in import factors, invitations, session_rules, sessions
from auth.sign_in.passwords import hash_password
from extensions import db, now

__all__ = ["account_by_email", "agencies", "appoint", "create_account", "create_agency", "people_of"]

OWN = "You cannot change your own account or roles. Ask another system administrator"


def create_agency(*, actor: Actor | None, name: str, short_name: str, kind: str, is_landlord: bool = False) -> Agency:
    """Add a partner agency. ``kind`` is an agency type key (police, housing_association …).

    :raises Refused: there is an agency with this name.
    """
    agency = Agency(name=name, short_name=short_name, kind=kind, is_landlord=is_landlord)
    _insert(agency, Refused("There is an agency with this name already", "name"))
    _log(actor, "agency.create", "agency", agency)
    return agency


def create_account(
    *,
    actor: Actor | None,
    email: str,
    name: str,
    agency: Agency,
    job_title: str = "",
    phone: str = "",
    password: str | None = None,
    manager: Account | None = None,
    demo: bool = False,
) -> Account:
    """Add a person's account. Without a demo mark a second factor is wanted at the first sign-in.

    :raises Refused: there is an account with this e-mail address.
    """
    account = Account(
        email=email.strip().casefold(),
        name=name,
        agency_id=agency.id,
        job_title=job_title,
        phone=phone,
        password_hash=hash_password(password) if password else None,
        manager_id=manager.id if manager else None,
        is_demo=demo,
    )
    _insert(account, Refused("There is an account with this e-mail address already", "email"))
    _log(actor, "account.create", "account", account)
    return account


def manager_with(email: str | None) -> Account | None:
    """The account of somebody's manager; ``None`` when no address was given.

    :raises Refused: there is no such account.
    """
    manager = account_by_email(email) if email else None
    if email and (manager is None or not manager.is_active):
        raise Refused("There is no account with this e-mail address", "manager")
    return manager


def appoint(
    *, actor: Actor | None, account: Account, panel: str | None, role: Role, from_on: date, to_on: date
) -> Appointment:
    """Give a role in a panel (``None``: in the partnership) from a day to a day, both included. The person's sessions
    end: what somebody may do is never more, or less, than what it was when they signed in.

    :raises Refused: to oneself, or when the rules of :mod:`auth.accounts.rules` forbid it.
    """
    _not_own(actor, account)
    held = [
        rules.Term(one.as_role(), one.panel, one.from_on, one.to_on)
        for one in account.appointments
        if one.ended_at is None
    ]
    fault = rules.fault_of(rules.Term(role, panel, from_on, to_on), held)
    if fault:
        raise Refused(fault[1], fault[0])
    appointment = Appointment(
        account_id=account.id,
        panel=panel,
        role=role.value,
        from_on=from_on,
        to_on=to_on,
        granted_by_id=actor.account_id if actor else None,
    )
    db.session.add(appointment)
    db.session.flush()
    db.session.expire(account, ["appointments"])
    _end_sessions(actor, account)
    _log(actor, "appointment.give", "account", account, panel=panel)
    return appointment


def end_appointment(*, actor: Actor, account: Account, appointment: Appointment) -> None:
    """End a role, and the person's sessions, at once. An appointment that has ended stays as it is.

    :raises Refused: one's own.
    """
    _not_own(actor, account)
    if appointment.ended_at is None:
        appointment.ended_at = now()
        _end_sessions(actor, account)
        _log(actor, "appointment.end", "account", account, panel=appointment.panel)


def suspend(*, actor: Actor, account: Account) -> None:
    """Close an account for now; every session of it ends at once.

    :raises Refused: one's own.
    """
    _not_own(actor, account)
    if account.suspended_at is None:
        account.suspended_at = now()
        sessions.end_all(account.id, because=session_rules.SUSPENDED)
        _log(actor, "account.suspend", "account", account)


def reinstate(*, actor: Actor, account: Account) -> None:
    """Open a suspended account again. Its roles count again as far as their days reach; sessions stay ended.

    :raises Refused: one's own.
    """
    _not_own(actor, account)
    if account.suspended_at is not None:
        account.suspended_at = None
        _log(actor, "account.reinstate", "account", account)


def move_to_agency(*, actor: Actor, account: Account, agency: Agency) -> None:
    """Put a person into another agency. All roles end and all sessions end: nothing is carried over.

    :raises Refused: one's own, or the agency is the present one.
    """
    _not_own(actor, account)
    if account.agency_id == agency.id:
        raise Refused("This person works for that agency already", "agency")
    for appointment in account.appointments:
        if appointment.ended_at is None:
            appointment.ended_at = now()
    account.agency_id = agency.id
    sessions.end_all(account.id, because=session_rules.MOVED)
    db.session.flush()
    db.session.expire(account, ["agency"])
    _log(actor, "account.move", "account", account)


def invite(*, actor: Actor | None, account: Account) -> str:
    """Make a one-time code for choosing a password; returns it for passing on by telephone.

    :raises Refused: one's own, or the account is suspended or belongs to the demo.
    """
    _not_own(actor, account)
    _may_be_invited(account)
    code = invitations.invite(account=account, made_by_id=actor.account_id if actor else None)
    _log(actor, "account.invite", "account", account)
    return code


def reset_second_factor(*, actor: Actor, account: Account) -> str:
    """Take a lost second factor away, and every other. The old password and all sessions end with it; returns a
    one-time code.

    A password alone would not prove who sets up the next one, so the person starts again with the code.
    :raises Refused: as :func:`invite`.
    """
    _not_own(actor, account)
    _may_be_invited(account)
    factors.remove_all(account)
    account.password_hash = None
    sessions.end_all(account.id, because=session_rules.RESET)
    _log(actor, "second_factor.reset", "account", account)
    return invitations.invite(account=account, made_by_id=actor.account_id)


def _end_sessions(actor: Actor | None, account: Account) -> None:
    if actor is not None:
        sessions.end_all(account.id, because=session_rules.ROLE)


def _may_be_invited(account: Account) -> None:
    if account.suspended_at is not None:
        raise Refused("This account is suspended. Reinstate it first")
    if account.is_demo:
        raise Refused("This account belongs to the demonstration. Its password is fixed")


def _not_own(actor: Actor | None, account: Account) -> None:
    if actor is not None and actor.account_id == account.id:
        raise Refused(OWN)


def _insert(row: Agency | Account, taken: Refused) -> None:
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        raise taken from None


def _log(actor: Actor | None, event: str, object_type: str, row: Agency | Account, *, panel: str | None = None) -> None:
    if actor is None:
        return
    looked = Looked(
        event=event,
        outcome=ALLOWED,
        object_type=object_type,
        object_ids=(row.id,),
        panel=panel,
        rule="administrator",
        rule_version=1,
        explanation="you manage accounts",
        role=Role.ADMINISTRATOR,
    )
    write_entry(actor=actor, looked=looked)


def agency_by_id(agency_id: UUID) -> Agency:
    """One agency. :raises NoResultFound: there is none."""
    return db.session.get_one(Agency, agency_id)

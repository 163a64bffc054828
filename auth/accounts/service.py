"""Making and changing agencies, accounts and appointments.

``actor`` is ``None`` only for the first administrator and the demo. Nobody changes their own account or roles.
"""

from uuid import UUID

from sqlalchemy.exc import IntegrityError

from auth.accounts import granting, leaving, letting_in, resets, sharing, told
from auth.accounts.finding import account_by_email, agencies, people_of
from auth.accounts.granting import appoint, end_appointment
from auth.accounts.written import ACCOUNT, AGENCY, log_change, refuse_own
from auth.models import Account, Agency
from auth.providers import links
from auth.refusals import Refused
from auth.roles import Actor
from auth.sign_in import invitations, notices, session_rules, sessions
from auth.sign_in.passwords import hash_password
from extensions import db, now

__all__ = [
    "account_by_email",
    "agencies",
    "appoint",
    "create_account",
    "create_agency",
    "end_appointment",
    "people_of",
]

SET_UP = (
    "This person has signed in before. If the password or the telephone is lost, ask for the second factor to be "
    "reset: a second person confirms it"
)


def create_agency(
    *, actor: Actor | None, name: str, short_name: str, kind: str, is_landlord: bool = False, domains: str = ""
) -> Agency:
    """Add a partner agency. ``kind`` is an agency type key (police, housing_association …); ``domains`` are those of
    its addresses. Nobody there can be given a role until its agreement is on record.

    :raises Refused: there is an agency with this name, or a domain is none.
    """
    agency = Agency(name=name, short_name=short_name, kind=kind, is_landlord=is_landlord)
    _insert(agency, Refused("There is an agency with this name already", "name"))
    log_change(actor, "agency.create", AGENCY, agency.id)
    sharing.set_domains(actor=actor, agency=agency, domains=domains)
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
    """Add a person's account. Without a demo mark a second factor is wanted at the first sign-in. The agency and the
    other administrators hear of it.

    :raises Refused: there is an account with this e-mail address, or it is not at a domain of the agency.
    """
    if actor is not None:
        sharing.refuse_address(email, agency, field="email")
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
    log_change(actor, "account.create", ACCOUNT, account.id)
    if actor is not None:
        told.of_a_person_added(account, actor.account_id)
    return account


def manager_with(email: str | None) -> Account | None:
    """The account of somebody's manager; ``None`` when no address was given.

    :raises Refused: there is no such account.
    """
    manager = account_by_email(email) if email else None
    if email and (manager is None or not manager.is_active):
        raise Refused("There is no account with this e-mail address", "manager")
    return manager


def suspend(*, actor: Actor, account: Account) -> None:
    """Close an account for now; every session of it ends at once.

    :raises Refused: one's own.
    """
    refuse_own(actor, account)
    if account.suspended_at is None:
        account.suspended_at = now()
        sessions.end_all(account.id, because=session_rules.SUSPENDED)
        log_change(actor, "account.suspend", ACCOUNT, account.id)


def reinstate(*, actor: Actor, account: Account) -> None:
    """Open a suspended account again. Its roles count again as far as their days reach; sessions stay ended. Of one
    that had ended nothing comes back: the person is given roles and a new way in like anybody who is new.

    :raises Refused: one's own.
    """
    refuse_own(actor, account)
    if account.suspended_at is not None:
        account.suspended_at, account.suspended_because, account.unused_since = None, "", now()
        account.ends_on = account.left_at = None
        log_change(actor, "account.reinstate", ACCOUNT, account.id)


def move_to_agency(*, actor: Actor, account: Account, agency: Agency) -> None:
    """Put a person into another agency. Roles, ways into cases and sessions end, and open actions stay with the agency
    that owns them: nothing is carried over.

    :raises Refused: one's own, the agency is the present one, or it does not know the account's address.
    """
    refuse_own(actor, account)
    if account.agency_id == agency.id:
        raise Refused("This person works for that agency already", "agency")
    sharing.refuse_address(account.email, agency, field="agency")
    granting.end_all_of(account)
    leaving.hand_over_everything(account)
    account.agency_id = agency.id
    if links.remove(account.id):
        notices.tell(account, notices.UNLINKED)
    sessions.end_all(account.id, because=session_rules.MOVED)
    db.session.flush()
    db.session.expire(account, ["agency"])
    log_change(actor, "account.move", ACCOUNT, account.id)
    told.of_a_person_added(account, actor.account_id)


def invite(*, actor: Actor | None, account: Account) -> str:
    """Make a one-time code for choosing a password; returns it for passing on by telephone.

    A code is a way in, so it is made by one person only for somebody who has never been in, and not by whoever made
    the account or asked for a role that takes two people.
    :raises Refused: one's own, the person has signed in before, another administrator has to make it
        (:func:`auth.accounts.letting_in.is_for_another`), or the account is suspended or belongs to the demo.
    """
    refuse_own(actor, account)
    resets.refuse_uninvitable(account)
    if account.signed_in_at is not None:
        raise Refused(SET_UP)
    if actor is not None:
        letting_in.refuse_code(actor, account)
    code = invitations.invite(account=account, made_by_id=actor.account_id if actor else None)
    log_change(actor, "account.invite", ACCOUNT, account.id)
    return code


def set_manager(*, actor: Actor, account: Account, email: str) -> None:
    """Say who the person's manager is; empty: nobody. The person, the old and the new manager are told.

    :raises Refused: one's own, there is no such account, or it is the person's own.
    """
    refuse_own(actor, account)
    manager = manager_with(email)
    if manager is not None and manager.id == account.id:
        raise Refused("Enter somebody else’s address", "manager")
    before, account.manager_id = account.manager_id, manager.id if manager else None
    log_change(actor, "account.manager", ACCOUNT, account.id)
    told.of_a_manager(account, before)


def unlink(*, actor: Actor, account: Account) -> None:
    """Take the link to the organisation's sign-in away; every session ends. Who has no other way to sign in needs a
    one-time code.

    :raises Refused: one's own.
    """
    refuse_own(actor, account)
    if links.remove(account.id):
        sessions.end_all(account.id, because=session_rules.RESET)
        notices.tell(account, notices.UNLINKED)
        log_change(actor, "provider_link.remove", ACCOUNT, account.id)


def _insert(row: Agency | Account, taken: Refused) -> None:
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        raise taken from None


def agency_by_id(agency_id: UUID) -> Agency:
    """One agency. :raises NoResultFound: there is none."""
    return db.session.get_one(Agency, agency_id)

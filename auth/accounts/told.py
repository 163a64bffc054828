"""Who hears of changes to accounts. The messages say that something waits or has changed, and nothing of whom."""

from uuid import UUID

import sqlalchemy as sa

from auth.models import Account, Agency, Appointment
from auth.roles import Role
from auth.telling import ADMINISTRATION, administrators, holders, tell
from extensions import db
from wording.dates import today

TO_CONFIRM, ROLES = "/admin/roles", "/roles"
CHAIRS = (Role.CHAIR, Role.VICE_CHAIR)


def of_a_role_asked_for(appointment: Appointment) -> None:
    """All administrators, whoever asked too, and the chairs who may confirm it. It is a warning as well as a request:
    each sees a role that none of them asked for."""
    people = [*administrators(), *_chairs_elsewhere(appointment)]
    tell((one for one in people if one != appointment.account_id), "role_to_confirm", TO_CONFIRM)


def of_a_role_given(appointment: Appointment) -> None:
    """The chairs of its panel and all administrators but whoever gave it alone: nobody lets somebody into a panel
    without others hearing of it."""
    but = {appointment.account_id} | ({appointment.granted_by_id} if appointment.confirmed_by_id is None else set())
    tell((one for one in administrators() if one not in but), "role_given", ADMINISTRATION)
    if appointment.panel is not None:
        tell((one for one in holders(appointment.panel, *CHAIRS) if one not in but), "role_given", ROLES)


def of_a_role_settled(appointment: Appointment) -> None:
    """All administrators, where it counts now the chairs of its panel, and the person it is about."""
    if appointment.ended_at is None:
        of_a_role_given(appointment)
    else:
        tell(administrators(), "role_given", ADMINISTRATION)
    tell([appointment.account_id], "account")


def of_cover(appointment: Appointment) -> None:
    """Who covers, and who is covered."""
    tell([appointment.account_id, appointment.covers.account_id if appointment.covers else None], "account")


def of_a_reset(account: Account, *, wants_second: bool) -> None:
    """The person, their manager, and all administrators."""
    tell([account.id, account.manager_id], "account")
    if wants_second:
        tell((one for one in administrators() if one != account.id), "role_to_confirm", TO_CONFIRM)


def of_vetting(account: Account, *, wants_second: bool) -> None:
    """All administrators, whoever asked too; once it counts also the person."""
    if wants_second:
        tell((one for one in administrators() if one != account.id), "role_to_confirm", TO_CONFIRM)
    else:
        tell(administrators(), "role_given", ADMINISTRATION)
        tell([account.id], "account", ROLES)


def of_vetting_that_ends(account: Account) -> None:
    """The person and the administrators; the words tell nobody that it is about vetting."""
    tell([account.id], "account", ROLES)
    tell((one for one in administrators() if one != account.id), "accounts_to_look_at", ADMINISTRATION)


def of_a_provider(agency: Agency, *, wants_second: bool) -> None:
    """All administrators, whoever asked too; once it is settled also whoever answers for the agency's people."""
    if wants_second:
        tell(administrators(), "role_to_confirm", TO_CONFIRM)
        return
    tell(administrators(), "provider_changed", f"/admin/agencies/{agency.id}")
    tell([agency.lead_id], "provider_changed")


def of_a_secret(agency: Agency) -> None:
    """The administrators: the secret by which an agency's provider knows this service runs out."""
    tell(administrators(), "secret_ends", f"/admin/agencies/{agency.id}/sign-in")


def of_agreement(agency: Agency, *, its_people_too: bool) -> None:
    """The administrators; near the end of an agreement the agency's own people as well."""
    tell(administrators(), "agreement_ends", f"/admin/agencies/{agency.id}")
    if its_people_too:
        tell(_appointed_of(agency.id), "account")


def of_a_manager(account: Account, before: UUID | None) -> None:
    """The person, the manager that was and the one that is."""
    tell([account.id, before, account.manager_id], "account")


def of_a_person_added(account: Account, by: UUID) -> None:
    """The other administrators, the person's manager, and whoever answers for the agency's people; where nobody does,
    everybody there who holds a role. An account alone opens what its agency is asked, so nobody makes one without
    others hearing of it."""
    agency = account.agency
    theirs = [agency.lead_id] if agency.lead_id else _appointed_of(agency.id)
    tell((one for one in administrators() if one != by), "accounts_to_look_at", f"{ADMINISTRATION}/people")
    tell((one for one in [account.manager_id, *theirs] if one not in (account.id, by)), "person_added")


def of_leaving(account: Account) -> None:
    """The person's manager and all administrators."""
    tell([account.manager_id], "account")
    tell(administrators(), "accounts_to_look_at", ADMINISTRATION)


def _chairs_elsewhere(appointment: Appointment) -> list[UUID]:
    if appointment.panel is None:
        return []
    chairs = sa.select(Account.id).where(
        Account.id.in_(holders(appointment.panel, *CHAIRS)), Account.agency_id != appointment.account.agency_id
    )
    return list(db.session.scalars(chairs))


def _appointed_of(agency_id: UUID) -> list[UUID]:
    theirs = sa.select(Account.id).join(Appointment, Appointment.account_id == Account.id)
    theirs = theirs.where(Account.agency_id == agency_id, Appointment.counts_on(today()))
    return list(db.session.scalars(theirs.distinct().order_by(Account.id)))

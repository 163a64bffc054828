"""Agencies' information-sharing agreements, the domains of their addresses, and who answers for their people."""

from datetime import date
from uuid import UUID

import sqlalchemy as sa

from auth.accounts import sharing_rules, told
from auth.accounts.finding import account_by_email, agencies
from auth.accounts.models import AgencyAgreement
from auth.accounts.written import AGENCY, log_change
from auth.models import Account, Agency
from auth.refusals import Refused
from auth.roles import Actor
from extensions import db, now, unit_of_work
from wording.dates import today

NO_AGREEMENT = (
    "{agency} has no information-sharing agreement in force, so nobody there can be given a role. "
    "Record the agreement first"
)
WRONG_DOMAIN = (
    "This address is not at a domain of {agency}. Check the address, or add the domain to the agency if it is theirs"
)


def record_agreement(
    *, actor: Actor | None, agency: Agency, reference: str, signed_on: date, expires_on: date, contact: str
) -> AgencyAgreement:
    """Put an agreement on record. It takes the place of the one before.

    :raises Refused: by the rules of :mod:`auth.accounts.sharing_rules`.
    """
    fault = sharing_rules.fault_of(signed_on, expires_on, today())
    if fault:
        raise Refused(fault[1], fault[0])
    agreement = AgencyAgreement(
        agency_id=agency.id,
        reference=reference,
        signed_on=signed_on,
        expires_on=expires_on,
        contact=contact,
        recorded_by_id=actor.account_id if actor else None,
        recorded_at=now(),
    )
    db.session.add(agreement)
    agency.agreement_until, agency.shuts_on = expires_on, sharing_rules.shuts_on(expires_on)
    db.session.flush()
    log_change(actor, "agency.agreement", AGENCY, agency.id)
    return agreement


def end_agreement(*, actor: Actor, agency: Agency) -> None:
    """End the agency's agreement now: from the next request on no panel opens to its people.

    :raises Refused: there is none to end.
    """
    agreement = agreement_of(agency.id)
    if agreement is None or agreement.ended_on is not None:
        raise Refused("There is no agreement to end")
    agreement.ended_on = agency.shuts_on = today()
    log_change(actor, "agency.agreement_end", AGENCY, agency.id)


def agreement_of(agency_id: UUID) -> AgencyAgreement | None:
    """The agreement recorded last."""
    return next(iter(agreements_of(agency_id)), None)


def agreements_of(agency_id: UUID) -> list[AgencyAgreement]:
    """Every agreement of an agency, the one recorded last first."""
    wanted = sa.select(AgencyAgreement).where(AgencyAgreement.agency_id == agency_id)
    return list(db.session.scalars(wanted.order_by(AgencyAgreement.recorded_at.desc(), AgencyAgreement.id)))


def set_domains(*, actor: Actor | None, agency: Agency, domains: str) -> None:
    """Say at which domains the agency's people have their addresses. Accounts that are there already stay.

    :raises Refused: one of them is no domain, or there are too many.
    """
    try:
        found = " ".join(sharing_rules.domains_in(domains))
    except ValueError as fault:
        raise Refused(f"“{fault}” is not a domain. Enter it like example.org", "domains") from None
    if len(found) > 500:
        raise Refused("Enter fewer domains", "domains")
    agency.mail_domains = found
    log_change(actor, "agency.domains", AGENCY, agency.id)


def set_lead(*, actor: Actor, agency: Agency, email: str) -> None:
    """Say who answers for the agency's people; open actions of those who leave go to them. Empty: nobody.

    :raises Refused: there is no such account of that agency.
    """
    lead = account_by_email(email) if email else None
    if email and (lead is None or not lead.is_active or lead.agency_id != agency.id):
        raise Refused("There is no account with this e-mail address in that agency", "email")
    agency.lead_id = lead.id if lead else None
    log_change(actor, "agency.lead", AGENCY, agency.id)


def refuse_unready(account: Account) -> None:
    """:raises Refused: the account's agency has no agreement in force, or does not know the account's address."""
    agency = account.agency
    if agency.agreement_until is None or agency.agreement_until < today() or not agency.shares(today()):
        raise Refused(NO_AGREEMENT.format(agency=agency.name))
    refuse_address(account.email, agency, field=None)


def refuse_address(email: str, agency: Agency, *, field: str | None) -> None:
    """:raises Refused: the address is not at one of the agency's domains."""
    if not sharing_rules.is_of(email, agency.mail_domains):
        raise Refused(WRONG_DOMAIN.format(agency=agency.name), field)


def remind_of_agreements() -> str:
    """Remind the administrators, and near the end the agency's people, of agreements that end; once for each step."""
    with unit_of_work():
        due = [
            agreement
            for agreement in (agreement_of(agency.id) for agency in agencies())
            if agreement is not None
            and agreement.ended_on is None
            and sharing_rules.is_reminder_due(agreement.expires_on, today(), agreement.reminded_on)
        ]
        for agreement in due:
            agreement.reminded_on = today()
            near = (agreement.expires_on - today()).days <= sharing_rules.TOLD_THEMSELVES_BEFORE
            told.of_agreement(agreement.agency, its_people_too=near)
    return f"Agreements: {len(due)} reminded of."

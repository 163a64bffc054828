"""Fictional agencies and accounts. Sign-in name ``<name>@example.org``, password ``demo-only-<name>``."""

from dataclasses import dataclass
from datetime import date

from auth.accounts.service import account_by_email, appoint, create_account, create_agency
from auth.accounts.sharing import record_agreement
from auth.accounts.vetting_rules import Vetted
from auth.models import Account, Agency
from auth.panel_facts import wants_vetting
from auth.roles import PARTNERSHIP_ROLES, Role

EVERY_PANEL_FROM, EVERY_PANEL_TO = date(2026, 1, 1), date(2028, 12, 31)
VETTED = Vetted(date(2025, 11, 3), EVERY_PANEL_TO)

AGENCIES = (
    # key, name, short name, agency type, landlord
    ("council", "Quillon Borough Council, Community Safety", "Council ASB", "council_community_safety", False),
    ("police", "Quillon Police", "Police", "police", False),
    ("lanternfish", "Lanternfish Homes", "Lanternfish", "housing_association", True),
    ("adult_care", "Quillon Adult Social Care", "Adult care", "adult_social_care", False),
    ("mental_health", "Quillon Mental Health Trust", "Mental health", "mental_health", False),
    ("children", "Quillon Children's Services", "Children's", "children_social_care", False),
    ("victim_support", "Quillon Victim Support", "Victim support", "victim_support", False),
    ("school", "Heron Street School", "School", "education", False),
    ("audit", "Quillon Borough Council, Internal Audit", "Audit", "other", False),
    ("it", "Quillon Borough Council, Digital Services", "Digital", "other", False),
)


@dataclass(frozen=True)
class DemoPerson:
    """One demo account and the role it has in a panel kind."""

    key: str
    name: str
    job: str
    agency: str
    role: Role
    panels: tuple[str, ...] = ()
    manager: str = ""
    """The key of somebody who comes before."""


def demo_people(marac: str, hate: str, channel: str, trigger: str) -> tuple[DemoPerson, ...]:
    """The demo accounts. The four keys are the panels' keys; those without a definition yet are skipped on loading."""
    cora = (marac, trigger)
    return (
        DemoPerson("cora", "Cora Lindqvist", "Community safety coordinator", "council", Role.COORDINATOR, cora),
        DemoPerson("hal", "Hal Osei", "Hate incident coordinator", "council", Role.COORDINATOR, (hate,)),
        DemoPerson("chan", "Chandra Pell", "Prevent coordinator", "council", Role.COORDINATOR, (channel,)),
        DemoPerson("alder", "Alder Whitcombe", "Head of community safety", "council", Role.CHAIR, cora),
        DemoPerson("birch", "Birch Adeyemi", "Police inspector", "police", Role.VICE_CHAIR, cora),
        DemoPerson("dean", "Dean Farrow", "Assistant director", "council", Role.CHAIR, (channel,)),
        DemoPerson("larch", "Larch Novak", "Neighbourhood constable", "police", Role.MEMBER, (marac, hate, trigger)),
        DemoPerson("rowan", "Rowan Castellane", "Housing officer", "lanternfish", Role.MEMBER, (marac, trigger)),
        DemoPerson("hazel", "Hazel Imrie", "Senior social worker", "adult_care", Role.MEMBER, (marac, channel)),
        DemoPerson("elm", "Elm Okafor", "Community psychiatric nurse", "mental_health", Role.MEMBER, (marac, channel)),
        DemoPerson("ivy", "Ivy Trelawney", "Safeguarding manager", "children", Role.MEMBER, (marac, hate, channel)),
        DemoPerson(
            "maple", "Maple Dunmore", "Independent victim advocate", "victim_support", Role.MEMBER, (marac, hate)
        ),
        DemoPerson(
            "fern", "Fern Hollis", "Designated safeguarding lead", "school", Role.REFERRER, (marac, hate, channel)
        ),
        DemoPerson(
            "poplar",
            "Poplar Hartwell",
            "Emergency duty team",
            "children",
            Role.DUTY_OFFICER,
            (marac, hate, trigger),
            manager="ivy",
        ),
        DemoPerson("laurel", "Laurel Winstanley", "Privacy officer", "audit", Role.PRIVACY_OFFICER),
        DemoPerson("yew", "Yew Anand", "Information governance auditor", "audit", Role.AUDITOR),
        DemoPerson("oak", "Oak Brannigan", "System administrator", "it", Role.ADMINISTRATOR),
        DemoPerson("sedge", "Sedge Quaye", "Service desk lead", "it", Role.ADMINISTRATOR),
    )


def load_agencies(rows: tuple[tuple[str, str, str, str, bool], ...] = AGENCIES) -> dict[str, Agency]:
    """Make the agencies, by their keys, each with an information-sharing agreement."""
    return {
        key: _agency(name, short_name=short, kind=kind, is_landlord=landlord)
        for key, name, short, kind, landlord in rows
    }


def _agency(name: str, *, short_name: str, kind: str, is_landlord: bool) -> Agency:
    agency = create_agency(
        actor=None, name=name, short_name=short_name, kind=kind, is_landlord=is_landlord, domains="example.org"
    )
    record_agreement(
        actor=None,
        agency=agency,
        reference=f"ISA {EVERY_PANEL_FROM.year} {short_name}",
        signed_on=EVERY_PANEL_FROM,
        expires_on=EVERY_PANEL_TO,
        contact="Information governance, 020 7946 0120",
    )
    return agency


def load_people(
    agencies: dict[str, Agency], people: tuple[DemoPerson, ...], known_panels: set[str]
) -> dict[str, Account]:
    """Make the accounts that are not there yet and give them their roles in the panels that exist here."""
    accounts = {}
    for person in people:
        account = account_by_email(f"{person.key}@example.org") or _account(agencies, person)
        accounts[person.key] = account
        panels: tuple[str | None, ...] = (None,) if person.role in PARTNERSHIP_ROLES else person.panels
        for panel in panels:
            if panel is None or panel in known_panels:
                appoint(
                    actor=None,
                    account=account,
                    panel=panel,
                    role=person.role,
                    from_on=EVERY_PANEL_FROM,
                    to_on=EVERY_PANEL_TO,
                    vetted=VETTED if wants_vetting(panel, person.role) else None,
                )
    return accounts


def _account(agencies: dict[str, Agency], person: DemoPerson) -> Account:
    return create_account(
        actor=None,
        email=f"{person.key}@example.org",
        name=person.name,
        agency=agencies[person.agency],
        job_title=person.job,
        phone="020 7946 0123",
        password=f"demo-only-{person.key}",
        manager=account_by_email(f"{person.manager}@example.org") if person.manager else None,
        demo=True,
    )

"""Who comes to a case review from outside: chairs of services that had nothing to do with it."""

from auth.accounts.service import appoint, create_account, create_agency
from auth.models import Account
from auth.roles import Role
from demo.people import EVERY_PANEL_FROM, EVERY_PANEL_TO, DemoPerson

AGENCIES = (
    ("fire", "Quillon Fire and Rescue", "Fire", "fire"),
    ("thornwick", "Thornwick Police, Northern command unit", "Thornwick police", "police"),
)


def review_people(panel: str) -> tuple[DemoPerson, ...]:
    """Two independent chairs."""
    return (
        DemoPerson("juniper", "Juniper Halloran", "Head of prevention", "fire", Role.CHAIR, (panel,)),
        DemoPerson("sage", "Sage Oduya", "Police inspector", "thornwick", Role.CHAIR, (panel,)),
    )


def load_review_people(panel: str) -> dict[str, Account]:
    """Make their agencies and accounts, and appoint them."""
    agencies = {
        key: create_agency(actor=None, name=name, short_name=short, kind=kind, is_landlord=False)
        for key, name, short, kind in AGENCIES
    }
    accounts = {}
    for person in review_people(panel):
        account = create_account(
            actor=None,
            email=f"{person.key}@example.org",
            name=person.name,
            agency=agencies[person.agency],
            job_title=person.job,
            phone="020 7946 0124",
            password=f"demo-only-{person.key}",
            demo=True,
        )
        appoint(
            actor=None, account=account, panel=panel, role=person.role, from_on=EVERY_PANEL_FROM, to_on=EVERY_PANEL_TO
        )
        accounts[person.key] = account
    return accounts

"""Who belongs to Channel beside the fixed accounts: a deputy chair, a case officer, and a school nurse as a guest."""

from auth.accounts.service import appoint, create_account, create_agency
from auth.models import Account, Agency
from auth.roles import Role
from demo.people import EVERY_PANEL_FROM, EVERY_PANEL_TO, DemoPerson

NURSING = ("nursing", "Quillon School Nursing", "School nursing", "public_health")


def channel_people(panel: str) -> tuple[DemoPerson, ...]:
    """The deputy chair, the case officer, and the nurse, who has no part in the panel."""
    return (
        DemoPerson("sorrel", "Sorrel Whitlock", "Head of adult services", "council", Role.VICE_CHAIR, (panel,)),
        DemoPerson("reed", "Reed Marchbanks", "Prevent case officer", "police", Role.CASE_OFFICER, (panel,)),
        DemoPerson("linden", "Linden Achterberg", "School nurse", "nursing", Role.REFERRER),
    )


def load_channel_people(panel: str, agencies: dict[str, Agency]) -> dict[str, Account]:
    """Make their accounts beside the agencies that are there, and appoint those who have a part in the panel."""
    key, name, short, kind = NURSING
    known = {**agencies, key: create_agency(actor=None, name=name, short_name=short, kind=kind, is_landlord=False)}
    accounts = {}
    for person in channel_people(panel):
        account = create_account(
            actor=None,
            email=f"{person.key}@example.org",
            name=person.name,
            agency=known[person.agency],
            job_title=person.job,
            phone="020 7946 0125",
            password=f"demo-only-{person.key}",
            demo=True,
        )
        accounts[person.key] = account
        for held in person.panels:
            appoint(
                actor=None,
                account=account,
                panel=held,
                role=person.role,
                from_on=EVERY_PANEL_FROM,
                to_on=EVERY_PANEL_TO,
            )
    return accounts

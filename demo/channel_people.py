"""Who belongs to Channel beside the fixed accounts: a deputy chair, a case officer, and a school nurse as a guest."""

from auth.models import Account, Agency
from auth.roles import Role
from demo.people import DemoPerson, load_agencies, load_people

NURSING = (("nursing", "Quillon School Nursing", "School nursing", "public_health", False),)


def channel_people(panel: str) -> tuple[DemoPerson, ...]:
    """The deputy chair, the case officer, and the nurse, who has no part in the panel."""
    return (
        DemoPerson("sorrel", "Sorrel Whitlock", "Head of adult services", "council", Role.VICE_CHAIR, (panel,)),
        DemoPerson("reed", "Reed Marchbanks", "Prevent case officer", "police", Role.CASE_OFFICER, (panel,)),
        DemoPerson("linden", "Linden Achterberg", "School nurse", "nursing", Role.REFERRER),
    )


def load_channel_people(panel: str, agencies: dict[str, Agency]) -> dict[str, Account]:
    """Make their accounts beside the agencies that are there, and appoint those who have a part in the panel."""
    return load_people({**agencies, **load_agencies(NURSING)}, channel_people(panel), {panel})

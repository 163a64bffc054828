"""Who belongs to Channel beside the fixed accounts: a vice-chair, a case officer, a named deputy,
and a school nurse as a guest."""

from auth.models import Account, Agency
from auth.roles import Role
from demo.people import DemoPerson, load_agencies, load_people

NURSING = (("nursing", "Quillon School Nursing", "School nursing", "public_health", False),)


def channel_people(panel: str) -> tuple[DemoPerson, ...]:
    """The vice-chair, the case officer, the deputy who opens a case in an emergency alone, and the nurse, who has
    no part in the panel."""
    return (
        DemoPerson("sorrel", "Sorrel Whitlock", "Head of adult services", "council", Role.VICE_CHAIR, (panel,)),
        DemoPerson("reed", "Reed Marchbanks", "Prevent case officer", "police", Role.CASE_OFFICER, (panel,)),
        DemoPerson("briar", "Briar Callender", "Safeguarding service manager", "adult_care", Role.DEPUTY, (panel,)),
        DemoPerson("linden", "Linden Achterberg", "School nurse", "nursing", Role.REFERRER),
    )


def load_channel_people(panel: str, agencies: dict[str, Agency]) -> dict[str, Account]:
    """Make their accounts beside the agencies that are there, and appoint those who have a part in the panel."""
    return load_people({**agencies, **load_agencies(NURSING)}, channel_people(panel), {panel})

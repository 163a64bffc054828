"""Who works with the Hate Incident Panel besides the fixed accounts: its chair, and a specialist organisation."""

from auth.roles import Role
from demo.people import DemoPerson

AGENCIES = (
    ("rainbow", "Quillon Rainbow Line", "Rainbow Line", "hate_crime_service", False),
    ("youth", "Quillon Youth Justice Service", "Youth justice", "youth_justice", False),
)


def hate_people(hate: str, tension: str) -> tuple[DemoPerson, ...]:
    """The chair of both groups, youth justice, and a specialist organisation that belongs to no panel."""
    return (
        DemoPerson("aspen", "Aspen Rourke", "Hate crime manager", "council", Role.CHAIR, (hate, tension)),
        DemoPerson("tansy", "Tansy Banerjee", "Youth justice worker", "youth", Role.MEMBER, (hate,)),
        DemoPerson("hal", "Hal Osei", "Hate incident coordinator", "council", Role.COORDINATOR, (tension,)),
        DemoPerson("willow", "Willow Kamara", "Caseworker", "rainbow", Role.REFERRER, (hate,)),
    )

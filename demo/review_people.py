"""Who comes to a case review from outside: chairs of services that had nothing to do with it."""

from auth.roles import Role
from demo.people import DemoPerson, load_agencies, load_people

AGENCIES = (
    ("fire", "Quillon Fire and Rescue", "Fire", "fire", False),
    ("thornwick", "Thornwick Police, Northern command unit", "Thornwick police", "police", False),
)


def review_people(panel: str) -> tuple[DemoPerson, ...]:
    """Two independent chairs."""
    return (
        DemoPerson("juniper", "Juniper Halloran", "Head of prevention", "fire", Role.CHAIR, (panel,)),
        DemoPerson("sage", "Sage Oduya", "Police inspector", "thornwick", Role.CHAIR, (panel,)),
    )


def load_review_people(panel: str) -> None:
    """Make their agencies and accounts, and appoint them."""
    load_people(load_agencies(AGENCIES), review_people(panel), {panel})

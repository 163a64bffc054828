"""What an administrator may and may not give. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from auth.roles import ONE_PERSON_ROLES, PARTNERSHIP_ROLES, Role

LONGEST = timedelta(days=3 * 366)
ASKED_FOR = timedelta(days=14)
"""How long what one person asked for waits for the second. After that it has to be asked for again."""


@dataclass(frozen=True)
class Term:
    """A role in a panel (``None``: in the partnership) from a day to a day, both included."""

    role: Role
    panel: str | None
    from_on: date
    to_on: date

    def overlaps(self, other: "Term") -> bool:
        """Whether both are in force on some day."""
        return self.from_on <= other.to_on and other.from_on <= self.to_on


def needs_two(role: Role, *, vetted: bool = False) -> bool:
    """Whether a role is asked for by one person and confirmed by another. ``vetted``: it counts only while the person
    is vetted, and that nobody says alone."""
    return vetted or role not in ONE_PERSON_ROLES


def has_lapsed(asked_at: datetime, at: datetime) -> bool:
    """Whether what was asked for waited too long."""
    return at - asked_at >= ASKED_FOR


def fault_of(term: Term, held: Iterable[Term]) -> tuple[str, str] | None:
    """Why ``term`` cannot be given beside ``held``: the form field and the message, or ``None``."""
    if (term.role in PARTNERSHIP_ROLES) != (term.panel is None):
        if term.panel is None:
            return "panel", "Select the panel of this role"
        return (
            "panel",
            "The auditor, the system administrator and the privacy officer belong to no panel. Select “No panel”",
        )
    if term.to_on < term.from_on:
        return "to_on", "The last day must be on or after the first day"
    if term.to_on - term.from_on > LONGEST:
        return "to_on", "An appointment lasts three years at most. It can be given again"
    return _clash(term, [other for other in held if other.overlaps(term)])


def _clash(term: Term, held: list[Term]) -> tuple[str, str] | None:
    if any((other.role, other.panel) == (term.role, term.panel) for other in held):
        return "role", "This person has that role already in those days"
    # Who audits or keeps the accounts must not be one of those who open cases, nor audit his own work.
    if term.role in PARTNERSHIP_ROLES and held:
        return (
            "role",
            "An auditor, system administrator or privacy officer can have no other role. End the other roles first",
        )
    if any(other.role in PARTNERSHIP_ROLES for other in held):
        return "role", "This person is an auditor, system administrator or privacy officer and can have no other role"
    return None

"""For how long somebody may cover for a colleague, and which roles can be covered. Pure.

Source: security model 3.8: a named person of the same agency, from a day to a day, 28 days at most, in one panel, and
no chains of cover.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from auth.roles import EMERGENCY_ROLES, PARTNERSHIP_ROLES, Role
from wording.dates import uk_date

LONGEST_DAYS = 28
NOT_COVERED = EMERGENCY_ROLES | PARTNERSHIP_ROLES
"""Roles that nobody covers: whoever uses emergency access, or watches others, is named for it themselves."""


@dataclass(frozen=True)
class Days:
    """From a day to a day, both included."""

    from_on: date
    to_on: date

    def overlaps(self, other: "Days") -> bool:
        """Whether they have a day in common."""
        return self.from_on <= other.to_on and other.from_on <= self.to_on


def fault_of_role(role: Role, *, is_cover: bool, counts: bool) -> str | None:
    """Why a role cannot be covered at all, in words, or ``None``. ``counts``: it was confirmed and has not ended."""
    if is_cover:
        return "This is cover for a colleague already. It cannot be passed on"
    if role in NOT_COVERED:
        return "This role is not covered. Give it to another person instead"
    return None if counts else "Only a role that counts can be covered"


def fault_of_days(days: Days, role: Days, taken: Iterable[Days]) -> tuple[str, str] | None:
    """Why a role cannot be covered on these days: the form field and the message, or ``None``.

    ``role``: the days of the role itself. ``taken``: on which somebody covers it already.
    """
    if days.to_on < days.from_on:
        return "to_on", "The last day must be on or after the first day"
    if (days.to_on - days.from_on).days >= LONGEST_DAYS:
        return "to_on", f"Cover lasts {LONGEST_DAYS} days at most, the first and the last included"
    if days.from_on < role.from_on:
        return "from_on", f"The first day must be on or after {uk_date(role.from_on)}, the first day of the role itself"
    if days.to_on > role.to_on:
        return "to_on", f"The last day must be on or before {uk_date(role.to_on)}, the last day of the role itself"
    if any(days.overlaps(other) for other in taken):
        return "from_on", "Somebody covers this role on some of these days already"
    return None

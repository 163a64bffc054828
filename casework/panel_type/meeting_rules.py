"""How a panel meets: its cycle, its agenda and who must be there."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody in the room. ``is_landlord``: speaks for the landlord of the case being heard."""

    agency_type: str
    role: str
    is_landlord: bool = False


@dataclass(frozen=True, slots=True)
class QuorumPart:
    """One part of a quorum, met by anyone of these agency types or panel roles, or by the landlord of the case."""

    title: str
    agency_types: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    landlord: bool = False

    def met_by(self, person: Present) -> bool:
        """Whether this person's presence meets the part."""
        return (
            person.agency_type in self.agency_types
            or person.role in self.roles
            or (self.landlord and person.is_landlord)
        )


@dataclass(frozen=True, slots=True)
class Quorum:
    """Everyone who must be present. One person may meet several parts: a chair from the police meets both."""

    required: tuple[QuorumPart, ...]

    def missing(self, present: Iterable[Present], *, has_landlord: bool = True) -> tuple[str, ...]:
        """Titles of the parts nobody present meets. A case without a landlord (``has_landlord=False``) needs none."""
        room = tuple(present)
        needed = (part for part in self.required if has_landlord or not part.landlord)
        return tuple(part.title for part in needed if not any(part.met_by(person) for person in room))


@dataclass(frozen=True, slots=True)
class WayToDecide:
    """How a decision came about. ``needs_votes``: the numbers for and against. ``needs_dissent``: who disagreed.

    ``basis`` names the statute where it sets the order in which the ways may be taken.
    """

    key: str
    title: str
    needs_votes: bool = False
    needs_dissent: bool = False
    basis: str = ""


CONSENSUS = WayToDecide("consensus", "By agreement")
MAJORITY = WayToDecide("majority", "By a majority")
BY_CHAIR = WayToDecide("chair", "The chair decided")


@dataclass(frozen=True, slots=True)
class HearingStep:
    """One step in which a case is heard, with its minutes. ``subject_present``: the person it is about takes part."""

    title: str
    minutes: int = 0
    subject_present: bool = False


@dataclass(frozen=True, slots=True)
class MeetingRules:
    """Lengths are minutes (``minutes_new``, ``minutes_review``) or working days before or after the meeting (``_wd``).

    ``minutes_wd``: draft minutes to the chair. ``approve_wd``: approved minutes issued. ``late_wd``: last day for a
    late item by the chair's agreement. ``review_months_by_band``: calendar months to the next review by risk band.
    """

    minutes_new: int
    minutes_review: int
    cutoff_wd: int
    late_wd: int
    pack_wd: int
    returns_wd: int
    final_pack_wd: int
    actions_wd: int
    minutes_wd: int
    approve_wd: int
    agenda_before: tuple[str, ...]
    agenda_after: tuple[str, ...]
    confidentiality_statement: str
    quorum: Quorum
    review_months_by_band: tuple[tuple[str, int], ...]
    review_tolerance_days: int
    chasers_wd: tuple[int, ...] = (4, 2)
    updates_wd: int = 3
    """Working days before the next meeting by which action updates are due."""
    ways_to_decide: tuple[WayToDecide, ...] = (CONSENSUS, MAJORITY, BY_CHAIR)
    quorum_binds: bool = False
    """No decision can be recorded while the quorum is not in the room; a reason does not help."""
    steps: tuple[HearingStep, ...] = ()

    def review_months(self, band: str) -> int:
        """Calendar months to the next review of a case in this band. Raises ``KeyError`` for an unknown band."""
        return dict(self.review_months_by_band)[band]

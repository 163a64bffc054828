"""How a panel meets: its cycle, its agenda and who must be there."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from casework.panel_type.facts import CaseFacts

CHAIRING = ("chair", "vice_chair")
"""Roles that chair; the first of them in the room presides."""


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody in the room. ``is_landlord``: speaks for the landlord of the case being heard.

    ``is_needed``: speaks for an agency that is named as needed for this case. ``agency`` tells agencies of one type
    apart.
    """

    agency_type: str
    role: str
    is_landlord: bool = False
    is_needed: bool = False
    agency: str = ""


@dataclass(frozen=True, slots=True)
class QuorumPart:
    """One part of a quorum, met by anyone of these agency types or panel roles, or by the landlord of the case.

    ``needed``: whoever meets it must speak for an agency named as needed for the case (the police of the area where
    the person lives); where none is named, nobody meets it. ``agencies``: so many different agencies must meet it.
    ``besides_chair``: the agency of whoever presides does not count.
    """

    title: str
    agency_types: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    landlord: bool = False
    needed: bool = False
    agencies: int = 1
    besides_chair: bool = False

    def met_by(self, person: Present) -> bool:
        """Whether this person's presence helps to meet the part."""
        if self.needed and not person.is_needed:
            return False
        return (
            person.agency_type in self.agency_types
            or person.role in self.roles
            or (self.landlord and person.is_landlord)
            or (self.needed and not self.agency_types and not self.roles and not self.landlord)
        )

    def met_in(self, room: Sequence[Present]) -> bool:
        """Whether the people in the room meet the part together."""
        out = {_agency(person) for person in presiding(room)} if self.besides_chair else set()
        found = {_agency(person) for person in room if self.met_by(person)} - out
        return len(found) >= self.agencies


@dataclass(frozen=True, slots=True)
class Quorum:
    """Everyone who must be present. One person may meet several parts: a chair from the police meets both."""

    required: tuple[QuorumPart, ...]

    def missing(self, present: Iterable[Present], *, has_landlord: bool = True) -> tuple[str, ...]:
        """Titles of the parts nobody present meets. A case without a landlord (``has_landlord=False``) needs none."""
        return tuple(part.title for part in self.unmet(present, has_landlord=has_landlord))

    def unmet(self, present: Iterable[Present], *, has_landlord: bool = True) -> tuple[QuorumPart, ...]:
        """The same, as the parts themselves."""
        room = tuple(present)
        wanted = (part for part in self.required if has_landlord or not part.landlord)
        return tuple(part for part in wanted if not part.met_in(room))


def presiding(room: Iterable[Present]) -> tuple[Present, ...]:
    """Whoever presides: the chairs in the room, without one the vice-chairs."""
    people = tuple(room)
    for role in CHAIRING:
        found = tuple(person for person in people if person.role == role)
        if found:
            return found
    return ()


def _agency(person: Present) -> str:
    return person.agency or person.agency_type


@dataclass(frozen=True, slots=True)
class WayToDecide:
    """How a decision came about. ``needs_votes``: the numbers for and against. ``needs_dissent``: who disagreed.

    ``basis`` names the statute where it sets the order in which the ways may be taken. Where there are numbers, those
    for must be more than those against; ``by_votes`` = false: this way is for where they are not. ``unanimous``:
    nobody disagreed, so that no disagreement can stand beside it.
    """

    key: str
    title: str
    needs_votes: bool = False
    needs_dissent: bool = False
    basis: str = ""
    by_votes: bool = True
    unanimous: bool = False


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
    late item by the chair's agreement. ``review_months_by_band``: calendar months to the next review by risk band;
    ``usual_review_months``: where the band has none, or the panel no bands (0: no usual time).
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
    usual_review_months: int = 0
    chasers_wd: tuple[int, ...] = (4, 2)
    updates_wd: int = 3
    """Working days before the next meeting by which action updates are due."""
    ways_to_decide: tuple[WayToDecide, ...] = (CONSENSUS, MAJORITY, BY_CHAIR)
    quorum_binds: bool = False
    """No decision can be recorded while the quorum is not in the room; a reason does not help."""
    steps: tuple[HearingStep, ...] = ()
    one_case: bool = False
    """Each meeting hears one case and no other."""
    may_chair: "Callable[[CaseFacts, str, UUID], str] | None" = None
    """Why somebody of an agency (its type, its id) may not chair this case; empty when they may. ``None``: anybody."""

    def way(self, key: str) -> WayToDecide | None:
        """The way to decide with this key; ``None`` when the panel has none such."""
        return next((way for way in self.ways_to_decide if way.key == key), None)

    def review_months(self, band: str) -> int:
        """Calendar months to the next review of a case in this band. Raises ``KeyError`` for an unknown band."""
        return dict(self.review_months_by_band)[band]

"""Faults in how a panel meets and decides."""

from collections.abc import Iterator

from casework.panel_type.agency_types import AGENCY_TYPES
from casework.panel_type.checks_forms import repeated
from casework.panel_type.definition import PanelType
from casework.panel_type.meeting_rules import QuorumPart, WayToDecide

LONGEST_KEY = 40


def meeting_faults(panel: PanelType) -> Iterator[str]:
    """Faults of the quorum, the ways to decide and the steps of hearing a case."""
    rules = panel.meeting
    if not rules.quorum.required:
        yield "the meeting has no quorum"
    yield from repeated("quorum part", (part.title for part in rules.quorum.required))
    for part in rules.quorum.required:
        yield from (f"quorum part {part.title} {fault}" for fault in _part(panel, part))
    if not rules.ways_to_decide:
        yield "the meeting has no way to decide"
    yield from repeated("way to decide", (way.key for way in rules.ways_to_decide))
    for way in rules.ways_to_decide:
        yield from (f"way to decide {way.key} {fault}" for fault in _way(way))
    for step in rules.steps:
        if not step.title or step.minutes < 0:
            yield "a step of hearing a case needs a title, and minutes that are not negative"


def _part(panel: PanelType, part: QuorumPart) -> Iterator[str]:
    known = {choice.value for choice in AGENCY_TYPES}
    for key in sorted({*part.agency_types} - known):
        yield f"names the unknown agency type {key}"
    for role in sorted({*part.roles} - {*panel.roles}):
        yield f"names the unknown role {role}"
    if not (part.agency_types or part.roles or part.landlord or part.needed):
        yield "can be met by nobody"
    if part.agencies < 1:
        yield "asks for no agency"


def _way(way: WayToDecide) -> Iterator[str]:
    if not way.key or len(way.key) > LONGEST_KEY:
        yield f"needs a key of at most {LONGEST_KEY} letters"
    if way.unanimous and way.needs_dissent:
        yield "cannot be unanimous and want a disagreement"

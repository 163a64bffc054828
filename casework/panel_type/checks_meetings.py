"""Faults in how a panel meets and decides."""

from collections.abc import Iterator

from casework.panel_type.agency_types import AGENCY_TYPES
from casework.panel_type.checks_cases import band_faults
from casework.panel_type.definition import PanelType
from casework.panel_type.faults import Fault, repeated
from casework.panel_type.meeting_rules import MeetingRules, QuorumPart, WayToDecide

LONGEST_KEY = 40
DAYS_BEFORE = (
    ("cutoff_wd", "the last day for referrals", "late_wd", "the last day for a late item"),
    ("pack_wd", "the first pack", "returns_wd", "the day on which answers are due"),
    ("returns_wd", "the day on which answers are due", "final_pack_wd", "the final pack"),
)
"""Of each pair the first must come first: it has at least as many working days before the meeting."""


def meeting_faults(panel: PanelType) -> Iterator[Fault]:
    """Faults of the quorum, the ways to decide, the steps of hearing a case and the days of the cycle."""
    rules = panel.meeting
    if not rules.quorum.required:
        mend = "Name who must be there in required, the chair at least"
        yield Fault("the meeting has no quorum", mend, rules.quorum, "meeting")
    yield from repeated("quorum part", rules.quorum.required)
    for part in rules.quorum.required:
        yield from _part(panel, part)
    if not rules.ways_to_decide:
        yield Fault("the meeting has no way to decide", "Name one in ways_to_decide", rules, "meeting")
    yield from repeated("way to decide", rules.ways_to_decide)
    for way in rules.ways_to_decide:
        yield from _way(way)
    for step in rules.steps:
        if not step.title or step.minutes < 0:
            words = "a step of hearing a case needs a title, and minutes that are not negative"
            yield Fault(words, "Give both", step)
    yield from band_faults(panel, "the review interval", rules.review_months_by_band, rules, "meeting")
    yield from _cycle(rules)


def _part(panel: PanelType, part: QuorumPart) -> Iterator[Fault]:
    what = f"quorum part {part.title}"
    known = {choice.value for choice in AGENCY_TYPES}
    for key in sorted({*part.agency_types} - known):
        yield Fault(f"{what} names the unknown agency type {key}", "Name one of agency_types.py", part)
    for role in sorted({*part.roles} - {*panel.roles}):
        yield Fault(f"{what} names the unknown role {role}", "Add the role to the panel's roles, or name another", part)
    if not (part.agency_types or part.roles or part.landlord or part.needed):
        yield Fault(f"{what} can be met by nobody", "Name agency types or roles that meet it", part)
    if part.agencies < 1:
        yield Fault(f"{what} asks for no agency", "Ask for 1 or more in agencies", part)


def _way(way: WayToDecide) -> Iterator[Fault]:
    what = f"way to decide {way.key}"
    if not way.key or len(way.key) > LONGEST_KEY:
        yield Fault(f"{what} needs a key of at most {LONGEST_KEY} letters", "Give it one", way)
    if way.unanimous and way.needs_dissent:
        mend = "Leave unanimous or needs_dissent out"
        yield Fault(f"{what} cannot be unanimous and want a disagreement", mend, way)


def _cycle(rules: MeetingRules) -> Iterator[Fault]:
    for first, its_words, then, then_words in DAYS_BEFORE:
        if getattr(rules, first) < getattr(rules, then):
            words = f"{then_words} comes before {its_words}"
            mend = f"Give {then} at most as many working days before the meeting as {first}"
            yield Fault(words, mend, rules, "meeting")
    if rules.approve_wd < rules.minutes_wd:
        words = "the minutes are issued before they are drafted"
        yield Fault(words, "Give approve_wd at least as many working days as minutes_wd", rules, "meeting")

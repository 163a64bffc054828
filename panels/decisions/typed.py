"""What is typed about one case in the meeting, and when that makes a decision. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from casework.panel_type.definition import DecisionOption, PanelType
from casework.panel_type.working_time import add_months

TO_TELL = "to_tell"
DISAGREED = "Disagreed. Their reasons are not written down here"
"""What stands of a disagreement where the panel takes no words about people."""


@dataclass(frozen=True, slots=True)
class NewAction:
    """An action row as typed. ``row`` is its number on the page. No ``due_on`` means the next panel."""

    row: int
    agency_id: UUID | None = None
    officer: str = ""
    text: str = ""
    why: str = ""
    due_on: date | None = None
    by_provider: bool = False

    def is_blank(self) -> bool:
        """Whether the row was left alone: an agency picked without words is not an action yet."""
        return not (self.text or self.why or self.officer)


@dataclass(frozen=True, slots=True)
class Typed:
    """Everything the page of one case can hold. Empty text and ``None`` both mean nothing was given.

    ``rule``: how it was decided, a way of the panel; empty for its usual one.
    """

    option: str | None = None
    reason: str = ""
    band: str | None = None
    closure_reason: str | None = None
    review_on: date | None = None
    rule: str = ""
    votes_for: int | None = None
    votes_against: int | None = None
    telling: str = ""
    told: str = TO_TELL
    acted_by_id: UUID | None = None
    dissent_agency_id: UUID | None = None
    dissent_words: str = ""
    dissent_removed: tuple[int, ...] = ()
    actions: tuple[NewAction, ...] = ()


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that must be given before the case counts as decided, and the field to put it in."""

    field: str
    message: str


RECORD_FIELDS = (
    "option",
    "reason",
    "band",
    "closure_reason",
    "review_on",
    "rule",
    "votes_for",
    "votes_against",
    "telling",
    "told",
    "acted_by_id",
)
"""The parts of :class:`Typed` that replace what stands; dissent and actions are only ever added."""


def lacks(panel: PanelType, typed: Typed) -> tuple[Lack, ...]:
    """What is missing for a decision.

    A decision always has its reason: an ombudsman's usual finding about panels is that none was recorded.
    """
    found = []
    if not typed.option:
        found.append(Lack("option", "Select what the panel decided, or leave the case unfinished"))
    if not typed.reason.strip():
        found.append(Lack("reason", "Enter why the panel decided this"))
    if not typed.band and any(tool.bands for tool in panel.risk_tools):
        found.append(Lack("band", "Select the risk now"))
    if typed.option and panel.decision(typed.option).needs_closure_reason:
        found += _closing_words(panel, panel.decision(typed.option), typed)
    return (*found, *action_lacks(typed.actions), *_dissent_lacks(typed))


def _closing_words(panel: PanelType, option: DecisionOption, typed: Typed) -> Iterator[Lack]:
    if not typed.closure_reason:
        yield Lack("closure_reason", "Select why the case closes")
    elif option.closure_reasons and typed.closure_reason not in option.closure_reasons:
        yield Lack("closure_reason", f"Select a reason that goes with “{option.title}”")
    if panel.in_mode.narrative and not typed.telling:
        yield Lack("telling", "Enter who tells the person affected and how, or why they are not told")


def wordless_lacks(panel: PanelType, typed: Typed) -> tuple[Lack, ...]:
    """What was typed in free words where the panel takes none about people; nothing where it does."""
    if panel.in_mode.narrative:
        return ()
    instead = panel.in_mode.no_narrative
    found = []
    if typed.reason.strip() and typed.reason.strip() not in _prepared(panel):
        found.append(Lack("prepared", f"Select a prepared reason. {instead}"))
    if typed.telling:
        found.append(Lack("telling", instead))
    if typed.dissent_words not in ("", DISAGREED):
        found.append(Lack("dissent_words", instead))
    return tuple(found)


def action_lacks(actions: Iterable[NewAction]) -> tuple[Lack, ...]:
    """What is missing from action rows that were begun: agency and words. A date and an officer have a default."""
    found = []
    for action in actions:
        if action.is_blank():
            continue
        if not action.agency_id:
            found.append(Lack(f"a{action.row}_agency", f"Select which agency owns action {action.row}"))
        if not action.text:
            found.append(Lack(f"a{action.row}_text", f"Enter what will be done in action {action.row}"))
    return tuple(found)


def _dissent_lacks(typed: Typed) -> tuple[Lack, ...]:
    if typed.dissent_words and not typed.dissent_agency_id:
        return (Lack("dissent_agency", "Select which agency disagreed"),)
    if typed.dissent_agency_id and not typed.dissent_words:
        return (Lack("dissent_words", "Enter what they said, in their own words"),)
    return ()


def default_review(panel: PanelType, option: str, band: str | None, heard_on: date) -> date | None:
    """When the case is looked at again if nobody says otherwise: by its risk band, or by the panel's usual time,
    counted from the meeting.

    ``None`` when the decision needs no review or there is no interval.
    """
    months = dict(panel.meeting.review_months_by_band).get(band or "", panel.meeting.usual_review_months)
    if not months or not panel.decision(option).needs_review:
        return None
    return add_months(heard_on, months)


def only_prepared(panel: PanelType, option: str | None, reason: str) -> bool:
    """Whether a reason is stock words and nothing else, so that the minutes say so and somebody looks again. Never
    where the panel takes no other words."""
    return bool(option) and panel.in_mode.narrative and reason.strip() in _prepared(panel)


def _prepared(panel: PanelType) -> set[str]:
    return {words.strip() for decision in panel.decisions for words in decision.prepared_reasons}


def prepared_reason(panel: PanelType, choice: str) -> str:
    """The words of a prepared reason picked as ``<decision>:<place>``; empty for nothing or anything unknown."""
    key, _, place = choice.partition(":")
    for decision in panel.decisions:
        if decision.key == key and place.isdigit() and int(place) < len(decision.prepared_reasons):
            return decision.prepared_reasons[int(place)]
    return ""


def differing(mine: Typed, theirs: Typed) -> tuple[str, ...]:
    """The record's fields in which two people's versions differ."""
    return tuple(name for name in RECORD_FIELDS if (getattr(mine, name) or None) != (getattr(theirs, name) or None))


def has_additions(typed: Typed) -> bool:
    """Whether there is anything that is added and never replaces: actions, a dissent."""
    return bool(typed.dissent_words) or any(not action.is_blank() for action in typed.actions)


def dissent_after(standing: Sequence[dict[str, str]], typed: Typed, agency: str) -> list[dict[str, str]]:
    """The dissents that stand once those ticked are taken out and the one typed is added."""
    kept = [one for place, one in enumerate(standing) if place not in typed.dissent_removed]
    added = {"agency": agency, "words": typed.dissent_words}
    return [*kept, added] if typed.dissent_words and added not in kept else kept

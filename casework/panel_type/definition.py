"""A panel type: everything the generic code knows of a panel, as one typed value.

A definition is checked at start (``checks``, ``registry``): a faulty one stops the application and says why.
"""

from dataclasses import dataclass
from datetime import date, datetime

from casework.panel_type.clocks import ClockRule
from casework.panel_type.lifecycle import Lifecycle
from casework.panel_type.meeting_rules import MeetingRules
from casework.panel_type.prompts import Prompt
from casework.panel_type.questions import Choice, Form
from casework.panel_type.risk import RiskTool

# Keys of the panel roles a definition may name; they are those of the appointments people hold.
CHAIR = "chair"
VICE_CHAIR = "vice_chair"
COORDINATOR = "coordinator"
MEMBER = "member"
REFERRER = "referrer"
SYSTEM = "system"
"""Not a person: a move that the passing of time makes."""


@dataclass(frozen=True, slots=True)
class DecisionOption:
    """A decision the panel can take on a case. ``key_number`` (1 to 9) is its key in the live meeting, if it has one.

    ``prepared_reasons`` are words to start from; whoever records the decision edits them.
    """

    key: str
    title: str
    key_number: int | None
    roles: tuple[str, ...]
    target_state: str
    needs_closure_reason: bool = False
    needs_review: bool = True
    prepared_reasons: tuple[str, ...] = ()
    hint: str = ""


@dataclass(frozen=True, slots=True)
class ClosureReason:
    """Why a case ended; ``common_code`` is the outcome code that all panels share for statistics."""

    value: str
    label: str
    common_code: str


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """How long a kind of record is kept after ``starts_on`` (a state or event), in years and months together.

    ``child_until_age``: a record about a child is kept at least until the child is this old. ``basis`` = why so long.
    """

    record: str
    years: int
    months: int = 0
    starts_on: str = "closed"
    child_until_age: int | None = None
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Visibility:
    """What others may learn of this panel's records.

    ``silo``: membership of another panel gives no sight of this one. ``existence_hidden``: outsiders see "does not
    exist". ``step_up``: a fresh second factor before content. ``match_visible_to``: names of groups; coordinators of
    panels that share a group learn that a person is known to the other, as a reference only. Empty = nobody.
    """

    silo: bool = True
    existence_hidden: bool = False
    step_up: bool = False
    match_visible_to: tuple[str, ...] = ()

    def shares_matches_with(self, other: "Visibility") -> bool:
        """Whether coordinators of the two panels may be told of a match; both sides must allow it."""
        return not set(self.match_visible_to).isdisjoint(other.match_visible_to)


@dataclass(frozen=True, slots=True)
class StockAction:
    """An action that is often set: one letter in the live meeting, and the agency type that usually owns it."""

    letter: str
    text: str
    agency_type: str | None = None


@dataclass(frozen=True, slots=True)
class ReferralReason:
    """A reason that triage gives for not taking a referral, with the advice that goes to the referrer."""

    value: str
    label: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class ReferralReasons:
    """Prepared reasons for turning a referral down (each with advice) and for taking it."""

    reject: tuple[ReferralReason, ...]
    accept: tuple[ReferralReason, ...] = ()


@dataclass(frozen=True, slots=True)
class ExampleScore:
    """A worked example: these answers give this total, band and these flags."""

    title: str
    tool: str
    answers: tuple[tuple[str, str], ...]
    total: int
    band: str
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExampleClock:
    """A worked example: a clock started then is due then, given these pauses (start, end). All moments are aware."""

    title: str
    clock: str
    started_at: datetime
    due_at: datetime
    band: str | None = None
    pauses: tuple[tuple[datetime, datetime], ...] = ()


@dataclass(frozen=True, slots=True)
class ExampleMeeting:
    """A worked example: the days of the cycle round a meeting."""

    title: str
    meeting_on: date
    cut_off_on: date
    pack_on: date
    returns_on: date
    actions_on: date
    minutes_on: date


Example = ExampleScore | ExampleClock | ExampleMeeting


@dataclass(frozen=True, slots=True)
class BriefLine:
    """An answer of the referral form that is read out when the case is called, and the heading it stands under."""

    title: str
    section: str
    question: str


@dataclass(frozen=True, slots=True)
class PanelType:
    """One panel. ``neutral_name`` is used on screens that others may see; ``reference_letter`` in case references.

    ``earlier_forms`` are versions of forms that are no longer given out but on which answers are still held.
    ``repeat_months``: a referral within this time of closure counts as a repeat. ``brief``: what the table hears of a
    referral when the case is called.
    """

    key: str
    version: int
    effective_from: date
    name: str
    neutral_name: str
    reference_letter: str
    purpose: str
    who_for: tuple[str, ...]
    marking: str
    referral_form: Form
    risk_tools: tuple[RiskTool, ...]
    lifecycle: Lifecycle
    clocks: tuple[ClockRule, ...]
    meeting: MeetingRules
    decisions: tuple[DecisionOption, ...]
    closure_reasons: tuple[ClosureReason, ...]
    roles: tuple[str, ...]
    retention: tuple[RetentionRule, ...]
    visibility: Visibility
    letters: tuple[str, ...]
    stock_actions: tuple[StockAction, ...]
    case_roles: tuple[Choice, ...]
    repeat_months: int
    alternative_forums: tuple[Choice, ...]
    referral_reasons: ReferralReasons
    prompts: tuple[Prompt, ...] = ()
    examples: tuple[Example, ...] = ()
    earlier_forms: tuple[Form, ...] = ()
    brief: tuple[BriefLine, ...] = ()

    def tool(self, tool_id: str) -> RiskTool:
        """The risk tool with this id. Raises ``KeyError`` if the panel has none."""
        return {tool.id: tool for tool in self.risk_tools}[tool_id]

    def clock(self, key: str) -> ClockRule:
        """The clock with this key. Raises ``KeyError`` if the panel has none."""
        return {clock.key: clock for clock in self.clocks}[key]

    def decision(self, key: str) -> DecisionOption:
        """The decision with this key. Raises ``KeyError`` if the panel has none."""
        return {decision.key: decision for decision in self.decisions}[key]

    def prompt(self, key: str) -> Prompt:
        """The prompt with this key. Raises ``KeyError`` if the panel has none."""
        return {prompt.key: prompt for prompt in self.prompts}[key]

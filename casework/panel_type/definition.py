"""A panel type: everything the generic code knows of a panel, as one typed value.

A definition is checked at start (``checks``, ``registry``): a faulty one stops the application and says why.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from casework.panel_type.case_forms import CaseForm
from casework.panel_type.clocks import ClockRule
from casework.panel_type.examples import Example, ExampleClock, ExampleMeeting, ExampleScore, ExampleWorkings
from casework.panel_type.facts import CaseFacts, Requirement, Workings
from casework.panel_type.figures import Figure
from casework.panel_type.letter_templates import LetterTemplate
from casework.panel_type.lifecycle import Lifecycle
from casework.panel_type.meeting_rules import MeetingRules
from casework.panel_type.modes import ONLY_MODE, Mode
from casework.panel_type.own_numbers import OwnNumber
from casework.panel_type.prompts import Prompt, Trigger
from casework.panel_type.public_door import PublicDoor
from casework.panel_type.public_face import PublicFace
from casework.panel_type.questions import Choice, Form
from casework.panel_type.risk import RiskTool

__all__ = ["Example", "ExampleClock", "ExampleMeeting", "ExampleScore", "ExampleWorkings"]

# Keys of the panel roles a definition may name; they are those of the appointments people hold.
CHAIR = "chair"
VICE_CHAIR = "vice_chair"
COORDINATOR = "coordinator"
CASE_OFFICER = "case_officer"
"""Carries the cases between the meetings: sees them all, and does not run the meetings."""
MEMBER = "member"
REFERRER = "referrer"
DUTY_OFFICER = "duty_officer"
DEPUTY = "deputy"
"""These two open nothing by themselves; a panel may let them use emergency access (``Visibility.emergency``)."""
SYSTEM = "system"
"""Not a person: a move that the passing of time makes."""


@dataclass(frozen=True, slots=True)
class DecisionOption:
    """A decision the panel can take on a case. ``key_number`` (1 to 9) is its key in the live meeting, if it has one.

    ``prepared_reasons`` are words to start from; whoever records the decision edits them. ``offered``: where it does
    not hold, the decision cannot be taken and is not shown. ``requires`` must hold when it is recorded as decided.
    ``letters``: templates drafted when the decision is carried out; a decision without one says why in
    ``no_letter_because``. ``closure_reasons``: those that fit this decision; empty = all of the panel's.
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
    offered: Requirement | None = None
    requires: tuple[Requirement, ...] = ()
    letters: tuple[str, ...] = ()
    no_letter_because: str = ""
    closure_reasons: tuple[str, ...] = ()


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
    ``watches``: groups of other panels in which this panel's coordinator alone is told of a match; they learn nothing.
    ``members_by_case``: a member opens only the cases to which they were invited by name. ``named_pages``: every page,
    print and file with content bears its reader's name and the time, and members cannot print by the browser.
    ``members_take_pack``: members may take the papers of a meeting away as a file. ``associates``: outsiders may be let
    into one case, where ``associate_requires`` holds (the person's consent, for one). ``associate_days``: working days
    after closing for which they keep it. ``contacts``: an officer may be named as a case's single point of contact,
    whoever they work for, and keeps it as long. ``emergency``: roles that may open a case for an hour when nothing else
    opens it to them, with a reason, alerts and a review afterwards; they hold no other right. Empty: nobody may.
    ``name_parts``: people are found by a part of a name, which tells a thief of the database more (docs/encryption.md).
    ``confirm_roles_months``: after how many months every role in it is confirmed again, by agency and chair.
    ``vetting``: a role in it counts only while the person is vetted, whatever the role but a referrer's.
    """

    silo: bool = True
    existence_hidden: bool = False
    step_up: bool = False
    match_visible_to: tuple[str, ...] = ()
    watches: tuple[str, ...] = ()
    members_by_case: bool = False
    named_pages: bool = False
    associates: bool = False
    associate_days: int = 10
    associate_requires: tuple[Requirement, ...] = ()
    contacts: bool = False
    members_take_pack: bool = True
    emergency: tuple[str, ...] = (DUTY_OFFICER,)
    name_parts: bool = False
    confirm_roles_months: int = 3
    vetting: bool = False

    def shares_matches_with(self, other: "Visibility") -> bool:
        """Whether coordinators of the two panels may be told of a match; both sides must allow it."""
        return not set(self.match_visible_to).isdisjoint(other.match_visible_to)

    def learns_from(self, other: "Visibility") -> bool:
        """Whether this panel's coordinators are told of a match with the other: as equals, or because they watch it."""
        return self.shares_matches_with(other) or not set(self.watches).isdisjoint(other.match_visible_to)


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
class BriefLine:
    """An answer of the referral form that is read out when the case is called, and the heading it stands under."""

    title: str
    section: str
    question: str


@dataclass(frozen=True, slots=True)
class PassOn:
    """Passing something of a case on to whichever panel ``receives`` this topic, as a referral of its own there.

    The answers of ``form`` go, and nothing else: no name, no reference. Words in which a person or an address of the
    case is found are refused. ``verb`` is the move that the case makes.
    """

    key: str
    title: str
    topic: str
    form: Form
    roles: tuple[str, ...]
    verb: str
    intro: str = ""


@dataclass(frozen=True, slots=True)
class PanelType:
    """One panel. ``neutral_name`` is used on screens that others may see; ``reference_letter`` in case references.

    ``case_forms``: what officers fill in on a case. ``workings``: a rule worked out line by line on the case and at
    triage. ``titled_by``: the answer that names a case about no person. ``withholds_identity``: an answer for which
    the names stay hidden from members and associates. ``bars_agency``: the answer that names the kind of agency for
    which somebody in the case works: its ordinary members do not open it. ``passes_on``/``receives``: topics handed
    to, or taken from, another panel. ``modes``: ways to run the panel, the first being the default; ``mode`` is the
    key of the one in force (empty: the default). ``own_numbers``: numbers of its own rules that a partnership may set.
    ``figures``: what it counts; empty: no statistics of any kind.
    ``earlier_forms`` are versions of forms that are no longer given out but on which answers are still held.
    ``instead_of_referring``: what to do, in plain words, for somebody with a part in the panel whose role may not send
    its form. ``repeat_months``: a referral within this time of closure counts as a repeat. ``brief``: what the table
    hears of a referral when the case is called. ``public_face``: its public page for residents.
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
    letters: tuple[LetterTemplate, ...]
    stock_actions: tuple[StockAction, ...]
    case_roles: tuple[Choice, ...]
    repeat_months: int
    alternative_forums: tuple[Choice, ...]
    referral_reasons: ReferralReasons
    prompts: tuple[Prompt, ...] = ()
    examples: tuple[Example, ...] = ()
    earlier_forms: tuple[Form, ...] = ()
    brief: tuple[BriefLine, ...] = ()
    case_forms: tuple[CaseForm, ...] = ()
    workings: Callable[[CaseFacts], Workings] | None = None
    titled_by: BriefLine | None = None
    instead_of_referring: tuple[str, ...] = ()
    public_face: PublicFace | None = None
    withholds_identity: Trigger | None = None
    bars_agency: BriefLine | None = None
    passes_on: tuple[PassOn, ...] = ()
    receives: tuple[str, ...] = ()
    modes: tuple[Mode, ...] = ()
    figures: tuple[Figure, ...] = ()
    own_numbers: tuple[OwnNumber, ...] = ()
    public_door: PublicDoor | None = None
    mode: str = ""

    @property
    def in_mode(self) -> Mode:
        """How the panel runs now."""
        default = self.modes[0] if self.modes else ONLY_MODE
        return next((mode for mode in self.modes if mode.key == self.mode), default)

    def public_words(self) -> Iterator[str]:
        """Every sentence that it declares for residents."""
        for part in (self.public_face, self.public_door):
            yield from part.words() if part else ()

    @property
    def numbers(self) -> dict[str, int]:
        """The panel's own numbers by key, for ``CaseFacts.numbers``."""
        return {number.key: number.value for number in self.own_numbers}

    @property
    def has_providers(self) -> bool:
        """Whether providers of support carry out actions, which end when the ground for the support is gone."""
        return any(form.ends_provider_tasks is not None for form in self.case_forms)

    def case_form(self, key: str) -> CaseForm:
        """The case form with this key. Raises ``KeyError`` if the panel has none."""
        return {form.key: form for form in self.case_forms}[key]

    def letter(self, key: str) -> LetterTemplate:
        """The letter template with this key. Raises ``KeyError`` if the panel has none."""
        return {letter.key: letter for letter in self.letters}[key]

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

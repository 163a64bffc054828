"""Keys of a definition in the words of whoever signs it off."""

from collections.abc import Iterable, Sequence

from auth.roles import ROLE_TITLES, Role
from casework.panel_type.agency_types import agency_type_label
from casework.panel_type.case_forms import FORM_EVENT
from casework.panel_type.clocks import DaysBefore, Event, PartGone, Unit, Warn
from casework.panel_type.definition import SYSTEM, PanelType
from casework.panel_type.facts import Requirement
from casework.panel_type.letter_templates import LETTER_EVENT
from casework.panel_type.lifecycle import Guard, Transition
from casework.panel_type.marked import SWITCH
from casework.panel_type.questions import NOT_KNOWN, Condition, Kind, Question, Sensitivity

GUARDS = {
    Guard.COMPLETE_REFERRAL: "Every required answer is given",
    Guard.RISK_OR_REASON: "The risk is assessed, or there is a reason why not",
    Guard.NOT_YET_HEARD: "No meeting has heard the case",
    Guard.CHAIR_CONFIRMS: "A chair confirms what is proposed",
    Guard.BEFORE_CUT_OFF: "The last day for referrals has not passed, or the chair agrees to a late item",
    Guard.URGENT_AGREED: "The chair agrees that it cannot wait for the next meeting",
    Guard.QUORUM: "The quorum is in the room",
    Guard.CONFLICTS_ASKED: "Everybody present was asked for conflicts of interest",
    Guard.DECISION_RECORDED: "The panel's decision is recorded",
    Guard.ACTIONS_SETTLED: "Every action is done or handed over",
    Guard.CLOSING_ASSESSMENT: "The risk was assessed again for the closing",
    Guard.VICTIM_TOLD: "It is recorded that the person affected was told, or why not",
    Guard.RECEIPT_HELD: "Whoever receives it has confirmed that they have it",
    Guard.CONSENT_HELD: "Valid consent is on record",
}
EVENTS = {
    Event.RECEIVED: "the referral is received",
    Event.URGENT_ACCEPTED: "it is agreed that the case is urgent",
    Event.MEETING_HELD: "the meeting is held",
    Event.ACTION_AGREED: "an action is agreed",
    Event.INFORMATION_ASKED: "an agency is asked what it knows",
    Event.REPORTED: "it is reported",
    Event.ADOPTED: "the panel takes the case on",
    Event.LAST_REVIEW: "the last review",
    Event.PERIOD_ENDED: "the period ends",
}
UNITS = {
    Unit.WORKING_DAYS: ("working day", "working days"),
    Unit.CALENDAR_DAYS: ("day", "days"),
    Unit.CALENDAR_MONTHS: ("month", "months"),
    Unit.HOURS: ("hour", "hours"),
}
SINGULAR = (
    ("days", "day"),
    ("months", "month"),
    ("years", "year"),
    ("minutes", "minute"),
    ("points", "point"),
    ("hours", "hour"),
    ("agencies", "agency"),
    ("reports", "report"),
)
KINDS = {
    Kind.TEXT: "One line of text",
    Kind.LONG: "Text",
    Kind.DATE: "A date",
    Kind.DATETIME: "A date and time",
    Kind.CHOICE: "One of",
    Kind.MULTI: "Any of",
    Kind.YES_NO: "Yes, no or not known",
    Kind.INTEGER: "A whole number",
    Kind.ADDRESS: "An address",
    Kind.PHONE: "A telephone number",
    Kind.EMAIL: "An e-mail address",
}
CLASSES = {
    Sensitivity.I: ("I", "Identity"),
    Sensitivity.SC: ("SC", "Special category, UK GDPR Article 9"),
    Sensitivity.CO: ("CO", "Criminal offence or allegation, UK GDPR Article 10"),
    Sensitivity.N: ("N", "Narrative: treated as SC and CO"),
    Sensitivity.O: ("O", "Operational"),
}


def listed(words: Sequence[str], last: str = "and") -> str:
    """Words as a list in a sentence: "a, b and c"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}" if words else ""


def role_title(role: str) -> str:
    """A role as people call it."""
    known = {one.value: title for one, title in ROLE_TITLES.items()}
    return "The service itself" if role == SYSTEM else known.get(role, role.replace("_", " ").capitalize())


def who(roles: Iterable[str], panel: PanelType) -> str:
    """Who may do something, in a few words."""
    given = tuple(dict.fromkeys(roles))
    if {*panel.roles} <= {*given}:
        return "Anybody with a part in the panel"
    order = {role.value: place for place, role in enumerate(Role)}
    titles = [role_title(role) for role in sorted(given, key=lambda role: order.get(role, len(order)))]
    return listed([titles[0], *(title[:1].lower() + title[1:] for title in titles[1:])], "or") if titles else ""


def length_words(length: int, unit: Unit) -> str:
    """ "3 working days"."""
    one, many = UNITS[unit]
    return f"{length} {one if length == 1 else many}"


def unit_words(value: int | str, unit: str) -> str:
    """A number with its unit, in the singular where there is one of it; of a switch whether it is on."""
    if unit == SWITCH:
        return {"0": "Off", "1": "On"}.get(str(value), str(value))
    if str(value) == "1":
        for many, one in SINGULAR:
            unit = unit.replace(many, one, 1)
    return f"{value}{'' if unit == '%' else ' '}{unit}".strip()


def warning_words(warn: Warn) -> str:
    """When the owner of a deadline is warned."""
    match warn:
        case PartGone(percent=percent):
            return f"when {percent}% of it has run"
        case DaysBefore(working_days=0):
            return "on the last day"
        case DaysBefore(working_days=days):
            return f"{length_words(days, Unit.WORKING_DAYS)} before"


def event_words(panel: PanelType, event: str) -> str:
    """What happens, for deadlines, letters and figures: a state is reached, a move made, a form filled in, a letter
    sent."""
    if event.startswith(FORM_EVENT):
        titles = {form.key: form.title for form in panel.case_forms}
        return f"the form “{titles.get(event.removeprefix(FORM_EVENT), event)}” is filled in"
    if event.startswith(LETTER_EVENT):
        titles = {letter.key: letter.title for letter in panel.letters}
        return f"the letter “{titles.get(event.removeprefix(LETTER_EVENT), event)}” is sent"
    states = {state.key: state.title for state in panel.lifecycle.states}
    if event in states:
        return f"the case is at “{states[event]}”"
    moves = {move.verb: move_title(move) for move in panel.lifecycle.transitions}
    if event in moves:
        return f"“{moves[event]}”"
    return EVENTS[Event(event)] if event in {one.value for one in Event} else event


def events_words(panel: PanelType, events: Iterable[str]) -> str:
    """Several of them, any of which will do."""
    return listed([event_words(panel, event) for event in events], "or")


def move_title(move: Transition) -> str:
    """What a move is called."""
    return move.title or move.verb.replace("_", " ").capitalize()


def requirement_words(needed: Requirement) -> str:
    """A rule of the panel by what it says when it does not hold, and its source."""
    return f"{needed.why_not.rstrip('.')}{f' ({needed.basis})' if needed.basis else ''}"


def conditions_of(move: Transition) -> tuple[str, ...]:
    """Everything that must hold before a move."""
    rules = tuple(f"The panel's rule: {requirement_words(needed)}" for needed in move.requires)
    reason = ("A reason is given",) if move.needs_reason else ()
    return (*(GUARDS[guard] for guard in move.guards), *rules, *reason)


def condition_words(condition: Condition, questions: dict[str, Question]) -> str:
    """When something is asked or done: "“Is it safe?” is “No”"."""
    question = questions.get(condition.question)
    labels = {NOT_KNOWN: "We do not know this"}
    labels |= {choice.value: choice.label for choice in question.offered} if question else {}
    if condition.contains is not None:
        wanted = f"includes “{labels.get(condition.contains, condition.contains)}”"
    else:
        values = [condition.equals] if condition.equals is not None else [*condition.any_of]
        wanted = f"is {listed([f'“{labels.get(value, value)}”' for value in values], 'or')}"
    return f"“{question.label if question else condition.question}” {wanted}"


def agencies_words(kinds: Iterable[str]) -> str:
    """Kinds of agency in a list."""
    return listed([agency_type_label(kind) for kind in kinds], "or")

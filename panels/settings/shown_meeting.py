"""The meeting, the deadlines and the decisions as a chair reads them."""

from collections.abc import Iterator
from dataclasses import dataclass

from casework.panel_type.clocks import ClockRule
from casework.panel_type.definition import DecisionOption, PanelType
from casework.panel_type.marked.meetings import FIELDS
from casework.panel_type.meeting_rules import QuorumPart, WayToDecide
from panels.settings.words import (
    agencies_words,
    event_words,
    events_words,
    length_words,
    listed,
    requirement_words,
    role_title,
    unit_words,
    warning_words,
    who,
)

Facts = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ClockRow:
    """One deadline in words."""

    title: str
    length: str
    statutory: bool
    source: str
    owner: str
    starts: str
    met: str
    rests: str
    warns: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """One decision: its key, who takes it, where it leads, on what condition, its reasons and its letters."""

    key: str
    title: str
    hint: str
    who: str
    leads_to: str
    conditions: tuple[str, ...]
    reasons: tuple[str, ...]
    letters: str


def clocks(panel: PanelType) -> list[ClockRow]:
    """Every deadline, with the numbers in force."""
    return [_clock(panel, clock) for clock in panel.clocks]


def cycle(panel: PanelType) -> Facts:
    """The days round a meeting and the minutes for a case."""
    rules = panel.meeting
    found = [(title, unit_words(getattr(rules, name), unit)) for name, title, _, unit, _, _ in FIELDS]
    found += [("Reminders to agencies", f"{listed([str(day) for day in rules.chasers_wd])} working days before")]
    bands = {band.key: band.title for tool in panel.risk_tools for band in tool.bands}
    found += [
        (f"Next review at {bands[band].lower()} risk", f"after {unit_words(months, 'months')}")
        for band, months in rules.review_months_by_band
    ]
    return tuple(found)


def agenda(panel: PanelType) -> tuple[str, ...]:
    """The agenda of a meeting, the cases in their place."""
    steps = ", ".join(f"{step.title}{f' ({step.minutes} minutes)' if step.minutes else ''}" for step in hearing(panel))
    cases = "The case" if panel.meeting.one_case else "The cases"
    return (*panel.meeting.agenda_before, f"{cases}{f': {steps}' if steps else ''}", *panel.meeting.agenda_after)


def hearing(panel: PanelType) -> tuple["Step", ...]:
    """The steps in which one case is heard."""
    return tuple(Step(step.title, step.minutes, step.subject_present) for step in panel.meeting.steps)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of hearing a case."""

    title: str
    minutes: int
    subject_present: bool


def quorum(panel: PanelType) -> tuple[str, ...]:
    """Who must be there, one line for each part."""
    return tuple(_part(panel, part) for part in panel.meeting.quorum.required)


def quorum_rule(panel: PanelType) -> str:
    """What a missing part means."""
    if panel.meeting.quorum_binds:
        return "Without the quorum no decision can be recorded; a reason does not help."
    return "Without the quorum the meeting may go on if the chair gives a reason, which stands in the minutes."


def ways(panel: PanelType) -> tuple[str, ...]:
    """How a decision may come about."""
    return tuple(_way(way) for way in panel.meeting.ways_to_decide)


def decisions(panel: PanelType) -> list[DecisionRow]:
    """Every decision the panel can take."""
    return [_decision(panel, decision) for decision in panel.decisions]


def _clock(panel: PanelType, clock: ClockRule) -> ClockRow:
    titles = {state.key: state.title for state in panel.lifecycle.states}
    bands = {band.key: band.title for tool in panel.risk_tools for band in tool.bands}
    by_band = [f"{bands[band]}: {length_words(length, clock.unit)}" for band, length in clock.lengths_by_band]
    length = (
        "; ".join(by_band)
        if {*bands} <= {band for band, _ in clock.lengths_by_band} and by_band
        else "; ".join([length_words(clock.length, clock.unit), *by_band])
    )
    return ClockRow(
        title=clock.title,
        length=length,
        statutory=clock.statutory,
        source=clock.source,
        owner=role_title(clock.owner_role),
        starts=events_words(panel, (clock.starts_on, *clock.or_on)),
        met=events_words(panel, clock.met_by),
        rests=listed([f"“{titles[state]}”" for state in clock.pause_states], "or"),
        warns=listed([warning_words(warn) for warn in clock.warn_at]),
        notes=tuple(_clock_notes(panel, clock)),
    )


def _clock_notes(panel: PanelType, clock: ClockRule) -> Iterator[str]:
    if clock.window:
        yield "A time given to somebody else: it ends, and nobody here can be late with it"
    if clock.holds_support:
        yield "When it falls due, support by providers waits"
    if clock.starts_from:
        yield "It counts from the date that was answered, not from when that was written down"
    if clock.only_if:
        yield "It runs only if an answer asks for it"
    if clock.met_if:
        yield f"It is met only when this holds too: {requirement_words(clock.met_if)}"
    if clock.carries_on:
        yield "Begun on a referral, it goes on with the case"
    if clock.tolerance_days:
        yield f"A meeting up to {clock.tolerance_days} days later still meets it"
    moved = [move for move in panel.lifecycle.transitions if move.on_clock == clock.key]
    for words in dict.fromkeys(event_words(panel, move.verb) for move in moved):
        yield f"When it falls due, the service itself makes the move {words}"


def _part(panel: PanelType, part: QuorumPart) -> str:
    able = [role_title(role) for role in part.roles] + [agencies_words(part.agency_types)] * bool(part.agency_types)
    able += ["the landlord of the case"] * part.landlord
    by = f": {listed(able, 'or')}" if able and listed(able, "or").casefold() != part.title.casefold() else ""
    many = f", {part.agencies} different agencies" if part.agencies > 1 else ""
    besides = ", not counting the agency of whoever chairs" if part.besides_chair else ""
    needed = ", an agency that is named as needed for the case" if part.needed else ""
    return f"{part.title}{by}{many}{besides}{needed}"


def _way(way: WayToDecide) -> str:
    wants = [
        words
        for holds, words in (
            (way.needs_votes, "the votes for and against are recorded"),
            (way.needs_dissent, "who disagreed is recorded, with their words"),
            (way.unanimous, "nobody disagreed"),
        )
        if holds
    ]
    basis = f" ({way.basis})" if way.basis else ""
    return f"{way.title}{basis}{': ' + listed(wants) if wants else ''}"


def _decision(panel: PanelType, decision: DecisionOption) -> DecisionRow:
    titles = {state.key: state.title for state in panel.lifecycle.states}
    reasons = {reason.value: reason.label for reason in panel.closure_reasons}
    conditions = [f"Offered only while: {requirement_words(decision.offered)}"] if decision.offered else []
    conditions += [requirement_words(needed) for needed in decision.requires]
    if decision.needs_closure_reason:
        fitting = listed([reasons[value] for value in decision.closure_reasons], "or")
        conditions.append(f"A closing reason is given{f': {fitting}' if fitting else ''}")
    letters = listed([f"“{panel.letter(key).title}”" for key in decision.letters])
    return DecisionRow(
        key=str(decision.key_number or ""),
        title=decision.title,
        hint=decision.hint,
        who=who(decision.roles, panel),
        leads_to=titles[decision.target_state],
        conditions=tuple(conditions),
        reasons=decision.prepared_reasons,
        letters=letters or f"None: {decision.no_letter_because[:1].lower()}{decision.no_letter_because[1:]}",
    )

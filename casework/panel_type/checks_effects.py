"""Faults in what forms, clocks and requirements bring about: moves nobody could make, answers nobody could read."""

from collections.abc import Iterator

from casework.panel_type.case_forms import CaseForm, Follow
from casework.panel_type.clocks import ClockRule
from casework.panel_type.closing import closing_guards, closing_states
from casework.panel_type.definition import SYSTEM, PanelType
from casework.panel_type.faults import Fault
from casework.panel_type.lifecycle import Transition
from casework.panel_type.questions import Condition, Question

LONGEST_KEY = 40
"""Letters in the key of a case form: it is kept in a column of that width."""


def effect_faults(panel: PanelType) -> Iterator[Fault]:
    """Faults of what follows by itself."""
    for form in panel.case_forms:
        yield from _form(panel, form)
    for move in panel.lifecycle.transitions:
        yield from _move(move)
    for clock in panel.clocks:
        yield from _clock(panel, clock)
    yield from _title(panel)


def _form(panel: PanelType, form: CaseForm) -> Iterator[Fault]:
    what = f"case form {form.key}"
    for section in form.form.sections:
        for question in section.questions:
            if question.restricted:
                mend = "Ask it on the referral form, where restricted answers have a key of their own"
                yield Fault(f"{what} asks {section.id}.{question.id} as restricted", mend, question)
    if len(form.key) > LONGEST_KEY:
        yield Fault(f"{what} has too long a key", f"Use up to {LONGEST_KEY} letters", form)
    for follow in form.follows:
        yield from _follow(panel, form, follow)
    yield from _condition(form, form.ends_provider_tasks, f"{what} ends tasks")


def _follow(panel: PanelType, form: CaseForm, follow: Follow) -> Iterator[Fault]:
    what = f"case form {form.key} follows with {follow.verb}"
    moves = [move for move in panel.lifecycle.transitions if move.verb == follow.verb]
    for state in sorted({*form.states} - {move.source for move in moves}) if moves else ():
        mend = "Add that transition, or take the state out of states"
        yield Fault(f"{what}, which cannot be made at the state {state}", mend, form)
    yield from _condition(form, follow.when, what)
    reasons = {reason.value for reason in panel.closure_reasons}
    if follow.closure_reason and follow.closure_reason not in reasons:
        mend = "Name one of the panel's closure reasons"
        yield Fault(f"{what} for the unknown closure reason {follow.closure_reason}", mend, form)
    for target in sorted({move.target for move in moves} & closing_states(panel)):
        if closing_guards(panel, target):
            words = f"{what} into {target}, which asks for a closing that no form can make"
            yield Fault(words, "Lead it to a state of its own without closing guards", form)
        elif not follow.closure_reason:
            yield Fault(f"{what}, which ends the case", "Give the closure reason that goes with it", form)


def _condition(form: CaseForm, condition: Condition | None, what: str) -> Iterator[Fault]:
    if condition is None:
        return
    asked = [question for section in form.form.sections for question in section.questions]
    found = [question for question in asked if question.id == condition.question]
    if not found:
        words = f"{what} by the answer to the unknown question {condition.question}"
        yield Fault(words, "Name a question of the same form", form)
    for value in _wanted(condition) if found else ():
        if not _can_be(value, found):
            words = f"{what} by the answer {value}, which {condition.question} does not offer"
            yield Fault(words, "Name an answer that the question offers", form)


def _wanted(condition: Condition) -> list[str]:
    values = (condition.equals, condition.contains, *condition.any_of)
    return [value for value in values if value is not None]


def _can_be(value: str, questions: list[Question]) -> bool:
    return any(not question.offered or value in {choice.value for choice in question.offered} for question in questions)


def _move(move: Transition) -> Iterator[Fault]:
    what = f"transition {move.source}/{move.verb}"
    if move.on_clock and SYSTEM not in move.roles:
        yield Fault(f"{what} waits for a clock and the service may not make it", "Add SYSTEM to its roles", move)
    if move.requires and set(move.roles) == {SYSTEM} and not move.by_form:
        words = f"{what} is the service's own and requires something, which nobody could read without opening a case"
        yield Fault(words, "Leave requires out, or let people make the move", move)


def _clock(panel: PanelType, clock: ClockRule) -> Iterator[Fault]:
    forms = (panel.referral_form, *(form.form for form in panel.case_forms))
    asked = {
        (section.id, question.id)
        for form in forms
        for section in form.sections
        for question in section.questions
        if not question.restricted
    }
    places = [(clock.starts_from.section, clock.starts_from.question)] if clock.starts_from else []
    places += [(clock.only_if.section, clock.only_if.when.question)] if clock.only_if else []
    for section, question in places:
        if (section, question) not in asked:
            words = f"clock {clock.key} depends on {section}.{question}, which is not asked or cannot be read"
            yield Fault(words, "Name a question of the referral form or of a case form that is not restricted", clock)


def _title(panel: PanelType) -> Iterator[Fault]:
    line = panel.titled_by
    for section in panel.referral_form.sections if line else ():
        for question in section.questions:
            if line and (section.id, question.id) == (line.section, line.question) and question.restricted:
                yield Fault("the question that names a case is restricted", "Name another question", line)

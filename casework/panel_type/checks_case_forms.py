"""Faults in the case forms, letters, figures and hand-overs of a definition."""

from collections.abc import Iterator

from casework.panel_type.case_forms import CaseForm, form_event
from casework.panel_type.checks_cases import letter_faults, role_faults
from casework.panel_type.checks_forms import one_form_faults
from casework.panel_type.definition import SYSTEM, PanelType
from casework.panel_type.faults import Fault, repeated
from casework.panel_type.figures import Counts
from casework.panel_type.letter_templates import BEFORE_A_CASE, LetterTemplate, To


def case_form_faults(panel: PanelType) -> Iterator[Fault]:
    """Faults of everything that hangs on a case beside its lifecycle."""
    yield from repeated("case form", panel.case_forms)
    for form in panel.case_forms:
        yield from one_form_faults(form.form, f"case form {form.key}: ")
        yield from _case_form(panel, form)
    yield from _letters(panel)
    yield from _figures(panel)
    yield from _passing_on(panel)


def _case_form(panel: PanelType, form: CaseForm) -> Iterator[Fault]:
    what = f"case form {form.key}"
    yield from role_faults(panel, what, form.roles, form)
    for role in sorted({*form.readers} - {*panel.roles}):
        yield Fault(f"{what} names the unknown role {role}", "Add the role to the panel's roles, or name another", form)
    states = {state.key for state in panel.lifecycle.states}
    for key in sorted({*form.states} - states):
        yield Fault(f"{what} names the unknown state {key}", "Name states of the lifecycle in states", form)
    verbs = {move.verb for move in panel.lifecycle.transitions}
    for follow in form.follows:
        if follow.verb not in verbs:
            yield Fault(f"{what} follows with the unknown move {follow.verb}", "Name the verb of a transition", form)
    yield from letter_faults(panel, what, form.letters, form)
    asked = {question.id for section in form.form.sections for question in section.questions}
    speakers = form.speakers
    for key in (speakers.updates, speakers.contents, speakers.how) if speakers else ():
        if key not in asked:
            yield Fault(f"{what} notes the answer to {key}, which it does not ask", "Name questions of the form", form)
    place = form.contact
    for key in (place.name, place.phone, place.times) if place else ():
        if key not in asked:
            yield Fault(f"{what} tells the answer to {key}, which it does not ask", "Name questions of the form", form)


def _letters(panel: PanelType) -> Iterator[Fault]:
    forms = {form_event(form.key) for form in panel.case_forms}
    moves = panel.lifecycle.transitions
    events = {*forms, *(state.key for state in panel.lifecycle.states), *(move.verb for move in moves)}
    for letter in panel.letters:
        what = f"letter {letter.key}"
        if not isinstance(letter.to, To):
            yield Fault(f"{what} is to nobody", "Say in to who gets it", letter)
        for event in sorted({*letter.drafted_on} - events):
            words = f"{what} is drafted on {event}, which cannot happen"
            yield Fault(words, "Name a state, a verb or form:<key> in drafted_on", letter)
        yield from _before_a_case(letter)
        for role in sorted({*letter.approvers} - {*panel.roles}):
            mend = "Add the role to the panel's roles, or name another"
            yield Fault(f"{what} names the unknown role {role}", mend, letter)


def _before_a_case(letter: LetterTemplate) -> Iterator[Fault]:
    """While there is only a referral there is nobody to write to but the referrer, who is told at once."""
    early = sorted({*letter.drafted_on} & BEFORE_A_CASE)
    if early and letter.to is not To.REFERRER:
        words = f"letter {letter.key} is drafted on {early[0]}, when there is no case and so nobody to write to"
        yield Fault(words, "Write it to the referrer, or draft it later", letter)
    elif early and letter.approvers:
        words = f"letter {letter.key} is told to the referrer on {early[0]} at once, so nobody can approve it"
        yield Fault(words, "Leave approvers out", letter)


def _figures(panel: PanelType) -> Iterator[Fault]:
    yield from repeated("figure", panel.figures)
    states = {state.key for state in panel.lifecycle.states}
    forms = {form.key for form in panel.case_forms}
    for figure in panel.figures:
        wanted = {Counts.SENT: {""}, Counts.ENTERED: states, Counts.FILLED: forms}[figure.counts]
        if figure.what not in wanted:
            words = f"figure {figure.key} counts {figure.what or 'nothing'}, which does not exist"
            yield Fault(words, "Name a state or a case form in what, or count what is sent", figure)
        for key in sorted({*figure.also} - states):
            yield Fault(f"figure {figure.key} counts {key} too, which is no state", "Name states in also", figure)
        entered = {figure.what, *figure.also} & states if figure.counts is Counts.ENTERED else set()
        for key in sorted(state for state in entered if _only_referrals_enter(panel, state)):
            words = f"figure {figure.key} counts cases at {key}, which only referrals come to"
            yield Fault(words, "Count a state of cases, or what is sent", figure)
        if figure.also and figure.counts is not Counts.ENTERED:
            words = f"figure {figure.key} counts further states, and is not about states"
            yield Fault(words, "Count cases that entered, or leave also empty", figure)


def _only_referrals_enter(panel: PanelType, state: str) -> bool:
    """Whether no move of a case leads there, so that counting cases would for ever give none."""
    verbs = {move.verb for move in panel.lifecycle.transitions if move.target == state}
    return verbs <= BEFORE_A_CASE


def _passing_on(panel: PanelType) -> Iterator[Fault]:
    verbs = {move.verb for move in panel.lifecycle.transitions}
    for passing in panel.passes_on:
        yield from one_form_faults(passing.form, f"hand-over {passing.key}: ")
        if passing.verb not in verbs:
            words = f"hand-over {passing.key} follows with the unknown move {passing.verb}"
            yield Fault(words, "Name the verb of a transition", passing)
    first = [move for move in panel.lifecycle.transitions if move.source == panel.lifecycle.initial]
    if panel.receives and not any(SYSTEM in move.roles for move in first):
        words = "it takes what other panels pass on, and the service may not send a referral"
        yield Fault(words, "Add SYSTEM to the roles of the transition that sends a referral", panel.lifecycle)

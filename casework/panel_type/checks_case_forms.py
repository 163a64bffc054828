"""Faults in the case forms, letters, modes, figures and hand-overs of a definition."""

from collections.abc import Iterator

from casework.panel_type.case_forms import CaseForm, form_event
from casework.panel_type.checks_forms import one_form_faults, repeated
from casework.panel_type.definition import PanelType
from casework.panel_type.figures import Counts
from casework.panel_type.letter_templates import LetterTemplate, To

BEFORE_A_CASE = frozenset({"submit", "ask", "answer", "reject", "lapse"})
"""Verbs by which referrals move, and cases never."""


def case_form_faults(panel: PanelType) -> Iterator[str]:
    """Faults of everything that hangs on a case beside its lifecycle."""
    yield from repeated("case form", (form.key for form in panel.case_forms))
    for form in panel.case_forms:
        yield from (f"case form {form.key} {fault}" for fault in _case_form(panel, form))
    yield from _letters(panel)
    yield from _figures(panel)
    yield from _modes(panel)
    yield from _passing_on(panel)


def _case_form(panel: PanelType, form: CaseForm) -> Iterator[str]:
    yield from one_form_faults(form.form)
    if not form.roles:
        yield "has no role"
    for role in sorted({*form.roles, *form.readers} - {*panel.roles}):
        yield f"names the unknown role {role}"
    states = {state.key for state in panel.lifecycle.states}
    for key in sorted({*form.states} - states):
        yield f"names the unknown state {key}"
    verbs = {move.verb: move for move in panel.lifecycle.transitions}
    for follow in form.follows:
        if follow.verb not in verbs:
            yield f"follows with the unknown move {follow.verb}"
    known = {letter.key for letter in panel.letters}
    yield from (f"names the unknown letter {key}" for key in form.letters if key not in known)


def _letters(panel: PanelType) -> Iterator[str]:
    forms = {form_event(form.key) for form in panel.case_forms}
    moves = panel.lifecycle.transitions
    events = {*forms, *(state.key for state in panel.lifecycle.states), *(move.verb for move in moves)}
    for letter in panel.letters:
        if not isinstance(letter.to, To):
            yield f"letter {letter.key} is to nobody"
        for event in sorted({*letter.drafted_on} - events):
            yield f"letter {letter.key} is drafted on {event}, which cannot happen"
        yield from _before_a_case(letter)
        for role in sorted({*letter.approvers} - {*panel.roles}):
            yield f"letter {letter.key} names the unknown role {role}"


def _before_a_case(letter: LetterTemplate) -> Iterator[str]:
    """While there is only a referral there is nobody to write to but the referrer, who is told at once."""
    early = sorted({*letter.drafted_on} & BEFORE_A_CASE)
    if early and letter.to is not To.REFERRER:
        yield f"letter {letter.key} is drafted on {early[0]}, when there is no case and so nobody to write to"
    elif early and letter.approvers:
        yield f"letter {letter.key} is told to the referrer on {early[0]} at once, so nobody can approve it"


def _figures(panel: PanelType) -> Iterator[str]:
    yield from repeated("figure", (figure.key for figure in panel.figures))
    states = {state.key for state in panel.lifecycle.states}
    forms = {form.key for form in panel.case_forms}
    for figure in panel.figures:
        wanted = {Counts.SENT: {""}, Counts.ENTERED: states, Counts.FILLED: forms}[figure.counts]
        if figure.what not in wanted:
            yield f"figure {figure.key} counts {figure.what or 'nothing'}, which does not exist"


def _modes(panel: PanelType) -> Iterator[str]:
    yield from repeated("mode", (mode.key for mode in panel.modes))


def _passing_on(panel: PanelType) -> Iterator[str]:
    verbs = {move.verb for move in panel.lifecycle.transitions}
    for passing in panel.passes_on:
        yield from (f"hand-over {passing.key} {fault}" for fault in one_form_faults(passing.form))
        if passing.verb not in verbs:
            yield f"hand-over {passing.key} follows with the unknown move {passing.verb}"

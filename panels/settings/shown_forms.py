"""Forms as a chair reads them: every question with its type, condition, class, and how the answer is kept."""

from collections.abc import Iterator
from dataclasses import dataclass

from casework.panel_type.case_forms import CaseForm, Second
from casework.panel_type.definition import PanelType
from casework.panel_type.questions import Condition, Form, Kind, Question, Section
from panels.settings.words import (
    CLASSES,
    KINDS,
    agencies_words,
    condition_words,
    listed,
    move_title,
    requirement_words,
    who,
)


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """One question. ``asked``: required, recommended or not, and when. ``marks``: how the answer is kept."""

    label: str
    hint: str
    kind: str
    choices: tuple[str, ...]
    asked: str
    sensitivity: str
    class_words: str
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SectionRows:
    """One section with its questions."""

    title: str
    group: str
    intro: str
    repeats: str
    rows: tuple[QuestionRow, ...]


@dataclass(frozen=True, slots=True)
class CaseFormShown:
    """A case form: who, when and on what condition, and what follows from it."""

    title: str
    intro: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[SectionRows, ...]


def form_sections(form: Form) -> tuple[SectionRows, ...]:
    """The sections of a form in their order."""
    return tuple(_section(section) for section in form.sections)


def case_forms(panel: PanelType) -> list[CaseFormShown]:
    """What officers fill in on a case."""
    return [
        CaseFormShown(form.title, form.intro, tuple(_facts(panel, form)), form_sections(form.form))
        for form in panel.case_forms
    ]


def question_count(form: Form) -> int:
    """How many questions a form has in all."""
    return sum(len(section.questions) for section in form.sections)


def _section(section: Section) -> SectionRows:
    known = {question.id: question for question in section.questions}
    repeats = ""
    if section.repeats:
        repeats = (
            f"As many times as needed, {section.min_items} at least" if section.min_items else "As often as needed"
        )
    rows = tuple(_question(question, known) for question in section.questions)
    return SectionRows(section.title, section.group, section.intro, repeats, rows)


def _question(question: Question, known: dict[str, Question]) -> QuestionRow:
    letter, words = CLASSES[question.sensitivity]
    picked = question.kind in (Kind.CHOICE, Kind.MULTI)
    return QuestionRow(
        label=question.label,
        hint=question.hint,
        kind=KINDS[question.kind],
        choices=tuple(choice.label for choice in question.offered) if picked else (),
        asked=_asked(question, known),
        sensitivity=letter,
        class_words=words,
        marks=tuple(_marks(question)),
    )


def _asked(question: Question, known: dict[str, Question]) -> str:
    how = "Required" if question.required else "Recommended" if question.recommended else "Optional"
    when = f", if {condition_words(question.show_if, known)}" if question.show_if else ""
    of = f", asked only of {agencies_words(question.asked_of)}" if question.asked_of else ""
    return f"{how}{when}{of}"


def _marks(question: Question) -> Iterator[str]:
    if question.restricted:
        yield "Restricted: sealed under a key of its own"
    if question.monitoring:
        yield "Equality monitoring: kept off the pages on which cases are decided"
    if question.allow_not_known and question.kind not in (Kind.CHOICE, Kind.MULTI):
        yield "“We do not know this” is an answer"
    if question.past_only:
        yield "No day after today"
    if question.unique:
        yield "No two referrals may bear the same"
    if question.kind is Kind.INTEGER:
        yield f"From {question.lowest} to {question.highest}"


def _facts(panel: PanelType, form: CaseForm) -> Iterator[tuple[str, str]]:
    titles = {state.key: state.title for state in panel.lifecycle.states}
    agencies = f", of {agencies_words(form.agency_types)}" if form.agency_types else ""
    yield "Filled in by", who(form.roles, panel) + agencies
    yield "When", listed([f"“{titles[key]}”" for key in form.states], "or") or "Whenever the case is open"
    second = {Second.PERSON: "Another person who may fill it in", Second.AGENCY: "Somebody of another agency"}
    if form.second in second:
        yield "Counts once agreed by", second[form.second]
    if form.fresh_eyes:
        yield "Fresh eyes", "Nobody who took part in the case before may fill it in or agree to it"
    if form.readers:
        yield "Read only by", who(form.readers, panel)
    if form.offered:
        yield "Exists only while", requirement_words(form.offered)
    if form.requires:
        yield "Must hold when it is sent", "; ".join(requirement_words(needed) for needed in form.requires)
    if form.once:
        yield "How often", "Once"
    yield from _what_follows(panel, form)


def _what_follows(panel: PanelType, form: CaseForm) -> Iterator[tuple[str, str]]:
    questions = {question.id: question for section in form.form.sections for question in section.questions}
    moves = {move.verb: move_title(move) for move in panel.lifecycle.transitions}
    reasons = {reason.value: reason.label for reason in panel.closure_reasons}
    for follow in form.follows:
        why = f" (closing reason: {reasons.get(follow.closure_reason, '')})" if follow.closure_reason else ""
        yield "Then", f"“{moves[follow.verb]}”{_when(follow.when, questions)}{why}"
    if form.ends_provider_tasks:
        yield "Then", f"The tasks of providers of support end at once{_when(form.ends_provider_tasks, questions)}"
    if form.letters:
        yield "Letters drafted", listed([f"“{panel.letter(key).title}”" for key in form.letters])
    if form.in_brief:
        yield "Read out", "When the case is called"
    if form.needs_narrative:
        yield "Not there", "Where the panel runs without narrative"


def _when(condition: Condition | None, questions: dict[str, Question]) -> str:
    return f" if {condition_words(condition, questions)}" if condition else ""

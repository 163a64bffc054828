"""Judging what was typed into a case form: what is missing, what cannot be, what the panel's own checks say. Pure."""

from collections.abc import Iterator

from casework.errors import Refused
from casework.panel_type.answers import Problem, problems, pruned
from casework.panel_type.case_forms import CaseForm
from casework.panel_type.facts import CaseFacts
from casework.panel_type.questions import Answers, Form, Item, Question, Section

Found = tuple[Section | None, Problem]


class Unfit(Refused):
    """The answers cannot stand. ``problems``: each with its section; without one it is about the form as a whole."""

    def __init__(self, problems: tuple[Found, ...]) -> None:
        super().__init__(problems[0][1].message)
        self.problems = problems


def judged(form: CaseForm, facts: CaseFacts, answers: Answers, *, agency_type: str) -> Answers:
    """The answers that are kept: those to questions that were asked of this kind of agency.

    :raises Unfit: with everything that is wrong.
    """
    kept = pruned(form.form, _asked_of(form.form, answers, agency_type))
    found = (*_form_problems(form.form, kept), *_check_problems(form, facts, kept))
    if found:
        raise Unfit(tuple(found))
    return kept


def _asked_of(form: Form, answers: Answers, agency_type: str) -> Answers:
    """Without items that say nothing, and without what this kind of agency is not asked."""
    kept: Answers = {}
    for section in form.sections:
        known = {question.id for question in section.questions if _asks(question, agency_type)}
        items: list[Item] = [
            {key: value for key, value in item.items() if key in known} for item in answers.get(section.id) or []
        ]
        kept[section.id] = items if section.repeats else items[:1] or [{}]
    return kept


def _asks(question: Question, agency_type: str) -> bool:
    return not question.asked_of or agency_type in question.asked_of


def _form_problems(form: Form, answers: Answers) -> Iterator[Found]:
    for section in form.sections:
        for problem in problems(section, answers.get(section.id)):
            yield section, problem


def _check_problems(form: CaseForm, facts: CaseFacts, answers: Answers) -> Iterator[Found]:
    for check in form.checks:
        for problem in check(facts, answers):
            yield _section_of(form.form, problem), problem


def _section_of(form: Form, problem: Problem) -> Section | None:
    for section in form.sections:
        if any(question.id == problem.question_id for question in section.questions):
            return section
    return None

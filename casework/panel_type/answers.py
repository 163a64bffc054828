"""Judging and showing answers: which questions apply, what is missing, how far a section has got. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from casework.panel_type.questions import (
    NOT_KNOWN,
    Answers,
    Condition,
    Form,
    Item,
    Kind,
    Question,
    Section,
    Value,
    is_blank,
)
from casework.panel_type.shown import display as display
from wording.languages import gettext


class SectionStatus(StrEnum):
    """How far a section has got, for the task list."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to put right. ``question_id`` is empty when the section as a whole lacks an item."""

    question_id: str
    item_index: int
    message: str


def holds(condition: Condition, item: Mapping[str, Value]) -> bool:
    """Whether a condition is met by the other answers of the same item."""
    value = item.get(condition.question)
    given = frozenset(value) if isinstance(value, list) else frozenset({_plain(value)})
    if condition.equals is not None:
        return _plain(value) == condition.equals
    if condition.contains is not None:
        return condition.contains in given
    return not given.isdisjoint(condition.any_of)


def visible(question: Question, item: Mapping[str, Value]) -> bool:
    """Whether the question is asked, given the other answers of the item."""
    return question.show_if is None or holds(question.show_if, item)


def asked(section: Section, item: Mapping[str, Value]) -> tuple[Question, ...]:
    """The questions asked of an item. An answer to a question that is itself not asked brings up nothing."""
    shown: dict[str, Value] = {}
    questions = []
    for question in section.questions:
        if visible(question, shown):
            shown[question.id] = item.get(question.id)
            questions.append(question)
    return tuple(questions)


def pruned(form: Form, answers: Mapping[str, Sequence[Item]]) -> Answers:
    """The answers to questions that are asked, and no others: what is kept of a referral once it is sent."""
    return {
        section.id: [_pruned_item(section, item) for item in answers[section.id]]
        for section in form.sections
        if section.id in answers
    }


def problems(section: Section, items: Sequence[Item] | None) -> tuple[Problem, ...]:
    """What an officer has still to answer or put right in a section before the referral can be sent."""
    given: Sequence[Item] = items or ([] if section.repeats else [{}])
    found = tuple(problem for index, item in enumerate(given) for problem in _item_problems(section, index, item))
    if section.repeats and len(given) < section.min_items:
        return (Problem("", len(given), f"Add {section.item_name or 'an entry'}"), *found)
    return found


def section_status(section: Section, items: Sequence[Item] | None) -> SectionStatus:
    """How far a section has got. ``None`` = never saved, so pass ``answers.get(section.id)`` without a default.

    A repeating section saved with no items is completed when none is needed: the officer said there is nothing to add.
    """
    if items is None or (not items and not (section.repeats and section.min_items == 0)):
        return SectionStatus.NOT_STARTED
    return SectionStatus.IN_PROGRESS if problems(section, items) else SectionStatus.COMPLETED


def statuses(form: Form, answers: Mapping[str, Sequence[Item]]) -> dict[str, SectionStatus]:
    """The status of every section of a form by section id."""
    return {section.id: section_status(section, answers.get(section.id)) for section in form.sections}


def form_problems(form: Form, answers: Mapping[str, Sequence[Item]]) -> tuple[tuple[Section, Problem], ...]:
    """Everything that still stops the form from being sent, in its order."""
    return tuple(
        (section, problem) for section in form.sections for problem in problems(section, answers.get(section.id))
    )


def form_complete(form: Form, answers: Mapping[str, Sequence[Item]]) -> bool:
    """Whether nothing required is missing, so that the form can be sent."""
    return not form_problems(form, answers)


def _plain(value: Value) -> str | None:
    return str(value) if isinstance(value, str | int) else None


def _pruned_item(section: Section, item: Item) -> Item:
    return {q.id: item[q.id] for q in asked(section, item) if q.id in item}


def _item_problems(section: Section, index: int, item: Item) -> Iterator[Problem]:
    for question in asked(section, item):
        value = item.get(question.id)
        if is_blank(value):
            if question.required:
                yield Problem(question.id, index, question.missing_message)
        elif not _permitted(question, value):
            words = gettext("Select one of the answers to “%(question)s”", question=question.label)
            yield Problem(question.id, index, words)


def _permitted(question: Question, value: Value) -> bool:
    """Whether a picked answer is one of those offered: a draft may be older than the list of choices."""
    if question.kind not in (Kind.CHOICE, Kind.MULTI, Kind.YES_NO):
        return value != NOT_KNOWN or question.allow_not_known
    picked = value if isinstance(value, list) else [str(value)]
    return {choice.value for choice in question.offered}.issuperset(picked)

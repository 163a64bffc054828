"""Answers to any question, and a form sent as a browser would send it."""

from collections.abc import Iterator
from typing import Any

from casework.panel_type.answers import asked
from casework.panel_type.form_fields import form_class, form_data, item_from
from casework.panel_type.questions import Item, Kind, Question, Section, Value
from inputs import PageForm
from tests.inputs.small_app import opened, posted

SAMPLES: dict[Kind, Value] = {
    Kind.TEXT: "Wren",
    Kind.LONG: "First line\nSecond line",
    Kind.DATE: "2025-03-27",
    Kind.DATETIME: "2025-07-01T13:30:00+00:00",
    Kind.YES_NO: "yes",
    Kind.INTEGER: 44,
    Kind.PHONE: "020 7946 0123",
    Kind.EMAIL: "wren@example.org",
    Kind.ADDRESS: {
        "line1": "3 Quillon Court",
        "line2": "Quillon Quay Estate",
        "town": "London",
        "postcode": "E1 0ZZ",
        "uprn": "10000001",
        "no_fixed_address": False,
        "hidden": True,
    },
}


def sample(question: Question) -> Value:
    """Something that the question takes."""
    if question.kind is Kind.CHOICE:
        return question.choices[0].value
    if question.kind is Kind.MULTI:
        return [choice.value for choice in question.choices]
    if question.kind is Kind.INTEGER:
        return min(max(44, question.lowest), question.highest)
    value = SAMPLES[question.kind]
    return value[: question.limit] if isinstance(value, str) and question.kind is Kind.TEXT else value


def boxes(form: PageForm) -> Iterator[tuple[str, Any]]:
    """What a browser would send of a form as it is shown."""
    for field in form:
        if field.name in ("once", "version", "csrf_token"):
            continue
        if hasattr(field, "options"):
            yield field.name, [option.value for option in field.options if option.checked]
            continue
        yield from ((field.box(part), text) for part, text in field.typed.items() if text)
        if field.not_known:
            yield field.not_known_name, "y"


def round_trip(section: Section, item: Item) -> Item:
    """The item shown in its form, sent, and read back."""
    with opened(form_class(section), form_data(section, item)) as form:
        sent = dict(boxes(form))
    with posted(form_class(section), sent) as form:
        assert form.errors == {}
        return item_from(form, section)


def complete_item(section: Section, **answers: Value) -> Item:
    """An item with an answer to everything required, no more."""
    item: Item = dict(answers)
    for question in section.questions:
        if question in asked(section, item) and question.required and question.id not in item:
            item[question.id] = "no" if question.kind is Kind.YES_NO else sample(question)
    return item

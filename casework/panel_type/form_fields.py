"""A section of questions as a web form, and its answers back again.

What a form refuses here is only what cannot be held (a date that does not exist, an unknown choice, hidden characters).
What is merely missing is let in, so that half an answer can be saved; ``answers.problems`` names it when it matters.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import cache
from typing import Any

from casework.panel_type.answers import Problem
from casework.panel_type.questions import NOT_KNOWN, Item, Kind, Question, Section, Value, is_blank
from inputs import (
    AddressField,
    ChoiceField,
    DateField,
    DateTimeField,
    EmailField,
    InputField,
    LineField,
    MultiField,
    NumberField,
    PageForm,
    PhoneField,
    TextField,
    YesNoField,
)

FieldMaker = Callable[..., InputField]

FIELDS: dict[Kind, FieldMaker] = {
    Kind.TEXT: LineField,
    Kind.LONG: TextField,
    Kind.DATE: DateField,
    Kind.DATETIME: DateTimeField,
    Kind.CHOICE: ChoiceField,
    Kind.MULTI: MultiField,
    Kind.YES_NO: YesNoField,
    Kind.INTEGER: NumberField,
    Kind.ADDRESS: AddressField,
    Kind.PHONE: PhoneField,
    Kind.EMAIL: EmailField,
}
TYPED = (Kind.TEXT, Kind.LONG, Kind.PHONE, Kind.EMAIL)
PICKED = (Kind.CHOICE, Kind.MULTI)
DATED = (Kind.DATE, Kind.DATETIME)


@cache
def form_class(section: Section, agency_type: str | None = None) -> type[PageForm]:
    """The form for one item of a section; its fields are named by the questions' ids.

    With ``agency_type`` the form leaves out what that kind of agency is not asked.
    """
    return type(f"{section.id.title().replace('_', '')}Form", (PageForm,), fields_of(section, agency_type))


def fields_of(section: Section, agency_type: str | None = None, prefix: str = "") -> dict[str, Any]:
    """The fields of one item of a section by name; ``prefix`` keeps the items of one page apart."""
    return {prefix + question.id: _field(question) for question in section.questions if _asks(question, agency_type)}


def item_from(form: PageForm, section: Section, prefix: str = "") -> Item:
    """The answers in a form, as plain JSON. Blank answers are left out."""
    asked = [question.id for question in section.questions if prefix + question.id in form]
    values = {key: _stored(form[prefix + key].data) for key in asked}
    return {key: value for key, value in values.items() if not is_blank(value)}


def form_data(section: Section, item: Item, prefix: str = "") -> dict[str, Any]:
    """What to open the form with: ``form_class(section)(data=form_data(section, item))``."""
    known = {question.id for question in section.questions}
    return {prefix + key: value for key, value in item.items() if key in known}


def attach(form: PageForm, problems: Iterable[Problem], item_index: int = 0) -> None:
    """Put problems of one item beside their questions. Call it after the form was validated."""
    for problem in problems:
        if problem.question_id in form and problem.item_index == item_index:
            field = form[problem.question_id]
            field.errors = [*field.errors, problem.message]


def _asks(question: Question, agency_type: str | None) -> bool:
    return agency_type is None or not question.asked_of or agency_type in question.asked_of


def _field(question: Question) -> InputField:
    options: dict[str, Any] = {"hint": question.hint}
    if question.kind is not Kind.YES_NO:
        options["allow_not_known"] = question.allow_not_known
    if question.kind in TYPED:
        options["max_length"] = question.limit
    elif question.kind in PICKED:
        options["choices"] = question.choices
    elif question.kind in DATED:
        options["past_only"] = question.past_only
    elif question.kind is Kind.INTEGER:
        options |= {"lowest": question.lowest, "highest": question.highest}
    return FIELDS[question.kind](question.label, **options)


def _stored(data: Any) -> Value:
    if isinstance(data, date | datetime):
        return data.isoformat()
    if isinstance(data, list):
        return [str(value) for value in data]
    stored: Value = data
    return NOT_KNOWN if data == NOT_KNOWN else stored

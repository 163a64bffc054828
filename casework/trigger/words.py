"""Declarations and answers in the language of the request."""

from dataclasses import replace
from datetime import date
from functools import lru_cache

from casework.panel_type.questions import NOT_KNOWN, Choice, Form, Kind, Question, Section, Value, is_blank
from casework.panel_type.shown import address_words
from wording.languages import current_language, gettext, msg


def section_said(section: Section) -> Section:
    """The section with every word in the language of the request."""
    return _section(section, current_language())


def form_said(form: Form) -> Form:
    """The form with every word in the language of the request."""
    return replace(form, sections=tuple(section_said(section) for section in form.sections))


def answer_said(question: Question, value: Value) -> str:
    """An answer in words. ``question`` is said in the language already."""
    if is_blank(value):
        return gettext("Not given")
    if isinstance(value, dict):
        return address_words(value, reveal=True)
    if isinstance(value, list):
        return "; ".join(_label(question, part) for part in value)
    if question.kind is Kind.DATE:
        return day_said(date.fromisoformat(str(value)))
    return _label(question, str(value)) if question.choices else str(value)


def day_said(day: date) -> str:
    """A day in the language of the request, its figures as everywhere: 3 May 2026."""
    return f"{day.day} {gettext(MONTHS[day.month - 1])} {day.year}"


MONTHS = (
    msg("January"),
    msg("February"),
    msg("March"),
    msg("April"),
    msg("May"),
    msg("June"),
    msg("July"),
    msg("August"),
    msg("September"),
    msg("October"),
    msg("November"),
    msg("December"),
)


@lru_cache(maxsize=200)
def _section(section: Section, language: str) -> Section:
    """Cached by language: the words of a running installation do not change."""
    return replace(section, title=gettext(section.title), questions=tuple(map(_question, section.questions)))


def _question(question: Question) -> Question:
    return replace(
        question,
        label=gettext(question.label),
        hint=_said(question.hint),
        error=_said(question.error),
        choices=tuple(Choice(one.value, gettext(one.label), _said(one.hint)) for one in question.choices),
    )


def _said(words: str) -> str:
    return gettext(words) if words else ""


def _label(question: Question, value: str) -> str:
    found = next((choice.label for choice in question.choices if choice.value == value), None)
    return found or (gettext("I am not sure") if value == NOT_KNOWN else value)

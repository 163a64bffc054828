"""A whole case form on one page: every section, each item of a section that repeats, and one more to fill in."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

from casework.case_forms.judging import Unfit
from casework.panel_type.form_fields import fields_of, form_data, item_from
from casework.panel_type.parts import Parts, parts_of
from casework.panel_type.questions import Answers, Form, Section
from inputs import PageForm

MOST_ITEMS = 40
"""Items of one section that repeats. More than this is a chronology, which belongs in a document."""
ADD = "add"
"""The name of the button that asks for one more item of the section it names."""
Counts = tuple[tuple[str, int], ...]
Places = Mapping[str, tuple[int, ...]]
"""For each section the numbers of the blocks that its items came from: empty blocks in between say nothing."""


class Posted(Protocol):
    """What a browser sent."""

    def get(self, key: str) -> Any: ...


@dataclass(frozen=True, slots=True)
class Block:
    """One item of a section as the page shows it. ``number`` counts from 0; ``last``: no further one follows."""

    section: Section
    number: int
    parts: Parts
    monitoring: Parts
    last: bool

    @property
    def prefix(self) -> str:
        """What stands before a question's id in the name of its box."""
        return prefix_of(self.section.id, self.number)


def prefix_of(section_id: str, number: int) -> str:
    """As :attr:`Block.prefix`."""
    return f"{section_id}-{number}-"


def count_name(section: Section) -> str:
    """The name of the hidden box that says how many items of a section the page shows."""
    return f"blocks-{section.id}"


def counts_for(form: Form, answers: Answers) -> Counts:
    """How many items of each section a fresh page shows: those there are, and one more where it repeats."""
    return tuple(
        (section.id, min(len(answers.get(section.id) or []) + 1, MOST_ITEMS) if section.repeats else 1)
        for section in form.sections
    )


def counts_posted(form: Form, posted: Posted) -> Counts:
    """How many the page showed that was sent, and one more of the section whose button was pressed."""
    return tuple((section.id, _count_posted(section, posted)) for section in form.sections)


@lru_cache(maxsize=256)
def page_class(form: Form, counts: Counts, agency_type: str) -> type[PageForm]:
    """The web form of so many items of each section, without what this kind of agency is not asked."""
    fields: dict[str, Any] = {}
    for section_id, count in counts:
        for number in range(count):
            fields |= fields_of(form.section(section_id), agency_type, prefix_of(section_id, number))
    return type("CaseFormPage", (PageForm,), fields)


def data_of(form: Form, answers: Answers) -> dict[str, Any]:
    """What to open the page with."""
    found: dict[str, Any] = {}
    for section in form.sections:
        for number, item in enumerate(answers.get(section.id) or []):
            found |= form_data(section, item, prefix_of(section.id, number))
    return found


def read(form: Form, web: PageForm, counts: Counts) -> tuple[Answers, Places]:
    """What was typed, without the items in which nothing was."""
    answers: Answers = {}
    places: dict[str, tuple[int, ...]] = {}
    for section_id, count in counts:
        section = form.section(section_id)
        items = {number: item_from(web, section, prefix_of(section_id, number)) for number in range(count)}
        kept = {number: item for number, item in items.items() if item or not section.repeats}
        answers[section_id], places[section_id] = list(kept.values()), tuple(kept)
    return answers, places


def show_problems(web: PageForm, unfit: Unfit, places: Places) -> None:
    """Put each problem beside its question, and what is about none above the form."""
    for section, problem in unfit.problems:
        numbers = places.get(section.id, ()) if section else ()
        inside = problem.item_index < len(numbers)
        name = prefix_of(section.id, numbers[problem.item_index]) + problem.question_id if section and inside else ""
        if problem.question_id and name in web:
            web[name].errors = [*web[name].errors, problem.message]
        else:
            web.form_errors.append(problem.message)


def blocks_of(form: Form, web: PageForm, counts: Counts) -> list[Block]:
    """The page, item by item."""
    return [
        _block(form.section(section_id), number, web, last=number == count - 1)
        for section_id, count in counts
        for number in range(count)
    ]


def _block(section: Section, number: int, web: PageForm, *, last: bool) -> Block:
    shown = [question for question in section.questions if prefix_of(section.id, number) + question.id in web]
    return Block(
        section,
        number,
        parts_of(question for question in shown if not question.monitoring),
        parts_of(question for question in shown if question.monitoring),
        last,
    )


def _count_posted(section: Section, posted: Posted) -> int:
    if not section.repeats:
        return 1
    text = str(posted.get(count_name(section)) or "")
    shown = int(text) if text.isascii() and text.isdigit() and len(text) <= 3 else 1
    more = 1 if posted.get(ADD) == section.id else 0
    return max(1, min(shown + more, MOST_ITEMS))

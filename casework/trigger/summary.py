"""The answers in words: the list of what happened, the page to check, and what stood on a page that was changed."""

from collections.abc import Iterator
from dataclasses import dataclass

from casework.panel_type.public_door import PublicDoor, PublicPage
from casework.panel_type.questions import Answers, Item, Section
from casework.trigger.journey import Step, Written, shown, steps
from casework.trigger.words import answer_said, section_said
from wording.languages import gettext


@dataclass(frozen=True)
class Line:
    """A question and its answer."""

    label: str
    words: str
    given: bool = True


@dataclass(frozen=True)
class Shown:
    """One page with its answers. ``path`` leads to it; ``number`` counts entries from 1."""

    path: str
    title: str
    lines: tuple[Line, ...]
    number: int = 0


def check_pages(door: PublicDoor, answers: Answers) -> list[Shown]:
    """Everything that was asked on her way, page by page."""
    return [
        Shown(step.path, _title(step), tuple(_lines(door, step, shown(answers, step), blank=True)), step.number)
        for step in steps(door, answers)
        if not step.page.lists
    ]


def entries_of(door: PublicDoor, listing: PublicPage, answers: Answers) -> list[Shown]:
    """The entries that a page lists, with what was answered alone."""
    page = door.page(listing.lists)
    found = [Step(page, number) for number in range(1, len(answers.get(page.each) or ()) + 1)]
    return [
        Shown(step.path, _title(step), tuple(_lines(door, step, shown(answers, step), blank=False)), step.number)
        for step in found
    ]


def page_words(door: PublicDoor, step: Step, answers: Answers) -> list[Line]:
    """What stands on one page now."""
    return list(_lines(door, step, shown(answers, step), blank=False))


def _title(step: Step) -> str:
    title = gettext(step.page.title)
    return f"{title} ({step.number})" if step.number else title


def _lines(door: PublicDoor, step: Step, now: Written, *, blank: bool) -> Iterator[Line]:
    for part, item in zip(step.parts, now.parts, strict=True):
        yield from _said(section_said(door.form.section(part.section)), part.questions, item, blank=blank)
    own = step.page.rows
    for item in now.rows:
        if own:
            yield from _said(section_said(door.form.section(own.section)), own.questions, item, blank=False)


def _said(section: Section, questions: tuple[str, ...], item: Item, *, blank: bool) -> Iterator[Line]:
    for key in questions:
        question = section.question(key)
        if key in item or blank:
            yield Line(question.label, answer_said(question, item.get(key)), key in item)

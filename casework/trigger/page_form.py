"""One page of the public form as a web form: what it asks, opened with what stands there, and read back."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from wtforms import Field

from casework.panel_type.answers import problems
from casework.panel_type.form_fields import fields_of, form_data, item_from
from casework.panel_type.public_door import PublicDoor
from casework.panel_type.questions import Answers, Item, Section
from casework.trigger.journey import Step, Written, shown, version_of
from casework.trigger.words import section_said
from inputs import PageForm
from wording.languages import gettext

MOST_ROWS = 20
ROWS = "rows"
"""The hidden box that says how many rows the page shows."""
ADD = "add"
"""The button that asks for one more row."""


class Posted(Protocol):
    """What a browser sent."""

    def get(self, key: str) -> Any: ...


@dataclass(frozen=True)
class Group:
    """Some fields of a page under a heading. ``title`` may be empty."""

    title: str
    fields: tuple[Field, ...]


def prefix_of(section: str, place: int | str) -> str:
    """What stands before a question's id in the name of its box."""
    return f"{section}-{place}-"


def build(
    door: PublicDoor, step: Step, answers: Answers, *, rows: int, data: bool = True, posted: Any = None
) -> PageForm:
    """The form of a page with so many rows. ``posted``: what was typed, in place of what a browser sent now."""
    fields: dict[str, Any] = {}
    for part in step.parts:
        fields |= _fields(section_said(door.form.section(part.section)), part.questions, part.item)
    own = step.page.rows
    for place in range(rows if own else 0):
        fields |= _fields(section_said(door.form.section(own.section)), own.questions, f"r{place}") if own else {}
    made: type[PageForm] = type("ResidentPage", (PageForm,), fields)
    given = _data(door, step, answers) | {"version": version_of(answers, step)} if data else {}
    return made(posted, data=given) if posted is not None else made(data=given)


def rows_for(step: Step, answers: Answers) -> int:
    """How many rows a fresh page shows: those there are, and one to fill in where there is none."""
    return min(max(1, len(shown(answers, step).rows)), MOST_ROWS) if step.page.rows else 0


def rows_posted(step: Step, posted: Posted) -> int:
    """How many the page showed that was sent, and one more where its button was pressed."""
    if not step.page.rows:
        return 0
    text = str(posted.get(ROWS) or "")
    count = int(text) if text.isascii() and text.isdigit() and len(text) <= 3 else 1
    return max(1, min(count + (1 if posted.get(ADD) else 0), MOST_ROWS))


def read(door: PublicDoor, step: Step, web: PageForm, rows: int) -> tuple[Written, tuple[int, ...]]:
    """What was typed, and from which rows: an empty row says nothing."""
    parts = tuple(_item(door, web, part.section, part.questions, part.item) for part in step.parts)
    own = step.page.rows
    given = [_item(door, web, own.section, own.questions, f"r{place}") for place in range(rows)] if own else []
    kept = {place: item for place, item in enumerate(given) if item}
    return Written(parts, tuple(kept.values())), tuple(kept)


def attach_problems(door: PublicDoor, step: Step, web: PageForm, written: Written, after: Answers) -> None:
    """What must be put right before she goes on, beside its question. ``after``: all answers with this page's."""
    for part, item in zip(step.parts, written.parts, strict=True):
        section = section_said(door.form.section(part.section))
        whole: Item = {**_whole(after, part.section, part.item), **item}
        for problem in problems(section, [whole]):
            _beside(web, prefix_of(part.section, part.item) + problem.question_id, problem.message)
    for name, message in step.page.wants(after) if step.page.wants else ():
        section_id, place, question = name.split(".")
        _beside(web, prefix_of(section_id, place) + question, gettext(message))


def groups(door: PublicDoor, step: Step, web: PageForm, rows: int) -> Iterator[Group]:
    """The page's fields in order, in groups."""
    for part in step.parts:
        names = [prefix_of(part.section, part.item) + question for question in part.questions]
        yield Group(gettext(part.title) if part.title else "", tuple(web[name] for name in names))
    own = step.page.rows
    for place in range(rows if own else 0):
        names = [prefix_of(own.section, f"r{place}") + question for question in own.questions] if own else []
        title = gettext(own.title) if own else ""
        yield Group(f"{title} ({place + 1})" if rows > 1 else title, tuple(web[name] for name in names))


def _fields(section: Section, questions: tuple[str, ...], place: int | str) -> dict[str, Any]:
    prefix = prefix_of(section.id, place)
    return {
        name: field for name, field in fields_of(section, prefix=prefix).items() if name[len(prefix) :] in questions
    }


def _data(door: PublicDoor, step: Step, answers: Answers) -> dict[str, Any]:
    now, found = shown(answers, step), dict[str, Any]()
    for part, item in zip(step.parts, now.parts, strict=True):
        found |= form_data(door.form.section(part.section), item, prefix_of(part.section, part.item))
    own = step.page.rows
    for place, item in enumerate(now.rows):
        found |= form_data(door.form.section(own.section), item, prefix_of(own.section, f"r{place}")) if own else {}
    return found


def _item(door: PublicDoor, web: PageForm, section: str, questions: tuple[str, ...], place: int | str) -> Item:
    found = item_from(web, door.form.section(section), prefix_of(section, place))
    return {key: value for key, value in found.items() if key in questions}


def _whole(answers: Answers, section: str, place: int) -> Item:
    items = answers.get(section) or []
    return items[place] if place < len(items) else {}


def _beside(web: PageForm, name: str, message: str) -> None:
    if name in web and not web[name].errors:
        web[name].errors = [message]

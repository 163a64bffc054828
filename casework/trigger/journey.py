"""Which page comes when, and what of the answers stands on it. Pure: plain answers in, plain answers out."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zlib import crc32

from casework.panel_type.public_door import Asked, PublicDoor, PublicPage, Rows
from casework.panel_type.questions import Answers, Item

CHECK = "check"
"""The page after the last of the door's own."""
FURTHER = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Step:
    """One page on the way. ``number``: which entry a page of ``each`` is about, from 1; 0 on any other."""

    page: PublicPage
    number: int = 0

    @property
    def path(self) -> str:
        """The end of its address."""
        return f"{self.page.key}/{self.number}" if self.number else self.page.key

    @property
    def parts(self) -> tuple[Asked, ...]:
        """What the page asks, each with the entry it is about."""
        return tuple(
            Asked(part.section, part.questions, self.number - 1, part.title) if self._is_of_entry(part) else part
            for part in self.page.parts
        )

    def _is_of_entry(self, part: Asked) -> bool:
        return bool(self.number) and part.section == self.page.each


@dataclass(frozen=True, slots=True)
class Written:
    """What was typed on a page: an item for each part in its order, and the entries of its rows that say anything."""

    parts: tuple[Item, ...]
    rows: tuple[Item, ...] = ()

    @property
    def says_nothing(self) -> bool:
        """Whether the page came back empty."""
        return not any(self.parts) and not any(self.rows)


def steps(door: PublicDoor, answers: Answers) -> Iterator[Step]:
    """The way of somebody who answered so, with every entry there is."""
    for page in door.pages:
        if not page.is_asked(answers):
            continue
        if page.each:
            yield from (Step(page, number) for number in range(1, len(answers.get(page.each) or ()) + 1))
        else:
            yield Step(page)


def first_step(door: PublicDoor) -> str:
    """The address of the first page."""
    page = door.pages[0]
    return Step(page, 1 if page.each else 0).path


def find_step(door: PublicDoor, answers: Answers, key: str, number: int) -> Step | None:
    """The page at an address; ``None`` where there is none. One entry more than there are may be begun."""
    try:
        page = door.page(key)
    except KeyError:
        return None
    if bool(page.each) != bool(number):
        return None
    if page.each and number > len(answers.get(page.each) or ()) + 1:
        return None
    return Step(page, number)


def after(door: PublicDoor, answers: Answers, step: Step, *, enough: bool = False) -> str:
    """The address of the page that follows. ``answers`` hold what this page said; ``enough``: no further entry now."""
    page = step.page
    if page.each:
        entries = len(answers.get(page.each) or ())
        if not enough and step.number == entries and entries < page.invites:
            return Step(page, entries + 1).path
    return _next_page(door, answers, page)


def before(door: PublicDoor, answers: Answers, step: Step) -> str | None:
    """The address of the page before; ``None`` on the first."""
    if step.number > 1:
        return Step(step.page, step.number - 1).path
    place = door.pages.index(step.page)
    for page in reversed(door.pages[:place]):
        if page.is_asked(answers):
            return Step(page, max(1, len(answers.get(page.each) or ())) if page.each else 0).path
    return None


def another(door: PublicDoor, answers: Answers, listing: PublicPage) -> str:
    """The address of a new entry of the page that this one lists."""
    page = door.page(listing.lists)
    return Step(page, len(answers.get(page.each) or ()) + 1).path


def shown(answers: Answers, step: Step) -> Written:
    """What stands on a page now."""
    parts = tuple(_only(_item(answers, part.section, part.item), part.questions) for part in step.parts)
    return Written(
        parts,
        tuple(_only(item, step.page.rows.questions) for item in _own_rows(answers, step)) if step.page.rows else (),
    )


def version_of(answers: Answers, step: Step) -> int:
    """A number that changes when what stands on the page does, so that a page opened before is known to be old."""
    now = shown(answers, step)
    return crc32(json.dumps([now.parts, now.rows], sort_keys=True, ensure_ascii=False).encode()) % FURTHER


def with_page(answers: Answers, step: Step, written: Written) -> Answers:
    """The answers with those of one page. An entry that says nothing any more goes, and what was about it."""
    found = {section: [dict(item) for item in items] for section, items in answers.items()}
    if step.page.each and written.says_nothing:
        return without_entry(found, step) if step.number <= len(found.get(step.page.each) or ()) else found
    for part, item in zip(step.parts, written.parts, strict=True):
        _put(found, part, item)
    if step.page.each and step.number > len(found.get(step.page.each) or ()):
        found.setdefault(step.page.each, []).append({})
    if step.page.rows:
        _put_rows(found, step, step.page.rows, written.rows)
    return found


def without_entry(answers: Answers, step: Step) -> Answers:
    """The answers without one entry of a page of ``each``, and without the rows about it; later ones move up."""
    found = {section: [dict(item) for item in items] for section, items in answers.items()}
    del found[step.page.each][step.number - 1]
    rows = step.page.rows
    if rows and rows.about:
        kept = [item for item in found.get(rows.section) or [] if item.get(rows.about) != step.number]
        found[rows.section] = [_moved_up(item, rows.about, step.number) for item in kept]
    return found


def on_the_way(door: PublicDoor, answers: Answers) -> Answers:
    """The answers without those to pages that are not asked of her any more: what is sent."""
    found = {section: [dict(item) for item in items] for section, items in answers.items()}
    asked = [page for page in door.pages if page.is_asked(answers)]
    kept = {place for page in asked for place in _places(page)}
    for page in door.pages:
        for section, item, question in _places(page) - kept:
            if item < len(found.get(section) or ()):
                found[section][item].pop(question, None)
        if page.rows and page not in asked:
            found[page.rows.section] = []
    return found


def _places(page: PublicPage) -> set[tuple[str, int, str]]:
    return {(part.section, part.item, question) for part in page.parts if not page.each for question in part.questions}


def _next_page(door: PublicDoor, answers: Answers, page: PublicPage) -> str:
    for later in door.pages[door.pages.index(page) + 1 :]:
        if later.is_asked(answers):
            return Step(later, 1 if later.each else 0).path
    return CHECK


def _item(answers: Answers, section: str, place: int) -> Item:
    items = answers.get(section) or []
    return items[place] if place < len(items) else {}


def _only(item: Item, questions: Sequence[str]) -> Item:
    return {key: item[key] for key in questions if key in item}


def _own_rows(answers: Answers, step: Step) -> list[Item]:
    rows = step.page.rows
    items = (answers.get(rows.section) or []) if rows else []
    return [item for item in items if not (rows and rows.about) or item.get(rows.about) == step.number]


def _put(answers: Answers, part: Asked, item: Item) -> None:
    items = answers.setdefault(part.section, [])
    while len(items) <= part.item and (item or part.item == 0):
        items.append({})
    if part.item < len(items):
        kept = {key: value for key, value in items[part.item].items() if key not in part.questions}
        items[part.item] = kept | item


def _put_rows(answers: Answers, step: Step, rows: Rows, written: Sequence[Item]) -> None:
    before, own = list(answers.get(rows.section) or ()), _own_rows(answers, step)
    mine = [
        {key: value for key, value in (own[place] if place < len(own) else {}).items() if key not in rows.questions}
        | item
        | ({rows.about: step.number} if rows.about else {})
        for place, item in enumerate(written)
    ]
    others = [item for item in before if item not in own] if rows.about else []
    answers[rows.section] = sorted([*others, *mine], key=lambda item: _number(item, rows.about))


def _moved_up(item: Item, about: str, gone: int) -> Item:
    number = _number(item, about)
    return item | {about: number - 1} if number > gone else item


def _number(item: Item, about: str) -> int:
    value = item.get(about) if about else 0
    return value if isinstance(value, int) else 0

"""A referral in words: rows for pages and the printed copy, and the text that a case keeps of it. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from casework.panel_type.answers import asked
from casework.panel_type.questions import Answers, Form, Item, Kind, Question, Section, Value, is_blank, is_not_known
from casework.panel_type.shown import display
from casework.referrals import meaning
from casework.referrals.answers import KEPT_APART

NO_CONTACT_WORDS = "Hidden: it is not safe to contact them"
KEPT_APART_WORDS = "Kept apart. Shown only where it is needed"
NAMED_BY = ("title", "forenames", "surname")
NOT_IN_CASE = frozenset({meaning.REFERRER, meaning.PEOPLE, "declaration"})
"""Sections a case does not keep as text: people become people of the case, the rest is about the referrer."""


@dataclass(frozen=True, slots=True)
class Line:
    """One answer in words. ``shut``: a restricted answer that is not shown now."""

    label: str
    words: str
    question_id: str
    shut: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """One entry of a section. ``number`` is the entry's place among several, counted from 1; 0 in a single one;
    ``name`` is the person it is about, where the entry says.

    ``blank_words``, ``unknown_words``: the questions that were left open or answered with "we do not know this", where
    they are not among the lines.
    """

    section: Section
    number: int
    lines: tuple[Line, ...]
    blank_words: tuple[str, ...] = ()
    unknown_words: tuple[str, ...] = ()
    name: str = ""

    @property
    def title(self) -> str:
        """The section's title, with the person's name or else the entry's number if there are several."""
        if self.name:
            return f"{self.section.title}: {self.name}"
        return f"{self.section.title} ({self.number})" if self.number else self.section.title

    @property
    def rows(self) -> list[dict[str, str]]:
        """The answers as rows of a summary list."""
        return [{"key": line.label, "value": line.words} for line in self.lines]


@dataclass(frozen=True, slots=True)
class Shown:
    """Which answers a reader sees. ``hidden_address`` opens addresses that are kept hidden; ``restricted`` the other
    restricted answers, as far as they are for ``agency_type`` (``None``: for whoever wrote them); ``contact``
    phone numbers, e-mail addresses and words on how to reach somebody, which are shut while it is not safe to contact
    people; ``reaches`` whether such words stand there at all; ``monitoring`` those that serve equality monitoring
    alone; ``blank`` the questions left open; ``unknown`` those answered with "we do not know this"."""

    hidden_address: bool = False
    restricted: bool = False
    contact: bool = True
    reaches: bool = True
    monitoring: bool = False
    blank: bool = True
    unknown: bool = True
    agency_type: str | None = None


def blocks(form: Form, answers: Answers, shown: Shown) -> list[Block]:
    """The whole referral, section by section, each entry of a section that repeats on its own."""
    return [block for section in form.sections for block in section_blocks(section, answers.get(section.id), shown)]


def people_first(form: Form, found: Sequence[Block]) -> list[Block]:
    """The same blocks with whatever is about the referrer at the end: triage is about the people."""
    about = meaning.referrer_section(form)
    last = about.group if about else ""
    return sorted(found, key=lambda block: block.section.group == last)


def section_blocks(section: Section, items: Sequence[Item] | None, shown: Shown) -> list[Block]:
    """One section; no block for a section that repeats and has no entry."""
    given = list(items or ([] if section.repeats else [{}]))
    return [
        Block(
            section,
            place + 1 if section.repeats else 0,
            tuple(_lines(section, item, shown)),
            () if shown.blank else tuple(_left_open(section, item)),
            () if shown.unknown else tuple(_not_known(section, item, shown)),
            _name(section, item) if section.repeats else "",
        )
        for place, item in enumerate(given)
    ]


def case_text(form: Form, answers: Answers) -> str:
    """What a case keeps of the referral: what happened, what was tried, what is asked. No restricted answer, and not
    how somebody can be reached: that is shut at the referral once it is not safe, and a copy would stay open."""
    found = blocks(form, answers, Shown(reaches=False, blank=False, unknown=False))
    parts = ["\n".join([block.title, *_said(block)]) for block in found if block.section.id not in NOT_IN_CASE]
    return "\n\n".join(part for part in parts if "\n" in part)


def _said(block: Block) -> Iterator[str]:
    yield from (_asked_and_told(line) for line in block.lines)
    if block.unknown_words:
        yield f"Not known: {'; '.join(block.unknown_words)}"


def _asked_and_told(line: Line) -> str:
    return f"{line.label} {line.words}" if line.label.endswith("?") else f"{line.label}: {line.words}"


def item_title(section: Section, item: Item) -> str:
    """A few words by which an entry is known in a list: the name and what they are, or else its first answers."""
    name = _name(section, item)
    told = [q for q in asked(section, item) if not is_blank(item.get(q.id)) and _short(q)]
    first = [display(q, item[q.id]) for q in told if not (name and q.id in meaning.IDENTITY)]
    return ", ".join([name, *first[:1]] if name else first[:3]) or "Nothing entered yet"


def _name(section: Section, item: Item) -> str:
    told = [q for q in asked(section, item) if q.id in NAMED_BY and not q.restricted]
    words = [display(q, item[q.id]) for q in told if not is_blank(item.get(q.id)) and not is_not_known(item[q.id])]
    return " ".join(words)


def _lines(section: Section, item: Item, shown: Shown) -> Iterator[Line]:
    for question in asked(section, item):
        value = item.get(question.id)
        if (question.monitoring and not shown.monitoring) or (question.reaches and not shown.reaches):
            continue
        if is_blank(value) and not shown.blank:
            continue
        shut = _is_shut(question, value, shown)
        if is_not_known(value) and not shut and not shown.unknown:
            continue
        yield Line(question.label, _words(question, value, shut, shown), question.id, shut)


def _left_open(section: Section, item: Item) -> Iterator[str]:
    for question in asked(section, item):
        if is_blank(item.get(question.id)) and not question.monitoring:
            yield question.label


def _not_known(section: Section, item: Item, shown: Shown) -> Iterator[str]:
    for question in asked(section, item):
        value = item.get(question.id)
        if is_not_known(value) and not question.monitoring and not _is_shut(question, value, shown):
            yield question.label


def _is_shut(question: Question, value: Value, shown: Shown) -> bool:
    if is_blank(value):
        return False
    if _is_contact(question) and not shown.contact:
        return True
    if not question.restricted:
        return False
    if isinstance(value, dict):
        return bool(value.get("hidden")) and not shown.hidden_address
    for_others = bool(question.revealed_to) and shown.agency_type is not None
    return value == KEPT_APART or not shown.restricted or (for_others and shown.agency_type not in question.revealed_to)


def _is_contact(question: Question) -> bool:
    return question.reaches or question.kind in (Kind.PHONE, Kind.EMAIL) or question.id in meaning.CONTACT


def _words(question: Question, value: Value, shut: bool, shown: Shown) -> str:
    if shut and _is_contact(question):
        return NO_CONTACT_WORDS
    if shut and not isinstance(value, dict):
        return KEPT_APART_WORDS
    return display(question, value, reveal=shown.hidden_address)


def _short(question: Question) -> bool:
    return question.kind not in (Kind.LONG, Kind.ADDRESS) and not question.restricted and not question.reaches

"""Questions, sections and forms as a panel declares them, and the shape of their answers.

Answers are plain JSON: section id -> items, each item question id -> value. A section that does not repeat has exactly
one item. Dates and moments are ISO strings, several choices a list of values, an address a dict of ``ADDRESS_PARTS``.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

Value: TypeAlias = str | int | bool | list[str] | dict[str, str | bool] | None
Item: TypeAlias = dict[str, Value]
Answers: TypeAlias = dict[str, list[Item]]

NOT_KNOWN = "not_known"
"""The stored value for "We do not know this", for every kind of question."""

ADDRESS_PARTS = ("line1", "line2", "town", "postcode", "uprn", "no_fixed_address", "hidden")


def is_blank(value: Value) -> bool:
    """Whether nothing was answered. "We do not know this" is an answer; an address with only "keep hidden" is not."""
    if isinstance(value, dict):
        return not any(part for key, part in value.items() if key != "hidden")
    return value is None or value == "" or value == []


def is_not_known(value: Value) -> bool:
    """Whether the answer is "we do not know this", on its own or as the one box ticked."""
    return value in (NOT_KNOWN, [NOT_KNOWN])


LINE_LENGTH = 200
TEXT_LENGTH = 10_000


class Sensitivity(StrEnum):
    """Class of the data a question asks for. Every question has one, because the type leaves no way round it."""

    I = "identity"  # noqa: E741 - the class letters are those of the partnership's data inventory
    SC = "special_category"
    """UK GDPR Article 9."""
    CO = "criminal_offence"
    """UK GDPR Article 10: an offence or an allegation of one."""
    N = "narrative"
    """Free text. Treated as special category and criminal offence data together."""
    O = "operational"  # noqa: E741


class Kind(StrEnum):
    """How a question is answered. A field in ``inputs`` of the same ``kind`` renders and reads it."""

    TEXT = "text"
    LONG = "long"
    DATE = "date"
    DATETIME = "datetime"
    CHOICE = "choice"
    MULTI = "multi"
    YES_NO = "yes_no"
    """Always three-valued: yes, no, not known."""
    INTEGER = "integer"
    ADDRESS = "address"
    PHONE = "phone"
    EMAIL = "email"


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that can be picked. ``value`` is stored for ever; ``label`` may be reworded."""

    value: str
    label: str
    hint: str = ""


YES = "yes"
NO = "no"
YES_NO_CHOICES = (Choice(YES, "Yes"), Choice(NO, "No"), Choice(NOT_KNOWN, "We do not know"))


@dataclass(frozen=True, slots=True)
class Condition:
    """When a question is asked: by the answer to another question of the same item. Give one of the three tests."""

    question: str
    equals: str | None = None
    contains: str | None = None
    any_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    ``restricted`` answers are sealed under a key of their own and shown for a stated reason; where ``revealed_to``
    names agency types, to their officers alone. ``recommended`` is asked for but never insisted on.
    ``past_only`` refuses a date after today. ``max_length`` counts characters; 0 takes the kind's own limit.
    ``lowest``/``highest`` bound a whole number. ``error`` is what an officer is told to do when it is left out.
    ``monitoring`` answers serve equality monitoring alone and stay off the pages on which cases are decided.
    ``asked_of``: agency types that are asked; empty = all. Such a question cannot be required.
    ``reaches``: words that tell how somebody can be reached: shut, as a phone number is, while contact is not safe, and
    never copied into a case.
    ``unique``: no two sent referrals of the panel bear the same answer (letter case, spaces and punctuation aside).
    """

    id: str
    label: str
    kind: Kind
    sensitivity: Sensitivity
    required: bool = False
    hint: str = ""
    choices: tuple[Choice, ...] = ()
    show_if: Condition | None = None
    allow_not_known: bool = False
    restricted: bool = False
    max_length: int = 0
    recommended: bool = False
    error: str = ""
    past_only: bool = False
    lowest: int = 0
    highest: int = 1_000_000
    monitoring: bool = False
    asked_of: tuple[str, ...] = ()
    unique: bool = False
    revealed_to: tuple[str, ...] = ()
    reaches: bool = False

    @property
    def limit(self) -> int:
        """The most characters an answer may have."""
        return self.max_length or (TEXT_LENGTH if self.kind is Kind.LONG else LINE_LENGTH)

    @property
    def offered(self) -> tuple[Choice, ...]:
        """The answers that can be picked, "not known" last where it is allowed. Empty for kinds that are typed."""
        if self.kind is Kind.YES_NO:
            return YES_NO_CHOICES
        if self.choices and self.allow_not_known:
            return (*self.choices, Choice(NOT_KNOWN, "We do not know this"))
        return self.choices

    @property
    def missing_message(self) -> str:
        """What to do when the answer is missing: ``error``, or a plain sentence made from the label."""
        if self.error:
            return self.error
        verb = "Select" if self.kind in (Kind.CHOICE, Kind.MULTI, Kind.YES_NO) else "Enter"
        asked = f"an answer to “{self.label}”" if self.label.endswith("?") else self.label[:1].lower() + self.label[1:]
        instead = ", or select that you do not know" if self.allow_not_known and not self.choices else ""
        return f"{verb} {asked}{instead}"


@dataclass(frozen=True, slots=True)
class Section:
    """Questions shown on one page. ``group``: the task-list heading above it; ``repeats``: holds a list of items.

    ``read_out``: words to say to whoever is asked, where an officer fills the form in for somebody who rang or came in.
    """

    id: str
    title: str
    group: str
    questions: tuple[Question, ...]
    repeats: bool = False
    min_items: int = 0
    item_name: str = ""
    intro: str = ""
    read_out: str = ""

    def question(self, question_id: str) -> Question:
        """The question with this id. Raises ``KeyError`` if the section has none."""
        for question in self.questions:
            if question.id == question_id:
                return question
        raise KeyError(question_id)


@dataclass(frozen=True, slots=True)
class Form:
    """One version of a form. Answers are kept with the version they were given on; a changed form is a new version."""

    id: str
    version: int
    title: str
    sections: tuple[Section, ...]

    def section(self, section_id: str) -> Section:
        """The section with this id. Raises ``KeyError`` if the form has none."""
        for section in self.sections:
            if section.id == section_id:
                return section
        raise KeyError(section_id)

    @property
    def groups(self) -> tuple[tuple[str, tuple[Section, ...]], ...]:
        """The task list: headings in the order of the form, each with its sections."""
        names = tuple(dict.fromkeys(section.group for section in self.sections))
        return tuple((name, tuple(s for s in self.sections if s.group == name)) for name in names)

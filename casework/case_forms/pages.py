"""What pages show of case forms: what may be filled in now, what waits, and what was filled in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from auth.policy import may
from auth.roles import Actor
from casework.case_forms.access import may_read
from casework.case_forms.entries import entries_of, questions_of
from casework.case_forms.models import FormEntry
from casework.case_forms.service import is_open_to, may_agree, why_shut
from casework.cases.access import OpenCase
from casework.cases.facts import facts_of
from casework.cases.models import Case
from casework.panel_type.answers import asked
from casework.panel_type.facts import CaseFacts, Workings
from casework.panel_type.questions import Answers, Form, is_blank
from casework.panel_type.registry import panel_types
from casework.panel_type.shown import display
from wording.dates import uk_datetime


@dataclass(frozen=True, slots=True)
class Offered:
    """A form that this person may fill in now."""

    title: str
    href: str


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry in a list. ``mine``: it waits for this person's word."""

    title: str
    href: str
    at: datetime
    by: str
    status: str
    colour: str
    waits: bool
    mine: bool


@dataclass(frozen=True, slots=True)
class Card:
    """One item of a filled-in form, in words."""

    title: str
    rows: tuple[dict[str, str], ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """The forms of a case as the case's own page shows them."""

    offered: tuple[Offered, ...]
    waiting: tuple[EntryRow, ...]
    workings: Workings | None


def overview_of(actor: Actor, opened: OpenCase) -> Overview:
    """What may be filled in now, what waits for a second person, and the panel's rule worked out."""
    panel = panel_types.get(opened.case.panel)
    if not panel.case_forms and panel.workings is None:
        return Overview((), (), None)
    facts = facts_of(opened.case)
    waiting = tuple(row for row in rows_of(actor, opened.case) if row.waits)
    return Overview(offered_to(actor, opened, facts), waiting, panel.workings(facts) if panel.workings else None)


def offered_to(actor: Actor, opened: OpenCase, facts: CaseFacts) -> tuple[Offered, ...]:
    """The forms that this person may fill in on an opened case now, in the panel's order."""
    case = opened.case
    if not may(actor, "case.form", case.panel, opened.relationships):
        return ()
    return tuple(
        Offered(form.title, f"/cases/{case.reference}/forms/{form.key}")
        for form in panel_types.get(case.panel).case_forms
        if is_open_to(actor, case, form, facts) and not why_shut(case, form)
    )


def rows_of(actor: Actor, case: Case) -> list[EntryRow]:
    """Everything filled in on an opened case, newest first. It says when and by whom, and not what."""
    return [_row(actor, case, entry) for entry in reversed(entries_of(case.id))]


def read_out(actor: Actor, case: Case) -> list[tuple[str, list[Card]]]:
    """What is read out of an opened case's forms when it is called: the newest of each, as far as this person reads
    it, with the form's title."""
    found: dict[str, FormEntry] = {}
    for entry in entries_of(case.id):
        if entry.stands() and entry.counted_at is not None and may_read(actor, case, entry):
            found[entry.form] = entry
    forms = panel_types.get(case.panel).case_forms
    shown = [(form.title, found[form.key]) for form in forms if form.in_brief and form.key in found]
    return [(title, cards_of(questions_of(case, entry), entry.answers or {})) for title, entry in shown]


def cards_of(form: Form, answers: Answers) -> list[Card]:
    """A filled-in form in words, item by item; questions that were left open are left out."""
    cards = []
    for section in form.sections:
        items = answers.get(section.id) or []
        for number, item in enumerate(items, 1):
            given = [question for question in asked(section, item) if not question.monitoring]
            rows = tuple(
                {"key": question.label, "value": display(question, item.get(question.id))}
                for question in given
                if not is_blank(item.get(question.id))
            )
            cards.append(Card(f"{section.title} ({number})" if section.repeats else section.title, rows))
    return [card for card in cards if card.rows]


def words_of(form: Form, answers: Answers) -> list[dict[str, Any]]:
    """The same as texts, to set two versions side by side."""
    return [
        {"label": card.title, "text": "\n".join(f"{row['key']}: {row['value']}" for row in card.rows)}
        for card in cards_of(form, answers)
    ]


def status_of(entry: FormEntry) -> tuple[str, str]:
    """How an entry stands, in words, and the colour of its tag."""
    if entry.replaced_at is not None:
        return "Corrected since", "grey"
    if entry.declined_at is not None:
        return "Not agreed", "red"
    if entry.counted_at is None:
        return "Waits for a second person", "purple"
    return "Counts", "green"


def second_words(entry: FormEntry) -> str:
    """Who said yes or no to an entry, and when; nothing while nobody has."""
    if entry.second_by is None or entry.second_agency is None:
        return ""
    said = "Agreed" if entry.second_at else "Not agreed"
    at = uk_datetime(entry.second_at or entry.declined_at)
    return f"{said} by {entry.second_by.name}, {entry.second_agency.name}, {at}"


def _row(actor: Actor, case: Case, entry: FormEntry) -> EntryRow:
    words, colour = status_of(entry)
    return EntryRow(
        title=questions_of(case, entry).title,
        href=f"/cases/{case.reference}/forms/{entry.form}/{entry.id}",
        at=entry.at,
        by=f"{entry.by.name}, {entry.agency.short_name}",
        status=words,
        colour=colour,
        waits=entry.waits(),
        mine=may_agree(actor, case, entry),
    )

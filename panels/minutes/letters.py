"""The letters of a meeting's cases: what closing drafts, and what still waits to go."""

from dataclasses import dataclass

import sqlalchemy as sa

from casework.letters.drafting import unsent_of
from casework.letters.rules import DRAFT
from casework.letters.standing import template_of
from casework.panel_type.registry import panel_types
from extensions import db
from panels.decisions.access import Place
from panels.decisions.applying import is_to_apply
from panels.decisions.models import ItemRecord
from panels.meetings.models import Meeting


@dataclass(frozen=True, slots=True)
class CaseLetters:
    """The letters of one case of the running order, each in words."""

    number: int
    reference: str
    words: tuple[str, ...]


def closing_drafts(meeting: Meeting, order: tuple[Place, ...]) -> tuple[CaseLetters, ...]:
    """What closing the meeting will draft, or why a decision has no letter, for each case that is this person's."""
    wanted = sa.select(ItemRecord).where(ItemRecord.item_id.in_([place.item.id for place in order]))
    records = {record.item_id: record for record in db.session.scalars(wanted)}
    panel, found = panel_types.get(meeting.panel), []
    for place in order:
        record = records.get(place.item.id)
        if place.mine and record is not None and record.option and is_to_apply(place.item, record):
            option = panel.decision(record.option)
            titles = tuple(panel.letter(key).title for key in option.letters)
            words = titles or (f"No letter: {option.no_letter_because}",)
            found.append(CaseLetters(place.number, place.reference or "", words))
    return tuple(found)


def waiting_letters(order: tuple[Place, ...]) -> tuple[CaseLetters, ...]:
    """What was drafted and has not gone, for each case that is this person's."""
    found = []
    for place in order:
        letters = unsent_of(place.item.case_id) if place.mine else []
        if letters:
            words = tuple(f"{template_of(one).title}: {_step(one.state)}" for one in letters)
            found.append(CaseLetters(place.number, place.reference or "", words))
    return tuple(found)


def _step(state: str) -> str:
    return "to be approved" if state == DRAFT else "approved, to be sent"

"""What the letters' pages show."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from auth.accounts.service import agencies
from auth.roles import Actor
from casework.cases.access import OpenCase
from casework.cases.models import Case, CaseMove
from casework.cases.pages import page
from casework.cases.timeline import events_of
from casework.letters.access import letters_of_case
from casework.letters.drafting import is_about_a_case, owed
from casework.letters.models import Letter
from casework.letters.recipients import agreement_of, reader_of, recipients_of, standing
from casework.letters.rules import (
    BY_HAND,
    ENVELOPE,
    SCOPE_WORDS,
    STATE_COLOURS,
    STATE_WORDS,
    WAITING,
    WAY_WORDS,
    Reader,
    Scope,
    Way,
)
from casework.letters.standing import Standing, standing_of, template_of
from casework.letters.text import parts_of
from casework.panel_type.case_forms import FORM_EVENT
from casework.panel_type.common_choices import REPRESENTATIVE
from casework.panel_type.letter_templates import To
from casework.panel_type.registry import panel_types
from inputs import Option
from wording.dates import uk_date, uk_datetime

TAB = "/letters"
TO_WORDS = {
    To.REFERRER: "The officer who referred",
    To.SUBJECT: "The person the case is about",
    To.REPRESENTATIVE: "Somebody who speaks for them",
    To.AGENCY: "An agency",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One letter in a list. ``against``: what stands in its way."""

    id: UUID
    title: str
    reader: str
    state: str
    colour: str
    when: str
    against: tuple[str, ...]


def list_page(actor: Actor, opened: OpenCase) -> dict[str, Any]:
    """The letters of an opened case, those that wait first."""
    letters = sorted(letters_of_case(actor, opened), key=lambda one: one.state not in WAITING)
    case = opened.case
    moves = owed([case.id], [case.panel]).get(case.id, [])
    return page(
        opened,
        actor,
        TAB,
        rows=[row_of(letter, case) for letter in letters],
        owed=[_moved(move) for move in moves],
        speakers=_speakers(case),
        happened=events_of(case, ["letter"]),
    )


def letter_page(actor: Actor, opened: OpenCase, letter: Letter, /, **more: Any) -> dict[str, Any]:
    """One opened letter."""
    person = letter.person if letter.person_id else None
    found = standing_of(letter, opened.case)
    context = page(opened, actor, TAB, person if _stands(opened.case, letter) else None)
    return context | {
        "letter": letter,
        "template": template_of(letter),
        "reader": reader_of(letter, opened.case),
        "facts": _facts(letter, reader_of(letter, opened.case)),
        "standing": found,
        "waits": letter.state in WAITING,
        "state": STATE_WORDS[letter.state],
        "colour": STATE_COLOURS[letter.state],
        "parts": parts_of(letter.body or ""),
        "envelope": ENVELOPE,
        "base": f"/cases/{opened.case.reference}/letters/{letter.id}",
        **more,
    }


def row_of(letter: Letter, case: Case) -> Row:
    """One letter in the list of its case."""
    found = standing_of(letter, case)
    reader = reader_of(letter, case)
    return Row(
        letter.id,
        template_of(letter).title,
        reader.name or TO_WORDS[reader.to],
        STATE_WORDS[letter.state],
        STATE_COLOURS[letter.state],
        uk_date(letter.sent_on or letter.drafted_at),
        found.against,
    )


def templates_to_choose(case: Case) -> list[Option]:
    """The letters somebody may want to write by hand: those that anybody in the case could get."""
    letters = [one for one in panel_types.get(case.panel).letters if is_about_a_case(one)]
    return [Option(one.key, one.title, TO_WORDS[one.to]) for one in letters if recipients_of(case, one.to)]


def ways_to_choose(found: Standing) -> list[Option]:
    """The ways that are open now."""
    return [Option(way.value, WAY_WORDS[way]) for way in found.ways]


def agencies_to_choose() -> list[Option]:
    """Every agency, by name."""
    return [Option(str(agency.id), agency.name) for agency in agencies()]


def speakers_to_choose(case: Case) -> list[Option]:
    """Everybody who speaks for the person in this case."""
    return [Option(str(one["id"]), one["name"]) for one in _speakers(case)]


def _moved(move: CaseMove) -> str:
    return f"{panel_types.get(move.panel).lifecycle.state(move.target).title}, {uk_date(move.at)}"


def _speakers(case: Case) -> list[dict[str, Any]]:
    found = []
    for party in standing(case):
        if REPRESENTATIVE in (party.roles or ()):
            agreement = agreement_of(case, party.person_id)
            scope = Scope(agreement.scope) if agreement and agreement.scope else Scope.NOTHING
            found.append(
                {
                    "id": party.person_id,
                    "name": party.person.display_name or "",
                    "scope": SCOPE_WORDS[scope],
                    "words": agreement.words if agreement else "",
                    "noted": f"{uk_date(agreement.at)} by {agreement.by.name}" if agreement else "",
                }
            )
    return found


def _stands(case: Case, letter: Letter) -> bool:
    return any(party.person_id == letter.person_id for party in standing(case))


def _facts(letter: Letter, reader: Reader) -> list[dict[str, Any]]:
    rows = [
        ("To", f"{reader.name}. {TO_WORDS[reader.to]}" if reader.name else TO_WORDS[reader.to]),
        ("Drafted", _by(letter.drafted_at, letter.drafted_by) + f". {_why(letter)}"),
        ("Changed", _by(letter.edited_at, letter.edited_by)),
        ("Approved", _by(letter.approved_at, letter.approved_by)),
        ("Sent", f"{uk_date(letter.sent_on)}. {WAY_WORDS[Way(letter.way)]}" if letter.way else ""),
        ("Recorded as sent", _by(letter.sent_at, letter.sent_by) if letter.way else ""),
        ("Noted", letter.note or ""),
        ("Read here", uk_datetime(letter.read_at)),
        ("Why not sent", letter.reason or ""),
    ]
    return [{"key": key, "value": value} for key, value in rows if value]


def _by(moment: Any, account: Any) -> str:
    return f"{uk_datetime(moment)}{f' by {account.name}' if account else ''}" if moment else ""


def _why(letter: Letter) -> str:
    """What raised it, in words."""
    panel = panel_types.get(letter.panel)
    kind, _, key = letter.event.partition(":")
    if letter.event == BY_HAND:
        return "Written by hand"
    if kind == "decision":
        return f"The panel decided: {next((one.title for one in panel.decisions if one.key == key), key)}"
    if f"{kind}:" == FORM_EVENT:
        return f"A form was filled in: {next((one.title for one in panel.case_forms if one.key == key), key)}"
    moves = [move.title for move in panel.lifecycle.transitions if move.verb == letter.event and move.title]
    states = [state.title for state in panel.lifecycle.states if state.key == letter.event]
    return f"It happened: {next(iter([*moves, *states]), letter.event)}"

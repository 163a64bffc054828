"""The papers of one case as plain words, read from an opened case. A hidden address never gets into them."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from auth.roles import Actor
from casework.actions.access import open_actions
from casework.actions.rules import STATUS_TITLES
from casework.cases.assessments import assessments_of
from casework.cases.models import Case, CaseEvent, CaseParty
from casework.cases.notes import notes_of
from casework.cases.pages import safety_lines_withheld
from casework.cases.rules import CHAIR_ONLY, NAME_WITHHELD, role_labels
from casework.cases.told_risk import TOLD, unchecked_risk
from casework.enquiries.access import enquiries_of_cases
from casework.enquiries.forms import HEADINGS
from casework.enquiries.models import Enquiry
from casework.enquiries.rules import (
    ADDRESS_LINES,
    KNOWN_WORDS,
    RESTRICTION_WORDS,
    Known,
    Restriction,
    age_words,
    readable,
)
from casework.panel_type.definition import PanelType
from casework.panel_type.registry import panel_types
from casework.people.models import Person
from casework.people.service import MARKER_KINDS
from extensions import db
from panels.agendas.models import AgendaItem
from panels.agendas.ordering import KIND_WORDS
from wording.dates import today, uk_date

Papers = dict[str, Any]
WHY_KINDS = ("opened", "referral", "urgent", TOLD)
"""Kinds of timeline entries that say why a case is here."""
DECISION_KIND = "decision"
NEWEST_NOTES, LAST_DECISIONS = 8, 5
NATURES = {"fact": "Fact", "allegation": "Allegation", "opinion": "Opinion"}


def papers_of(actor: Actor, item: AgendaItem, case: Case) -> tuple[Papers, Papers]:
    """What every member reads of a case, and what the chair reads besides. The case must be open to ``actor``."""
    panel = panel_types.get(case.panel)
    notes = [note for note in notes_of(actor, case) if note.replaced_at is None][:NEWEST_NOTES]
    asked = enquiries_of_cases(actor, item.meeting_id, [case])[case.id]
    answers = [row for row in asked if row.known]
    events = _events(case)
    shared: Papers = {
        "place": str(item.case_id),
        "reference": case.reference,
        "kind": KIND_WORDS[item.kind],
        "title": (case.summary or {}).get("name", ""),
        "band": _band_words(panel, case.band),
        "people": [_person(panel, party) for party in case.parties if party.removed_at is None],
        "safety": _safety(case),
        "why": [_event(event) for event in events if event.kind in WHY_KINDS],
        "risk": _risk(panel, case),
        "actions": _actions(actor, case),
        "decisions": [_event(event) for event in events if event.kind == DECISION_KIND][-LAST_DECISIONS:],
        "not_replied": sorted(row.agency.name for row in asked if row.known is None),
    }
    for_chair = {
        "answers": [_answer(row) for row in answers if not readable(row.restriction, leads_panel=False)],
        "notes": [_note(note) for note in notes if note.handling == CHAIR_ONLY],
    }
    shared["answers"] = [_answer(row) for row in answers if readable(row.restriction, leads_panel=False)]
    shared["notes"] = [_note(note) for note in notes if note.handling != CHAIR_ONLY]
    return without_names(shared, case), for_chair


def without_names(papers: Papers, case: Case) -> Papers:
    """The papers of a case as the table reads them; nobody is named where the names are withheld, whenever they were
    built. Needs the key of the case alone."""
    if not case.identity_withheld:
        return papers
    shut = {"name": NAME_WITHHELD, "born": "Withheld", "address": "Withheld"}
    people = [{**person, **shut} for person in papers["people"]]
    safety = [line.words for line in safety_lines_withheld(case)]
    return {**papers, "title": NAME_WITHHELD, "people": people, "safety": safety}


def without_moved(papers: Papers, gone: Collection[UUID]) -> Papers:
    """The papers of a case without notes that were moved out of it since they were built."""
    words = {str(one) for one in gone}
    return {**papers, "notes": [note for note in papers.get("notes", ()) if note.get("id") not in words]}


def _person(panel: PanelType, party: CaseParty) -> Papers:
    person = party.person
    return {
        "name": person.display_name or "",
        "born": age_words(person.born_on, person.estimated_age),
        "roles": ", ".join(role_labels(panel.case_roles, party.roles or [])),
        "address": _address(person),
    }


def _address(person: Person) -> str:
    now_at = [address for address in person.addresses if address.ended_at is None]
    if any(address.hidden for address in now_at):
        return f"Kept hidden. Area: {person.area or 'not known'}"
    lines = (now_at[-1].lines or {}) if now_at else {}
    return ", ".join(str(lines[part]) for part in ADDRESS_LINES if lines.get(part)) or "Not known"


def _safety(case: Case) -> list[str]:
    kinds = {choice.value: choice.label for choice in MARKER_KINDS}
    recorded = [
        f"{party.person.display_name}: {kinds.get(marker.kind, marker.kind)}. {marker.incident} "
        f"(source: {marker.source}, {uk_date(marker.happened_on)}; review on {uk_date(marker.review_on)})"
        for party in case.parties
        if party.removed_at is None
        for marker in party.person.markers
        if marker.ended_at is None and marker.review_on >= today()
    ]
    return [*recorded, *unchecked_risk(case)]


def _risk(panel: PanelType, case: Case) -> list[Papers]:
    return [
        {"on": uk_date(found.made_at), "total": str(found.total), "band": _band_words(panel, found.band)}
        for found in assessments_of(case.id)
    ]


def _actions(actor: Actor, case: Case) -> list[Papers]:
    return [
        {
            "agency": action.agency.name,
            "text": action.text or "",
            "due": uk_date(action.due_on),
            "status": "Late" if action.due_on < today() else STATUS_TITLES[action.status],
        }
        for action in open_actions(actor, case)
    ]


def _answer(row: Enquiry) -> Papers:
    said = row.answer or {}
    parts = [{"label": HEADINGS[name], "text": said[name]} for name in HEADINGS if said.get(name)]
    if said.get("reason"):
        parts.append({"label": "Reason", "text": said["reason"]})
    restriction = Restriction(row.restriction)
    return {
        "agency": row.agency.name,
        "known": KNOWN_WORDS[Known(row.known or Known.NOT_KNOWN)],
        "parts": parts,
        "restriction": "" if restriction is Restriction.NONE else RESTRICTION_WORDS[restriction],
    }


def _note(note: Any) -> Papers:
    return {
        "id": str(note.id),
        "agency": note.agency.name,
        "nature": NATURES.get(note.nature, note.nature),
        "text": note.text or "",
    }


def _event(event: CaseEvent) -> Papers:
    return {"on": uk_date(event.at), "title": event.title or "", "text": event.text or ""}


def _events(case: Case) -> Sequence[CaseEvent]:
    kinds = (*WHY_KINDS, DECISION_KIND)
    wanted = sa.select(CaseEvent).where(CaseEvent.case_id == case.id, CaseEvent.kind.in_(kinds))
    return list(db.session.scalars(wanted.order_by(CaseEvent.at)))


def _band_words(panel: PanelType, band: str | None) -> str:
    titles = {found.key: found.title for tool in panel.risk_tools for found in tool.bands}
    return titles.get(band or "", "Not scored")

"""What can be done to a case. Each verb writes the rows and the timeline entry together; nothing here commits."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from auth.encryption.keyring import new_data_key
from auth.roles import Actor
from casework.cases.apart import check_case
from casework.cases.assessments import add_assessment
from casework.cases.closing import close_case
from casework.cases.conflicts import declare_conflict
from casework.cases.events import record_event, touch
from casework.cases.history import OPENED, origin_of, record_move
from casework.cases.models import Case, CaseParty
from casework.cases.moves import move_case
from casework.cases.notes import add_note, correct_note
from casework.cases.rules import first_affected, role_labels, summary_of, summary_of_title, summary_without_name
from casework.panel_type.definition import PanelType
from casework.panel_type.registry import panel_types
from casework.panel_type.shown import answer_in_words
from casework.panel_type.working_time import add_months
from casework.people.models import Person
from casework.references import next_reference
from extensions import db
from wording.dates import today, uk_date

__all__ = [
    "add_assessment",
    "add_note",
    "add_party",
    "close_case",
    "closed_cases_of",
    "correct_note",
    "declare_conflict",
    "move_case",
    "open_case",
    "record_event",
    "remove_party",
    "set_review",
]


def open_case(
    *,
    actor: Actor,
    panel: str,
    parties: Sequence[tuple[Person, list[str]]],
    band: str | None,
    urgent: bool,
    children_involved: bool,
    lead_agency_id: UUID | None,
    lead_officer_id: UUID | None,
    repeat_of: Case | None = None,
    state: str,
    verb: str = OPENED,
    source: str = "",
) -> Case:
    """Open a case with its people (opened already by their own door) and their roles; returns it with its key open.

    ``repeat_of``: the closed case of the same people, if this counts as a repeat. ``verb``, ``source``: the move by
    which a referral became this case.
    """
    kind = panel_types.get(panel)
    case = Case(
        data_key_id=new_data_key(panel=panel, kind="case"),
        panel=panel,
        definition_version=kind.version,
        reference=next_reference(kind.reference_letter, scattered=kind.visibility.existence_hidden),
        state=state,
        band=band,
        urgent=urgent,
        children_involved=children_involved,
        lead_agency_id=lead_agency_id,
        lead_officer_id=lead_officer_id,
        repeat_of_id=repeat_of.id if repeat_of else None,
    )
    db.session.add(case)
    for person, roles in parties:
        case.parties.append(CaseParty(data_key_id=case.data_key_id, person_id=person.id, person=person, roles=roles))
    summarise(case)
    db.session.flush()
    record_move(case=case, verb=verb, source=source, target=state, at=case.opened_at, by=actor)
    before = f"Follows {repeat_of.reference}, closed {uk_date(repeat_of.closed_at)}." if repeat_of else ""
    record_event(actor=actor, case=case, kind="opened", title="Case opened", text=before)
    # Last: from here on it may be shut to whoever opened it.
    db.session.flush()
    check_case(case)
    return case


def add_party(*, actor: Actor, case: Case, person: Person, roles: list[str]) -> CaseParty:
    """Put a person into the case, or give more roles to one who is in it already. Case and person must be open."""
    party = next((held for held in case.parties if held.person_id == person.id), None)
    if party is None:
        party = CaseParty(data_key_id=case.data_key_id, person_id=person.id, person=person, roles=[])
        case.parties.append(party)
    party.removed_at = None
    party = set_roles(actor=actor, case=case, party=party, roles=[*(party.roles or []), *roles])
    check_case(case)
    return party


def set_roles(*, actor: Actor, case: Case, party: CaseParty, roles: list[str]) -> CaseParty:
    """Say what a person is in this case; several at once are allowed (one may harm and be harmed)."""
    party.roles = list(dict.fromkeys(roles))
    summarise(case)
    labels = ", ".join(role_labels(panel_types.get(case.panel).case_roles, party.roles))
    record_event(actor=actor, case=case, kind="person", title=f"{party.person.display_name}: {labels}")
    db.session.flush()
    return party


def remove_party(*, actor: Actor, case: Case, party: CaseParty, reason: str) -> None:
    """Take a person out of the case. The row stays for the history."""
    party.removed_at = touch(case)
    summarise(case)
    title = f"{party.person.display_name} is no longer part of this case"
    record_event(actor=actor, case=case, kind="person", title=title, text=reason)


def summarise(case: Case) -> None:
    """Renew the sealed line that stands for the case in lists: a person, else the answer that the panel names it by."""
    panel = panel_types.get(case.panel)
    person = first_affected(case.parties, {tool.subject_role for tool in panel.risk_tools})
    if person and case.identity_withheld:
        case.summary = summary_without_name(person)
    else:
        case.summary = summary_of(person, today()) if person else summary_of_title(_title(case, panel))


def _title(case: Case, panel: PanelType) -> str:
    origin = origin_of(case.id) if panel.titled_by else None
    if origin is None or panel.titled_by is None:
        return ""
    form = panel_types.form(case.panel, origin.form_id, origin.form_version)
    return answer_in_words(form, origin.answers or {}, panel.titled_by.section, panel.titled_by.question)


def set_review(*, actor: Actor, case: Case, on: date) -> None:
    """Set the day by which the panel looks at the case again."""
    if case.next_review_on != on:
        case.next_review_on = on
        record_event(actor=actor, case=case, kind="review", title=f"Next review by {uk_date(on)}")


def closed_cases_of(person_ids: Sequence[UUID], panel: str, within_months: int) -> list[Case]:
    """Cases of ``panel`` with any of these people, closed within so many months before today, newest first; sealed."""
    if not person_ids:
        return []
    since = add_months(today(), -within_months)
    wanted = (
        sa.select(Case)
        .where(Case.panel == panel, Case.closed_at.is_not(None), Case.id.in_(_cases_with(person_ids)))
        .order_by(Case.closed_at.desc())
    )
    return [case for case in db.session.scalars(wanted) if case.closed_at and case.closed_at.date() >= since]


def _cases_with(person_ids: Sequence[UUID]) -> sa.Select[UUID]:
    return sa.select(CaseParty.case_id).where(CaseParty.person_id.in_(person_ids), CaseParty.removed_at.is_(None))

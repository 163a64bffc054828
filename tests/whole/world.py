"""A small whole world: the demonstration's story and the ids that routes need, with a canary in every sealed field."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask import Flask

from auth.access_log.models import AccessEntry
from auth.models import Account, Appointment
from casework.actions.models import Action
from casework.cases.models import Case, Exclusion, Note
from casework.documents.models import Document
from casework.emergency.models import EmergencyAccess
from casework.emergency.service import begin
from casework.enquiries.models import Enquiry
from casework.letters.models import Letter
from casework.panel_type.registry import panel_types
from casework.people.models import Person, SafetyMarker
from casework.referrals.models import Referral, TriageDecision
from demo.administration import ask_for_a_role
from demo.story import act, load_story
from extensions import db, now
from panels.agendas.models import AgendaItem
from panels.meetings.models import Meeting
from panels.statistics.models import PublishedTable
from panels.statistics.periods import period_of
from panels.statistics.service import publish
from tests.conftest import PANEL
from wording.dates import today


@dataclass(frozen=True)
class World:
    """Ids of one of each, by the names that the routes use."""

    parts: dict[str, Any]

    def __getattr__(self, name: str) -> Any:
        return self.parts[name]

    def path(self, rule: str) -> str:
        """The rule with its parts filled in."""

        def value(found: re.Match[str]) -> str:
            name = found.group(1).split(":")[-1]
            return str(self.parts[self.owner(rule, name)])

        return re.sub(r"<([^>]+)>", value, rule)

    @staticmethod
    def owner(rule: str, name: str) -> str:
        """A number or a reference is one thing in one address and another in the next."""
        if name == "reference":
            return "referral_reference" if rule.startswith("/triage") else "case"
        if name == "letter_id":
            return "own_letter" if rule.startswith("/letters") else "letter"
        if rule.startswith("/form"):
            return {"page": "form_page", "number": "place"}.get(name, name)
        if rule.startswith("/admin/roles"):
            return "role_asked_for"
        if rule.startswith("/admin/panels"):
            return {"key": "panel", "name": "setting"}.get(name, name)
        if rule.startswith("/audit"):
            return {"number": "log_entry", "kind": "flag_kind"}.get(name, name)
        if name == "number":
            return "entry" if rule.startswith("/refer") else "place"
        return name


def make_world(app: Flask) -> None:
    """Play the demonstration's story."""
    with app.app_context():
        load_story(PANEL)
        with act("alder", now()) as chair:
            period = period_of(str(today().year - 1))
            assert period is not None
            publish(actor=chair, panel=panel_types.get(PANEL), period=period)
        with act("sedge", now()) as administrator:
            ask_for_a_role(administrator, PANEL, days=300)
        with act("poplar", now() - timedelta(hours=3)) as poplar:
            first = db.session.scalars(sa.select(Case.reference).order_by(Case.reference).limit(1)).one()
            begin(
                actor=poplar, reference=first, kind="danger", reason="She rang from the Gorseford call box, in tears."
            )


def collect(app: Flask) -> World:
    """The ids that routes need."""
    with app.app_context():
        return World(_parts())


def _first(column: Any, *where: Any, order: Any = None) -> Any:
    wanted = sa.select(column).where(*where).limit(1)
    return db.session.scalar(wanted.order_by(order) if order is not None else wanted)


def _parts() -> dict[str, Any]:
    held = _first(Meeting.id, Meeting.state == "closed")
    case = db.session.scalars(sa.select(Case).order_by(Case.reference).limit(1)).one()
    author = _first(Account.id, Account.email == "elm@example.org")
    referral = db.session.scalars(sa.select(Referral).where(Referral.author_id == author).limit(1)).one()
    landlord = _first(Account.agency_id, Account.email == "rowan@example.org")
    waiting = _first(Enquiry.id, Enquiry.agency_id == landlord, Enquiry.answered_at.is_(None))
    dean = _first(Account.id, Account.email == "dean@example.org")  # nobody of the matrix: what is done to him is done
    police = _first(Account.agency_id, Account.email == "larch@example.org")
    action = _first(Action.id, Action.case_id == case.id, Action.agency_id == police)
    unknown = "00000000-0000-0000-0000-000000000007"
    return {
        "case": case.reference,
        "case_id": case.id,
        "meeting": held,
        "meeting_id": held,
        "item_id": _first(AgendaItem.id, AgendaItem.meeting_id == held),
        "panel": PANEL,
        "panel_key": PANEL,
        "table_id": _first(PublishedTable.id),
        "setting": "clock.triage.length",
        "place": 1,
        "form_page": "who",
        "entry": 0,
        "way": "up",
        "section_id": "origin",
        "referral": referral.id,
        "referral_id": referral.id,
        "referral_reference": referral.reference,
        "decision_id": _first(TriageDecision.id) or unknown,
        "person_reference": _first(Person.reference, order=Person.reference),
        "marker_id": _first(SafetyMarker.id) or unknown,
        "note_id": _first(Note.id) or unknown,
        "lift_id": unknown,
        "exclusion_id": _first(Exclusion.id) or unknown,
        "document_id": _first(Document.id) or unknown,
        "action": action,
        "action_id": action,
        "letter": _first(Letter.id, Letter.case_id == case.id, Letter.state == "draft", order=Letter.template.desc()),
        "own_letter": _first(Letter.id, Letter.account_id == author, Letter.state == "sent"),
        "enquiry": waiting,
        "enquiry_id": waiting,
        "account_id": dean,
        "access_id": _first(EmergencyAccess.id),
        "role_of_account": _first(Appointment.id, Appointment.account_id == dean),
        "appointment_id": _first(Appointment.id, Appointment.role == "referrer"),
        "agency_id": _first(Account.agency_id, Account.email == "maple@example.org"),
        "role_asked_for": _first(Appointment.id, Appointment.confirmed_at.is_(None)),
        "reset_id": unknown,
        "vetting_id": unknown,
        "key": "consent",
        "side": "agency",
        "entry_id": unknown,
        "kept_id": unknown,
        "grant_id": unknown,
        "notice_id": unknown,
        "passkey_id": unknown,
        "provider_id": unknown,
        "session_id": unknown,
        "flag_id": unknown,
        "sample_id": unknown,
        "hold_id": unknown,
        "flag_kind": "emergency",
        "about": _first(EmergencyAccess.account_id),
        "log_entry": _first(AccessEntry.number, order=AccessEntry.number),
        "filename": "built/app.css",
        "code": "bn",
        "copy": 1,
    }

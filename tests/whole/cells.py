"""A case of every panel in every state, with one of each record that hangs on a case, and whoever can stand to them.

The cases and the people are those of ``tests/proofs/relations.txt``; besides them stand those who have to do with a
record and not with its case. What should happen is kept by hand in ``cells.txt`` and in that table.
"""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa
import time_machine
from flask import Flask, g

from auth.accounts import service as accounts
from auth.encryption.keyring import new_data_key, unlock
from auth.models import Account, Agency
from auth.roles import Role
from casework.actions.models import Action
from casework.cases.grant_models import CaseGrant
from casework.cases.models import Case, CaseParty, Note
from casework.documents.models import Document
from casework.emergency.models import EmergencyAccess
from casework.enquiries.models import Enquiry
from casework.letters.models import Letter
from casework.panel_type.registry import panel_types
from casework.people.models import Address, Person, SafetyMarker
from casework.referrals.models import Referral
from extensions import db, unit_of_work
from panels.agendas.models import AgendaItem
from panels.meetings.models import Meeting
from tests.proofs.related import HOUR, STATES, Related, tell_related
from tests.proofs.related import lines as relations
from tests.proofs.told import START
from tests.whole.world import World

CANARY = "Canary-zq"
"""Stands in every sealed word of these records."""
PASSWORD = "a long password of half"
WITH_WORK = ("author", "colleague of the author", "worker")
"""Who has to do with a record: who wrote the referral, who works in the same agency, and who works for the agency that
was asked, owns the action and gets the letter."""


TABLE = Path(__file__).with_name("cells.txt")
OPENED, TELLS, REFUSED, ASKS = "opened", "told that it is destroyed", "refused", "asked for a fresh proof"
NOBODY, HALF, ENDED = (
    "somebody without an account", "somebody who gave a password alone", "somebody who was suspended",
)  # fmt: skip


def sections() -> dict[str, list[str]]:
    """The lines of each section of the table."""
    found: dict[str, list[str]] = {}
    for line in TABLE.read_text().splitlines():
        if line.startswith("["):
            found[line.strip("[]")] = []
        elif line and not line.startswith("#"):
            found[next(reversed(found))].append(line)
    return found


def classes(panel: str = "") -> dict[tuple[str, str], str]:
    """The letters of each route, by method and rule; in a panel, where it has others."""
    lines = [*sections()["routes"], *sections().get(f"routes {panel}", [])]
    return {(method, rule): letter for letter, method, rule in (line.split() for line in lines)}


def letters(panel: str) -> dict[str, dict[str, tuple[str, str]]]:
    """By person and state: what opens to them, and what they are told is destroyed."""
    wide = relations(panel)
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for line in [*sections()["people"], *sections().get(panel, [])]:  # the later counts
        words = line.split()
        name = " ".join(words[:-4])
        large = wide.get(name, ("-",) * 4)
        found[name] = {}
        for state, small, big in zip(STATES, words[-4:], large, strict=True):
            opens, _, told = small.strip("-").partition("!")
            told += large[1] if big == "told" else ""
            found[name][state] = opens + (big if big not in ("-", "told") else ""), told
    return found


def should(letter: str, stands: tuple[str, str], *, asks: bool) -> str:
    """What the table says of one cell. ``asks``: the panel wants a fresh proof, and none was given."""
    opens, told = stands
    opener, way = letter[0], letter[-1]
    if not {opener, way} & {*opens, *told}:
        return REFUSED
    if asks and opener != "+":
        return ASKS
    if {opener, way} & {*told}:
        return TELLS
    return OPENED if way in opens and opener in (*opens, "+") else REFUSED


def knows(letter: str, stands: tuple[str, str]) -> bool:
    """Whether the way to the record is open to them, whatever lies at its end: they may see that it is there."""
    return letter[-1] in "".join(stands)


@dataclass(frozen=True)
class Told:
    """Ids by panel and state, and mail addresses by the names of the table."""

    worlds: dict[tuple[str, str], World]
    people: dict[str, str]


def tell(app: Flask, *panels: str) -> Told:
    """Everything of these panels, at the moment at which histories start."""
    with time_machine.travel(START, tick=False), app.test_request_context(), unit_of_work():
        g.request_id = "cells"
        told = tell_related(*panels)
        maker = _Maker(told, panels)
        worlds = {key: maker.records(key, db.session.get_one(Case, case_id)) for key, case_id in told.cases.items()}
        db.session.flush()
        db.session.execute(
            sa.update(Account).where(Account.name != HALF).values(is_demo=True)
        )  # no code from an authenticator
        mails = {name: db.session.get_one(Account, who).email for name, who in maker.people.items()}
        return Told(worlds, mails)


class _Maker:
    def __init__(self, told: Related, panels: tuple[str, ...]) -> None:
        self.told = told
        admin = accounts.account_by_email("administrator.behind.it.all@related.example.org")
        assert admin is not None
        self.admin = admin.id
        self.agencies = {name: self._agency(name) for name in ("of the author", "at work")}
        made = {
            name: self._account(name, self.agencies["at work" if name == "worker" else "of the author"])
            for name in WITH_WORK
        }
        first, last = START.date() - timedelta(days=30), START.date() + timedelta(days=200)
        for name in (HALF, ENDED):
            made[name] = self._account(name, self.agencies["of the author"], password=PASSWORD)
        for panel in panels:
            for name, role in (("author", Role.REFERRER), (HALF, Role.CHAIR), (ENDED, Role.CHAIR)):
                accounts.appoint(actor=None, account=made[name], panel=panel, role=role, from_on=first, to_on=last)
        db.session.flush()
        self.people = told.people | {name: account.id for name, account in made.items()}

    def _agency(self, name: str) -> Agency:
        agency = accounts.create_agency(actor=None, name=f"Cells {name}", short_name=name, kind=f"cells_{name[:6]}")
        agency.agreement_until = START.date() + timedelta(days=400)
        agency.shuts_on = agency.agreement_until + timedelta(days=29)
        return agency

    def _account(self, name: str, agency: Agency, password: str | None = None) -> Account:
        mail = f"{name.replace(' ', '.')}@cells.example.org"
        return accounts.create_account(actor=None, email=mail, name=name, agency=agency, password=password)

    def records(self, key: tuple[str, str], case: Case) -> World:
        """One of each record that hangs on this case."""
        unlock([case.data_key_id])
        case.summary = {"name": CANARY, "initials": "ZQ", "age": "40", "area": CANARY}
        case.band = "medium"
        person = self._person(case)
        note = self._add(case, Note, author_id=self.admin, agency_id=self._at_work(), nature="fact", text=CANARY)
        meeting, item = self._meeting(case, key[1])
        referral, waiting = self._referral(case, key[1]), self._referral(None, key[1], panel=case.panel)
        letters = self._letters(case, referral)
        emergency = self._emergency(case)
        action, enquiry = self._action(case, item), self._enquiry(case, meeting)
        document = self._document(case)
        nothing = UUID(int=7)
        rest = "lift_id exclusion_id entry_id grant_id kept_id decision_id notice_id".split()
        return World(
            {
                **dict.fromkeys(rest, nothing),
                "case": case.reference,
                "case_id": case.id,
                "panel": case.panel,
                "panel_key": case.panel,
                "meeting_id": meeting.id,
                "item_id": item.id,
                "way": "up",
                "place": 1,
                "copy": 1,
                "entry": 0,
                "section_id": "origin",
                "key": "no_such_form",
                "account_id": self.told.people["chair kept apart"],
                "referral_id": referral.id,
                "referral_reference": waiting.reference,
                "person_reference": person.reference,
                "marker_id": person.markers[0].id,
                "note_id": note.id,
                "document_id": document.id,
                "action_id": action.id,
                "enquiry_id": enquiry.id,
                "letter": letters[0].id,
                "own_letter": letters[1].id,
                "access_id": emergency.id,
            }
        )

    def _at_work(self) -> UUID:
        return self.agencies["at work"].id

    def _add(self, case: Case, kind: Any, **fields: Any) -> Any:
        row = kind(data_key_id=case.data_key_id, case_id=case.id, **fields)
        db.session.add(row)
        db.session.flush()
        return row

    def _own(self, of: str, kind: Any, what: str, /, **fields: Any) -> Any:
        """A record with a key of its own. Sealed words are set last, as their place is part of the seal."""
        row = kind(data_key_id=new_data_key(panel=of, kind=what), **fields)
        db.session.add(row)
        db.session.flush()
        return row

    def _person(self, case: Case) -> Any:
        number = case.reference.replace("ZZ-", "ZP-")
        person = self._own(case.panel, Person, "person", panel=case.panel, reference=number, display_name=CANARY)
        person.identity, person.area = {"forenames": CANARY, "surname": CANARY}, CANARY
        person.contact, person.safe_contact = {"phone": "020 7946 0456"}, {"call": "safe"}
        self._own(case.panel, Address, "address", person_id=person.id, hidden=True, lines={"line1": CANARY})
        on = START.date()
        marker = SafetyMarker(
            data_key_id=person.data_key_id, person_id=person.id, kind="dog", decided_by_id=self.admin,
            happened_on=on - timedelta(days=9), review_on=on + timedelta(days=90),
        )  # fmt: skip
        db.session.add(marker)
        marker.incident = marker.source = CANARY
        self._add(case, CaseParty, person_id=person.id, roles=[panel_types.get(case.panel).case_roles[0].value])
        return person

    def _meeting(self, case: Case, state: str) -> tuple[Meeting, AgendaItem]:
        how = {"waiting": "planned", "listed": "pack_out"}.get(state, "closed")
        meeting = self._own(
            case.panel, Meeting, "meeting", panel=case.panel, planned_by_id=self.admin, state=how,
            reference=f"ZM-{case.reference[3:]}", starts_at=START + (HOUR if how != "closed" else -3 * HOUR),
        )  # fmt: skip
        meeting.matters = CANARY
        if how == "closed":
            meeting.opened_at, meeting.closed_at = START - 3 * HOUR, START - HOUR
        item = AgendaItem(meeting_id=meeting.id, case_id=case.id, position=1, minutes=15, kind="new")
        item.state = "decided" if how == "closed" else "waiting"
        db.session.add(item)
        db.session.flush()
        guests = sa.update(CaseGrant).where(CaseGrant.case_id == case.id, CaseGrant.kind == "guest")
        db.session.execute(guests.values(meeting_id=meeting.id, item_id=item.id))
        return meeting, item

    def _referral(self, case: Case | None, state: str, panel: str = "") -> Any:
        kind = panel_types.get(case.panel if case else panel)
        sent = next(move.target for move in kind.lifecycle.transitions if move.source == kind.lifecycle.initial)
        author = self.people["author"]
        reference = f"ZR-{kind.key[:3]}{len(kind.key)}{state[:2]}{'c' if case else 'w'}"
        row = self._own(
            kind.key, Referral, "referral", panel=kind.key, form_id=kind.referral_form.id, author_id=author,
            form_version=kind.referral_form.version, reference=reference, state=case.state if case else sent,
            agency_id=self.agencies["of the author"].id, submitted_at=START - 5 * HOUR,
            restricted_key_id=new_data_key(panel=kind.key, kind="restricted"), case_id=case.id if case else None,
        )  # fmt: skip
        row.summary = {"name": CANARY, "initials": "ZQ", "age": "40", "area": CANARY}
        if state == "destroyed":
            row.destroyed_at = START - HOUR
        if state == "closed" and not case:
            row.ended_at = START - HOUR
        return row

    def _letters(self, case: Case, referral: Referral) -> list[Letter]:
        template = panel_types.get(case.panel).letters[0]
        made = []
        for state in ("draft", "sent"):
            letter = self._own(
                case.panel, Letter, "letter", panel=case.panel, case_id=case.id, template=template.key, to="referrer",
                words_version="1", account_id=self.people["author"], event="by_hand", state=state,
            )  # fmt: skip
            letter.title, letter.body = CANARY, CANARY
            if state == "sent":
                letter.way, letter.sent_at, letter.sent_on = "here", START - HOUR, START.date()
            made.append(letter)
        return made

    def _emergency(self, case: Case) -> Any:
        who = self.people["duty officer in an emergency"]
        wanted = sa.select(CaseGrant).where(CaseGrant.case_id == case.id, CaseGrant.account_id == who)
        grant = db.session.scalars(wanted).one()
        access = self._own(
            case.panel, EmergencyAccess, "emergency", panel=case.panel, case_id=case.id, grant_id=grant.id,
            account_id=who, agency_id=self._at_work(), kind="danger",
            begun_at=START - HOUR, due_at=START + timedelta(days=2),
        )  # fmt: skip
        access.reason = CANARY
        return access

    def _action(self, case: Case, item: AgendaItem) -> Any:
        action = self._own(
            case.panel, Action, "action", panel=case.panel, case_id=case.id, agency_id=self._at_work(),
            due_on=START.date() + timedelta(days=5), created_by_id=self.admin, agenda_item_id=item.id,
        )  # fmt: skip
        action.text = CANARY
        return action

    def _enquiry(self, case: Case, meeting: Meeting) -> Any:
        enquiry = self._own(
            case.panel, Enquiry, "enquiry", panel=case.panel, case_id=case.id, meeting_id=meeting.id,
            agency_id=self._at_work(), asked_by_id=self.admin, due_on=START.date() + timedelta(days=2),
        )  # fmt: skip
        enquiry.identity = [{"name": CANARY, "also_known_as": "", "born": "Not known"}]
        return enquiry

    def _document(self, case: Case) -> Any:
        document = self._own(
            case.panel, Document, "document", case_id=case.id, content_type="text/plain", size=9, scan="clean",
            agency_id=self._at_work(), added_by_id=self.admin,
        )  # fmt: skip
        document.name, document.content = f"{CANARY}.txt", CANARY.encode()
        return document

"""A built pack, and the words of its PDF as a screen reader finds them."""

import io
import time
from typing import Any
from uuid import uuid4

import pikepdf
from flask import Flask, g

from auth.current import standing_of
from casework.cases.models import Case
from casework.cases.service import add_note
from casework.enquiries.rules import Known, Restriction
from casework.enquiries.service import Answer, answer, ask
from casework.people.service import add_marker
from extensions import db, unit_of_work
from panels.agendas.access import packs_of
from panels.agendas.models import Pack
from panels.agendas.packs import copy_for, publish_pack, start_pack
from panels.agendas.service import add_to_agenda
from panels.meetings.access import meeting_for
from panels.meetings.models import Meeting
from tests.meetings.building import MONDAY, acting, add_risk, add_work, agency, make_case, make_meeting
from wall.standing import standing_as

BENGALI = "আপনার অভিযোগ"
LATEST = MONDAY.date()


def text_of(pdf: bytes) -> str:
    """The words of a PDF, from its own text layer, with single spaces."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        words = [page_text(page) for page in document.pages]
    return " ".join(" ".join(words).split())


def page_text(page: Any) -> str:
    """Decode each font's glyphs by the map the file itself carries, as a screen reader does."""
    maps = {name: unicode_map(font) for name, font in page.Resources.Font.items()}
    found, current = [], {}
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            current = maps[str(operands[0])]
        elif str(operator) in ("Tj", "TJ"):
            parts = operands[0] if str(operator) == "TJ" else [operands[0]]
            found += [decoded(bytes(part), current) for part in parts if isinstance(part, pikepdf.String)]
        elif str(operator) in ("ET", "Tm", "Td"):
            found.append(" ")
    return "".join(found)


def unicode_map(font: Any) -> dict[int, str]:
    found: dict[int, str] = {}
    kind = ""
    for operands, operator in pikepdf.parse_content_stream(font.ToUnicode):
        kind = str(operator)
        values = [bytes(value) if isinstance(value, pikepdf.String) else value for value in operands]
        if kind == "endbfchar":
            for code, text in zip(values[::2], values[1::2], strict=True):
                found[int.from_bytes(code)] = text.decode("utf-16-be")
        elif kind == "endbfrange":
            for first, last, text in zip(values[::3], values[1::3], values[2::3], strict=True):
                for step in range(int.from_bytes(last) - int.from_bytes(first) + 1):
                    start = text.decode("utf-16-be")
                    found[int.from_bytes(first) + step] = start[:-1] + chr(ord(start[-1]) + step)
    return found


def decoded(codes: bytes, known: dict[int, str]) -> str:
    return "".join(known.get(int.from_bytes(codes[place : place + 2]), "") for place in range(0, len(codes), 2))


def wait_for(app: Flask, pack_id: Any) -> None:
    for _ in range(400):
        with app.app_context():
            state = db.session.get_one(Pack, pack_id).state
            db.session.remove()
        if state in ("ready", "failed"):
            return
        time.sleep(0.02)
    raise AssertionError(state)


class Built:
    """A stored meeting with two cases, answers with every restriction, and a pack."""

    def __init__(self, app: Flask, count: int = 2) -> None:
        self.app = app
        with self.acting("cora") as cora:
            meeting = make_meeting(cora)
            cases = [make_case(cora, f"Surname{number}x", hidden=number == 2) for number in range(1, count + 1)]
            for case in cases:
                self.fill(meeting, case)
            self.meeting_id, self.case_ids = meeting.id, [case.id for case in cases]
            self.references = [case.reference for case in cases]
            self.pack_id = start_pack(actor=cora, meeting=meeting).id
        wait_for(app, self.pack_id)

    def acting(self, key: str) -> Any:
        from contextlib import contextmanager

        @contextmanager
        def context() -> Any:
            with self.app.test_request_context():
                g.request_id = uuid4().hex
                with unit_of_work(), standing_as(standing_of(acting(key))):
                    yield acting(key)
                    db.session.flush()

        return context()

    def fill(self, meeting: Meeting, case: Case) -> None:
        cora, rowan = acting("cora"), acting("rowan")
        add_risk(cora, case)
        add_work(cora, case)
        add_note(actor=cora, case=case, nature="fact", text="A note for all")
        add_note(actor=cora, case=case, nature="opinion", text="A-note-for-the-chair", handling="chair_only")
        if case.parties[0].person.addresses[0].hidden:
            add_marker(
                actor=cora,
                person=case.parties[0].person,
                kind="pairs",
                incident="Threw a chair",
                source="Police log",
                happened_on=LATEST,
                review_on=LATEST.replace(month=12),
            )
        add_to_agenda(actor=cora, meeting=meeting, case_id=case.id)
        for short, restriction in (
            ("Lanternfish", Restriction.PANEL),
            ("Police", Restriction.CHAIR),
            ("Adult care", Restriction.READ_OUT),
        ):
            enquiry = ask(actor=cora, meeting_id=meeting.id, case=case, agency_id=agency(short).id, due_on=LATEST)
            facts = f"{restriction} says {BENGALI}"
            answer(actor=rowan, enquiry=enquiry, version=1, given=Answer(Known.KNOWN, {"facts": facts}, restriction))

    def publish(self) -> None:
        with self.acting("cora") as cora:
            meeting = meeting_for(cora, self.meeting_id).meeting
            publish_pack(actor=cora, meeting=meeting, pack=packs_of(meeting)[0])

    def copy(self, key: str) -> bytes:
        with self.acting(key) as actor:
            meeting = meeting_for(actor, self.meeting_id, "pack.open", event="pack.open").meeting
            return copy_for(actor, meeting, packs_of(meeting)[0]).pdf


def follow(client: Any, path: str, number: int = 1) -> dict[str, Any]:
    for _ in range(200):
        said: dict[str, Any] = client.http.get(f"{path}/pack/{number}/progress").get_json()
        assert not said["failed"], said
        if said["done"]:
            return said
        time.sleep(0.05)
    raise AssertionError(said)

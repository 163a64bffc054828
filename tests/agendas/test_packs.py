"""The papers: what is in them, what never is, and that each reader gets the cases that are theirs."""

import io
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import sqlalchemy as sa
from flask import Flask, g

from auth.access_log.models import AccessEntry
from auth.encryption.keyring import lock_all
from casework.cases.models import Case
from casework.cases.service import add_note, declare_conflict
from casework.enquiries.rules import Known, Restriction
from casework.enquiries.service import Answer, answer, ask
from casework.errors import Refused
from casework.people.service import add_marker
from extensions import db, now, unit_of_work
from panels.agendas import pack_jobs
from panels.agendas.access import items_of, packs_of
from panels.agendas.models import Pack, PackCase
from panels.agendas.packs import STILL, content_for, copy_for, is_running, publish_pack, start_pack
from panels.agendas.service import add_to_agenda
from panels.meetings.access import meeting_for
from panels.meetings.models import Meeting
from tests.meetings.building import (
    CANARY,
    HIDDEN_LINE,
    MONDAY,
    acting,
    add_risk,
    add_work,
    agency,
    make_case,
    make_meeting,
    prepare,
)

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
                g.request_id = "test"
                with unit_of_work():
                    yield acting(key)

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


@pytest.fixture
def built(app: Flask) -> Built:
    return Built(app)


def test_the_pack_is_built_with_its_pages_counted(built: Built) -> None:
    with built.acting("cora"):
        pack = db.session.get_one(Pack, built.pack_id)
        assert (pack.state, pack.done, pack.total) == ("ready", 2, 2)
        assert pack.pages >= 3
        assert pack.size > 10_000
        events = set(db.session.scalars(sa.select(AccessEntry.event).where(AccessEntry.panel.is_not(None))))
        assert "pack.build" in events


def test_the_chairs_copy_says_everything_but_a_hidden_address(built: Built) -> None:
    words = text_of(built.copy("alder"))
    for expected in (
        *built.references,
        "Pemberwick Surname1x",
        "14 March 1948",
        "3 Quillon Court",
        CANARY,
        "Fit a door camera",
        "A note for all",
        "A-note-for-the-chair",
        "panel says",
        "chair says",
        "read_out says",
        "Threw a chair",
        "OFFICIAL-SENSITIVE",
        "Copy for Alder Whitcombe",
        "Pack 1",
    ):
        assert expected in words, expected
    assert HIDDEN_LINE not in words
    assert "Kept hidden" in words


def test_bengali_words_come_out_as_they_went_in(built: Built) -> None:
    words = text_of(built.copy("alder"))
    assert [letter for letter in "আপনার" if letter not in words] == []


def test_a_member_reads_it_once_published_and_without_what_is_for_the_chair(built: Built) -> None:
    assert built.references[0] not in text_of(built.copy("hazel"))
    built.publish()
    words = text_of(built.copy("hazel"))
    assert built.references[0] in words
    assert "panel says" in words
    assert "chair says" not in words
    assert "read_out says" not in words
    assert "A-note-for-the-chair" not in words
    assert "Copy for Hazel Imrie" in words


@pytest.mark.parametrize("key", ["hazel", "alder", "cora"])
def test_the_copy_of_an_excluded_reader_lacks_the_case(built: Built, key: str) -> None:
    built.publish()
    with built.acting("birch") as birch:
        declare_conflict(
            actor=birch, case_id=built.case_ids[0], account_id=acting(key).account_id, connection="neighbour"
        )
    words = text_of(built.copy(key))
    assert built.references[0] not in words
    assert "Surname1x" not in words
    assert built.references[1] in words


def test_a_closed_case_leaves_the_members_copy(built: Built) -> None:
    built.publish()
    with built.acting("cora"):
        db.session.get_one(Case, built.case_ids[0]).closed_at = now()
    words = text_of(built.copy("hazel"))
    assert built.references[0] not in words
    assert built.references[1] in words


def test_reading_the_pack_leaves_one_entry_for_the_cases_in_it(built: Built) -> None:
    built.publish()
    built.copy("hazel")
    with built.acting("cora"):
        wanted = sa.select(AccessEntry).where(AccessEntry.event == "pack.read")
        entry = db.session.scalars(wanted).one()
        assert (entry.shown, entry.rule) == (2, "member-listed-case")


def test_publishing_lists_the_cases_and_lets_members_in_once(built: Built) -> None:
    built.publish()
    with built.acting("cora"):
        meeting = db.session.get_one(Meeting, built.meeting_id)
        assert meeting.state == "pack_out"
        cases = [item.case for item in items_of(meeting)]
        assert {case.state for case in cases} == {"listed"}
        assert all(case.members_from for case in cases)
        published_at = packs_of(meeting)[0].published_at
    built.publish()
    with built.acting("cora"):
        assert packs_of(db.session.get_one(Meeting, built.meeting_id))[0].published_at == published_at


def test_a_case_closed_to_the_publisher_waits_for_somebody_else_to_publish(built: Built, browser_for: Any) -> None:
    with built.acting("birch") as birch:
        excluded = acting("cora").account_id
        declare_conflict(actor=birch, case_id=built.case_ids[0], account_id=excluded, connection="neighbour")
    built.publish()
    words = text_of(built.copy("hazel"))
    assert built.references[0] not in words
    assert built.references[1] in words
    path = f"/meetings/{built.meeting_id}/pack"
    alder = browser_for("alder")
    page = alder.get(path)
    publication = next(form for form in page.forms() if (form.get("action") or "").endswith("/publication"))
    fields = [(field.get("name"), field.get("value")) for field in publication.iter("input")]
    alder.post(publication.get("action"), fields)
    assert built.references[0] in text_of(built.copy("hazel"))
    assert "Publish the rest" not in alder.get(path).words()


def test_a_pack_built_by_somebody_with_a_conflict_says_that_a_case_is_missing(built: Built, browser_for: Any) -> None:
    with built.acting("birch") as birch:
        excluded = acting("cora").account_id
        declare_conflict(actor=birch, case_id=built.case_ids[0], account_id=excluded, connection="neighbour")
    path = f"/meetings/{built.meeting_id}/pack"
    cora = browser_for("cora")
    cora.get(path)
    cora.submit()
    said = follow(cora, f"/meetings/{built.meeting_id}", number=2)
    assert built.references[0] not in str(said)
    page = cora.get(path)
    assert "Left out, because closed to the person who built it: 1" in page.words()
    assert built.references[0] not in page.text


def test_a_review_that_is_not_due_by_the_clock_yet_is_brought_forward_when_listed(app: Flask) -> None:
    built = Built(app, 1)
    with built.acting("cora"):
        case = db.session.get_one(Case, built.case_ids[0])
        case.state, case.times_heard, case.next_review_on = "active", 1, LATEST
    built.publish()
    with built.acting("cora"):
        assert db.session.get_one(Case, built.case_ids[0]).state == "listed"


def test_the_stored_papers_do_not_open_with_the_meetings_key(built: Built) -> None:
    from auth.encryption.sealed import Locked

    with built.acting("hazel") as hazel:
        lock_all()
        meeting_for(hazel, built.meeting_id)
        row = db.session.scalars(sa.select(PackCase)).first()
        assert row is not None
        with pytest.raises(Locked):
            assert row.papers


def test_a_pack_asked_for_twice_is_built_once_and_a_dead_build_does_not_block(app: Flask) -> None:
    ready = prepare(app, 1)
    with app.test_request_context():
        cora = acting("cora")
        meeting = meeting_for(cora, ready.meeting_id).meeting
        first = start_pack(actor=cora, meeting=meeting)
        assert start_pack(actor=cora, meeting=meeting) is first
        first.moved_at = now() - STILL
        assert not is_running(first)
        assert start_pack(actor=cora, meeting=meeting).number == 2
        with pytest.raises(Refused):
            publish_pack(actor=cora, meeting=meeting, pack=first)
        db.session.rollback()


def test_somebody_whose_role_has_ended_meanwhile_builds_nothing(app: Flask) -> None:
    ready = prepare(app, 1)
    with app.test_request_context(), unit_of_work():
        cora = acting("cora")
        meeting = meeting_for(cora, ready.meeting_id).meeting
        pack = Pack(
            data_key_id=meeting.data_key_id,
            meeting_id=meeting.id,
            number=1,
            total=1,
            asked_by_id=acting("rowan").account_id,
        )
        db.session.add(pack)
        db.session.flush()
        pack_id = pack.id
    pack_jobs.build(app, pack_id)
    with app.test_request_context():
        assert db.session.get_one(Pack, pack_id).state == "failed"
        assert db.session.scalars(sa.select(PackCase)).first() is None


def test_the_pdf_passes_the_checks_of_pdf_ua(built: Built, tmp_path: Path) -> None:
    file = tmp_path / "pack.pdf"
    file.write_bytes(built.copy("alder"))
    check = Path(sys.executable).parent / "pdfua"
    done = subprocess.run([str(check), "check", str(file)], capture_output=True, text=True, check=False)
    assert "errors=0" in done.stdout, done.stdout + done.stderr
    assert done.returncode == 0
    with pikepdf.open(file) as document:
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang).startswith("en")


def test_what_people_typed_is_never_read_as_markup(built: Built) -> None:
    typed = '#read("/etc/passwd") $x$ *bold* <b>tag</b> \\ #pagebreak() @label = Heading'
    with built.acting("cora") as cora:
        meeting = meeting_for(cora, built.meeting_id).meeting
        pack = packs_of(meeting)[0]
        from casework.cases.access import cases_for

        cases_for(cora, built.case_ids, "pack.read", event="pack.read")
        content = content_for(cora, meeting, pack, list(pack.cases))
        content["cases"][0]["notes"] = [{"agency": typed, "nature": "Fact", "text": typed}]
        from panels.agendas.printing import print_pack

        words = text_of(print_pack(content, now()))
    assert "".join(typed.split()) in "".join(words.split())


class TestPages:
    def test_build_progress_publish_and_read(self, app: Flask, browser_for: Any) -> None:
        ready = prepare(app, 3)
        cora = browser_for("cora")
        page = cora.get(f"{ready.path}/pack")
        assert "No pack yet" in page.words()
        page = cora.submit()
        assert page.status == 200
        said = follow(cora, ready.path)
        assert said["done"]
        assert said["value"] == said["maximum"] == 3
        page = cora.get(f"{ready.path}/pack")
        assert "Pack 1 (PDF)" in page.words()
        rowan = browser_for("rowan")
        assert "No pack yet" in rowan.get(f"{ready.path}/pack").words()
        assert rowan.get(f"{ready.path}/pack/1/pack.pdf").status == 404
        publication = next(form for form in page.forms() if (form.get("action") or "").endswith("/publication"))
        fields = [(field.get("name"), field.get("value")) for field in publication.iter("input")]
        page = cora.post(publication.get("action"), fields)
        assert "Pack 1 is published" in page.words()
        answer = rowan.get(f"{ready.path}/pack/1/pack.pdf").response
        assert answer.mimetype == "application/pdf"
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["Cache-Control"] == "no-store"
        assert ready.references[2] in text_of(answer.get_data())
        assert ready.references[0] in rowan.get(ready.path).text

    def test_nobody_else_gets_the_pack(self, app: Flask, browser_for: Any) -> None:
        built = Built(app, 1)
        built.publish()
        for key in ("fern", "yew", "oak"):
            assert browser_for(key).get(f"/meetings/{built.meeting_id}/pack/1/pack.pdf").status == 404
        assert browser_for("rowan").get(f"/meetings/{built.meeting_id}/pack/9/pack.pdf").status == 404

    def test_an_empty_agenda_makes_no_pack(self, app: Flask, browser_for: Any) -> None:
        ready = prepare(app, 0)
        cora = browser_for("cora")
        cora.get(f"{ready.path}/pack")
        page = cora.submit()
        assert page.status == 422
        assert "Put a case on the agenda first" in page.words()

    def test_twenty_cases_are_ready_in_seconds(self, app: Flask, browser_for: Any) -> None:
        ready = prepare(app, 20)
        cora = browser_for("cora")
        cora.get(f"{ready.path}/pack")
        started = time.perf_counter()
        cora.submit()
        assert follow(cora, ready.path)["value"] == 20
        took = time.perf_counter() - started
        assert took < 10, f"{took:.1f} seconds"


def follow(client: Any, path: str, number: int = 1) -> dict[str, Any]:
    for _ in range(200):
        said: dict[str, Any] = client.http.get(f"{path}/pack/{number}/progress").get_json()
        assert not said["failed"], said
        if said["done"]:
            return said
        time.sleep(0.05)
    raise AssertionError(said)

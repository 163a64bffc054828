"""The papers: what is in them, what never is, and that each reader gets the cases that are theirs."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import sqlalchemy as sa
from flask import Flask

from auth.access_log.models import AccessEntry
from auth.encryption.keyring import lock_all
from auth.policy_relationships import NAMED
from casework.cases.grant_models import CaseGrant
from casework.cases.models import Case
from casework.cases.service import declare_conflict
from casework.errors import Refused
from extensions import db, now, unit_of_work
from panels.agendas import pack_jobs
from panels.agendas.access import items_of, packs_of
from panels.agendas.models import Pack, PackCase
from panels.agendas.packs import STILL, content_for, is_running, publish_pack, start_pack
from panels.agendas.printing import page_count, print_pack
from panels.meetings.access import meeting_for
from panels.meetings.models import Meeting
from tests.agendas.papers import LATEST, Built, text_of
from tests.meetings.building import CANARY, HIDDEN_LINE, acting, prepare


def test_the_pack_is_built_with_its_pages_counted(built: Built) -> None:
    with built.acting("cora"):
        pack = db.session.get_one(Pack, built.pack_id)
        assert (pack.state, pack.done, pack.total) == ("ready", 2, 2)
        assert pack.pages >= 3
        assert pack.size > 10_000
        events = set(db.session.scalars(sa.select(AccessEntry.event).where(AccessEntry.panel.is_not(None))))
        assert "pack.build" in events


@pytest.mark.long
def test_the_chairs_copy_says_everything_but_a_hidden_address(built: Built) -> None:
    words = text_of(built.copy("alder"))
    for expected in (
        *built.references,
        "Pemberwick Surname1x",
        "14 March 1948",
        "3 Quillon Court",
        CANARY,
        "What was tried A letter to the neighbours.",
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


@pytest.mark.long
def test_bengali_words_come_out_as_they_went_in(built: Built) -> None:
    words = text_of(built.copy("alder"))
    assert [letter for letter in "আপনার" if letter not in words] == []


@pytest.mark.long
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


@pytest.mark.long
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


@pytest.mark.long
def test_a_closed_case_leaves_the_members_copy(built: Built) -> None:
    built.publish()
    with built.acting("cora"):
        db.session.get_one(Case, built.case_ids[0]).closed_at = now()
    words = text_of(built.copy("hazel"))
    assert built.references[0] not in words
    assert built.references[1] in words


@pytest.mark.long
def test_one_copy_of_a_pack_would_be_several_files_or_hide_its_cases(built: Built, browser_for: Any) -> None:
    """Q9 of security.md 4.5: one copy is one file, however many rules opened its cases; each case and its rule stand
    beside it, and what is told of the people is of those in this copy."""
    built.publish()
    with built.acting("cora"):
        db.session.get_one(Case, built.case_ids[0]).members_from = None
        who, by = acting("hazel").account_id, acting("cora").account_id
        grant = CaseGrant(case_id=built.case_ids[0], account_id=who, kind=NAMED, granted_by_id=by)
        grant.from_at = grant.confirmed_at = now()
        db.session.add(grant)
    for key in ("hazel", "alder"):
        built.copy(key)
    with built.acting("birch") as birch:
        declare_conflict(
            actor=birch, case_id=built.case_ids[0], account_id=acting("alder").account_id, connection="neighbour"
        )
    built.copy("alder")
    with built.acting("cora"):
        reference = db.session.get_one(Meeting, built.meeting_id).reference
        wanted = sa.select(AccessEntry).where(AccessEntry.event.like("pack.%")).order_by(AccessEntry.number)
        entries = list(db.session.scalars(wanted))
        copies = [(one.object_type, one.shown) for one in entries if one.event == "pack.read"]
        cases = [(one.rule, one.shown) for one in entries if one.event == "pack.case"]
    assert copies == [("pack", 1)] * 3
    assert sorted(cases[:2]) == [("member-listed-case", 1), ("member-named", 1)]
    assert cases[2:] == [("chair", 2), ("chair", 1)]
    yew = browser_for("yew")
    page = yew.get("/audit/access?period=7-days&show=exports")
    rows = [" ".join("".join(row.itertext()).split()) for row in page.tree.xpath(".//table[not(@id)]/tbody/tr")]
    assert len(rows) == 3, "as many as copies were made"
    assert [re.findall(r"(\d+) (?:person|people) in it", row) for row in rows] == [["1"], ["2"], ["2"]], rows
    assert all(f"Pack {reference}" in row for row in rows)
    of_case = yew.get(f"/audit/access?period=7-days&reference={built.references[0]}").words()
    assert of_case.count("Opened a case in their copy of an agenda pack") == 2, "alder's second copy is without it"


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
        assert content["log"] == "", "nothing was signed yet"
        content["log"] = "48112 lusab-babad"
        pdf = print_pack(content, now())
        words = text_of(pdf)
    assert "".join(typed.split()) in "".join(words.split())
    assert words.count("Access log: 48112 lusab-babad") == page_count(pdf)

"""Ending a record: two people, keys that are gone at once, nothing of anybody else, and a certificate that holds."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from flask import Flask

from auth.encryption.cells import Destroyed
from auth.encryption.keyring import keyring, new_data_key, open_key, unlock
from auth.encryption.models import DataKey
from auth.encryption.sealed import SealedRow, sealed_columns
from auth.encryption.signing import public_keys, signed_by
from casework.actions.models import Action
from casework.actions.service import add_action
from casework.cases.access import visible_cases
from casework.cases.models import Case
from casework.cases.service import add_note
from casework.documents.models import Document
from casework.people.models import Address, Person, SearchToken
from casework.referrals.models import Referral
from casework.retention.belongings import belongings_of
from casework.retention.models import Destruction
from casework.retention.records import still_there
from casework.retention.service import approve, ask_for
from extensions import db, now
from panels.meetings.models import Meeting
from tests.agendas.papers import Built
from tests.cases.made import acting, actor_named, case_of, entries, person_of
from tests.conftest import PANEL
from tests.meetings.building import the_day as the_day
from tests.tables import KIND
from wording.dates import today


def due(app: Flask, *, also_known: bool = False, notes: int = 1) -> dict[str, Any]:
    """A closed case that is due, with another of the panel beside it; ``also_known``: about the same person."""
    with acting(app, "cora") as cora:
        person = person_of(cora, hidden=False)
        case = case_of(cora, (person, ["victim"]), state="active")
        other_person = person if also_known else person_of(cora, forenames="Odalys", surname="Brackenfold")
        other = case_of(cora, (other_person, ["victim"]), state="active")
        for number in range(notes):
            add_note(actor=cora, case=case, nature="fact", text=f"canary-7731 {number}")
        add_note(actor=cora, case=other, nature="fact", text="kept-words")
        action = add_action(
            actor=cora,
            case=case,
            text="canary-7731 to do",
            agency_id=cora.agency_id,
            officer_name="Officer Brook",
            due_on=today(),
        )
        referral = Referral(
            data_key_id=new_data_key(panel=PANEL, kind="referral"),
            restricted_key_id=new_data_key(panel=PANEL, kind="restricted"),
            panel=PANEL,
            form_id="form",
            form_version=1,
            state="accepted",
            author_id=cora.account_id,
            agency_id=cora.agency_id,
            case_id=case.id,
        )
        db.session.add(referral)
        close(case)
        db.session.flush()
        return {
            "case": case.id,
            "reference": case.reference,
            "other": other.reference,
            "person": person.id,
            "action": action.id,
            "keys": [case.data_key_id, action.data_key_id, person.data_key_id],
            "referral_keys": [referral.data_key_id, referral.restricted_key_id],
        }


def close(case: Case) -> None:
    case.state, case.closed_at = "closed", now() - timedelta(days=3000)
    case.retention_due_on = today() - timedelta(days=1)


def is_open(app: Flask, key_id: UUID) -> bool:
    with app.app_context():
        unlock([key_id])
        cipher = open_key(key_id)
        assert cipher is not None
        try:
            cipher.encrypt(bytes(12), b"", b"")
        except Destroyed:
            return False
        return True


def press(browser: Any, path: str) -> Any:
    page = browser.get("/retention")
    form = next(one for one in page.forms() if one.get("action") == path)
    return browser.post(path, [(field.get("name"), field.get("value")) for field in form.iter("input")])


@pytest.mark.long
def test_a_record_would_be_destroyed_by_one_person_or_early_or_not_at_all(app: Flask, browser_for: Any) -> None:
    made = due(app)
    path = f"/retention/{made['reference']}"
    cora, birch, alder, hazel = (browser_for(key) for key in ("cora", "birch", "alder", "hazel"))
    assert hazel.get("/retention").status == 404
    assert made["other"] not in cora.get("/retention").text
    assert made["reference"] in cora.page.text
    press(birch, f"{path}/ask")
    assert f"{path}/approve" not in birch.get("/retention").text
    fields = [(f.get("name"), f.get("value")) for f in birch.page.form().iter("input")]
    assert "another person must approve" in birch.post(f"{path}/approve", fields).words()
    fields = [(f.get("name"), f.get("value")) for f in cora.page.form().iter("input")]
    assert cora.post(f"{path}/approve", fields).status == 404
    assert all(is_open(app, key_id) for key_id in made["keys"])
    assert f"{made['reference']} is kept for now" in press(cora, f"{path}/keep").words()
    press(cora, f"{path}/ask")
    assert "has been destroyed" in press(alder, f"{path}/approve").words()
    assert not any(is_open(app, key_id) for key_id in [*made["keys"], *made["referral_keys"]])
    opened = len(entries(app, "case.open"))
    for browser, certified in ((cora, True), (alder, True)):
        page = browser.get(f"/cases/{made['reference']}")
        assert (page.status, "This record has been destroyed" in page.words()) == (410, True)
        assert (f"{path}/certificate" in page.text) is certified
    assert len(entries(app, "case.open")) == opened + 2
    with acting(app, "cora") as actor:
        assert db.session.get_one(Case, made["case"]) not in list(db.session.scalars(visible_cases(actor, PANEL)))
    assert hazel.get(f"/cases/{made['reference']}").words() == hazel.get("/cases/QQ-A-9999").words()
    assert made["reference"] not in cora.get("/cases?state=closed").text
    assert "kept-words" in cora.get(f"/cases/{made['other']}/timeline").words()
    assert {event for event in ("retention.ask", "retention.keep", "retention.approve") if entries(app, event)} == {
        "retention.ask",
        "retention.keep",
        "retention.approve",
    }


def test_a_record_that_is_open_or_not_due_would_be_destroyed(app: Flask, browser_for: Any) -> None:
    made = due(app)
    birch = browser_for("birch")
    birch.get("/retention")
    fields = [(f.get("name"), f.get("value")) for f in birch.page.form().iter("input") if f.get("name") != "once"]
    assert "This case is open" in birch.post(f"/retention/{made['other']}/ask", fields).words()
    with app.app_context():
        db.session.get_one(Case, made["case"]).retention_due_on = today() + timedelta(days=1)
        db.session.commit()
    assert "This record is kept until" in birch.post(f"/retention/{made['reference']}/ask", fields).words()
    assert is_open(app, made["keys"][0])


def destroy(app: Flask, case_id: UUID) -> Destruction:
    this = ("case", case_id)
    with acting(app, "cora") as cora:
        assert still_there({this, ("case", UUID(int=1)), ("referral", case_id)}) == {this}
        ask_for(actor=cora, record=db.session.get_one(Case, case_id))
    with acting(app, "birch") as birch:
        row = approve(actor=birch, record=db.session.get_one(Case, case_id))
        db.session.flush()
        assert still_there({this}) == set(), "entries about it need be kept no longer"
        db.session.refresh(row)
        db.session.expunge(row)
        return row


def test_an_action_or_a_file_of_a_destroyed_case_would_be_no_clear_answer(app: Flask, browser_for: Any) -> None:
    """Whoever runs the panel is told that the case is destroyed, and chases nobody for it. The agency that owned its
    action, which never learnt which case it is from, meets what it meets where nothing is."""
    made = due(app)
    with acting(app, "cora") as cora:
        file = Document(data_key_id=new_data_key(panel=PANEL, kind="document"), case_id=made["case"], scan="clean")
        file.content_type, file.size, file.agency_id, file.added_by_id = (
            "text/plain",
            4,
            cora.agency_id,
            cora.account_id,
        )
        db.session.add(file)
        db.session.flush()
        paths = f"/cases/{made['reference']}/documents/{file.id}", f"/actions/{made['action']}"
        db.session.get_one(Action, made["action"]).agency_id = actor_named("larch").agency_id
    destroy(app, made["case"])
    alder, larch = browser_for("alder"), browser_for("larch")
    assert [alder.get(path).status for path in paths] == [410, 410]
    token = {"csrf_token": dict(alder.get("/privacy").fields("csrf_token"))["csrf_token"]}
    assert alder.post(f"{paths[1]}/reminder", token).status == 410
    assert [larch.get(path).status for path in paths] == [404, 404]
    assert made["reference"] not in larch.page.text


@pytest.mark.long
def test_something_of_a_destroyed_case_would_still_open(app: Flask) -> None:
    """Every sealed value of a whole story: what the case has with others stays, all the rest is gone, and is erased."""
    built = Built(app)
    with app.app_context():
        case = db.session.get_one(Case, built.case_ids[0])
        meeting = db.session.get_one(Meeting, built.meeting_id)
        # What is about the case and under the meeting's key does not take the meeting along.
        note = sa.insert(db.metadata.tables["note"]).values(
            id=uuid4(),
            data_key_id=meeting.data_key_id,
            case_id=case.id,
            author_id=case.lead_officer_id,
            agency_id=case.lead_agency_id,
            nature="fact",
        )
        db.session.execute(note)
        keys = set(belongings_of(case).keys)
        wrapped = db.session.get_one(DataKey, case.data_key_id).wrapped
        every = dict(db.session.execute(sa.select(DataKey.id, DataKey.kind)).all())
        assert {every[key] for key in keys} >= {"case", "person", "address", "action", "enquiry"}
        assert "meeting" not in {every[key] for key in keys}
        pointing = _keys_that_point_at(case.id) - keys
        assert {every[key] for key in pointing} <= {"meeting"}
        close(case)
        db.session.commit()
    destroy(app, built.case_ids[0])
    for key_id, kind in every.items():
        assert is_open(app, key_id) is (key_id not in keys), kind
    owners = _owners(app)
    assert built.case_ids[0] not in owners
    with app.app_context():
        gone = {row.id for row in db.session.scalars(sa.select(Person).where(Person.data_key_id.in_(keys)))}
        gone |= {row.id for row in db.session.scalars(sa.select(Address).where(Address.data_key_id.in_(keys)))}
        assert gone
        assert not gone & owners
    assert "1 swept" in app.test_cli_runner().invoke(args=["retention", "run"]).output
    # SQLite's file and its log hold the wrapped key no more. PostgreSQL overwrites in its own time, which is stated.
    files = Path(app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///")) if KIND == "sqlite" else Path("none")
    for path in files.parent.glob(f"{files.name}*"):
        assert bytes(wrapped) not in path.read_bytes(), path.name
    assert "0 swept" in app.test_cli_runner().invoke(args=["retention", "run"]).output
    with app.app_context():
        for one in sealed_columns():
            table = db.metadata.tables[one.table]
            full = sa.select(sa.func.count()).where(table.c[one.column].is_not(None), table.c.data_key_id.in_(keys))
            assert db.session.scalar(full) == 0, one
        assert db.session.scalar(sa.select(sa.func.count()).where(Document.content_sealed.is_not(None))) == 0


def _owners(app: Flask) -> set[UUID]:
    with app.app_context():
        return set(db.session.scalars(sa.select(SearchToken.owner_id)))


def _keys_that_point_at(case_id: UUID) -> set[UUID]:
    """By the models, not by the columns of the tables as the code under test does."""
    found = set[UUID]()
    for mapper in db.Model.registry.mappers:
        if issubclass(mapper.class_, SealedRow) and hasattr(mapper.class_, "case_id"):
            query = sa.select(mapper.class_.data_key_id).where(mapper.class_.case_id == case_id)
            found |= set(db.session.scalars(query))
    return found


def test_a_person_whom_another_case_needs_would_be_destroyed(app: Flask, browser_for: Any) -> None:
    made = due(app, also_known=True)
    row = destroy(app, made["case"])
    assert row.kept_people == 1
    assert [is_open(app, key_id) for key_id in made["keys"]] == [False, False, True]
    assert "istledown" in browser_for("cora").get(f"/cases/{made['other']}").text
    with app.app_context():
        db.session.execute(sa.update(Case).where(Case.reference == made["other"]).values(
            closed_at=now(), state="closed", retention_due_on=today()))  # fmt: skip
        other = db.session.scalars(sa.select(Case.id).where(Case.reference == made["other"])).one()
        db.session.commit()
    destroy(app, other)
    assert not is_open(app, made["keys"][2])


def test_a_certificate_would_name_a_person_or_not_hold(app: Flask, browser_for: Any) -> None:
    made = due(app)
    row = destroy(app, made["case"])
    page = browser_for("cora").get(f"/retention/{made['reference']}/certificate")
    assert "CERTIFICATE OF DESTRUCTION" in page.text
    for words in (made["reference"], "Cora", "Birch", "a person: names, birth, contact, needs: 1", "the access log"):
        assert words in page.words(), words
    assert "istledown" not in page.text
    assert "can still be opened by whoever has them" in page.words()
    with app.app_context():
        public = public_keys()[row.signed_by]
        assert signed_by(public, row.signature, row.words.encode())
        assert not signed_by(public, row.signature, row.words.replace("a person", "no person").encode())
        assert {key_id for key_id, _ in row.wrapped_by} == {keyring().newest(PANEL, "seal")[0]}
    assert browser_for("cora").get(f"/retention/{made['other']}/certificate").path == "/retention"


@pytest.mark.one_database
def test_destroying_a_large_case_would_take_longer_than_a_small_one(app: Flask) -> None:
    """Told in statements, which no busy machine changes: as many for a case of 120 notes as for one of one."""
    said: list[int] = []
    for notes in (1, 120):
        made = due(app, notes=notes)
        counted: list[str] = []

        def note(_connection: Any, _cursor: Any, statement: str, *_others: Any, kept: list[str] = counted) -> None:
            kept.append(statement)

        with acting(app, "cora") as cora:
            ask_for(actor=cora, record=db.session.get_one(Case, made["case"]))
        with acting(app, "birch") as birch:
            case = db.session.get_one(Case, made["case"])
            sa.event.listen(db.engine, "before_cursor_execute", note)
            approve(actor=birch, record=case)
            sa.event.remove(db.engine, "before_cursor_execute", note)
        said.append(len(counted))
        assert not [statement for statement in counted if "UPDATE note" in statement]
    assert said[0] == said[1]


def test_the_report_would_name_a_record_or_the_run_destroy_one(app: Flask) -> None:
    made = due(app)
    said = app.test_cli_runner().invoke(args=["retention", "report"]).output
    assert f"{PANEL:20} due     1   asked for     0   destroyed     0" in said
    assert made["reference"] not in said
    assert app.test_cli_runner().invoke(args=["retention", "run"]).exit_code == 0
    assert is_open(app, made["keys"][0])

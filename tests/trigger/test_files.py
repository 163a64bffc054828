"""Photos, sound and documents of a resident: added, taken back, found again, seen by the team, destroyed."""

from io import BytesIO
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from PIL import Image

from auth.encryption.models import DataKey
from casework.documents.kinds import Why
from casework.documents.models import Document
from casework.notifications.models import OutgoingMessage
from casework.trigger import file_words, files
from casework.trigger.jobs import destroy
from casework.trigger.models import ResidentRequest
from extensions import db, unit_of_work
from tests.cases.made import entries
from tests.client import Page
from tests.documents import files as made
from tests.trigger.walking import T1, Resident, resident, tell


def add(person: Resident, content: bytes, name: str = "photo.jpg", about: str = "") -> Page:
    person.get("/form/files")
    return person.submit({"about": about}, form="upload", files={"upload": (BytesIO(content), name)})


def rows(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(sa.select(sa.func.count(Document.id))) or 0


@pytest.mark.long
def test_a_file_would_be_lost_on_another_device_or_never_reach_the_case(app: Flask, browser_for: Any) -> None:
    person = resident(app)
    number = person.begin()
    tell(person, T1[:1])
    page = add(person, made.photo(size=(4_000, 3_000)), "রাতের ছবি.jpg", "The broken door")
    assert page.path == "/form/files"
    for said in ("রাতের ছবি", "The broken door", "Photo or picture", "No virus check runs here"):
        assert said in page.words(), said
    add(person, made.mp4(b"M4A "), "New recording 4.m4a")
    page = add(person, b"MZ\x90\0" + b"\0" * 99, "virus.jpg", "What I typed")
    assert "We cannot open this kind of file. Send a photo" in page.words()
    assert page.title().startswith("Error: ")
    assert "What I typed" in page.text
    assert 'href="#upload"' in page.text
    assert "Choose a file first" in person.submit({}, form="upload").words()
    with app.app_context():
        row = db.session.scalars(sa.select(Document).order_by(Document.added_at)).first()
        assert row is not None
        assert row.case_id is None
        cells = db.session.execute(
            sa.select(Document.name_sealed, Document.about_sealed, Document.content_sealed)
        ).all()
        assert not any(b"door" in cell or b"JFIF" in cell for line in cells for cell in line)
        assert len({one.data_key_id for one in db.session.scalars(sa.select(Document))}) == 2
    other = resident(app)
    other.come_back(number)
    assert "Files that you added: 2." in other.get("/form/check").words()
    words = other.get("/form/files").words()
    assert "রাতের ছবি" in words
    assert "New recording 4" in words
    assert other.get("/form/check").path == "/form/check"
    other.submit()
    assert other.page is not None
    assert "/form/files" in other.page.links()
    _seen_by_the_team(app, browser_for, other)


def _seen_by_the_team(app: Flask, browser_for: Any, person: Resident) -> None:
    page = add(person, b"He came again on Friday.\n", "note.txt")
    assert "He came" not in page.text
    assert "note" in page.words()
    assert "/removal" not in page.text, "what was sent is on record"
    with app.app_context():
        first = db.session.scalars(sa.select(Document.id)).first()
    assert person.post(f"/form/files/{first}/removal", page.fields("upload")).status == 200
    assert rows(app) == 3, "not by a form of before either"
    with app.app_context():
        assert "files_received" in db.session.scalars(sa.select(OutgoingMessage.template)).all()
        from casework.referrals.models import Referral

        reference = db.session.scalars(sa.select(Referral.reference)).one()
    cora = browser_for("cora")
    page = cora.get(f"/triage/{reference}")
    assert "Files sent with it" in page.words()
    assert "sent by the person affected, online" in page.words()
    links = [link for link in page.links() if "/files/" in link]
    assert len(links) == 3
    answer = cora.http.get(links[0])
    assert (answer.mimetype, answer.headers["Content-Disposition"][:11]) == ("image/jpeg", "attachment;")
    with Image.open(BytesIO(answer.get_data())) as picture:
        assert picture.size == (2_250, 3_000), "upright, and no larger than needed"
        assert not picture.getexif()
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert len(entries(app, "document.download")) == 1
    for name in ("rowan", "fern", "oak"):
        assert browser_for(name).get(links[0]).status == 404, name
    cora.get(f"/triage/{reference}")
    cora.submit({"option": "accept", "reason": "It is ours", "person_0": "new"}, form="option")
    assert cora.page is not None
    case = cora.page.path.rsplit("/", 1)[-1]
    words = cora.get(f"/cases/{case}/documents").words()
    assert words.count("sent by the person affected, online") == 3
    assert "Online form" not in words
    add(person, b"And on Saturday.\n", "more.txt")
    assert cora.get(f"/cases/{case}/documents").words().count("sent by the person affected, online") == 4


def test_a_file_taken_back_or_of_a_destroyed_request_would_leave_a_row_or_a_key(app: Flask) -> None:
    with app.app_context():
        before = set(db.session.scalars(sa.select(DataKey.id)))
    person, thief = resident(app), resident(app)
    person.begin()
    thief.begin()
    add(person, made.photo(), "first.jpg")
    page = add(person, made.pdf(), "second.pdf")
    removal = next(form.get("action") for form in page.forms() if form.get("action", "").endswith("/removal"))
    thief.get("/form/files")
    assert thief.page is not None
    assert "first" not in thief.page.words()
    assert thief.post(removal, thief.page.fields()).status == 404
    assert rows(app) == 2
    person.get("/form/files")
    assert person.page is not None
    form = next(one for one in person.page.forms() if one.get("action") == removal)
    fields = [(one.get("name"), one.get("value")) for one in form.iter("input")]
    assert "first" not in person.post(removal, fields).words()
    assert rows(app) == 1
    with app.app_context(), unit_of_work():
        for request in db.session.scalars(sa.select(ResidentRequest)):
            destroy(request)
    assert rows(app) == 0
    with app.app_context():
        assert set(db.session.scalars(sa.select(DataKey.id))) == before


def test_a_stranger_could_fill_the_disk_or_a_page_too_large_would_be_met_with_staff_words(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = resident(app)
    person.begin()
    monkeypatch.setattr(files, "MOST_FILES", 1)
    add(person, b"one\n", "one.txt")
    assert "as many files as we can keep here" in add(person, b"two\n", "two.txt").words()
    assert rows(app) == 1
    monkeypatch.setattr(files, "MOST_FILES", 30)
    monkeypatch.setattr(files, "MOST_BYTES", 5)
    assert "as many files as we can keep here" in add(person, b"two\n", "two.txt").words()
    head = b'--x\r\nContent-Disposition: form-data; name="upload"; filename="a.txt"\r\n\r\n'
    body = head + b"a" * 26_500_000 + b"\r\n--x--\r\n"
    sending: dict[str, Any] = {"data": body, "content_type": "multipart/form-data; boundary=x"}
    answer = Page(person.http.post("/form/files", **sending))
    assert answer.status == 413
    assert "This file is too large. Send a file of 25 MB or less" in answer.words()
    assert "one" in answer.words(), "what was added before is there"
    page = Page(person.http.post("/form/story", data={"problem-0-summary": "a" * 2_000_001}))
    assert page.status == 413
    assert "Nothing was saved from this page" in page.words()
    assert "Risk panels" not in page.text
    stranger = resident(app)
    assert "What you sent is too large" in Page(stranger.http.post("/form/files", **sending)).words()


@pytest.mark.pure
def test_a_refusal_would_have_no_words_for_a_resident() -> None:
    assert set(file_words.REFUSED) == set(Why)
    from casework.documents.kinds import KINDS

    assert set(file_words.KIND_WORDS) == set(KINDS)

"""300 hostile uploads and 500 hostile pieces of text: no page or export breaks, and nothing is served that runs."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from casework.documents.kinds import Unfit
from casework.referrals.copy import referral_pdf
from casework.referrals.models import Referral
from casework.trigger import files
from casework.trigger.access import WRITE, request_for
from casework.trigger.models import ResidentSession
from extensions import db, unit_of_work
from tests.client import Client, Page
from tests.trigger.hostile import texts, uploads
from tests.trigger.walking import T1, Resident, resident, tell

pytestmark = pytest.mark.one_database

MUST_BE_TOLD = {
    "/form/who": {"application-0-who_applies": "self"},
    "/form/notice": {"notice-0-declared": "true"},
    "/form/contact": {"people-0-will_call": "yes"},
}
UPLOADS, BY_HTTP, TEXTS = 300, 25, 500
HARMLESS = {
    "application/pdf", "image/jpeg", "image/png", "text/plain", "audio/mpeg", "audio/mp4", "audio/ogg", "audio/wav",
    "video/mp4", "video/quicktime", "video/3gpp", "application/vnd.oasis.opendocument.text",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}  # fmt: skip
REDRAWN = {"application/pdf", "image/jpeg", "image/png"}
ENDINGS = {
    ".pdf",
    ".jpg",
    ".png",
    ".txt",
    ".mp3",
    ".m4a",
    ".ogg",
    ".wav",
    ".mp4",
    ".mov",
    ".3gp",
    ".odt",
    ".docx",
    ".xlsx",
}
RUNS = "//script[not(@nonce)] | //img | //svg | //iframe | //object | //embed | //*[@*[starts-with(name(), 'on')]]"


def whole(page: Page) -> Page:
    """A page that stands, in which nothing of a stranger runs."""
    assert page.status in (200, 413, 422), (page.status, page.path)
    assert page.tree is not None
    assert not page.tree.xpath(RUNS), page.path
    return page


def reference_of(app: Flask) -> str:
    with app.app_context():
        return str(db.session.scalars(sa.select(Referral.reference).order_by(Referral.created_at.desc())).first())


@pytest.mark.long
def test_an_upload_would_break_a_page_or_be_served_as_something_that_runs(
    app: Flask, browser_for: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MOST_FILES", 1_000)
    person = resident(app)
    person.begin()
    tell(person, T1[:1])
    every = list(uploads(UPLOADS))
    assert len(every) == UPLOADS
    for name, content in every[:: UPLOADS // BY_HTTP]:
        person.get("/form/files")
        whole(person.submit(form="upload", files={"upload": (BytesIO(content), name or "a")}))
    kept = _through_the_service(app, every)
    assert UPLOADS // 6 < kept < UPLOADS // 2, "many are made harmless, more are refused"
    whole(person.get("/form/files"))
    assert person.get("/form/check").path == "/form/check"
    assert person.submit().path == "/form/sent"
    cora = browser_for("cora")
    page = whole(cora.get(f"/triage/{reference_of(app)}"))
    assert len([link for link in page.links() if "/files/" in link]) >= kept
    cora.submit({"option": "accept", "reason": "It is ours", "person_0": "new"}, form="option")
    assert cora.page is not None
    case = cora.page.path
    page = whole(cora.get(f"{case}/documents"))
    _served_harmless(cora, [link for link in page.links() if re.search("/documents/[0-9a-f]{8}-[0-9a-f-]+$", link)])
    for path in ("", "/timeline", "/record"):
        assert cora.get(case + path).status in (200, 404), path


def _through_the_service(app: Flask, every: list[tuple[str, bytes]]) -> int:
    kept = 0
    with app.test_request_context(), unit_of_work():
        opened = request_for(db.session.scalars(sa.select(ResidentSession)).one(), WRITE)
        for name, content in every:
            try:
                document = files.add_file(opened=opened, name=name, about=name[:300], content=content)
            except Unfit:
                continue
            kept += 1
            assert document.content_type in HARMLESS
            assert document.name
            assert len(document.name) <= 120
            assert not re.search(r"[\0-\x1f/\\\u202e\u2066]", document.name), document.name
            if document.content_type in REDRAWN:
                assert b"<script>" not in (document.content or b"")
            assert b"CanaryPhone" not in (document.content or b"")
    return kept


def _served_harmless(cora: Client, links: list[str]) -> None:
    assert len(links) > UPLOADS // 6
    for link in links[::2]:
        answer = cora.http.get(link)
        assert answer.status_code == 200
        assert answer.mimetype in HARMLESS, answer.mimetype
        given = answer.headers["Content-Disposition"]
        assert given.startswith("attachment;")
        assert "\n" not in given
        assert any(given.rstrip('"').endswith(ending) for ending in ENDINGS), given
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer.headers["Content-Security-Policy"]


@pytest.mark.long
def test_text_would_break_a_page_or_a_copy_or_run_in_it(app: Flask, browser_for: Any) -> None:
    """AC 32, AC 33."""
    waiting = texts(TEXTS)
    cora, left = browser_for("cora"), True
    for walk in range(12):
        person = resident(app)
        person.begin()
        left = _filled(person, waiting)
        page = whole(person.get("/form/check"))
        person.submit()
        assert person.page is not None
        assert person.page.path == "/form/sent", person.page.words()[:300]
        page = whole(cora.get(f"/triage/{reference_of(app)}"))
        assert page.status == 200
        if walk == 0:
            _printed(app)
        if not left:
            break
    assert not left, "all of them were sent"
    whole(cora.get("/triage"))


def _filled(person: Resident, waiting: Iterator[str]) -> bool:
    """Every box of every page with the next text; whether any are left. What is refused stays on its page in words."""
    seen = 0
    while person.page is not None and person.page.path != "/form/check":
        page, seen = person.page, seen + 1
        assert seen < 40, (page.path, page.words()[:1500])
        if page.path == "/form/list":
            whole(person.submit({"more": "no"}, form="more"))
            continue
        typed = {name: next(waiting, "") for name in _boxes(page)}
        if not any(typed.values()):
            typed = {}
        given = {"people-0-full_name": "Ffion"} if "people-0-full_name" in _boxes(page) and not typed else {}
        given |= MUST_BE_TOLD.get(page.path, {})
        more = ("add", "yes") if page.path == "/form/happened/1" and seen < 8 else None
        answer = whole(person.submit(typed | given, button=more))
        if answer.path == page.path and more is None:
            wrong = re.findall(r'id="([^"]+)-error"', answer.text)
            assert wrong, answer.words()[:300]
            whole(
                person.submit(
                    {name: "Ffion" if name.endswith("full_name") else "" for name in _with_parts(answer, wrong)}
                )
            )
    return next(waiting, None) is not None


def _with_parts(page: Page, wrong: list[str]) -> list[str]:
    return [name for name in _boxes(page) if any(name == one or name.startswith(one + "-") for one in wrong)]


def _boxes(page: Page) -> list[str]:
    assert page.tree is not None
    found = page.tree.xpath("//textarea/@name | //input[@type='text' or @type='tel' or @type='email']/@name")
    return [str(name) for name in found]


def _printed(app: Flask) -> None:
    with app.test_request_context():
        opened = request_for(db.session.scalars(sa.select(ResidentSession)).one(), WRITE)
        assert referral_pdf(opened.referral).startswith(b"%PDF-")

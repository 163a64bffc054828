"""Coming back with number and PIN, on another device; who else may try."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from sqlalchemy import event

from casework.trigger import jobs, pins, rules
from casework.trigger.models import ResidentRequest, ResidentSession, ResidentTry
from extensions import db, now
from tests.trigger.walking import PIN, T1, resident, tell

WRONG = "135724"


@contextmanager
def counted(app: Flask) -> Iterator[list[str]]:
    """Every statement that goes to the database meanwhile."""
    found: list[str] = []

    def note(_c: Any, _k: Any, statement: str, *_rest: Any) -> None:
        found.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield found
    event.remove(engine, "before_cursor_execute", note)


def plain(text: str) -> str:
    """The page without what differs from request to request."""
    return re.sub(r'nonce="[^"]*"|name="(csrf_token|once)" value="[^"]*"', "", text)


def in_bengali(digits: str) -> str:
    return "".join(chr(ord("০") + int(digit)) for digit in digits)


@pytest.mark.long
def test_another_device_would_lack_an_answer_or_take_more_than_three_pages(app: Flask) -> None:
    person = resident(app)
    number = person.begin()
    tell(person, T1[:2])
    person.get("/form/contact")
    person.submit({"people-0-must_not_know": "My brother"}, button=("later", "yes"))
    assert person.page.path == "/form/ended"
    other = resident(app)
    other.get("/form/return")
    spaced = f"{in_bengali(number[:4])} {number[4:]}"
    page = other.submit({"number": spaced, "pin": in_bengali(PIN)})
    assert page.path == "/form/contact", "the page she left, the second page shown"
    assert dict(page.fields())["people-0-must_not_know"] == "My brother"
    words = other.get("/form/check").words()
    for said in (
        "They do not let us sleep",
        "Threats on the stairs",
        "4 August 2026",
        "Ffion Abernethy-Stroud",
        "E1 4AB",
    ):
        assert said in words, said
    assert person.get("/form/check").path == "/form/ended", "the first device has stopped"


def test_a_guessed_pin_would_open_it_or_tell_that_there_is_such_a_number(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """AC 35."""
    hashed: list[bool] = []
    verify = pins.verify_password
    monkeypatch.setattr(pins, "verify_password", lambda *args: hashed.append(True) or verify(*args))
    person = resident(app)
    number = person.begin()
    unknown = "99999999" if number != "99999999" else "99999998"
    found: dict[str, list[tuple[str, int, int]]] = {number: [], unknown: []}
    with time_machine.travel(now(), tick=False):
        thief = resident(app)
        for which, answers in found.items():
            for _ in range(7):
                thief.get("/form/return")
                hashed.clear()
                with counted(app) as statements:
                    page = thief.submit({"number": which, "pin": WRONG})
                answers.append((plain(page.text).replace(which, ""), page.status, len(statements) + 100 * len(hashed)))
        assert found[number] == found[unknown], "wrong and unknown are one answer and one work"
        assert [work >= 100 for _, _, work in found[number]] == [True] * 5 + [False] * 2, "a hash for each, then none"
        texts = [text for text, _, _ in found[number]]
        assert "do not go together" in texts[4]
        assert "Too many tries" not in texts[4]
        assert "Too many tries today" in texts[5]
        assert "020 7946 0100" in texts[5]
        assert WRONG not in texts[0]
        assert person.come_back(number).path == "/form/return", "the right PIN is not looked at any more today"
    with time_machine.travel(now() + timedelta(days=1)):
        assert person.come_back(number).path == "/form/who"
    with app.app_context():
        kept = db.session.scalars(sa.select(ResidentTry.number_hash)).all()
        assert number.encode() not in b"".join(kept)
        row = db.session.scalars(sa.select(ResidentRequest)).one()
        assert row.pin_hash is not None
        assert row.pin_hash.startswith("$argon2id$")
        from auth.sign_in.passwords import verify_password

        assert not verify_password(row.pin_hash, PIN), "without the installation's key a PIN cannot be tried"


@pytest.mark.parametrize("pin", ["111111", "123456", "654321", "12345", "৯৯৯৯৯৯", "abcdef"])
def test_a_pin_that_everybody_tries_would_be_let_in(app: Flask, pin: str) -> None:
    person = resident(app)
    person.begin(pin)
    assert person.page.path == "/form/number"
    assert "PIN" in person.page.words().partition("There is a problem")[2][:80]


def test_somebody_elses_session_would_open_the_request(app: Flask, browser_for: Any) -> None:
    """AC 37."""
    first, second = resident(app), resident(app)
    first.begin()
    tell(first, T1[:1])
    second.begin()
    assert "Shouting and banging" not in second.get("/form/check").words()
    assert "Shouting and banging" in first.get("/form/check").words()
    # A signed-in officer, the administrator too, has no session of the request; a resident has no account.
    for name in ("cora", "alder", "oak"):
        officer = browser_for(name)
        assert officer.get("/form/check").path == "/form/ended", name
    for path in ("/home", "/triage", "/cases", "/refer"):
        assert first.get(path, follow=False).response.headers["Location"].startswith("/sign-in"), path


def test_leaving_would_leave_something_to_come_back_to(app: Flask) -> None:
    """AC 36."""
    person = resident(app)
    person.begin()
    tell(person, T1[:1])
    answer = person.http.get("/leave")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "https://www.bbc.co.uk/weather"
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert any("visit=;" in cookie for cookie in answer.headers.getlist("Set-Cookie"))
    for page in ("check", "who", "happened/1", "number", "sent"):
        assert person.get(f"/form/{page}").path == "/form/ended", page
    with app.app_context():
        assert db.session.scalars(sa.select(ResidentSession.ended_at)).one() is not None
    assert resident(app).get("/leave", follow=False).status == 303


@pytest.mark.long
def test_pages_would_be_kept_by_a_browser_or_told_to_other_sites(app: Flask) -> None:
    person = resident(app)
    person.begin()
    tell(person, T1[:1])
    for path in ("/form/start", "/form/number", "/form/check", "/form/contact", "/form/return", "/form/ended"):
        answer = person.http.get(path)
        assert answer.status_code == 200, path
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "noindex" in answer.headers["X-Robots-Tag"]
    cookies = person.http.get("/form/return").headers.getlist("Set-Cookie")
    assert all("Max-Age" not in one and "Expires" not in one for one in cookies)
    start = resident(app)
    start.get("/form/start")
    sent = start.submit(follow=False).response.headers.getlist("Set-Cookie")
    visit = next(one for one in sent if one.startswith("visit="))
    assert "HttpOnly" in visit
    assert "SameSite=Strict" in visit


@pytest.mark.long
def test_a_draft_would_outlive_its_thirty_days_or_a_sent_one_would_not(app: Flask) -> None:
    with app.app_context():
        before = _keys()
    sent, unsent = resident(app), resident(app)
    sent.begin()
    tell(sent, T1[:1])
    sent.submit()
    number = unsent.begin()
    tell(unsent, T1[:1])
    with app.app_context():
        held = _keys()
    with time_machine.travel(now() + timedelta(days=rules.KEPT_DAYS - 1)), app.app_context():
        assert "0 destroyed" in jobs.destroy_unsent()
    with time_machine.travel(now() + timedelta(days=rules.KEPT_DAYS, hours=1)):
        with app.app_context():
            assert "1 destroyed" in jobs.destroy_unsent()
            assert len(db.session.scalars(sa.select(ResidentRequest)).all()) == 1
            assert _keys() < held, "the draft's keys go with it"
            assert _keys() > before
        assert unsent.come_back(number).path == "/form/return"


def _keys() -> set[Any]:
    from auth.encryption.models import DataKey

    return set(db.session.scalars(sa.select(DataKey.id)))

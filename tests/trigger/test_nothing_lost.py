"""Nothing typed is lost: errors, two windows, a form posted twice, a page from before the session ended."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from casework.referrals.models import Referral, ReferralAnswers, ResidentNote
from casework.referrals.resident_notes import MORE
from casework.trigger.models import ResidentRequest
from extensions import db, now
from tests.client import Page
from tests.trigger.walking import PIN, T1, Resident, fields_of, resident, tell


def box(page: Page, name: str) -> str:
    return dict(page.fields("once"))[name]


def filled(page: Page, changes: dict[str, Any]) -> list[tuple[str, str]]:
    """What a window would send: the form as it was shown, with what was typed."""
    return [(name, changes.get(name, value)) for name, value in page.fields("once")]


def kinds(app: Flask) -> tuple[int, int]:
    with app.app_context():
        sent = sa.select(sa.func.count()).select_from(Referral).where(Referral.submitted_at.is_not(None))
        return db.session.scalar(sent) or 0, db.session.scalar(sa.select(sa.func.count(ReferralAnswers.id))) or 0


def test_an_error_would_lose_what_was_typed_beside_it(app: Flask) -> None:
    person = resident(app)
    person.begin()
    person.get("/form/contact")
    page = person.submit({"people-0-phone": "12", "people-0-must_not_know": "My son", "people-0-safe_to_call": "yes"})
    assert page.path == "/form/contact"
    assert page.title().startswith("Error: ")
    assert (box(page, "people-0-phone"), box(page, "people-0-must_not_know")) == ("12", "My son")
    assert 'href="#people-0-phone"' in page.text
    assert 'id="people-0-phone-error"' in page.text
    page = person.submit({"people-0-phone": "020 7946 0181"})
    assert page.path == "/form/needs"
    person.get("/form/you")
    page = person.submit({"people-0-landlord": "Lanternfish"})
    assert "Enter a name, or a name we can use" in page.words()
    assert box(page, "people-0-landlord") == "Lanternfish"
    # A second person who was told, without a script: the button brings a row, and what was typed stays.
    person.get("/form/happened/1")
    page = person.submit(fields_of(1, T1[0]), button=("add", "yes"))
    assert (box(page, "incidents-0-happened_words"), box(page, "reports-r0-reported_words")) == (
        "3 August 2026",
        "4 August 2026",
    )
    person.submit({"reports-r1-to": "police", "reports-r1-reported_words": "the same day"}, button=("done", "yes"))
    words = person.page.words()
    assert person.page.path == "/form/list"
    assert "The council" in words
    assert "The police" in words
    assert "the same day" in words


@pytest.mark.long
def test_an_entry_that_is_taken_away_would_leave_its_reports_to_another(app: Flask) -> None:
    person = resident(app)
    person.begin()
    tell(person, T1)
    person.get("/form/list")
    first = next(form for form in person.page.forms() if form.get("action") == "/form/happened/1/removal")
    token = next(one.get("value") for one in first.iter("input"))
    words = person.post("/form/happened/1/removal", {"csrf_token": token}).words()
    assert "Shouting and banging" not in words
    assert "4 August 2026" not in words
    assert person.get("/form/happened/1").fields("once")
    assert box(person.page, "incidents-0-what_happened") == "Threats on the stairs"
    assert box(person.page, "reports-r0-reported_words") == "2 September 2026"
    assert box(person.get("/form/happened/2"), "reports-r0-reported_words") == "7 October 2026"


def test_one_of_two_windows_would_write_over_the_other_unseen(app: Flask) -> None:
    person = resident(app)
    person.begin()
    first = person.get("/form/story")
    second = person.get("/form/story")
    person.post("/form/story", filled(first, {"problem-0-summary": "Noise at night"}))
    page = person.post("/form/story", filled(second, {"problem-0-summary": "Noise all day"}))
    assert page.path == "/form/story"
    assert "You saved this page in another window" in page.words()
    assert "Noise at night" in page.words()
    assert box(page, "problem-0-summary") == "Noise all day"
    assert person.submit().path == "/form/happened/1"
    assert box(person.get("/form/story"), "problem-0-summary") == "Noise all day"
    # The same words from both windows are no quarrel.
    person.post("/form/story", filled(second, {"problem-0-summary": "Noise all day", "once": first_key(person)}))
    assert person.page.path == "/form/happened/1"


def first_key(person: Resident) -> str:
    return box(person.get("/form/story"), "once")


@pytest.mark.long
def test_a_form_posted_twice_would_make_two_of_one(app: Flask) -> None:
    person = resident(app)
    person.begin()
    page = person.get("/form/happened/1")
    sent = filled(page, fields_of(1, T1[0]))
    assert person.post("/form/happened/1", sent).path == "/form/happened/2"
    before = kinds(app)
    assert person.post("/form/happened/1", sent).path == "/form/happened/2", "led to the first answer"
    assert kinds(app) == before
    tell_rest(person)
    check = person.get("/form/check")
    twice = check.fields("once")
    other = [(name, value if name != "once" else "7d5bb1a4-66f8-4f0a-9b8f-2d8d1f4e1a10") for name, value in twice]
    for fields in (twice, twice, other):
        assert person.post("/form/check", fields).path == "/form/sent"
    assert kinds(app)[0] == 1
    late = person.post("/form/happened/1", [*sent[:-1], ("incidents-0-what_happened", "Changed after it was sent")])
    assert late.path == "/form/sent", "what was sent stands"


def tell_rest(person: Resident) -> None:
    for page, given in (
        ("who", {"application-0-who_applies": "self"}),
        ("you", {"people-0-full_name": "Ffion Abernethy"}),
        ("contact", {"people-0-will_call": "yes"}),
        ("notice", {"notice-0-declared": "true"}),
    ):
        person.get(f"/form/{page}")
        person.submit(given)


def test_a_resident_who_types_for_over_an_hour_would_be_refused(app: Flask) -> None:
    """M12: neither the form token nor the session may cost her what she typed."""
    patient, quick = resident(app), resident(app)
    patient.begin(idle="240")
    number = quick.begin(idle="20")
    without = resident(app)
    without.begin(pin=None)
    pages = {one: one.get("/form/story") for one in (patient, quick, without)}
    typed = {"problem-0-summary": "It took me more than an hour to write this"}
    with time_machine.travel(now() + timedelta(minutes=75)):
        assert patient.post("/form/story", filled(pages[patient], typed)).path == "/form/happened/1"
        assert without.post("/form/story", filled(pages[without], typed)).path == "/form/happened/1"
        # Twenty minutes were her choice: the page is closed, what she typed is kept for her number and PIN.
        page = quick.post("/form/story", filled(pages[quick], typed))
        assert page.path == "/form/ended"
        assert "hour" not in page.words()
        assert quick.get("/form/story").path == "/form/ended"
        with app.app_context():
            raw = db.session.scalars(sa.select(ResidentRequest.kept_sealed)).all()
            assert not any(b"more than an hour" in (cell or b"") for cell in raw)
        page = quick.come_back(number, PIN)
        assert page.path == "/form/story"
        assert "We kept what you typed" in page.words()
        assert box(page, "problem-0-summary") == typed["problem-0-summary"]
        assert quick.submit().path == "/form/happened/1"
        assert box(quick.get("/form/story"), "problem-0-summary") == typed["problem-0-summary"]
        # A page of another session: handed back to be sent again, never a bare refusal.
        page = quick.post("/form/story", filled(pages[quick], {"problem-0-summary": "From the old page"}))
        assert page.status == 400
        assert "What you typed is still here" in page.words()
        quick.submit()
        assert "From the old page" in quick.page.text


def test_another_site_could_write_into_her_form(app: Flask) -> None:
    person = resident(app)
    person.begin()
    page = person.get("/form/story")
    fields = dict(filled(page, {"problem-0-summary": "Written by another site"}))
    fetched = {"Sec-Fetch-Site": "cross-site"}
    sent = fetched | {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    for headers, token, status in ((fetched, "", 403), (sent, "", 400), ({}, "made-up", 400)):
        tried = fields | ({"csrf_token": token} if token else {})
        answer = person.http.post("/form/story", data=tried, headers=headers)
        assert answer.status_code == status, headers
        assert ("Written by another site" in answer.text) == (not headers), "only her own page gives it back"
    assert box(person.get("/form/story"), "problem-0-summary") == ""
    # A browser that says nothing of where it comes from, and a hidden origin, as these pages ask for.
    answer = person.http.post("/form/story", data=fields, headers={"Origin": "null"})
    assert answer.status_code == 303


@pytest.mark.long
def test_another_language_would_cost_what_was_typed(app: Flask) -> None:
    """Every page with a box: the button of a language sends the form, and the same page comes back filled."""
    person, bengali = resident(app), ("lang", "bn")
    person.get("/form/start")
    person.submit()
    page = person.submit({"pin": "11", "idle": "240"}, button=bengali)
    assert page.path == "/form/number"
    assert page.tree.get("lang") == "bn"
    assert (box(page, "pin"), box(page, "idle")) == ("11", "240")
    assert page.form("once").get("id") == "page"
    assert box(person.submit(), "pin") == "", "a PIN is given back for another language alone"
    assert person.submit({"pin": PIN, "idle": "20"}).path == "/form/who"
    number = only_number(app)
    tell_in_bengali = person.get("/form/files")
    assert box(person.submit({"about": "My door"}, form="upload", button=("lang", "so")), "about") == "My door"
    assert tell_in_bengali.tree.get("lang") == "bn"
    assert person.page.tree.get("lang") == "so"
    person.get("/form/list")
    assert box(person.submit({"more": "no"}, form="more", button=bengali), "more") == "no"
    assert person.page.path == "/form/list"
    person.get("/form/who")
    tell(person, T1)
    person.submit()
    person.get("/form/more")
    assert box(person.submit({"text": "They came back"}, button=("lang", "so")), "text") == "They came back"
    assert "Draft" not in person.page.words()
    person.get("/form/receipt/check")
    assert box(person.submit({"text": "N 1"}, button=bengali), "text") == "N 1"
    other = resident(app)
    other.get("/form/return")
    page = other.submit({"number": number, "pin": PIN[:4]}, button=bengali)
    assert (page.tree.get("lang"), box(page, "number"), box(page, "pin")) == ("bn", number, PIN[:4])
    assert other.submit({"pin": PIN}).path == "/form/status"
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(ResidentNote.id)).where(ResidentNote.kind == MORE)) == 0


def only_number(app: Flask) -> str:
    with app.app_context():
        return str(db.session.scalars(sa.select(ResidentRequest.number)).one())

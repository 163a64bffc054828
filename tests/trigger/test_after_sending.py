"""What a resident sees and does after sending, and what of it reaches staff."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from auth.access_log.models import AccessEntry
from auth.models import Account
from auth.policy_relationships import CONTACT
from casework.case_forms.service import fill_in
from casework.cases.access import case_for
from casework.cases.grant_models import CaseGrant
from casework.cases.models import Case
from casework.letters.models import Letter
from casework.letters.rules import Way
from casework.notifications.models import OutgoingMessage
from casework.notifications.templates import body, message
from casework.panel_type.checks import unsound
from casework.people.models import Person
from casework.referrals.access import TRIAGE, referral_for
from casework.referrals.copy import copy_data
from casework.referrals.models import Referral, ResidentNote
from demo.story import act
from extensions import db, now, unit_of_work
from panels.definitions.asb_case_review import PANEL
from tests.client import Client, Page
from tests.trigger.walking import T1, Resident, resident, tell

SENT = datetime(2026, 10, 19, 9, 30, tzinfo=UTC)
PHONE_ONLY = {
    "people-0-phone": "020 7946 0181",
    "people-0-email": "ffion@example.org",
    "people-0-safe_to_call": "yes",
    "people-0-safe_to_text": "no",
    "people-0-safe_to_email": "no",
    "people-0-safe_to_write": "no",
    "people-0-safe_to_leave_message": "no",
}
POST_SAFE = {"people-0-safe_to_write": "yes"}
TOLD = ("Ffion", "Abernethy", "E1 4AB", "020 7946 0181", "Shouting", "sleep", "brother", "stairs", "Music")
MATTER = (
    *("anti-social", "asb", "police", "trigger", "hate", "marac", "channel", "neighbour", "review", "resident"),
    *("panel t", "victim", "referral", "threshold", "violence", "abuse", "crime", "safe"),
)


def sent(app: Flask, times: tuple[dict[str, str], ...] = T1, **more: dict[str, Any]) -> tuple[Resident, str, str]:
    """A whole request; its resident, its number, the reference that staff know."""
    person = resident(app)
    number = person.begin()
    tell(person, times, **more)
    assert person.submit().path == "/form/sent"
    with app.app_context():
        newest = sa.select(Referral.reference).order_by(Referral.created_at.desc()).limit(1)
        return person, number, str(db.session.scalar(newest))


def taken(cora: Client, reference: str, **more: str) -> str:
    """Take it into a case; the case's reference."""
    cora.get(f"/triage/{reference}")
    page = cora.submit({"option": "accept", "reason": "It is ours", "person_0": "new"} | more, form="option")
    assert page.path.startswith("/cases/"), page.words()[:2000]
    return page.path.removeprefix("/cases/")


def acknowledge(app: Flask, case: str) -> None:
    """Name whom they can speak to; the letter that says so is drafted."""
    contact = {"contact_name": "Joan Whitlock", "contact_job": "Officer", "contact_phone": "020 7946 0123"}
    look = {"in_area": "yes", "asb": "yes", "contact_checked": ["safe"], "victim_support": "yes", "urgent": "no"}
    answers = {"contact": [contact | {"contact_times": "9 to 5"}], "first_look": [look | {"next": "screening"}]}
    with app.app_context(), act("cora", now()) as actor:
        fill_in(actor=actor, case=case_for(actor, case).case, key="acknowledgement", answers=answers)


def send_letter(app: Flask, cora: Client, case: str, way: Way) -> Page:
    """Approve the letter that waits, and send it this way though the page may offer none; the page that says how it can
    be sent, or the letter once it went."""
    with app.app_context():
        wanted = sa.select(Letter.id, Letter.state).join(Case, Case.id == Letter.case_id)
        letter, state = db.session.execute(wanted.where(Case.reference == case)).one()
    base = f"/cases/{case}/letters/{letter}"
    if state == "draft":
        cora.get(f"{base}/approval")
        cora.submit({})
    page = cora.get(f"{base}/sending")
    token = next(value for form in page.forms() for name, value in _hidden(form) if name == "csrf_token")
    cora.post(f"{base}/sending", {"csrf_token": token, "once": str(uuid4()), "way": way.value})
    with app.app_context():
        went = db.session.get_one(Letter, letter).state == "sent"
    return cora.get(base) if went else page


def _hidden(form: Any) -> list[tuple[str, str]]:
    return [(one.get("name"), one.get("value")) for one in form.iter("input")]


def outbox(app: Flask) -> list[tuple[str, str]]:
    """Template and path of everything that was put out, and nothing it says names the matter."""
    with app.app_context():
        found = [(one.template, one.path) for one in db.session.scalars(sa.select(OutgoingMessage))]
    for template, path in found:
        said = f"{message(template).subject} {body(template, 'https://example.org', path)}".lower()
        assert not [word for word in (*MATTER, *map(str.lower, TOLD)) if word in said.replace("resident-notes", "")], (
            said
        )
    return found


@pytest.mark.long
def test_a_status_page_would_tell_more_than_where_it_stands(app: Flask, browser_for: Any) -> None:
    with time_machine.travel(SENT, tick=False) as clock:
        person, number, reference = sent(app, contact={"people-0-must_not_know": "My brother"})
        words = person.get("/form/status").words()
        for told in ("Step 2 of 4", "Received", "We have your request", "19 October 2026", "by 21 October 2026"):
            assert told in words, told
        assert "By 2 November 2026" in words, "the step that it is at"
        assert "You can call us: 020 7946 0100" in words, "nobody is named yet"
        case = taken(browser_for("cora"), reference)
        acknowledge(app, case)
        clock.move_to(SENT + timedelta(minutes=10))
        words = person.get("/form/status").words()
        for told in ("We are checking with the agencies", "Joan Whitlock", "020 7946 0123", "9 to 5"):
            assert told in words, (told, words)
        clock.move_to(SENT + timedelta(days=1))
        assert person.get("/form/status").path == "/form/ended"
        assert person.come_back(number).path == "/form/status", "number and PIN lead to it"
        for told in (*TOLD, reference, case, "Cora"):
            assert told not in person.page.text, told
        assert not [word for word in MATTER if word in person.page.title().lower()]
        before = (person.get("/form/more").text, person.get("/form/stop").text)
        assert not [told for told in TOLD for page in before if told in page]
    with app.app_context():
        looked = sa.select(AccessEntry.tiers).where(AccessEntry.event == "request.read")
        assert set(db.session.scalars(looked.order_by(AccessEntry.number.desc()).limit(3))) == {"F0"}, "nothing opened"


def test_a_state_without_words_would_start() -> None:
    door = PANEL.public_door
    assert door is not None
    assert {stage.words for stage in door.stages} >= {"Received", "Accepted for review", "Review date set", "Closed"}
    assert unsound(PANEL) == []
    short = replace(door, stages=door.stages[1:])
    found = [fault.words for fault in unsound(replace(PANEL, public_door=short))]
    assert found == [f"a resident is told nothing at the state {state}" for state in ("received", "submitted")]


@pytest.mark.long
def test_something_new_would_be_lost_or_read_by_others(app: Flask, browser_for: Any) -> None:
    person, _, reference = sent(app)
    cora: Client = browser_for("cora")
    person.get("/form/more?lang=bn")
    assert "Write what has changed" in str(person.submit({"text": "  "}).text) or person.page.path == "/form/more"
    person.get("/form/more")
    person.submit({"text": "সে আবার এসেছিল"})
    assert person.page.path == "/form/more"
    with app.app_context():
        note = db.session.scalars(sa.select(ResidentNote)).one()
        assert (note.language, note.kind) == ("bn", "more")
        assert "সে".encode() not in (note.text_sealed or b"")
        path = f"/added/{note.id}"
    assert ("resident_told", path) in outbox(app)
    words = cora.get(f"/triage/{reference}").words()
    assert "সে আবার এসেছিল" in words
    assert "Written in Bengali. Translation due today" in words
    case = taken(cora, reference)
    assert "সে আবার এসেছিল" in cora.get(f"/cases/{case}").words(), "it is found at the case as well"
    person.get("/form/more?lang=en")
    person.submit({"text": "The lock was broken last night"})
    words = cora.get(f"/cases/{case}").words()
    assert "The lock was broken last night" in words
    assert "Whoever asked for this has added something" in cora.get(f"/cases/{case}/timeline").words()
    cora.get(path)
    assert cora.submit({"translation": " "}).status == 422
    cora.submit({"translation": "He came again"})
    words = cora.get(f"/cases/{case}").words()
    assert "He came again" in words
    assert "Translation due" not in words
    with app.app_context():
        assert b"He came" not in (db.session.scalars(sa.select(ResidentNote.translation_sealed)).first() or b"")
    # Whoever is their contact and does not triage reads what the mail told them of, and nothing else of the kind.
    with app.app_context(), unit_of_work():
        taken_on = db.session.scalars(sa.select(Case)).one()
        db.session.execute(sa.delete(OutgoingMessage))
        helper = db.session.scalars(sa.select(Account.id).where(Account.email.startswith("larch"))).one()
        let_in = {"kind": CONTACT, "from_at": now(), "confirmed_at": now(), "granted_by_id": helper}
        db.session.add(CaseGrant(case_id=taken_on.id, account_id=helper, **let_in))
    person.get("/form/more")
    person.submit({"text": "Once more"})
    with app.app_context():
        paths = dict(db.session.execute(sa.select(OutgoingMessage.account_id, OutgoingMessage.path)).all())
        told_of = paths.pop(helper)
        assert paths
        assert all(one.startswith("/added/") for one in paths.values())
    larch: Client = browser_for("larch")
    page = larch.get(told_of)
    assert page.status == 200
    assert "Once more" in page.words()
    with app.app_context():
        entry = db.session.scalars(sa.select(AccessEntry).order_by(AccessEntry.number.desc()).limit(1)).one()
        assert (entry.event, entry.actor_id, entry.outcome) == ("resident_note.read", helper, "allowed")
        assert "single point of contact" in entry.explanation
    assert "Once more" in larch.get(f"/cases/{case}").words()
    page = larch.get(path)
    assert "He came again" in page.words()
    assert not [name for name, _ in page.fields() if name == "translation"], "who triages translates"
    token = dict(larch.get(f"/cases/{case}/notes").fields()).get("csrf_token", "")
    assert larch.post(path, {"csrf_token": token, "translation": "Mine"}).status in (403, 404)
    other, _, _ = sent(app)
    other.get("/form/more")
    other.submit({"text": "Of another request"})
    with app.app_context():
        strange = db.session.scalars(sa.select(ResidentNote.id).order_by(ResidentNote.at.desc()).limit(1)).one()
    assert larch.get(f"/added/{strange}").status == 404
    assert browser_for("oak").get(path).status in (403, 404)
    with app.app_context(), unit_of_work():
        db.session.execute(sa.update(CaseGrant).where(CaseGrant.account_id == helper).values(ended_at=now()))
    assert larch.get(path).status == 404, "no contact any more"


@pytest.mark.long
def test_a_request_in_another_language_would_wait_unseen(app: Flask, browser_for: Any) -> None:
    with time_machine.travel(SENT, tick=False) as clock:
        person = resident(app)
        person.get("/form/start?lang=so")
        person.begin()
        tell(person, T1)
        person.submit()
        cora: Client = browser_for("cora")
        assert "Online, in Somali. Answered in Somali. Translation due today" in cora.get("/triage").words()
        clock.move_to(SENT + timedelta(days=2))
        cora = browser_for("cora")
        assert "Translation 2 working days late" in cora.get("/triage").words()
        with app.app_context():
            path = f"/added/{db.session.scalars(sa.select(ResidentNote.id)).one()}"
        cora.get(path)
        cora.submit({"translation": "They do not let us sleep"})
        assert "Translation 2" not in cora.get("/triage").words()
        assert "Translated on 21 October 2026" in cora.get("/triage").words()


@pytest.mark.long
def test_contact_that_is_not_safe_would_go_on(app: Flask, browser_for: Any) -> None:
    person, number, reference = sent(app, contact=POST_SAFE)
    cora: Client = browser_for("cora")
    case = taken(cora, reference)
    acknowledge(app, case)
    with app.app_context():
        party = db.session.scalars(sa.select(Person.reference)).one()
    safe = f"/cases/{case}/people/{party}/safe-contact"
    open_form = cora.get(safe).fields("no_contact")
    assert "020 7946 0181" in cora.get(f"/cases/{case}").words()
    person.get("/form/status")
    page = person.submit({}, form="once")
    assert page.path == "/form/status"
    assert "We do not contact you now" in page.words()
    assert "call me now" not in page.words()
    page = cora.get(f"/cases/{case}")
    assert "Not safe to contact. Do not ring, write or visit" in page.words()
    assert "020 7946 0181" not in page.words()
    assert "not safe to contact them: nothing may be sent" in cora.get(f"/cases/{case}/timeline").words()
    assert "It is not safe to contact them" in cora.get(f"/triage/{reference}").words()
    for way in (Way.POST, Way.READ_OUT, Way.HAND):
        page = send_letter(app, cora, case, way)
        assert "It cannot be sent now" in page.words(), way
        assert "not safe to contact" in page.words(), way
    told = [template for template, _ in outbox(app)]
    assert told.count("resident_told") == 1, "who coordinates and leads is told once, and not what"
    assert cora.post(safe, open_form).status == 409, "a form from before does not lift it unseen"
    cora.get(safe)
    cora.submit({"no_contact": "no"}, form="no_contact")
    assert "020 7946 0181" in cora.get(f"/cases/{case}").words()
    assert "We do not contact you now" not in person.get("/form/status").words()
    assert number


@pytest.mark.long
def test_what_was_stopped_before_there_is_a_case_would_be_forgotten_in_it(app: Flask, browser_for: Any) -> None:
    with time_machine.travel(SENT, tick=False) as clock:
        person = resident(app)
        person.begin()
        tell(person, T1, contact=POST_SAFE | {"people-0-email": "ffion@example.org"})
        person.get("/form/who")
        person.submit({"application-0-who_applies": "group"})
        person.submit({"group-r0-name": "Ines", "group-r0-contact": "Ring her sister Noor", "group-r0-agreed": "yes"})
        person.get("/form/check")
        assert person.submit().path == "/form/sent"
        with app.app_context():
            reference = str(db.session.scalars(sa.select(Referral.reference)).one())
        assert "Ring her sister Noor" in browser_for("cora").get(f"/triage/{reference}").words()
        page = person.get("/form/status")
        fields = page.fields("once")
        clock.move_to(SENT + timedelta(minutes=30))
        person.post("/form/unsafe", fields)
        assert person.page.path == "/form/ended", "her time was over, and it counts all the same"
        cora: Client = browser_for("cora")
        words = cora.get(f"/triage/{reference}").words()
        assert "It is not safe to contact them" in words
        assert "020 7946 0181" not in words
        assert "ffion@example.org" not in words
        assert "Ines" in words
        assert "Noor" not in words, "nor how others of the group are reached"
        cora.submit({"why": "She rang from a friend's"}, form="why")
        assert "020 7946 0181" in cora.page.words(), "with a reason, which is on record"
        with app.app_context():
            events = db.session.scalars(sa.select(AccessEntry.event).where(AccessEntry.event == "referral.reveal"))
            assert len(list(events)) == 1
        with app.app_context(), act("cora", now()) as actor:
            opened = referral_for(actor, reference, TRIAGE)
            copied = str(copy_data(opened.referral))
            assert "Shouting" in copied
            assert "020 7946 0181" not in copied
            assert "Noor" not in copied
        words = cora.get(f"/cases/{taken(cora, reference)}").words()
        assert "Not safe to contact. Do not ring" in words
        assert "Ines" in words
        assert "Noor" not in words, "a case holds no copy that would stay open"


@pytest.mark.long
def test_a_way_that_was_not_marked_safe_would_be_used(app: Flask, browser_for: Any) -> None:
    person, _, reference = sent(app, contact=PHONE_ONLY)
    cora: Client = browser_for("cora")
    case = taken(cora, reference)
    acknowledge(app, case)
    person.get("/form/more")
    person.submit({"text": "It happened again"})
    for way in Way:
        page = send_letter(app, cora, case, way)
        assert "No way of reaching Ffion Abernethy-Stroud is marked safe" in page.words(), way
    with app.app_context():
        assert db.session.scalars(sa.select(Letter.id).where(Letter.state == "sent")).all() == []
        accounts = [one.account.email for one in db.session.scalars(sa.select(OutgoingMessage))]
        assert "ffion@example.org" not in accounts
    assert outbox(app)


@pytest.mark.long
def test_somebody_who_wants_to_stop_would_not_be_heard(app: Flask, browser_for: Any) -> None:
    person, _, reference = sent(app)
    person.get("/form/stop")
    page = person.submit({})
    assert page.path == "/form/status"
    assert "Closed. We do nothing more with it." in page.words()
    assert "/form/stop" not in page.links()
    assert person.get("/form/stop").path == "/form/status"
    cora: Client = browser_for("cora")
    assert reference not in cora.get("/triage").text
    assert "They want to stop" in cora.get(f"/triage/{reference}").words()
    person, _, reference = sent(app)
    cora.get(f"/triage/{reference}")
    case = taken(cora, reference)
    person.get("/form/stop")
    page = person.submit({})
    assert "You told us that you want to stop." in page.words()
    assert "Received" in page.words(), "somebody decides: the case may rest on others too"
    assert "They want to stop" in cora.get(f"/cases/{case}").words()
    assert "Whoever asked for this wants to stop" in cora.get(f"/cases/{case}/timeline").words()
    assert [template for template, _ in outbox(app)].count("resident_told") >= 2

"""The auditor's pages told as journeys: look up, decide, ask, answer, tell; and what they must not show."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from auth import policy
from auth.access_log.models import AccessEntry, AccessReason
from auth.access_log.service import ALLOWED, REFUSED, Looked, write_entry
from auth.accounts.finding import account_by_email
from auth.current import actor_of
from auth.inquiry.facts import EXTENSION, Name
from auth.inquiry.models import FlagDecision, FlagStep
from auth.models import Account, Appointment
from auth.policy_relationships import APART, EXCLUDED
from auth.policy_table import RULES
from casework.notifications.models import OutgoingMessage
from extensions import db, now, unit_of_work
from panels.home.inquiry import questions_waiting
from tests.auth.clock import START, frozen
from tests.client import Client
from tests.conftest import PANEL
from tests.inquiry.month import Month

RECORD, REFERENCE = UUID("11111111-2222-4333-8444-555555555555"), "ZZ-0147"
NAME = "Marian Okonkwo-Canary"
Case = tuple[str, str, str]
OPENED: Case = (ALLOWED, "coordinator", "you coordinate this panel")
EMERGENCY: Case = (ALLOWED, "emergency", "you began emergency access to this case")
BARE: Case = (ALLOWED, "none", "")
REFUSAL: Case = (REFUSED, "none", "no rule allows this")


@pytest.fixture
def write(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Any:
    """``write("rowan", BARE, at=…)``: an entry about the record, whose reference is known."""
    known = {REFERENCE: ("case", RECORD)}
    monkeypatch.setitem(app.extensions, "casework-resolvers", [known.get])
    names = {"case": lambda ids: {RECORD: REFERENCE} if RECORD in ids else {}}
    monkeypatch.setitem(app.extensions, "casework-namers", names)
    facts = Month([], []).facts()
    monkeypatch.setitem(app.extensions, EXTENSION, facts)

    def put(key: str, as_: Case = OPENED, *, at: Any = START, event: str = "case.open", version: int = 1) -> None:
        with time_machine.travel(at, tick=False), app.test_request_context(), unit_of_work():
            account = account_by_email(f"{key}@example.org")
            assert account is not None
            outcome, rule, sentence = as_
            write_entry(
                actor=actor_of(account),
                looked=Looked(event, outcome, "case", (RECORD,), PANEL, rule, version, sentence, "coordinator"),
            )

    return put


@pytest.fixture
def people(app: Flask, browser_for: Any) -> Any:
    """``people("yew")``: a browser of hers, at the start of the story."""

    def begin(key: str) -> Client:
        with frozen():
            client: Client = browser_for(key)
        return client

    return begin


def rows_of(page: Any, table: str = "not(@id)") -> list[str]:
    """The rows of the tables of a page; those with an id are sums."""
    return [" ".join("".join(row.itertext()).split()) for row in page.tree.xpath(f".//table[{table}]/tbody/tr")]


def account_id(app: Flask, key: str) -> UUID:
    with app.app_context():
        account = account_by_email(f"{key}@example.org")
        assert account is not None
        return account.id


@pytest.mark.long
def test_who_looked_and_were_they_allowed_would_take_more_than_three_clicks(
    app: Flask, write: Any, people: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A1, A3, A9: 64 entries, 58 by a rule, 4 in an emergency, 2 not explained; none is worked out anew."""
    october = START - timedelta(days=30)
    for number in range(64):
        as_ = EMERGENCY if number < 4 else BARE if number < 6 else OPENED
        write("larch" if number < 6 else "cora", as_, at=october + timedelta(minutes=number), version=7)
    write("cora", at=START - timedelta(minutes=5))
    yew = people("yew")
    with frozen():
        yew.get("/audit")
        page = yew.submit({"what": REFERENCE})  # the first click; it leads to the last 28 days, today among them
        assert "1 entry from 27 October 2026 to 23 November 2026" in page.words()
        (link,) = [href for href in page.links() if "period=last-month" in href]
        page = yew.get(link)  # the second
        assert "64 entries in October 2026, by 2 people" in page.words()
        for words in ("Allowed by a rule 58", "emergency access 4", "not explained 2"):
            assert words in page.words()
        (link,) = [href for href in page.links() if "show=unexplained" in href]
        rows = rows_of(yew.get(link))  # the third
        assert len(rows) == 2
        assert all("Larch Novak" in row and "Not explained" in row for row in rows)
        assert "Cora" in rows_of(yew.get(f"/audit/access?reference={REFERENCE}&period=today"))[0]
    with app.app_context(), unit_of_work():
        db.session.execute(sa.update(Appointment).values(ended_at=now()))
        number = db.session.scalar(sa.select(AccessEntry.number).where(AccessEntry.rule == "coordinator").limit(1))
        db.session.execute(sa.update(Appointment).where(Appointment.role == "auditor").values(ended_at=None))
    monkeypatch.setattr(policy, "RULES", tuple(rule for rule in RULES if rule.key != "coordinator"))
    with frozen():
        page = yew.get(f"/audit/events/{number}").words()
    assert "coordinator, version 7" in page
    assert "“you coordinate this panel”" in page
    assert "Verdict Allowed" in page


@pytest.mark.long
def test_a_flag_could_not_be_asked_about_answered_and_settled(app: Flask, write: Any, people: Any) -> None:
    """A5: what, when, who, against what; decided in two clicks, with a note; asked without case data."""
    write("larch", BARE, at=START - timedelta(days=3))
    larch, path = people("larch"), f"/audit/flags/unexplained/{account_id(app, 'larch')}"
    yew = people("yew")
    with frozen():
        home = yew.get("/audit").words()
        assert "1 flag in the last 28 days, the oldest 3 days old" in home
        assert "1 entry that no rule allowed." in home
        page = yew.get(path)
        for words in ("Every entry that was let in states its rule", "Larch Novak, Quillon Police", REFERENCE):
            assert words in page.words()
        assert "Select what you decide" in yew.submit({}).words()
        assert "Enter why" in yew.submit({"decision": "explained"}).words()
        yew.submit({"decision": "ask", "words": "Why were you there at nine?"})
        assert "Asked, without an answer yet: 1" in yew.get("/audit").words()
        assert "WhatWhen Answer an auditor’s question" in larch.get("/home").words()
        with app.app_context():
            asked = questions_waiting(actor_of(db.session.get_one(Account, account_id(app, "larch"))))
        assert [need.first for need in asked] == [True], "it has no day, and would stand behind all that has one"
        assert "Answer an auditor’s question" not in people("cora").get("/home").words()
        (question,) = [href for href in larch.get("/questions-to-you").links() if "/questions-to-you/" in href]
        page = larch.get(question)
        assert "Why were you there at nine?" in page.words()
        assert REFERENCE not in page.text
        assert "Not explained" not in page.text, "a kind can tell that somebody in the case is near them"
        assert people("cora").get(question).status == 404
        assert "Your answer was sent" in larch.submit({"words": "I was shown round by the coordinator."}).words()
        assert "Nothing is asked of you now" in larch.get(question).words()
        assert "I was shown round" in yew.get(path).words()
        assert "Recorded as explained" in yew.submit({"decision": "explained", "words": "Training day."}).words()
        assert "Work it out again from the log as it was" in yew.get(path).words()
        page = yew.get(f"{path}?again=1").words()
        assert "Nothing is left to decide here" in page
        assert "Worked out again from the log as it was: The same" in page
    write("larch", BARE, at=START)
    with frozen():
        assert "1 entry that no rule allowed." in yew.get(path).words(), "what is newer than the decision stays hidden"
    with app.app_context():
        told = set(db.session.scalars(sa.select(OutgoingMessage.template)))
        sealed = [bytes(one) for one in db.session.scalars(sa.select(FlagStep.words_sealed))]
    assert {"question", "question_answered"} <= told
    assert not [one for one in sealed if b"Training" in one]


@pytest.mark.usefixtures("log_writer")
def test_a_changed_log_would_pass_for_the_one_that_was_decided_about(app: Flask, write: Any, people: Any) -> None:
    for hours in (0, 1):
        write("larch", BARE, at=START - timedelta(days=3, hours=hours))
    path, yew = f"/audit/flags/unexplained/{account_id(app, 'larch')}", people("yew")
    with frozen():
        yew.get(path)
        yew.submit({"decision": "explained", "words": "Training day."})
    with app.app_context(), unit_of_work():
        gone = db.session.scalar(sa.select(sa.func.min(AccessEntry.number)).where(AccessEntry.explanation == ""))
        changed = sa.update(AccessEntry).where(AccessEntry.number == gone)
        db.session.execute(changed.values(rule="coordinator", explanation="x"))
    with frozen():
        assert "Worked out again from the log as it was: Not the same" in yew.get(f"{path}?again=1").words()


def test_a_breach_would_not_reach_the_privacy_officer(app: Flask, write: Any, people: Any) -> None:
    """And A10: what auditors look up is open to them, and cannot be left out."""
    write("larch", BARE, at=START - timedelta(days=3))
    yew, laurel = people("yew"), people("laurel")
    with frozen():
        yew.get(f"/audit/access?reference={REFERENCE}&period=7-days")
        yew.get(f"/audit/flags/unexplained/{account_id(app, 'larch')}")
        yew.submit({"decision": "breach", "words": "They admit it."})
        page = laurel.get("/audit/breaches")
        (breach,) = [href for href in page.links() if "/audit/breaches/" in href]
        assert "They admit it." in laurel.get(breach).words()
        rows = rows_of(laurel.get("/audit/trail"))
        assert sum("Looked something up in the access log" in row for row in rows) == 1
        assert all("Yew Anand" in row for row in rows if "audit" in row.casefold() and "Laurel" not in row)
        own = rows_of(yew.get("/audit/trail"))
        assert sum("Looked something up in the access log" in row for row in own) == 1
        for path in ("/audit", "/audit/flags", "/audit/access", f"/audit/events/1"):  # noqa: F541
            assert laurel.get(path).status == 404, path
        for path in (breach, "/audit/breaches"):
            assert yew.get(path).status == 404, path
    with app.app_context():
        sent = db.session.scalars(sa.select(OutgoingMessage.path).where(OutgoingMessage.template == "breach")).all()
        officer = account_by_email("laurel@example.org")
        told = sa.select(OutgoingMessage.account_id).where(OutgoingMessage.template == "breach")
        assert officer is not None
        assert db.session.scalars(told).all() == [officer.id]
    assert sent == ["/audit/breaches"]


@pytest.mark.long
def test_a_name_would_be_shown_without_a_reason_and_a_proof(
    app: Flask, write: Any, people: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A8: a subject is a reference until "show name", with a reason that is kept."""
    from dataclasses import replace

    facts = app.extensions[EXTENSION]
    named = replace(facts, name_of=lambda kind, record: Name((), lambda: NAME))
    monkeypatch.setitem(app.extensions, EXTENSION, named)
    write("cora", at=START - timedelta(hours=1))
    yew, path = people("yew"), f"/audit/names/{REFERENCE}"
    with frozen():
        proof = yew.get(path)
        assert proof.path == "/sign-in/again"
        yew.submit({"password": "demo-only-yew"})
        page = yew.get(path)
        assert NAME not in page.text
        assert "Enter why you need the name" in yew.submit({}).words()
        assert "at least 20 characters" in yew.submit({"reason": "short"}).words()
        assert NAME in yew.submit({"reason": "A resident says that a neighbour read her file."}).text
        rows = rows_of(yew.get(f"/audit/access?reference={REFERENCE}&period=7-days"))
        assert sum("Showed the name in a record, with a reason" in row for row in rows) == 1
        assert people("cora").get(path).status == 404
    with app.app_context():
        reason = db.session.scalars(sa.select(AccessReason)).one()
        assert b"neighbour" not in bytes(reason.text_sealed or b"")
    with frozen():
        for page in ("/audit", "/audit/flags", "/audit/access", "/audit/trail", f"/audit/access?reference={REFERENCE}"):
            assert NAME not in yew.get(page).text
    monkeypatch.setitem(app.extensions, EXTENSION, replace(facts, name_of=lambda kind, record: None))
    with frozen(timedelta(minutes=1)):
        assert yew.get(path).path == "/sign-in/again", "a name was shown since the last proof"
        yew.submit({"password": "demo-only-yew"})
        assert yew.get(path).status == 404, "and no reason is asked for"
    shut = Name((), lambda: NAME, shut_out=lambda actor: frozenset({EXCLUDED, APART}))
    monkeypatch.setitem(app.extensions, EXTENSION, replace(facts, name_of=lambda kind, record: shut))
    with frozen(timedelta(minutes=1)):
        yew.get(path)
        page = yew.submit({"reason": "A resident says that a neighbour read her file."})
        assert page.status == 404, "one who is shut out of a record reads whom it is about"
        assert NAME not in page.text


@pytest.mark.long
def test_another_auditor_would_draw_another_sample(app: Flask, write: Any, people: Any) -> None:
    for number in range(30):
        write("cora", at=START - timedelta(days=3, minutes=number))
    yew = people("yew")
    days = {"first-day": "1", "first-month": "11", "first-year": "2026", "last-day": "21", "last-month": "11",
            "last-year": "2026", "size": "5"}  # fmt: skip
    with frozen():
        yew.get("/audit/samples")
        page = yew.submit({**days, "seed": "quarter 4"})
        first = rows_of(page)
        assert len(first) == 5
        assert "5 of 30" in page.words()
        yew.get("/audit/samples")
        assert rows_of(yew.submit({**days, "seed": "quarter 4"})) == first
        yew.get("/audit/samples")
        assert rows_of(yew.submit({**days, "seed": "another"})) != first
        yew.get("/audit/samples")
        assert "The log has no entry on these days" in yew.submit({**days, "last-day": "2"}).words()
        yew.get("/audit/samples")
        today = {**days, "last-day": "23", "seed": "to this day"}
        drawn = yew.submit(today)
        first, last = rows_of(drawn), next(iter(drawn.words().split("Last entry ")[1].split()))
        yew.get("/audit/samples")
        assert rows_of(yew.submit({**today, "up_to": last})) == first, "the drawing itself has joined the entries"
        assert f"Last entry {last} " in yew.page.words()
        sample = page.path
        yew.get(sample)
        (button, *_) = [form.get("action") for form in yew.page.forms() if sample in (form.get("action") or "")]
        yew.post(button, {"csrf_token": dict(yew.page.fields())["csrf_token"]})
        beyond = f"{sample}/{10**20}"
        assert yew.post(beyond, {"csrf_token": dict(yew.page.fields())["csrf_token"]}).status == 404
        assert "1 of 5 looked at" in yew.get("/audit").words()
        assert yew.get("/audit/grants").status == 200


@pytest.mark.long
def test_a_question_would_reach_whoever_holds_a_duty_by_mail_alone(app: Flask, write: Any, people: Any) -> None:
    """Administrators, auditors and privacy officers start the day elsewhere than on the page of what needs them."""
    fern = account_id(app, "fern")
    with app.app_context(), unit_of_work():
        lasts = db.session.scalars(sa.select(Appointment).where(Appointment.role == "auditor")).one()
        second = Appointment(account_id=fern, panel=None, role="auditor", confirmed_at=now())
        second.from_on, second.to_on = lasts.from_on, lasts.to_on
        db.session.add(second)
    starts = {"oak": "/admin", "laurel": "/emergency", "fern": "/audit"}
    for key in starts:
        write(key, BARE, at=START - timedelta(days=3))
    yew, asked = people("yew"), "An auditor asked you a question on 23 November 2026"
    with frozen():
        for key, start in starts.items():
            them = people(key)
            if them.get(start).path == "/sign-in/again":
                them.submit({"password": f"demo-only-{key}"})
            assert asked not in them.get(start).words(), key
            yew.get(f"/audit/flags/unexplained/{account_id(app, key)}")
            assert "The question was sent" in yew.submit({"decision": "ask", "words": "Why?"}).words()
            page = them.get(start)
            assert asked in page.words(), key
            assert asked not in them.get("/questions-to-you").words(), "where they start, and not on every page"
            (question,) = [href for href in page.links() if "/questions-to-you/" in href]
            assert them.get(question).status == 200, key
            assert "Your answer was sent" in them.submit({"words": "It was a drill."}).words()
            assert asked not in them.get(start).words(), key
        assert asked not in yew.get("/audit").words()


def test_somebody_would_be_asked_who_cannot_answer(app: Flask, write: Any, people: Any) -> None:
    write("oak", BARE, at=START - timedelta(days=3))
    yew, oak = people("yew"), account_id(app, "oak")
    with app.app_context(), unit_of_work():
        db.session.get_one(Account, oak).suspended_at = START
    with frozen():
        yew.get(f"/audit/flags/unexplained/{account_id(app, 'oak')}")
        assert "not in use any more" in yew.submit({"decision": "ask", "words": "Why?"}).words()
        assert yew.get(f"/audit/flags/unexplained/{UUID(int=9)}").status == 404
        assert yew.get(f"/audit/flags/nothing/{account_id(app, 'oak')}").status == 404
        assert yew.get("/audit/events/999999").status == 404
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(FlagDecision)) == 0
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Account)) > 0

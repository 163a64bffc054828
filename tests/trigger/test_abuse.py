"""Many requests at once, by programs: slowed, then stopped for a while, and no person is left without a way."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask, request

from auth.accounts.online_form import online_form
from auth.models import Account, SignInTry
from casework.notifications.delivery import send_waiting
from casework.notifications.models import OutgoingMessage
from casework.referrals.models import Referral
from casework.referrals.stages import REJECT
from casework.referrals.telling import tell_author
from casework.trigger import rules
from casework.trigger.models import ResidentRequest
from extensions import db, now, unit_of_work
from serving import count_proxies
from tests.client import Page
from tests.trigger.walking import T1, Resident, resident, tell


class At(Resident):
    """Somebody at a network of their own."""

    def __init__(self, app: Flask, address: str) -> None:
        super().__init__(app)
        self.http.environ_base["REMOTE_ADDR"] = address


def press_start(person: Resident, **changes: str) -> Page:
    person.get("/form/start")
    return person.submit(changes, follow=False)


def begun(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(sa.select(sa.func.count(ResidentRequest.id))) or 0


@pytest.mark.long
def test_a_program_could_begin_without_end_or_a_person_be_left_without_a_way(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "FREE_HERE", 2)
    monkeypatch.setattr(rules, "MOST_HERE", 4)
    with time_machine.travel(now(), tick=False) as clock:
        first = At(app, "192.0.2.1")
        number = first.begin()
        tell(first, T1[:1])
        assert press_start(At(app, "192.0.2.1")).status == 303, "the second waits for nothing"
        slow = At(app, "192.0.2.1")
        page = press_start(slow)
        assert page.status == 429
        assert "Wait 15 seconds. Then choose Continue again" in page.words()
        ticket = dict(page.fields())["ticket"]
        clock.shift(timedelta(seconds=9))
        assert "Wait 6 seconds" in slow.submit(follow=False).words(), "it waits once, from the page it opened"
        clock.shift(timedelta(seconds=7))
        assert slow.submit(follow=False).status == 303
        # One page begins one request, and nobody signs a time of their own.
        for forged in (ticket, "", "a.b", ticket[:-3] + "xyz", "WyJhIiwgIjIwMjAiXQ"):
            page = press_start(At(app, "192.0.2.1"), ticket=forged)
            assert "Wait 15 seconds" in page.words(), forged
        assert press_start(At(app, "192.0.2.9")).status == 303, "another network is not slowed"
        patient = At(app, "192.0.2.1")
        patient.get("/form/start")
        clock.shift(timedelta(seconds=16))
        assert patient.submit(follow=False).status == 303
        page = press_start(At(app, "192.0.2.1"))
        assert page.status == 429
        _every_other_way(page)
        assert begun(app) == 5
        # Whoever has begun goes on, comes back and sends, from the very network.
        assert At(app, "192.0.2.1").come_back(number).path == "/form/check"
        assert first.get("/form/check").path == "/form/check"
        assert first.submit().path == "/form/sent"
        clock.shift(timedelta(hours=1))
        assert press_start(At(app, "192.0.2.1")).status == 303, "it opens again by itself"
    with app.app_context():
        kept = db.session.execute(sa.select(SignInTry.who_hash, SignInTry.where_hash)).all()
        assert kept
        assert not any(b"192.0.2" in cell for row in kept for cell in row)


def _every_other_way(page: Page) -> None:
    words = page.words()
    for said in ("Call us: 020 7946 0100", "Monday to Friday", "Quillon Quay Town Hall", "PO Box 100", "Call 999"):
        assert said in words, said
    assert "/form/return" in page.links()
    assert "Exit this page" in words


@pytest.mark.long
def test_messages_without_end_would_reach_staff_or_a_person_lose_hers(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "MOST_TOLD", 2)
    with time_machine.travel(now(), tick=False) as clock:
        person = resident(app)
        number = person.begin()
        tell(person, ())
        person.submit()
        for text in ("One", "Two", "Three"):
            person.get("/form/more")
            page = person.submit({"text": text})
        assert page.path == "/form/more"
        assert "call us: 020 7946 0100" in page.words()
        assert dict(page.fields("once"))["text"] == "Three", "nothing typed is lost"
        person.get("/form/status")
        assert "We do not contact you now" in person.submit({}, form="once").words(), "this one is never counted"
        clock.shift(timedelta(hours=24, seconds=1))
        person.come_back(number)
        person.get("/form/more")
        assert "We have what you wrote" in person.submit({"text": "Three"}).words()


def test_requests_from_many_networks_would_begin_without_end(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """AC 31."""
    monkeypatch.setattr(rules, "FREE_EVERYWHERE", 2)
    monkeypatch.setattr(rules, "MOST_EVERYWHERE", 3)
    with time_machine.travel(now(), tick=False) as clock:
        assert [press_start(At(app, f"198.51.100.{number}")).status for number in range(3)] == [303, 303, 429]
        last = At(app, "198.51.100.8")
        last.get("/form/start")
        clock.shift(timedelta(seconds=15))
        assert last.submit(follow=False).status == 303
        _every_other_way(press_start(At(app, "198.51.100.9")))
        assert resident(app).get("/asb-case-review").status == 200
    assert begun(app) == 3


@pytest.mark.long
def test_mail_would_go_to_an_address_that_nobody_proved(
    app: Flask, browser_for: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app.extensions["mailman"], "backend", "locmem")
    monkeypatch.setattr(app.extensions["mailman"], "outbox", [], raising=False)
    person, address = resident(app), "somebody.else@example.org"
    person.begin()
    tell(person, T1[:1], contact={"people-0-safe_to_email": "yes", "people-0-email": address})
    assert person.submit().path == "/form/sent"
    cora = browser_for("cora")
    with app.app_context():
        reference = db.session.scalars(sa.select(Referral.reference)).one()
    assert address in cora.get(f"/triage/{reference}").words(), "it is text, for the team to read"
    cora.submit({"option": "accept", "reason": "It is ours", "person_0": "new"}, form="option")
    with app.test_request_context(), unit_of_work():
        # Whatever becomes of it, nobody is told as its author: that account is no person.
        tell_author(actor=None, referral=db.session.scalars(sa.select(Referral)).one(), verb=REJECT)
    with app.app_context():
        assert online_form().id not in db.session.scalars(sa.select(OutgoingMessage.account_id)).all()
        send_waiting()
        staff = set(db.session.scalars(sa.select(Account.email).where(Account.suspended_at.is_(None))))
        told = {to for one in app.extensions["mailman"].outbox for to in one.to}
    assert told
    assert told <= staff, "only accounts that somebody invited and that are open"
    assert address not in told


@pytest.mark.pure
def test_everybody_behind_a_proxy_would_be_one_network_or_a_stranger_could_name_one() -> None:
    for proxies, expected in ((0, "127.0.0.1"), (1, "192.0.2.7"), (2, "203.0.113.5")):
        app = Flask("bare")
        app.add_url_rule("/", "here", lambda: request.remote_addr or "")
        count_proxies(app, proxies)
        answer = app.test_client().get("/", headers={"X-Forwarded-For": "198.51.100.1, 203.0.113.5, 192.0.2.7"})
        assert answer.get_data(as_text=True) == expected

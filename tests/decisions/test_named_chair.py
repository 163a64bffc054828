"""Somebody from outside chairs one meeting: that meeting, on its day, and nothing else."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask, g

from casework.cases.models import Case, Exclusion
from casework.errors import Refused
from casework.panel_type.facts import CaseFacts
from extensions import db, now
from panels.agendas.chairing import name_chair
from panels.agendas.models import AgendaItem
from panels.decisions.models import ItemRecord
from panels.meetings.models import Meeting
from panels.minutes.models import Minutes
from tests.client import Client, Page
from tests.decisions.table import a_meeting, stored_meeting, who

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
DECIDED = {"option": "adopt", "reason": "It goes on.", "band": "high"}


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=True):
        yield


def named(app: Flask, key: str = "dean", *, cases: int = 1) -> UUID:
    """An open meeting of today that ``key`` is named to chair and has come to; the panel's chairs are away."""
    meeting_id = stored_meeting(app, cases)
    with app.test_request_context():
        g.request_id = "test"
        meeting = db.session.get_one(Meeting, meeting_id)
        name_chair(actor=who("cora"), meeting=meeting, account_id=who(key).account_id)
        for line in meeting.attendances:
            if line.account.email.split("@")[0] == key:
                line.status = "present"
            elif line.account.email.split("@")[0] in ("alder", "birch"):
                line.status = "apologies"
        db.session.commit()
    return meeting_id


def live(client: Client, meeting_id: UUID) -> Page:
    return client.get(f"/meetings/{meeting_id}/live/1")


def press(client: Client, meeting_id: UUID, do: str = "save", **changes: Any) -> Page:
    live(client, meeting_id)
    return client.submit(DECIDED | changes, form="reason", button=("do", do))


def reference(app: Flask, meeting_id: UUID) -> str:
    with app.app_context():
        wanted = sa.select(AgendaItem).where(AgendaItem.meeting_id == meeting_id)
        return db.session.scalars(wanted.limit(1)).one().case.reference


def test_the_named_chair_runs_the_meeting_and_records_its_decision(app: Flask, browser_for: Any) -> None:
    meeting_id = named(app)
    dean = browser_for("dean")
    page = live(dean, meeting_id)
    assert page.status == 200
    assert "Dean Farrow, chair" in page.words()
    assert press(dean, meeting_id).status == 200
    assert dean.get(f"/meetings/{meeting_id}/open").status == 200
    assert dean.get(f"/meetings/{meeting_id}/attendance").status == 200
    with app.app_context():
        record = db.session.scalars(sa.select(ItemRecord)).one()
        assert record.option == "adopt"
        assert record.acted_by_id == db.session.get_one(Meeting, meeting_id).chair_id


def test_nothing_else_of_the_panel_opens(app: Flask, browser_for: Any) -> None:
    meeting_id, other = named(app), stored_meeting(app, 1)
    dean = browser_for("dean")
    case = reference(app, meeting_id)
    for path in (
        f"/cases/{reference(app, other)}",
        f"/cases/{case}/access",
        f"/cases/{case}/letters",
        f"/meetings/{other}",
        f"/meetings/{other}/live/1",
        f"/meetings/{meeting_id}/agenda",
        f"/meetings/{meeting_id}/pack",
        f"/meetings/{meeting_id}/minutes",
        f"/meetings/{meeting_id}/chair",
    ):
        assert dean.get(path).status == 404, path
    assert case not in dean.get("/cases").text


@pytest.mark.long
def test_the_cases_of_the_meeting_would_stay_shut_to_its_chair_or_open_too_early_or_too_long(
    app: Flask, browser_for: Any
) -> None:
    meeting_id = named(app)
    dean, cora, case = browser_for("dean"), browser_for("cora"), f"/cases/{reference(app, meeting_id)}"
    page = dean.get(case)
    assert page.status == 200
    assert "you are named to chair the meeting that hears this case" in page.words()
    assert "the whole case" in live(dean, meeting_id).words()
    words = cora.get(f"{case}/access").words()
    assert "Named to chair the meeting that hears it, until that is closed" in words
    assert "26 November 2026" in words
    assert "On the page of the meeting" in words
    for state, opens in (("planned", 404), ("pack_out", 200), ("closed", 404), ("open", 200)):
        with app.app_context():
            db.session.get_one(Meeting, meeting_id).state = state
            db.session.commit()
        assert dean.get(case).status == opens, state
    with time_machine.travel(NOON + timedelta(days=1), tick=True):
        assert browser_for("dean").get(case).status == 404, "its day has gone by"
    with app.test_request_context():
        db.session.scalars(sa.select(AgendaItem)).one().state = "withdrawn"
        db.session.commit()
    assert dean.get(case).status == 404
    now_open, _, has_opened = cora.get(f"{case}/access").words().partition("Who has opened this case")
    assert "Dean Farrow" not in now_open
    assert "Dean Farrow" in has_opened, "what they read stays on record"


@pytest.mark.long
def test_the_closing_page_would_show_the_chair_that_its_cases_are_not_for_them(app: Flask, browser_for: Any) -> None:
    meeting_id = named(app)
    dean = browser_for("dean")
    assert press(dean, meeting_id, reason="").status in (200, 422)
    press(dean, meeting_id)
    words = dean.get(f"/meetings/{meeting_id}/close").words()
    assert "Not for you" not in words
    assert "Decided without any action" in words, "the chair sees what is missing, case by case"
    assert "the coordinator carries out what was decided" in words
    assert (
        "carries out the decisions and makes a draft"
        in browser_for("cora").get(f"/meetings/{meeting_id}/close").words()
    )


@pytest.mark.parametrize(("days", "opens"), [(-1, False), (0, True), (1, False)])
def test_only_on_the_day_of_the_meeting(app: Flask, browser_for: Any, days: int, opens: bool) -> None:
    meeting_id = named(app)
    with time_machine.travel(NOON + timedelta(days=days), tick=True):
        dean = browser_for("dean")
        assert (live(dean, meeting_id).status == 200) is opens
        assert (dean.get(f"/meetings/{meeting_id}").status == 200) is (days <= 0)


@pytest.mark.long
def test_once_the_meeting_is_closed_it_is_shut_and_the_coordinator_finishes(app: Flask, browser_for: Any) -> None:
    meeting_id = named(app)
    dean, cora = browser_for("dean"), browser_for("cora")
    press(dean, meeting_id)
    dean.get(f"/meetings/{meeting_id}/close")
    page = dean.submit({"accepted": "yes"} if "accepted" in dean.page.text else {}, form="once")
    assert "The coordinator carries out what was decided" in page.words()
    for path in ("", "/live/1", "/open"):
        assert dean.get(f"/meetings/{meeting_id}{path}").status == 404
    assert dean.get(f"/cases/{reference(app, meeting_id)}").status == 404
    cora.get(f"/meetings/{meeting_id}/minutes")
    token = dict(cora.page.fields("csrf_token"))["csrf_token"]
    cora.post(f"/meetings/{meeting_id}/minutes/draft", {"csrf_token": token})
    with app.app_context():
        assert db.session.scalars(sa.select(ItemRecord)).one().applied_at is not None


def closed_by_the_named_chair(app: Flask, browser_for: Any) -> tuple[UUID, Client, Client]:
    """A meeting that dean was named to chair, decided and closed; its minutes drafted by cora, nothing checked yet."""
    meeting_id = named(app)
    dean, cora = browser_for("dean"), browser_for("cora")
    press(dean, meeting_id)
    dean.get(f"/meetings/{meeting_id}/close")
    dean.submit({"accepted": "yes"} if "accepted" in dean.page.text else {}, form="once")
    assert "Case 1 is not in the draft yet" in dean.get(f"/meetings/{meeting_id}/minutes").words()
    send(cora, f"/meetings/{meeting_id}/minutes", "draft")
    return meeting_id, dean, cora


def send(client: Client, minutes: str, what: str, **data: str) -> Page:
    page = client.get(minutes)
    token = dict(page.fields("csrf_token"))["csrf_token"] if page.status == 200 else "none"
    return client.post(f"{minutes}/{what}", {"csrf_token": token, **data})


@pytest.mark.long
def test_the_named_chair_could_not_approve_what_was_said_in_their_name_or_kept_it_for_ever(
    app: Flask, browser_for: Any
) -> None:
    meeting_id, dean, cora = closed_by_the_named_chair(app, browser_for)
    minutes, case = f"/meetings/{meeting_id}/minutes", f"/cases/{reference(app, meeting_id)}"
    assert "Approve the minutes of 25 November 2026" in dean.get("/home").words()
    words = dean.get(minutes).words()
    assert "It goes on." in words
    assert "Case 1 is not checked" in words
    assert "is not checked" in send(dean, minutes, "approval").words()
    for what in ("1/checked", "1/draft", "1/note", "draft", "issue", "new-version"):
        assert send(dean, minutes, what).status == 404, what
    for path in (case, f"/meetings/{meeting_id}", f"/meetings/{meeting_id}/live/1", f"{minutes}/1/note"):
        assert dean.get(path).status == 404, path
    assert dean.get(f"{minutes}/1/extract").status == 200
    for other in ("hal", "rowan", "fern"):
        assert "It goes on." not in browser_for(other).get(minutes).text, other
    assert "It goes on." in cora.get(minutes).words()
    cora.submit(form="version")
    page = send(dean, minutes, "approval", do="issue")
    assert "The minutes are approved." in page.words()
    assert dean.get("/home").words().count("Approve the minutes") == 0
    with app.app_context():
        made = db.session.scalars(sa.select(Minutes)).one()
        assert (made.state, made.approved_by_id, made.issued_at) == ("approved", who("dean").account_id, None)
    assert dean.get(minutes).status == 200
    send(cora, minutes, "issue")
    assert dean.get(minutes).status == 404, "issued: it ends"
    cora.get(f"{minutes}/new-version")
    cora.submit({"reason": "A date was wrong."}, form="reason")
    assert dean.get(minutes).status == 404, "a later version is the panel's own"


@pytest.mark.long
def test_who_was_named_would_read_minutes_of_a_meeting_they_did_not_come_to_or_of_another(
    app: Flask, browser_for: Any
) -> None:
    meeting_id, dean, cora = closed_by_the_named_chair(app, browser_for)
    minutes, other = f"/meetings/{meeting_id}/minutes", stored_meeting(app, 1)
    with app.app_context():
        db.session.get_one(Meeting, other).state = "closed"
        db.session.commit()
    assert dean.get(f"/meetings/{other}/minutes").status == 404
    with app.app_context():
        for line in db.session.get_one(Meeting, meeting_id).attendances:
            if line.account.email == "dean@example.org":
                line.status = "apologies"
        db.session.commit()
    assert dean.get(minutes).status == 404
    assert cora.get(minutes).status == 200


@pytest.mark.long
def test_a_conflict_of_interest_would_leave_the_chairs_own_item_of_the_minutes_open(
    app: Flask, browser_for: Any
) -> None:
    meeting_id, dean, _ = closed_by_the_named_chair(app, browser_for)
    minutes = f"/meetings/{meeting_id}/minutes"
    assert "It goes on." in dean.get(minutes).words()
    with app.test_request_context():
        item = db.session.scalars(sa.select(AgendaItem).where(AgendaItem.meeting_id == meeting_id)).one()
        account = who("dean").account_id
        db.session.add(Exclusion(case_id=item.case_id, account_id=account, connection="work", declared_by_id=account))
        db.session.commit()
    page = dean.get(minutes)
    assert page.status == 200
    assert "It goes on." not in page.text
    assert "Not for you." in page.words()
    assert dean.get(f"{minutes}/1/extract").status == 404


def test_a_conflict_of_interest_shuts_the_case_to_the_named_chair_too(app: Flask, browser_for: Any) -> None:
    meeting_id = named(app)
    with app.test_request_context():
        item = db.session.scalars(sa.select(AgendaItem).where(AgendaItem.meeting_id == meeting_id)).one()
        account = who("dean").account_id
        db.session.add(Exclusion(case_id=item.case_id, account_id=account, connection="work", declared_by_id=account))
        db.session.commit()
    assert live(browser_for("dean"), meeting_id).status == 404


def test_whoever_is_not_named_any_more_has_nothing(app: Flask, browser_for: Any) -> None:
    meeting_id = named(app)
    cora = browser_for("cora")
    cora.get(f"/meetings/{meeting_id}/chair")
    cora.submit({"account_id": "own"}, form="account_id")
    assert live(browser_for("dean"), meeting_id).status == 404
    with app.app_context():
        lines = db.session.get_one(Meeting, meeting_id).attendances
        assert {line.capacity for line in lines if line.account.email == "dean@example.org"} == {"guest"}


@pytest.mark.parametrize("key", ["larch", "fern", "oak"])
def test_only_who_plans_meetings_names_a_chair(app: Flask, browser_for: Any, key: str) -> None:
    assert browser_for(key).get(f"/meetings/{stored_meeting(app, 1)}/chair").status == 404


@pytest.mark.parametrize("key", ["yew", "oak"])
def test_who_audits_or_keeps_accounts_chairs_nothing(app: Flask, actor: Any, key: str) -> None:
    g.request_id = "test"
    with pytest.raises(Refused, match="can chair"):
        name_chair(actor=who("cora"), meeting=a_meeting(1), account_id=who(key).account_id)


def not_the_council(facts: CaseFacts, agency_type: str, agency_id: UUID) -> str:
    return "The council is complained about." if agency_type.startswith("council") else ""


def test_the_panels_own_rule_is_asked_when_a_chair_is_named(
    app: Flask, actor: Any, variant: Callable[..., Any]
) -> None:
    variant(may_chair=not_the_council)
    g.request_id = "test"
    meeting = a_meeting(1)
    with pytest.raises(Refused, match="The council is complained about"):
        name_chair(actor=who("cora"), meeting=meeting, account_id=who("dean").account_id)
    assert meeting.chair_id is None
    name_chair(actor=who("cora"), meeting=meeting, account_id=who("larch").account_id)
    assert meeting.chair_id == who("larch").account_id


@pytest.mark.long
def test_the_rule_is_asked_again_when_the_meeting_opens_and_when_the_case_is_decided(
    app: Flask, variant: Callable[..., Any], browser_for: Any
) -> None:
    meeting_id = named(app)
    variant(may_chair=not_the_council)
    cora = browser_for("cora")
    cora.get(f"/meetings/{meeting_id}/open")
    page = cora.submit({"accepted": "yes", "reason": "Nobody else."}, form="accepted", button=("do", "start"))
    assert page.status == 422
    assert "The council is complained about" in page.words()
    dean = browser_for("dean")
    page = press(dean, meeting_id)
    assert page.status == 422
    with app.app_context():
        assert db.session.scalars(sa.select(ItemRecord)).all() == []
        larch = next(
            line.account_id
            for line in db.session.get_one(Meeting, meeting_id).attendances
            if line.account.email == "larch@example.org"
        )
    assert press(dean, meeting_id, acted_by=str(larch)).status == 200


def test_naming_says_who_and_when(app: Flask, actor: Any) -> None:
    g.request_id = "test"
    meeting = a_meeting(1)
    name_chair(actor=who("cora"), meeting=meeting, account_id=who("dean").account_id)
    assert meeting.chair_named_by_id == who("cora").account_id
    assert meeting.chair_named_at is not None
    assert now() - meeting.chair_named_at < timedelta(minutes=1)
    assert db.session.scalars(sa.select(Case)).all()

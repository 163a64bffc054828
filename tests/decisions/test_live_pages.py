"""The live meeting through its pages, as a browser without JavaScript drives it."""

from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from auth.access_log.models import AccessEntry
from auth.models import Account
from casework.actions.models import Action
from casework.cases.models import Case, Exclusion
from extensions import db
from panels.agendas.models import AgendaItem
from panels.decisions.models import Contribution, ItemRecord
from tests.client import Client, Page
from tests.decisions.table import agency_id, stored_meeting

DECIDED = {"option": "adopt", "reason": "Visitors are back after the lock change.", "band": "high"}


@pytest.fixture
def meeting_id(app: Flask) -> UUID:
    return stored_meeting(app)


def live(client: Client, meeting_id: UUID, number: int = 1) -> Page:
    page = client.get(f"/meetings/{meeting_id}/live/{number}")
    assert page.status == 200, page.words()[:300]
    return page


def press(client: Client, do: str, changes: dict[str, Any] | None = None) -> Page:
    return client.submit(changes or {}, form="reason", button=("do", do))


def items(app: Flask, meeting_id: UUID) -> list[AgendaItem]:
    with app.app_context():
        wanted = sa.select(AgendaItem).where(AgendaItem.meeting_id == meeting_id).order_by(AgendaItem.position)
        return list(db.session.scalars(wanted))


def count(app: Flask, model: Any) -> int:
    with app.app_context():
        return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def references(app: Flask, meeting_id: UUID) -> list[str]:
    with app.app_context():
        return [db.session.get_one(Case, item.case_id).reference for item in items(app, meeting_id)]


def test_a_whole_case_can_be_recorded_without_javascript(app: Flask, meeting_id: UUID, browser_for: Any) -> None:
    alder = browser_for("alder")
    page = live(alder, meeting_id)
    assert "Case 1 of 3" in page.words()
    assert "First time at the panel" in page.words()
    lanternfish = str(agency_id_of(app, "rowan"))
    page = press(
        alder,
        "next",
        {**DECIDED, "a1_agency": lanternfish, "a1_text": "Change the locks", "telling": "Maple rings tomorrow."},
    )
    assert page.path == f"/meetings/{meeting_id}/live/2"
    first, second, _ = items(app, meeting_id)
    assert (first.state, second.state) == ("decided", "live")
    assert second.started_at is not None
    with app.app_context():
        record = db.session.scalars(sa.select(ItemRecord)).one()
        action = db.session.scalars(sa.select(Action)).one()
        assert (record.option, record.band, record.version) == ("adopt", "high", 1)
        assert record.review_on is not None
        assert action.agency_id == UUID(lanternfish)
        assert action.officer is not None
        assert action.officer.email == "rowan@example.org"
        assert db.session.get_one(Case, first.case_id).band == "high"
        chair = db.session.get_one(Account, record.acted_by_id)
        assert chair.email == "alder@example.org"


def test_a_decision_without_a_reason_does_not_leave_the_page(app: Flask, meeting_id: UUID, browser_for: Any) -> None:
    alder = browser_for("alder")
    live(alder, meeting_id)
    for do in ("next", "save"):
        page = press(alder, do, {**DECIDED, "reason": " ", "a1_text": "Visit", "a1_agency": "", "telling": "Not yet."})
        assert page.status == 422
        assert "Enter why the panel decided this" in page.words()
        assert "Error:" in page.title()
        typed = dict(page.fields("reason"))
        assert (typed["a1_text"], typed["telling"], typed["option"]) == ("Visit", "Not yet.", "adopt")
    assert items(app, meeting_id)[0].state == "waiting"
    assert count(app, ItemRecord) == 0


@pytest.mark.long
def test_a_prepared_reason_fills_an_empty_reason_and_never_replaces_one(
    app: Flask, meeting_id: UUID, browser_for: Any
) -> None:
    alder = browser_for("alder")
    live(alder, meeting_id)
    press(alder, "next", {**DECIDED, "reason": "", "prepared": "adopt:1"})
    press(alder, "next", {**DECIDED, "reason": "My own words.", "prepared": "adopt:1"})
    assert "The risk has gone up." in live(alder, meeting_id, 1).text
    page = live(alder, meeting_id, 2)
    assert dict(page.fields("reason"))["reason"] == "My own words."


def test_another_row_and_a_stock_action_keep_everything_typed(app: Flask, meeting_id: UUID, browser_for: Any) -> None:
    alder = browser_for("alder")
    live(alder, meeting_id)
    page = press(alder, "stock-W", {"reason": "Half a sen", "a1_text": "Visit", "review_on-day": "31"})
    typed = dict(page.fields("reason"))
    assert (typed["reason"], typed["a1_text"], typed["review_on-day"]) == ("Half a sen", "Visit", "31")
    assert typed["a2_text"] == "Carry out a welfare check"
    assert typed["a2_agency"] == str(agency_id_of(app, "larch"))
    page = press(alder, "add")
    assert "a3_text" in dict(page.fields("reason"))
    assert count(app, Action) == 0
    assert "govuk-error-summary" not in page.text


def test_leaving_a_case_unfinished_keeps_what_was_typed(app: Flask, meeting_id: UUID, browser_for: Any) -> None:
    alder = browser_for("alder")
    live(alder, meeting_id)
    page = press(alder, "unfinished", {"reason": "We wait for health."})
    assert page.path.endswith("/live/2")
    assert items(app, meeting_id)[0].state == "unfinished"
    assert dict(live(alder, meeting_id).fields("reason"))["reason"] == "We wait for health."


def test_not_reached_goes_on_to_the_next_case(app: Flask, meeting_id: UUID, browser_for: Any) -> None:
    alder = browser_for("alder")
    live(alder, meeting_id)
    page = press(alder, "not_reached")
    assert page.path.endswith("/live/2")
    assert items(app, meeting_id)[0].state == "not_reached"


def test_a_double_press_makes_one_action(app: Flask, meeting_id: UUID, browser_for: Any) -> None:
    alder = browser_for("alder")
    page = live(alder, meeting_id)
    fields = dict(page.fields("reason")) | DECIDED
    fields |= {"a1_agency": str(agency_id_of(app, "rowan")), "a1_text": "Change the locks", "do": "save"}
    for _ in range(3):
        alder.post(page.path, fields)
    assert count(app, Action) == 1
    with app.app_context():
        assert db.session.scalars(sa.select(ItemRecord)).one().version == 1


@pytest.mark.long
def test_a_late_saver_gets_both_texts_and_can_keep_theirs_as_a_note(
    app: Flask, meeting_id: UUID, browser_for: Any
) -> None:
    alder, cora = browser_for("alder"), browser_for("cora")
    live(alder, meeting_id)
    live(cora, meeting_id)
    press(alder, "save", {**DECIDED, "reason": "What the chair wrote."})
    page = press(
        cora,
        "save",
        {
            **DECIDED,
            "reason": "What the coordinator wrote.",
            "a1_text": "Visit",
            "a1_agency": str(agency_id_of(app, "larch")),
        },
    )
    assert page.status == 409
    assert "What the chair wrote." in page.words()
    assert "What the coordinator wrote." in page.words()
    assert "Visit" in page.words()
    page = cora.submit({}, form="reason", button=("choice", "note"))
    assert page.status == 200, page.words()[:400]
    assert dict(live(cora, meeting_id).fields("reason"))["reason"] == "What the chair wrote."
    assert "What the coordinator wrote." in cora.get(f"/meetings/{meeting_id}/notes/1").words()
    assert count(app, Action) == 1


@pytest.mark.long
@pytest.mark.parametrize(("choice", "stands"), [("mine", "Mine."), ("theirs", "Theirs.")])
def test_a_late_saver_can_choose_whose_text_stands(
    app: Flask, meeting_id: UUID, browser_for: Any, choice: str, stands: str
) -> None:
    alder, cora = browser_for("alder"), browser_for("cora")
    live(alder, meeting_id)
    live(cora, meeting_id)
    press(alder, "save", {**DECIDED, "reason": "Theirs."})
    press(cora, "save", {**DECIDED, "reason": "Mine."})
    cora.submit({}, form="reason", button=("choice", choice))
    assert dict(live(cora, meeting_id).fields("reason"))["reason"] == stands


@pytest.mark.long
def test_saving_the_same_words_late_is_no_conflict(app: Flask, meeting_id: UUID, browser_for: Any) -> None:
    alder, birch = browser_for("alder"), browser_for("birch")
    live(alder, meeting_id)
    live(birch, meeting_id)
    acted = dict(live(alder, meeting_id).fields("reason"))["acted_by"]
    press(alder, "save", {**DECIDED, "acted_by": acted})
    assert press(birch, "save", {**DECIDED, "acted_by": acted, **review_of(app)}).status == 200


@pytest.mark.long
def test_a_conflict_closes_the_case_to_the_chair_at_once_and_the_vice_chair_acts(
    app: Flask, meeting_id: UUID, browser_for: Any
) -> None:
    alder, birch = browser_for("alder"), browser_for("birch")
    reference = references(app, meeting_id)[0]
    page = live(alder, meeting_id)
    chair = dict(page.fields("reason"))["acted_by"]
    page = alder.submit({"account": chair, "connection": "neighbour"}, form="connection")
    assert page.path == f"/meetings/{meeting_id}/live/2"
    assert reference not in page.text
    assert "Not for you" in page.words()
    for address in ("live/1", "notes/1"):
        assert alder.get(f"/meetings/{meeting_id}/{address}").status == 404
    fields = dict(live(alder, meeting_id, 2).fields("reason")) | DECIDED
    assert alder.post(f"/meetings/{meeting_id}/live/1", fields).status == 404
    page = live(birch, meeting_id)
    assert "left for this case" in page.words()
    press(birch, "next", DECIDED)
    with app.app_context():
        record = db.session.scalars(sa.select(ItemRecord)).one()
        assert db.session.get_one(Account, record.acted_by_id).email == "birch@example.org"


def test_when_chair_and_vice_chair_are_both_out_another_member_is_elected(
    app: Flask, meeting_id: UUID, browser_for: Any
) -> None:
    first = items(app, meeting_id)[0]
    with app.app_context():
        for key in ("alder", "birch"):
            account = db.session.scalars(sa.select(Account).where(Account.email == f"{key}@example.org")).one()
            db.session.add(
                Exclusion(case_id=first.case_id, account_id=account.id, connection="work", declared_by_id=account.id)
            )
        db.session.commit()
    page = live(browser_for("cora"), meeting_id)
    assert "elected for this case" in page.words()
    assert "Alder Whitcombe, chair" not in page.words()


@pytest.mark.parametrize("key", ["rowan", "fern", "yew", "oak"])
def test_who_does_not_run_the_panel_meets_the_usual_answer(
    app: Flask, meeting_id: UUID, browser_for: Any, key: str
) -> None:
    client = browser_for(key)
    for address in ("live/1", "notes/1", "close"):
        assert client.get(f"/meetings/{meeting_id}/{address}").status == 404


def test_a_number_beyond_the_running_order_is_the_usual_answer(meeting_id: UUID, browser_for: Any) -> None:
    assert browser_for("alder").get(f"/meetings/{meeting_id}/live/99").status == 404


def test_a_meeting_that_is_not_open_takes_no_words(app: Flask, browser_for: Any) -> None:
    planned = stored_meeting(app, 1, opened=False)
    alder = browser_for("alder")
    assert alder.get(f"/meetings/{planned}/live/1", follow=False).status == 303
    other = stored_meeting(app, 1)
    fields = dict(live(alder, other).fields("reason")) | DECIDED
    assert alder.post(f"/meetings/{planned}/live/1", {**fields, "do": "save"}).status == 422
    assert count(app, ItemRecord) == 0


def test_closing_a_case_says_what_stands_against_it(app: Flask, meeting_id: UUID, browser_for: Any) -> None:
    alder = browser_for("alder")
    live(alder, meeting_id)
    page = press(
        alder,
        "save",
        {
            **DECIDED,
            "option": "close",
            "closure_reason": "stopped",
            "telling": "Maple tells them.",
            "a1_agency": str(agency_id_of(app, "larch")),
            "a1_text": "Visit",
        },
    )
    assert page.status == 422
    assert "closing risk assessment" in page.words()
    assert "1 action is still to be done" in page.words()
    assert count(app, ItemRecord) == 0


@pytest.mark.long
def test_notes_stay_whoever_corrects_them_first(app: Flask, meeting_id: UUID, browser_for: Any) -> None:
    cora, birch = browser_for("cora"), browser_for("birch")
    cora.get(f"/meetings/{meeting_id}/notes/1")
    police = str(agency_id_of(app, "larch"))
    cora.submit({"text": "Six calls.", "agency": police, "nature": "fact"}, form="nature")
    correct = next(link for link in cora.page.links() if "correct=" in link)
    cora.get(correct)
    birch.get(correct)
    cora.submit({"text": "Seven calls."}, form="nature")
    page = birch.submit({"text": "Eight calls."}, form="nature")
    assert page.status == 409
    assert "Seven calls." in page.words()
    assert "Eight calls." in page.words()
    page = birch.submit({}, form="text", button=("choice", "note"))
    words = birch.get(f"/meetings/{meeting_id}/notes/1").words()
    assert all(line in words for line in ("Six calls.", "Seven calls.", "Eight calls."))
    assert count(app, Contribution) == 3


def test_the_minute_taker_is_told_and_not_moved_when_the_chair_goes_on(
    app: Flask, meeting_id: UUID, browser_for: Any
) -> None:
    cora, alder = browser_for("cora"), browser_for("alder")
    cora.get(f"/meetings/{meeting_id}/notes/1")
    live(alder, meeting_id)
    press(alder, "next", DECIDED)
    page = cora.get(f"/meetings/{meeting_id}/notes/1")
    assert "The chair has moved on to case 2" in page.words()
    assert page.path.endswith("/notes/1")


def test_the_switch_for_shortcuts_is_remembered(app: Flask, meeting_id: UUID, browser_for: Any) -> None:
    alder = browser_for("alder")
    page = live(alder, meeting_id)
    assert 'data-keys-on="true"' in page.text
    token = dict(page.fields("reason"))["csrf_token"]
    assert alder.http.post("/meetings/shortcuts", data={"on": "no", "csrf_token": token}).status_code == 204
    assert 'data-keys-on="false"' in live(alder, meeting_id).text
    assert alder.http.post("/meetings/shortcuts", data={"on": "yes"}).status_code >= 400


def test_looking_at_a_case_in_the_meeting_is_on_record(app: Flask, meeting_id: UUID, browser_for: Any) -> None:
    live(browser_for("alder"), meeting_id)
    with app.app_context():
        entries = db.session.scalars(sa.select(AccessEntry).where(AccessEntry.event == "meeting.live")).all()
        assert entries
        assert {entry.outcome for entry in entries} == {"allowed"}


def agency_id_of(app: Flask, key: str) -> UUID:
    with app.test_request_context():
        return agency_id(key)


def review_of(app: Flask) -> dict[str, str]:
    """The review date that stands, as its boxes hold it."""
    with app.app_context():
        on = db.session.scalars(sa.select(ItemRecord.review_on)).one()
        return {"review_on-day": str(on.day), "review_on-month": str(on.month), "review_on-year": str(on.year)}

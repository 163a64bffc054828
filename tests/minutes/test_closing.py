"""Closing a meeting: gaps, decisions carried out, cases that go to the next meeting."""

from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask, g

from casework.cases.access import case_by_id
from casework.cases.models import Case, CaseEvent
from casework.cases.service import add_assessment
from casework.panel_type.registry import panel_types
from extensions import db, unit_of_work
from panels.agendas.models import AgendaItem
from panels.decisions.models import ItemRecord
from panels.meetings.models import Meeting
from panels.minutes.gaps import Heard, case_gaps, closing_gaps
from panels.minutes.models import Minutes, MinutesItem
from tests.client import Client
from tests.decisions.table import next_panel, stored_meeting, who

DECIDED = {"option": "adopt", "reason": "Visitors are back.", "band": "high"}


def record(client: Client, meeting_id: UUID, number: int, do: str = "save", **changes: str) -> None:
    page = client.get(f"/meetings/{meeting_id}/live/{number}")
    assert page.status == 200, page.words()[:200]
    page = client.submit({**DECIDED, **changes}, form="reason", button=("do", do))
    assert page.status == 200, page.words()[:600]


def close(client: Client, meeting_id: UUID) -> None:
    client.get(f"/meetings/{meeting_id}/close")
    page = client.submit({"accepted": "yes"} if "accepted" in client.page.text else {}, form="once")
    assert page.status == 200, page.words()[:600]


def stored_next(app: Flask) -> UUID:
    with app.test_request_context():
        g.request_id = "test"
        meeting_id = next_panel().id
        db.session.commit()
    return meeting_id


def items_of(meeting_id: UUID) -> list[AgendaItem]:
    wanted = sa.select(AgendaItem).where(AgendaItem.meeting_id == meeting_id).order_by(AgendaItem.position)
    return list(db.session.scalars(wanted))


def test_gaps_name_the_case_and_what_is_missing() -> None:
    found = closing_gaps(
        [
            Heard(1, "decided", has_decision=True, has_reason=True),
            Heard(2, "decided", has_decision=True, has_reason=True, reason_is_prepared=True, chaired=False),
            Heard(3, "waiting"),
            Heard(4, "live"),
            Heard(5, "decided", mine=False),
            Heard(6, "decided", mine=False, applied=True),
            Heard(7, "decided", has_decision=True, has_reason=True, vague_actions=1),
            Heard(8, "decided", has_decision=True, has_reason=True, without_actions=True),
        ],
        unmarked=2,
        not_accepted=1,
        present=5,
    )
    assert [gap.number for gap in found] == [0, 0, 2, 2, 3, 4, 5, 7, 8]
    assert {gap.number for gap in found if gap.stops_minutes} == {4, 5}


@pytest.mark.parametrize("state", ["live", "unfinished"])
def test_an_unfinished_case_stops_the_minutes(state: str) -> None:
    assert [gap.stops_minutes for gap in case_gaps(Heard(1, state, has_decision=True))] == [True]


@pytest.mark.long
def test_the_page_lists_each_gap_with_a_way_to_put_it_right(app: Flask, browser_for: Any) -> None:
    meeting_id = stored_meeting(app, 4)
    alder = browser_for("alder")
    record(alder, meeting_id, 1, reason="", prepared="adopt:1")
    record(alder, meeting_id, 2, "unfinished", option="", band="")
    page = alder.get(f"/meetings/{meeting_id}/close")
    words = page.words()
    for expected in ("prepared words only", "No decision", "Not reached", "Decided without any action"):
        assert expected in words
    assert f"/meetings/{meeting_id}/live/2" in page.links()
    page = alder.submit({}, form="accepted")
    assert page.status == 422
    assert "Confirm that you have read what is missing" in page.words()
    with app.app_context():
        assert db.session.get_one(Meeting, meeting_id).state == "open"


@pytest.mark.long
def test_closing_moves_each_case_where_the_panel_decided(app: Flask, browser_for: Any) -> None:
    meeting_id = stored_meeting(app)
    alder = browser_for("alder")
    record(alder, meeting_id, 1)
    record(alder, meeting_id, 2, option="monitor", band="standard")
    record(alder, meeting_id, 3, option="refer_on")
    close(alder, meeting_id)
    with app.test_request_context():
        first, second, third = items_of(meeting_id)
        cases = [db.session.get_one(Case, item.case_id) for item in (first, second, third)]
        assert [case.state for case in cases] == ["active", "monitoring", "transferred"]
        assert [case.times_heard for case in cases] == [1, 1, 1]
        assert (
            cases[0].next_review_on
            == db.session.scalars(sa.select(ItemRecord.review_on).where(ItemRecord.item_id == first.id)).one()
        )
        case = case_by_id(who("cora"), cases[0].id).case
        events = db.session.scalars(sa.select(CaseEvent).where(CaseEvent.case_id == case.id)).all()
        decision = next(event for event in events if event.kind == "decision")
        assert decision.title == "Panel decided: Open with a plan"
        assert decision.text == "Visitors are back."


@pytest.mark.long
def test_a_case_closed_by_the_panel_ends_with_its_reason_and_its_retention_date(app: Flask, browser_for: Any) -> None:
    meeting_id = stored_meeting(app, 1)
    with app.test_request_context():
        g.request_id = "test"
        with unit_of_work():
            (item,) = items_of(meeting_id)
            case = case_by_id(who("alder"), item.case_id, "decision.record").case
            tool = panel_types.get(case.panel).risk_tools[0]
            answers = {question.id: question.options[0].value for question in tool.questions}
            add_assessment(
                actor=who("alder"),
                case=case,
                person=case.parties[0].person,
                tool=tool.id,
                answers=answers,
                occasion="closure",
            )
    alder = browser_for("alder")
    closing = {"option": "close", "closure_reason": "stopped", "telling": "Maple rings.", "told": "told"}
    record(alder, meeting_id, 1, band="standard", **closing)
    close(alder, meeting_id)
    with app.app_context():
        (item,) = items_of(meeting_id)
        case = db.session.get_one(Case, item.case_id)
        assert (case.state, case.closure_reason) == ("closed", "stopped")
        assert case.closed_at is not None
        assert case.next_review_on is None
        assert case.retention_due_on is not None
    assert "The risk is lower and the behaviour has stopped" in alder.get(f"/meetings/{meeting_id}/minutes").words()


@pytest.mark.long
def test_closing_again_changes_nothing(app: Flask, browser_for: Any) -> None:
    meeting_id, _ = stored_meeting(app), stored_next(app)
    alder = browser_for("alder")
    record(alder, meeting_id, 1)
    alder.get(f"/meetings/{meeting_id}/close")
    fields = alder.page.fields("accepted")
    token = [pair for pair in fields if pair[0] == "csrf_token"]
    close(alder, meeting_id)
    before = standing(app, meeting_id)
    alder.post(f"/meetings/{meeting_id}/close", [*token, ("accepted", "yes"), ("once", dict(fields)["once"])])
    alder.post(f"/meetings/{meeting_id}/minutes/draft", token)
    assert standing(app, meeting_id) == before


def standing(app: Flask, meeting_id: UUID) -> list[Any]:
    with app.app_context():
        cases = [db.session.get_one(Case, item.case_id) for item in items_of(meeting_id)]
        counts = [
            db.session.scalar(sa.select(sa.func.count()).select_from(model))
            for model in (AgendaItem, Minutes, MinutesItem, CaseEvent)
        ]
        return [*counts, *((case.state, case.times_heard, case.version) for case in cases)]


@pytest.mark.long
def test_unheard_and_adjourned_cases_stand_on_the_next_agenda(app: Flask, browser_for: Any) -> None:
    meeting_id, following = stored_meeting(app), stored_next(app)
    alder = browser_for("alder")
    record(alder, meeting_id, 1, option="adjourn", reason="Health was not here.")
    record(alder, meeting_id, 2)
    close(alder, meeting_id)
    with app.app_context():
        heard = items_of(meeting_id)
        carried = items_of(following)
        assert [item.state for item in heard] == ["adjourned", "decided", "not_reached"]
        assert [item.carried_from_id for item in carried] == [heard[0].id, heard[2].id]
        assert [item.case_id for item in carried] == [heard[0].case_id, heard[2].case_id]
        assert db.session.get_one(Case, heard[0].case_id).state == "listed"
        assert db.session.get_one(Case, heard[0].case_id).times_heard == 0


def test_a_case_that_went_to_the_next_meeting_is_not_taken_to_a_later_one_too(app: Flask, browser_for: Any) -> None:
    meeting_id, following = stored_meeting(app, 1), stored_next(app)
    alder = browser_for("alder")
    close(alder, meeting_id)
    with app.app_context():
        db.session.get_one(Meeting, following).state = "closed"
        db.session.commit()
    later = stored_next(app)
    alder.get(f"/meetings/{meeting_id}/minutes")
    token = dict(alder.page.fields("csrf_token"))["csrf_token"]
    alder.post(f"/meetings/{meeting_id}/minutes/draft", {"csrf_token": token})
    with app.app_context():
        assert len(items_of(following)) == 1
        assert items_of(later) == []


def test_no_case_leaves_the_agenda_without_an_outcome_when_no_next_meeting_is_planned(
    app: Flask, browser_for: Any
) -> None:
    meeting_id = stored_meeting(app, 1)
    close(browser_for("alder"), meeting_id)
    with app.app_context():
        (item,) = items_of(meeting_id)
        assert item.state == "not_reached"
        assert db.session.get_one(Case, item.case_id).state == "listed"
    following = stored_next(app)
    page = browser_for("alder").get(f"/meetings/{following}/agenda")
    assert "Carried over" in page.words()


@pytest.mark.long
def test_a_case_shut_to_the_chair_is_finished_by_the_vice_chair(app: Flask, browser_for: Any) -> None:
    meeting_id = stored_meeting(app, 2)
    alder, birch = browser_for("alder"), browser_for("birch")
    page = alder.get(f"/meetings/{meeting_id}/live/1")
    chair = dict(page.fields("reason"))["acted_by"]
    alder.submit({"account": chair, "connection": "neighbour"}, form="connection")
    record(birch, meeting_id, 1)
    record(alder, meeting_id, 2)
    close(alder, meeting_id)
    with app.app_context():
        states = [db.session.get_one(Case, item.case_id).state for item in items_of(meeting_id)]
        assert states == ["listed", "active"]
        assert db.session.scalar(sa.select(sa.func.count()).select_from(MinutesItem)) == 1
    birch.get(f"/meetings/{meeting_id}/minutes")
    token = dict(birch.page.fields("csrf_token"))["csrf_token"]
    birch.post(f"/meetings/{meeting_id}/minutes/draft", {"csrf_token": token})
    with app.app_context():
        states = [db.session.get_one(Case, item.case_id).state for item in items_of(meeting_id)]
        assert states == ["active", "active"]
        assert db.session.scalar(sa.select(sa.func.count()).select_from(MinutesItem)) == 2


@pytest.mark.long
def test_a_closed_meeting_takes_no_more_decisions_but_for_what_was_unfinished(app: Flask, browser_for: Any) -> None:
    meeting_id = stored_meeting(app, 2)
    alder = browser_for("alder")
    record(alder, meeting_id, 1)
    record(alder, meeting_id, 2, "unfinished", reason="")
    page = alder.get(f"/meetings/{meeting_id}/live/1")
    fields = dict(page.fields("reason"))
    close(alder, meeting_id)
    assert alder.post(f"/meetings/{meeting_id}/live/1", {**fields, **DECIDED, "do": "save"}).status == 422
    record(alder, meeting_id, 2)
    with app.app_context():
        assert [item.state for item in items_of(meeting_id)] == ["decided", "decided"]

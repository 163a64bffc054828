"""The steps of hearing a case, and the part in which the person concerned is in the room."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask, g

from casework.errors import Refused
from casework.panel_type.meeting_rules import HearingStep
from extensions import db
from panels.agendas.models import AgendaItem
from panels.decisions.access import item_for
from panels.decisions.models import ItemVisit
from panels.decisions.service import start_item
from panels.decisions.steps import planned
from panels.decisions.visits import person_comes_in, person_leaves, visits_of
from panels.meetings.models import Meeting
from panels.meetings.service import close_meeting
from tests.client import Client, Page
from tests.decisions.table import a_meeting, stored_meeting, who

STEPS = (
    HearingStep("Introductions", 5),
    HearingStep("The person affected speaks", 20, subject_present=True),
    HearingStep("They leave"),
    HearingStep("What each agency did", 30),
)
AT = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)


def test_each_step_is_planned_after_the_one_before_it() -> None:
    found = planned(STEPS, AT)
    assert [step.until for step in found] == [
        AT + timedelta(minutes=5),
        AT + timedelta(minutes=25),
        None,
        AT + timedelta(minutes=55),
    ]
    assert [step.until for step in planned(STEPS, None)] == [None] * 4
    assert [step.subject_present for step in found] == [False, True, False, False]


@pytest.fixture
def meeting_id(app: Flask, variant: Callable[..., Any]) -> UUID:
    variant(steps=STEPS)
    return stored_meeting(app, 2)


def live(client: Client, meeting_id: UUID, number: int = 1) -> Page:
    return client.get(f"/meetings/{meeting_id}/live/{number}")


def press(client: Client, meeting_id: UUID, do: str, number: int = 1, **changes: Any) -> Page:
    live(client, meeting_id, number)
    return client.submit(changes, form="reason", button=("do", do))


def begin(client: Client, meeting_id: UUID, number: int = 1) -> None:
    page = live(client, meeting_id, number)
    token = dict(page.fields("reason"))["csrf_token"]
    client.post(f"/meetings/{meeting_id}/live/{number}/start", {"csrf_token": token})


def visits(app: Flask) -> list[ItemVisit]:
    with app.app_context():
        return list(db.session.scalars(sa.select(ItemVisit)))


def reference(app: Flask, meeting_id: UUID) -> str:
    with app.app_context():
        wanted = sa.select(AgendaItem).where(AgendaItem.meeting_id == meeting_id).order_by(AgendaItem.position)
        return db.session.scalars(wanted.limit(1)).one().case.reference


def test_the_page_shows_the_steps_with_minutes_and_the_part_with_the_person(
    app: Flask, meeting_id: UUID, browser_for: Any
) -> None:
    page = live(browser_for("alder"), meeting_id)
    assert "The person affected speaks, 20 min" in page.words()
    assert page.words().count("With the person concerned") == 1
    assert "The person concerned has joined" not in page.words()


def test_a_panel_without_steps_shows_none(app: Flask, browser_for: Any) -> None:
    words = live(browser_for("alder"), stored_meeting(app, 1)).words()
    assert "How this case is heard" not in words
    assert "person concerned" not in words


@pytest.mark.long
def test_while_the_person_is_in_the_room_its_screen_shows_nothing_of_any_case(
    app: Flask, meeting_id: UUID, browser_for: Any
) -> None:
    alder, rowan = browser_for("alder"), browser_for("rowan")
    begin(alder, meeting_id)
    address = f"/meetings/{meeting_id}/room"
    assert reference(app, meeting_id) in rowan.get(address).text
    before = rowan.http.get(f"{address}/version").get_json()["version"]
    page = press(alder, meeting_id, "subject-in", reason="Half a sent")
    assert dict(page.fields("reason"))["reason"] == "Half a sent"
    assert "The person concerned is in the room" in page.words()
    assert rowan.http.get(f"{address}/version").get_json()["version"] != before
    begin(alder, meeting_id, 2)
    for number in (1, 2):
        alder.get(f"/meetings/{meeting_id}/live/{number}")
        alder.submit({}, form="number", button=("do", "show"))
        for client in (rowan, alder):
            screen = client.get(address)
            main = screen.text.split("<main")[1].split("</main")[0]
            assert "is with us" in main
            assert all(words not in main for words in (reference(app, meeting_id), "P.T.", "B.C.", "Case 1", "High"))
    assert "for another case" in live(alder, meeting_id, 2).words()
    before = rowan.http.get(f"{address}/version").get_json()["version"]
    press(alder, meeting_id, "subject-out", 2)
    assert rowan.http.get(f"{address}/version").get_json()["version"] != before
    assert "is with us" not in rowan.get(address).words()
    (visit,) = visits(app)
    assert visit.left_at is not None


@pytest.mark.long
def test_the_times_are_kept_with_the_case_and_stand_in_the_minutes(
    app: Flask, meeting_id: UUID, browser_for: Any
) -> None:
    alder = browser_for("alder")
    begin(alder, meeting_id)
    press(alder, meeting_id, "subject-in")
    press(alder, meeting_id, "subject-in")
    press(alder, meeting_id, "subject-out")
    (_visit,) = visits(app)
    assert "joined" in live(alder, meeting_id).words()
    press(alder, meeting_id, "save", option="adopt", reason="It goes on.", band="high")
    alder.get(f"/meetings/{meeting_id}/close")
    alder.submit({"accepted": "yes"}, form="once")
    assert "The person concerned took part: joined" in alder.get(f"/meetings/{meeting_id}/minutes").words()


def test_the_person_comes_in_only_to_a_case_that_is_being_heard(
    app: Flask, variant: Callable[..., Any], actor: Any
) -> None:
    g.request_id = "test"
    alder, meeting = who("alder"), a_meeting(2)
    first, second = (item_for(alder, meeting.id, number).item for number in (1, 2))
    start_item(meeting=meeting, item=first)
    with pytest.raises(Refused, match="without the person concerned"):
        person_comes_in(actor=alder, meeting=meeting, item=first)
    variant(steps=STEPS)
    with pytest.raises(Refused, match="Begin the case"):
        person_comes_in(actor=alder, meeting=meeting, item=second)
    person_comes_in(actor=alder, meeting=meeting, item=first)
    start_item(meeting=meeting, item=second)
    with pytest.raises(Refused, match="another case"):
        person_comes_in(actor=alder, meeting=meeting, item=second)
    person_leaves(meeting=meeting)
    person_comes_in(actor=alder, meeting=meeting, item=second)
    person_leaves(meeting=meeting)
    close_meeting(actor=alder, meeting=meeting)
    with pytest.raises(Refused, match="not open"):
        person_comes_in(actor=alder, meeting=meeting, item=first)
    assert len(visits_of(first)) == len(visits_of(second)) == 1


@pytest.mark.long
def test_closing_the_meeting_ends_the_visit(app: Flask, meeting_id: UUID, browser_for: Any) -> None:
    alder = browser_for("alder")
    begin(alder, meeting_id)
    press(alder, meeting_id, "subject-in")
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=5), tick=True):
        alder.get(f"/meetings/{meeting_id}/close")
        alder.submit({"accepted": "yes"}, form="once")
    (visit,) = visits(app)
    with app.app_context():
        assert visit.left_at is not None
        assert abs(visit.left_at - db.session.get_one(Meeting, meeting_id).closed_at) < timedelta(seconds=5)

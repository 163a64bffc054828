"""The room's screen: what a whole room, a shared screen and a passer-by may see."""

from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask, g

from auth.access_log.models import AccessEntry
from casework.actions.service import add_action
from casework.cases.access import cases_for
from casework.cases.models import Case
from casework.people.service import add_marker
from extensions import db, unit_of_work
from panels.agendas.models import AgendaItem
from panels.meetings.models import Meeting
from tests.decisions.table import PEOPLE, stored_meeting, who
from wording.dates import today

CANARY = "canary-story"
FORBIDDEN = (CANARY, "Quillon Court", "0ZZ", "1948", "weapon seen", *PEOPLE[0][:2], "Odalys")


@pytest.fixture
def meeting_id(app: Flask) -> UUID:
    """A meeting whose first case is on the screen, decided, with an action that names people."""
    meeting_id = stored_meeting(app)
    with app.test_request_context():
        g.request_id = "test"
        with unit_of_work():
            item = first_item(meeting_id)
            cora = who("cora")
            case = cases_for(cora, [item.case_id], "decision.record", event="test")[0]
            for text in ("Visit Mr Thistledown with Odalys", "Change locks at 3 Quillon Court, E1 0ZZ"):
                add_action(
                    actor=cora,
                    case=case,
                    text=text,
                    why=CANARY,
                    agency_id=who("larch").agency_id,
                    officer_id=who("larch").account_id,
                    due_on=today(),
                    agenda_item_id=item.id,
                )
            add_marker(
                actor=cora,
                person=case.parties[0].person,
                kind="weapon",
                incident="weapon seen",
                source="Police",
                happened_on=today(),
                review_on=today().replace(year=today().year + 1),
            )
    return meeting_id


def first_item(meeting_id: UUID) -> AgendaItem:
    wanted = sa.select(AgendaItem).where(AgendaItem.meeting_id == meeting_id).order_by(AgendaItem.position)
    return db.session.scalars(wanted.limit(1)).one()


def decide(client: Any, meeting_id: UUID) -> None:
    client.get(f"/meetings/{meeting_id}/live/1")
    token = dict(client.page.fields("reason"))["csrf_token"]
    client.post(f"/meetings/{meeting_id}/live/1/start", {"csrf_token": token})
    client.get(f"/meetings/{meeting_id}/live/1")
    changes = {"option": "adopt", "reason": CANARY, "band": "high", "telling": CANARY}
    client.submit(changes, form="reason", button=("do", "save"))


@pytest.mark.long
@pytest.mark.parametrize("key", ["alder", "rowan"])
def test_no_address_story_or_name_reaches_the_screen(app: Flask, meeting_id: UUID, browser_for: Any, key: str) -> None:
    """AC 63."""
    decide(browser_for("alder"), meeting_id)
    page = browser_for(key).get(f"/meetings/{meeting_id}/room")
    main = page.text.split("<main")[1].split("</main")[0]
    assert "P.T." in main
    assert "Open with a plan" in main
    assert "High" in main
    assert "Visit Mr [name] with [name]" in main
    assert "Not shown on this screen" in main
    assert [words for words in FORBIDDEN if words in main] == []


@pytest.mark.long
def test_a_blanked_screen_shows_nothing_of_the_case(app: Flask, meeting_id: UUID, browser_for: Any) -> None:
    alder = browser_for("alder")
    decide(alder, meeting_id)
    reference = case_reference(app, meeting_id)
    alder.get(f"/meetings/{meeting_id}/live/1")
    alder.submit({}, form="number", button=("do", "blank"))
    page = browser_for("rowan").get(f"/meetings/{meeting_id}/room")
    assert "Screen paused" in page.words()
    assert reference not in page.text
    assert "P.T." not in page.text


@pytest.mark.long
def test_somebody_who_left_for_the_case_sees_neither_reference_nor_initials(
    app: Flask, meeting_id: UUID, browser_for: Any
) -> None:
    alder = browser_for("alder")
    decide(alder, meeting_id)
    alder.get(f"/meetings/{meeting_id}/live/1")
    with app.test_request_context():
        rowan = str(who("rowan").account_id)
    alder.submit({"account": rowan, "connection": "work"}, form="connection")
    page = browser_for("rowan").get(f"/meetings/{meeting_id}/room")
    assert "not for you" in page.words()
    assert case_reference(app, meeting_id) not in page.text
    assert "P.T." not in page.text


@pytest.mark.long
def test_the_version_says_that_something_changed_and_not_what(app: Flask, meeting_id: UUID, browser_for: Any) -> None:
    rowan, alder = browser_for("rowan"), browser_for("alder")
    address = f"/meetings/{meeting_id}/room/version"
    before = rowan.http.get(address).get_json()["version"]
    entries = count_entries(app)
    assert rowan.http.get(address).get_json()["version"] == before
    assert count_entries(app) == entries
    decide(alder, meeting_id)
    after = rowan.http.get(address).get_data(as_text=True)
    assert before not in after
    assert all(words not in after for words in FORBIDDEN)
    assert case_reference(app, meeting_id) not in after


@pytest.mark.parametrize("key", ["fern", "oak", "yew"])
def test_who_is_not_of_the_panel_sees_no_screen(meeting_id: UUID, browser_for: Any, key: str) -> None:
    client = browser_for(key)
    assert client.get(f"/meetings/{meeting_id}/room").status == 404
    assert client.http.get(f"/meetings/{meeting_id}/room/version").status_code == 404


def test_a_member_cannot_steer_the_screen(app: Flask, meeting_id: UUID, browser_for: Any) -> None:
    rowan = browser_for("rowan")
    rowan.get(f"/meetings/{meeting_id}/room")
    token = dict(rowan.page.fields("csrf_token"))["csrf_token"]
    assert rowan.post(f"/meetings/{meeting_id}/room", {"do": "blank", "csrf_token": token}).status == 404
    with app.app_context():
        assert not db.session.get_one(Meeting, meeting_id).room_blank


def case_reference(app: Flask, meeting_id: UUID) -> str:
    with app.app_context():
        return db.session.get_one(Case, first_item(meeting_id).case_id).reference


def count_entries(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(sa.select(sa.func.count()).select_from(AccessEntry)) or 0

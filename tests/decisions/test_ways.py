"""How a decision came about: numbers, disagreements and the statute behind them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from flask import Flask, g

from casework.cases.access import case_by_id
from casework.cases.models import CaseEvent
from casework.panel_type.registry import panel_types
from extensions import db
from panels.decisions.models import ItemRecord
from panels.decisions.typed import Typed
from panels.decisions.ways import way_lacks, way_words
from panels.meetings.models import Meeting
from tests.client import Client, Page
from tests.conftest import PANEL
from tests.decisions.table import agency_id, stored_meeting, who
from tests.decisions.variant import CHAIR, MAJORITY, STATUTE, STATUTORY, UNANIMITY
from tests.panel_type.rules import RULES

KNOWN = replace(RULES, ways_to_decide=STATUTORY)
SAID = {"dissent_agency_id": uuid4(), "dissent_words": "Too early."}


def lacking(
    rule: str, votes: tuple[int | None, int | None] = (None, None), *, voters: int = 8, said: int = 0
) -> list[str]:
    typed = Typed(rule=rule, votes_for=votes[0], votes_against=votes[1])
    return [lack.field for lack in way_lacks(KNOWN, typed, voters=voters, disagreements=said)]


@pytest.mark.parametrize(
    ("rule", "votes", "said", "fields"),
    [
        ("", (None, None), 0, []),
        ("unanimity", (None, None), 0, []),
        ("unanimity", (None, None), 1, ["rule"]),
        ("majority", (5, 2), 1, []),
        ("majority", (5, 2), 0, ["dissent_agency", "dissent_words"]),
        ("majority", (None, None), 1, ["votes_for", "votes_against"]),
        ("majority", (5, None), 1, ["votes_against"]),
        ("majority", (-1, 0), 1, ["votes_for"]),
        ("majority", (4, 4), 1, ["votes_for"]),
        ("majority", (3, 4), 1, ["votes_for"]),
        ("majority", (8, 0), 1, []),
        ("majority", (8, 1), 1, ["votes_for"]),
        ("chair", (4, 4), 0, []),
        ("chair", (3, 4), 0, []),
        ("chair", (5, 3), 0, ["rule"]),
        ("by lot", (None, None), 0, ["rule"]),
    ],
)
def test_a_way_that_does_not_fit_the_votes_is_no_way(
    rule: str, votes: tuple[int | None, int | None], said: int, fields: list[str]
) -> None:
    assert lacking(rule, votes, said=said) == fields


def test_there_are_never_more_votes_than_people_who_may_vote() -> None:
    assert lacking("majority", (3, 1), voters=4, said=1) == []
    assert lacking("majority", (3, 1), voters=3, said=1) == ["votes_for"]


def test_the_words_name_numbers_and_statute() -> None:
    assert way_words(MAJORITY, 5, 2) == f"By a majority: 5 for, 2 against ({STATUTE})"
    assert way_words(UNANIMITY, None, None) == f"Everybody agreed ({STATUTE})"


@pytest.fixture
def meeting_id(app: Flask, variant: Callable[..., Any]) -> UUID:
    variant(ways_to_decide=STATUTORY)
    return stored_meeting(app, 1)


def press(client: Client, meeting_id: UUID, **changes: Any) -> Page:
    client.get(f"/meetings/{meeting_id}/live/1")
    decided = {"option": "adopt", "reason": "Visitors are back.", "band": "high"}
    return client.submit(decided | changes, form="reason", button=("do", "save"))


def elm(app: Flask) -> str:
    with app.test_request_context():
        return str(agency_id("elm"))


def records(app: Flask) -> list[ItemRecord]:
    with app.app_context():
        return list(db.session.scalars(sa.select(ItemRecord)))


def test_the_page_offers_the_panels_own_ways_with_their_statute(meeting_id: UUID, browser_for: Any) -> None:
    page = browser_for("alder").get(f"/meetings/{meeting_id}/live/1")
    words = page.words()
    assert all(way.title in words for way in STATUTORY)
    assert words.count(STATUTE) == len(STATUTORY)
    assert dict(page.fields("reason"))["rule"] == "unanimity"


def test_a_panel_without_numbers_asks_for_none(app: Flask, browser_for: Any) -> None:
    page = browser_for("alder").get(f"/meetings/{stored_meeting(app, 1)}/live/1")
    assert "votes_for" not in dict(page.fields("reason"))
    assert dict(page.fields("reason"))["rule"] == panel_types.get(PANEL).meeting.ways_to_decide[0].key


@pytest.mark.long
def test_a_majority_with_its_numbers_and_dissent_is_on_the_record(
    app: Flask, meeting_id: UUID, browser_for: Any
) -> None:
    alder = browser_for("alder")
    page = press(alder, meeting_id, rule="majority", votes_for="5", votes_against="2")
    assert page.status == 422
    assert "Select which agency disagreed" in page.words()
    said = {"dissent_agency": elm(app), "dissent_words": "Too early."}
    page = press(alder, meeting_id, rule="majority", votes_for="2", votes_against="5", **said)
    assert page.status == 422
    assert "there must be more votes for it than against it" in page.words()
    page = press(alder, meeting_id, rule="majority", votes_for="7", votes_against="2", **said)
    assert page.status == 422
    assert "8 people in the room may vote" in page.words()
    page = press(alder, meeting_id, rule="majority", votes_for="some", votes_against="2", **said)
    assert "Votes for must be a whole number" in page.words()
    assert records(app) == []
    assert press(alder, meeting_id, rule="majority", votes_for="5", votes_against="2", **said).status == 200
    (record,) = records(app)
    assert (record.rule, record.votes_for, record.votes_against) == ("majority", 5, 2)


def test_a_way_without_numbers_keeps_none(app: Flask, meeting_id: UUID, browser_for: Any) -> None:
    press(browser_for("alder"), meeting_id, rule="unanimity", votes_for="5", votes_against="2")
    (record,) = records(app)
    assert (record.rule, record.votes_for, record.votes_against) == ("unanimity", None, None)


def test_the_chair_decides_only_where_there_is_no_majority(app: Flask, meeting_id: UUID, browser_for: Any) -> None:
    alder = browser_for("alder")
    assert press(alder, meeting_id, rule="chair", votes_for="5", votes_against="3").status == 422
    assert press(alder, meeting_id, rule="chair", votes_for="4", votes_against="4").status == 200
    (record,) = records(app)
    assert record.rule == CHAIR.key


@pytest.mark.long
def test_room_minutes_and_the_next_pack_say_how_it_was_decided(app: Flask, meeting_id: UUID, browser_for: Any) -> None:
    alder = browser_for("alder")
    said = {"dissent_agency": elm(app), "dissent_words": "Too early."}
    press(alder, meeting_id, rule="majority", votes_for="5", votes_against="2", **said)
    alder.get(f"/meetings/{meeting_id}/live/1")
    alder.submit({}, form="number", button=("do", "show"))
    words = f"By a majority: 5 for, 2 against ({STATUTE})"
    assert words in alder.get(f"/meetings/{meeting_id}/room").words()
    alder.get(f"/meetings/{meeting_id}/close")
    alder.submit({"accepted": "yes"}, form="once")
    assert words in alder.get(f"/meetings/{meeting_id}/minutes").words()
    assert "Votes for5" in alder.get(f"/meetings/{meeting_id}/live/1").words()
    with app.test_request_context():
        g.request_id = "test"
        (record,) = records(app)
        case = case_by_id(who("cora"), record.case_id).case
        events = db.session.scalars(
            sa.select(CaseEvent).where(CaseEvent.case_id == case.id, CaseEvent.kind == "decision")
        )
        assert [event.text for event in events] == [f"Visitors are back.\n{words}"]


def test_a_guest_has_no_vote(app: Flask, meeting_id: UUID, browser_for: Any) -> None:
    with app.app_context():
        for line in db.session.get_one(Meeting, meeting_id).attendances:
            if line.account.email == "maple@example.org":
                line.capacity = "guest"
        db.session.commit()
    said = {"dissent_agency": elm(app), "dissent_words": "Too early."}
    page = press(browser_for("alder"), meeting_id, rule="majority", votes_for="6", votes_against="2", **said)
    assert "7 people in the room may vote" in page.words()

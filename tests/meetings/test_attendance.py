"""Who is in the room: coming late, going out and coming back, with the times."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from casework.errors import Refused
from extensions import db
from panels.meetings.models import Absence, Attendance, Meeting
from panels.meetings.presence import come_in, go_out, in_the_room, times_in_words
from panels.meetings.service import close_meeting, missing_now, open_meeting
from tests.meetings.building import MONDAY, acting, make_meeting

HERE = ("alder", "birch", "cora", "larch", "elm")


def opened() -> Meeting:
    meeting = make_meeting(acting("cora"))
    for line in meeting.attendances:
        line.status = "present" if line.account.email.split("@")[0] in HERE else "apologies"
    open_meeting(actor=acting("cora"), meeting=meeting, confidentiality_read=True, without_quorum_reason="No landlord.")
    return meeting


def line_of(meeting: Meeting, key: str) -> Attendance:
    return next(line for line in meeting.attendances if line.account.email == f"{key}@example.org")


def at(minutes: int) -> datetime:
    return MONDAY + timedelta(minutes=minutes)


def names(meeting: Meeting) -> set[str]:
    return {line.account.email.split("@")[0] for line in in_the_room(meeting)}


def test_going_out_and_coming_back_is_kept_with_its_times(work: None) -> None:
    cora, meeting = acting("cora"), opened()
    larch = line_of(meeting, "larch")
    with time_machine.travel(at(40), tick=False):
        go_out(actor=cora, meeting=meeting, line_id=larch.id)
        go_out(actor=cora, meeting=meeting, line_id=larch.id)
        assert names(meeting) == {*HERE} - {"larch"}
    with time_machine.travel(at(55), tick=False):
        come_in(actor=cora, meeting=meeting, line_id=larch.id)
        assert names(meeting) == {*HERE}
    assert [(one.left_at, one.back_at, one.noted_by_id) for one in larch.absences] == [
        (at(40), at(55), cora.account_id)
    ]
    assert times_in_words(larch) == "out from 9:40am to 9:55am"


def test_somebody_who_comes_late_accepts_confidentiality_and_counts_from_then(work: None) -> None:
    cora, meeting = acting("cora"), opened()
    rowan = line_of(meeting, "rowan")
    with time_machine.travel(at(20), tick=False):
        assert missing_now(meeting) == ("The landlord of the case",)
        come_in(actor=cora, meeting=meeting, line_id=rowan.id)
        assert missing_now(meeting) == ()
        close_meeting(actor=cora, meeting=meeting)
        assert missing_now(meeting) == ("The landlord of the case",), "what counts afterwards is the opening"
    assert (rowan.status, rowan.came_at, rowan.accepted_confidentiality_at) == ("present", at(20), at(20))
    assert times_in_words(rowan) == "came at 9:20am"


def test_the_room_is_written_down_only_while_the_meeting_is_open(work: None) -> None:
    cora, meeting = acting("cora"), opened()
    larch = line_of(meeting, "larch")
    close_meeting(actor=cora, meeting=meeting)
    for move in (go_out, come_in):
        with pytest.raises(Refused):
            move(actor=cora, meeting=meeting, line_id=larch.id)
    other = line_of(opened(), "larch")
    with pytest.raises(Refused):
        go_out(actor=cora, meeting=opened(), line_id=other.id)


@pytest.fixture
def meeting_id(app: Flask) -> UUID:
    with app.test_request_context():
        meeting = opened()
        db.session.commit()
        return meeting.id


def press(client: Any, meeting_id: UUID, way: str, line_id: UUID) -> Any:
    client.get(f"/meetings/{meeting_id}/attendance")
    return client.submit({}, form="do", button=("do", f"{way}-{line_id}"))


def test_one_button_for_each_person_works_without_javascript(app: Flask, meeting_id: UUID, browser_for: Any) -> None:
    cora = browser_for("cora")
    with app.app_context():
        line_id = line_of(db.session.get_one(Meeting, meeting_id), "larch").id
    page = press(cora, meeting_id, "out", line_id)
    assert "Larch Novak is out of the room" in page.words()
    assert "left at" in page.words()
    page = press(cora, meeting_id, "in", line_id)
    assert "Larch Novak is in the room" in page.words()
    with app.app_context():
        assert len(db.session.scalars(sa.select(Absence)).all()) == 1


@pytest.mark.parametrize("do", ["", "out", "away-1", "out-not-an-id"])
def test_a_button_that_does_not_exist_moves_nobody(app: Flask, meeting_id: UUID, browser_for: Any, do: str) -> None:
    cora = browser_for("cora")
    cora.get(f"/meetings/{meeting_id}/attendance")
    assert "Select somebody on the list" in cora.submit({}, form="do", button=("do", do)).words()
    with app.app_context():
        assert db.session.scalars(sa.select(Absence)).all() == []


@pytest.mark.parametrize("key", ["larch", "fern", "oak"])
def test_only_who_runs_the_meeting_says_who_is_in_the_room(meeting_id: UUID, browser_for: Any, key: str) -> None:
    assert browser_for(key).get(f"/meetings/{meeting_id}/attendance").status == 404

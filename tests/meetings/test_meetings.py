"""Planning, inviting, answering, opening, closing."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from auth.access_log.models import AccessEntry
from auth.doors import NotAllowed
from auth.encryption.sealed import Locked
from casework.errors import Refused
from casework.notifications.models import OutgoingMessage
from extensions import db
from panels.meetings.access import meeting_for, meetings_for, next_planned
from panels.meetings.invitations import add_attendance, answer_invitation, attendance_of, record_attendance
from panels.meetings.service import clashes, close_meeting, missing_now, open_meeting
from tests.conftest import PANEL
from tests.meetings.building import ORDINARY, acting, make_meeting, prepare

pytestmark = pytest.mark.usefixtures("work")


def test_planning_invites_everybody_with_a_seat_and_nobody_else() -> None:
    meeting = make_meeting(acting("cora"))
    names = {line.account.name.split()[0].lower() for line in meeting.attendances}
    assert names == {"cora", "alder", "birch", "larch", "rowan", "hazel", "elm", "ivy", "maple"}
    told = set(db.session.scalars(sa.select(OutgoingMessage.account_id)))
    assert told == {line.account_id for line in meeting.attendances}


@pytest.mark.parametrize("key", ["rowan", "fern", "yew", "oak", "larch"])
def test_who_does_not_plan_meetings_cannot(key: str) -> None:
    with pytest.raises(NotAllowed):
        make_meeting(acting(key))


def test_a_meeting_in_the_past_or_of_no_sensible_length_is_refused() -> None:
    cora = acting("cora")
    with pytest.raises(Refused):
        make_meeting(cora, starts_at=datetime(2026, 11, 20, 10, 0, tzinfo=UTC))
    for minutes in (14, 481):
        with pytest.raises(Refused):
            make_meeting(cora, minutes_long=minutes)


def test_people_asked_to_two_meetings_at_once_are_counted() -> None:
    make_meeting(acting("cora"))
    assert clashes(panel=PANEL, starts_at=ORDINARY + timedelta(minutes=149), minutes_long=60) == 9
    assert clashes(panel=PANEL, starts_at=ORDINARY + timedelta(minutes=150), minutes_long=60) == 0


def test_a_meeting_of_no_concern_is_the_same_as_none_and_leaves_an_entry() -> None:
    from flask import g

    from extensions import KEPT_ROWS

    meeting = make_meeting(acting("cora"))
    with pytest.raises(NotAllowed):
        meeting_for(acting("fern"), meeting.id)
    for write in g.pop(KEPT_ROWS):
        write()
    entry = db.session.scalars(sa.select(AccessEntry).order_by(AccessEntry.number.desc()).limit(1)).one()
    assert (entry.outcome, entry.object_type) == ("refused", "meeting")
    assert meetings_for(acting("fern")) == []
    assert meetings_for(acting("oak")) == []


def test_what_belongs_to_the_meeting_is_shut_until_its_door_is_passed() -> None:
    from auth.encryption.keyring import lock_all

    meeting = make_meeting(acting("cora"))
    lock_all()
    with pytest.raises(Locked):
        assert meeting.matters
    meeting_for(acting("rowan"), meeting.id)
    assert meeting.matters is None


def test_apologies_name_a_colleague_as_deputy_and_coming_after_all_takes_the_deputy_away() -> None:
    meeting, larch, birch = make_meeting(acting("cora")), acting("larch"), acting("birch")
    with pytest.raises(Refused, match="own agency"):
        answer_invitation(actor=larch, meeting=meeting, coming=False, deputy_id=acting("fern").account_id)
    with pytest.raises(Refused, match="invited already"):
        answer_invitation(actor=larch, meeting=meeting, coming=False, deputy_id=birch.account_id)
    fern = acting("fern")
    with pytest.raises(Refused, match="not invited"):
        answer_invitation(actor=fern, meeting=meeting, coming=True)
    answer_invitation(actor=larch, meeting=meeting, coming=False)
    line = attendance_of(meeting, larch.account_id)
    assert line is not None
    assert line.status == "apologies"


def present(meeting: Any, *keys: str) -> None:
    ids = {acting(key).account_id for key in keys}
    marks = {line.id: "present" if line.account_id in ids else "absent" for line in meeting.attendances}
    record_attendance(actor=acting("cora"), meeting=meeting, marks=marks)


def test_a_meeting_opens_with_the_statement_read_and_the_quorum_met() -> None:
    meeting, alder = make_meeting(acting("cora")), acting("alder")
    present(meeting, "alder", "larch", "elm", "rowan", "cora")
    assert missing_now(meeting) == ()
    with pytest.raises(Refused, match="statement"):
        open_meeting(actor=alder, meeting=meeting, confidentiality_read=False)
    open_meeting(actor=alder, meeting=meeting, confidentiality_read=True)
    assert meeting.state == "open"
    accepted = {line.account_id for line in meeting.attendances if line.accepted_confidentiality_at}
    assert accepted == {acting(key).account_id for key in ("alder", "larch", "elm", "rowan", "cora")}


def test_without_a_quorum_a_reason_is_needed_and_kept() -> None:
    meeting, alder = make_meeting(acting("cora")), acting("alder")
    present(meeting, "alder", "larch", "rowan")
    with pytest.raises(Refused, match="A health service"):
        open_meeting(actor=alder, meeting=meeting, confidentiality_read=True)
    assert meeting.state == "planned"
    open_meeting(
        actor=alder, meeting=meeting, confidentiality_read=True, without_quorum_reason="Urgent, health rang in"
    )
    assert meeting.without_quorum_reason == "Urgent, health rang in"


def test_a_guest_is_added_once_and_does_not_make_the_quorum() -> None:
    meeting, cora = make_meeting(acting("cora")), acting("cora")
    add_attendance(actor=cora, meeting=meeting, account_id=acting("fern").account_id)
    with pytest.raises(Refused, match="already"):
        add_attendance(actor=cora, meeting=meeting, account_id=acting("fern").account_id)
    assert len(missing_now(meeting)) == 5


def test_closing_is_only_for_an_open_meeting_and_once() -> None:
    meeting, alder = make_meeting(acting("cora")), acting("alder")
    with pytest.raises(Refused):
        close_meeting(actor=alder, meeting=meeting)
    open_meeting(actor=alder, meeting=meeting, confidentiality_read=True, without_quorum_reason="A trial")
    close_meeting(actor=alder, meeting=meeting)
    closed_at = meeting.closed_at
    close_meeting(actor=alder, meeting=meeting)
    assert (meeting.state, meeting.closed_at) == ("closed", closed_at)
    with pytest.raises(Refused):
        open_meeting(actor=alder, meeting=meeting, confidentiality_read=True)


def test_unheard_cases_go_to_the_next_ordinary_meeting() -> None:
    cora = acting("cora")
    first = make_meeting(cora)
    urgent = make_meeting(cora, starts_at=ORDINARY + timedelta(days=1), urgent=True)
    later = make_meeting(cora, starts_at=ORDINARY + timedelta(days=35))
    assert next_planned(PANEL, first) is later
    assert next_planned(PANEL, later) is None
    assert urgent.urgent


class TestPages:
    def test_a_coordinator_plans_a_meeting_and_a_clash_is_a_warning_only(self, app: Any, browser_for: Any) -> None:
        prepare(app, 1)
        cora = browser_for("cora")
        cora.get("/meetings/new")
        typed = {"starts_at-day": "9", "starts_at-month": "12", "starts_at-year": "2026", "starts_at-time": "11am"}
        page = cora.submit({**typed, "panel": PANEL, "place": "Online", "minutes_long": "60", "urgent": "no"})
        assert page.status == 422
        assert "of the same people are asked" in page.words()
        page = cora.submit({"anyway": "yes"})
        assert page.status == 200
        assert page.path.startswith("/meetings/")
        assert "Wed 25 November 2026" in page.words()  # the last day for new cases, by the working days before it

    def test_an_empty_plan_says_what_is_missing(self, browser_for: Any) -> None:
        cora = browser_for("cora")
        cora.get("/meetings/new")
        page = cora.submit({"minutes_long": ""})
        assert page.status == 422
        assert "Enter the date and time" in page.words()

    def test_a_double_post_plans_one_meeting(self, browser_for: Any) -> None:
        cora = browser_for("cora")
        cora.get("/meetings/new")
        typed = {"starts_at-day": "10", "starts_at-month": "12", "starts_at-year": "2026", "starts_at-time": "11am"}
        fields = [*cora.page.fields("place"), *typed.items(), ("panel", PANEL), ("urgent", "no")]
        fields = [(name, "Online" if name == "place" else value) for name, value in dict(fields).items()]
        first = cora.post("/meetings/new", fields)
        second = cora.post("/meetings/new", fields)
        assert first.path == second.path != "/meetings/new"
        assert cora.get("/meetings").text.count("10 December 2026") == 1

    def test_a_member_answers_and_sees_no_case_before_the_pack(self, app: Any, browser_for: Any) -> None:
        ready = prepare(app, 2)
        rowan = browser_for("rowan")
        page = rowan.get(ready.path)
        assert page.status == 200
        assert ready.references[0] not in page.text
        page = rowan.submit({"coming": "yes"}, form="coming")
        assert "Your answer is saved" in page.words()
        assert re.search(r"Rowan Castellane\s*Lanternfish Homes\s*Coming", page.words())

    @pytest.mark.parametrize("tail", ["", "/agenda", "/requests", "/pack", "/open", "/actions", "/agenda/fit"])
    def test_outsiders_and_unknown_meetings_get_one_and_the_same_page(
        self, app: Any, browser_for: Any, tail: str
    ) -> None:
        ready = prepare(app, 1)
        fern = browser_for("fern")
        theirs = fern.get(ready.path + tail)
        unknown = fern.get(f"/meetings/00000000-0000-4000-8000-000000000000{tail}")
        assert (theirs.status, unknown.status) == (404, 404)
        assert theirs.words() == unknown.words()

    @pytest.mark.parametrize("tail", ["/agenda", "/requests", "/open", "/actions", "/agenda/fit"])
    def test_members_do_not_plan_or_run(self, app: Any, browser_for: Any, tail: str) -> None:
        ready = prepare(app, 1)
        assert browser_for("rowan").get(ready.path + tail).status == 404

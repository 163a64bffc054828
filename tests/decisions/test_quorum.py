"""The quorum of the case being heard: judged by who is in the room when it is decided."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask, g

from casework.cases.access import case_by_id
from casework.cases.grants import give
from casework.cases.models import Case, Exclusion
from casework.panel_type.agency_types import COUNCIL
from casework.panel_type.meeting_rules import Quorum, QuorumPart
from casework.panel_type.registry import panel_types
from extensions import db, unit_of_work
from panels.agendas.models import AgendaItem, ItemAgency
from panels.decisions.models import ItemRecord
from panels.decisions.people_at_table import heard_by
from panels.meetings.models import Attendance, Meeting
from tests.client import Client, Page
from tests.conftest import PANEL
from tests.decisions.table import agency_id, next_panel, stored_meeting, who
from tests.decisions.variant import MAJORITY

PARTS = (
    QuorumPart("Chair or vice-chair", roles=("chair", "vice_chair")),
    QuorumPart("Local authority", agency_types=COUNCIL),
    QuorumPart("Police of the person’s area", agency_types=("police",), needed=True),
)
DECIDED = {"option": "adopt", "reason": "Visitors are back.", "band": "high"}
REFUSED = "Nothing can be decided without the quorum"
POLICE = ("larch", "birch")


@pytest.fixture
def meeting_id(app: Flask, variant: Callable[..., Any]) -> UUID:
    """An open meeting of a panel whose quorum binds; for its two cases the police are named as needed."""
    variant(quorum=Quorum(PARTS), quorum_binds=True)
    return stored(app, 2)


def stored(app: Flask, cases: int) -> UUID:
    meeting_id = stored_meeting(app, cases)
    with app.test_request_context():
        for item in items(meeting_id):
            item.needed = [ItemAgency(agency_id=agency_id("larch"))]
        db.session.commit()
    return meeting_id


def items(meeting_id: UUID) -> list[AgendaItem]:
    wanted = sa.select(AgendaItem).where(AgendaItem.meeting_id == meeting_id).order_by(AgendaItem.position)
    return list(db.session.scalars(wanted))


def states(app: Flask, meeting_id: UUID) -> list[str]:
    with app.app_context():
        return [item.state for item in items(meeting_id)]


def records(app: Flask) -> list[ItemRecord]:
    with app.app_context():
        return list(db.session.scalars(sa.select(ItemRecord)))


def line_of(app: Flask, meeting_id: UUID, key: str) -> UUID:
    with app.test_request_context():
        wanted = sa.select(Attendance.id).where(
            Attendance.meeting_id == meeting_id, Attendance.account_id == who(key).account_id
        )
        return db.session.scalars(wanted).one()


def live(client: Client, meeting_id: UUID, number: int = 1) -> Page:
    return client.get(f"/meetings/{meeting_id}/live/{number}")


def press(client: Client, meeting_id: UUID, do: str = "save", number: int = 1, **changes: Any) -> Page:
    live(client, meeting_id, number)
    return client.submit(DECIDED | changes, form="reason", button=("do", do))


def move(app: Flask, client: Client, meeting_id: UUID, way: str, *keys: str, number: int = 1) -> Page:
    for key in keys:
        live(client, meeting_id, number)
        page = client.submit({}, form="reason", button=("do", f"{way}-{line_of(app, meeting_id, key)}"))
        assert page.status == 200, page.words()[:300]
    return live(client, meeting_id, number)


def close(client: Client, meeting_id: UUID) -> Page:
    client.get(f"/meetings/{meeting_id}/close")
    return client.submit({"accepted": "yes"} if "accepted" in client.page.text else {}, form="once")  # type: ignore[union-attr]


def test_with_the_quorum_in_the_room_nothing_is_said_and_the_case_is_decided(
    app: Flask, meeting_id: UUID, browser_for: Any
) -> None:
    alder = browser_for("alder")
    assert "The quorum is not in the room" not in live(alder, meeting_id).words()
    assert press(alder, meeting_id).status == 200
    assert states(app, meeting_id) == ["decided", "waiting"]


@pytest.mark.long
def test_a_lost_quorum_is_named_with_its_people_and_stops_the_decision(
    app: Flask, meeting_id: UUID, browser_for: Any
) -> None:
    alder = browser_for("alder")
    assert "The quorum is not in the room" not in move(app, alder, meeting_id, "out", "larch").words()
    words = move(app, alder, meeting_id, "out", "birch").words()
    assert "Missing: Police of the person’s area" in words
    assert "Larch Novak, Police, left at" in words
    assert "a reason does not change that" in words
    for do in ("save", "next"):
        page = press(alder, meeting_id, do, reason="Decided without the police because it is urgent.")
        assert page.status == 422
        assert REFUSED in page.words()
    assert records(app) == []
    assert "The quorum is not in the room" not in move(app, alder, meeting_id, "in", "larch").words()
    assert press(alder, meeting_id).status == 200
    assert [record.option for record in records(app)] == ["adopt"]


@pytest.mark.long
def test_members_who_were_not_named_for_the_case_would_be_its_quorum_or_vote(
    app: Flask, variant: Callable[..., Any], browser_for: Any
) -> None:
    sight = replace(panel_types.declared(PANEL).visibility, members_by_case=True)
    ways = replace(MAJORITY, needs_dissent=False)
    variant(quorum=Quorum(PARTS), quorum_binds=True, ways_to_decide=(ways,), panel={"visibility": sight})
    meeting_id = stored(app, 2)
    alder = browser_for("alder")
    words = move(app, alder, meeting_id, "out", "birch").words()
    assert "Missing: Police of the person’s areaLarch Novak, Police, not named for this case" in words
    assert "Not named for this case" in words
    assert REFUSED in press(alder, meeting_id, votes_for="1", votes_against="0", rule="majority").words()
    with app.test_request_context(), unit_of_work():
        g.request_id = "test"
        case = case_by_id(who("cora"), items(meeting_id)[0].case_id, "grant.give").case
        give(actor=who("cora"), case=case, account_id=who("larch").account_id, kind="named")
    page = press(alder, meeting_id, votes_for="4", votes_against="0", rule="majority")
    assert "3 people in the room may vote on this case" in page.words(), "Alder, Cora and Larch, who was named"
    assert press(alder, meeting_id, votes_for="3", votes_against="0", rule="majority").status == 200
    assert states(app, meeting_id) == ["decided", "waiting"]
    assert REFUSED in press(alder, meeting_id, number=2, votes_for="1", votes_against="0", rule="majority").words()
    with app.test_request_context():
        meeting = db.session.get_one(Meeting, meeting_id)
        heard = {line.account.email.split("@")[0] for line in heard_by(meeting, items(meeting_id)[0]).present}
    assert heard == {"alder", "cora", "larch"}, "minutes give the others no part of the case"


def test_a_reason_given_at_the_opening_does_not_help(app: Flask, meeting_id: UUID, browser_for: Any) -> None:
    alder = browser_for("alder")
    with app.app_context():
        meeting = db.session.get_one(Meeting, meeting_id)
        meeting.state, meeting.opened_at = "planned", None
        for line in meeting.attendances:
            if line.account.email.split("@")[0] in POLICE:
                line.status = "apologies"
        db.session.commit()
    page = alder.get(f"/meetings/{meeting_id}/open")
    assert "No case can be decided without the quorum" in page.words()
    page = alder.submit({"accepted": "yes", "reason": "It cannot wait."}, form="accepted", button=("do", "start"))
    assert page.path.endswith("/actions")
    page = press(alder, meeting_id)
    assert page.status == 422
    assert REFUSED in page.words()


def test_one_tap_keeps_everything_that_was_typed(app: Flask, meeting_id: UUID, browser_for: Any) -> None:
    alder = browser_for("alder")
    page = press(alder, meeting_id, f"out-{line_of(app, meeting_id, 'larch')}", a1_text="Visit", telling="Not yet.")
    typed = dict(page.fields("reason"))
    assert (typed["reason"], typed["a1_text"], typed["telling"]) == (DECIDED["reason"], "Visit", "Not yet.")
    assert typed["option"] == "adopt"
    assert "Out of the room" in page.words()
    assert records(app) == []


def test_a_conflict_takes_somebody_out_of_the_quorum_of_that_case_alone(
    app: Flask, meeting_id: UUID, browser_for: Any
) -> None:
    alder = browser_for("alder")
    with app.test_request_context():
        for key in POLICE:
            account = who(key).account_id
            db.session.add(
                Exclusion(
                    case_id=items(meeting_id)[0].case_id, account_id=account, connection="work", declared_by_id=account
                )
            )
        db.session.commit()
    assert REFUSED in press(alder, meeting_id).words()
    assert press(alder, meeting_id, number=2).status == 200


@pytest.mark.long
@pytest.mark.parametrize("named", [None, "rowan"])
def test_the_police_of_another_area_do_not_make_the_quorum(
    app: Flask, meeting_id: UUID, browser_for: Any, named: str | None
) -> None:
    with app.test_request_context():
        items(meeting_id)[0].needed = [ItemAgency(agency_id=agency_id(named))] if named else []
        db.session.commit()
    alder = browser_for("alder")
    assert REFUSED in press(alder, meeting_id).words()
    assert press(alder, meeting_id, number=2).status == 200


def test_a_guest_of_the_police_does_not_make_the_quorum(app: Flask, meeting_id: UUID, browser_for: Any) -> None:
    with app.app_context():
        for key in POLICE:
            db.session.get_one(Attendance, line_of(app, meeting_id, key)).capacity = "guest"
        db.session.commit()
    assert REFUSED in press(browser_for("alder"), meeting_id).words()


@pytest.mark.long
def test_a_chair_who_went_out_is_waited_for_and_nobody_steps_in(app: Flask, meeting_id: UUID, browser_for: Any) -> None:
    cora = browser_for("cora")
    page = move(app, cora, meeting_id, "out", "alder", "birch")
    assert "Missing: Chair or vice-chair" in page.words()
    with app.test_request_context():
        larch = str(who("larch").account_id)
    assert REFUSED in press(cora, meeting_id, acted_by=larch).words()


def test_when_a_conflict_keeps_both_chairs_out_the_member_who_is_named_counts_as_chair(
    app: Flask, meeting_id: UUID, browser_for: Any
) -> None:
    with app.test_request_context():
        larch = str(who("larch").account_id)
        for key in ("alder", "birch"):
            account = who(key).account_id
            db.session.add(
                Exclusion(
                    case_id=items(meeting_id)[0].case_id, account_id=account, connection="work", declared_by_id=account
                )
            )
        db.session.commit()
    assert press(browser_for("cora"), meeting_id, acted_by=larch).status == 200


@pytest.mark.long
def test_words_may_be_added_to_a_decision_but_no_other_decision_taken(
    app: Flask, meeting_id: UUID, browser_for: Any
) -> None:
    alder = browser_for("alder")
    press(alder, meeting_id)
    move(app, alder, meeting_id, "out", *POLICE)
    assert press(alder, meeting_id, reason="Visitors are back. The lock is broken.").status == 200
    page = press(alder, meeting_id, option="monitor")
    assert page.status == 422
    assert REFUSED in page.words()
    assert [(record.option, record.reason is not None) for record in sealed(app)] == [("adopt", True)]


def sealed(app: Flask) -> list[Any]:
    """Option and sealed reason of the records, the reason still shut."""
    with app.app_context():
        return [
            type("Row", (), {"option": row.option, "reason": row.reason_sealed})
            for row in db.session.execute(sa.select(ItemRecord.option, ItemRecord.reason_sealed))
        ]


@pytest.mark.long
@pytest.mark.parametrize("do", ["put_off", "unfinished", "not_reached", "nothing-known"])
def test_no_other_button_carries_out_a_decision_that_was_not_taken(
    app: Flask, meeting_id: UUID, browser_for: Any, do: str
) -> None:
    alder = browser_for("alder")
    press(alder, meeting_id)
    move(app, alder, meeting_id, "out", *POLICE)
    press(alder, meeting_id, do, option="monitor")
    close(alder, meeting_id)
    with app.app_context():
        case = db.session.get_one(Case, items(meeting_id)[0].case_id)
        assert case.state == "listed"
    assert records(app)[0].applied_at is None


@pytest.mark.long
def test_what_is_left_unfinished_goes_to_the_next_meeting_and_stops_no_minutes(
    app: Flask, meeting_id: UUID, browser_for: Any
) -> None:
    with app.test_request_context():
        following = next_panel().id
        db.session.commit()
    alder = browser_for("alder")
    move(app, alder, meeting_id, "out", *POLICE)
    press(alder, meeting_id, "unfinished", option="")
    assert "goes to the next meeting" in alder.get(f"/meetings/{meeting_id}/close").words()
    close(alder, meeting_id)
    assert states(app, meeting_id) == ["adjourned", "adjourned"]
    page = live(alder, meeting_id)
    assert "The meeting is closed, so this record stands" in page.words()
    with app.app_context():
        carried = {item.case_id for item in items(following)}
        assert carried == {item.case_id for item in items(meeting_id)}
    assert "no decision with its reason" not in alder.get(f"/meetings/{meeting_id}/minutes").words()


def test_nothing_is_decided_once_the_meeting_is_over(app: Flask, meeting_id: UUID, browser_for: Any) -> None:
    alder = browser_for("alder")
    fields = dict(live(alder, meeting_id).fields("reason")) | DECIDED | {"do": "save"}
    with app.app_context():
        db.session.get_one(Meeting, meeting_id).state = "closed"
        items(meeting_id)[0].state = "unfinished"
        db.session.commit()
    page = alder.post(f"/meetings/{meeting_id}/live/1", fields)
    assert page.status == 422
    assert "its quorum has gone" in page.words()
    assert records(app) == []


@pytest.mark.long
def test_a_panel_whose_quorum_does_not_bind_is_warned_and_decides(
    app: Flask, variant: Callable[..., Any], browser_for: Any
) -> None:
    variant(quorum=Quorum(PARTS))
    meeting_id = stored(app, 1)
    alder = browser_for("alder")
    words = move(app, alder, meeting_id, "out", *POLICE).words()
    assert "Missing: Police of the person’s area" in words
    assert "The panel can go on" in words
    assert press(alder, meeting_id).status == 200
    close(alder, meeting_id)
    assert "without Police of the person’s area" in alder.get(f"/meetings/{meeting_id}/minutes").words()

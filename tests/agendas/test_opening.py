"""Opening a meeting on its page: statement, attendance, guests, conflicts, quorum; then the unfinished actions."""

from typing import Any

import pytest
from flask import Flask, g

from casework.actions.models import Action
from casework.cases.access import case_by_id
from extensions import db, unit_of_work
from panels.meetings.models import Meeting
from tests.meetings.building import Prepared, acting, add_work, prepare


def marks(app: Flask, ready: Prepared, *here: str) -> dict[str, str]:
    with app.app_context():
        names = {f"{key}@example.org" for key in here}
        lines = db.session.get_one(Meeting, ready.meeting_id).attendances
        return {f"mark-{line.id}": "present" if line.account.email in names else "apologies" for line in lines}


def line_of(app: Flask, ready: Prepared, key: str) -> tuple[str, str]:
    """Account id and the agenda's first item, as the conflict boxes name them."""
    from panels.agendas.access import items_of

    with app.app_context():
        meeting = db.session.get_one(Meeting, ready.meeting_id)
        account = next(line.account for line in meeting.attendances if line.account.email == f"{key}@example.org")
        return str(account.id), str(items_of(meeting)[0].id)


def give_work(app: Flask, ready: Prepared, *texts: str) -> list[str]:
    with app.test_request_context():
        g.request_id = "work"
        with unit_of_work():
            cora = acting("cora")
            case = case_by_id(cora, ready.case_ids[0]).case
            return [str(add_work(cora, case, text).id) for text in texts]


FULL = ("alder", "cora", "larch", "elm", "rowan")


def test_a_full_table_starts_and_meets_the_unfinished_actions_first(app: Flask, browser_for: Any) -> None:
    ready = prepare(app, 1)
    give_work(app, ready, "Fit a door camera")
    alder = browser_for("alder")
    page = alder.get(f"{ready.path}/open")
    assert "OFFICIAL-SENSITIVE" in page.words()
    page = alder.submit({**marks(app, ready, *FULL), "accepted": "yes"}, button=("do", "start"))
    assert page.path == f"{ready.path}/actions"
    assert "Fit a door camera" in page.words()
    assert f"{ready.path}/live/1" in page.links()


def test_without_the_statement_the_meeting_does_not_start_and_the_marks_are_kept(app: Flask, browser_for: Any) -> None:
    ready = prepare(app, 1)
    alder = browser_for("alder")
    alder.get(f"{ready.path}/open")
    page = alder.submit(marks(app, ready, *FULL), button=("do", "start"))
    assert page.status == 422
    assert "Read the confidentiality statement" in page.words()
    assert len([one for one in page.tree.iter("input") if one.get("checked") is not None]) >= 9
    with app.app_context():
        assert db.session.get_one(Meeting, ready.meeting_id).state == "planned"


def test_what_the_quorum_lacks_is_named_and_starting_anyway_needs_a_reason(app: Flask, browser_for: Any) -> None:
    ready = prepare(app, 1)
    alder = browser_for("alder")
    alder.get(f"{ready.path}/open")
    typed = {**marks(app, ready, "alder", "cora", "larch", "rowan"), "accepted": "yes"}
    page = alder.submit(typed, button=("do", "check"))
    assert "A health service: missing" in page.words()
    assert "Police: here" in page.words()
    page = alder.submit({"accepted": "yes"}, button=("do", "start"))
    assert page.status == 422
    assert "Missing: A health service. Enter why you start without them" in page.words()
    page = alder.submit({"reason": "Nobody from health is well"}, button=("do", "start"))
    assert page.path == f"{ready.path}/actions"


def test_a_conflict_declared_at_the_table_closes_the_case_to_that_person_at_once(app: Flask, browser_for: Any) -> None:
    ready = prepare(app, 2)
    account, item = line_of(app, ready, "alder")
    alder, cora = browser_for("alder"), browser_for("cora")
    assert alder.get(f"/cases/{ready.references[0]}").status == 200
    cora.get(f"{ready.path}/open")
    page = cora.submit({"conflicts": f"{account}.{item}", "connection": "neighbour"}, button=("do", "check"))
    assert "Alder Whitcombe has a conflict of interest" in page.words()
    assert alder.get(f"/cases/{ready.references[0]}").status == 404
    page = alder.get(f"{ready.path}/open")
    assert ready.references[0] not in page.text
    assert ready.references[1] in page.text


def test_a_conflict_needs_its_kind(app: Flask, browser_for: Any) -> None:
    ready = prepare(app, 1)
    account, item = line_of(app, ready, "hazel")
    cora = browser_for("cora")
    cora.get(f"{ready.path}/open")
    page = cora.submit({"conflicts": f"{account}.{item}", "connection": ""}, button=("do", "check"))
    assert page.status == 422
    assert "Select what the connection is" in page.words()


def test_a_guest_is_on_the_list_and_reads_nothing_by_it(app: Flask, browser_for: Any) -> None:
    ready = prepare(app, 1)
    cora = browser_for("cora")
    page = cora.get(f"{ready.path}/open")
    options = page.tree.findall(".//select[@id='guest']/option")
    fern = next(option.get("value") for option in options if "Fern Hollis" in (option.text or ""))
    page = cora.submit({"guest": fern}, button=("do", "check"))
    assert "Fern Hollis" in page.words()
    assert "guest" in page.words()
    assert browser_for("fern").get(ready.path).status == 404


@pytest.mark.parametrize(
    ("outcome", "text", "status"),
    [("done", "", "done"), ("not_possible", "The landlord refused", "not_possible"), ("carry", "", "open")],
)
def test_an_action_is_done_not_possible_or_carried_on(
    app: Flask, browser_for: Any, outcome: str, text: str, status: str
) -> None:
    ready = prepare(app, 1)
    [action_id] = give_work(app, ready, "Fit a door camera")
    cora = browser_for("cora")
    cora.get(f"{ready.path}/actions")
    page = cora.submit({"text": text}, form="text", button=("do", outcome))
    assert page.status == 200
    with app.app_context():
        from uuid import UUID

        assert db.session.get_one(Action, UUID(action_id)).status == status


def test_not_possible_without_a_reason_is_refused(app: Flask, browser_for: Any) -> None:
    ready = prepare(app, 1)
    give_work(app, ready, "Fit a door camera")
    cora = browser_for("cora")
    cora.get(f"{ready.path}/actions")
    page = cora.submit({}, form="text", button=("do", "not_possible"))
    assert page.status == 422
    assert "Enter why it is not possible" in page.words()


def test_the_rest_is_marked_over_marks_already_made_or_counts_for_nothing(app: Flask, browser_for: Any) -> None:
    ready = prepare(app, 1)
    alder = browser_for("alder")
    page = alder.get(f"{ready.path}/open")
    assert "Police: nobody is marked yet" in page.words()
    away = {name: mark for name, mark in marks(app, ready, *FULL).items() if mark == "apologies"}
    page = alder.submit({**away, "accepted": "yes"}, button=("do", "rest"))
    assert page.path == f"{ready.path}/open"
    assert "Police: here" in page.words()
    assert "accepted" in dict(page.fields()), "the tick for the statement is lost"
    with app.app_context():
        lines = db.session.get_one(Meeting, ready.meeting_id).attendances
        there = {line.account.email.partition("@")[0] for line in lines if line.status == "present"}
        assert there == set(FULL)
        assert db.session.get_one(Meeting, ready.meeting_id).opened_at is None

"""Members open only the cases they were named for, where the panel says so."""

from typing import Any

import pytest
from flask import Flask

from casework.cases.access import case_by_id
from casework.cases.conflicts import declare_conflict
from casework.cases.grants import give
from casework.errors import Refused
from extensions import db, now
from panels.agendas.service import add_to_agenda
from panels.decisions.access import running_order
from panels.meetings.access import meeting_for
from panels.meetings.models import Meeting
from panels.minutes.service import approve, draft_minutes, issue
from tests.cases.made import acting, case_on_record
from tests.conftest import PANEL
from tests.sight.letting_in import account_of, close, let_in, meeting_with, opens, run, seen


@pytest.fixture
def by_name(secretive: Any) -> None:
    secretive(members_by_case=True)


@pytest.mark.usefixtures("by_name")
def test_a_member_who_was_not_named_would_open_a_listed_case(app: Flask, browser_for: Any) -> None:
    made = case_on_record(app, listed=True)
    for path in ("", "/people", "/timeline", "/documents"):
        assert not opens(browser_for, "larch", f"/cases/{made.reference}{path}")
    assert made.reference not in browser_for("larch").get(f"/cases?panel={PANEL}").text
    for who in ("cora", "alder", "birch"):
        assert opens(browser_for, who, f"/cases/{made.reference}")


@pytest.mark.long
@pytest.mark.usefixtures("by_name")
def test_a_name_would_open_nothing_or_last_after_it_is_taken_back(app: Flask, browser_for: Any) -> None:
    made, cora = case_on_record(app, listed=True), browser_for("cora")
    larch = browser_for("larch")
    page = let_in(cora, app, made.reference, "named", "larch")
    assert "is let in" in page.words()
    assert larch.get(f"/cases/{made.reference}").status == 200
    assert made.reference in larch.get(f"/cases?panel={PANEL}").text
    assert not opens(browser_for, "rowan", f"/cases/{made.reference}"), "one name opens it to one person"
    cora.get(f"/cases/{made.reference}/access")
    ending = next(form for form in cora.page.forms() if (form.get("action") or "").endswith("/ending"))
    cora.post(ending.get("action"), {"csrf_token": dict(cora.page.fields("csrf_token"))["csrf_token"]})
    assert larch.get(f"/cases/{made.reference}").status == 404
    assert made.reference not in larch.get(f"/cases?panel={PANEL}").text


@pytest.mark.long
@pytest.mark.usefixtures("by_name")
def test_a_name_would_beat_a_conflict_of_interest_or_outlast_the_case(app: Flask, browser_for: Any) -> None:
    made, other = case_on_record(app, listed=True), case_on_record(app, listed=True)
    for one in (made, other):
        let_in(browser_for("cora"), app, one.reference, "named", "larch")
    with acting(app, "cora") as cora:
        declare_conflict(actor=cora, case_id=made.id, account_id=account_of("larch"), connection="family")
    larch = browser_for("larch")
    assert larch.get(f"/cases/{made.reference}").status == 404
    assert larch.get(f"/cases/{other.reference}").status == 200
    close(app, other)
    assert larch.get(f"/cases/{other.reference}").status == 404


def test_somebody_would_be_named_where_the_panel_names_nobody(app: Flask, browser_for: Any) -> None:
    made, cora = case_on_record(app), browser_for("cora")
    page = cora.get(f"/cases/{made.reference}/access")
    assert "lets nobody into a case besides its members" in page.words()
    with acting(app, "cora") as actor:
        case = case_by_id(actor, made.id).case
        with pytest.raises(Refused, match="Select as what"):
            give(actor=actor, case=case, account_id=account_of("larch"), kind="named")


@pytest.mark.long
@pytest.mark.usefixtures("by_name")
def test_the_pages_of_a_meeting_would_count_cases_to_a_member_who_was_not_named(app: Flask, browser_for: Any) -> None:
    mine = case_on_record(app, state="accepted", listed=True)
    meeting_id, _ = meeting_with(app, mine)
    let_in(browser_for("cora"), app, mine.reference, "named", "larch")
    of_meeting = [f"/meetings/{meeting_id}{tail}" for tail in ("", "/room", "/pack")]
    paths = ("/home", f"/cases?panel={PANEL}", "/meetings", *of_meeting)
    before = {path: seen(browser_for, "larch", path) for path in paths}
    assert mine.reference in before[f"/meetings/{meeting_id}"], "the look is blind"
    theirs = case_on_record(app, state="accepted", listed=True)
    with acting(app, "cora") as cora:
        meeting = db.session.get_one(Meeting, meeting_id)
        other = add_to_agenda(actor=cora, meeting=meeting, case_id=theirs.id, chair_agreed=True)
        other_id = other.id
    assert {path: seen(browser_for, "larch", path) for path in paths} == before
    assert "2 cases" in browser_for("cora").get("/home").words()
    run(app, meeting_id, other_id)
    room = browser_for("larch").get(f"/meetings/{meeting_id}/room").words()
    assert "No case has been called yet" in room
    assert " of 2" not in room


@pytest.mark.long
@pytest.mark.usefixtures("by_name")
def test_minutes_would_tell_a_member_of_cases_they_were_not_named_for(app: Flask, browser_for: Any) -> None:
    mine, theirs = (case_on_record(app, state="accepted", listed=True) for _ in range(2))
    meeting_id, items = meeting_with(app, theirs, mine)
    let_in(browser_for("cora"), app, mine.reference, "named", "larch")
    run(app, meeting_id, items[mine.id])
    with acting(app, "alder") as alder:
        meeting = meeting_for(alder, meeting_id).meeting
        for line in meeting.attendances:
            line.status = "present"
        meeting.state = "closed"
        order = running_order(alder, meeting)
        for place in order:
            place.item.state = "not_reached"
        declare_conflict(actor=alder, case_id=theirs.id, account_id=account_of("rowan"), connection="family")
        minutes = draft_minutes(actor=alder, meeting=meeting, order=order)
        for item in minutes.items:
            item.checked_at = now()
        approve(actor=alder, meeting=meeting, minutes=minutes, order=order)
        issue(actor=alder, meeting=meeting, minutes=minutes)
    page = browser_for("larch").get(f"/meetings/{meeting_id}/minutes")
    assert mine.reference in page.text
    assert theirs.reference not in page.text
    assert "Case 1, " in page.words()
    assert "Case 2" not in page.words()
    assert "Rowan Castellane, case" not in page.words(), "a declaration counts the cases"
    assert theirs.reference not in browser_for("elm").get(f"/meetings/{meeting_id}/minutes").text
    assert theirs.reference in browser_for("cora").get(f"/meetings/{meeting_id}/minutes").text

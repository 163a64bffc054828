"""Minutes: what is in them, who checks and approves, who reads which part."""

from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask, g

from auth.access_log.models import AccessEntry
from auth.ledger import checkpoints, tree
from auth.ledger.words import root_words
from casework.cases.access import cases_for
from casework.cases.service import declare_conflict
from casework.enquiries.rules import Known, Restriction
from casework.enquiries.service import Answer, answer, ask
from casework.notifications.models import OutgoingMessage
from extensions import db, unit_of_work
from panels.agendas.models import AgendaItem
from panels.decisions.access import OpenItem, item_for
from panels.decisions.service import add_contribution, save_record
from panels.decisions.typed import NewAction, Typed
from panels.minutes.closing import close as close_now
from panels.minutes.models import Minutes, MinutesItem
from tests.client import Client
from tests.decisions.table import PEOPLE, stored_meeting, who
from tests.minutes.test_closing import close, record
from wording.dates import today

SAID = "Six calls since November."
TABLE_ONLY = "canary-table-only"
CHAIR_ONLY = "canary-chair-only"


def add_replies(app: Flask, meeting_id: UUID) -> None:
    """What agencies wrote before the meeting about case 1, each with its own limit; children's services are silent."""
    with app.test_request_context():
        g.request_id = "test"
        with unit_of_work():
            item = db.session.scalars(
                sa.select(AgendaItem).where(AgendaItem.meeting_id == meeting_id, AgendaItem.position == 1)
            ).one()
            case = cases_for(who("cora"), [item.case_id], "decision.record", event="test")[0]
            for key, restriction in (("elm", "chair"), ("hazel", "panel"), ("maple", "none"), ("ivy", "")):
                enquiry = ask(
                    actor=who("cora"),
                    meeting_id=meeting_id,
                    case=case,
                    agency_id=who(key).agency_id,
                    due_on=today(),
                )
                if restriction:
                    given = Answer(Known.KNOWN, {"facts": f"canary-reply-{restriction}"}, Restriction(restriction))
                    answer(actor=who(key), enquiry=enquiry, version=enquiry.version, given=given)


@pytest.fixture
def meeting_id(app: Flask) -> UUID:
    """A closed meeting: case 1 with actions, dissent and three things said; case 2 decided; case 3 not reached.

    Rowan's housing association left the room for case 2 and has no action there.
    """
    meeting_id = stored_meeting(app)
    add_replies(app, meeting_id)
    with app.test_request_context():
        g.request_id = "test"
        with unit_of_work():
            hold(meeting_id)
    return meeting_id


def hold(meeting_id: UUID) -> None:
    """What is said and decided, and the closing."""
    checkpoints.make(checkpoints.ASKED)
    alder, police = who("alder"), who("larch").agency_id
    first = item_for(alder, meeting_id, 1)
    for text, handling in ((SAID, "panel"), (TABLE_ONLY, "not_minuted"), (CHAIR_ONLY, "chair_only")):
        add_contribution(
            actor=alder,
            meeting=first.meeting,
            item=first.item,
            case=first.case,
            agency_id=police,
            nature="fact",
            handling=handling,
            text=text,
        )
    decide(
        first,
        Typed(
            option="adopt",
            reason="Visitors are back.",
            band="high",
            rule="majority",
            dissent_agency_id=who("elm").agency_id,
            dissent_words="Too early.",
            acted_by_id=alder.account_id,
            actions=(NewAction(1, who("rowan").agency_id, text="Change the locks"),),
        ),
    )
    second = item_for(alder, meeting_id, 2)
    rowan = who("rowan").account_id
    declare_conflict(actor=alder, case_id=second.case.id, account_id=rowan, connection="landlord_tenant")
    visit = NewAction(1, police, text="Visit")
    decide(second, Typed(option="adopt", reason="canary-second-case", band="high", actions=(visit,)))
    close_now(actor=alder, meeting=first.meeting, order=first.order, accepted=True)


def decide(opened: OpenItem, typed: Typed) -> None:
    """Record a decision as the chair."""
    save_record(
        actor=who("alder"),
        meeting=opened.meeting,
        item=opened.item,
        case=opened.case,
        version=0,
        typed=typed,
        decided=True,
    )


def minutes(client: Client, meeting_id: UUID) -> str:
    page = client.get(f"/meetings/{meeting_id}/minutes")
    assert page.status == 200
    return page.words()


@pytest.mark.long
def test_the_minutes_would_not_carry_the_words_of_the_log(meeting_id: UUID, browser_for: Any) -> None:
    assert f"Access log0 {root_words(tree.EMPTY)}" in minutes(browser_for("cora"), meeting_id)


def check_all(client: Client, meeting_id: UUID) -> None:
    client.get(f"/meetings/{meeting_id}/minutes")
    for _ in range(10):
        forms = [form for form in client.page.forms() if (form.get("action") or "").endswith("/checked")]
        if not forms:
            return
        fields = {i.get("name"): i.get("value") for i in forms[0].iter("input") if i.get("name")}
        assert client.post(forms[0].get("action"), fields).status == 200


def approve(client: Client, meeting_id: UUID, do: str = "issue") -> Any:
    client.get(f"/meetings/{meeting_id}/minutes")
    token = dict(client.page.fields("csrf_token"))["csrf_token"]
    return client.post(f"/meetings/{meeting_id}/minutes/approval", {"csrf_token": token, "do": do})


@pytest.mark.long
def test_the_draft_says_what_was_recorded(meeting_id: UUID, browser_for: Any) -> None:
    words = minutes(browser_for("alder"), meeting_id)
    for expected in (
        SAID,
        "Open with a plan",
        "Visitors are back.",
        "By a majority",
        "Mental health disagreed",
        "Too early.",
        "Change the locks",
        "Rowan Castellane",
        "Alder Whitcombe",
        "Left for this case (conflict of interest): Rowan Castellane",
        "not reached",
        "P.T.",
        "Victim support: canary-reply-none",
        "Adult care: Gave information that is not written here",
        "No reply from: Children's",
    ):
        assert expected in words, expected


@pytest.mark.long
def test_what_was_said_for_the_table_or_the_chair_alone_is_never_minuted(
    app: Flask, meeting_id: UUID, browser_for: Any
) -> None:
    words = minutes(browser_for("alder"), meeting_id)
    assert TABLE_ONLY not in words
    assert CHAIR_ONLY not in words
    assert "canary-reply-panel" not in words
    assert "canary-reply-chair" not in words
    assert "Mental health: Gave" not in words
    assert [name for person in PEOPLE for name in person if name in words] == []


@pytest.mark.long
def test_minutes_are_not_approved_before_every_case_is_checked(app: Flask, meeting_id: UUID, browser_for: Any) -> None:
    alder = browser_for("alder")
    page = approve(alder, meeting_id)
    assert page.status == 422
    assert "Case 1 is not checked" in page.words()
    check_all(alder, meeting_id)
    assert "Issued" in approve(alder, meeting_id).words()


@pytest.mark.long
def test_an_unfinished_case_stops_approval_until_it_is_decided_and_drafted_again(app: Flask, browser_for: Any) -> None:
    meeting_id = stored_meeting(app, 1)
    alder = browser_for("alder")
    record(alder, meeting_id, 1, "unfinished", reason="")
    close(alder, meeting_id)
    check_all(alder, meeting_id)
    page = approve(alder, meeting_id)
    assert page.status == 422
    assert "no decision with its reason" in page.words()
    record(alder, meeting_id, 1)
    page = approve(alder, meeting_id)
    assert page.status == 422
    assert "draft it again" in page.words()
    alder.get(f"/meetings/{meeting_id}/minutes")
    token = dict(alder.page.fields("csrf_token"))["csrf_token"]
    alder.post(f"/meetings/{meeting_id}/minutes/1/draft", {"csrf_token": token})
    check_all(alder, meeting_id)
    assert "Issued" in approve(alder, meeting_id).words()
    assert "Visitors are back." in minutes(alder, meeting_id)


@pytest.mark.long
@pytest.mark.parametrize("key", ["cora", "rowan"])
def test_only_chair_and_vice_chair_approve(app: Flask, meeting_id: UUID, browser_for: Any, key: str) -> None:
    check_all(browser_for("cora"), meeting_id)
    page = approve(browser_for(key), meeting_id)
    assert page.status == 404
    with app.app_context():
        assert db.session.scalars(sa.select(Minutes)).one().state == "draft"


@pytest.mark.long
def test_members_read_nothing_before_issue(meeting_id: UUID, browser_for: Any) -> None:
    words = minutes(browser_for("larch"), meeting_id)
    assert "No minutes yet" in words
    assert "Change the locks" not in words


@pytest.mark.long
def test_each_agency_reads_only_the_cases_it_was_in_the_room_for(
    app: Flask, meeting_id: UUID, browser_for: Any
) -> None:
    alder = browser_for("alder")
    check_all(alder, meeting_id)
    approve(alder, meeting_id)
    larch = minutes(browser_for("larch"), meeting_id)
    assert "canary-second-case" in larch
    assert SAID in larch
    rowan = minutes(browser_for("rowan"), meeting_id)
    assert SAID in rowan
    assert "canary-second-case" not in rowan
    ivy = minutes(browser_for("ivy"), meeting_id)
    assert "No case of this meeting was for your agency" in ivy
    assert SAID not in ivy
    assert "Present" in ivy


@pytest.mark.long
def test_a_conflict_shuts_a_case_even_to_somebody_whose_colleague_was_in_the_room(
    app: Flask, meeting_id: UUID, browser_for: Any
) -> None:
    alder = browser_for("alder")
    check_all(alder, meeting_id)
    approve(alder, meeting_id)
    larch = browser_for("larch")
    assert SAID in minutes(larch, meeting_id)
    with app.test_request_context():
        g.request_id = "test"
        with unit_of_work():
            case_id = db.session.scalars(sa.select(MinutesItem.case_id).where(MinutesItem.position == 1)).one()
            declare_conflict(
                actor=who("alder"), case_id=case_id, account_id=who("larch").account_id, connection="family"
            )
    assert SAID not in minutes(larch, meeting_id)
    assert SAID in minutes(browser_for("birch"), meeting_id)
    assert larch.get(f"/meetings/{meeting_id}/minutes/1/extract").status == 404


@pytest.mark.long
def test_an_extract_is_one_case_and_shut_like_the_case(app: Flask, meeting_id: UUID, browser_for: Any) -> None:
    alder = browser_for("alder")
    check_all(alder, meeting_id)
    approve(alder, meeting_id)
    larch = browser_for("larch").get(f"/meetings/{meeting_id}/minutes/2/extract")
    assert "canary-second-case" in larch.words()
    assert SAID not in larch.words()
    for key in ("rowan", "ivy"):
        assert browser_for(key).get(f"/meetings/{meeting_id}/minutes/2/extract").status == 404
    assert browser_for("larch").get(f"/meetings/{meeting_id}/minutes/99/extract").status == 404


@pytest.mark.parametrize("key", ["fern", "yew", "oak"])
def test_who_is_not_of_the_panel_reads_no_minutes(meeting_id: UUID, browser_for: Any, key: str) -> None:
    assert browser_for(key).get(f"/meetings/{meeting_id}/minutes").status == 404


@pytest.mark.long
def test_the_preview_shows_what_an_agency_would_get_and_members_have_none(
    app: Flask, meeting_id: UUID, browser_for: Any
) -> None:
    with app.test_request_context():
        g.request_id = "test"
        address = f"/meetings/{meeting_id}/minutes?agency={who('rowan').agency_id}"
    page = browser_for("alder").get(address)
    assert "You see what Lanternfish Homes gets" in page.words()
    assert SAID in page.words()
    assert "canary-second-case" not in page.words()
    assert browser_for("rowan").get(address).status == 404


@pytest.mark.long
def test_two_notes_to_one_case_lose_no_line(app: Flask, meeting_id: UUID, browser_for: Any) -> None:
    alder, cora = browser_for("alder"), browser_for("cora")
    for client in (alder, cora):
        client.get(f"/meetings/{meeting_id}/minutes/1/note")
    alder.submit({"note": "What the chair adds."}, form="note")
    page = cora.submit({"note": "What the coordinator adds."}, form="note")
    assert page.status == 409
    assert "What the chair adds." in page.words()
    assert "What the coordinator adds." in page.words()
    cora.submit({}, form="note", button=("choice", "note"))
    words = minutes(alder, meeting_id)
    assert "What the chair adds." in words
    assert "What the coordinator adds." in words


@pytest.mark.long
def test_a_changed_note_has_to_be_checked_again(app: Flask, meeting_id: UUID, browser_for: Any) -> None:
    alder = browser_for("alder")
    check_all(alder, meeting_id)
    alder.get(f"/meetings/{meeting_id}/minutes/1/note")
    alder.submit({"note": "One more thing."}, form="note")
    assert approve(alder, meeting_id).status == 422


@pytest.mark.long
def test_checking_a_page_that_is_out_of_date_checks_nothing(app: Flask, meeting_id: UUID, browser_for: Any) -> None:
    alder, cora = browser_for("alder"), browser_for("cora")
    alder.get(f"/meetings/{meeting_id}/minutes")
    form = next(form for form in alder.page.forms() if (form.get("action") or "").endswith("/1/checked"))
    fields = {i.get("name"): i.get("value") for i in form.iter("input") if i.get("name")}
    cora.get(f"/meetings/{meeting_id}/minutes/1/note")
    cora.submit({"note": "One more thing."}, form="note")
    assert "changed this case meanwhile" in alder.post(form.get("action"), fields).words()
    with app.app_context():
        first = db.session.scalars(sa.select(MinutesItem).where(MinutesItem.position == 1)).one()
        assert first.checked_at is None


@pytest.mark.long
def test_after_issue_a_change_makes_a_new_version_that_says_why(app: Flask, meeting_id: UUID, browser_for: Any) -> None:
    alder = browser_for("alder")
    check_all(alder, meeting_id)
    approve(alder, meeting_id)
    assert alder.get(f"/meetings/{meeting_id}/minutes/1/note").status == 200
    page = alder.submit({"note": "Too late."}, form="note")
    assert page.status == 422
    alder.get(f"/meetings/{meeting_id}/minutes/new-version")
    assert alder.submit({"reason": ""}, form="reason").status == 422
    page = alder.submit({"reason": "The date in case 1 was wrong."}, form="reason")
    assert "Version 2" in page.words()
    assert "Too late." not in minutes(browser_for("larch"), meeting_id)
    assert "Version 1" in minutes(browser_for("larch"), meeting_id)
    check_all(alder, meeting_id)
    approve(alder, meeting_id)
    words = minutes(browser_for("larch"), meeting_id)
    assert "The date in case 1 was wrong." in words
    with app.app_context():
        assert [row.state for row in db.session.scalars(sa.select(Minutes).order_by(Minutes.number))] == ["issued"] * 2


@pytest.mark.long
def test_issuing_tells_everybody_invited_and_says_nothing(app: Flask, meeting_id: UUID, browser_for: Any) -> None:
    alder = browser_for("alder")
    check_all(alder, meeting_id)
    approve(alder, meeting_id)
    with app.app_context():
        told = db.session.scalars(sa.select(OutgoingMessage).where(OutgoingMessage.template == "minutes_issued")).all()
        assert len(told) == 9
        assert {one.path for one in told} == {f"/meetings/{meeting_id}/minutes"}


@pytest.mark.long
def test_reading_minutes_is_on_record_for_each_case_shown(app: Flask, meeting_id: UUID, browser_for: Any) -> None:
    alder = browser_for("alder")
    check_all(alder, meeting_id)
    approve(alder, meeting_id)
    rowan = browser_for("rowan")
    minutes(rowan, meeting_id)
    with app.test_request_context():
        g.request_id = "test"
        entries = db.session.scalars(
            sa.select(AccessEntry)
            .where(AccessEntry.event == "minutes.open", AccessEntry.object_type == "case")
            .where(AccessEntry.actor_id == who("rowan").account_id)
        ).all()
        assert [entry.shown for entry in entries] == [2]

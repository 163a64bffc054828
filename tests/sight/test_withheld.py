"""A case presented without names: nobody but those who run the panel reads who it is about, anywhere."""

from typing import Any

import pytest
from flask import Flask

from auth.encryption.sealed import Locked
from casework.actions.access import action_for
from casework.actions.service import add_action
from casework.cases.access import case_for
from casework.cases.grants import give
from casework.cases.models import Case
from casework.cases.service import set_roles
from casework.cases.withholding import set_withheld
from casework.enquiries.service import ask
from casework.errors import Refused
from casework.panel_type.prompts import Trigger
from casework.panel_type.questions import Condition
from casework.referrals.accepting import accept
from extensions import db, now
from panels.agendas.access import packs_of
from panels.agendas.opening import report_at_the_table
from panels.agendas.packs import content_for
from panels.decisions.access import running_order
from panels.decisions.service import add_contribution
from panels.meetings.access import meeting_for
from panels.minutes.access import newest
from panels.minutes.service import approve, draft_minutes, issue
from tests.agendas.papers import Built
from tests.cases.made import Made, acting, actor_named, case_on_record
from tests.conftest import PANEL
from tests.referrals.stories import M1, sent
from tests.sight.letting_in import MONDAY, meeting_with, run

CANARIES = ("Thistledown", "Pemberwick", "P.T.", "1948", "020 7946 0456", "Wharfside", "10am to noon", "Bitten")
TABS = ("", "/timeline", "/people", "/risk", "/history", "/documents", "/actions")


def withheld_case(app: Flask, **more: Any) -> Made:
    made = case_on_record(app, state="accepted", listed=True, marker=True, **more)
    with acting(app, "cora") as cora:
        case = case_for(cora, made.reference).case
        set_roles(actor=cora, case=case, party=case.parties[0], roles=["victim"])
        set_withheld(actor=cora, case=case, withheld=True, reason="They ask to stay unnamed")
    return made


def told(text: str) -> list[str]:
    return [word for word in CANARIES if word in text]


def test_a_member_would_read_who_the_case_is_about(app: Flask, browser_for: Any) -> None:
    made = withheld_case(app)
    larch = browser_for("larch")
    for tab in TABS:
        page = larch.get(f"/cases/{made.reference}{tab}")
        assert page.status == 200, tab
        assert told(page.text) == [], tab
        assert " E1 " not in page.words(), tab
        assert "Name withheld" in page.words(), tab
    page = larch.get("/cases")
    assert told(page.text) == []
    assert "Ask the panel’s coordinator before anybody visits" in larch.get(f"/cases/{made.reference}").words()


def test_a_members_door_would_open_the_people_of_the_case(app: Flask) -> None:
    made = withheld_case(app)
    with acting(app, "larch") as larch:
        opened = case_for(larch, made.reference)
        assert opened.withheld
        assert opened.case.summary["name"] == "Name withheld"
        with pytest.raises(Locked):
            _ = opened.case.parties[0].person.display_name


def test_a_persons_own_page_or_address_would_open(app: Flask, browser_for: Any) -> None:
    made = withheld_case(app)
    for tail in ("", "/address"):
        assert browser_for("larch").get(f"/cases/{made.reference}/people/{made.person}{tail}").status == 404
        assert browser_for("cora").get(f"/cases/{made.reference}/people/{made.person}{tail}").status == 200


def test_those_who_run_the_panel_would_lose_the_name(app: Flask, browser_for: Any) -> None:
    made = withheld_case(app)
    for who in ("cora", "alder", "birch"):
        for tab in ("", "/people"):
            assert "Thistledown" in browser_for(who).get(f"/cases/{made.reference}{tab}").words(), (who, tab)


def test_a_search_by_name_would_tell_a_member_whose_case_it_is(app: Flask, browser_for: Any) -> None:
    """AC 02."""
    made = withheld_case(app)
    for who, found in (("larch", False), ("cora", True)):
        browser = browser_for(who)
        browser.get(f"/cases/search?panel={PANEL}")
        page = browser.submit({"words": "Pemberwick Thistledown"}, form="words")
        assert (made.reference in page.words()) is found, who


def test_the_papers_would_name_somebody_whenever_they_were_built(app: Flask) -> None:
    """AC 40."""
    built = Built(app, 1)
    with acting(app, "cora") as cora:
        meeting = meeting_for(cora, built.meeting_id).meeting
        row = packs_of(meeting)[0].cases[0]
        case = case_for(cora, db.session.get_one(Case, row.case_id).reference).case
        name = case.summary["name"]
        assert name in str(content_for(cora, meeting, packs_of(meeting)[0], [row])["cases"][0]["people"])
        set_withheld(actor=cora, case=case, withheld=True, reason="They ask to stay unnamed")
        words = str(content_for(cora, meeting, packs_of(meeting)[0], [row]))
    assert name not in words
    assert "1948" not in words
    assert "Name withheld" in words


def test_a_meetings_pages_would_name_somebody(app: Flask, browser_for: Any) -> None:
    made = withheld_case(app)
    meeting_id, items = meeting_with(app, made)
    run(app, meeting_id, items[made.id])
    for tail in ("", "/agenda", "/room", "/pack"):
        page = browser_for("larch").get(f"/meetings/{meeting_id}{tail}")
        assert page.status in (200, 404), tail
        assert told(page.text) == [], tail
    room = browser_for("larch").get(f"/meetings/{meeting_id}/room")
    assert made.reference in room.words()


def test_a_question_to_an_agency_would_carry_the_name(app: Flask) -> None:
    made = withheld_case(app)
    meeting_id, _ = meeting_with(app, made)
    with acting(app, "cora") as cora:
        case = case_for(cora, made.reference).case
        fern = actor_named("fern")
        asked = ask(actor=cora, meeting_id=meeting_id, case=case, agency_id=fern.agency_id, due_on=MONDAY.date())
        assert told(str(asked.identity)) == []
        assert "Name withheld" in str(asked.identity)


def test_a_reason_would_not_be_wanted_or_a_member_could_decide(app: Flask, browser_for: Any) -> None:
    made = case_on_record(app, listed=True)
    assert browser_for("larch").get(f"/cases/{made.reference}/names").status == 404
    cora = browser_for("cora")
    cora.get(f"/cases/{made.reference}/names")
    assert cora.submit({}).status == 422
    assert cora.submit({"reason": "They ask to stay unnamed"}).status == 200
    larch = browser_for("larch")
    words = larch.get(f"/cases/{made.reference}/timeline").words()
    assert "The names in this case are withheld" in words
    assert "They ask to stay unnamed" in words
    assert "Thistledown" not in words
    cora.get(f"/cases/{made.reference}/names")
    cora.submit({"reason": "They agree now"})
    assert "Thistledown" in larch.get(f"/cases/{made.reference}").words()
    with acting(app, "cora") as actor:
        case = case_for(actor, made.reference).case
        with pytest.raises(Refused):
            set_withheld(actor=actor, case=case, withheld=True, reason=" ")


@pytest.mark.parametrize(("given", "withheld"), [("case_holder", True), ("colleague", False)])
def test_a_referral_that_asks_for_it_would_bring_a_case_with_names(
    app: Flask, secretive: Any, browser_for: Any, given: str, withheld: bool
) -> None:
    secretive(panel={"withholds_identity": Trigger("origin", Condition("relationship", equals=given))})
    with acting(app, "rowan") as rowan:
        case = accept(actor=actor_named("cora"), referral=sent(rowan, M1), reason="High risk", known={})
        case.members_from = now()
        reference, summary = case.reference, dict(case.summary)
        assert case.identity_withheld is withheld
    assert ("Thistledown" in str(summary)) is not withheld
    words = browser_for("larch").get(f"/cases/{reference}/timeline").words()
    assert ("Thistledown" in words) is not withheld
    assert "Thistledown" in browser_for("cora").get(f"/cases/{reference}").words()


def test_somebody_let_in_would_read_the_name(app: Flask, secretive: Any, browser_for: Any) -> None:
    secretive(associates=True, associate_days=10, contacts=True)
    made = withheld_case(app)
    with acting(app, "alder") as alder:
        case = case_for(alder, made.reference).case
        give(actor=alder, case=case, kind="contact", account_id=actor_named("hal").account_id)
    for tab in ("", "/people", "/timeline"):
        page = browser_for("hal").get(f"/cases/{made.reference}{tab}")
        assert page.status == 200, tab
        assert told(page.text) == [], tab
    assert browser_for("hal").get(f"/cases/{made.reference}/people/{made.person}").status == 404


NAMING = "Mrs Thistledown was seen at her door."
REFUSAL = "Take out “Thistledown”: the names in this case are withheld"


def test_a_note_or_an_action_would_name_whoever_is_withheld(app: Flask, browser_for: Any) -> None:
    made, cora = withheld_case(app), browser_for("cora")
    cora.get(f"/cases/{made.reference}/notes")
    page = cora.submit({"text": NAMING, "nature": "fact", "handling": "panel"}, form="text")
    assert page.status == 422
    assert REFUSAL in page.words()
    assert NAMING in page.text, "nothing typed is lost"
    assert cora.submit({"text": NAMING, "nature": "fact", "handling": "chair_only"}, form="text").status == 200
    larch = browser_for("larch")
    assert NAMING not in larch.get(f"/cases/{made.reference}/timeline").text
    larch.get(f"/cases/{made.reference}/notes")
    page = larch.submit({"text": NAMING, "nature": "fact", "handling": "panel"}, form="text")
    assert page.status == 200, "a refusal would tell who tries names which one is right"
    with acting(app, "cora") as actor:
        case = case_for(actor, made.reference).case
        for words in ({"text": NAMING}, {"text": "Visit", "why": NAMING}, {"text": "Visit", "measure": "Pemberwick"}):
            with pytest.raises(Refused, match="Take out"):
                add_action(
                    actor=actor, case=case, agency_id=actor.agency_id, officer_name="B", due_on=MONDAY.date(), **words
                )


def test_a_report_or_a_form_would_name_whoever_is_withheld(app: Flask, browser_for: Any) -> None:
    made = withheld_case(app)
    with acting(app, "cora") as cora:
        case = case_for(cora, made.reference).case
        larch = actor_named("larch").agency_id
        action = add_action(
            actor=cora, case=case, agency_id=larch, officer_name="B", due_on=MONDAY.date(), text="Visit"
        )
        action_id = action.id
    for who, status in (("cora", 422), ("larch", 200)):
        browser = browser_for(who)
        browser.get(f"/actions/{action_id}")
        page = browser.submit({"status": "in_progress", "text": NAMING}, form="status")
        assert page.status == status, "a refusal would tell a member who tries names which one is right"
    browser = browser_for("cora")
    browser.get(f"/actions/{action_id}/more-time")
    later = {"due_on-day": "1", "due_on-month": "3", "due_on-year": "2027", "text": NAMING}
    assert browser.submit(later).status == 422
    with acting(app, "cora") as cora:
        found = action_for(cora, action_id).action
        with pytest.raises(Refused, match="Take out"):
            report_at_the_table(actor=cora, action=found, outcome="done", text=NAMING)


@pytest.mark.long
def test_what_is_written_at_the_table_and_in_minutes_would_name_whoever_is_withheld(
    app: Flask, browser_for: Any
) -> None:
    made = withheld_case(app)
    meeting_id, items = meeting_with(app, made)
    run(app, meeting_id, items[made.id])
    alder, live = browser_for("alder"), f"/meetings/{meeting_id}/live/1"
    with app.test_request_context():
        police = str(actor_named("larch").agency_id)
    for words, do in (({"reason": NAMING}, "save"), ({"telling": NAMING}, "next"), ({"a1_why": NAMING}, "save")):
        alder.get(live)
        typed = {
            "option": "adopt",
            "reason": "Visitors are back.",
            "band": "high",
            "a1_text": "Visit",
            "a1_agency": police,
            **words,
        }
        page = alder.submit(typed, form="reason", button=("do", do))
        assert page.status == 422, words
        assert "Thistledown”: the names in this case are withheld" in page.words(), words
        assert NAMING in page.text
    with acting(app, "alder") as actor:
        meeting = meeting_for(actor, meeting_id).meeting
        case = case_for(actor, made.reference).case
        with pytest.raises(Refused, match="Take out"):
            add_contribution(
                actor=actor,
                meeting=meeting,
                item=running_order(actor, meeting)[0].item,
                case=case,
                agency_id=actor.agency_id,
                nature="fact",
                handling="panel",
                text=NAMING,
            )


def test_the_minutes_the_questions_and_the_list_would_name_whoever_is_withheld(app: Flask, browser_for: Any) -> None:
    made = withheld_case(app)
    meeting_id, items = meeting_with(app, made)
    with acting(app, "cora") as cora:
        case = case_for(cora, made.reference).case
        police = actor_named("larch").agency_id
        asked = ask(actor=cora, meeting_id=meeting_id, case=case, agency_id=police, due_on=now().date()).id
    run(app, meeting_id, items[made.id])
    with acting(app, "alder") as alder:
        meeting = meeting_for(alder, meeting_id).meeting
        for line in meeting.attendances:
            line.status = "present"
        meeting.state, meeting.closed_at = "closed", now()
        order = running_order(alder, meeting)
        order[0].item.state = "not_reached"
        draft_minutes(actor=alder, meeting=meeting, order=order)
    chair = browser_for("alder")
    chair.get(f"/meetings/{meeting_id}/minutes/1/note")
    page = chair.submit({"note": NAMING}, form="note")
    assert page.status == 422
    assert REFUSAL in page.words()
    assert NAMING in page.text
    with acting(app, "alder") as alder:
        meeting = meeting_for(alder, meeting_id).meeting
        order, minutes = running_order(alder, meeting), newest(meeting, issued_only=False)
        for item in minutes.items:
            item.checked_at = now()
        approve(actor=alder, meeting=meeting, minutes=minutes, order=order)
        issue(actor=alder, meeting=meeting, minutes=minutes)
    larch = browser_for("larch")
    for path in (f"/meetings/{meeting_id}/minutes", f"/meetings/{meeting_id}/minutes/1/extract"):
        page = larch.get(path)
        assert page.status == 200, path
        assert made.reference in page.words(), path
        assert told(page.text) == [], path
    for path in ("/questions", f"/questions/{asked}"):
        page = larch.get(path)
        assert page.status == 200, path
        assert told(page.text) == [], path
    row = larch.get(f"/cases?panel={PANEL}")
    assert made.reference in row.words()
    assert "Name withheld" in row.words()
    assert told(row.text) == []

"""The letters of a decision: drafted when it is carried out, with its reason and plan, or the reason for none."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask, g

from casework.cases.access import case_by_id, case_for
from casework.cases.models import CaseEvent
from casework.letters.access import letters_of_case
from casework.letters.models import Letter
from casework.letters.service import draft_by_hand
from extensions import db, unit_of_work
from tests.decisions.table import stored_meeting, who
from tests.minutes.test_closing import close, items_of, record


def drafted(case_id: Any) -> dict[str, Letter]:
    case = case_by_id(who("cora"), case_id, "letter.write").case
    opened = case_for(who("cora"), case.reference, "letter.write")
    return {letter.template: letter for letter in letters_of_case(who("cora"), opened) if letter.state == "draft"}


@pytest.mark.long
def test_carrying_out_a_decision_drafts_its_letters_with_reason_plan_and_review(app: Flask, browser_for: Any) -> None:
    meeting_id = stored_meeting(app, 1)
    alder = browser_for("alder")
    agency = str(who_agency(app, "larch"))
    record(alder, meeting_id, 1, a1_agency=agency, a1_text="Walk the block at school times")
    page = alder.get(f"/meetings/{meeting_id}/close").words()
    assert "Letters that closing drafts" in page
    assert "What we are doing to help you" in page
    close(alder, meeting_id)
    assert "What we are doing to help you: to be approved" in alder.get(f"/meetings/{meeting_id}/minutes").words()
    with app.test_request_context():
        g.request_id = "test"
        (item,) = items_of(meeting_id)
        letters = drafted(item.case_id)
        assert set(letters) == {"outcome_victim"}, "nobody referred this case, so no referrer is written to"
        letter = letters["outcome_victim"]
        assert letter.event == "decision:adopt"
        for words in ("Open with a plan.", "Visitors are back.", "Walk the block at school times", "We met on "):
            assert words in letter.body
        assert "We will look at this again by " in letter.body


def who_agency(app: Flask, key: str) -> Any:
    with app.test_request_context():
        return who(key).agency_id


@pytest.mark.long
def test_a_decision_without_a_letter_says_why(app: Flask, browser_for: Any) -> None:
    meeting_id = stored_meeting(app, 1)
    alder = browser_for("alder")
    record(alder, meeting_id, 1, option="police_marker")
    because = "A marker is not spoken of; the victim hears of the plan as a whole"
    assert f"No letter: {because}" in alder.get(f"/meetings/{meeting_id}/close").words()
    close(alder, meeting_id)
    with app.test_request_context():
        g.request_id = "test"
        (item,) = items_of(meeting_id)
        assert drafted(item.case_id) == {}
        wanted = sa.select(CaseEvent).where(CaseEvent.case_id == item.case_id, CaseEvent.kind == "letter")
        (event,) = db.session.scalars(wanted)
        assert event.text == because


@pytest.mark.long
def test_a_letter_of_the_decision_and_of_the_move_is_one_letter(app: Flask, browser_for: Any) -> None:
    """Closing at the table calls for the closing letter twice: by the move and by the decision."""
    from tests.cases.made import full_answers

    meeting_id = stored_meeting(app, 1)
    with app.test_request_context():
        g.request_id = "test"
        with unit_of_work():
            from casework.cases.service import add_assessment
            from casework.panel_type.registry import panel_types

            (item,) = items_of(meeting_id)
            case = case_by_id(who("alder"), item.case_id, "decision.record").case
            tool = panel_types.get(case.panel).risk_tools[0].id
            add_assessment(actor=who("alder"), case=case, person=case.parties[0].person, tool=tool,
                           answers=full_answers(), band=None, rationale="", occasion="closure")  # fmt: skip
    alder = browser_for("alder")
    record(alder, meeting_id, 1, option="close", closure_reason="stopped", telling="The officer rings", band="standard")
    close(alder, meeting_id)
    with app.test_request_context():
        g.request_id = "test"
        (item,) = items_of(meeting_id)
        letters = drafted(item.case_id)
        assert set(letters) == {"closure_victim"}
        assert letters["closure_victim"].event == "decision:close"
        assert "Visitors are back." in letters["closure_victim"].body
        assert "The risk is lower and the behaviour has stopped." in letters["closure_victim"].body
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Letter)) == 1


def test_the_closing_page_names_letters_from_before_that_have_not_gone(app: Flask, browser_for: Any) -> None:
    meeting_id = stored_meeting(app, 1)
    with app.test_request_context():
        g.request_id = "test"
        with unit_of_work():
            (item,) = items_of(meeting_id)
            case = case_by_id(who("cora"), item.case_id, "letter.write").case
            draft_by_hand(actor=who("cora"), case=case, template="outcome_victim")
    alder = browser_for("alder")
    record(alder, meeting_id, 1)
    page = alder.get(f"/meetings/{meeting_id}/close")
    assert "A letter from before has not gone: What we are doing to help you" in page.words()
    assert "/cases/QQ-A-0001/letters" in page.links()

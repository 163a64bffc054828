"""Support, as the services carry it out: consent first, its end at once, and the ways out of a refusal."""

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from auth.doors import NotAllowed
from casework.actions.holding import tell_of_held_tasks
from casework.actions.jobs import tell_of_late_actions
from casework.actions.listing import actions_wanted
from casework.actions.models import Action
from casework.actions.service import chase
from casework.case_forms.service import Unfit
from casework.cases.access import case_by_id
from casework.cases.closing import close_case
from casework.cases.facts import facts_of
from casework.cases.jobs import move_when_time_is_up
from casework.cases.models import Case
from casework.cases.moves import move_case
from casework.errors import Refused
from demo.channel_answers import adult, decision, own_consent, plan
from demo.story import at_hour
from extensions import clock_at, db
from panels.agendas.access import items_of
from panels.agendas.service import remove_item
from panels.definitions.channel.consent_rules import why_no_consent
from panels.home.sources import own_actions
from panels.meetings.access import meeting_for
from tests.channel.browsing import on, proven
from tests.channel.conftest import Told

FEB, MAR = date(2027, 2, 1), date(2027, 3, 1)
WITHDRAWN = {"withdrawn_by": "self", "withdrawn_on": "2027-03-01", "told_to": "Chandra Pell"}
REMAINING = {"risk": "Isolation goes on.", "next_step": "close"}
CHILD = {"date_of_birth": "2009-03-15"}
BY_PARENT = {
    "given_by": "parent",
    "giver_name": "Honor Marrable",
    "responsibility": "Birth certificate seen",
    "child_view": "willing",
    "adult_on": "2027-03-15",
    "capacity": "child",
}


def child() -> dict[str, Any]:
    told = adult(date(2026, 12, 7), date(2026, 12, 10))
    told["people"][0].update(CHILD)
    told["about"][0]["child"] = "yes"
    return told


def tasks(story: Told, day: date) -> dict[bool, str]:
    return {action.by_provider: action.status for action in story.read(sa.select(Action), day)}


def held(story: Told, day: date) -> dict[bool, bool]:
    with story.actor("chan", day):
        return {action.by_provider: action.is_held() for action in db.session.scalars(sa.select(Action))}


@pytest.mark.long
def test_withdrawn_consent_would_leave_the_providers_at_work(story: Told) -> None:
    case_id = story.supported()
    assert story.state(FEB) == "in_support"
    assert tasks(story, FEB) == {True: "open", False: "open"}
    story.fill("chan", MAR, case_id, "consent_withdrawal", WITHDRAWN)
    assert story.state(MAR) == "consent_withdrawn"
    assert tasks(story, MAR) == {True: "superseded", False: "open"}

    def close(**more: str) -> None:
        story.finish_actions(MAR)
        with story.actor("dean", MAR) as dean:
            case = case_by_id(dean, case_id, "case.close").case
            close_case(
                actor=dean, case=case, reason="consent_withdrawn", victim_told="told", victim_told_words="By phone",
                open_actions=0, **more,
            )  # fmt: skip

    with pytest.raises(Refused, match="Record first what risk is left"):
        close()
    story.fill("chan", MAR, case_id, "residual_risk", REMAINING)
    assert story.state(MAR) == "consent_withdrawn"
    close()
    assert story.state(MAR) == "closed"


@pytest.mark.long
def test_withdrawal_would_have_to_wait_while_the_case_is_on_an_agenda(story: Told) -> None:
    case_id = story.supported()
    meeting = story.plan(FEB, date(2027, 3, 18))
    story.list_case(meeting, FEB, case_id, ("Police",))
    story.publish(meeting, date(2027, 2, 24))
    assert story.state(MAR) == "listed"
    story.fill("reed", MAR, case_id, "consent_withdrawal", WITHDRAWN)
    assert story.state(MAR) == "consent_withdrawn"
    assert tasks(story, MAR)[True] == "superseded"


@pytest.mark.long
def test_a_case_taken_off_an_agenda_would_lose_its_support(story: Told) -> None:
    case_id = story.supported()
    meeting_id = story.plan(FEB, date(2027, 3, 18))
    story.list_case(meeting_id, FEB, case_id, ("Police",))
    story.publish(meeting_id, date(2027, 2, 24))
    with story.actor("chan", MAR) as chan:
        meeting = meeting_for(chan, meeting_id, "agenda.edit").meeting
        [item] = items_of(meeting)
        remove_item(actor=chan, meeting=meeting, version=meeting.version, item_id=item.id, reason="She is away")
    assert story.state(MAR) == "in_support"


@pytest.mark.long
def test_a_child_would_be_supported_on_a_childs_word_or_beyond_childhood(story: Told) -> None:
    case_id = story.adopted(child())
    with pytest.raises(Unfit, match="Under 18 a parent or guardian has to agree"):
        story.fill("chan", FEB, case_id, "consent", own_consent(date(2027, 1, 28), FEB))
    story.fill("chan", FEB, case_id, "consent", own_consent(date(2027, 1, 28), FEB, **BY_PARENT))
    assert story.state(FEB) == "in_support"
    assert story.jobs(date(2027, 3, 14)) == "in_support"
    assert held(story, date(2027, 3, 14)) == {True: False, False: False}
    assert story.jobs(date(2027, 3, 15)) == "adopted_pending_consent", "on the birthday the parent's word ends"
    assert held(story, date(2027, 3, 15)) == {True: True, False: False}, "support waits, and nothing else does"
    grown = date(2027, 3, 17)
    with pytest.raises(Unfit, match="From 18 on only the person can agree"):
        story.fill("chan", grown, case_id, "consent", own_consent(grown, grown, **BY_PARENT))
    story.fill("chan", grown, case_id, "consent", own_consent(grown, grown))
    assert story.jobs(date(2027, 3, 18)) == "in_support"
    assert held(story, date(2027, 3, 18)) == {True: False, False: False}


@pytest.mark.long
def test_a_task_that_waits_would_be_late_or_nobody_be_told(story: Told, browser_for: Any) -> None:
    case_id = story.adopted(child())
    story.fill("chan", FEB, case_id, "consent", own_consent(date(2027, 1, 28), FEB, **BY_PARENT))
    meeting = story.plan(FEB, date(2027, 3, 18))
    story.list_case(meeting, FEB, case_id, ("Police",))
    story.publish(meeting, date(2027, 3, 9))
    day = date(2027, 6, 14)
    with story.app.app_context(), clock_at(at_hour(day, 6)):
        assert tell_of_held_tasks() == "Support: 0 tasks wait, 0 go on."
        move_when_time_is_up()
        assert tell_of_held_tasks() == "Support: 1 tasks wait, 0 go on."
        assert tell_of_held_tasks() == "Support: 0 tasks wait, 0 go on.", "told once"
        assert tell_of_late_actions() == "Late actions: 1 owners reminded, 1 escalated.", "the other task is late"
    assert story.state(day) == "listed", "the clock moves no case that is on an agenda, and support waits all the same"
    with story.actor("chan", day) as chan:
        late = actions_wanted(chan, "late")
        assert [action.by_provider for action in late] == [False]
        assert "Your action, on hold" in {need.text for need in own_actions(chan)}
        [waiting] = [one for one in actions_wanted(chan, "standing") if one.by_provider]
        with pytest.raises(Refused, match="This waits"):
            chase(actor=chan, action=waiting)
        page_of = f"/actions/{waiting.id}"
    with on(day):
        assert (
            "On hold. What this support rests on is asked for anew" in proven(browser_for, "chan").get(page_of).words()
        )
    with story.actor("chan", day) as chan:
        opened = meeting_for(chan, meeting, "agenda.edit").meeting
        [item] = items_of(opened)
        remove_item(actor=chan, meeting=opened, version=opened.version, item_id=item.id, reason="The person is 18")
    assert held(story, day)[True], "back among the supported, and still nobody has agreed"
    assert story.jobs(date(2027, 6, 15)) == "adopted_pending_consent"


@pytest.mark.long
def test_an_adults_own_no_would_leave_the_providers_at_work(story: Told) -> None:
    case_id = story.adopted()
    assert held(story, FEB) == {True: True, False: False}, "nobody has agreed yet"
    story.fill("chan", FEB, case_id, "consent", own_consent(FEB, FEB, outcome="refused"))
    assert tasks(story, FEB) == {True: "superseded", False: "open"}


@pytest.mark.long
def test_an_adult_who_cannot_decide_would_be_put_into_support(story: Told) -> None:
    case_id = story.adopted()
    with pytest.raises(Unfit, match="Nobody can agree for an adult"):
        story.fill("chan", FEB, case_id, "consent", own_consent(FEB, FEB, capacity="lacks"))
    story.fill("chan", FEB, case_id, "consent", own_consent(FEB, FEB, capacity="lacks", outcome="advice"))
    assert story.state(FEB) == "adopted_pending_consent"


@pytest.mark.long
def test_a_new_version_of_the_plan_would_go_on_with_the_old_consent(story: Told) -> None:
    case_id = story.supported()
    story.fill("chan", MAR, case_id, "support_plan", plan(2, MAR, MAR))
    assert story.state(MAR) == "adopted_pending_consent"
    with pytest.raises(Unfit, match="Version 2 of the plan is in force"):
        story.fill("chan", MAR, case_id, "consent", own_consent(MAR, MAR))
    story.fill("chan", MAR, case_id, "consent", own_consent(MAR, MAR, version=2))
    assert story.state(MAR) == "in_support"


@pytest.mark.long
def test_a_case_would_be_moved_into_support_by_hand(story: Told) -> None:
    case_id = story.adopted()
    with story.actor("dean", FEB) as dean:
        case = case_by_id(dean, case_id, "case.reopen").case
        with pytest.raises(Refused, match="Fill in that form"):
            move_case(actor=dean, case=case, verb="consent_given", reason="I say so")


@pytest.mark.long
def test_a_case_would_leave_for_an_area_that_has_not_acknowledged_it(story: Told) -> None:
    case_id = story.supported()

    def move() -> None:
        with story.actor("dean", MAR) as dean:
            case = case_by_id(dean, case_id, "case.reopen").case
            move_case(actor=dean, case=case, verb="transfer", reason="She has moved to Thornwick")

    with pytest.raises(Refused, match="coordinator of the other area has acknowledged"):
        move()
    theirs = {"area": "Thornwick", "their_coordinator": "P. Ames", "acknowledged_on": "2027-02-26", "how": "Tracker"}
    story.fill("chan", MAR, case_id, "transfer", theirs)
    move()
    assert story.state(MAR) == "transferred_area"
    done = {"taken_over_on": "2027-03-01", "agreed": ["agreed"], "minimised": ["minimised"]}
    with pytest.raises(NotAllowed):
        story.fill("reed", MAR, case_id, "transfer_done", done)
    story.fill("chan", MAR, case_id, "transfer_done", done)
    [case] = story.read(sa.select(Case), MAR)
    assert (case.state, case.closure_reason, case.retention_due_on) == ("closed_here", "moved_area", date(2033, 3, 1))


@pytest.mark.long
def test_somebody_else_than_the_police_would_take_the_person_on(story: Told) -> None:
    case_id = story.supported()
    told = {"route": "pursue", "taken_on": "2027-03-01"}
    with pytest.raises(NotAllowed):
        story.fill("chan", MAR, case_id, "taken_by_police", told)
    story.fill("reed", MAR, case_id, "taken_by_police", told)
    [case] = story.read(sa.select(Case), MAR)
    assert (case.state, case.closure_reason) == ("pursue", "pursue")


@pytest.mark.long
def test_a_case_would_be_opened_again_on_the_old_consent(story: Told) -> None:
    case_id = story.supported()
    story.fill("chan", MAR, case_id, "consent_withdrawal", WITHDRAWN)
    story.fill("chan", MAR, case_id, "residual_risk", REMAINING)
    story.finish_actions(MAR)
    with story.actor("dean", MAR) as dean:
        close_case(
            actor=dean,
            case=case_by_id(dean, case_id, "case.close").case,
            reason="consent_withdrawn",
            victim_told="told",
            victim_told_words="By phone",
            open_actions=0,
        )
    again = date(2027, 5, 4)
    story.fill("chan", again, case_id, "new_s36_decision", decision(again, "local_authority", "Prevent lead"))
    [case] = story.read(sa.select(Case), again)
    assert (case.state, case.closed_at, case.retention_due_on) == ("reopened", None, None)
    with story.actor("chan", again) as chan:
        facts = facts_of(case_by_id(chan, case_id).case)
        assert why_no_consent(facts) == "There is no support plan to agree to"
        assert facts.all("consent")

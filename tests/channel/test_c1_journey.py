"""C1: an adult, adopted, the full cycle, with the dates of the scenario."""

from datetime import date

import pytest
import sqlalchemy as sa

from casework.cases.models import Case, CaseMove
from casework.clocks.models import Clock
from casework.panel_type.calendar import local_day
from demo.channel_answers import adult, closing, decision, own_consent, plan
from panels.decisions.typed import NewAction, Typed
from tests.channel.conftest import Told

RECEIVED, GATEWAY = date(2026, 12, 7), date(2026, 12, 10)
LOGGED = date(2026, 12, 11)
JAN, APR, JUL = date(2027, 1, 21), date(2027, 4, 15), date(2027, 7, 15)
NEEDED = ("Police", "Mental health", "Adult care", "Children's")


def due(story: Told, day: date) -> dict[str, date]:
    """The open promises of everything, by rule."""
    wanted = sa.select(Clock).where(Clock.met_at.is_(None), Clock.stopped_at.is_(None))
    return {clock.rule: local_day(clock.due_at) for clock in story.read(wanted, day)}


def case_of(story: Told, day: date) -> Case:
    [case] = story.read(sa.select(Case), day)
    return case


@pytest.mark.long
def test_an_adult_goes_through_the_whole_programme(story: Told) -> None:
    meetings = {day: story.plan(date(2026, 12, 1), day) for day in (JAN, APR, JUL)}
    referral = story.log("reed", LOGGED, adult(RECEIVED, GATEWAY))
    assert due(story, LOGGED) == {
        "triage": date(2026, 12, 16),
        "gateway": date(2026, 12, 14),
        "s36": date(2027, 1, 7),
    }
    case_id = story.take(referral, LOGGED)
    assert due(story, LOGGED) == {"information": date(2026, 12, 18), "s36": date(2027, 1, 7)}
    story.fill(
        "reed",
        date(2026, 12, 17),
        case_id,
        "information",
        {"asked": ["mental_health"], "asked_on": "2026-12-11", "answered": ["mental_health"]},
    )
    story.fill("reed", date(2027, 1, 5), case_id, "s36_decision", decision(date(2027, 1, 5), "police", "DCI Fenn"))
    assert case_of(story, date(2027, 1, 5)).state == "s36_met"
    [s36] = story.read(sa.select(Clock).where(Clock.rule == "s36"), date(2027, 1, 5))
    assert (local_day(s36.met_at), local_day(s36.due_at)) == (date(2027, 1, 5), date(2027, 1, 7))
    assert due(story, date(2027, 1, 5)) == {"first_panel": date(2027, 2, 5)}

    story.list_case(meetings[JAN], date(2027, 1, 6), case_id, NEEDED)
    story.name_members(date(2027, 1, 6), case_id, "elm", "ivy", "hazel")
    story.publish(meetings[JAN], date(2027, 1, 12))
    assert case_of(story, date(2027, 1, 12)).state == "listed"
    story.open(meetings[JAN], JAN)
    mentor = NewAction(
        1,
        story.agency_of("chan", JAN),
        "Chandra Pell",
        "Start the mentoring",
        due_on=date(2027, 2, 12),
        by_provider=True,
    )
    adopted = Typed(
        option="adopt",
        reason="She is vulnerable to being drawn in, and support can meet that.",
        rule="majority",
        votes_for=5,
        votes_against=2,
        dissent_agency_id=story.agency_of("ivy", JAN),
        dissent_words="Too early: the college has not been heard.",
        actions=(mentor,),
    )
    story.decide(meetings[JAN], JAN, 1, adopted)
    story.close(meetings[JAN], JAN)
    case = case_of(story, JAN)
    assert (case.state, case.next_review_on) == ("adopted_pending_consent", date(2027, 4, 21))
    assert due(story, JAN) == {
        "consent_request": date(2027, 2, 4),
        "review": date(2027, 4, 21),
    }

    story.fill("chan", date(2027, 1, 25), case_id, "support_plan", plan(1, date(2027, 2, 4), date(2027, 2, 8)))
    given = own_consent(date(2027, 1, 28), date(2027, 2, 1))
    story.fill("chan", date(2027, 2, 1), case_id, "consent", given)
    assert case_of(story, date(2027, 2, 1)).state == "in_support"
    assert due(story, date(2027, 2, 1)) == {"review": date(2027, 4, 21)}

    story.list_case(meetings[APR], date(2027, 3, 31), case_id, NEEDED)
    story.publish(meetings[APR], date(2027, 4, 6))
    story.open(meetings[APR], APR)
    story.decide(meetings[APR], APR, 1, Typed(option="keep", reason="The support helps and the need goes on."))
    story.close(meetings[APR], APR)
    case = case_of(story, APR)
    assert (case.state, case.next_review_on) == ("in_support", JUL)
    assert due(story, APR) == {"review": JUL}

    story.finish_actions(date(2027, 7, 1))
    story.fill("reed", date(2027, 7, 5), case_id, "closing_assessment", closing(date(2027, 7, 5)))
    assert case_of(story, date(2027, 7, 5)).state == "exit_proposed"
    story.list_case(meetings[JUL], date(2027, 7, 5), case_id, NEEDED)
    story.publish(meetings[JUL], date(2027, 7, 6))
    story.open(meetings[JUL], JUL)
    leaves = Typed(
        option="exit",
        reason="The closing assessment shows that she no longer needs this support.",
        closure_reason="addressed",
        telling="Her mentor tells her at their last meeting",
    )
    story.decide(meetings[JUL], JUL, 1, leaves)
    story.close(meetings[JUL], JUL)
    case = case_of(story, JUL)
    assert (case.state, case.closure_reason, case.retention_due_on) == ("closed", "addressed", date(2033, 7, 15))
    assert due(story, JUL) == {"post_exit_6": date(2028, 1, 15), "post_exit_12": date(2028, 7, 15)}

    assert story.jobs(date(2028, 1, 14)) == "closed"
    assert story.jobs(date(2028, 1, 16)) == "post_exit_6m"
    assert due(story, date(2028, 1, 16)) == {"post_exit_12": date(2028, 7, 15)}
    looked = {"looked_on": "2028-01-20", "concern": "no", "next_step": "wait"}
    story.fill("reed", date(2028, 1, 20), case_id, "post_exit_review", looked)
    assert case_of(story, date(2028, 1, 20)).state == "post_exit_6m"
    assert story.jobs(date(2028, 7, 16)) == "post_exit_12m"
    looked = {"looked_on": "2028-07-18", "concern": "no", "next_step": "finalise"}
    story.fill("reed", date(2028, 7, 18), case_id, "post_exit_review", looked)
    case = case_of(story, date(2028, 7, 18))
    assert (case.state, case.retention_due_on) == ("finalised", date(2033, 7, 15))
    assert local_day(case.closed_at) == JUL  # type: ignore[arg-type]
    assert due(story, date(2028, 7, 18)) == {}
    went = [move.target for move in story.read(sa.select(CaseMove).order_by(CaseMove.number), date(2028, 7, 18))]
    assert went == [
        "info_gathering",
        "s36_met",
        "listed",
        "heard",
        "adopted_pending_consent",
        "adopted_pending_consent",
        "in_support",
        "listed",
        "heard",
        "in_support",
        "exit_proposed",
        "listed",
        "heard",
        "closed",
        "post_exit_6m",
        "post_exit_12m",
        "finalised",
    ]

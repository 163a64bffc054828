"""Scenario T3: a councillor rings for a Sylheti speaker: consent, one incident told thrice, hate, who may chair."""

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from auth.accounts.service import account_by_email
from auth.doors import NotAllowed
from auth.policy import may
from casework.case_forms.service import Unfit
from casework.cases.access import case_by_id
from casework.cases.grants import give, kinds_offered
from casework.cases.moves import move_case
from casework.errors import Refused
from casework.letters.models import Agreement
from casework.letters.rules import Scope, Way
from casework.letters.service import draft_by_hand
from demo.review_answers import begum
from demo.review_scripts import SAGE, second_arranged, second_to_consent, second_to_decision, second_to_outcome
from demo.review_story import ReviewStory
from demo.story import act, at_hour
from extensions import db
from panels.definitions.asb_case_review import PANEL as DEFINITION
from panels.definitions.asb_case_review.threshold_workings import Way as Met
from panels.definitions.asb_case_review.threshold_workings import way_of, workings
from tests.asb_case_review.conftest import PANEL, london
from tests.asb_case_review.playing import clocks, facts, figures_of, letters, letters_sent, opened, running, state_of


@pytest.fixture
def t3(partnership: Flask) -> ReviewStory:
    return ReviewStory(PANEL, act, at_hour)


def test_the_deadline_rests_until_she_agrees_and_ends_on_18_january(t3: ReviewStory) -> None:
    second_to_consent(t3, begum(t3.on))
    found = clocks(t3, date(2027, 1, 5))
    assert state_of(t3, date(2027, 1, 5)) == "screening"
    acknowledged = found["acknowledge"]
    assert (acknowledged.due_at, acknowledged.met_at) == (london(2026, 12, 23), london(2026, 12, 23, 13))
    assert found["decide_threshold"].due_at == london(2027, 1, 18)
    assert found["decide_threshold"].first_due_at == london(2027, 1, 7), "both stay to be seen"
    assert found["consent"].met_at == london(2027, 1, 5, 12)


def test_before_she_is_asked_everything_counts_from_21_december(t3: ReviewStory) -> None:
    t3.apply(date(2026, 12, 21), begum(t3.on))
    wanted = {"acknowledge": london(2026, 12, 23), "decide_threshold": london(2027, 1, 7)}
    assert running(t3, date(2026, 12, 21)) == wanted


def test_while_she_is_asked_the_councillor_hears_that_it_came_in_and_nothing_else(t3: ReviewStory) -> None:
    t3.apply(date(2026, 12, 21), begum(t3.on))
    t3.acknowledge(date(2026, 12, 23), "consent")
    assert letters(t3, date(2026, 12, 23)) == {"receipt": "draft", "consent_needed": "draft"}
    t3.write("cora", date(2026, 12, 23), "receipt", Way.READ_OUT)
    [text] = letters_sent(t3, date(2026, 12, 23), "receipt")
    assert "Begum" not in text
    assert "we tell you nothing about it" in text
    assert "acknowledge" not in running(t3, date(2026, 12, 23))


def test_she_lets_him_hear_how_it_goes_and_not_read_what_is_written(t3: ReviewStory) -> None:
    second_to_consent(t3, begum(t3.on))
    [text] = letters_sent(t3, date(2027, 1, 5), "update_representative")
    assert "We are checking with the agencies" in text
    assert "Begum" not in text


def test_without_her_agreement_it_ends(t3: ReviewStory) -> None:
    t3.apply(date(2026, 12, 21), begum(t3.on))
    t3.acknowledge(date(2026, 12, 23), "consent")
    told = {"given": "no", "manner": "interpreter", "on": "2027-01-05", "asked_by": "Cora Lindqvist"}
    t3.fill("cora", date(2027, 1, 5), "consent", consent=told)
    assert state_of(t3, date(2027, 1, 5)) == "withdrawn"
    assert running(t3, date(2027, 1, 5)) == {}


def test_two_incidents_count_and_the_hate_rule_meets_it(t3: ReviewStory) -> None:
    second_to_consent(t3, begum(t3.on))
    found = facts(t3, date(2027, 1, 6))
    assert way_of(found) is Met.BY_LOCAL_RULE
    shown = workings(found)
    assert [row.counts for row in shown.rows[:4]] == [True, False, False, True]
    assert "counted already" in shown.rows[1].why
    assert shown.result.startswith("2 of 3")


@pytest.mark.long
def test_a_chair_of_a_service_complained_about_is_refused_and_a_neighbour_leads(t3: ReviewStory) -> None:
    second_to_consent(t3, begum(t3.on))
    second_to_decision(t3)
    assert state_of(t3, date(2027, 1, 14)) == "threshold_met"
    day = date(2027, 1, 19)
    for chair in (
        {"chair_kind": "council_housing", "chair_service": "Quillon Borough Council, Housing"},
        {"chair_kind": "housing_association", "chair_service": "Lanternfish Homes"},
        {"chair_kind": "police", "chair_service": "Quillon Police"},
        SAGE | {"involved": "yes"},
    ):
        with pytest.raises(Unfit, match="Name a chair"):
            arrange(t3, day, SAGE | chair)
    assert state_of(t3, day) == "threshold_met"
    arrange(t3, day, SAGE)
    assert state_of(t3, day) == "review_scheduled"


def arrange(story: ReviewStory, day: date, chair: dict[str, Any]) -> None:
    story.arrange(day, chair, at_hour(date(2027, 2, 3), 10), "speaker")


@pytest.mark.long
def test_it_is_not_closed_or_heard_out_of_turn(t3: ReviewStory) -> None:
    second_to_consent(t3, begum(t3.on))
    for verb in ("meet_threshold", "refuse_threshold", "decline_vexatious", "redirect", "close", "hear"):
        with opened(t3, "cora", date(2027, 1, 6)) as (actor, case), pytest.raises(Refused):
            move_case(actor=actor, case=case, verb=verb, reason="No")


@pytest.mark.long
def test_it_runs_to_its_outcome(t3: ReviewStory) -> None:
    second_to_consent(t3, begum(t3.on))
    second_to_decision(t3)
    second_arranged(t3)
    second_to_outcome(t3)
    day = date(2027, 2, 10)
    assert state_of(t3, day) == "outcome_issued"
    assert figures_of(t3, day) == {"applications": 1, "not_met": 0, "reviews": 1, "recommendations": 1}
    [text] = letters_sent(t3, day, "outcome")
    assert "each waited for another" in text
    assert "Name one officer whom she can ring." in text
    assert "10 working days from the day of this letter" in text
    with opened(t3, "cora", day) as (actor, case):
        draft_by_hand(actor=actor, case=case, template="outcome_representative")
    with pytest.raises(Refused, match="and not what letters say"):
        t3.write("cora", day, "outcome_representative", Way.READ_OUT)
    assert "Plan in progress" in letters_sent(t3, day, "update_representative")[0]
    assert len(letters_sent(t3, day, "update_representative")) == 3


@pytest.mark.parametrize(
    ("updates", "contents", "scope"),
    [
        ("yes", "no", Scope.UPDATES),
        ("yes", "yes", Scope.CONTENTS),
        ("no", "no", Scope.NOTHING),
        ("not_known", "not_known", None),
    ],
)
def test_what_was_agreed_at_the_start_would_have_to_be_noted_again_for_letters(
    t3: ReviewStory, updates: str, contents: str, scope: Scope | None
) -> None:
    day = date(2026, 12, 21)
    told = begum(t3.on)
    speaking = [item for item in told["people"] if "representative" in item["roles"]]
    speaking[0] |= {"scope_updates": updates, "scope_contents": contents}
    t3.apply(day, told)
    with opened(t3, "cora", day) as (_, case):
        noted = [row for row in db.session.scalars(sa.select(Agreement)) if row.case_id == case.id]
        assert [Scope(row.scope) for row in noted] == ([scope] if scope else [])
        assert all("As it stands in" in (row.words or "") for row in noted)


def test_the_single_point_of_contact_would_not_open_the_case_or_open_another(t3: ReviewStory) -> None:
    t3.apply(date(2026, 12, 21), begum(t3.on))
    day = date(2026, 12, 22)
    with act("fern", at_hour(day, 10)) as fern, pytest.raises(NotAllowed):
        case_by_id(fern, t3.case_id, "case.read")
    with opened(t3, "cora", day) as (cora, case):
        assert "contact" in kinds_offered(DEFINITION, case)
        account = account_by_email("fern@example.org")
        assert account is not None
        give(actor=cora, case=case, account_id=account.id, kind="contact")
    with act("fern", at_hour(day, 16)) as fern:
        found = case_by_id(fern, t3.case_id, "case.read")
        assert found.because.rule == "contact"
        assert found.case.summary
        for beyond in ("case.people", "letter.write", "case.form"):
            assert not may(fern, beyond, PANEL, found.relationships), beyond

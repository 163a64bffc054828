"""Who may agree to support, and when an agreement stands: pure rules."""

from datetime import date
from typing import Any

import pytest

from casework.panel_type.case_forms import Follow
from panels.definitions.channel import PANEL
from panels.definitions.channel.consent_rules import (
    born_18_years_before,
    check_consent,
    check_plan,
    check_withdrawal,
    consent_stands,
    is_child,
    why_no_consent,
)
from tests.channel.cases import AGREED_ON, CHILD_BORN, PARENT, PLAN, SELF, case, consented, filled

pytestmark = pytest.mark.pure


def asked(answers: dict[str, Any], **changes: Any) -> dict[str, str]:
    """Problems of a consent form that is about to be sent, by question."""
    told = {"asked_on": "2027-01-28", **answers}
    found = check_consent(case(PLAN, **changes), {"consent": [told]})
    return {problem.question_id: problem.message for problem in found}


def test_an_adults_own_consent_to_the_plan_stands() -> None:
    assert asked(SELF) == {}
    assert consent_stands(consented(SELF))


def test_support_would_start_without_a_plan_or_without_an_answer() -> None:
    assert why_no_consent(case()) == "There is no support plan to agree to"
    assert why_no_consent(case(PLAN)) == "Nobody has answered about version 1 of the plan"


@pytest.mark.parametrize("outcome", ["refused", "advice"])
def test_an_answer_that_is_no_consent_would_start_support(outcome: str) -> None:
    assert not consent_stands(consented(SELF | {"outcome": outcome}))


def test_a_child_would_be_supported_on_their_own_word() -> None:
    assert set(asked(SELF, subject_born_on=CHILD_BORN)) == {"given_by", "child_view", "adult_on"}
    assert not consent_stands(consented(SELF, subject_born_on=CHILD_BORN))


@pytest.mark.parametrize("giver", ["parent", "guardian", "local_authority"])
def test_a_parent_or_guardian_agrees_for_a_child(giver: str) -> None:
    told = PARENT | {"given_by": giver}
    assert asked(told, subject_born_on=CHILD_BORN) == {}
    assert consent_stands(consented(told, subject_born_on=CHILD_BORN))


def test_a_child_would_not_be_heard() -> None:
    told = {key: value for key, value in PARENT.items() if key != "child_view"}
    assert asked(told, subject_born_on=CHILD_BORN) == {"child_view": "Select what the child says"}


@pytest.mark.parametrize(
    ("today", "stands"), [(date(2029, 3, 1), True), (date(2029, 3, 2), False), (date(2029, 3, 3), False)]
)
def test_a_parents_consent_would_outlive_childhood(today: date, stands: bool) -> None:
    assert consent_stands(consented(PARENT, subject_born_on=CHILD_BORN, today=today)) is stands


def test_a_parent_would_agree_for_an_adult() -> None:
    assert asked(PARENT)["given_by"] == "From 18 on only the person can agree"
    assert not consent_stands(consented(PARENT))


def test_the_day_of_growing_up_would_be_a_wrong_one() -> None:
    found = asked(PARENT | {"adult_on": "2029-03-20"}, subject_born_on=CHILD_BORN)
    assert found == {"adult_on": "By the date of birth this is 2 March 2029"}


def test_somebody_born_on_29_february_is_an_adult_on_1_march() -> None:
    assert born_18_years_before(date(2008, 2, 29)) == date(2026, 3, 1)


def test_without_a_date_of_birth_the_referral_says_whether_it_is_a_child() -> None:
    child = {"about": [{"child": "yes"}]}
    assert is_child(case(subject_born_on=None, referral=child), AGREED_ON)
    assert not is_child(case(subject_born_on=None), AGREED_ON)
    assert "given_by" in asked(SELF, subject_born_on=None, referral=child)


def test_an_adult_who_cannot_decide_would_be_taken_to_consent() -> None:
    told = SELF | {"capacity": "lacks"}
    assert "outcome" in asked(told)
    assert asked(told | {"outcome": "advice"}) == {}
    assert not consent_stands(consented(told))
    follows = PANEL.case_form("consent").follows
    assert Follow("consent_given", None) not in follows
    assert {follow.when.equals for follow in follows if follow.when} == {"given", "refused"}


def test_an_adults_capacity_would_be_passed_over() -> None:
    assert asked(SELF | {"capacity": "child"}) == {"capacity": "Select whether the person can decide this"}


def test_consent_would_count_for_another_version_of_the_plan() -> None:
    assert asked(SELF | {"plan_version": 2}) == {
        "plan_version": "Version 1 of the plan is in force. Ask about that one"
    }
    second = filled("support_plan", date(2027, 2, 3), plan_version=2)
    facts = case(PLAN, filled("consent", AGREED_ON, **SELF), second)
    assert why_no_consent(facts) == "Nobody has answered about version 2 of the plan"
    old = filled("consent", date(2027, 2, 4), **SELF)
    assert not consent_stands(case(PLAN, second, old))
    again = filled("consent", date(2027, 2, 4), **SELF | {"plan_version": 2})
    assert consent_stands(case(PLAN, filled("consent", AGREED_ON, **SELF), second, again))


@pytest.mark.parametrize(("version", "sound"), [(1, False), (2, True), (3, False)])
def test_a_version_of_the_plan_would_be_used_twice_or_left_out(version: int, sound: bool) -> None:
    assert (not list(check_plan(case(PLAN), {"plan": [{"plan_version": version}]}))) is sound


def test_support_would_go_on_after_consent_was_withdrawn() -> None:
    gone = filled("consent_withdrawal", date(2027, 3, 1), withdrawn_by="self")
    given = filled("consent", AGREED_ON, **SELF)
    assert why_no_consent(case(PLAN, given, gone)) == "Consent was withdrawn"
    again = filled("consent", date(2027, 3, 9), **SELF)
    assert consent_stands(case(PLAN, given, gone, again))


def test_consent_would_be_withdrawn_before_it_was_given() -> None:
    answers = {"withdrawal": [{"withdrawn_on": "2027-01-31"}]}
    assert [problem.question_id for problem in check_withdrawal(consented(SELF), answers)] == ["withdrawn_on"]
    assert not list(check_withdrawal(consented(SELF), {"withdrawal": [{"withdrawn_on": "2027-02-01"}]}))


def test_an_answer_would_come_before_its_question() -> None:
    assert "answered_on" in asked(SELF | {"asked_on": "2027-02-02"})


def test_consent_of_the_first_time_would_serve_for_the_second() -> None:
    given = filled("consent", AGREED_ON, **SELF)
    reopened = (*case().entered, ("closed", date(2027, 7, 15)), ("reopened", date(2027, 9, 1)))
    assert not consent_stands(case(PLAN, given, entered=reopened))
    second = filled("support_plan", date(2027, 9, 20), plan_version=2)
    assert not consent_stands(case(PLAN, given, second, entered=reopened))
    again = filled("consent", date(2027, 9, 22), **SELF | {"plan_version": 2})
    assert consent_stands(case(PLAN, given, second, again, entered=reopened))

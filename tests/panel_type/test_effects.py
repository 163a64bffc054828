"""Faults in what follows by itself, and the pure rules of forms and of the starts of clocks."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from casework.case_forms.rules import fits_state, follow_of, is_true, may_be_second, may_correct, may_fill, may_read
from casework.panel_type.case_forms import CaseForm, Follow, Second
from casework.panel_type.checks import check
from casework.panel_type.clock_starts import runs, starts_at
from casework.panel_type.clocks import AnswerPlace, ClockRule, Unit
from casework.panel_type.definition import BriefLine, PanelType
from casework.panel_type.lifecycle import State, Transition
from casework.panel_type.prompts import Trigger
from casework.panel_type.questions import Answers, Condition, Kind, Question, Sensitivity
from tests.panel_type.forms_panel import AGREED, CONSENT, PANEL, REFUSAL, RETURN
from tests.panel_type.forms_panels import GROUP_PANEL


def with_consent(**changes: Any) -> PanelType:
    """The panel with its first form changed."""
    return replace(PANEL, case_forms=(replace(CONSENT, **changes), *PANEL.case_forms[1:]))


def with_move(**changes: Any) -> PanelType:
    """The panel with one more move."""
    move = Transition(**{"verb": "fly", "source": "active", "target": "taken", "roles": ("chair",), **changes})
    return replace(PANEL, lifecycle=replace(PANEL.lifecycle, transitions=(*PANEL.lifecycle.transitions, move)))


def with_clock(**changes: Any) -> PanelType:
    """The panel with one more clock."""
    clock = ClockRule("new", "New", "taken", 1, Unit.HOURS, ("active",), "chair", "Policy", **changes)
    return replace(PANEL, clocks=(*PANEL.clocks, clock))


def restricted() -> PanelType:
    section = CONSENT.form.sections[0]
    question = Question("secret", "Secret", Kind.TEXT, Sensitivity.I, restricted=True)
    changed = replace(section, questions=(*section.questions, question))
    return with_consent(form=replace(CONSENT.form, sections=(changed,)))


def restricted_title() -> PanelType:
    return replace(PANEL, titled_by=BriefLine("Words", "about", "exact_words"))


SPOILED: Mapping[str, PanelType] = {
    "case form consent asks consent.secret as restricted": restricted(),
    f"case form {'k' * 41} has too long a key": with_consent(key="k" * 41),
    "case form consent follows with agree, which cannot be made at the state active": with_consent(
        states=("taken", "active")
    ),
    "case form consent follows with agree by the answer to the unknown question ghost": with_consent(
        follows=(Follow("agree", Condition("ghost", equals="yes")), *CONSENT.follows)
    ),
    "case form consent follows with agree by the answer perhaps, which given does not offer": with_consent(
        follows=(Follow("agree", Condition("given", equals="perhaps")), *CONSENT.follows)
    ),
    "case form consent ends tasks by the answer to the unknown question ghost": with_consent(
        ends_provider_tasks=Condition("ghost", equals="yes")
    ),
    "case form consent follows with refuse_consent for the unknown closure reason bored": with_consent(
        follows=(Follow("refuse_consent", closure_reason="bored"), *CONSENT.follows)
    ),
    "case form consent follows with close into closed, which asks for a closing that no form can make": with_consent(
        follows=(Follow("close", closure_reason="done"), *CONSENT.follows), states=()
    ),
    "transition active/fly waits for a clock and the service may not make it": with_move(on_clock="support"),
    "transition active/fly is the service's own and requires something, which nobody could read without opening a "
    "case": with_move(roles=("system",), requires=(AGREED,)),
    "clock new depends on about.exact_words, which is not asked or cannot be read": with_clock(
        only_if=Trigger("about", Condition("exact_words", equals="yes"))
    ),
    "clock new depends on about.ghost, which is not asked or cannot be read": with_clock(
        starts_from=AnswerPlace("about", "ghost")
    ),
    "the question that names a case is restricted": restricted_title(),
}


@pytest.mark.parametrize("fault", SPOILED, ids=lambda fault: fault.replace(" ", "-"))
def test_a_fault_would_not_be_found_or_would_not_say_what_to_do(fault: str) -> None:
    found = {one.words: one for one in check(SPOILED[fault])}
    assert fault in found
    assert found[fault].mend[:1].isupper()


def test_a_form_could_end_a_case_without_its_reason() -> None:
    decisions = (replace(PANEL.decisions[0], needs_closure_reason=True, target_state="active"),)
    words = {fault.words for fault in check(replace(PANEL, decisions=decisions))}
    assert "case form decision follows with begin, which ends the case" in words


def test_the_panels_of_these_tests_would_not_be_sound() -> None:
    assert check(PANEL) == []
    assert check(GROUP_PANEL) == []


# Who


def test_an_agency_or_a_role_would_fill_in_what_is_not_theirs() -> None:
    assert may_fill(RETURN, {"member"}, "police")
    assert not may_fill(RETURN, {"member"}, "education")
    assert not may_fill(RETURN, {"chair"}, "police")
    assert not may_fill(RETURN, set(), "police")


@pytest.mark.parametrize(
    ("second", "same_person", "same_agency", "allowed"),
    [
        (Second.NOBODY, False, False, False),
        (Second.PERSON, True, True, False),
        (Second.PERSON, False, True, True),
        (Second.PERSON, False, False, True),
        (Second.AGENCY, True, True, False),
        (Second.AGENCY, False, True, False),
        (Second.AGENCY, False, False, True),
    ],
)
def test_the_second_would_be_no_second(second: Second, same_person: bool, same_agency: bool, allowed: bool) -> None:
    form = replace(REFUSAL, second=second)
    person, agency = uuid4(), uuid4()
    first = {"by_id": person if same_person else uuid4(), "by_agency_id": agency if same_agency else uuid4()}
    who = {"account_id": person, "agency_id": agency}
    assert may_be_second(form, {"chair"}, "police", **who, **first) is allowed
    assert not may_be_second(form, {"member"}, "police", **who, **first)


def test_another_agency_would_put_right_what_one_said() -> None:
    mine, theirs = uuid4(), uuid4()
    assert may_correct(RETURN, {"member"}, "police", agency_id=mine, of_agency=mine)
    assert not may_correct(RETURN, {"member"}, "police", agency_id=mine, of_agency=theirs)
    assert may_correct(RETURN, {"coordinator"}, "police", agency_id=mine, of_agency=theirs)
    assert not may_correct(RETURN, {"chair"}, "police", agency_id=mine, of_agency=mine)


def test_a_form_would_be_read_by_others_than_its_readers() -> None:
    assert may_read(RETURN, {"chair"}, is_author=False, decides=False)
    assert not may_read(RETURN, {"coordinator"}, is_author=False, decides=False)
    assert may_read(RETURN, {"member"}, is_author=True, decides=False)
    assert may_read(RETURN, {"member"}, is_author=False, decides=True)
    assert may_read(CONSENT, {"member"}, is_author=False, decides=False)


def test_a_form_without_states_would_be_open_on_an_ended_case() -> None:
    ended, open_one = State("closed", "", "", open=False), State("active", "", "")
    free = replace(CONSENT, states=())
    assert fits_state(free, open_one)
    assert not fits_state(free, ended)
    assert fits_state(replace(CONSENT, states=("closed",)), ended)
    assert not fits_state(CONSENT, open_one)


def test_the_first_move_whose_condition_holds_would_not_be_the_one() -> None:
    said: Answers = {"a": [{"x": "1"}, {"x": "2"}]}
    follows = (Follow("no", Condition("x", equals="3")), Follow("yes", Condition("x", equals="2")), Follow("last"))
    assert follow_of(follows, said) == follows[1]
    assert follow_of(follows, {}) == follows[2]
    assert follow_of(follows[:2], {}) is None
    assert is_true(None, {})


# Starts of clocks


HAPPENED = datetime(2026, 11, 23, 9, tzinfo=UTC)


def clock(**changes: Any) -> ClockRule:
    return ClockRule("c", "C", "taken", 1, Unit.HOURS, ("active",), "chair", "Policy", **changes)


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("2026-07-01", datetime(2026, 7, 1, 16, tzinfo=UTC)),  # 5pm in summer time
        ("2026-12-01", datetime(2026, 12, 1, 17, tzinfo=UTC)),
        ("2026-12-01T22:15+00:00", datetime(2026, 12, 1, 22, 15, tzinfo=UTC)),
        ("2026-07-01T22:15", datetime(2026, 7, 1, 21, 15, tzinfo=UTC)),  # without a zone: London
        ("not_known", HAPPENED),
        (None, HAPPENED),
    ],
)
def test_a_clock_would_count_from_another_moment(value: str | None, moment: datetime) -> None:
    rule = clock(starts_from=AnswerPlace("s", "q"))
    assert starts_at(rule, ({"s": [{"q": value}]},), HAPPENED) == moment
    assert starts_at(rule, (), HAPPENED) == HAPPENED
    assert starts_at(clock(), ({"s": [{"q": value}]},), HAPPENED) == HAPPENED


def test_an_older_form_would_decide_over_the_newest_one() -> None:
    rule = clock(only_if=Trigger("s", Condition("q", equals="yes")))
    yes: Answers = {"s": [{"q": "yes"}]}
    no: Answers = {"s": [{"q": "no"}]}
    other: Answers = {"t": [{"q": "yes"}]}
    assert runs(rule, (yes, no))
    assert not runs(rule, (no, yes))
    assert runs(rule, (other, yes))
    assert not runs(rule, (other,))
    assert not runs(rule, ())


def test_a_form_is_found_by_its_key() -> None:
    found: CaseForm = PANEL.case_form("consent")
    assert found is CONSENT

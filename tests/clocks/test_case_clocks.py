"""Clocks that hang on answers, on forms, and go from a referral to its case; and the moves that clocks make."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from auth.encryption.keyring import lock_all
from casework.case_forms.service import confirm, fill_in
from casework.cases.case_clocks import start_clocks
from casework.cases.jobs import move_when_time_is_up
from casework.cases.models import Case
from casework.cases.moves import move_case
from casework.cases.timeline import entries_of
from casework.clocks.models import Clock
from casework.clocks.service import calendar, clocks_of
from casework.clocks.words import state_of
from casework.panel_type.registry import panel_types
from casework.referrals import accepting, following, triage
from extensions import db
from tests.case_forms.made import MONDAY, TOLD, consent, decision, sent, taken
from tests.panel_type.forms_panel import HERE

pytestmark = pytest.mark.usefixtures("forms_panels", "work")


@pytest.fixture(autouse=True)
def the_day() -> Any:
    with time_machine.travel(MONDAY, tick=False):
        yield


def of(case: Any, rule: str, what: str = "case") -> Clock:
    return next(clock for clock in clocks_of(what, [case.id])[case.id] if clock.rule == rule)


def rules(case: Any, what: str = "case") -> set[str]:
    return {clock.rule for clock in clocks_of(what, [case.id])[case.id] if clock.is_open()}


# From the referral to the case


def test_a_clock_that_goes_on_would_start_again_or_lose_its_pause(actor: Any) -> None:
    referral = sent(actor("fern"))
    with time_machine.travel(datetime(2026, 11, 24, 10, tzinfo=UTC)):
        triage.ask_for_more(actor=actor("cora"), referral=referral, reason="Dates", question="When?")
    with time_machine.travel(datetime(2026, 12, 1, 10, tzinfo=UTC)):
        following.reply(actor=actor("fern"), referral=referral, text="In May")
    before = of(referral, "outcome", "referral")
    assert (before.original_due_at.day, before.due_at.day, before.due_at.month) == (21, 31, 12)
    with time_machine.travel(datetime(2026, 12, 2, 10, tzinfo=UTC)):
        case = taken(referral=referral)
    clock = of(case, "outcome")
    assert (clock.id, clock.started_at, len(clock.pauses)) == (before.id, MONDAY, 1)
    assert (clock.due_at, clock.original_due_at) == (before.due_at, before.original_due_at)
    assert rules(referral, "referral") == set()


def test_a_clock_of_the_referral_alone_would_go_on_with_the_case(actor: Any) -> None:
    referral = sent(actor("fern"))
    case = taken(referral=referral)
    assert "acknowledge" not in {clock.rule for clock in clocks_of("case", [case.id])[case.id]}
    assert of(referral, "acknowledge", "referral").stopped_at is not None
    assert "triage" not in {clock.rule for clock in clocks_of("case", [case.id])[case.id]}
    assert of(referral, "triage", "referral").met_at is not None


def test_a_joined_referral_would_bring_a_second_clock_of_the_same_rule(actor: Any) -> None:
    case = taken()
    first = of(case, "outcome")
    more = sent(actor("rowan"))
    accepting.join(actor=actor("cora"), referral=more, reason="The same", case=case, known={})
    running = [clock.id for clock in clocks_of("case", [case.id])[case.id] if clock.rule == "outcome"]
    assert running == [first.id]
    assert of(more, "outcome", "referral").stopped_at is not None


def test_a_joined_clock_would_run_while_the_case_rests(actor: Any) -> None:
    case = taken()
    of(case, "outcome").met_at = MONDAY
    move_case(actor=actor("cora"), case=case, verb="rest", reason="Away")
    accepting.join(actor=actor("cora"), referral=sent(actor("rowan")), reason="The same", case=case, known={})
    open_one = next(
        clock for clock in clocks_of("case", [case.id])[case.id] if clock.rule == "outcome" and clock.is_open()
    )
    assert open_one.is_paused()


def test_the_clock_of_a_cases_first_state_would_stay_with_the_referral(actor: Any) -> None:
    referral = sent(actor("fern"))
    case = taken(referral=referral)
    assert "ask_consent" in rules(case)
    assert rules(referral, "referral") == set()
    assert "ask_consent" not in {clock.rule for clock in clocks_of("referral", [referral.id])[referral.id]}


def test_a_clock_that_rests_on_the_case_would_run_on(actor: Any) -> None:
    case = taken()
    with time_machine.travel(datetime(2026, 11, 24, 10, tzinfo=UTC)):
        move_case(actor=actor("cora"), case=case, verb="rest", reason="Away")
        assert of(case, "outcome").is_paused()
    with time_machine.travel(datetime(2026, 12, 1, 10, tzinfo=UTC)):
        move_case(actor=actor("cora"), case=case, verb="go_on", reason="Back")
    assert of(case, "outcome").due_at == datetime(2026, 12, 31, 17, tzinfo=UTC)


# By an answer


@pytest.mark.parametrize(("graffiti", "runs"), [("yes", True), ("no", False), ("not_known", False)])
def test_a_clock_would_run_though_the_answer_says_otherwise(actor: Any, graffiti: str, runs: bool) -> None:
    referral = sent(actor("fern"), {**TOLD, "about": [{"graffiti": graffiti}]})
    assert ("clean" in rules(referral, "referral")) is runs


def test_a_clock_in_hours_would_know_weekends_or_closing_time(actor: Any) -> None:
    with time_machine.travel(datetime(2026, 11, 27, 19, 30, tzinfo=UTC), tick=False):  # a Friday evening
        referral = sent(actor("fern"))
        clock = of(referral, "clean", "referral")
        assert clock.due_at == datetime(2026, 11, 28, 19, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("after", "words"),
    [
        (timedelta(hours=5), "19 hours left, until 9:00am"),
        (timedelta(hours=23, minutes=30), "30 minutes left, until 9:00am"),
        (timedelta(hours=24, minutes=1), "Late since 9:00am"),
        (timedelta(hours=27, minutes=1), "Late by 3 hours"),
    ],
)
def test_how_a_clock_in_hours_stands_would_be_said_in_days(actor: Any, after: timedelta, words: str) -> None:
    clock = of(sent(actor("fern")), "clean", "referral")
    assert state_of(clock, MONDAY + after, calendar()).words == words


def test_a_clock_would_start_with_the_form_and_not_on_the_day_that_was_answered(actor: Any) -> None:
    case = taken()
    fill_in(actor=actor("cora"), case=case, key="consent", answers=consent(given_on="2026-11-27"))
    assert of(case, "renew").due_at == datetime(2026, 12, 7, 17, tzinfo=UTC)
    assert of(case, "ask_consent").met_at is not None


def test_a_clock_would_start_at_the_end_of_the_day_and_not_at_the_moment_that_was_answered(actor: Any) -> None:
    case = taken()
    fill_in(actor=actor("cora"), case=case, key="consent", answers=consent())
    entry = fill_in(actor=actor("cora"), case=case, key="decision", answers=decision("2026-11-28T22:15+00:00"))
    confirm(actor=actor("larch"), case=case, entry=entry)
    assert of(case, "first_visit").due_at == datetime(2026, 11, 30, 22, 15, tzinfo=UTC)


def test_a_deadline_would_be_lost_with_the_answer_it_counts_from(actor: Any) -> None:
    case = taken()
    fill_in(actor=actor("cora"), case=case, key="consent", answers={"consent": [{"given": "yes"}]})
    assert of(case, "renew").started_at == MONDAY


def test_a_clock_of_a_form_would_run_though_the_form_says_no(actor: Any) -> None:
    case = taken()
    fill_in(actor=actor("cora"), case=case, key="consent", answers=consent("no"))
    assert "renew" not in {clock.rule for clock in clocks_of("case", [case.id])[case.id]}


def test_a_form_would_not_meet_the_clock_that_waits_for_it(actor: Any) -> None:
    case = taken()
    fill_in(actor=actor("cora"), case=case, key="consent", answers=consent())
    fill_in(actor=actor("cora"), case=case, key="withdrawal", answers={"withdrawal": [{"withdrawn": "no"}]})
    assert of(case, "renew").met_at is not None


def test_a_deadline_would_be_missing_because_nobody_opened_the_case(actor: Any) -> None:
    case = taken({**TOLD, "about": [{"graffiti": "no"}]})
    db.session.flush()
    lock_all()
    start_clocks(case, panel_types.get(HERE), {"received"}, at=MONDAY)
    assert "clean" in rules(case)


# Moves that a clock makes


def supported(actor: Any) -> Case:
    case = taken()
    fill_in(actor=actor("cora"), case=case, key="consent", answers=consent())
    entry = fill_in(actor=actor("cora"), case=case, key="decision", answers=decision())
    confirm(actor=actor("larch"), case=case, entry=entry)
    return case


def test_a_case_would_not_be_moved_when_its_time_is_up_or_be_moved_before(app: Any, actor: Any) -> None:
    case = supported(actor)
    reference = case.reference
    db.session.commit()
    for days, state in ((29, "active"), (31, "review_due")):
        with time_machine.travel(MONDAY + timedelta(days=days)), app.app_context():
            move_when_time_is_up()
            found = db.session.query(Case).filter_by(reference=reference).one()
            assert found.state == state
    with app.app_context():
        found = db.session.query(Case).filter_by(reference=reference).one()
        clock = of(found, "support")
        assert clock.met_at is not None
        assert move_when_time_is_up() == "Time limits: 0 cases moved on."


def test_a_move_that_time_made_would_leave_no_word_in_the_timeline(app: Any, actor: Any) -> None:
    from casework.cases.moves import move_by_clock

    case = supported(actor)
    assert move_by_clock(case, "support")
    assert not move_by_clock(case, "support")
    assert "A time limit ended, and the case moved on by itself" in {
        entry.title for entry in entries_of(actor("cora"), case)
    }

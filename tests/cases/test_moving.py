"""A case moves along its lifecycle and is closed, or is refused."""

import threading
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from auth.doors import NotAllowed
from casework.actions.service import add_action, report_on_action
from casework.cases.access import case_for
from casework.cases.jobs import let_reviews_fall_due
from casework.cases.moves import fall_due
from casework.cases.service import add_assessment, move_case, set_review
from casework.cases.timeline import entries_of
from casework.errors import Refused
from tests.cases.closing import assess, close, db_tool
from tests.cases.made import acting, actor_named, case_of, case_on_record, full_answers, person_of


def test_a_member_moves_a_case_or_a_move_is_made_without_its_reason(actor):
    case = case_of(actor("cora"))
    with pytest.raises(Refused, match="Only the"):
        move_case(actor=actor("larch"), case=case, verb="bring_forward", reason="It got worse")
    with pytest.raises(Refused) as refused:
        move_case(actor=actor("cora"), case=case, verb="bring_forward")
    assert refused.value.field == "reason"
    move_case(actor=actor("cora"), case=case, verb="bring_forward", reason="It got worse")
    assert case.state == "review_due"


def test_a_case_jumps_to_a_state_its_lifecycle_does_not_lead_to(actor):
    """AC 51."""
    case = case_of(actor("cora"))
    with pytest.raises(Refused, match="now, because the case is at"):
        move_case(actor=actor("alder"), case=case, verb="accept")


@pytest.mark.parametrize("state", ["active", "monitoring", "review_due", "heard"])
def test_a_case_is_closed_by_an_ordinary_move_around_the_closing_rules(actor, state):
    case = case_of(actor("alder"), state=state)
    with pytest.raises(Refused, match="closing assessment"):
        move_case(actor=actor("alder"), case=case, verb="close", reason="It is over")
    assert (case.state, case.closed_at) == (state, None)


@pytest.mark.parametrize("state", ["active", "heard"])
def test_a_case_is_closed_without_a_closing_assessment(actor, state):
    chair = actor("alder")
    case = case_of(chair, state=state)
    with pytest.raises(Refused, match="Assess the risk again"):
        close(chair, case)
    assess(chair, case, occasion="review")
    with pytest.raises(Refused, match="Assess the risk again"):
        close(chair, case)
    assert case.closed_at is None


def test_a_closing_assessment_with_hardly_an_answer_counts(actor):
    chair = actor("alder")
    case = case_of(chair)
    few = dict(list(full_answers().items())[:3])
    add_assessment(
        actor=chair, case=case, person=case.parties[0].person, tool=db_tool(), answers=few, occasion="closure"
    )
    with pytest.raises(Refused, match="Assess the risk again"):
        close(chair, case)


def test_a_case_is_closed_with_an_open_action(actor):
    chair = actor("alder")
    case = case_of(chair)
    assess(chair, case)
    action = add_action(
        actor=chair, case=case, text="Change the locks", agency_id=chair.agency_id, officer_name="A. Smith",
        due_on=date(2027, 1, 1),
    )  # fmt: skip
    with pytest.raises(Refused, match="1 action is still open"):
        close(chair, case)
    report_on_action(actor=chair, action=action, status="done", text="Locks changed")
    close(chair, case)
    assert case.state == "closed"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"reason": "because"}, "reason"),
        ({"victim_told": "perhaps"}, "victim_told"),
        ({"victim_told_words": "  "}, "victim_told_words"),
    ],
)
def test_a_case_is_closed_without_saying_why_and_who_tells_the_victim(actor, change, field):
    chair = actor("alder")
    case = case_of(chair)
    assess(chair, case)
    with pytest.raises(Refused) as refused:
        close(chair, case, **change)
    assert (refused.value.field, case.closed_at) == (field, None)


def test_a_coordinator_closes_a_case_outside_the_meeting(actor):
    case = case_of(actor("cora"))
    assess(actor("cora"), case)
    with pytest.raises(Refused, match="Only the chair"):
        close(actor("cora"), case)


def test_a_closed_case_has_no_day_of_disposal_or_stays_open_to_members(app):
    made = case_on_record(app, listed=True)
    with acting(app, "alder") as chair:
        case = case_for(chair, made.reference).case
        assess(chair, case)
        with time_machine.travel(datetime(2026, 11, 23, 10, tzinfo=UTC), tick=False):
            assess(chair, case)
            close(chair, case)
        assert case.retention_due_on == date(2032, 11, 23)
        assert case.next_review_on is None
    with app.test_request_context(), pytest.raises(NotAllowed):
        case_for(actor_named("larch"), made.reference)


def test_a_case_with_a_child_is_kept_only_six_years(actor):
    chair = actor("alder")
    child = person_of(chair, born_on=date(2020, 6, 1), forenames="Wren", surname="Thistledown")
    case = case_of(chair, (person_of(chair), ["victim"]), (child, ["child"]), children=True)
    assess(chair, case)
    close(chair, case)
    assert case.retention_due_on == date(2045, 6, 1)


def test_a_case_reopened_after_a_mistake_stays_marked_as_closed(actor):
    chair = actor("alder")
    case = case_of(chair)
    assess(chair, case)
    close(chair, case)
    move_case(actor=chair, case=case, verb="reopen", reason="Closed the wrong one")
    assert (case.state, case.closed_at, case.closure_reason, case.retention_due_on) == ("active", None, None, None)


def test_a_review_that_is_due_does_not_bring_the_case_back(app):
    due, later = case_on_record(app), case_on_record(app)
    with acting(app, "cora") as cora:
        for made, days in ((due, 0), (later, 3)):
            case = case_for(cora, made.reference).case
            set_review(actor=cora, case=case, on=datetime.now(UTC).date() + timedelta(days=days))
    with app.app_context():
        assert let_reviews_fall_due() == "Reviews: 1 fell due."
        assert let_reviews_fall_due() == "Reviews: 0 fell due."
    with acting(app, "cora") as cora:
        case = case_for(cora, due.reference).case
        assert case.state == "review_due"
        assert entries_of(cora, case)[0].title == "A review is due"
        assert case_for(cora, later.reference).case.state == "active"


def test_a_review_falls_due_for_a_case_on_an_agenda(actor):
    assert not fall_due(case_of(actor("cora"), state="listed"))


def test_of_two_moves_at_once_both_are_made(app):
    made = case_on_record(app)
    together, outcomes = threading.Barrier(2), []

    def move():
        try:
            with acting(app, "alder") as chair:
                case = case_for(chair, made.reference).case
                # Where a database lets only one write at a time, the other never comes to meet this one.
                with suppress(threading.BrokenBarrierError):
                    together.wait(timeout=1)
                move_case(actor=chair, case=case, verb="bring_forward", reason="It got worse")
            outcomes.append("moved")
        except Refused:
            outcomes.append("refused")

    threads = [threading.Thread(target=move) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(outcomes) == ["moved", "refused"]
    with acting(app, "cora") as cora:
        titles = [entry.title for entry in entries_of(cora, case_for(cora, made.reference).case)]
        assert len(titles) == 2

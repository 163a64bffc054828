import threading
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from auth.doors import NotAllowed
from auth.encryption.keyring import lock_all
from auth.encryption.sealed import Locked
from casework.actions.service import add_action, open_count, report_on_action
from casework.cases.access import case_by_id, case_for
from casework.cases.assessments import assessments_of
from casework.cases.conflicts import conflicts_of
from casework.cases.jobs import let_reviews_fall_due
from casework.cases.moves import fall_due
from casework.cases.service import (
    add_assessment,
    add_note,
    add_party,
    close_case,
    closed_cases_of,
    correct_note,
    declare_conflict,
    lift_conflict,
    move_case,
    record_event,
    set_review,
)
from casework.cases.timeline import entries_of
from casework.errors import Refused, Stale
from extensions import db
from tests.cases.made import acting, actor_named, case_of, case_on_record, full_answers, person_of
from tests.conftest import PANEL

TOLD = {"victim_told": "told", "victim_told_words": "By phone, by the housing officer"}


def assess(actor, case, *, occasion="closure", value=0):
    person = case.parties[0].person
    return add_assessment(
        actor=actor,
        case=case,
        person=person,
        tool=db_tool(),
        answers=full_answers(value),
        occasion=occasion,
    )


def db_tool():
    from casework.panel_type.registry import panel_types

    return panel_types.get(PANEL).risk_tools[0].id


def close(actor, case, **changes):
    given = {"reason": "stopped", "open_actions": open_count(case.id), **TOLD, **changes}
    return close_case(actor=actor, case=case, **given)


# Opening


def test_a_new_case_has_no_reference_event_or_summary(actor):
    case = case_of(actor("cora"))
    assert case.reference.startswith("QQ-A-")
    assert case.summary == {
        "name": "Pemberwick Thistledown",
        "initials": "P.T.",
        "age": case.summary["age"],
        "area": "E1",
    }
    assert [entry.title for entry in entries_of(actor("cora"), case)] == ["Case opened"]


def test_the_summary_says_the_street_of_a_hidden_address(actor):
    assert "Canary" not in str(case_of(actor("cora")).summary)


def test_a_repeat_is_not_linked_to_the_case_before(actor):
    chair = actor("alder")
    first = case_of(chair)
    assess(chair, first)
    close(chair, first)
    second = case_of(chair)
    second.repeat_of_id = first.id
    db.session.flush()
    assert closed_cases_of([first.parties[0].person_id], PANEL, 12) == [first]
    assert closed_cases_of([second.parties[0].person_id], PANEL, 12) == []
    assert closed_cases_of([], PANEL, 12) == []


def test_a_case_closed_longer_ago_than_the_months_counts_as_a_repeat(actor):
    chair = actor("alder")
    case = case_of(chair)
    assess(chair, case)
    close(chair, case)
    case.closed_at -= timedelta(days=370)
    db.session.flush()
    assert closed_cases_of([case.parties[0].person_id], PANEL, 12) == []


def test_a_person_added_twice_has_two_rows_or_loses_a_role(actor):
    cora = actor("cora")
    case = case_of(cora)
    person = case.parties[0].person
    add_party(actor=cora, case=case, person=person, roles=["alleged_perpetrator", "victim"])
    assert [party.roles for party in case.parties] == [["victim", "alleged_perpetrator"]]


def test_a_case_is_read_without_passing_its_door(actor):
    case = case_of(actor("cora"))
    lock_all()
    with pytest.raises(Locked):
        str(case.summary)


# Risk


def test_the_case_does_not_take_the_highest_risk_of_its_people(actor):
    cora = actor("cora")
    one, other = person_of(cora), person_of(cora, forenames="Ottoline", surname="Farrowdale")
    case = case_of(cora, (one, ["victim"]), (other, ["victim", "alleged_perpetrator"]), band=None)
    for person, value in ((one, 9), (other, 0)):
        add_assessment(
            actor=cora, case=case, person=person, tool=db_tool(), answers=full_answers(value), occasion="referral"
        )
    assert (case.band, len(assessments_of(case.id))) == ("high", 2)
    assess(cora, case, occasion="review")
    assert case.band == "standard"


def test_another_view_of_the_risk_is_kept_without_a_reason(actor):
    cora = actor("cora")
    case = case_of(cora)
    given = {"actor": cora, "case": case, "person": case.parties[0].person, "tool": db_tool(), "occasion": "review"}
    with pytest.raises(Refused) as refused:
        add_assessment(**given, answers=full_answers(), band="high")
    assert refused.value.field == "rationale"
    kept = add_assessment(**given, answers=full_answers(), band="high", rationale="He will not open the door any more")
    assert (kept.computed_band, kept.band, case.band) == ("standard", "high", "high")
    for wrong in (
        {"answers": {"h1": "no such answer"}},
        {"answers": full_answers(), "band": "purple", "rationale": "x"},
    ):
        with pytest.raises(Refused):
            add_assessment(**given, **wrong)


# Moving and closing


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


# Notes


def test_a_note_is_kept_without_text_nature_or_readers(actor):
    case = case_of(actor("cora"))
    for wrong, field in (
        ({"text": " "}, "text"),
        ({"nature": "rumour"}, "nature"),
        ({"handling": "all"}, "handling"),
    ):
        given = {"nature": "fact", "text": "Seen", "handling": "panel", **wrong}
        with pytest.raises(Refused) as refused:
            add_note(actor=actor("cora"), case=case, **given)
        assert refused.value.field == field


def test_a_member_learns_of_a_note_for_the_chair(actor):
    case = case_of(actor("cora"))
    add_note(actor=actor("elm"), case=case, nature="opinion", text="Not for all", handling="chair_only")
    assert "Not for all" not in str(entries_of(actor("larch"), case))
    assert "Not for all" not in str(entries_of(actor("elm"), case))
    for reader in ("cora", "alder", "birch"):
        assert "Not for all" in str(entries_of(actor(reader), case))


def test_two_people_correcting_one_note_lose_a_text(actor):
    case = case_of(actor("cora"))
    note = add_note(actor=actor("cora"), case=case, nature="fact", text="Two men")
    given = {"case": case, "note": note, "nature": "fact", "handling": "panel"}
    first = correct_note(actor=actor("cora"), text="Three men", **given)
    with pytest.raises(Stale) as stale:
        correct_note(actor=actor("alder"), text="Two men, one woman", **given)
    assert (stale.value.theirs, stale.value.mine) == ("Three men", "Two men, one woman")
    assert stale.value.by == "Cora Lindqvist"
    assert (first.replaces_id, note.text) == (note.id, "Two men")


def test_a_stale_correction_shows_a_member_the_note_that_became_the_chairs(actor):
    case = case_of(actor("cora"))
    note = add_note(actor=actor("larch"), case=case, nature="fact", text="Two men")
    given = {"case": case, "note": note, "nature": "fact"}
    correct_note(actor=actor("birch"), text="An informant said so", handling="chair_only", **given)
    with pytest.raises(Stale) as stale:
        correct_note(actor=actor("larch"), text="Three men", handling="panel", **given)
    assert "informant" not in stale.value.theirs


# Conflicts of interest


def test_a_declared_conflict_leaves_the_case_open(app):
    made = case_on_record(app)
    with acting(app, "alder") as chair:
        case_for(chair, made.reference)
        declare_conflict(actor=chair, case_id=made.id, account_id=chair.account_id, connection="family")
    with app.test_request_context():
        for permission in ("case.read", "case.close", "case.note", "conflict.lift"):
            with pytest.raises(NotAllowed):
                case_by_id(actor_named("alder"), made.id, permission)


def test_somebody_lifts_the_conflict_they_declared(app):
    made = case_on_record(app)
    with acting(app, "alder") as chair:
        found = declare_conflict(actor=chair, case_id=made.id, account_id=chair.account_id, connection="family")
        exclusion_id = found.id
        with pytest.raises(NotAllowed):
            lift_conflict(actor=chair, exclusion_id=exclusion_id)
    for nobody in ("cora", "larch", "oak", "yew"):
        with app.test_request_context(), pytest.raises(NotAllowed):
            lift_conflict(actor=actor_named(nobody), exclusion_id=exclusion_id)
    with acting(app, "birch") as vice:
        lift_conflict(actor=vice, exclusion_id=exclusion_id)
    with acting(app, "alder") as chair:
        assert case_for(chair, made.reference).case.id == made.id


def test_a_member_closes_a_case_to_somebody_else(app):
    made = case_on_record(app, listed=True)
    for nobody in ("larch", "oak", "yew", "hal"):
        with app.test_request_context(), pytest.raises(NotAllowed):
            declare_conflict(
                actor=actor_named(nobody),
                case_id=made.id,
                account_id=actor_named("alder").account_id,
                connection="work",
            )


def test_a_conflict_declared_twice_needs_lifting_twice(app):
    made = case_on_record(app)
    with acting(app, "cora") as cora:
        larch = actor_named("larch").account_id
        for _ in range(2):
            declare_conflict(actor=cora, case_id=made.id, account_id=larch, connection="neighbour")
        assert len(conflicts_of(made.id)) == 1


def test_a_conflict_on_a_case_that_is_not_there_is_kept(actor):
    from uuid import uuid4

    with pytest.raises(NotAllowed):
        declare_conflict(actor=actor("cora"), case_id=uuid4(), account_id=actor("cora").account_id, connection="work")


def test_a_timeline_entry_is_written_for_a_case_that_is_shut(actor):
    case = case_of(actor("cora"))
    lock_all()
    with pytest.raises(Locked):
        record_event(actor=actor("cora"), case=case, kind="note", title="Something")

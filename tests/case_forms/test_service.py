"""Case forms: who fills them in, when they count, and what follows."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine

from auth.doors import NotAllowed
from auth.roles import Role
from casework.actions.service import add_action
from casework.case_forms.entries import entries_of
from casework.case_forms.service import Unfit, confirm, correct, decline, fill_in
from casework.cases.facts import facts_of
from casework.cases.history import moves_of
from casework.cases.models import Case
from casework.cases.moves import move_case, moves_by_hand
from casework.cases.timeline import entries_of as timeline_of
from casework.clocks.service import clocks_of
from casework.errors import Refused, Stale
from casework.panel_type.registry import panel_types
from extensions import db
from tests.auth.covering import covering
from tests.case_forms.made import MONDAY, consent, decision, taken
from tests.panel_type.forms_panel import HERE

pytestmark = pytest.mark.usefixtures("forms_panels", "work")


@pytest.fixture(autouse=True)
def the_day() -> Any:
    with time_machine.travel(MONDAY, tick=True):
        yield


def at(case: Case, state: str) -> Case:
    case.state = state
    db.session.flush()
    return case


# Who, and when


def test_a_form_would_be_filled_in_by_a_role_or_agency_that_it_is_not_for(actor: Any) -> None:
    case = taken()
    with pytest.raises(NotAllowed):
        fill_in(actor=actor("alder"), case=case, key="consent", answers=consent())
    with pytest.raises(NotAllowed):  # the coordinator's agency is neither the police nor a landlord
        fill_in(actor=actor("cora"), case=case, key="agency_return", answers={"known": [{"facts": "Seen"}]})
    assert fill_in(actor=actor("larch"), case=case, key="agency_return", answers={"known": [{"facts": "Seen"}]})


def test_words_in_a_form_would_name_somebody_who_is_withheld(actor: Any) -> None:
    case, told = taken(), [{"given": "no", "why_not": "Wilfred is afraid of the neighbours."}]
    case.identity_withheld = True
    sections = panel_types.get(case.panel).case_form("consent").form.sections
    section = next(one for one in sections if any(question.id == "why_not" for question in one.questions))
    answers = consent()
    answers[section.id] = [{**answers[section.id][0], **told[0]}]
    with pytest.raises(Unfit) as refused:
        fill_in(actor=actor("cora"), case=case, key="consent", answers=answers)
    assert [(problem.question_id, problem.message[:18]) for _, problem in refused.value.problems] == [
        ("why_not", "Take out “Wilfred”")
    ]
    answers[section.id][0]["why_not"] = "They are afraid of the neighbours."
    assert fill_in(actor=actor("cora"), case=case, key="consent", answers=answers)


def test_a_form_that_the_panel_does_not_have_would_be_taken(actor: Any) -> None:
    with pytest.raises(NotAllowed):
        fill_in(actor=actor("cora"), case=taken(), key="nothing", answers={})


@pytest.mark.long
def test_a_form_would_be_filled_in_at_another_state(actor: Any) -> None:
    with pytest.raises(Refused, match="Supported"):
        fill_in(actor=actor("cora"), case=at(taken(), "active"), key="consent", answers=consent())


def test_a_form_would_be_filled_in_on_an_ended_case(actor: Any) -> None:
    with pytest.raises(Refused, match="Ended"):
        fill_in(actor=actor("cora"), case=at(taken(), "no_consent"), key="withdrawal", answers={})


def test_a_form_that_is_not_offered_would_exist(actor: Any) -> None:
    case = taken()
    case.band = "high"
    with pytest.raises(NotAllowed):
        fill_in(actor=actor("cora"), case=case, key="refusal", answers={"why": [{"why": "No"}]})


def test_a_form_for_once_would_be_filled_in_twice(actor: Any) -> None:
    case = taken()
    fill_in(actor=actor("cora"), case=case, key="refusal", answers={"why": [{"why": "No"}]})
    with pytest.raises(Refused, match="already"):
        fill_in(actor=actor("alder"), case=case, key="refusal", answers={"why": [{"why": "No"}]})


def test_a_form_would_be_sent_before_what_it_requires(actor: Any) -> None:
    with pytest.raises(Refused, match="consent first"):
        fill_in(actor=actor("cora"), case=at(taken(), "deciding"), key="decision", answers=decision())


# What is typed


def test_a_required_answer_could_be_left_out(actor: Any) -> None:
    with pytest.raises(Unfit) as caught:
        fill_in(actor=actor("cora"), case=taken(), key="consent", answers={})
    assert [(section and section.id, problem.question_id) for section, problem in caught.value.problems] == [
        ("consent", "given")
    ]


def test_a_repeating_section_could_lack_the_item_that_it_needs(actor: Any) -> None:
    case = taken()
    fill_in(actor=actor("cora"), case=case, key="consent", answers=consent())
    with pytest.raises(Unfit, match="Add a reason"):
        fill_in(actor=actor("cora"), case=case, key="decision", answers={"reasons": []})


def test_an_answer_that_the_panels_own_check_refuses_would_stand(actor: Any) -> None:
    with pytest.raises(Unfit, match="after the referral") as caught:
        fill_in(actor=actor("cora"), case=taken(), key="consent", answers=consent(given_on="2026-11-01"))
    section, problem = caught.value.problems[0]
    assert (section.id if section else "", problem.question_id) == ("consent", "given_on")


def test_what_was_not_asked_would_be_kept(actor: Any) -> None:
    kept = {"given": "yes", "given_on": "2026-11-24"}
    answers = {"consent": [{**kept, "why_not": "Stale", "forged": "x"}], "other": [{}]}
    entry = fill_in(actor=actor("cora"), case=taken(), key="consent", answers=answers)
    assert entry.answers == {"consent": [kept]}


# What follows


def test_a_form_would_not_move_the_case_by_its_answer(actor: Any) -> None:
    case = taken()
    fill_in(actor=actor("cora"), case=case, key="consent", answers=consent())
    assert case.state == "deciding"
    assert [(move.verb, move.source, move.target) for move in moves_of(case.id)] == [
        ("accept", "submitted", "taken"),
        ("agree", "taken", "deciding"),
    ]


def test_a_form_that_ends_the_case_would_give_no_closure_reason(actor: Any) -> None:
    case = taken()
    fill_in(actor=actor("cora"), case=case, key="consent", answers=consent("no"))
    assert (case.state, case.closure_reason) == ("no_consent", "no_consent")
    assert case.closed_at is not None


def test_a_move_kept_for_a_form_would_be_made_or_offered_by_hand(actor: Any) -> None:
    case = at(taken(), "deciding")
    with pytest.raises(Refused, match="form"):
        move_case(actor=actor("cora"), case=case, verb="begin", reason="Quickly")
    panel = panel_types.get(HERE)
    everybody = (*panel.roles, "system")
    assert "begin" not in {move.verb for move in moves_by_hand(panel, "deciding", everybody)}


def test_a_form_would_make_a_move_that_its_definition_does_not_give_it(actor: Any) -> None:
    with pytest.raises(ValueError, match="does not follow"):
        move_case(actor=actor("cora"), case=taken(), verb="rest", reason="x", by_form="consent")


def test_the_timeline_would_tell_what_a_form_says(actor: Any) -> None:
    case = taken()
    fill_in(actor=actor("larch"), case=case, key="agency_return", answers={"known": [{"facts": "canary-77"}]})
    told = [entry for entry in timeline_of(actor("cora"), case) if entry.kind == "form"]
    assert [entry.title for entry in told] == ["Form filled in: Agency return"]
    assert "canary-77" not in str(timeline_of(actor("cora"), case))


def test_withdrawn_consent_would_leave_a_providers_task_standing(actor: Any) -> None:
    case, cora = taken(), actor("cora")
    common = {"case": case, "agency_id": cora.agency_id, "officer_name": "Brook", "due_on": date(2026, 12, 1)}
    theirs = add_action(actor=cora, text="Mentor weekly", by_provider=True, **common)
    ours = add_action(actor=cora, text="Fit a camera", **common)
    fill_in(actor=cora, case=case, key="withdrawal", answers={"withdrawal": [{"withdrawn": "no"}]})
    assert theirs.status == "open"
    fill_in(actor=cora, case=case, key="withdrawal", answers={"withdrawal": [{"withdrawn": "yes"}]})
    assert (theirs.status, ours.status) == ("superseded", "open")
    assert "ground" in (theirs.updates[-1].text or "")
    assert theirs.finished_at is not None


# A second person


def waiting(actor: Any) -> tuple[Case, Any]:
    case = taken()
    fill_in(actor=actor("cora"), case=case, key="consent", answers=consent())
    return case, fill_in(actor=actor("cora"), case=case, key="decision", answers=decision())


def test_a_form_would_count_before_the_second_agency_agreed(actor: Any) -> None:
    case, entry = waiting(actor)
    assert (case.state, entry.counted_at) == ("deciding", None)
    assert facts_of(case).latest("decision") is None
    assert [filled.confirmed for filled in facts_of(case).filled] == [True, False]
    assert "first_visit" not in {clock.rule for clock in clocks_of("case", [case.id])[case.id]}
    confirm(actor=actor("larch"), case=case, entry=entry)
    found = facts_of(case).latest("decision")
    assert case.state == "active"
    assert found is not None
    assert (found.agency_type, found.confirmed_agency_type) == ("council_community_safety", "police")
    assert "first_visit" in {clock.rule for clock in clocks_of("case", [case.id])[case.id]}


@pytest.mark.parametrize("who", ["cora", "alder", "fern"])
def test_the_same_person_agency_or_somebody_without_the_role_would_be_the_second(actor: Any, who: str) -> None:
    case, entry = waiting(actor)  # alder's agency is cora's
    with pytest.raises(NotAllowed):
        confirm(actor=actor(who), case=case, entry=entry)
    with pytest.raises(NotAllowed):
        decline(actor=actor(who), case=case, entry=entry, reason="x")


def test_a_second_person_of_the_same_agency_would_not_do_where_a_person_is_enough(actor: Any) -> None:
    case = taken()
    entry = fill_in(actor=actor("cora"), case=case, key="refusal", answers={"why": [{"why": "No"}]})
    with pytest.raises(NotAllowed):
        confirm(actor=actor("cora"), case=case, entry=entry)
    for role in (Role.COORDINATOR, Role.CHAIR):  # nor somebody's cover, for whoever filled it in or for another
        with pytest.raises(NotAllowed):
            confirm(actor=covering(actor("hal"), actor("cora").account_id, role, HERE), case=case, entry=entry)
    confirm(actor=actor("alder"), case=case, entry=entry)
    assert entry.counted_at is not None


def test_a_form_would_be_agreed_to_twice_or_after_it_was_declined(actor: Any) -> None:
    case, entry = waiting(actor)
    with pytest.raises(Refused, match="why"):
        decline(actor=actor("larch"), case=case, entry=entry, reason=" ")
    decline(actor=actor("larch"), case=case, entry=entry, reason="Too early")
    assert entry.declined_because == "Too early"
    with pytest.raises(Refused, match="settled"):
        confirm(actor=actor("rowan"), case=case, entry=entry)
    assert (case.state, facts_of(case).all("decision")) == ("deciding", ())


def test_a_form_would_count_though_what_it_requires_no_longer_holds(actor: Any) -> None:
    case, entry = waiting(actor)
    consent_entry = entries_of(case.id)[0]
    consent_entry.replaced_at = consent_entry.at
    db.session.flush()
    with pytest.raises(Refused, match="consent first"):
        confirm(actor=actor("larch"), case=case, entry=entry)


def test_a_form_would_count_though_it_is_no_longer_offered(actor: Any) -> None:
    case = taken()
    entry = fill_in(actor=actor("cora"), case=case, key="refusal", answers={"why": [{"why": "No"}]})
    case.band = "high"
    with pytest.raises(Refused, match="no longer applies"):
        confirm(actor=actor("alder"), case=case, entry=entry)


# Corrections


def test_a_correction_would_overwrite_or_move_the_case_again(actor: Any) -> None:
    case = taken()
    first = fill_in(actor=actor("cora"), case=case, key="consent", answers=consent())
    second = correct(actor=actor("cora"), case=case, entry=first, answers=consent(given_on="2026-11-25"))
    assert case.state == "deciding"
    assert first.answers == consent()
    assert (second.replaces_id, first.replaced_at) == (first.id, second.counted_at)
    assert [filled.answers for filled in facts_of(case).filled] == [consent(given_on="2026-11-25")]


def test_a_second_correction_of_one_entry_would_win_silently(actor: Any) -> None:
    case = taken()
    first = fill_in(actor=actor("cora"), case=case, key="consent", answers=consent())
    correct(actor=actor("cora"), case=case, entry=first, answers=consent(given_on="2026-11-25"))
    with pytest.raises(Stale):
        correct(actor=actor("cora"), case=case, entry=first, answers=consent(given_on="2026-11-26"))


def test_another_agencys_entry_would_be_corrected_by_a_member(actor: Any) -> None:
    case = taken()
    entry = fill_in(actor=actor("rowan"), case=case, key="agency_return", answers={"known": [{"facts": "Quiet"}]})
    with pytest.raises(NotAllowed):
        correct(actor=actor("larch"), case=case, entry=entry, answers={"known": [{"facts": "Loud"}]})
    assert correct(actor=actor("rowan"), case=case, entry=entry, answers={"known": [{"facts": "Loud"}]})


def test_what_counts_would_stop_counting_before_the_second_agrees_to_its_correction(actor: Any) -> None:
    case, entry = waiting(actor)
    confirm(actor=actor("larch"), case=case, entry=entry)
    new = correct(actor=actor("cora"), case=case, entry=entry, answers=decision("2026-11-25T10:00+00:00"))
    assert entry.replaced_at is None
    confirm(actor=actor("larch"), case=case, entry=new)
    assert entry.replaced_at is not None
    assert case.state == "active"


def test_a_corrected_day_would_leave_its_clock_running_from_the_old_one(actor: Any) -> None:
    case = taken()
    first = fill_in(actor=actor("cora"), case=case, key="consent", answers=consent())
    correct(actor=actor("cora"), case=case, entry=first, answers=consent(given_on="2026-11-26"))
    renew = [clock for clock in clocks_of("case", [case.id])[case.id] if clock.rule == "renew"]
    assert [(clock.is_open(), clock.due_at) for clock in renew] == [
        (False, datetime(2026, 12, 4, 17, tzinfo=UTC)),
        (True, datetime(2026, 12, 6, 17, tzinfo=UTC)),
    ]


def test_what_was_declined_or_belongs_to_an_ended_case_would_be_corrected(actor: Any) -> None:
    case, entry = waiting(actor)
    decline(actor=actor("larch"), case=case, entry=entry, reason="Too early")
    with pytest.raises(Refused, match="did not agree"):
        correct(actor=actor("cora"), case=case, entry=entry, answers=decision())
    first = next(one for one in entries_of(case.id) if one.form == "consent")
    at(case, "closed")
    with pytest.raises(Refused, match="closed"):
        correct(actor=actor("cora"), case=case, entry=first, answers=consent())

"""The working on the screen, local rules, and when a refusal exists at all."""

from datetime import date

import pytest

from casework.panel_type.questions import Answers
from panels.definitions.asb_case_review.threshold_workings import (
    REFUSAL_POSSIBLE,
    Way,
    is_met,
    way_of,
    workings,
)
from tests.asb_case_review.applications import T1, T3, application, facts, filled, incident, report

TWO = application(
    [incident(date(2026, 9, 2)), incident(date(2026, 10, 5))],
    [report(1, date(2026, 9, 2)), report(2, date(2026, 10, 7), to="police")],
)
NO_HATE_RULE = {"hate": 0}


def test_t1_is_met_by_count_line_by_line() -> None:
    found = workings(facts(T1))
    assert found.met is True
    assert [row.counts for row in found.rows[:3]] == [True, True, True]
    assert found.rows[0].cells == (
        "1: 3 August 2026",
        "4 August 2026, to council",
        "2 September 2026",
        "3 February 2027",
    )
    assert found.result.startswith("3 of 3 separate incidents needed")
    assert "section 104(4)" in found.basis
    assert found.warnings == ()


def test_t3_counts_two_incidents_and_is_met_by_the_hate_rule() -> None:
    found = workings(facts(T3, today=date(2027, 1, 18)))
    assert [row.counts for row in found.rows[:4]] == [True, False, False, True]
    assert found.rows[1].why == "Qualifies, but this incident is counted already: one incident counts once"
    assert found.met is True
    assert found.result.startswith("2 of 3")
    assert way_of(facts(T3)) is Way.BY_LOCAL_RULE
    assert way_of(facts(T3, numbers=NO_HATE_RULE)) is Way.NOT_MET


@pytest.mark.parametrize("answers", [T1, T3])
def test_a_refusal_does_not_exist_once_the_threshold_is_met(answers: Answers) -> None:
    assert is_met(facts(answers))
    assert not REFUSAL_POSSIBLE.holds(facts(answers))


def test_a_refusal_does_not_exist_while_a_judgement_could_still_meet_it() -> None:
    unsure = application([*TWO["incidents"], incident()], [*TWO["reports"], report(3)])
    assert workings(facts(unsure)).met is None
    assert not REFUSAL_POSSIBLE.holds(facts(unsure))
    judgement = {"judgements": [{"report": 3, "counts": "no", "why": "No record of it anywhere"}]}
    judged = facts(unsure, filled=(filled("judgements", judgement),))
    assert REFUSAL_POSSIBLE.holds(judged)
    counted = {"judgements": [{"report": 3, "counts": "yes", "why": "The log of the landlord shows it"}]}
    assert way_of(facts(unsure, filled=(filled("judgements", counted),))) is Way.BY_COUNT


def test_without_the_day_of_the_application_nothing_is_refused() -> None:
    answers = {**TWO, "application": [{}]}
    assert workings(facts(answers)).met is None
    assert not REFUSAL_POSSIBLE.holds(facts(answers))


def test_below_the_count_the_law_leaves_it_to_judgement() -> None:
    assert workings(facts(TWO)).met is False
    assert REFUSAL_POSSIBLE.holds(facts(TWO))


def test_the_local_number_may_be_two_and_a_larger_one_is_still_three() -> None:
    assert way_of(facts(TWO, numbers={"threshold": 2})) is Way.BY_COUNT
    assert way_of(facts(T1, numbers={"threshold": 9})) is Way.BY_COUNT


def test_what_the_applicant_tells_later_counts_with_the_application() -> None:
    later = {"told": [{}], "incidents": [incident(date(2026, 10, 12))], "reports": [report(3, date(2026, 10, 13))]}
    for form in ("applicant_information", "more_reports"):
        assert way_of(facts(TWO, filled=(filled(form, later),))) is Way.BY_COUNT
    unconfirmed = filled("more_reports", {**later, "reports": [report(3, date(2026, 10, 25))]})
    assert way_of(facts(TWO, filled=(unconfirmed,))) is Way.NOT_MET, "reported after the application"


def test_hate_with_something_that_stopped_it_or_reported_too_late_is_no_way_in() -> None:
    stopped = {**T3, "tried": [{"stopped": "yes"}]}
    assert way_of(facts(stopped)) is Way.NOT_MET
    late = application([incident(date(2026, 6, 1), hate="yes")], [report(1, date(2026, 7, 1))])
    assert way_of(facts(late)) is Way.NOT_MET
    unsure = application([incident(hate="yes")], [report(1, date(2026, 10, 1))])
    assert way_of(facts(unsure)) is Way.TO_JUDGE


def test_five_people_at_one_place_are_a_way_in_when_they_agreed() -> None:
    one = application([incident(date(2026, 10, 5))], [report(1, date(2026, 10, 7))])
    four = [{"name": f"Neighbour {n}", "agreed": "yes"} for n in range(4)]
    assert way_of(facts({**one, "group": four})) is Way.BY_LOCAL_RULE
    assert way_of(facts({**one, "group": [*four[:3], {"name": "Another", "agreed": "no"}]})) is Way.NOT_MET
    assert way_of(facts({**one, "group": four}, numbers={"people": 0})) is Way.NOT_MET
    assert way_of(facts({**one, "reports": [], "group": four})) is Way.NOT_MET


def test_the_local_month_after_the_last_report_warns_and_decides_nothing() -> None:
    late = {**T1, "application": [{"received_on": "2027-01-15", "who_applies": "self"}]}
    found = workings(facts(late, today=date(2027, 1, 15)))
    assert found.met is True
    assert len(found.warnings) == 1
    assert "no ground to refuse" in found.warnings[0]
    assert workings(facts(late, numbers={"last_report": 0})).warnings == ()
    on_time = {**T1, "application": [{"received_on": "2026-11-06", "who_applies": "self"}]}
    assert workings(facts(on_time)).warnings == ()


def test_two_incidents_on_one_day_at_one_place_are_pointed_out_and_counted() -> None:
    same = application([incident(date(2026, 10, 5)), incident(date(2026, 10, 5))], [report(1, date(2026, 10, 7))])
    [warning] = workings(facts(same)).warnings
    assert "Incidents 1 and 2" in warning


def test_an_incident_without_a_report_has_its_own_line() -> None:
    rows = workings(facts({**TWO, "reports": TWO["reports"][:1]})).rows
    assert ("2: 5 October 2026", "None recorded") in [row.cells[:2] for row in rows]

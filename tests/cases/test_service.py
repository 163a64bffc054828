"""Opening a case, what its door holds back, and its risk."""

from datetime import timedelta

import pytest

from auth.encryption.keyring import lock_all
from auth.encryption.sealed import Locked
from casework.cases.assessments import assessments_of
from casework.cases.service import add_assessment, add_party, closed_cases_of, record_event
from casework.cases.timeline import entries_of
from casework.errors import Refused
from extensions import db
from tests.cases.closing import assess, close, db_tool
from tests.cases.made import case_of, full_answers, person_of
from tests.conftest import PANEL

# Opening


def test_a_new_case_has_no_reference_event_or_summary(actor):
    case = case_of(actor("cora"))
    assert case.reference.startswith("QQ-A-")
    assert case.summary == {
        "name": "Pemberwick Thistledown",
        "initials": "P.T.",
        "age": case.summary["age"],
        "area": "E1",
        "born": "1948-03-14",
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


def test_a_timeline_entry_is_written_for_a_case_that_is_shut(actor):
    case = case_of(actor("cora"))
    lock_all()
    with pytest.raises(Locked):
        record_event(actor=actor("cora"), case=case, kind="note", title="Something")


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

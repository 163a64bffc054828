from dataclasses import dataclass
from datetime import date

import pytest

from auth.roles import Role
from casework.cases.rules import (
    age_on,
    age_words,
    closing_assessment_counts,
    first_affected,
    highest_band,
    initials,
    may_read_note,
    retention_due,
    retention_rule,
)
from casework.panel_type.definition import RetentionRule
from panels.definitions.asb_marac import PANEL as DEFINITION

SIX = RetentionRule("case", 6, child_until_age=25)


@dataclass
class Part:
    person: str
    roles: list[str]
    removed_at: object = None


def test_a_closed_case_without_children_is_kept_longer_or_shorter_than_six_years():
    assert retention_due(SIX, date(2027, 4, 14), [date(1948, 3, 14)]) == date(2033, 4, 14)


def test_a_case_with_a_child_goes_before_the_youngest_is_25():
    assert retention_due(SIX, date(2027, 4, 14), [date(1990, 1, 1), date(2015, 5, 2), date(2020, 6, 1)]) == date(
        2045, 6, 1
    )


def test_a_child_nearly_grown_shortens_the_six_years():
    assert retention_due(SIX, date(2027, 4, 14), [date(2009, 5, 1)]) == date(2034, 5, 1)
    assert retention_due(RetentionRule("case", 9, child_until_age=25), date(2027, 4, 14), [date(2009, 5, 1)]) == date(
        2036, 4, 14
    )


def test_a_child_of_unknown_age_counts_as_grown():
    assert retention_due(SIX, date(2027, 4, 14), [], unborn_or_unknown_child=True) == date(2052, 4, 14)


def test_a_case_closed_on_29_february_has_no_day_to_be_disposed_of():
    assert retention_due(RetentionRule("case", 1), date(2028, 2, 29), []) == date(2029, 2, 28)


def test_a_state_of_its_own_takes_the_rule_of_closed_cases():
    rules = (SIX, RetentionRule("withdrawn", 1))
    assert retention_rule(rules, "withdrawn").years == 1
    assert retention_rule(rules, "closed") is SIX
    with pytest.raises(LookupError):
        retention_rule((RetentionRule("draft", 0),), "closed")


@pytest.mark.parametrize(
    ("occasion", "made_on", "counts"),
    [
        ("closure", date(2027, 4, 14), True),
        ("closure", date(2027, 3, 31), True),
        ("closure", date(2027, 3, 30), False),
        ("review", date(2027, 4, 14), False),
        ("closure", date(2027, 4, 15), False),
    ],
)
def test_an_assessment_that_is_old_or_made_for_something_else_closes_a_case(occasion, made_on, counts):
    assert closing_assessment_counts(occasion, made_on, date(2027, 4, 14)) is counts


def test_a_member_reads_a_note_for_the_chair():
    assert not may_read_note("chair_only", {Role.MEMBER, Role.REFERRER})
    assert may_read_note("panel", {Role.MEMBER})
    assert all(may_read_note("chair_only", {role}) for role in (Role.CHAIR, Role.VICE_CHAIR, Role.COORDINATOR))


def test_a_list_names_a_case_by_somebody_who_left_it_or_only_harms():
    harms, gone = Part("harms", ["alleged_perpetrator"]), Part("gone", ["victim"], removed_at=1)
    affected = Part("affected", ["alleged_perpetrator", "victim"])
    assert first_affected([harms, gone, affected], {"victim"}) == "affected"
    assert first_affected([harms, gone], {"victim"}) == "harms"
    assert first_affected([], {"victim"}) is None


def test_the_highest_band_is_the_last_one_typed():
    tools = DEFINITION.risk_tools
    assert highest_band(tools, ["high", "standard", "medium"]) == "high"
    assert highest_band(tools, []) is None


def test_an_age_is_a_year_out():
    assert age_on(date(1988, 11, 23), date(2026, 11, 22)) == 37
    assert age_on(date(1988, 11, 22), date(2026, 11, 22)) == 38
    assert age_on(date(2008, 2, 29), date(2026, 2, 28)) == 17
    assert age_words(None, "40", date(2026, 1, 1)) == "about 40"


def test_initials_lose_letters_of_other_scripts():
    assert initials("Pemberwick Thistledown") == "P.T."
    assert initials("রহিমা খাতুন") == "র.খ."

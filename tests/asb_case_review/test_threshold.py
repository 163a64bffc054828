"""The threshold of the Act, to the day: s104(4), (11) and what separate incidents are."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.panel_type.working_time import add_months
from panels.definitions.asb_case_review.threshold import (
    Day,
    Incident,
    Judged,
    Report,
    Standing,
    count,
    last_day_to_apply,
    last_day_to_report,
    needed,
    qualifies,
)

days = st.dates(date(2020, 1, 1), date(2035, 12, 31))
few = st.integers(min_value=0, max_value=400)


def on(year: int, month: int, day: int) -> date:
    return date(year, month, day)


@pytest.mark.parametrize(
    ("happened", "last"),
    [
        (on(2026, 6, 1), on(2026, 6, 30)),
        (on(2026, 1, 10), on(2026, 2, 9)),
        (on(2026, 1, 31), on(2026, 2, 28)),
        (on(2026, 3, 1), on(2026, 3, 31)),
        (on(2028, 1, 31), on(2028, 2, 29)),
        (on(2026, 2, 28), on(2026, 3, 27)),
        (on(2026, 12, 31), on(2027, 1, 30)),
    ],
)
def test_the_last_day_to_report_is_the_last_of_one_month_beginning_with_the_day(happened: date, last: date) -> None:
    assert last_day_to_report(happened) == last


@pytest.mark.parametrize(
    ("reported", "last"),
    [
        (on(2026, 8, 31), on(2027, 2, 28)),
        (on(2027, 8, 31), on(2028, 2, 29)),
        (on(2026, 10, 1), on(2027, 3, 31)),
        (on(2026, 8, 4), on(2027, 2, 3)),
    ],
)
def test_the_last_day_to_apply_is_the_last_of_six_months_beginning_with_the_report(reported: date, last: date) -> None:
    assert last_day_to_apply(reported) == last


@given(days)
def test_a_doubtful_month_end_never_goes_against_the_applicant(day: date) -> None:
    for months, last in ((1, last_day_to_report(day)), (6, last_day_to_apply(day))):
        assert last >= add_months(day, months) - timedelta(days=1)
        assert last >= add_months(day - timedelta(days=1), months)
        assert (last - day).days <= 31 * months


@given(days, few, few)
def test_a_complaint_qualifies_on_exactly_the_days_between(day: date, wait: int, later: int) -> None:
    reported = day + timedelta(days=wait)
    applied = reported + timedelta(days=later)
    wanted = reported <= last_day_to_report(day) and applied <= last_day_to_apply(reported)
    assert qualifies(day, reported, applied) is wanted
    if wait:
        assert not qualifies(reported, day, applied), "a report before the incident"
    if later:
        assert not qualifies(day, applied, reported), "a report after the application"


@given(days)
def test_an_earlier_report_or_application_never_costs_the_applicant_anything(day: date) -> None:
    reported = last_day_to_report(day)
    applied = last_day_to_apply(reported)
    assert qualifies(day, reported, applied)
    assert not qualifies(day, reported + timedelta(days=1), applied + timedelta(days=1))
    assert not qualifies(day, reported, applied + timedelta(days=1))


A = on(2026, 10, 19)


def told(*pairs: tuple[date, date], bodies: tuple[str, ...] = ()) -> tuple[list[Incident], list[Report]]:
    incidents = [Incident(place, Day(happened)) for place, (happened, _) in enumerate(pairs, start=1)]
    wanted = bodies or ("council",) * len(pairs)
    reports = [
        Report(place, place, Day(reported), body)
        for place, ((_, reported), body) in enumerate(zip(pairs, wanted, strict=True), start=1)
    ]
    return incidents, reports


THREE = ((on(2026, 8, 3), on(2026, 8, 4)), (on(2026, 9, 2), on(2026, 9, 2)), (on(2026, 10, 5), on(2026, 10, 7)))


def test_three_separate_incidents_to_three_bodies_meet_it() -> None:
    found = count(*told(*THREE, bodies=("council", "police", "social_landlord")), A)
    assert found.standing is Standing.MET
    assert found.counted == {1, 2, 3}


def test_three_agencies_told_of_one_incident_count_once() -> None:
    incidents = [Incident(1, Day(on(2026, 10, 1)))]
    reports = [Report(n, 1, Day(on(2026, 10, 2)), body) for n, body in enumerate(("police", "council", "health"), 1)]
    found = count(incidents, reports, A)
    assert all(verdict.qualifies for verdict in found.verdicts)
    assert found.counted == {1}
    assert found.standing is Standing.NOT_BY_COUNT


def test_the_local_number_can_be_lower_and_never_higher_than_three() -> None:
    two = told(*THREE[:2])
    assert count(*two, A, number=2).standing is Standing.MET
    assert count(*told(*THREE), A, number=5).standing is Standing.MET
    assert [needed(number) for number in (0, 1, 2, 3, 4, 99)] == [1, 1, 2, 3, 3, 3]


@pytest.mark.parametrize(
    ("happened", "reported", "why"),
    [
        (on(2026, 8, 3), on(2026, 9, 3), "Reported more than one month after it happened"),
        (on(2026, 3, 1), on(2026, 4, 1), "Reported more than one month after it happened"),
        (on(2026, 8, 4), on(2026, 8, 3), "Reported before it happened"),
        (on(2026, 4, 1), on(2026, 4, 2), "The application came more than six months after the report"),
        (on(2026, 10, 18), on(2026, 10, 20), "Reported after the application"),
    ],
)
def test_a_report_that_does_not_count_says_why(happened: date, reported: date, why: str) -> None:
    [verdict] = count(*told((happened, reported)), A).verdicts
    assert (verdict.qualifies, verdict.why) == (False, why)


@pytest.mark.parametrize(
    ("happened", "reported"),
    [
        (Day(None), Day(on(2026, 9, 2))),
        (Day(on(2026, 9, 1), exact=False), Day(on(2026, 9, 2))),
        (Day(on(2026, 9, 1)), Day(None)),
        (Day(on(2026, 9, 1)), Day(on(2026, 9, 2), exact=False)),
    ],
)
def test_a_day_that_is_not_certain_is_for_an_officer_to_judge(happened: Day, reported: Day) -> None:
    incidents, reports = told(*THREE[:2])
    found = count([*incidents, Incident(3, happened)], [*reports, Report(3, 3, reported, "council")], A)
    assert found.verdicts[-1].qualifies is None
    assert found.standing is Standing.TO_JUDGE
    for counts, standing in ((True, Standing.MET), (False, Standing.NOT_BY_COUNT)):
        judged = {3: Judged(counts, "The landlord's log shows it")}
        again = count(
            [*incidents, Incident(3, happened)], [*reports, Report(3, 3, reported, "council")], A, judged=judged
        )
        assert again.standing is standing
        assert "The landlord's log shows it" in again.verdicts[-1].why


def test_no_officer_can_judge_away_a_report_whose_days_are_certain() -> None:
    judged = {number: Judged(False, "Not serious") for number in (1, 2, 3)}
    assert count(*told(*THREE), A, judged=judged).standing is Standing.MET


def test_nor_judge_in_one_that_came_too_late() -> None:
    late = told((on(2026, 8, 3), on(2026, 9, 3)))
    assert count(*late, A, judged={1: Judged(True, "It was serious")}).counted == frozenset()


def test_uncertain_days_that_cannot_change_the_result_hold_nothing_up() -> None:
    incidents, reports = [Incident(1, Day(None))], [Report(1, 1, Day(None), "council")]
    assert count(incidents, reports, A).standing is Standing.NOT_BY_COUNT
    more = told(*THREE)
    assert count([*more[0], Incident(4, Day(None))], [*more[1], Report(4, 4, Day(None), "police")], A).standing is (
        Standing.MET
    )


def test_a_report_to_somebody_else_is_judged_by_an_officer() -> None:
    [verdict] = count(*told(THREE[0], bodies=("other",)), A).verdicts
    assert verdict.qualifies is None


def test_a_report_that_names_no_known_incident_is_put_where_it_belongs() -> None:
    incidents, reports = told(*THREE[:2])
    lost = Report(3, 9, Day(on(2026, 10, 7)), "council")
    assert count(incidents, [*reports, lost], A).standing is Standing.TO_JUDGE
    placed = {3: Judged(False, "It is about the second", incident=2)}
    found = count(incidents, [*reports, lost], A, judged=placed)
    assert found.verdicts[-1].incident == incidents[1]
    assert found.verdicts[-1].qualifies is False, "reported more than a month after 2 September: the days decide"
    assert found.counted == {1, 2}


def test_an_incident_nobody_reported_is_named_and_counts_for_nothing() -> None:
    incidents, reports = told(*THREE)
    found = count(incidents, reports[:2], A)
    assert found.silent == (incidents[2],)
    assert found.standing is Standing.NOT_BY_COUNT


pairs = st.lists(
    st.tuples(days, st.integers(min_value=-5, max_value=45), st.sampled_from(("police", "council", "other"))),
    max_size=8,
)


@given(pairs, st.integers(min_value=0, max_value=300), st.booleans())
def test_one_more_report_never_makes_the_threshold_harder(
    told_pairs: list[tuple[date, int, str]], later: int, exact: bool
) -> None:
    incidents = [Incident(n, Day(happened, exact)) for n, (happened, _, _) in enumerate(told_pairs, 1)]
    reports = [
        Report(n, n, Day(happened + timedelta(days=wait)), body)
        for n, (happened, wait, body) in enumerate(told_pairs, 1)
    ]
    applied = max((r.day.on for r in reports if r.day.on), default=A) + timedelta(days=later)
    before = count(incidents, reports[:-1], applied)
    after = count(incidents, reports, applied)
    assert before.counted <= after.counted
    assert not (before.standing is Standing.MET and after.standing is not Standing.MET)
    assert len(after.counted) <= len({incident.number for incident in incidents})

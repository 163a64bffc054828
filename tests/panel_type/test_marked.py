"""Numbers that a partnership may set: every one is listed, lands where it belongs and nowhere else."""

from dataclasses import replace

import pytest

from casework.panel_type.checks import unsound
from casework.panel_type.clocks import DaysBefore, PartGone, Unit
from casework.panel_type.definition import PanelType, Visibility
from casework.panel_type.marked import MODE, in_force, marked_numbers, marked_words, misfits
from casework.panel_type.meeting_rules import HearingStep, Quorum, QuorumPart
from casework.panel_type.modes import Mode
from casework.panel_type.own_numbers import OwnNumber
from casework.panel_type.questions import Choice, Condition, Form, Kind, Question, Section, Sensitivity
from panels.definitions import discover
from tests.panel_type.small_panel import CLOCK, DECISION, PANEL, QUESTIONS, SECTION

REVIEW = replace(
    CLOCK,
    key="review",
    unit=Unit.CALENDAR_MONTHS,
    length=1,
    lengths_by_band=(("low", 3), ("high", 1)),
    tolerance_days=7,
)
FULL = replace(
    PANEL,
    clocks=(replace(CLOCK, statutory=True, source="An Act s1"), REVIEW),
    meeting=replace(
        PANEL.meeting,
        review_months_by_band=(("low", 3), ("high", 1)),
        steps=(HearingStep("Talk", 20), HearingStep("Break")),
        quorum=Quorum((*PANEL.meeting.quorum.required, QuorumPart("Two services", ("police", "fire"), agencies=2))),
    ),
    visibility=Visibility(associates=True),
    own_numbers=(OwnNumber("reports", "Reports", 3, 1, 3, "reports", "An Act s104(4)"),),
    examples=(),
)
PANELS = (FULL, *discover())


def number_of(panel: PanelType, name: str) -> int:
    return {marked.name: marked.value for marked in marked_numbers(panel)}[name]


@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel.key)
def test_a_number_that_is_set_would_not_land_or_would_change_another(panel: PanelType) -> None:
    before = {marked.name: marked.value for marked in marked_numbers(panel)}
    assert len(before) == len(marked_numbers(panel))
    for marked in marked_numbers(panel):
        assert marked.lowest <= marked.value <= marked.highest, marked
        new = marked.lowest if marked.value != marked.lowest else marked.highest
        found = {one.name: one.value for one in marked_numbers(in_force(panel, {marked.name: str(new)}))}
        # A number of nothing is not always offered again, and another may be in its place (months where there are no
        # years). What is offered both before and after stays as it was.
        both = {name: value for name, value in found.items() if name in before}
        assert {**before, **both} == before | {name: new for name in (marked.name,) if name in both}, marked.name
        assert in_force(panel, {marked.name: str(new)}) != in_force(panel, {}), marked.name


def test_every_kind_of_number_is_listed() -> None:
    assert {
        "clock.triage.length",
        "clock.triage.warn.0",
        "clock.triage.warn.1",
        "clock.review.tolerance",
        "meeting.cutoff_wd",
        "meeting.chasers_wd.0",
        "meeting.steps.0",
        "meeting.review_months.high",
        "meeting.quorum.3.agencies",
        "risk.tool.begins.high",
        "risk.tool.complete_percent",
        "keep.case.years",
        "repeat_months",
        "associate_days",
        "own.reports",
    } <= {marked.name for marked in marked_numbers(FULL)}
    assert not {"clock.triage.warn.2", "meeting.steps.1"} & {marked.name for marked in marked_numbers(FULL)}


def test_a_statutory_deadline_can_only_be_made_shorter() -> None:
    [length] = [marked for marked in marked_numbers(FULL) if marked.name == "clock.triage.length"]
    assert (length.lowest, length.highest, length.basis) == (1, 3, "An Act s1")
    assert not length.fits("4")


def test_warnings_are_set_each_for_itself() -> None:
    [clock, _] = in_force(FULL, {"clock.triage.warn.0": "75", "clock.triage.warn.1": "1"}).clocks
    assert clock.warn_at == (PartGone(75), DaysBefore(1), DaysBefore(0))


def test_the_review_interval_and_the_clock_that_follows_it_are_one_setting() -> None:
    assert not [marked for marked in marked_numbers(FULL) if marked.name.startswith("clock.review.length")]
    set_to = in_force(FULL, {"meeting.review_months.high": "2", "meeting.review_months.low": "6"})
    assert set_to.clock("review").lengths_by_band == set_to.meeting.review_months_by_band == (("low", 6), ("high", 2))
    apart = replace(FULL, meeting=replace(FULL.meeting, review_months_by_band=(("high", 1),)))
    assert number_of(apart, "clock.review.length.low") == 3
    assert in_force(apart, {"meeting.review_months.high": "2"}).clock("review").length_for("high") == 1


def test_the_band_before_ends_where_the_next_begins() -> None:
    bands = in_force(FULL, {"risk.tool.begins.high": "1"}).tool("tool").bands
    assert [(band.low, band.high) for band in bands] == [(0, 0), (1, 2)]
    assert unsound(in_force(FULL, {"risk.tool.begins.high": "2"})) == []


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"keep.case.years": "0"}, "keeps it for no time"),
        ({"meeting.pack_wd": "1"}, "the day on which answers are due comes before the first pack"),
    ],
)
def test_a_setting_that_makes_the_panel_unsound_is_seen(values: dict[str, str], says: str) -> None:
    assert [fault.words for fault in unsound(in_force(FULL, values)) if says in fault.words]


@pytest.mark.parametrize("values", [{"gone": "1"}, {"own.reports": "4"}, {"own.reports": "three"}, {MODE: "gone"}])
def test_what_no_longer_fits_the_definition_is_left_out_and_told(values: dict[str, str]) -> None:
    assert misfits(FULL, values) == set(values)
    assert in_force(FULL, values) == replace(FULL, mode="usual")


def test_names_can_be_set() -> None:
    made = in_force(FULL, {"name": "Our panel", "neutral_name": "Panel Z"})
    assert [marked.value for marked in marked_words(made)] == ["Our panel", "Panel Z"] == [made.name, made.neutral_name]


BRIEF = Mode("brief", "Without words", "", narrative=False)
KIND = Question("kind", "Kind", Kind.CHOICE, Sensitivity.O, choices=(Choice("a", "A"),))


def test_without_narrative_no_such_question_is_asked_and_nothing_waits_for_one() -> None:
    words = Section("words", "Words", "Group", (Question("told", "Tell us", Kind.LONG, Sensitivity.N),))
    form = Form("small_ref", 2, "Refer", (SECTION, words))
    panel = replace(
        PANEL,
        referral_form=form,
        modes=(BRIEF, Mode("full", "In full", "")),
        decisions=(replace(DECISION, prepared_reasons=("It is over.",)),),
    )
    brief = in_force(panel, {})
    assert [question.id for section in brief.referral_form.sections for question in section.questions] == ["safe"]
    assert [section.id for section in brief.referral_form.sections] == ["about"]
    assert [section.id for section in brief.earlier_forms[0].sections] == ["about"]
    assert brief.in_mode is BRIEF
    full = in_force(panel, {MODE: "full"})
    assert full.referral_form == form
    assert full.earlier_forms[0].sections[0].questions == QUESTIONS


def test_a_question_that_hangs_on_words_is_a_fault_of_the_mode() -> None:
    hung = replace(KIND, show_if=Condition("why", contains="x"))
    section = replace(SECTION, questions=(*QUESTIONS, hung))
    panel = replace(PANEL, referral_form=replace(PANEL.referral_form, sections=(section,)), modes=(BRIEF,))
    assert "question about.kind depends on the unknown question why" in [
        fault.words for fault in unsound(in_force(panel, {}))
    ]

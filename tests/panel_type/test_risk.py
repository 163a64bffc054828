import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.panel_type.risk import (
    Band,
    FlagRule,
    RiskAnswers,
    RiskOption,
    RiskQuestion,
    RiskTool,
    UnknownAnswer,
    raisers,
    score,
)

TOOL = RiskTool(
    "tool",
    1,
    "Tool",
    "victim",
    questions=(
        RiskQuestion("a", "A?", (RiskOption("no", "No", 0), RiskOption("yes", "Yes", 4))),
        RiskQuestion("b", "B?", (RiskOption("no", "No", 0), RiskOption("knife", "Knife", 3, ("violence",)))),
        RiskQuestion("c", "C?", (RiskOption("x", "X", 1), RiskOption("y", "Y", 3, ("hate",))), multiple=True),
        RiskQuestion(
            "d", "D?", (RiskOption("p", "Police", 9), RiskOption("q", "Council")), scored=False, multiple=True
        ),
        RiskQuestion("e", "E?", (RiskOption("no", "No", 0), RiskOption("yes", "Yes", 1))),
        RiskQuestion("f", "F?", (RiskOption("no", "No", 0), RiskOption("yes", "Yes", 1))),
    ),
    bands=(Band("low", "Low", 0, 3), Band("middle", "Middle", 4, 7), Band("high", "High", 8, 12)),
    rules=(FlagRule("violence", "high", "police"), FlagRule("hate", prompt="hate")),
)


@pytest.mark.parametrize(
    ("answers", "total", "band"),
    [
        ({}, 0, "low"),
        ({"a": "yes"}, 4, "middle"),
        ({"c": ["x", "y"]}, 3, "low"),
        ({"a": "yes", "c": ["y"], "e": "yes"}, 8, "high"),
        ({"d": ["p", "q"]}, 0, "low"),
        ({"a": ["yes"]}, 4, "middle"),
    ],
)
def test_points_add_up_and_give_the_band(answers: RiskAnswers, total: int, band: str) -> None:
    found = score(TOOL, answers)
    assert (found.total, found.band, found.computed_band, found.raised_by_flag) == (total, band, band, False)


def test_a_flag_raises_the_band_and_keeps_what_was_computed() -> None:
    found = score(TOOL, {"b": "knife"})
    assert (found.total, found.computed_band, found.band) == (3, "low", "high")
    assert (found.raised_by_flag, found.flags, found.prompts) == (True, ("violence",), ("police",))


def test_the_answers_that_raise_a_band_are_named_and_no_others() -> None:
    assert raisers(TOOL, {"b": "knife", "c": ["y"]}) == ("Knife",)
    assert raisers(TOOL, {"a": "yes", "b": "knife", "e": "yes", "f": "yes"}) == ()
    assert raisers(TOOL, {"c": ["y"]}) == ()


def test_a_flag_never_lowers_the_band() -> None:
    assert score(TOOL, {"a": "yes", "b": "knife", "c": ["y"]}).band == "high"


def test_a_flag_without_a_band_only_prompts() -> None:
    found = score(TOOL, {"c": ["y"]})
    assert (found.band, found.prompts, found.raised_by_flag) == ("low", ("hate",), False)


def test_unanswered_questions_are_named_and_those_not_known_too() -> None:
    found = score(TOOL, {"a": "not_known", "b": "no", "c": [], "e": "no", "f": "no"})
    assert found.unanswered == ("a", "c")
    assert not found.complete


def test_an_assessment_is_complete_at_four_of_five_scored_questions() -> None:
    answers = {"a": "no", "b": "no", "e": "no", "f": "no"}
    assert score(TOOL, answers).complete
    assert score(TOOL, answers).unanswered == ("c",)


@pytest.mark.parametrize("answers", [{"a": "maybe"}, {"a": ["no", "yes"]}, {"c": ["x", "zzz"]}])
def test_an_answer_that_is_not_offered_is_refused(answers: RiskAnswers) -> None:
    with pytest.raises(UnknownAnswer):
        score(TOOL, answers)


def test_the_maximum_counts_the_best_answer_of_every_scored_question() -> None:
    assert TOOL.maximum == 12


ANSWERS = st.fixed_dictionaries(
    {}, optional={q.id: st.sampled_from([option.value for option in q.options]) for q in TOOL.questions}
)


@given(ANSWERS)
def test_every_total_lies_in_one_band(answers: dict[str, str]) -> None:
    found = score(TOOL, answers)
    assert 0 <= found.total <= found.maximum
    assert sum(band.low <= found.total <= band.high for band in TOOL.bands) == 1

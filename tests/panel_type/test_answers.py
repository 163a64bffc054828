import pytest

from casework.panel_type.answers import (
    SectionStatus,
    asked,
    form_complete,
    form_problems,
    problems,
    pruned,
    section_status,
    statuses,
    visible,
)
from casework.panel_type.questions import (
    Choice,
    Condition,
    Form,
    Item,
    Kind,
    Question,
    Section,
    Sensitivity,
    Value,
    is_blank,
)

O = Sensitivity.O  # noqa: E741 - as the class letter is written in definitions
COLOURS = (Choice("r", "Red"), Choice("g", "Green"))
SECTION = Section(
    "s",
    "Section",
    "Group",
    (
        Question("name", "Name", Kind.TEXT, O, required=True, allow_not_known=True),
        Question("safe", "Is it safe?", Kind.YES_NO, O, required=True, error="Select whether it is safe"),
        Question("why", "Why not", Kind.LONG, O, required=True, show_if=Condition("safe", equals="no")),
        Question("colours", "Colours", Kind.MULTI, O, choices=COLOURS),
        Question("shade", "Shade", Kind.CHOICE, O, choices=COLOURS, show_if=Condition("colours", contains="r")),
        Question("depth", "Depth", Kind.TEXT, O, required=True, show_if=Condition("shade", any_of=("r", "g"))),
    ),
)
PEOPLE = Section("p", "People", "Group", SECTION.questions[:1], repeats=True, min_items=1, item_name="a person")
EXTRA = Section("x", "Extra", "Group", SECTION.questions[3:4], repeats=True)
FORM = Form("f", 1, "Form", (SECTION, PEOPLE, EXTRA))
FULL: Item = {"name": "Pemberwick", "safe": "yes"}


def messages(item: Item) -> dict[str, str]:
    return {problem.question_id: problem.message for problem in problems(SECTION, [item])}


def test_what_is_required_and_missing_is_named_with_what_to_do() -> None:
    assert messages({}) == {"name": "Enter name, or select that you do not know", "safe": "Select whether it is safe"}
    assert messages(FULL) == {}


def test_an_answer_can_make_another_one_required() -> None:
    assert messages({**FULL, "safe": "no"}) == {"why": "Enter why not"}
    assert messages({**FULL, "safe": "no", "why": "He watches"}) == {}


def test_an_answer_to_a_question_that_is_not_asked_brings_up_nothing() -> None:
    stale: Item = {**FULL, "colours": ["g"], "shade": "r"}
    assert "depth" not in {question.id for question in asked(SECTION, stale)}
    assert messages(stale) == {}
    assert messages({**stale, "colours": ["r"]}) == {"depth": "Enter depth"}


@pytest.mark.parametrize(
    ("condition", "item", "shown"),
    [
        (Condition("q", equals="a"), {"q": "a"}, True),
        (Condition("q", equals="a"), {"q": "b"}, False),
        (Condition("q", equals="a"), {}, False),
        (Condition("q", equals="a"), {"q": ["a"]}, False),
        (Condition("q", contains="a"), {"q": ["b", "a"]}, True),
        (Condition("q", contains="a"), {"q": "a"}, True),
        (Condition("q", contains="a"), {"q": []}, False),
        (Condition("q", any_of=("a", "b")), {"q": ["b", "c"]}, True),
        (Condition("q", any_of=("a", "b")), {"q": "b"}, True),
        (Condition("q", any_of=("a",)), {"q": "not_known"}, False),
    ],
)
def test_a_condition_is_judged_on_the_same_item(condition: Condition, item: Item, shown: bool) -> None:
    assert visible(Question("z", "Z", Kind.TEXT, O, show_if=condition), item) is shown


def test_not_known_is_an_answer_only_where_it_is_offered() -> None:
    assert messages({"name": "not_known", "safe": "not_known"}) == {}
    assert messages({**FULL, "colours": ["not_known"]}) == {"colours": "Select one of the answers to “Colours”"}


def test_an_answer_that_is_no_longer_offered_is_named() -> None:
    assert messages({**FULL, "colours": ["r", "mauve"], "shade": "r", "depth": "1"}) == {
        "colours": "Select one of the answers to “Colours”"
    }


def test_a_list_that_needs_an_entry_says_so() -> None:
    assert [(p.question_id, p.message) for p in problems(PEOPLE, [])] == [("", "Add a person")]
    assert [(p.question_id, p.item_index) for p in problems(PEOPLE, [{"name": "A"}, {}])] == [("name", 1)]
    assert problems(EXTRA, []) == ()


@pytest.mark.parametrize(
    ("section", "items", "status"),
    [
        (SECTION, None, SectionStatus.NOT_STARTED),
        (SECTION, [], SectionStatus.NOT_STARTED),
        (SECTION, [{}], SectionStatus.IN_PROGRESS),
        (SECTION, [{"name": "A"}], SectionStatus.IN_PROGRESS),
        (SECTION, [FULL], SectionStatus.COMPLETED),
        (PEOPLE, None, SectionStatus.NOT_STARTED),
        (PEOPLE, [], SectionStatus.NOT_STARTED),
        (PEOPLE, [{"name": "A"}], SectionStatus.COMPLETED),
        (EXTRA, None, SectionStatus.NOT_STARTED),
        (EXTRA, [], SectionStatus.COMPLETED),
    ],
)
def test_the_task_list_tells_how_far_a_section_has_got(
    section: Section, items: list[Item] | None, status: SectionStatus
) -> None:
    assert section_status(section, items) is status


def test_a_form_is_complete_when_nothing_required_is_missing() -> None:
    assert not form_complete(FORM, {})
    assert [(section.id, problem.question_id) for section, problem in form_problems(FORM, {})] == [
        ("s", "name"),
        ("s", "safe"),
        ("p", ""),
    ]
    assert form_complete(FORM, {"s": [FULL], "p": [{"name": "A"}]})
    assert statuses(FORM, {"s": [FULL]})["x"] is SectionStatus.NOT_STARTED


def test_only_answers_to_questions_that_are_asked_are_kept_of_a_sent_form() -> None:
    answers: dict[str, list[Item]] = {
        "s": [{**FULL, "why": "changed my mind", "ghost": "x"}],
        "gone": [{"a": "b"}],
    }
    assert pruned(FORM, answers) == {"s": [FULL]}


@pytest.mark.parametrize("value", [None, "", [], {}, {"line1": "", "hidden": True, "no_fixed_address": False}])
def test_nothing_answered_is_blank(value: Value) -> None:
    assert is_blank(value)


@pytest.mark.parametrize("value", ["not_known", 0, False, ["a"], {"no_fixed_address": True}, {"line1": "3"}])
def test_any_answer_is_not_blank(value: Value) -> None:
    assert not is_blank(value)


def test_sections_stand_under_their_headings_in_order() -> None:
    assert FORM.groups == (("Group", (SECTION, PEOPLE, EXTRA)),)
    assert FORM.section("p") is PEOPLE
    with pytest.raises(KeyError):
        FORM.section("z")
    with pytest.raises(KeyError):
        SECTION.question("z")

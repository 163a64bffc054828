from casework.panel_type.answers import Problem, problems
from casework.panel_type.form_fields import attach, form_class, form_data, item_from
from casework.panel_type.questions import NOT_KNOWN, Choice, Kind, Question, Section, Sensitivity
from inputs import NOT_KNOWN as POSTED_NOT_KNOWN
from tests.inputs.small_app import opened, posted

SECTION = Section(
    "about",
    "About",
    "Group",
    (
        Question("name", "Name", Kind.TEXT, Sensitivity.I, required=True, allow_not_known=True, max_length=20),
        Question("born", "Date of birth", Kind.DATE, Sensitivity.I, required=True, past_only=True),
        Question("colours", "Colours", Kind.MULTI, Sensitivity.O, choices=(Choice("r", "Red"),)),
        Question("record", "Record", Kind.LONG, Sensitivity.CO, asked_of=("police",)),
    ),
)


def test_the_word_for_not_known_is_the_same_on_the_page_and_in_store() -> None:
    assert POSTED_NOT_KNOWN == NOT_KNOWN


def test_half_an_answer_can_be_saved() -> None:
    with posted(form_class(SECTION), {"name": "Ada"}) as form:
        assert form.errors == {}
        assert item_from(form, SECTION) == {"name": "Ada"}


def test_what_cannot_be_held_is_refused_and_everything_typed_stays() -> None:
    typed = {"name": "A" * 21, "born-day": "31", "born-month": "2", "born-year": "1988", "colours": ["mauve"]}
    with posted(form_class(SECTION), typed) as form:
        assert set(form.errors) == {"name", "born", "colours"}
        assert form["name"].typed == {"": "A" * 21}
        assert form["born"].typed == {"day": "31", "month": "2", "year": "1988"}


def test_unknown_extra_fields_are_ignored() -> None:
    with posted(form_class(SECTION), {"name": "Ada", "state": "closed", "id": "7"}) as form:
        assert item_from(form, SECTION) == {"name": "Ada"}


def test_stored_answers_of_an_older_form_do_not_break_the_page() -> None:
    stored = {"name": "Ada", "born": "soon", "gone": "x", "colours": ["mauve"]}
    with opened(form_class(SECTION), form_data(SECTION, stored)) as form:
        assert form["name"].data == "Ada"
        assert form["born"].data is None


def test_what_is_missing_is_shown_beside_its_question() -> None:
    with posted(form_class(SECTION), {}) as form:
        attach(form, [*problems(SECTION, [item_from(form, SECTION)]), Problem("name", 3, "Of another entry")])
        assert form["name"].errors == ["Enter name, or select that you do not know"]
        assert form.error_links == (
            ("name", "Enter name, or select that you do not know"),
            ("born-day", "Enter date of birth"),
        )


def test_a_question_for_one_agency_is_asked_of_no_other() -> None:
    with posted(form_class(SECTION, "education"), {"record": "caution"}) as form:
        assert "record" not in form
        assert item_from(form, SECTION) == {}
    with posted(form_class(SECTION, "police"), {"record": "caution"}) as form:
        assert item_from(form, SECTION) == {"record": "caution"}

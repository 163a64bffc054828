from inputs import ChoiceField, MultiField, Option, PageForm, YesNoField
from tests.inputs.small_app import opened, posted

COLOURS = (Option("r", "Red", "Like brick"), Option("g", "Green"))


class Picks(PageForm):
    one = ChoiceField("Colour", choices=COLOURS, required="Select a colour")
    some = MultiField("Colours", choices=COLOURS, allow_not_known=True)
    safe = YesNoField("Is it safe?")
    sure = YesNoField("Are you sure?", allow_not_known=False)


def test_an_answer_that_was_not_offered_is_refused() -> None:
    with posted(Picks, {"one": "purple", "some": ["r", "x"], "safe": "maybe", "sure": "not_known"}) as form:
        assert {name: form[name].errors for name in ("one", "some", "safe", "sure")} == {
            name: ["Select one of the answers shown"] for name in ("one", "some", "safe", "sure")
        }


def test_nothing_picked_is_let_in_unless_it_is_required() -> None:
    with posted(Picks, {}) as form:
        assert form.errors == {"one": ["Select a colour"]}
        assert (form.one.data, form.some.data, form.safe.data) == ("", [], "")


def test_several_answers_keep_the_order_in_which_they_are_offered() -> None:
    with posted(Picks, {"one": "r", "some": ["g", "r", "g"]}) as form:
        assert form.some.data == ["r", "g"]
        assert form.errors == {}


def test_not_known_stands_alone() -> None:
    with posted(Picks, {"one": "r", "some": ["not_known"], "safe": "not_known"}) as form:
        assert form.errors == {}
        assert (form.some.data, form.some.not_known) == ("not_known", True)
        assert (form.safe.data, form.safe.not_known) == ("not_known", True)
    with posted(Picks, {"one": "r", "some": ["not_known", "g"]}) as form:
        assert form.some.errors == ["Select what applies, or select that you do not know this, not both"]
        assert [option.checked for option in form.some.options] == [False, True, True]


def test_what_was_picked_is_shown_picked() -> None:
    with opened(Picks, {"one": "g", "some": ["r"], "safe": "not_known"}) as form:
        assert [(option.value, option.checked) for option in form.one.options] == [("r", False), ("g", True)]
        assert [option.checked for option in form.some.options] == [True, False, False]
        assert [option.value for option in form.safe.options if option.checked] == ["not_known"]
        assert form.one.options[0].hint == "Like brick"


def test_ten_thousand_answers_do_not_fill_the_memory() -> None:
    with posted(Picks, {"one": "r", "some": [str(n) for n in range(10_000)]}) as form:
        assert len(form.some.data) <= 4
        assert form.some.errors == ["Select one of the answers shown"]


def test_choices_can_be_set_on_the_form_before_it_is_validated() -> None:
    with posted(Picks, {"one": "b"}) as form:
        assert form.one.errors
        form.one.choices = (Option("b", "Blue"),)
        assert form.validate()


def test_the_error_summary_leads_to_the_first_radio() -> None:
    with posted(Picks, {}) as form:
        assert form.error_links == (("one", "Select a colour"),)
        assert (form.one.option_id(0), form.one.option_id(1)) == ("one", "one-2")

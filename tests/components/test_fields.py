"""The form macros: what was typed comes back, what is wrong is said and linked."""

import re
from html import unescape
from typing import Any

import pytest
from flask import Flask, render_template_string

from tests.components.forms import EveryKind, Plain
from tests.components.kitchen import HOSTILE, WRONG
from tests.components.parsing import by_id, tree


def test_the_error_summary_links_every_message_to_the_first_box_of_its_field(draw: Any, posted: Any) -> None:
    form = posted(WRONG)
    summary = tree(draw("error_summary", "error_summary(form)", form=form))
    links = {"".join(link.itertext()): link.get("href") for link in summary.iter("a")}
    assert links["Enter the full name"] == "#name"
    assert links["Date of birth must be a real date, like 27 3 2026"] == "#born_on-day"
    assert links["Select how high the risk is"] == "#band"
    assert links["Postcode must be real, like E1 4AB"] == "#home-line1"


def test_the_error_summary_shows_errors_of_the_whole_form_and_of_hidden_fields_without_a_link(
    draw: Any, posted: Any
) -> None:
    form = posted({"once": "broken"})
    form.form_errors.append("Choose one person or one place")
    html = draw("error_summary", "error_summary(form)", form=form)
    plain = ["".join(item.itertext()).strip() for item in tree(html).iter("li") if item.find("a") is None]
    assert plain == [
        "This page was out of date. Check your answers, then send them again",
        "Choose one person or one place",
    ]


def test_no_error_summary_without_errors(draw: Any, posted: Any) -> None:
    assert draw("error_summary", "error_summary(none)").strip() == ""


@pytest.mark.parametrize(
    "text", ["\n\n  two lines first", "a\n    indented\n\tand tabbed", "</textarea><script>x()</script>"]
)
def test_typed_text_comes_back_letter_for_letter(draw: Any, posted: Any, text: str) -> None:
    form = posted({"story": text + "x" * 300})
    html = draw("field", "field(form.story)", form=form)
    # A browser drops one line end at the start, as the parser does; the field must not lose more than that.
    written = re.search(r"<textarea[^>]*>(.*)</textarea>", html, re.DOTALL)
    assert written is not None
    assert unescape(written[1]) == "\n" + text + "x" * 300


@pytest.mark.parametrize("name", ["name", "story", "flats", "phone", "mail"])
def test_a_hostile_value_stays_text_in_every_kind_of_box(draw: Any, posted: Any, name: str) -> None:
    html = draw("field", f"field(form.{name})", form=posted({name: HOSTILE}))
    box = by_id(html, name)
    assert "<script" not in html
    assert HOSTILE in (box.get("value") or box.text)


@pytest.mark.parametrize("part", ["day", "month", "year"])
def test_a_refused_date_keeps_what_was_typed_in_each_box(draw: Any, posted: Any, part: str) -> None:
    sent = {"born_on-day": "31", "born_on-month": "Febuary", "born_on-year": HOSTILE}
    html = draw("field", "field(form.born_on)", form=posted(sent))
    assert by_id(html, f"born_on-{part}").get("value") == sent[f"born_on-{part}"]
    assert "<script" not in html


def test_an_address_keeps_its_boxes_and_switches(draw: Any, posted: Any) -> None:
    html = draw(
        "field", "field(form.home)", form=posted({"home-postcode": "Q!", "home-hidden": "on", "home-town": HOSTILE})
    )
    assert by_id(html, "home-postcode").get("value") == "Q!"
    assert by_id(html, "home-town").get("value") == HOSTILE
    assert by_id(html, "home-hidden").get("checked") is not None
    assert by_id(html, "home-no_fixed_address").get("checked") is None


def test_we_do_not_know_this_is_offered_only_where_allowed_and_stays_ticked(draw: Any, posted: Any) -> None:
    form = posted({"born_on-not_known": "yes"})
    assert by_id(draw("field", "field(form.born_on)", form=form), "born_on-not_known").get("checked") is not None
    assert "not_known" not in draw("field", "field(form.name)", form=form)


def test_picked_answers_stay_picked_and_hints_are_tied_to_their_answer(draw: Any, posted: Any) -> None:
    form = posted({"band": "medium", "harms": ["noise", "dogs"], "told": "not_known"})
    band = draw("field", "field(form.band)", form=form)
    assert by_id(band, "band-2").get("checked") is not None
    assert by_id(band, "band").get("checked") is None
    assert by_id(band, by_id(band, "band-2").get("aria-describedby")).text == "Some harm, not at once"
    picked = [
        box.get("value")
        for box in tree(draw("field", "field(form.harms)", form=form)).iter("input")
        if "checked" in box.attrib
    ]
    assert picked == ["noise", "dogs"]
    assert by_id(draw("field", "field(form.told)", form=form), "told-3").get("checked") is not None


def test_shortcut_letters_go_to_the_answers_in_their_order(draw: Any, posted: Any) -> None:
    html = draw("field", "field(form.band, shortcuts=['h', 'm'])", form=posted({}))
    assert [box.get("data-key") for box in tree(html).iter("input")] == ["h", "m", None]


def test_an_error_is_tied_to_its_box_and_said_to_be_one(draw: Any, posted: Any) -> None:
    html = draw("field", "field(form.name)", form=posted({}))
    assert by_id(html, "name").get("aria-describedby") == "name-hint name-error"
    assert "".join(by_id(html, "name-error").itertext()) == "Error: Enter the full name"


def test_a_password_is_never_sent_back(draw: Any, kitchen: Flask) -> None:
    with kitchen.test_request_context(method="POST", data={"password": "secret-word"}):
        html = render_template_string(
            '{% from "components/field.html" import field %}{{ field(plain.password) }}',
            plain=Plain(meta={"csrf": False}),
        )
    assert "secret-word" not in html
    assert by_id(html, "password").get("type") == "password"


def test_a_field_can_be_the_heading_of_its_page(draw: Any, posted: Any) -> None:
    for name in ("name", "band", "story", "born_on"):
        html = draw("field", f"field(form.{name}, heading=true, label='Who is it?')", form=posted({}))
        assert ["".join(h1.itertext()).strip() for h1 in tree(html).iter("h1")] == ["Who is it?"]


def test_a_form_carries_token_once_and_version(draw: Any, kitchen: Flask) -> None:
    with kitchen.test_request_context():
        form = EveryKind(formdata=None, version=7)
        html = render_template_string(
            '{% from "components/form_start.html" import form_start %}{{ form_start("/x", form) }}</form>', form=form
        )
    sent = {box.get("name"): box.get("value") for box in tree(html).iter("input")}
    assert sent["once"] == form.once.data
    assert sent["version"] == "7"
    assert sent["csrf_token"]
    assert tree(html).find("form").get("novalidate") is not None


def test_two_forms_of_one_kind_on_a_page_keep_their_keys_apart(draw: Any, kitchen: Flask) -> None:
    with kitchen.test_request_context():
        first, second = EveryKind(formdata=None, prefix="first"), EveryKind(formdata=None, prefix="second")
    both = "</form>".join(draw("form_start", "form_start('/x', form)", form=form) for form in (first, second))
    sent = {box.get("name"): box.get("value") for box in tree(both).iter("input")}
    assert sent["first-once"] == first.once.data
    assert sent["second-once"] == second.once.data


def test_a_get_form_carries_no_token_into_the_address(draw: Any) -> None:
    assert "csrf_token" not in draw("form_start", "form_start('/x', method='get')")

"""What stands around every page."""

from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest
from flask import Flask, render_template, render_template_string

from tests.components.kitchen import create_app

PAGE = """{% extends "layout.html" %}{% block page_title %}A page{% endblock %}
{% block content %}<h1>A page</h1>{% endblock %}"""


@pytest.fixture(scope="module")
def own_kitchen() -> Flask:
    return create_app()


@pytest.fixture
def page(own_kitchen: Flask) -> Any:
    """``page(demo_mode=False)``: the parsed page with these names in place of the application's."""

    def drawn(**names: Any) -> Element:
        with own_kitchen.test_request_context("/"):
            return html5lib.parse(render_template_string(PAGE, **names), namespaceHTMLElements=False)

    return drawn


def words(page: Element) -> str:
    return " ".join("".join(page.find("body").itertext()).split())


def title(page: Element) -> str:
    return "".join(page.find(".//title").itertext()).strip()


def test_the_title_names_page_and_service(page: Any) -> None:
    assert title(page()) == "A page – Risk panels"


def test_the_title_starts_with_error_when_there_is_one(page: Any, own_kitchen: Flask) -> None:
    assert title(page(has_errors=True)).startswith("Error: ")
    shown = own_kitchen.test_client().get("/form-wrong").get_data(as_text=True)
    assert title(html5lib.parse(shown, namespaceHTMLElements=False)).startswith("Error: ")


def test_signing_out_is_a_post_with_a_token(page: Any) -> None:
    form = next(form for form in page().iter("form") if form.get("action") == "/sign-out")
    assert form.get("method") == "post"
    assert [box.get("name") for box in form.iter("input")] == ["csrf_token"]


def test_nobody_signed_in_sees_no_sign_out_no_marking_and_no_session_warning(page: Any) -> None:
    shown = page(signed_in_name="", marking="", navigation=[])
    assert not list(shown.iter("form"))
    assert not list(shown.iter("dialog"))
    assert not list(shown.iter("nav"))
    assert "OFFICIAL" not in words(shown)


def test_a_demonstration_says_so_and_production_does_not(page: Any) -> None:
    assert "DEMONSTRATION" in words(page(demo_mode=True))
    assert "DEMONSTRATION" not in words(page(demo_mode=False))


def test_staff_pages_carry_the_marking(page: Any) -> None:
    assert "OFFICIAL-SENSITIVE" in words(page())


def test_the_page_does_not_pass_itself_off_as_gov_uk(page: Any) -> None:
    with_brand = [
        element for element in page().iter() if "crest" in str(element.attrib) or "crown" in str(element.attrib)
    ]
    assert with_brand == []
    assert "GOV.UK" not in words(page()) + title(page())


def test_the_skip_link_comes_first_and_leads_to_the_main_content(page: Any) -> None:
    link = next(page().iter("a"))
    assert link.get("href") == "#main-content"
    assert next(page().iter("main")).get("id") == "main-content"


def test_the_menu_marks_where_the_reader_is(page: Any) -> None:
    links = [
        {"text": "Home", "href": "/home", "active": False},
        {"text": "Cases", "href": "/cases", "active": True, "count": 4},
    ]
    current = [link for link in page(navigation=links).iter("a") if link.get("aria-current")]
    assert ["".join(link.itertext()).strip() for link in current] == ["Cases (4)"]


def test_a_resident_page_says_its_language(page: Any) -> None:
    assert page(lang="bn").get("lang") == "bn"
    assert page().get("lang") == "en"


def test_missing_and_not_yours_are_one_page(own_kitchen: Flask) -> None:
    with own_kitchen.test_request_context("/"):
        pages = {render_template("errors/not_found.html", **names) for names in ({}, {"exists": True})}
    said = [words(html5lib.parse(text, namespaceHTMLElements=False)) for text in pages]
    assert len(set(said)) == 1


def test_an_unavailable_page_says_whether_typed_text_was_saved(own_kitchen: Flask) -> None:
    with own_kitchen.test_request_context("/"):
        with_text = render_template("errors/unavailable.html", action="/send", fields=[("story", "Seen twice")])
        without = render_template("errors/unavailable.html")
    assert "not been saved" in with_text
    assert "Seen twice" in with_text
    assert "Nothing was changed" in without
    assert "020 7946 0100" in without


@pytest.mark.parametrize(
    ("seconds", "said"), [(1, "1 minute,"), (60, "1 minute,"), (61, "2 minutes,"), (600, "10 minutes,")]
)
def test_too_many_tries_says_how_long_to_wait(own_kitchen: Flask, seconds: int, said: str) -> None:
    with own_kitchen.test_request_context("/"):
        assert f"Wait {said}" in render_template("errors/too_many.html", retry_after=seconds)

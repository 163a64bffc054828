from uuid import UUID, uuid4

import pytest
from wtforms import validators

from inputs import DateField, LineField, PageForm
from tests.inputs.small_app import opened, posted

OUT_OF_DATE = ["This page was out of date. Check your answers, then send them again"]


class Page(PageForm):
    title = LineField("Title", [validators.Length(max=5, message="Title is too long")], required="Enter a title")
    on = DateField("Date", required="Enter a date")


def test_every_opening_of_a_form_has_its_own_key() -> None:
    with opened(Page) as first, opened(Page) as second:
        assert UUID(first.once.data) != UUID(second.once.data)
        assert f'value="{first.once.data}"' in str(first.hidden_tag())


def test_the_key_stays_the_same_when_the_form_is_shown_again() -> None:
    key = str(uuid4())
    with posted(Page, {"once": key, "title": ""}) as form:
        assert form.once.data == key
        assert form.once.errors == []


@pytest.mark.parametrize("key", ["", "x", "9" * 400, "\x00", "'; drop table", "\ud800"])
def test_a_broken_key_is_refused_and_replaced(key: str) -> None:
    with posted(Page, {"once": key, "title": "a"}) as form:
        assert form.once.errors == OUT_OF_DATE
        assert UUID(form.once.data)


def test_the_version_that_was_shown_travels_with_the_form() -> None:
    with opened(Page, {"version": 7}) as form:
        assert 'name="version" type="hidden" value="7"' in str(form.hidden_tag())
    with posted(Page, {"version": "7", "title": "a"}) as form:
        assert form.version.data == 7
    with posted(Page, {"title": "a"}) as form:
        assert form.version.data is None


@pytest.mark.parametrize("version", ["x", "-1", "9" * 400, "1e3", "৭"])
def test_a_broken_version_is_refused(version: str) -> None:
    with posted(Page, {"version": version}) as form:
        assert form.version.errors == OUT_OF_DATE


def test_the_error_summary_names_boxes_in_the_order_of_the_page() -> None:
    with posted(Page, {}) as form:
        assert form.error_links == (("title", "Enter a title"), ("on-day", "Enter a date"))


def test_further_validators_run_on_what_could_be_read() -> None:
    with posted(Page, {"title": "too long", "on-day": "1"}) as form:
        assert form.title.errors == ["Title is too long"]
        assert form.on.errors == ["Date must include a month and a year"]
    with posted(Page, {"title": "\x00"}) as form:
        assert len(form.title.errors) == 1

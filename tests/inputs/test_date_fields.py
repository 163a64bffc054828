from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine

from inputs import DateField, DateTimeField, PageForm
from inputs.date_words import month_number
from tests.inputs.small_app import opened, posted


class Dates(PageForm):
    born = DateField("Date of birth", past_only=True, allow_not_known=True)
    due = DateField("Due date", future_only=True)
    seen = DateTimeField("When it was seen")


def born(day: str, month: str, year: str) -> tuple[Any, list[str], dict[str, str]]:
    with posted(Dates, {"born-day": day, "born-month": month, "born-year": year}) as form:
        return form.born.data, list(form.born.errors), form.born.typed


def seen(day: str, month: str, year: str, time: str) -> tuple[Any, list[str]]:
    fields = {"seen-day": day, "seen-month": month, "seen-year": year, "seen-time": time}
    with posted(Dates, fields) as form:
        return form.seen.data, list(form.seen.errors)


@pytest.mark.parametrize(
    ("day", "month", "year"),
    [
        ("14", "3", "1988"),
        ("14", "03", "1988"),
        (" 14 ", "march", "1988"),
        ("14", "Mar.", "1988"),
        ("১৪", "৩", "১৯৮৮"),
        ("১৪", "মার্চ", "১৯৮৮"),
        ("14", "Maarso", "1988"),
        ("١٤", "٣", "١٩٨٨"),
    ],
)
def test_a_date_is_read_as_people_type_it(day: str, month: str, year: str) -> None:
    data, errors, typed = born(day, month, year)
    assert (data, errors) == (date(1988, 3, 14), [])
    assert typed == {"day": day, "month": month, "year": year}


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (("30", "2", "1988"), "Date of birth must be a real date, like 27 3 2026"),
        (("29", "feb", "1900"), "Date of birth must be a real date, like 27 3 2026"),
        (("14", "3", "88"), "Date of birth must have a year of 4 numbers, like 1988"),
        (("14", "3", "0000"), "Date of birth must have a year between 1900 and 2100"),
        (("14", "3", "9999"), "Date of birth must have a year between 1900 and 2100"),
        (("14", "ju", "1988"), "Date of birth must be a real date, like 27 3 2026"),
        (("²", "3", "1988"), "Date of birth must be a real date, like 27 3 2026"),
        (("9" * 400, "3", "1988"), "Date of birth must be a real date, like 27 3 2026"),
        (("1", "9" * 5000, "1988"), "Date of birth must be a real date, like 27 3 2026"),
        (("-1", "3", "1988"), "Date of birth must be a real date, like 27 3 2026"),
        (("14", "", "1988"), "Date of birth must include a month"),
        (("", "3", ""), "Date of birth must include a day and a year"),
    ],
)
def test_a_wrong_date_is_refused_with_what_is_wrong_and_stays_in_its_boxes(
    typed: tuple[str, str, str], message: str
) -> None:
    data, errors, kept = born(*typed)
    assert (data, errors) == (None, [message])
    assert tuple(kept.values()) == typed


def test_no_date_at_all_can_be_saved() -> None:
    assert born("", " ", "") == (None, [], {"day": "", "month": " ", "year": ""})


def test_a_birth_in_the_future_is_refused_and_one_today_is_not() -> None:
    with time_machine.travel(datetime(2026, 11, 22, 12, tzinfo=UTC)):
        assert born("23", "11", "2026")[1] == ["Date of birth must be today or in the past"]
        assert born("22", "11", "2026")[1] == []


def test_today_is_the_day_in_london_not_in_utc() -> None:
    with time_machine.travel(datetime(2026, 7, 1, 23, 30, tzinfo=UTC)):
        assert born("2", "7", "2026")[1] == []


def test_a_due_date_in_the_past_is_refused() -> None:
    with (
        time_machine.travel(datetime(2026, 11, 22, 12, tzinfo=UTC)),
        posted(Dates, {"due-day": "21", "due-month": "11", "due-year": "2026"}) as form,
    ):
        assert form.due.errors == ["Due date must be today or in the future"]


def test_not_known_is_an_answer_but_not_beside_a_date() -> None:
    with posted(Dates, {"born-not_known": "y"}) as form:
        assert (form.born.data, form.born.not_known, form.born.errors) == ("not_known", True, [])
    with posted(Dates, {"born-not_known": "y", "born-day": "1"}) as form:
        assert form.born.errors == ["Enter date of birth or select that you do not know it, not both"]


@pytest.mark.parametrize(
    ("typed", "hour", "minute"),
    [
        ("14:30", 14, 30),
        ("14.30", 14, 30),
        ("1430", 14, 30),
        ("2:30pm", 14, 30),
        ("2:30 PM", 14, 30),
        ("2pm", 14, 0),
        ("12am", 0, 0),
        ("12:15pm", 12, 15),
        ("noon", 12, 0),
        ("midnight", 0, 0),
        ("১৪:৩০", 14, 30),
    ],
)
def test_a_time_is_read_as_people_type_it(typed: str, hour: int, minute: int) -> None:
    assert seen("22", "11", "2026", typed) == (datetime(2026, 11, 22, hour, minute, tzinfo=UTC), [])


@pytest.mark.parametrize("typed", ["25:00", "14", "13pm", "0am", "14:75", "soon", "9" * 400, "14:30:00"])
def test_a_wrong_time_is_refused(typed: str) -> None:
    assert seen("22", "11", "2026", typed) == (None, ["When it was seen must have a time like 14:30 or 2:30pm"])


def test_a_time_in_summer_is_london_time() -> None:
    assert seen("1", "7", "2026", "09:00")[0] == datetime(2026, 7, 1, 8, tzinfo=UTC)


def test_a_time_that_the_clocks_skipped_is_refused() -> None:
    data, errors = seen("29", "3", "2026", "1:30am")
    assert data is None
    assert "clocks went forward" in errors[0]


def test_a_time_that_came_twice_is_asked_for_with_its_zone() -> None:
    assert "clocks went back" in seen("25", "10", "2026", "1:30am")[1][0]
    assert seen("25", "10", "2026", "1:30am BST")[0] == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert seen("25", "10", "2026", "01:30 gmt")[0] == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "stored", ["2026-10-25T00:30:00+00:00", "2026-10-25T01:30:00+00:00", "2026-07-01T08:00:00+00:00"]
)
def test_a_stored_moment_opens_in_boxes_that_give_it_back(stored: str) -> None:
    with opened(Dates, {"seen": stored}) as form:
        boxes = {f"seen-{part}": text for part, text in form.seen.typed.items()}
    with posted(Dates, boxes) as form:
        assert form.seen.data == datetime.fromisoformat(stored)


def test_a_stored_date_opens_in_its_boxes() -> None:
    with opened(Dates, {"born": "1988-03-14"}) as form:
        assert form.born.typed == {"day": "14", "month": "3", "year": "1988"}
        assert form.born.first_box == "born-day"


@pytest.mark.parametrize("word", ["", "m", "ma", "ju", "13th", "marchy", "0x3"])
def test_a_word_that_is_no_month_is_none(word: str) -> None:
    assert month_number(word) is None


def test_every_english_month_is_found_by_its_first_three_letters() -> None:
    names = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
    assert [month_number(name) for name in names] == list(range(1, 13))

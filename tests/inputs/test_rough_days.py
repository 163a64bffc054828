"""Days as people say them. The wrong day, taken for certain, would decide whether somebody is heard."""

from datetime import date

import pytest

from inputs.rough_days import RoughDay, rough_day

TODAY = date(2026, 11, 26)
EXACT = {
    "3 May": date(2026, 5, 3),
    "3rd of May": date(2026, 5, 3),
    "May 3": date(2026, 5, 3),
    "3 May 2026": date(2026, 5, 3),
    "on 3/5/2026": date(2026, 5, 3),
    "2026-05-03": date(2026, 5, 3),
    "৩ মে ২০২৬": date(2026, 5, 3),
    "৫/১০/২৬": date(2026, 10, 5),
    "3 maarso 2026": date(2026, 3, 3),
    "yesterday": date(2026, 11, 25),
    "গতকাল": date(2026, 11, 25),
    "maanta": TODAY,
    "3 days ago": date(2026, 11, 23),
}
ABOUT = {
    "about June": date(2026, 6, 15),
    "June 2025": date(2025, 6, 15),
    "early June": date(2026, 6, 5),
    "last summer": date(2026, 7, 15),
    "winter": date(2026, 1, 15),
    "two weeks ago": date(2026, 11, 12),
    "last Monday": date(2026, 11, 23),
    "around 12 October": date(2026, 10, 12),
    "2 to 5 May": date(2026, 5, 2),
    "since 3 May": date(2026, 5, 3),
    "3 December": date(2025, 12, 3),
    "New Year's Eve": date(2025, 12, 31),
    "xagaagii hore": date(2026, 7, 15),
    "in November": date(2026, 11, 15),
}
NONE = ("I do not remember", "", "every day", "31 February", "3 May 2031", "the 5th", "মনে নেই", "9" * 500, "0/0/0")


@pytest.mark.parametrize(("said", "meant"), EXACT.items())
def test_a_day_that_was_named_would_be_doubted(said: str, meant: date) -> None:
    assert rough_day(said, TODAY) == RoughDay(meant, exact=True)


@pytest.mark.parametrize(("said", "meant"), ABOUT.items())
def test_a_day_that_was_not_named_would_be_taken_for_certain(said: str, meant: date) -> None:
    found = rough_day(said, TODAY)
    assert found is not None
    assert not found.exact
    assert found.on == meant


@pytest.mark.parametrize("said", NONE)
def test_words_that_name_no_day_would_become_one(said: str) -> None:
    assert rough_day(said, TODAY) is None


@pytest.mark.parametrize("today", [date(2028, 2, 29), date(2026, 1, 1), date(2026, 12, 31)])
def test_no_words_would_name_a_day_to_come(today: date) -> None:
    for said in (*EXACT, *ABOUT, "29 February", "1 January", "31 December", "christmas", "this year", "last year"):
        found = rough_day(said, today)
        assert found is None or found.on <= today, said

import pytest

from casework.panel_type.answers import display
from casework.panel_type.questions import Choice, Kind, Question, Sensitivity, Value

COLOURS = (Choice("r", "Red"), Choice("g", "Green"))
ADDRESS: Value = {
    "line1": "3 Quillon Court",
    "line2": "",
    "town": "London",
    "postcode": "E1 0ZZ",
    "uprn": "1",
    "no_fixed_address": False,
    "hidden": False,
}


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        (Kind.TEXT, "Ada", "Ada"),
        (Kind.TEXT, None, "Not provided"),
        (Kind.TEXT, "", "Not provided"),
        (Kind.MULTI, [], "Not provided"),
        (Kind.TEXT, "not_known", "We do not know this"),
        (Kind.DATE, "not_known", "We do not know this"),
        (Kind.YES_NO, "not_known", "We do not know this"),
        (Kind.YES_NO, "yes", "Yes"),
        (Kind.DATE, "1988-03-14", "14 March 1988"),
        (Kind.DATE, "soon", "soon"),
        (Kind.DATETIME, "2026-07-01T13:30:00+00:00", "1 July 2026 at 2:30pm"),
        (Kind.DATETIME, "2026-12-01T00:05:00+00:00", "1 December 2026 at 12:05am"),
        (Kind.CHOICE, "g", "Green"),
        (Kind.CHOICE, "mauve", "mauve"),
        (Kind.MULTI, ["r", "g"], "Red; Green"),
        (Kind.INTEGER, 0, "0"),
        (Kind.ADDRESS, ADDRESS, "3 Quillon Court, London, E1 0ZZ"),
        (Kind.ADDRESS, {"no_fixed_address": True, "town": "London"}, "No fixed address, London"),
    ],
)
def test_an_answer_reads_as_words(kind: Kind, value: Value, words: str) -> None:
    assert display(Question("q", "Q", kind, Sensitivity.O, choices=COLOURS), value) == words


def test_a_hidden_address_shows_its_district_until_it_is_revealed() -> None:
    question = Question("q", "Q", Kind.ADDRESS, Sensitivity.I)
    assert isinstance(ADDRESS, dict)
    hidden = {**ADDRESS, "hidden": True}
    assert display(question, hidden) == "Hidden. E1"
    assert display(question, hidden, reveal=True) == "3 Quillon Court, London, E1 0ZZ"
    assert display(question, {"line1": "3 Quillon Court", "hidden": True}) == "Hidden"

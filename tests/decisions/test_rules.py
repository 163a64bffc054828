"""The pure rules of the live meeting."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.panel_type.lifecycle import NotPossible
from panels.decisions.keys import keys_for
from panels.decisions.moves import puts_off, verb_of_decision, verbs_until_heard
from panels.decisions.names import NOT_SHOWN, SOMEBODY, initials, without_names
from panels.decisions.timing import Slot, forecast, minutes_left
from panels.decisions.typed import (
    NewAction,
    Typed,
    default_review,
    differing,
    dissent_after,
    lacks,
    only_prepared,
    prepared_reason,
)
from panels.definitions import discover
from tests.conftest import PANEL

KIND = next(panel for panel in discover() if panel.key == PANEL)
AT = datetime(2026, 12, 9, 10, 46, tzinfo=UTC)
WHOLE = Typed(option="adopt", reason="Visitors are back.", band="high")


def test_the_forecast_counts_what_is_left_of_this_case_and_all_that_wait() -> None:
    slots = [
        Slot(15, "decided", AT - timedelta(minutes=30)),
        Slot(10, "live", AT - timedelta(minutes=4)),
        Slot(7, "waiting"),
        Slot(7, "not_reached"),
    ]
    found = forecast(slots, at=AT, planned_end=AT + timedelta(minutes=13))
    assert found.ends_at == AT + timedelta(minutes=13)
    assert (found.late, found.words) == (0, "on time")


@pytest.mark.parametrize(("late", "words"), [(5, "on time"), (6, "6 minutes late"), (-6, "6 minutes early")])
def test_late_and_early_are_said_only_beyond_the_tolerance(late: int, words: str) -> None:
    assert forecast([], at=AT, planned_end=AT - timedelta(minutes=late)).words == words


def test_a_case_that_ran_over_does_not_take_minutes_from_those_that_wait() -> None:
    assert minutes_left(Slot(10, "live", AT - timedelta(minutes=25)), AT) == 0


def test_a_decision_without_a_reason_is_not_a_decision() -> None:
    assert lacks(KIND, WHOLE) == ()
    assert [one.field for one in lacks(KIND, replace(WHOLE, reason=" \n "))] == ["reason"]
    assert [one.field for one in lacks(KIND, replace(WHOLE, option=None, reason="", band=None))] == [
        "option",
        "reason",
        "band",
    ]


def test_closing_needs_its_reason_and_who_tells_the_person() -> None:
    closing = replace(WHOLE, option="close")
    assert [one.field for one in lacks(KIND, closing)] == ["closure_reason", "telling"]
    assert lacks(KIND, replace(closing, closure_reason="stopped", telling="Maple tells them.")) == ()


def test_an_action_row_that_was_begun_must_say_who_and_what() -> None:
    rows = (NewAction(1), NewAction(2, text="Visit"), NewAction(3, agency_id=uuid4(), why="Fire"))
    assert [one.field for one in lacks(KIND, replace(WHOLE, actions=rows))] == ["a2_agency", "a3_text"]


def test_the_review_follows_the_risk_band_unless_the_case_ends() -> None:
    assert default_review(KIND, "adopt", "high", date(2026, 12, 9)) == date(2027, 1, 9)
    assert default_review(KIND, "adopt", "standard", date(2026, 11, 30)) == date(2027, 2, 28)
    assert default_review(KIND, "close", "high", date(2026, 12, 9)) is None


def test_prepared_words_are_known_again_even_when_another_decision_was_picked() -> None:
    words = prepared_reason(KIND, "adopt:0")
    assert words
    assert only_prepared(KIND, "monitor", words)
    assert not only_prepared(KIND, "monitor", f"{words} And a new lock.")
    assert prepared_reason(KIND, "adopt:99") == prepared_reason(KIND, "nothing:0") == prepared_reason(KIND, "") == ""


def test_versions_differ_where_words_differ_and_nothing_else_counts() -> None:
    assert differing(WHOLE, replace(WHOLE, reason="Other")) == ("reason",)
    assert differing(WHOLE, replace(WHOLE, actions=(NewAction(1, text="Visit"),))) == ()


def test_a_disagreement_is_added_once_and_can_be_taken_out() -> None:
    said = replace(WHOLE, dissent_words="Injunction should proceed")
    once = dissent_after([], said, "Lanternfish")
    assert once == [{"agency": "Lanternfish", "words": "Injunction should proceed"}]
    assert dissent_after(once, said, "Lanternfish") == once
    assert dissent_after(once, replace(WHOLE, dissent_removed=(0,)), "") == []


def test_no_letter_presses_two_controls() -> None:
    bands = [("high", "High"), ("medium", "Medium"), ("standard", "Standard")]
    keys = keys_for(
        [(one.key, one.key_number) for one in KIND.decisions], bands, [a.letter for a in KIND.stock_actions]
    )
    letters = [*keys.bands.values(), *keys.stock.values(), "n", "p", "a", "b"]
    assert len(letters) == len(set(letters))
    assert keys.bands == {"high": "h", "medium": "m", "standard": "s"}
    assert keys.decisions["adopt"] == "1"
    assert "M" not in keys.stock
    assert keys.stock["V"] == "v"


@pytest.mark.parametrize(
    ("state", "urgent", "verbs"),
    [
        ("listed", False, ("hear",)),
        ("review_due", False, ("list", "hear")),
        ("active", False, ("bring_forward", "list", "hear")),
        ("active", True, ("list_urgent", "hear")),
        ("heard", False, ()),
    ],
)
def test_a_case_comes_to_the_table_by_the_shortest_permitted_way(
    state: str, urgent: bool, verbs: tuple[str, ...]
) -> None:
    assert verbs_until_heard(KIND.lifecycle, state, roles={"chair"}, urgent=urgent) == verbs


@pytest.mark.parametrize("state", ["closed", "rejected", "withdrawn"])
def test_an_ended_case_is_not_heard(state: str) -> None:
    with pytest.raises(NotPossible):
        verbs_until_heard(KIND.lifecycle, state, roles={"chair"})


def test_a_member_cannot_bring_a_case_to_the_table() -> None:
    with pytest.raises(NotPossible):
        verbs_until_heard(KIND.lifecycle, "listed", roles={"member"})


def test_every_decision_of_the_panel_can_be_carried_out() -> None:
    for option in KIND.decisions:
        assert verb_of_decision(KIND.lifecycle, option.target_state)
    assert [option.key for option in KIND.decisions if puts_off(KIND, option.key)] == ["adjourn"]


NAMES = ("Pemberwick Thistledown", "Odalys Brackenfold", "Zoë O’Brien-Łukasz")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Visit Mr Thistledown at home", f"Visit Mr {SOMEBODY} at home"),
        ("visit PEMBERWICK THISTLEDOWN", f"visit {SOMEBODY}"),
        ("Thistledown's locks", f"{SOMEBODY}'s locks"),
        ("Ring Zoë", f"Ring {SOMEBODY}"),
        ("Ring ZOE", f"Ring {SOMEBODY}"),
        ("Change the locks", "Change the locks"),
        ("Ring Mrs Smith and her son Dean", f"Ring Mrs {SOMEBODY} and her son {SOMEBODY}"),
        ("Ask Lanternfish’s officer by Friday. Then ring CCTV", "Ask Lanternfish’s officer by Friday. Then ring CCTV"),
        ("Go to E1 0ZZ", NOT_SHOWN),
        ("Go to 3 Quillon Court", NOT_SHOWN),
        ("Ring 020 7946 0123", NOT_SHOWN),
        ("Change locks by 12.30", "Change locks by 12.30"),
    ],
)
def test_the_room_sees_no_name_address_or_number(text: str, shown: str) -> None:
    assert without_names(text, NAMES, {"Lanternfish"}) == shown


@pytest.mark.long
@given(st.text(max_size=40), st.text(max_size=40), st.sampled_from(["Thistledown", "Brackenfold", "Pemberwick"]))
def test_a_name_never_survives_between_other_words(before: str, after: str, name: str) -> None:
    assert name.lower() not in without_names(f"{before} {name} {after}", NAMES).lower()


def test_initials_say_no_more_than_first_letters() -> None:
    assert initials("Pemberwick Thistledown") == "P.T."
    assert initials("") == ""

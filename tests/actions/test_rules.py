from datetime import date, timedelta

import pytest

from casework.actions.rules import escalation, is_vague, standing

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("status", "days", "left", "expected"),
    [
        ("open", -17, 0, ("late", "Late 17 days")),
        ("in_progress", -1, 0, ("late", "Late 1 day")),
        ("open", 0, 0, ("soon", "Due today")),
        ("open", 1, 1, ("soon", "Due in 1 working day")),
        ("open", 7, 5, ("soon", "Due in 5 working days")),
        ("open", 8, 6, ("later", "Due in 6 working days")),
        ("done", -17, 0, ("done", "Done")),
        ("not_possible", -17, 0, ("done", "Not possible")),
    ],
)
def test_an_action_is_called_late_or_soon_at_the_wrong_time(status, days, left, expected):
    found = standing(status, TODAY + timedelta(days=days), TODAY, left)
    assert (found.key, found.words) == expected


@pytest.mark.parametrize(
    ("days", "told", "whom"),
    [
        (6, set(), None),
        (7, set(), "manager"),
        (13, {"manager"}, None),
        (14, {"manager"}, "chair"),
        (14, set(), "chair"),
        (40, {"chair"}, None),
        (8, {"chair"}, None),
    ],
)
def test_a_late_action_is_not_escalated_or_twice(days, told, whom):
    assert escalation(days, frozenset(told)) == whom


@pytest.mark.parametrize("text", ["Consider a visit", "monitor the flat", "Discuss", "LIAISE with the school"])
def test_an_action_nobody_can_see_done_passes_without_a_warning(text):
    assert is_vague(text, "")
    assert not is_vague(text, "No calls to the police for four weeks")


def test_a_plain_action_is_called_vague():
    assert not is_vague("Visit and consider new locks", "")
    assert not is_vague("Discussion paper to be written", "")

from datetime import date

import pytest

from casework.panel_type.meeting_rules import Present
from casework.panel_type.working_time import england_and_wales, meeting_dates
from tests.panel_type.rules import QUORUM, RULES


def test_the_days_round_a_december_meeting() -> None:
    days = meeting_dates(RULES, date(2026, 12, 9), england_and_wales())
    assert days.cut_off_on == date(2026, 11, 25)
    assert days.pack_on == date(2026, 11, 30)
    assert days.late_on == date(2026, 12, 2)
    assert days.chasers_on == (date(2026, 12, 3), date(2026, 12, 7))
    assert days.returns_on == date(2026, 12, 4)
    assert days.final_pack_on == date(2026, 12, 7)
    assert days.actions_on == date(2026, 12, 10)
    assert days.minutes_on == date(2026, 12, 16)
    assert days.approved_on == date(2026, 12, 23)


def test_the_days_round_a_january_meeting_skip_the_holidays() -> None:
    days = meeting_dates(RULES, date(2027, 1, 13), england_and_wales())
    assert (days.cut_off_on, days.pack_on, days.returns_on) == (date(2026, 12, 29), date(2027, 1, 4), date(2027, 1, 8))


@pytest.mark.parametrize(
    ("present", "missing"),
    [
        ([], ("Chair", "Police", "Landlord")),
        ([Present("police", "chair")], ("Landlord",)),
        ([Present("council", "vice_chair"), Present("police", "member", True)], ()),
        ([Present("council", "member", True)], ("Chair", "Police")),
    ],
)
def test_a_meeting_without_a_part_of_its_quorum_names_it(present: list[Present], missing: tuple[str, ...]) -> None:
    assert QUORUM.missing(present) == missing


def test_a_case_without_a_landlord_needs_none() -> None:
    assert QUORUM.missing([Present("police", "chair")], has_landlord=False) == ()


def test_the_review_interval_follows_the_band() -> None:
    assert RULES.review_months("high") == 1
    with pytest.raises(KeyError):
        RULES.review_months("extreme")

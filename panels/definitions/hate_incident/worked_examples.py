"""Worked examples. The application does not start if one of them no longer holds."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from casework.panel_type.examples import ExampleClock, ExampleMeeting, ExampleScore

LONDON = ZoneInfo("Europe/London")


def _at(year: int, month: int, day: int, hour: int = 10, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=LONDON)


def _answers(values: str) -> tuple[tuple[str, str], ...]:
    return tuple((f"r{place}", value) for place, value in enumerate(values.split(), start=1))


EXAMPLES = (
    ExampleScore(
        "Two men harassed at home for who they are",
        "hate_ra",
        _answers("few serious threats nearby group one significant some some one no none"),
        21,
        "medium",
    ),
    ExampleScore(
        "The same two men, after petrol was poured at their door",
        "hate_ra",
        _answers("few serious grave nearby group one significant some some one no none"),
        23,
        "high",
        ("grave",),
    ),
    ExampleScore(
        "Graffiti on a prayer hall",
        "hate_ra",
        _answers("two both damage recognised group more significant none some none yes tension"),
        21,
        "medium",
        ("tension",),
    ),
    ExampleClock("Medium, reported on a Friday", "first_contact", _at(2026, 11, 27), _at(2026, 12, 1, 17), "medium"),
    ExampleClock("High, reported on a Friday", "first_contact", _at(2026, 11, 27), _at(2026, 11, 30, 17), "high"),
    ExampleClock("Standard, before Christmas", "first_contact", _at(2026, 12, 22), _at(2026, 12, 31, 17), "standard"),
    ExampleClock("Graffiti on a Saturday evening", "graffiti", _at(2027, 1, 9, 18, 40), _at(2027, 1, 10, 18, 40)),
    ExampleClock("Graffiti as the clocks go forward", "graffiti", _at(2027, 3, 27, 18), _at(2027, 3, 28, 19)),
    ExampleClock("Asked after a case that closed in March", "survey", _at(2027, 3, 2), _at(2027, 3, 16, 17)),
    ExampleMeeting(
        "The meeting of February 2027",
        date(2027, 2, 2),
        cut_off_on=date(2027, 1, 19),
        pack_on=date(2027, 1, 22),
        returns_on=date(2027, 1, 28),
        actions_on=date(2027, 2, 3),
        minutes_on=date(2027, 2, 9),
    ),
)

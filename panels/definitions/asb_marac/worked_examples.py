"""Worked examples. The application does not start if one of them no longer holds."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from casework.panel_type.definition import ExampleClock, ExampleMeeting, ExampleScore

LONDON = ZoneInfo("Europe/London")


def _at(year: int, month: int, day: int, hour: int = 10) -> datetime:
    return datetime(year, month, day, hour, tzinfo=LONDON)


def _answers(values: str) -> tuple[tuple[str, str], ...]:
    questions = ("h1", "h2", "h3", "h4", "h5", "t1", "t2", "t3", "i1", "i2", "i3", "s1", "s2", "s3")
    return tuple(zip(questions, values.split(), strict=True))


SCORES = (
    ExampleScore(
        "An older tenant whose home was taken over",
        "asb_ram",
        _answers("daily yes both known violence me no several extremely both avoids missing isolated neighbours"),
        44,
        "high",
        ("violence",),
    ),
    ExampleScore(
        "A neighbour in a dispute where hate is possible",
        "asb_ram",
        _answers("weekly yes often known now me possibly one lot mental somewhat not_needed few household"),
        28,
        "medium",
        ("hate",),
    ),
    ExampleScore(
        "A neighbour with thoughts of suicide",
        "asb_ram",
        _answers("most_days yes both known now me no several extremely suicidal avoids missing isolated nobody"),
        41,
        "high",
        ("suicide",),
    ),
)

TIMES = (
    ExampleClock("Sent on a Monday in November", "triage", _at(2026, 11, 23), _at(2026, 11, 26, 17)),
    ExampleClock("Sent after hours on a Friday", "triage", _at(2026, 11, 20, 18), _at(2026, 11, 26, 17)),
    ExampleClock("Sent before Christmas", "triage", _at(2026, 12, 23), _at(2026, 12, 30, 17)),
    ExampleClock(
        "Referrer asked over Christmas",
        "triage",
        _at(2026, 12, 21),
        _at(2027, 1, 7, 17),
        pauses=((_at(2026, 12, 23), _at(2027, 1, 5)),),
    ),
    ExampleClock("Urgent on a Tuesday", "urgent_meeting", _at(2026, 12, 1), _at(2026, 12, 3, 17)),
    ExampleClock("High risk heard in December", "review", _at(2026, 12, 9), _at(2027, 1, 9, 17), "high"),
)

MEETINGS = (
    ExampleMeeting(
        "The meeting of December 2026",
        date(2026, 12, 9),
        cut_off_on=date(2026, 11, 25),
        pack_on=date(2026, 11, 30),
        returns_on=date(2026, 12, 4),
        actions_on=date(2026, 12, 10),
        minutes_on=date(2026, 12, 16),
    ),
    ExampleMeeting(
        "The meeting of January 2027, after the holidays",
        date(2027, 1, 13),
        cut_off_on=date(2026, 12, 29),
        pack_on=date(2027, 1, 4),
        returns_on=date(2027, 1, 8),
        actions_on=date(2027, 1, 14),
        minutes_on=date(2027, 1, 20),
    ),
)

EXAMPLES = (*SCORES, *TIMES, *MEETINGS)

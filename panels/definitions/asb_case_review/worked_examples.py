"""Worked examples. The application does not start if one of them no longer holds."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from casework.panel_type.definition import ExampleClock, ExampleMeeting, ExampleWorkings
from casework.panel_type.facts import CaseFacts
from casework.panel_type.questions import Answers

LONDON = ZoneInfo("Europe/London")


def _at(year: int, month: int, day: int, hour: int = 10) -> datetime:
    return datetime(year, month, day, hour, tzinfo=LONDON)


def _facts(applied_on: date, reports: tuple[tuple[date, date, str], ...], *, hate: str = "no") -> CaseFacts:
    """An application on a day, with incidents (day, day of the report, body); each incident is a new one."""
    told: Answers = {
        "application": [{"received_on": applied_on.isoformat(), "who_applies": "self"}],
        "people": [{"roles": ["victim"]}],
        "incidents": [
            {"happened_sure": "exact", "happened_on": happened.isoformat(), "place": f"Stair {place}", "hate": hate}
            for place, (happened, _, _) in enumerate(reports, start=1)
        ],
        "reports": [
            {"incident": place, "reported_sure": "exact", "reported_on": reported.isoformat(), "to": body}
            for place, (_, reported, body) in enumerate(reports, start=1)
        ],
        "tried": [{"stopped": "no"}],
    }
    return CaseFacts(datetime(2026, 10, 19, 12, tzinfo=UTC), date(2026, 10, 19), "screening", referral=told)


def _from(incident_on: date, reported_on: date, applied_on: date, **how: str) -> CaseFacts:
    """The third of three incidents, the other two being well in time: it decides."""
    sure = (date(2026, 9, 2), date(2026, 9, 2), "police"), (date(2026, 9, 9), date(2026, 9, 10), "council")
    return _facts(applied_on, ((incident_on, reported_on, "council"), *sure), **how)


THRESHOLDS = (
    ExampleWorkings(
        "Three incidents, each reported in time: met",
        _facts(
            date(2026, 10, 19),
            (
                (date(2026, 8, 3), date(2026, 8, 4), "council"),
                (date(2026, 9, 2), date(2026, 9, 2), "police"),
                (date(2026, 10, 5), date(2026, 10, 7), "social_landlord"),
            ),
        ),
        True,
    ),
    ExampleWorkings(
        "Two incidents: not met",
        _facts(
            date(2026, 10, 19),
            ((date(2026, 9, 2), date(2026, 9, 2), "police"), (date(2026, 10, 5), date(2026, 10, 7), "council")),
        ),
        False,
    ),
    ExampleWorkings(
        "Happened on 10 August, reported on 9 September, the last day",
        _from(date(2026, 8, 10), date(2026, 9, 9), date(2026, 10, 19)),
        True,
    ),
    ExampleWorkings(
        "Happened on 10 August, reported on 10 September, a day late",
        _from(date(2026, 8, 10), date(2026, 9, 10), date(2026, 10, 19)),
        False,
    ),
    ExampleWorkings(
        "Reported on 31 August, applied for on 28 February, the last day",
        _from(date(2026, 8, 31), date(2026, 8, 31), date(2027, 2, 28)),
        True,
    ),
    ExampleWorkings(
        "Reported on 31 August, applied for on 1 March, a day late",
        _from(date(2026, 8, 31), date(2026, 8, 31), date(2027, 3, 1)),
        False,
    ),
    ExampleWorkings(
        "One hate incident that nothing has stopped: met by the local rule",
        _facts(date(2026, 10, 19), ((date(2026, 9, 2), date(2026, 9, 2), "police"),), hate="yes"),
        True,
    ),
)

TIMES = (
    ExampleClock("Acknowledged within two working days", "acknowledge", _at(2026, 10, 19), _at(2026, 10, 21, 17)),
    ExampleClock("Decided within ten working days", "decide_threshold", _at(2026, 10, 19), _at(2026, 11, 2, 17)),
    ExampleClock("Acknowledged before Christmas", "acknowledge", _at(2026, 12, 21), _at(2026, 12, 23, 17)),
    ExampleClock("Decided over Christmas", "decide_threshold", _at(2026, 12, 21), _at(2027, 1, 7, 17)),
    ExampleClock(
        "Decided after a rest for the agreement of the person affected",
        "decide_threshold",
        _at(2026, 12, 21),
        _at(2027, 1, 18, 17),
        pauses=((_at(2026, 12, 23), _at(2027, 1, 5)),),
    ),
    ExampleClock("Review counted from the decision", "hold_review", _at(2026, 10, 29), _at(2026, 11, 26, 17)),
    ExampleClock("Outcome letter after a review", "outcome", _at(2026, 11, 25), _at(2026, 12, 2, 17)),
    ExampleClock("Answers over Christmas", "responses", _at(2026, 12, 2), _at(2027, 1, 4, 17)),
    ExampleClock("Time for an appeal over Christmas", "appeal_window", _at(2026, 12, 21), _at(2027, 1, 7, 17)),
    ExampleClock("First check of the plan", "check_week_4", _at(2026, 12, 2), _at(2026, 12, 30, 17)),
)

MEETINGS = (
    ExampleMeeting(
        "The review of November 2026",
        date(2026, 11, 25),
        cut_off_on=date(2026, 11, 18),
        pack_on=date(2026, 11, 18),
        returns_on=date(2026, 11, 18),
        actions_on=date(2026, 11, 26),
        minutes_on=date(2026, 11, 30),
    ),
)

EXAMPLES = (*THRESHOLDS, *TIMES, *MEETINGS)

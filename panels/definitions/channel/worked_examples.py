"""Worked examples. The application does not start if one of them no longer holds."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from casework.panel_type.examples import ExampleClock, ExampleMeeting, ExampleWorkings
from casework.panel_type.facts import CaseFacts, Filled
from casework.panel_type.questions import Item

LONDON = ZoneInfo("Europe/London")
NOBODY = UUID(int=0)


def _at(year: int, month: int, day: int, hour: int = 10) -> datetime:
    return datetime(year, month, day, hour, tzinfo=LONDON)


def _end(year: int, month: int, day: int) -> datetime:
    return _at(year, month, day, 17)


def _filled(form: str, section: str, on: date, item: Item) -> Filled:
    at = datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
    return Filled(form, 1, {section: [item]}, at, on, NOBODY, NOBODY, "police")


TIMES = (
    ExampleClock("The police receive a referral in December", "gateway", _end(2026, 12, 7), _end(2026, 12, 14)),
    ExampleClock("The same, over Christmas", "s36", _end(2026, 12, 7), _end(2027, 1, 7)),
    ExampleClock("The test is met early in January", "first_panel", _at(2027, 1, 5), _end(2027, 2, 5)),
    ExampleClock("Support is offered in January", "consent_request", _at(2027, 1, 21), _end(2027, 2, 4)),
    ExampleClock("The first review", "review", _at(2027, 1, 21), _end(2027, 4, 21)),
    ExampleClock("The next review, after one held early", "review", _at(2027, 4, 15), _end(2027, 7, 15)),
    ExampleClock("Six months after exit", "post_exit_6", _at(2027, 7, 15), _end(2028, 1, 15)),
    ExampleClock("Twelve months after exit", "post_exit_12", _at(2027, 7, 15), _end(2028, 7, 15)),
)

MEETINGS = (
    ExampleMeeting(
        "The meeting of January 2027, after the holidays",
        date(2027, 1, 21),
        cut_off_on=date(2027, 1, 7),
        pack_on=date(2027, 1, 12),
        returns_on=date(2027, 1, 18),
        actions_on=date(2027, 1, 22),
        minutes_on=date(2027, 1, 28),
    ),
)

PLAN = _filled("support_plan", "plan", date(2027, 1, 25), {"plan_version": 1})
ADULT_AGREES: Item = {"plan_version": 1, "given_by": "self", "capacity": "has", "outcome": "given"}
AGREED = _filled("consent", "consent", date(2027, 2, 1), ADULT_AGREES)
ADULT = CaseFacts(
    now=_at(2027, 2, 1),
    today=date(2027, 2, 1),
    state="adopted_pending_consent",
    referral={
        "tracker": [{"deconfliction": "yes", "gateway_outcome": "concern"}],
        "attestation": [{"attested": ["nothing_secret"]}],
        "about": [{"child": "no"}],
    },
    filled=(PLAN, AGREED),
    entered=(("s36_met", date(2027, 1, 5)), ("adopted_pending_consent", date(2027, 1, 21))),
    subject_born_on=date(2002, 8, 14),
)
CHILD = replace(ADULT, subject_born_on=date(2011, 3, 2))
BY_PARENT = _filled("consent", "consent", date(2027, 2, 1), ADULT_AGREES | {"given_by": "parent", "capacity": "child"})
SECOND_PLAN = _filled("support_plan", "plan", date(2027, 2, 3), {"plan_version": 2})
GROWN = replace(CHILD, filled=(PLAN, BY_PARENT), today=date(2029, 3, 2), now=_at(2029, 3, 2))

CONSENTS = (
    ExampleWorkings("An adult agrees to the plan", ADULT, True),
    ExampleWorkings("No plan yet", replace(ADULT, filled=()), None),
    ExampleWorkings("A child agrees alone", CHILD, False),
    ExampleWorkings("A parent agrees for a child", replace(CHILD, filled=(PLAN, BY_PARENT)), True),
    ExampleWorkings("The same on the day the child turns 18", GROWN, False),
    ExampleWorkings("The plan was changed since", replace(ADULT, filled=(PLAN, AGREED, SECOND_PLAN)), False),
)

EXAMPLES = (*TIMES, *MEETINGS, *CONSENTS)

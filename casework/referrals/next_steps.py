"""What happens after a referral is sent, with dates from the clock engine and the next meeting, if one is known."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import current_app

from auth.panel_facts import is_hidden
from casework.clocks.service import calendar, clocks_of
from casework.panel_type.calendar import CalendarEnds, local_day
from casework.panel_type.registry import panel_types
from casework.panel_type.working_time import MeetingDates, meeting_dates
from casework.referrals.access import REFERRAL
from casework.referrals.models import Referral
from casework.referrals.stages import TRIAGE_CLOCK

EXTENSION = "casework-next-meeting"
"""Where the meetings of the floor above say when a panel meets next: ``(panel, after) -> datetime | None``."""

NextMeeting = Callable[[str, datetime], datetime | None]
MOST_MEETINGS = 6


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happens next. ``by``: it happens by this day; otherwise on it."""

    on: date
    text: str
    by: bool = True


def steps_after(referral: Referral) -> list[Step]:
    """What the referrer can expect, in order of time. Days that are not known are left out, never guessed.

    Of a panel that hides its cases nothing is said: the day on which a step falls away would tell that it has one.
    """
    if is_hidden(referral.panel):
        return []
    steps = []
    for clock in clocks_of(REFERRAL, [referral.id])[referral.id]:
        if clock.rule == TRIAGE_CLOCK and clock.is_open():
            due = local_day(clock.due_at)
            steps.append(Step(due, "The panel team decides whether this panel is right, and tells you"))
    dates = meeting_for(referral)
    if dates is not None:
        steps.append(Step(dates.returns_on, "Agencies say what they know"))
        steps.append(Step(dates.meeting_on, "The panel meets. You may be asked to come for your case", by=False))
    return sorted(steps, key=lambda step: step.on)


def meeting_for(referral: Referral) -> MeetingDates | None:
    """The first meeting for which this referral came in time; ``None`` if none is planned."""
    ask: NextMeeting | None = current_app.extensions.get(EXTENSION)
    sent = referral.submitted_at
    if ask is None or sent is None:
        return None
    rules, days, after = panel_types.get(referral.panel).meeting, calendar(), sent
    for _ in range(MOST_MEETINGS):
        meets_at = ask(referral.panel, after)
        if meets_at is None:
            return None
        try:
            dates = meeting_dates(rules, local_day(meets_at), days)
        except CalendarEnds:
            return None
        if dates.cut_off_on >= local_day(sent):
            return dates
        after = meets_at + timedelta(minutes=1)
    return None

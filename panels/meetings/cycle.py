"""The days round a meeting as this partnership counts them."""

from datetime import datetime, timedelta

from casework.clocks.service import calendar
from casework.panel_type.meeting_rules import MeetingRules
from casework.panel_type.registry import panel_types
from casework.panel_type.working_time import MeetingDates
from panels.meetings.models import Meeting
from panels.meetings.rules import dates_round
from wording.dates import as_date


def rules_of(meeting: Meeting) -> MeetingRules:
    """How this meeting's panel meets."""
    return panel_types.get(meeting.panel).meeting


def dates_of(meeting: Meeting) -> MeetingDates | None:
    """Cut-off, pack, returns, actions and minutes days; ``None`` beyond the known bank holidays."""
    return dates_round(rules_of(meeting), as_date(meeting.starts_at), calendar())


def ends_at(meeting: Meeting) -> datetime:
    """When the meeting is planned to end."""
    return meeting.starts_at + timedelta(minutes=meeting.minutes_long)

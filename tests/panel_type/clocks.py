"""Clock rules and moments for tests."""

from datetime import datetime
from zoneinfo import ZoneInfo

from casework.panel_type.clocks import ClockRule, Unit

LONDON = ZoneInfo("Europe/London")


def at(day: str, hour: int = 10, minute: int = 0) -> datetime:
    """A moment in London."""
    return datetime.fromisoformat(day).replace(hour=hour, minute=minute, tzinfo=LONDON)


def rule(length: int, unit: Unit = Unit.WORKING_DAYS, by_band: tuple[tuple[str, int], ...] = ()) -> ClockRule:
    """A clock of this length."""
    return ClockRule(
        key="test",
        title="Test",
        starts_on="submitted",
        length=length,
        unit=unit,
        met_by=("accepted",),
        owner_role="coordinator",
        source="Test",
        lengths_by_band=by_band,
    )

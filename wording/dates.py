"""Dates and times as people read them: day month year, am and pm, Europe/London."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import Flask

from extensions import now

LONDON = ZoneInfo("Europe/London")


def local(moment: datetime) -> datetime:
    """The moment in London."""
    return moment.astimezone(LONDON)


def today() -> date:
    """Today's date in London."""
    return local(now()).date()


def as_date(value: date | datetime) -> date:
    """The date, in London if a moment is given."""
    return local(value).date() if isinstance(value, datetime) else value


def uk_month(value: date) -> str:
    """November 2026."""
    return f"{value:%B %Y}"


def uk_date(value: date | datetime | None) -> str:
    """12 November 2026; empty for nothing."""
    return "" if value is None else f"{as_date(value):%-d %B %Y}"


def weekday_date(value: date | datetime | None) -> str:
    """Thu 12 November 2026; empty for nothing."""
    return "" if value is None else f"{as_date(value):%a %-d %B %Y}"


def uk_time(value: datetime | None) -> str:
    """10:58am; empty for nothing."""
    return "" if value is None else f"{local(value):%-I:%M}{local(value):%p}".replace("AM", "am").replace("PM", "pm")


def uk_datetime(value: datetime | None) -> str:
    """12 November 2026 at 10:58am; empty for nothing."""
    return "" if value is None else f"{uk_date(value)} at {uk_time(value)}"


def bind(app: Flask) -> None:
    """Make these filters known to every template."""
    for say in (uk_date, uk_month, weekday_date, uk_time, uk_datetime):
        app.add_template_filter(say)
    app.add_template_global(today, "today")

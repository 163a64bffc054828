"""London's days and hours inside a question to the database, days of clock changes included."""

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta

import sqlalchemy as sa

from auth.access_log.models import AccessEntry
from extensions import db

OPENS, CLOSES = 7, 20
"""Hours of London between which work is ordinary, Monday to Friday."""


def summer_times(first: date, last: date) -> list[tuple[datetime, datetime]]:
    """When London was, or is, an hour ahead in these years: from the last Sunday of March to that of October, both at
    one o'clock UTC (Summer Time Order 2002). Pure."""
    return [(_one_o_clock(year, 3), _one_o_clock(year, 10)) for year in range(first.year, last.year + 1)]


def _one_o_clock(year: int, month: int) -> datetime:
    end = date(year, month, 31)
    sunday = end - timedelta(days=(end.weekday() + 1) % 7)
    return datetime(sunday.year, sunday.month, sunday.day, 1, tzinfo=UTC)


def london_day(first: date, last: date) -> sa.ColumnElement[str]:
    """London's day (2026-11-23) of entries between two days, as text."""
    at = AccessEntry.at
    if db.engine.dialect.name == "postgresql":
        return sa.func.to_char(sa.func.timezone("Europe/London", at), "YYYY-MM-DD")
    # SQLite keeps moments as text in UTC: what is cut out of them costs a tenth of what is worked out.
    past_midnight = sa.and_(_ahead(first, last), _utc_hour() == "23")
    tomorrow = sa.func.date(at, "+1 day")
    return sa.case((past_midnight, tomorrow), else_=sa.func.substr(at, 1, 10))


def out_of_hours(first: date, last: date, days_off: Collection[date]) -> sa.ColumnElement[bool]:
    """Entries at night, at a weekend or on a day off."""
    off = {first + timedelta(days=number) for number in range((last - first).days + 1)}
    off = {day for day in off if day.weekday() >= 5 or day in days_off}
    return sa.or_(_at_night(first, last), london_day(first, last).in_([day.isoformat() for day in off]))


def _at_night(first: date, last: date) -> sa.ColumnElement[bool]:
    if db.engine.dialect.name == "postgresql":
        there = sa.cast(sa.extract("hour", sa.func.timezone("Europe/London", AccessEntry.at)), sa.Integer)
        return sa.or_(there < OPENS, there >= CLOSES)
    ahead, hour = _ahead(first, last), _utc_hour()
    return sa.case(
        (ahead, sa.or_(hour < f"{OPENS - 1:02}", hour >= f"{CLOSES - 1:02}")),
        else_=sa.or_(hour < f"{OPENS:02}", hour >= f"{CLOSES:02}"),
    )


def _ahead(first: date, last: date) -> sa.ColumnElement[bool]:
    at = AccessEntry.at
    return sa.or_(*(sa.and_(at >= begins, at < ends) for begins, ends in summer_times(first, last)))


def _utc_hour() -> sa.ColumnElement[str]:
    return sa.func.substr(AccessEntry.at, 12, 2)

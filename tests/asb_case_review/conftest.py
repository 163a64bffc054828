"""The demonstration partnership with people of this panel, and the two stories played in it."""

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from demo.review_people import load_review_people
from extensions import unit_of_work

PANEL = "asb_case_review"


@pytest.fixture
def partnership(app: Flask) -> Iterator[Flask]:
    """The demonstration partnership, with two chairs from outside."""
    with app.app_context(), unit_of_work():
        load_review_people(PANEL)
    # Another context, in which nothing has begun: each step of a story opens the database by itself.
    with app.app_context():
        yield app


def london(year: int, month: int, day: int, hour: int = 17) -> datetime:
    """Office hours end then."""
    return datetime(year, month, day, hour, tzinfo=ZoneInfo("Europe/London"))


def day(year: int, month: int, day: int) -> date:
    return date(year, month, day)

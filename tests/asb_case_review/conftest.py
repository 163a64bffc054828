"""The demonstration partnership with people of this panel, and the two stories played in it."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import pytest
from flask import Flask

from auth.accounts.service import account_by_email, appoint
from auth.roles import Role
from demo.people import EVERY_PANEL_FROM, EVERY_PANEL_TO
from demo.review_people import load_review_people
from extensions import unit_of_work

PANEL = "asb_case_review"
ROLES = {
    "cora": Role.COORDINATOR,
    "alder": Role.CHAIR,
    "birch": Role.VICE_CHAIR,
    "larch": Role.MEMBER,
    "rowan": Role.MEMBER,
    "maple": Role.MEMBER,
    "fern": Role.REFERRER,
}


@pytest.fixture
def partnership(app: Flask) -> Iterator[Flask]:
    """Everybody who has a part in a case review is appointed."""
    with app.app_context(), unit_of_work():
        for key, role in ROLES.items():
            account = account_by_email(f"{key}@example.org")
            assert account is not None
            appoint(actor=None, account=account, panel=PANEL, role=role, from_on=EVERY_PANEL_FROM, to_on=EVERY_PANEL_TO)
        load_review_people(PANEL)
    # Another context, in which nothing has begun: each step of a story opens the database by itself.
    with app.app_context():
        yield app


Story = Callable[..., Any]


def london(year: int, month: int, day: int, hour: int = 17) -> datetime:
    """Office hours end then."""
    from zoneinfo import ZoneInfo

    return datetime(year, month, day, hour, tzinfo=ZoneInfo("Europe/London"))


def day(year: int, month: int, day: int) -> date:
    return date(year, month, day)

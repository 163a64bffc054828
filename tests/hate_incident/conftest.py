"""The demonstration partnership with the people of both groups, and looking at a case as a story leaves it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from flask import Flask

from auth.models import Agency
from auth.roles import Actor
from casework.cases.access import case_by_id
from casework.cases.models import Case
from casework.clocks.service import clocks_of
from demo.hate_people import AGENCIES, hate_people
from demo.hate_story import HateStory
from demo.people import load_agencies, load_people
from demo.story import act, at_hour
from extensions import db, unit_of_work

HATE, TENSION = "hate_incident", "tension_monitoring"


@pytest.fixture
def partnership(app: Flask) -> Iterator[Flask]:
    with app.app_context(), unit_of_work():
        council = db.session.scalars(sa.select(Agency).where(Agency.kind == "council_community_safety")).one()
        agencies = {"council": council, **load_agencies(AGENCIES)}
        load_people(agencies, hate_people(HATE, TENSION), {HATE, TENSION})
    with app.app_context():
        yield app


@pytest.fixture
def story(partnership: Flask) -> HateStory:
    return HateStory(HATE, act, at_hour)


def london(year: int, month: int, day: int, hour: int = 10, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=ZoneInfo("Europe/London"))


@contextmanager
def opened(story: HateStory, who: str, at: datetime) -> Iterator[tuple[Actor, Case]]:
    """The case, opened by its door as somebody at a moment."""
    with act(who, at) as actor:
        yield actor, case_by_id(actor, story.case_id, "case.read").case


def due_of(story: HateStory, rule: str, at: datetime) -> tuple[datetime, datetime | None]:
    """When the newest clock of a rule is due, and when it was met."""
    with act("hal", at):
        of_case = clocks_of("case", [story.case_id])[story.case_id]
        of_referral = clocks_of("referral", [story.referral_id])[story.referral_id]
        found = [clock for clock in (*of_referral, *of_case) if clock.rule == rule]
        last = max(found, key=lambda clock: (clock.object_type == "case", clock.started_at))
        return last.due_at, last.met_at

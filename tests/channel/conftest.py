"""The demonstration partnership with the people of this panel, which runs in full, and its story told day by day."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from auth.models import Agency
from auth.roles import Actor
from casework.actions.access import actions_on_page
from casework.actions.models import Action
from casework.actions.service import report_on_action
from casework.cases.jobs import let_reviews_fall_due, move_when_time_is_up
from casework.cases.models import Case
from demo.channel_people import load_channel_people
from demo.channel_story import ChannelStory
from demo.people import AGENCIES
from demo.story import act, at_hour
from extensions import clock_at, db, unit_of_work

PANEL = "channel"


@pytest.fixture
def partnership(app: Flask) -> Iterator[Flask]:
    """Everybody who has a part in the panel is there."""
    with app.app_context(), unit_of_work():
        by_name = {agency.name: agency for agency in db.session.scalars(sa.select(Agency))}
        load_channel_people(PANEL, {key: by_name[name] for key, name, *_ in AGENCIES})
    # Another context, in which nothing has begun: each step of a story opens the database by itself.
    with app.app_context():
        yield app


class Told(ChannelStory):
    """The story, with eyes for a test: who sees what, and how a record stands."""

    def actor(self, who: str, day: date, hour: int = 12) -> AbstractContextManager[Actor]:
        """Somebody at one moment."""
        return self.act(who, at_hour(day, hour))

    def finish_actions(self, day: date) -> None:
        """Every action of the panel is done."""
        with self.actor("chan", day) as actor:
            for action in actions_on_page(actor, sa.select(Action).where(Action.panel == PANEL)):
                report_on_action(actor=actor, action=action, status="done", text="Done")

    def jobs(self, day: date) -> str:
        """What time brings about in the early morning of a day; returns how the only case stands then."""
        with clock_at(at_hour(day, 6)):
            let_reviews_fall_due()
            move_when_time_is_up()
        [case] = self.read(sa.select(Case), day)
        return str(case.state)

    def read(self, query: Any, day: date) -> Any:
        """What stands in the database on that day."""
        with self.act("chan", at_hour(day, 23)):
            found = list(db.session.execute(query).scalars())
            db.session.expunge_all()
            return found


@pytest.fixture
def story(partnership: Flask) -> Told:
    """The panel runs in full from 1 December 2026."""
    told = Told(PANEL, act, at_hour)
    told.run_in_full(date(2026, 12, 1))
    return told


def at(year: int, month: int, day: int, hour: int = 17) -> datetime:
    """An hour in London; office hours end at five."""
    return at_hour(date(year, month, day), hour)

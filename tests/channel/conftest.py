"""The demonstration partnership with the people of this panel, which runs in full, and its story told day by day."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date, datetime
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from auth.accounts.service import account_by_email, appoint
from auth.doors import NotAllowed
from auth.models import Agency
from auth.roles import Actor, Role
from casework.actions.access import actions_on_page
from casework.actions.models import Action
from casework.actions.rules import STANDING
from casework.actions.service import report_on_action
from casework.cases.access import case_by_id
from casework.cases.jobs import let_reviews_fall_due, move_when_time_is_up
from casework.cases.models import Case
from casework.emergency.service import begin
from casework.errors import Refused
from demo.channel_answers import adult, decision, own_consent, plan
from demo.channel_people import load_channel_people
from demo.channel_story import ChannelStory
from demo.people import AGENCIES, VETTED
from demo.story import act, at_hour
from extensions import clock_at, db, unit_of_work
from panels.decisions.typed import NewAction, Typed

PANEL = "channel"
JAN = date(2027, 1, 21)


@pytest.fixture
def partnership(app: Flask) -> Flask:
    """Everybody who has a part in the panel is there."""
    with app.app_context(), unit_of_work():
        by_name = {agency.name: agency for agency in db.session.scalars(sa.select(Agency))}
        load_channel_people(PANEL, {key: by_name[name] for key, name, *_ in AGENCIES})
    return app


class Told(ChannelStory):
    """The story, with eyes for a test: who sees what, and how a record stands."""

    app: Flask

    def actor(self, who: str, day: date, hour: int = 12) -> AbstractContextManager[Actor]:
        """Somebody at one moment."""
        return self.act(who, at_hour(day, hour))

    def adopted(self, told: Any = None) -> UUID:
        """Somebody whom the panel has adopted on 21 January 2027, with a task of a provider and another one."""
        told = told or adult(date(2026, 12, 7), date(2026, 12, 10))
        meeting = self.plan(date(2026, 12, 1), JAN)
        case_id = self.take(self.log("reed", date(2026, 12, 11), told), date(2026, 12, 11))
        self.fill("reed", date(2027, 1, 5), case_id, "s36_decision", decision(date(2027, 1, 5), "police", "DCI Fenn"))
        self.list_case(meeting, date(2027, 1, 6), case_id, ("Police",))
        self.publish(meeting, date(2027, 1, 12))
        self.open(meeting, JAN)
        council, police = self.agency_of("chan", JAN), self.agency_of("reed", JAN)
        until = date(2027, 6, 1)
        rows = (
            NewAction(1, council, "Chandra Pell", "Start the mentoring", due_on=until, by_provider=True),
            NewAction(2, police, "Reed Marchbanks", "Bring the tracker up to date", due_on=until),
        )
        self.decide(meeting, JAN, 1, Typed(option="adopt", reason="Support can meet the need.", actions=rows))
        self.close(meeting, JAN)
        self.fill("chan", date(2027, 1, 25), case_id, "support_plan", plan(1, date(2027, 2, 4), date(2027, 2, 8)))
        return case_id

    def supported(self) -> UUID:
        """The same, who has agreed on 1 February."""
        case_id = self.adopted()
        self.fill("chan", date(2027, 2, 1), case_id, "consent", own_consent(date(2027, 1, 28), date(2027, 2, 1)))
        return case_id

    def state(self, day: date) -> str:
        """How the only case stands."""
        [case] = self.read(sa.select(Case), day)
        return str(case.state)

    def appoint(self, who: str, role: Role, day: date) -> None:
        """Somebody is given a role in the panel for the year."""
        with self.act("oak", at_hour(day, 8)):
            account = account_by_email(f"{who}@example.org")
            assert account is not None
            days = {"from_on": day, "to_on": date(2027, 12, 31)}
            appoint(actor=None, account=account, panel=self.panel, role=role, vetted=VETTED, **days)

    def emergency(self, who: str, moment: datetime, reference: str) -> str:
        """What comes of asking for emergency access."""
        with self.act(who, moment) as actor:
            try:
                begin(
                    actor=actor, reference=reference, kind="cover", reason="The chair is ill, and he is on the phone."
                )
            except Refused as fault:
                return fault.message
            except NotAllowed:
                return "not allowed"
            return "begun"

    def opens(self, who: str, moment: datetime, case_id: UUID) -> bool:
        """Whether somebody reads the case at that moment."""
        with self.act(who, moment) as actor:
            try:
                case_by_id(actor, case_id)
            except NotAllowed:
                return False
            return True

    def finish_actions(self, day: date) -> None:
        """Every action of the panel is done."""
        with self.actor("chan", day) as actor:
            for action in actions_on_page(actor, sa.select(Action).where(Action.status.in_(STANDING))):
                report_on_action(actor=actor, action=action, status="done", text="Done")

    def jobs(self, day: date) -> str:
        """What time brings about in the early morning of a day; returns how the only case stands then."""
        with self.app.app_context(), clock_at(at_hour(day, 6)):
            let_reviews_fall_due()
            move_when_time_is_up()
        return self.state(day)

    def read(self, query: Any, day: date) -> Any:
        """What stands in the database on that day."""
        with self.act("chan", at_hour(day, 23)):
            found = list(db.session.execute(query).scalars())
            db.session.expunge_all()
            return found


@pytest.fixture
def story(partnership: Flask) -> Told:
    """The panel runs in full from 1 December 2026. Each step has a context of its own: what one request remembers, the
    next must not find."""

    @contextmanager
    def acting(who: str, moment: datetime) -> Iterator[Actor]:
        with partnership.app_context(), act(who, moment) as actor:
            yield actor

    told = Told(PANEL, acting, at_hour)
    told.app = partnership
    told.run_in_full(date(2026, 12, 1))
    return told


def at(year: int, month: int, day: int, hour: int = 17) -> datetime:
    """An hour in London; office hours end at five."""
    return at_hour(date(year, month, day), hour)

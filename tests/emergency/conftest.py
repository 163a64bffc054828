"""A case that is on no agenda, and people who may and may not open it in an emergency, on one fixed day."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from auth.access_log.models import AccessEntry
from auth.accounts.service import account_by_email, appoint
from auth.doors import NotAllowed
from auth.models import Account
from auth.roles import Actor, Role
from casework.cases.access import case_for
from casework.cases.conflicts import declare_conflict
from casework.cases.models import Case
from casework.emergency import service
from casework.emergency.models import EmergencyAccess
from casework.errors import Refused
from casework.notifications.models import OutgoingMessage
from extensions import db
from tests.cases.made import Made, acting, case_on_record
from tests.conftest import PANEL
from tests.sight.conftest import secretive as secretive
from tests.sight.letting_in import MONDAY

REASON = "She rang from a call box and the line went dead."
HOUR = timedelta(hours=1)


class Desk:
    """What the people of these tests do, and what stands on record afterwards."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.made: Made = case_on_record(app)

    @contextmanager
    def at(self, who: str, after: timedelta = timedelta(0)) -> Iterator[Actor]:
        with time_machine.travel(MONDAY + after, tick=False), acting(self.app, who) as actor:
            yield actor

    def begin(self, who: str = "poplar", after: timedelta = timedelta(0), reference: str = "") -> UUID:
        """Begin an emergency access; the id of its record."""
        with self.at(who, after) as actor:
            wanted = reference or self.made.reference
            _, access = service.begin(actor=actor, reference=wanted, kind="danger", reason=REASON)
            assert access is not None
            return access.id

    def refused(self, who: str, reference: str, after: timedelta = timedelta(0)) -> tuple[str, str | None]:
        """The words in which somebody is refused, and the field they belong to."""
        with self.at(who, after) as actor:
            try:
                service.begin(actor=actor, reference=reference, kind="danger", reason=REASON)
            except Refused as fault:
                return fault.message, fault.field
            except NotAllowed:
                return "not allowed", None
        raise AssertionError(f"{who} was let into {reference}.")

    def opens(self, who: str, after: timedelta, permission: str = "case.read") -> bool:
        with self.at(who, after) as actor:
            try:
                case_for(actor, self.made.reference, permission)
            except NotAllowed:
                return False
            return True

    def review(self, who: str, access_id: UUID, finding: str, after: timedelta) -> str:
        """How the record stands after somebody's review; "not allowed", or why it was refused."""
        with self.at(who, after) as actor:
            try:
                return service.review(actor=actor, access_id=access_id, finding=finding, words="As I see it.").state
            except NotAllowed:
                return "not allowed"
            except Refused as fault:
                return fault.message

    def job(self, run: Callable[[], str], after: timedelta) -> str:
        """What a job says that runs at that time."""
        with time_machine.travel(MONDAY + after, tick=False), self.app.app_context():
            return run()

    def add_role(self, who: str, role: Role, panel: str | None = PANEL) -> None:
        with acting(self.app, "oak"):
            account = account_by_email(f"{who}@example.org")
            assert account is not None
            appoint(
                actor=None, account=account, panel=panel, role=role, from_on=date(2026, 1, 1), to_on=date(2028, 12, 31)
            )

    def change(self, reference: str, **columns: Any) -> None:
        """Set columns of a case."""
        with acting(self.app, "cora"):
            db.session.execute(sa.update(Case).where(Case.reference == reference).values(**columns))

    def exclude(self, who: str, reference: str) -> None:
        """The coordinator sets a conflict of interest for somebody."""
        with acting(self.app, "cora") as cora:
            case_id = db.session.scalars(sa.select(Case.id).where(Case.reference == reference)).one()
            account_id = db.session.scalars(sa.select(Account.id).where(Account.email == f"{who}@example.org")).one()
            declare_conflict(actor=cora, case_id=case_id, account_id=account_id, connection="family")

    def agency_of(self, who: str) -> UUID:
        """The agency somebody works for."""
        return self.rows(sa.select(Account.agency_id).where(Account.email == f"{who}@example.org"))[0][0]

    def rows(self, query: Any) -> list[Any]:
        with self.app.app_context():
            return [tuple(row) for row in db.session.execute(query)]

    def log(self) -> list[tuple[str, str, str]]:
        """Event, outcome and rule of everything that is about emergency access or was opened by it."""
        wanted = sa.select(AccessEntry.event, AccessEntry.outcome, AccessEntry.rule).order_by(AccessEntry.number)
        about = sa.or_(AccessEntry.event.startswith("emergency."), AccessEntry.rule == "emergency")
        return self.rows(wanted.where(about))

    def mail(self) -> list[tuple[str, str]]:
        """Who was told what."""
        wanted = sa.select(Account.name, OutgoingMessage.template).join(OutgoingMessage.account)
        return sorted(self.rows(wanted.where(OutgoingMessage.template.startswith("emergency_"))))

    def states(self) -> list[str]:
        return [state for (state,) in self.rows(sa.select(EmergencyAccess.state).order_by(EmergencyAccess.begun_at))]


@pytest.fixture
def desk(app: Flask) -> Desk:
    with time_machine.travel(MONDAY - timedelta(days=7), tick=False):
        return Desk(app)

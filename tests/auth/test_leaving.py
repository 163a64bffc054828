"""What somebody leaves behind, and the small acts that decide where it goes: manager, lead, a last day taken back."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from auth.accounts import leaving, service, sharing
from auth.encryption.keyring import new_data_key
from auth.models import Account
from auth.policy_relationships import CONTACT
from auth.refusals import Refused
from casework.actions.models import Action
from casework.actions.service import add_action
from casework.cases.access import case_by_id, related_to
from casework.cases.grant_models import CaseGrant
from casework.cases.models import Case
from extensions import db, now
from panels.agendas.models import Pack
from panels.meetings.models import Attendance, Meeting
from panels.meetings.service import plan_meeting
from tests.auth.test_two_people import person, told
from tests.cases.made import acting, actor_named, case_on_record
from tests.conftest import PANEL
from wording.dates import today


def leave(app: Flask, who: str) -> None:
    with acting(app, "oak") as oak:
        leaving.end_account(actor=oak, account=person(who))


def action_of(app: Flask, action_id: UUID) -> tuple[str | None, int]:
    """Whose an action is now, and its version."""
    with app.app_context():
        row = db.session.get_one(Action, action_id)
        return (row.officer.email.partition("@")[0] if row.officer else None, row.version)


def test_open_work_would_stay_with_somebody_who_has_left(app: Flask) -> None:
    # From the constable to his manager; from her, whose own is suspended, to the agency's lead; then to nobody.
    made = case_on_record(app)
    with acting(app, "oak") as oak:
        larch = person("larch")
        service.create_account(actor=None, email="ash@example.org", name="Ash Verity", agency=larch.agency)
        moss = service.create_account(actor=None, email="moss@example.org", name="Moss Arden", agency=larch.agency)
        service.set_manager(actor=oak, account=larch, email="birch@example.org")
        service.set_manager(actor=oak, account=person("birch"), email="moss@example.org")
        service.suspend(actor=oak, account=moss)
        sharing.set_lead(actor=oak, agency=larch.agency, email="ash@example.org")
    with acting(app, "cora") as cora:
        case, larch = case_by_id(cora, made.id).case, person("larch")
        given: dict[str, Any] = {"actor": cora, "case": case, "agency_id": larch.agency_id, "officer_id": larch.id}
        open_one = add_action(**given, text="Visit", due_on=today() + timedelta(days=7)).id
        done = add_action(**given, text="Ring", due_on=today() + timedelta(days=7))
        done.status, done_id = "done", done.id
    leave(app, "larch")
    assert action_of(app, open_one)[0] == "birch"
    assert action_of(app, done_id)[0] == "larch", "what was finished says who did it"
    leave(app, "birch")
    assert action_of(app, open_one)[0] == "ash"
    version = action_of(app, open_one)[1]
    leave(app, "ash")
    assert action_of(app, open_one) == (None, version + 1)
    with app.app_context():
        assert "cora" in told("action_changed"), "whoever runs the panel names somebody"


def test_a_way_in_a_seat_or_a_pack_would_outlast_the_account(app: Flask) -> None:
    made, other = case_on_record(app), case_on_record(app)
    with acting(app, "cora") as cora:
        maple, rowan = person("maple"), person("rowan")
        for account, case_id in ((maple, made.id), (rowan, other.id)):
            db.session.add(
                CaseGrant(
                    case_id=case_id, account_id=account.id, kind=CONTACT, from_at=now(), confirmed_at=now(),
                    granted_by_id=cora.account_id,
                )
            )  # fmt: skip
        meeting = plan_meeting(
            actor=cora, panel=PANEL, starts_at=now() + timedelta(days=7), minutes_long=120, place="Room 1"
        )
        meeting.chair_id, meeting_id = maple.id, meeting.id
        for number, asker in enumerate((maple, rowan), start=1):
            key = new_data_key(panel=PANEL, kind="pack")
            db.session.add(Pack(data_key_id=key, meeting_id=meeting.id, number=number, asked_by_id=asker.id))
    with app.test_request_context():
        assert CONTACT in related_to(actor_named("maple"), db.session.get(Case, made.id))
    leave(app, "maple")
    with app.test_request_context():
        assert CONTACT not in related_to(actor_named("maple"), db.session.get(Case, made.id))
        assert CONTACT in related_to(actor_named("rowan"), db.session.get(Case, other.id)), "nobody else's"
        seated = set(db.session.scalars(sa.select(Attendance.account_id).where(Attendance.meeting_id == meeting_id)))
        assert person("maple").id not in seated
        assert person("rowan").id in seated
        assert db.session.get_one(Meeting, meeting_id).chair_id is None
        assert list(db.session.scalars(sa.select(Pack.state).order_by(Pack.number))) == ["failed", "waiting"]
        assert "cora" in told("meeting_changed")


def test_a_manager_a_lead_or_a_last_day_would_be_set_by_the_wrong_person_or_to_the_wrong_one(actor: Any) -> None:
    oak, larch = actor("oak"), person("larch")
    police = larch.agency

    def refused(match: str, act: Any, **given: Any) -> None:
        with pytest.raises(Refused, match=match):
            act(**given)

    refused("your own", service.set_manager, actor=oak, account=person("oak"), email="sedge@example.org")
    refused("somebody else", service.set_manager, actor=oak, account=larch, email="larch@example.org")
    refused("no account", service.set_manager, actor=oak, account=larch, email="nobody@example.org")
    service.set_manager(actor=oak, account=larch, email="birch@example.org")
    service.set_manager(actor=oak, account=larch, email="rowan@example.org")
    assert larch.manager_id == person("rowan").id
    assert {"larch", "birch", "rowan"} <= told("account"), "the one before, the one now, and the person"
    service.set_manager(actor=oak, account=larch, email="")
    assert larch.manager_id is None

    refused("in that agency", sharing.set_lead, actor=oak, agency=police, email="rowan@example.org")
    sharing.set_lead(actor=oak, agency=police, email="birch@example.org")
    assert police.lead_id == person("birch").id
    sharing.set_lead(actor=oak, agency=police, email="")
    assert police.lead_id is None

    refused("no last day", leaving.keep_account, actor=oak, account=larch)
    leaving.end_account(actor=oak, account=larch, last_on=today())
    larch_self: Account = person("sedge")
    larch_self.ends_on = today()
    refused("your own", leaving.keep_account, actor=actor("sedge"), account=larch_self)
    leaving.keep_account(actor=oak, account=larch)
    assert larch.ends_on is None
    leaving.end_account(actor=oak, account=larch)
    refused("ended already", leaving.end_account, actor=oak, account=larch)
    refused("no last day", leaving.keep_account, actor=oak, account=larch)
    service.suspend(actor=oak, account=person("birch"))
    refused("in that agency", sharing.set_lead, actor=oak, agency=police, email="birch@example.org")
    refused("no account", service.set_manager, actor=oak, account=person("rowan"), email="birch@example.org")

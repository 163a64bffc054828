"""Whoever is shut out of a case is shut out whatever else holds, at once, and loses nothing that they typed."""

import random
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from auth.accounts.service import account_by_email, create_account
from auth.current import actor_of
from auth.doors import NotAllowed
from auth.models import Account, Agency, Appointment
from auth.policy import may
from auth.policy_relationships import ASSOCIATE, CONTACT, EMERGENCY, GUEST, NAMED
from auth.policy_table import RULES
from auth.roles import Role
from casework.apart.models import KeptApart
from casework.cases.access import related_to, visible_cases
from casework.cases.conflicts import conflicts_of, declare_conflict, declare_team_conflict
from casework.cases.grant_models import CaseGrant
from casework.cases.lifting import ask_lift
from casework.cases.models import Case, TypedBefore
from casework.cases.shut_out import everybody_shut_out
from casework.errors import Refused
from extensions import db, now
from panels.meetings.models import Meeting
from tests.cases.made import acting, actor_named, case_on_record
from tests.conftest import PANEL
from tests.sight.letting_in import MONDAY, meeting_with, run

LINE = "The back gate was forced and the meter cupboard is open."
EVERY_PERMISSION = sorted({permission for rule in RULES for permission in rule.permissions})


def shut_out(app: Flask, reference: str, who: str) -> None:
    with acting(app, "birch") as birch:
        case_id = db.session.scalars(sa.select(Case.id).where(Case.reference == reference)).one()
        account_id = actor_named(who).account_id
        declare_conflict(actor=birch, case_id=case_id, account_id=account_id, connection="work")


def kept(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(sa.select(sa.func.count()).select_from(TypedBefore)) or 0


def test_an_open_page_would_still_take_a_post_or_lose_what_was_typed(app: Flask, browser_for: Any) -> None:
    """AC 05: a member is shut out while they have the page open."""
    made = case_on_record(app, listed=True)
    larch, fern, note = browser_for("larch"), browser_for("fern"), f"/cases/{made.reference}/notes"
    larch.get(note)
    opened = dict(larch.page.fields("text")) | {"text": LINE, "nature": "fact", "handling": "panel"}
    strangers = dict(fern.get("/privacy").fields("csrf_token"))
    with time_machine.travel(MONDAY + timedelta(minutes=5), tick=False):
        shut_out(app, made.reference, "larch")
        unknown = larch.http.post("/cases/QQ-A-9999/notes", data=opened)
        answer = larch.http.post(note, data=opened)
        assert answer.status_code == unknown.status_code == 404
        assert LINE not in answer.text
        assert kept(app) == 1
        # Somebody who could not have sent it anyway puts nothing into the case, and neither does a page opened since.
        shut_out(app, made.reference, "fern")
        assert fern.http.post(note, data={**strangers, "text": "From outside"}).status_code == 404
        assert kept(app) == 1
    with time_machine.travel(MONDAY + timedelta(minutes=6), tick=False):
        later = dict(larch.get("/home").fields("csrf_token")) | {"text": "Typed after it", "nature": "fact"}
        assert larch.http.post(note, data=later).status_code == 404
        assert kept(app) == 1
        for reader in ("cora", "alder"):
            words = browser_for(reader).get(f"/cases/{made.reference}/history").words()
            assert "Typed by Larch Novak, Quillon Police, before the exclusion" in words
            assert f"Text: {LINE}" in words
            assert "Nature: fact" in words, "a choice is shown with what it answers"
        member = browser_for("rowan").get(f"/cases/{made.reference}/history")
        assert (member.status, LINE in member.words()) == (200, False)
        assert LINE not in browser_for("cora").get(f"/cases/{made.reference}/timeline").words()
    with app.app_context():
        row = db.session.scalars(sa.select(TypedBefore)).one()
        stored = db.session.execute(sa.text("SELECT fields_sealed FROM typed_before")).scalar_one()
        assert row.account_id == actor_named("larch").account_id
        assert LINE.encode() not in bytes(stored)


def test_the_meetings_screen_would_go_on_for_somebody_shut_out_since(app: Flask, browser_for: Any) -> None:
    made = case_on_record(app, state="accepted", listed=True)
    meeting_id, items = meeting_with(app, made)
    run(app, meeting_id, items[made.id])
    birch = browser_for("birch")
    page, poll = f"/meetings/{meeting_id}/live/1", f"/meetings/{meeting_id}/room/version"
    fields = dict(birch.get(page).fields("do" if 'name="do"' in birch.get(page).text else None)) | {"reason": LINE}
    before = browser_for("birch").http.get(poll).status_code
    with time_machine.travel(MONDAY + timedelta(minutes=2), tick=False):
        with acting(app, "alder") as alder:
            declare_conflict(
                actor=alder, case_id=made.id, account_id=actor_named("birch").account_id, connection="family"
            )
        assert birch.http.get(page).status_code == 404
        assert birch.http.post(page, data=fields).status_code == 404
        assert made.reference not in birch.get(f"/meetings/{meeting_id}/room").text
        assert kept(app) == 1
        words = browser_for("alder").get(f"/cases/{made.reference}/history").words()
        assert "Typed by Birch Adeyemi" in words
        assert LINE in words
    assert before == 200


def give_something(case: Case, account: Account, meeting_id: Any, chance: random.Random) -> None:
    """One more right, of whatever kind."""
    kind = chance.choice([NAMED, ASSOCIATE, CONTACT, GUEST, EMERGENCY, "role", "chair", "listed", "barred"])
    if kind == "role":
        role = chance.choice([Role.CHAIR, Role.VICE_CHAIR, Role.COORDINATOR, Role.CASE_OFFICER, Role.MEMBER])
        days = {"from_on": date(2026, 1, 1), "to_on": date(2028, 1, 1), "confirmed_at": now()}
        db.session.add(Appointment(account_id=account.id, panel=PANEL, role=role.value, **days))
    elif kind == "chair":
        meeting = db.session.get_one(Meeting, meeting_id)
        meeting.chair_id = account.id
    elif kind == "listed":
        case.members_from = now()
    elif kind == "barred":
        case.barred_agency_kind = None
    else:
        given = {"from_at": now(), "confirmed_at": now(), "granted_by_id": account.id, "meeting_id": meeting_id}
        db.session.add(CaseGrant(case_id=case.id, account_id=account.id, kind=kind, **given))
    db.session.flush()
    db.session.expire(account, ["appointments"])


def test_some_right_would_beat_being_shut_out(app: Flask) -> None:
    """AC 07: somebody shut out is let in by another way. Each way of being shut out, in 40 orders of getting rights."""
    made = case_on_record(app, state="accepted")
    meeting_id, _ = meeting_with(app, made)
    opened = dict.fromkeys(("own", "team", "apart"), 0)
    for number in range(120):
        chance, way = random.Random(number), ("own", "team", "apart")[number % 3]
        with app.test_request_context():
            case = db.session.get_one(Case, made.id)
            account = account_by_email(f"{chance.choice(['rowan', 'hal', 'fern', 'alder'])}@example.org")
            assert account is not None
            birch = actor_named("birch")
            rights = chance.randrange(1, 7)
            before = chance.randrange(rights)
            for place in range(rights):
                if place == before:
                    if way == "own":
                        declare_conflict(actor=birch, case_id=case.id, account_id=account.id, connection="work")
                    elif way == "team":
                        declare_team_conflict(
                            actor=birch, case_id=case.id, agency_id=account.agency_id, connection="work"
                        )
                    else:
                        facts = {"object_type": "case", "panel": PANEL, "kind": "relative", "mark": b"8bytes  "}
                        db.session.add(KeptApart(account_id=account.id, object_id=case.id, found_at=now(), **facts))
                        db.session.flush()
                give_something(case, account, meeting_id, chance)
            actor = actor_of(account)
            related = related_to(actor, case)
            assert not [one for one in EVERY_PERMISSION if may(actor, one, PANEL, related)], (number, way)
            assert case not in list(db.session.scalars(visible_cases(actor, PANEL))), (number, way)
            otherwise = related - {"excluded", "apart"}
            opened[way] += may(actor, "case.read", PANEL, otherwise)
            db.session.rollback()
    # The rights would have opened it, or this shows nothing.
    assert min(opened.values()) > 20, opened


@pytest.mark.long
def test_an_agency_shut_out_in_one_act_would_leave_somebody_of_it_in(app: Flask, browser_for: Any) -> None:
    made = case_on_record(app, listed=True)
    cora, base = browser_for("cora"), f"/cases/{made.reference}"
    cora.get(f"{base}/conflicts/agency")
    with app.test_request_context():
        larch = actor_named("larch")
        police, council = str(larch.agency_id), str(actor_named("cora").agency_id)
    assert browser_for("larch").get(base).status == 200
    cora.submit({"agency_id": police, "connection": "work"})
    for name in ("larch", "birch"):
        assert browser_for(name).get(base).status == 404, name
    # The other agency that runs the panel cannot follow, or nobody could work on the case.
    cora.get(f"{base}/conflicts/agency")
    refused = cora.submit({"agency_id": council, "connection": "work"})
    assert "Nobody who runs the panel would be left" in refused.words()
    assert cora.get(base).status == 200
    # Whoever comes to work there later is shut out too, and whoever moves away stays so.
    with acting(app, "oak"):
        agency = db.session.scalars(sa.select(Agency).where(Agency.id == larch.agency_id)).one()
        new = create_account(actor=None, email="ash@example.org", name="Ash Corrigan", agency=agency, demo=True)
        days = {"from_on": date(2026, 1, 1), "to_on": date(2028, 1, 1), "confirmed_at": now()}
        db.session.add(Appointment(account_id=new.id, panel=PANEL, role="chair", **days))
        db.session.get_one(Account, larch.account_id).agency_id = actor_named("rowan").agency_id
    for name in ("ash", "larch"):
        assert browser_for(name).get(base).status == 404, name
        assert made.reference not in browser_for(name).get("/cases").text, name
    with app.app_context():
        # No list counts it, and at the table they leave the room.
        assert list(db.session.scalars(visible_cases(actor_named("ash"), PANEL))) == []
        assert {actor_named(name).account_id for name in ("ash", "larch", "birch")} <= everybody_shut_out(made.id)
    assert "Everybody of Quillon Police: declared" in cora.get(f"{base}/history").words()
    exclusions = [one for one in cora.page.links() if one.endswith("/lifting")]
    assert len(exclusions) == 1
    cora.get(exclusions[0])
    cora.submit({"reason": "The officer has left the force."})
    rowan = browser_for("rowan")
    forms = [form.get("action") for form in rowan.get(f"{base}/history").forms()]
    agree = next(action for action in forms if action.endswith("/agreement"))
    rowan.post(agree, [("csrf_token", dict(rowan.page.fields("csrf_token"))["csrf_token"])])
    for name in ("ash", "larch", "birch"):
        assert browser_for(name).get(base).status == 200, name


def test_a_part_of_an_agencys_conflict_would_be_lifted_alone(app: Flask) -> None:
    made, another = case_on_record(app, listed=True), case_on_record(app)
    with acting(app, "cora") as cora:
        police = actor_named("larch").agency_id
        team = declare_team_conflict(actor=cora, case_id=made.id, agency_id=police, connection="work")
        assert declare_team_conflict(actor=cora, case_id=made.id, agency_id=police, connection="work").id == team.id
        case = db.session.get_one(Case, made.id)
        with pytest.raises(Refused, match="Enter why"):
            ask_lift(actor=cora, case=case, of_id=team.id, reason=" ")
        other = db.session.get_one(Case, another.id)
        with pytest.raises(NotAllowed):
            ask_lift(actor=cora, case=other, of_id=team.id, reason="From another case's page")
        for one in conflicts_of(made.id):
            with pytest.raises(Refused, match="whole agency"):
                ask_lift(actor=cora, case=case, of_id=one.id, reason="He asks for it")

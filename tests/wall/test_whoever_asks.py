"""What the service must find whole, whoever asked for it: behind the second wall the person who clicks is shown no row
of what they may not see, and what hangs on a case must not be forgotten for that."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from auth.models import Account
from casework.actions.models import Action
from casework.actions.service import add_action
from casework.cases.access import case_for
from casework.cases.conflicts import declare_conflict
from casework.cases.grant_models import CaseGrant
from casework.cases.granted import begin_guests
from casework.cases.models import Case, CaseMove
from casework.emergency import service as emergency
from casework.retention.service import approve, ask_for
from extensions import db, now, unit_of_work
from panels.agendas.guests import guests_of
from panels.agendas.models import AgendaItem
from panels.meetings.models import Attendance, Meeting
from panels.minutes.models import Minutes, MinutesItem
from tests.apart.test_apart import tell
from tests.cases.made import acting, actor_named, case_on_record
from tests.client import Client
from tests.decisions.table import stored_meeting
from tests.emergency.conftest import Desk
from tests.minutes.test_closing import close, items_of, record
from tests.minutes.test_minutes import check_all
from tests.referrals.stories import PERSON, sent
from tests.retention.test_destruction import due, is_open
from tests.sight.letting_in import MONDAY
from wording.dates import today


def in_the_database(app: Flask, wanted: sa.Select[Any]) -> Any:
    """One value, as the service reads it."""
    with app.app_context(), unit_of_work():
        return db.session.scalar(wanted)


@pytest.fixture
def let_in(app: Flask) -> tuple[str, UUID, UUID]:
    """A case, somebody of another service who was let into it and owns an action in it, and the action."""
    made = case_on_record(app)
    with acting(app, "cora") as cora:
        ivy = actor_named("ivy")
        grant = CaseGrant(case_id=made.id, account_id=ivy.account_id, kind="associate", from_at=now())
        grant.granted_by_id, grant.confirmed_by_id, grant.confirmed_at = cora.account_id, cora.account_id, now()
        db.session.add(grant)
        case = case_for(cora, made.reference).case
        own = {"agency_id": ivy.agency_id, "officer_id": ivy.account_id}
        action = add_action(actor=cora, case=case, text="Ring her landlord", due_on=today(), **own)
        db.session.flush()
        return made.reference, ivy.account_id, action.id


@pytest.mark.parametrize("how", ["moved", "ended"])
def test_somebody_who_leaves_would_keep_a_way_into_a_case(
    app: Flask, browser_for: Any, let_in: tuple[str, UUID, UUID], how: str
) -> None:
    """An administrator sees no case; what the account leaves behind ends all the same."""
    reference, account_id, action_id = let_in
    assert browser_for("ivy").get(f"/cases/{reference}").status == 200
    with acting(app, "larch") as larch:
        elsewhere = larch.agency_id
    oak: Client = browser_for("oak")
    oak.get(f"/admin/people/{account_id}/{'agency' if how == 'moved' else 'end'}")
    assert oak.submit({"agency": str(elsewhere)} if how == "moved" else {"when": "now"}).status == 200
    ended = sa.select(CaseGrant.ended_at).where(CaseGrant.account_id == account_id)
    assert in_the_database(app, ended) is not None
    assert in_the_database(app, sa.select(Action.officer_id).where(Action.id == action_id)) != account_id
    sits = sa.select(sa.func.count()).select_from(Attendance).join(Meeting, Meeting.id == Attendance.meeting_id)
    assert in_the_database(app, sits.where(Attendance.account_id == account_id, Meeting.opened_at.is_(None))) == 0


def test_a_person_whom_a_live_case_needs_would_be_destroyed(app: Flask) -> None:
    """Birch approves the end of one case, and is shut out of the other in which the same person stands."""
    made = due(app, also_known=True)
    with acting(app, "alder") as alder:
        other = db.session.scalars(sa.select(Case.id).where(Case.reference == made["other"])).one()
        birch = actor_named("birch").account_id
        declare_conflict(actor=alder, case_id=other, account_id=birch, connection="family")
    with acting(app, "cora") as cora:
        ask_for(actor=cora, record=db.session.get_one(Case, made["case"]))
    with acting(app, "birch") as chair:
        row = approve(actor=chair, record=db.session.get_one(Case, made["case"]))
        assert row.kept_people == 1
    case_key, _, person_key = made["keys"]
    assert not is_open(app, case_key)
    assert is_open(app, person_key)


def test_to_be_shut_out_after_a_misuse_would_let_somebody_begin_again(app: Flask) -> None:
    with time_machine.travel(MONDAY, tick=False):
        desk = Desk(app)
    desk.begin()
    late = timedelta(days=14)
    with desk.at("alder", late) as alder:
        poplar = actor_named("poplar").account_id
        declare_conflict(actor=alder, case_id=desk.made.id, account_id=poplar, connection="family")
    with desk.at("poplar", late) as poplar_now:
        assert emergency.is_blocked(poplar_now)
        last = emergency.last_of(poplar_now)
        assert last is not None
    assert desk.refused("poplar", "QQ-A-9999", late)[0] == emergency.BLOCKED


def test_a_figure_would_depend_on_who_looks(app: Flask, browser_for: Any) -> None:
    meeting_id = stored_meeting(app)
    file = f"/statistics/asb_marac/file?period={today().year}"
    shut_out_of(app, meeting_id, 1, "birch", by="alder")
    alders, birchs = (browser_for(key).http.get(file) for key in ("alder", "birch"))
    assert alders.status_code == birchs.status_code == 200
    assert alders.get_data() == birchs.get_data()


def shut_out_of(app: Flask, meeting_id: UUID, number: int, key: str, by: str = "birch") -> UUID:
    """The case at this place of the running order, from which somebody is shut out now."""
    with acting(app, by) as actor:
        wanted = sa.select(AgendaItem).where(AgendaItem.meeting_id == meeting_id, AgendaItem.position == number)
        case_id = db.session.scalars(wanted).one().case_id
        account_id = actor_named(key).account_id
        declare_conflict(actor=actor, case_id=case_id, account_id=account_id, connection="family")
    return case_id


def test_a_meeting_would_stop_at_a_case_that_is_shut_to_whoever_runs_it(app: Flask, browser_for: Any) -> None:
    """The chair is shut out of one case and the coordinator of another. Everybody does their part, and it comes to an
    end: closed, drafted, checked, approved and issued."""
    meeting_id = stored_meeting(app, 3)
    shut_out_of(app, meeting_id, 1, "larch")
    of_alder, of_cora = shut_out_of(app, meeting_id, 1, "alder"), shut_out_of(app, meeting_id, 2, "cora")
    alder, birch, cora = (browser_for(key) for key in ("alder", "birch", "cora"))
    record(birch, meeting_id, 1)
    record(alder, meeting_id, 2)
    record(alder, meeting_id, 3)
    close(alder, meeting_id)
    for one in (alder, birch, cora):
        draft(one, meeting_id)
    with app.app_context():
        assert {db.session.get_one(Case, item.case_id).state for item in items_of(meeting_id)} == {"active"}
    written = sa.select(sa.func.count()).select_from(MinutesItem).join(Minutes, Minutes.id == MinutesItem.minutes_id)
    assert in_the_database(app, written.where(Minutes.meeting_id == meeting_id)) == 3
    for one in (cora, alder, birch):
        check_all(one, meeting_id)
    page = alder.get(f"/meetings/{meeting_id}/minutes")
    path = next(form.get("action") for form in page.forms() if (form.get("action") or "").endswith("/approval"))
    said = alder.post(path, {**dict(page.fields()), "do": "approve"})
    assert said.status == 200, said.words()[:400]
    assert in_the_database(app, sa.select(Minutes.state).where(Minutes.meeting_id == meeting_id)) == "approved"
    general = birch.get(f"/meetings/{meeting_id}/minutes").words()
    for key, number in (("larch", 1), ("alder", 1), ("cora", 2)):
        assert f"{name_of(app, key)}, case {number}," in general, key
    for one, case_id in ((alder, of_alder), (cora, of_cora)):
        shut = in_the_database(app, sa.select(Case.reference).where(Case.id == case_id))
        assert one.get(f"/cases/{shut}").status == 404


def name_of(app: Flask, key: str) -> str:
    with acting(app, key) as actor:
        return db.session.get_one(Account, actor.account_id).name


def test_a_guest_would_be_kept_waiting_by_whoever_opens_the_meeting(app: Flask) -> None:
    meeting_id = stored_meeting(app, 1)
    case_id = shut_out_of(app, meeting_id, 1, "alder")
    with acting(app, "birch") as birch:
        ivy = actor_named("ivy").account_id
        grant = CaseGrant(case_id=case_id, account_id=ivy, kind="guest", meeting_id=meeting_id)
        grant.granted_by_id, grant.confirmed_by_id, grant.confirmed_at = birch.account_id, birch.account_id, now()
        grant.item_id = db.session.scalars(sa.select(AgendaItem.id).where(AgendaItem.case_id == case_id)).one()
        db.session.add(grant)
    with acting(app, "alder"):
        begin_guests(meeting_id, now())
        assert [one.account_id for one in guests_of(in_order(meeting_id))] == [ivy]
    assert in_the_database(app, sa.select(CaseGrant.from_at).where(CaseGrant.meeting_id == meeting_id)) is not None


def in_order(meeting_id: UUID) -> UUID:
    return db.session.scalars(sa.select(AgendaItem.id).where(AgendaItem.meeting_id == meeting_id)).one()


def draft(client: Client, meeting_id: UUID) -> None:
    """Add what this person can add to the draft."""
    page = client.get(f"/meetings/{meeting_id}/minutes")
    token = dict(page.fields("csrf_token"))["csrf_token"]
    assert client.post(f"/meetings/{meeting_id}/minutes/draft", {"csrf_token": token}).status == 200


def test_a_case_about_a_relative_of_whoever_takes_it_would_be_half_made(app: Flask, browser_for: Any) -> None:
    """Cora refers her own neighbour, of whom she told, and takes what she wrote. The case is shut to her, and whole."""
    tell(app, "cora", address=PERSON["address"])
    with acting(app, "cora") as author:
        reference = sent(author).reference
    cora = browser_for("cora")
    fields = dict(cora.get(f"/triage/{reference}").fields("option"))
    taken = cora.post(f"/triage/{reference}", {**fields, "option": "accept", "reason": "High"})
    assert taken.status == 404, "she is not shown the case that she has made"
    made = in_the_database(app, sa.select(Case.reference))
    assert in_the_database(app, sa.select(sa.func.count()).select_from(CaseMove)) == 1
    assert browser_for("alder").get(f"/cases/{made}").status == 200

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from auth.doors import NotAllowed
from auth.encryption.keyring import lock_all
from auth.models import Account, Agency
from casework.actions.access import action_for, actions_of_case
from casework.actions.jobs import tell_of_late_actions
from casework.actions.models import Action
from casework.actions.service import add_action, give_more_time, report_on_action
from casework.cases.access import case_for
from casework.cases.service import declare_conflict
from casework.errors import Refused
from casework.notifications.models import OutgoingMessage
from extensions import db, unit_of_work
from tests.cases.made import acting, actor_named, case_of, case_on_record, entries

SOON = datetime.now(UTC).date() + timedelta(days=10)


def action_on_record(app, made, who="rowan", due_on=SOON, text="Change the locks"):
    with acting(app, "cora") as cora:
        case = case_for(cora, made.reference).case
        owner = actor_named(who)
        action = add_action(
            actor=cora,
            case=case,
            text=text,
            why="He lets nobody in",
            measure="New key handed over",
            agency_id=owner.agency_id,
            officer_id=owner.account_id,
            due_on=due_on,
        )
        return action.id


def messages(app):
    with app.app_context():
        rows = db.session.execute(
            sa.select(Account.email, OutgoingMessage.template)
            .join(Account, Account.id == OutgoingMessage.account_id)
            .order_by(OutgoingMessage.created_at, Account.email)
        )
        return [(email.split("@")[0], template) for email, template in rows]


def test_the_owner_opens_the_case_or_cannot_open_the_action(app, browser_for):
    made = case_on_record(app, marker=True)
    action_id = action_on_record(app, made)
    rowan = browser_for("rowan")
    page = rowan.get(f"/actions/{action_id}")
    assert page.status == 200
    words = page.words()
    for part in ("Change the locks", "He lets nobody in", "New key handed over", "STAFF SAFETY", "Bitten at the door"):
        assert part in words
    assert "Thistledown" not in words
    assert f"/cases/{made.reference}" not in page.text
    assert "your agency owns this action" in words
    assert rowan.get(f"/cases/{made.reference}").status == 404
    assert "Change the locks" in rowan.get("/actions").words()


@pytest.mark.parametrize("who", ["larch", "fern", "hal", "oak", "yew"])
def test_another_agency_opens_an_action(app, browser_for, who):
    made = case_on_record(app)
    action_id = action_on_record(app, made)
    browser = browser_for(who)
    page = browser.get(f"/actions/{action_id}")
    assert page.status == 404
    assert page.words() == browser.get("/actions/00000000-0000-4000-8000-000000000000").words()
    assert "Change the locks" not in browser.get("/actions").text


def test_a_conflict_on_the_case_leaves_its_actions_open(app, browser_for):
    made = case_on_record(app)
    action_id = action_on_record(app, made)
    with acting(app, "cora") as cora:
        for who in ("rowan", "alder"):
            declare_conflict(actor=cora, case_id=made.id, account_id=actor_named(who).account_id, connection="work")
    for who in ("rowan", "alder"):
        browser = browser_for(who)
        assert browser.get(f"/actions/{action_id}").status == 404
        assert "Change the locks" not in browser.get("/actions").text


def test_opening_an_action_leaves_no_entry(app, browser_for):
    made = case_on_record(app)
    action_id = action_on_record(app, made)
    browser_for("rowan").get(f"/actions/{action_id}")
    browser_for("larch").get(f"/actions/{action_id}")
    assert len(entries(app, "action.open")) == 1
    assert len(entries(app, "action.list", "refused")) == 1


def test_an_action_is_read_without_passing_its_door(app):
    from auth.encryption.sealed import Locked

    made = case_on_record(app)
    action_id = action_on_record(app, made)
    with acting(app, "cora") as cora:
        case_for(cora, made.reference)
        with pytest.raises(Locked):
            str(db.session.get_one(Action, action_id).text)


def test_the_journey_of_an_action_loses_a_step(app, browser_for):
    made = case_on_record(app)
    cora = browser_for("cora")
    cora.get(f"/cases/{made.reference}/actions/new")
    with app.app_context():
        agency = str(actor_named("rowan").agency_id)
    given = {
        "text": "Monitor the flat",
        "agency_id": agency,
        "officer_name": "A. Lock",
        "due_on-day": SOON.day,
        "due_on-month": SOON.month,
        "due_on-year": SOON.year,
    }
    warned = cora.submit(given)
    assert warned.status == 422
    assert "Nobody can see when this is done" in warned.words()
    cora.submit({"measure": "No calls for four weeks"})
    assert "Monitor the flat" in cora.page.words()
    assert messages(app) == [("rowan", "action_given")]
    path = next(link for link in cora.page.links() if link.startswith("/actions/"))
    rowan = browser_for("rowan")
    for wrong, words in (
        ({"status": "done"}, "Enter what came of it"),
        ({"status": "not_possible"}, "Enter why it is not possible"),
        ({"status": "more_time", "text": "Parts are late"}, "Enter a day later than the one agreed"),
    ):
        rowan.get(path)
        page = rowan.submit(wrong)
        assert (page.status, words in page.words()) == (422, True), words
    rowan.get(path)
    rowan.submit({"status": "in_progress", "text": "Locksmith is booked"})
    assert "Locksmith is booked" in rowan.page.words()
    page = rowan.submit({"status": "not_possible", "text": "He will not let us in"})
    assert "Not possible" in page.words()
    assert not [form for form in page.forms() if "status" in str([e.get("name") for e in form.iter()])]
    assert "Not possible" in cora.get(f"/cases/{made.reference}/actions").words()
    assert messages(app)[1:] == [("cora", "action_changed")]


def test_two_reports_at_once_lose_one(app, browser_for):
    made = case_on_record(app)
    path = f"/actions/{action_on_record(app, made)}"
    rowan, cora = browser_for("rowan"), browser_for("cora")
    rowan.get(path)
    cora.get(path)
    rowan.submit({"status": "in_progress", "text": "Locksmith is booked"})
    both = cora.submit({"status": "in_progress", "text": "Owner rang me"})
    assert both.status == 409
    assert "Locksmith is booked" in both.words()
    page = cora.submit(form="choice", button=("choice", "mine"))
    assert "Owner rang me" in page.words()
    assert "Locksmith is booked" in page.words()


def test_more_time_is_given_by_the_owner_or_lost_on_the_way(app, browser_for):
    made = case_on_record(app)
    action_id = action_on_record(app, made)
    later = SOON + timedelta(days=14)
    day = {"due_on-day": later.day, "due_on-month": later.month, "due_on-year": later.year}
    rowan, cora = browser_for("rowan"), browser_for("cora")
    assert rowan.get(f"/actions/{action_id}/more-time").status == 404
    rowan.get(f"/actions/{action_id}")
    rowan.submit({"status": "more_time", "text": "Parts are late", **day})
    with app.app_context():
        assert db.session.get_one(Action, action_id).due_on == SOON
    cora.get(f"/actions/{action_id}/more-time")
    cora.submit({})
    with app.app_context():
        assert db.session.get_one(Action, action_id).due_on == later


def test_the_day_of_an_action_is_moved_forward_or_of_a_finished_one(actor):
    cora = actor("cora")
    action = add_action(
        actor=cora, case=case_of(cora), text="Visit", agency_id=cora.agency_id, officer_name="A", due_on=SOON
    )
    with pytest.raises(Refused):
        give_more_time(actor=cora, action=action, due_on=SOON - timedelta(days=1))
    report_on_action(actor=cora, action=action, status="done", text="Visited")
    with pytest.raises(Refused):
        give_more_time(actor=cora, action=action, due_on=SOON + timedelta(days=1))
    with pytest.raises(Refused):
        report_on_action(actor=cora, action=action, status="in_progress", text="Again")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"text": " "}, "text"),
        ({"agency_id": None}, "agency_id"),
        ({"officer_name": ""}, "officer_name"),
        ({"due_on": None}, "due_on"),
    ],
)
def test_an_action_is_given_without_what_where_who_or_when(actor, change, field):
    cora = actor("cora")
    given = {"text": "Visit", "agency_id": cora.agency_id, "officer_name": "A", "due_on": SOON, **change}
    with pytest.raises(Refused) as refused:
        add_action(actor=cora, case=case_of(cora), **given)
    assert refused.value.field == field


def test_an_action_is_given_to_somebody_of_another_agency(actor):
    cora, rowan = actor("cora"), actor("rowan")
    with pytest.raises(Refused) as refused:
        add_action(
            actor=cora, case=case_of(cora), text="Visit", agency_id=cora.agency_id, officer_id=rowan.account_id,
            due_on=SOON,
        )  # fmt: skip
    assert refused.value.field == "officer_id"


def test_an_owner_is_reminded_twice_a_day_or_by_a_member(app, browser_for):
    made = case_on_record(app)
    action_id = action_on_record(app, made)
    cora, rowan = browser_for("cora"), browser_for("rowan")
    cora.get(f"/actions/{action_id}")
    form = next(form for form in cora.page.forms() if form.get("action").endswith("/reminder"))
    token = [("csrf_token", next(i.get("value") for i in form.iter("input") if i.get("name") == "csrf_token"))]
    assert "The owner is reminded" in cora.post(form.get("action"), token).words()
    assert "reminded today already" in cora.post(form.get("action"), token).words()
    assert messages(app).count(("rowan", "action_chased")) == 1
    rowan.get(f"/actions/{action_id}")
    fields = [field for field in rowan.page.fields() if field[0] == "csrf_token"]
    assert rowan.post(form.get("action"), fields).status == 404


def test_a_late_action_reaches_neither_owner_manager_nor_chair(app):
    made = case_on_record(app)
    today = datetime.now(UTC).date()
    with acting(app, "cora"):
        rowan = db.session.get_one(Account, actor_named("rowan").account_id)
        rowan.manager_id = actor_named("maple").account_id
    for days in (1, 7, 14):
        action_on_record(app, made, due_on=today - timedelta(days=days), text=f"Late by {days}")
    with unit_of_work_in(app):
        db.session.execute(sa.delete(OutgoingMessage))
    with app.app_context():
        assert tell_of_late_actions() == "Late actions: 3 owners reminded, 2 escalated."
        assert tell_of_late_actions() == "Late actions: 0 owners reminded, 0 escalated."
    told = messages(app)
    assert told.count(("rowan", "action_late")) == 3
    assert told.count(("maple", "action_escalated")) == 1
    assert told.count(("alder", "action_escalated")) == 1
    assert told.count(("birch", "action_escalated")) == 1


def unit_of_work_in(app):
    from contextlib import contextmanager

    @contextmanager
    def inside():
        with app.app_context(), unit_of_work():
            yield

    return inside()


def test_an_action_handed_over_still_keeps_the_case_open(app, browser_for):
    from casework.actions.service import open_count

    made = case_on_record(app)
    action_id = action_on_record(app, made)
    with app.app_context():
        assert open_count(made.id) == 1
    browser = browser_for("alder")
    browser.get(f"/actions/{action_id}/hand-over")
    assert browser.submit({}).status == 422
    browser.submit({"text": "Adult social care carries it on"})
    with app.app_context():
        assert open_count(made.id) == 0


def test_the_actions_of_a_case_open_without_the_case(app):
    made = case_on_record(app)
    action_on_record(app, made)
    with acting(app, "cora") as cora:
        case = case_for(cora, made.reference).case
        assert [action.text for action in actions_of_case(cora, case)] == ["Change the locks"]
        lock_all()
        assert actions_of_case(actor_named("rowan"), case) == []


def test_an_action_is_changed_with_the_permission_to_look(app):
    made = case_on_record(app, listed=True)
    action_id = action_on_record(app, made)
    with app.test_request_context():
        for permission in ("action.manage", "case.close"):
            with pytest.raises(NotAllowed):
                action_for(actor_named("rowan"), action_id, permission)


def test_an_action_page_names_somebody_else_than_the_officer(app, browser_for):
    made = case_on_record(app)
    action_id = action_on_record(app, made)
    words = browser_for("cora").get(f"/actions/{action_id}").words()
    assert "Rowan Castellane" in words
    assert made.reference in words
    with app.app_context():
        assert db.session.scalar(sa.select(Agency.name).where(Agency.short_name == "Lanternfish")) in words

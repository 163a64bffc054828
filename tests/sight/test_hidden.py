"""A panel that hides its cases: nobody outside it learns from any of these places that it has one."""

from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask, g

from auth.models import Account, Appointment
from casework.actions.jobs import tell_of_late_actions
from casework.actions.models import Action
from casework.cases.access import case_by_id
from casework.enquiries.service import ask
from casework.notifications.models import OutgoingMessage
from casework.notifications.service import tell_agency
from casework.panel_type.registry import panel_types
from casework.people.models import Person
from casework.references import ReferenceCounter, next_reference
from casework.referrals.find import referral_id_of
from casework.referrals.next_steps import steps_after
from casework.referrals.stages import ACCEPT, ASK
from casework.referrals.telling import tell_author
from extensions import db
from panels.home.sources import Questions, own_actions, questions_of
from panels.meetings.find import meeting_id_of
from tests.actions.test_pages import action_on_record
from tests.cases.made import acting, actor_named, case_on_record
from tests.conftest import PANEL
from tests.decisions.table import a_meeting
from tests.referrals.stories import sent
from tests.sight.letting_in import MONDAY, meeting_with, opens

DAY = MONDAY.date()
COLLEAGUE = "chan"
"""Of the council, and not appointed to this panel."""


@pytest.fixture
def hidden(secretive: Any) -> None:
    secretive(existence_hidden=True, match_visible_to=())


@pytest.mark.usefixtures("hidden")
def test_references_would_tell_how_many_cases_there_are(app: Flask) -> None:
    made = [case_on_record(app) for _ in range(3)]
    numbers = [int(one.reference.rsplit("-", 1)[1]) for one in made]
    assert len(set(numbers)) == 3
    assert not {1, 2, 3} & set(numbers)
    assert [b - a for a, b in pairwise(numbers)] != [1, 1]


def test_shuffled_references_would_repeat(app: Flask) -> None:
    with acting(app, "cora"):
        found = {next_reference("Z", scattered=True) for _ in range(400)}
    assert len(found) == 400


def test_the_references_of_one_panel_would_have_gaps_where_another_was_at_work(app: Flask) -> None:
    made = case_on_record(app)
    with acting(app, "cora"):
        for counter in db.session.scalars(sa.select(ReferenceCounter)):
            assert counter.letter not in ("P", "M"), "A counter that every panel shares."
        reference = db.session.scalar(sa.select(Person.reference).where(Person.id == made.person_id))
    assert reference == made.person
    assert made.person.split("-")[1] == "PA"


def test_a_colleague_of_the_officer_would_see_the_action(app: Flask, browser_for: Any, secretive: Any) -> None:
    made = case_on_record(app)
    path = f"/actions/{action_on_record(app, made, who='alder', due_on=DAY + timedelta(days=9))}"
    assert opens(browser_for, COLLEAGUE, path)
    assert "Change the locks" in browser_for(COLLEAGUE).get("/actions").words()
    secretive(existence_hidden=True, match_visible_to=())
    assert not opens(browser_for, COLLEAGUE, path)
    assert "Change the locks" not in browser_for(COLLEAGUE).get("/actions").words()
    assert opens(browser_for, "alder", path)


def test_an_action_that_names_no_officer_would_stand_on_a_colleagues_home(app: Flask, secretive: Any) -> None:
    made = case_on_record(app)
    action_id = action_on_record(app, made, who="alder", due_on=DAY + timedelta(days=9))
    with acting(app, "cora"):
        db.session.get_one(Action, action_id).officer_id = None
    for hides, shown in ((False, True), (True, False)):
        if hides:
            secretive(existence_hidden=True, match_visible_to=())
        with acting(app, COLLEAGUE) as colleague:
            assert (f"/actions/{action_id}" in {need.href for need in own_actions(colleague)}) is shown


def test_the_named_officer_would_read_which_panel_it_is(app: Flask, browser_for: Any, secretive: Any) -> None:
    made = case_on_record(app)
    path = f"/actions/{action_on_record(app, made, who=COLLEAGUE, due_on=DAY + timedelta(days=9))}"
    assert made.reference in browser_for(COLLEAGUE).get("/actions").words()
    assert made.reference in browser_for(COLLEAGUE).get("/").words()
    secretive(existence_hidden=True, match_visible_to=())
    assert opens(browser_for, COLLEAGUE, path)
    for page in ("/", "/actions", path):
        words = browser_for(COLLEAGUE).get(page)
        assert made.reference not in words.text, page
        assert path in words.text or page == path, page
    assert made.reference in browser_for("cora").get("/actions").words(), "who sits on the panel knows which it is"


def test_a_late_action_would_be_told_to_a_manager_outside_the_panel(app: Flask, secretive: Any) -> None:
    made = case_on_record(app)
    action_on_record(app, made, who="alder", due_on=DAY + timedelta(days=1))
    with acting(app, "cora"):
        officer = db.session.get_one(Account, actor_named("alder").account_id)
        officer.manager_id = actor_named(COLLEAGUE).account_id
    secretive(existence_hidden=True, match_visible_to=())
    with time_machine.travel(MONDAY + timedelta(days=12), tick=False), acting(app, "cora"):
        tell_of_late_actions()
    assert told(app) <= members(app)


def test_somebody_of_the_agency_outside_the_panel_would_be_asked(app: Flask, browser_for: Any, secretive: Any) -> None:
    made = case_on_record(app, state="accepted")
    meeting_id, _ = meeting_with(app, made, opened=False)
    with acting(app, "cora") as cora:
        case = case_by_id(cora, made.id).case
        question = ask(
            actor=cora, meeting_id=meeting_id, case=case, agency_id=cora.agency_id, due_on=DAY + timedelta(days=3)
        )
        path = f"/questions/{question.id}"
    assert opens(browser_for, COLLEAGUE, path)
    before = browser_for(COLLEAGUE).get("/questions").words()
    secretive(existence_hidden=True, match_visible_to=())
    assert not opens(browser_for, COLLEAGUE, path)
    assert opens(browser_for, "alder", path)
    after = browser_for(COLLEAGUE).get("/questions").words()
    assert "Thistledown" in before
    assert "Thistledown" not in after
    with acting(app, COLLEAGUE) as colleague:
        assert questions_of(colleague) == Questions(0, 0, None)


def test_an_agency_without_a_member_would_be_told_that_it_is_asked(app: Flask, secretive: Any) -> None:
    with acting(app, "cora"):
        nobody = db.session.scalars(sa.select(Account).where(Account.email == "oak@example.org")).one().agency_id
        assert tell_agency(agency_id=nobody, panel=PANEL, template="enquiry") > 0
    secretive(existence_hidden=True, match_visible_to=())
    with acting(app, "cora"):
        assert tell_agency(agency_id=nobody, panel=PANEL, template="enquiry") == 0


def test_the_auditor_would_read_the_panel_or_find_its_cases(app: Flask, browser_for: Any, secretive: Any) -> None:
    made = case_on_record(app)
    browser_for("cora").get(f"/cases/{made.reference}")
    title = panel_types.get(PANEL).name
    ask_for = f"/audit/access?reference={made.reference}&period=7-days"
    with app.test_request_context():
        cora = actor_named("cora").account_id
    of_cora = f"/audit/access?account={cora}&period=7-days"
    yew = browser_for("yew")
    assert yew.get(ask_for).status == 200
    assert title in yew.get(of_cora).words()
    assert made.reference in yew.get(of_cora).words()
    secretive(existence_hidden=True, match_visible_to=())
    assert title not in yew.get(of_cora).words()
    assert made.reference not in yew.get(of_cora).words()
    assert "Restricted panel" in yew.get(of_cora).words()
    for reference in (made.reference, made.person):
        known = yew.get(f"/audit/access?reference={reference}&period=7-days")
        unknown = yew.get("/audit/access?reference=QQ-A-9999&period=7-days")
        assert known.status == unknown.status
        assert known.words().replace(reference, "") == unknown.words().replace("QQ-A-9999", "")


def told(app: Flask) -> set[Any]:
    with app.app_context():
        return set(db.session.scalars(sa.select(OutgoingMessage.account_id)))


def members(app: Flask) -> set[Any]:
    with app.app_context():
        return set(db.session.scalars(sa.select(Appointment.account_id).where(Appointment.panel == PANEL)))


def test_a_look_up_the_next_steps_or_a_mail_would_tell_that_there_is_something(actor: Any, secretive: Any) -> None:
    g.request_id = "test"
    referral, meeting = sent(actor("rowan")), a_meeting(1)
    mails = sa.select(sa.func.count()).where(OutgoingMessage.path == f"/refer/{referral.id}")

    def told(verb: str) -> int:
        db.session.execute(sa.delete(OutgoingMessage))  # what waits already is not told twice
        tell_author(actor=actor("cora"), referral=referral, verb=verb)
        db.session.flush()
        return db.session.scalar(mails) or 0

    assert meeting_id_of(meeting.reference) == ("meeting", meeting.id)
    assert referral_id_of(referral.reference or "") == ("referral", referral.id)
    assert steps_after(referral)
    assert told(ACCEPT) == 1
    secretive(existence_hidden=True, match_visible_to=())
    assert meeting_id_of(meeting.reference) is None
    assert referral_id_of(referral.reference or "") is None
    assert steps_after(referral) == []
    assert told(ACCEPT) == 0
    assert told(ASK) == 1, "a question has to reach whoever can answer it"

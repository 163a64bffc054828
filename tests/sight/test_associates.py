"""Somebody from outside is let into one case, and nothing else opens with it."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from auth.access_log.models import AccessEntry
from auth.doors import NotAllowed
from casework.cases.access import case_by_id
from casework.cases.conflicts import declare_conflict
from casework.cases.grant_models import CaseGrant
from casework.cases.grants import confirm, grants_of
from casework.cases.models import Case
from casework.notifications.models import OutgoingMessage
from casework.panel_type.facts import CaseFacts, Requirement
from extensions import db, now
from tests.cases.made import acting, actor_named, case_of, case_on_record, person_of
from tests.conftest import PANEL
from tests.sight.letting_in import EVERYBODY, MONDAY, account_of, close, let_in, opens


@pytest.fixture
def lets_in(secretive: Any) -> None:
    secretive(associates=True, associate_days=10, contacts=True)


@pytest.mark.long
@pytest.mark.usefixtures("lets_in")
def test_a_coordinator_alone_would_let_an_associate_in(app: Flask, browser_for: Any) -> None:
    made = case_on_record(app)
    page = let_in(browser_for("cora"), app, made.reference, "associate", "hal")
    assert "waits for the chair" in page.words()
    assert not opens(browser_for, "hal", f"/cases/{made.reference}")
    assert "Confirm" not in [button.text for form in page.forms() for button in form.iter("button")]
    alder = browser_for("alder")
    alder.get(f"/cases/{made.reference}/access")
    confirmation = next(form for form in alder.page.forms() if (form.get("action") or "").endswith("/confirmation"))
    token = dict(alder.page.fields("csrf_token"))["csrf_token"]
    assert browser_for("cora").post(confirmation.get("action"), {"csrf_token": token}).status in (400, 404)
    with acting(app, "cora") as actor:
        case = case_by_id(actor, made.id).case
        with pytest.raises(NotAllowed):
            confirm(actor=actor, case=case, grant=grants_of(made.id)[0])
    assert not opens(browser_for, "hal", f"/cases/{made.reference}")
    alder.get(f"/cases/{made.reference}/access")
    alder.post(confirmation.get("action"), {"csrf_token": token})
    assert opens(browser_for, "hal", f"/cases/{made.reference}")


@pytest.mark.long
@pytest.mark.usefixtures("lets_in")
def test_an_associate_would_see_more_than_the_one_case_or_less_than_it(app: Flask, browser_for: Any) -> None:
    made, other = case_on_record(app, listed=True), case_on_record(app, listed=True)
    let_in(browser_for("alder"), app, made.reference, "associate", "hal")
    hal = browser_for("hal")
    base = f"/cases/{made.reference}"
    for path in ("", "/timeline", "/people", f"/people/{made.person}", "/risk", "/actions", "/documents", "/notes"):
        assert hal.get(base + path).status == 200, path
    for path in (f"/people/{made.person}/address", "/documents/new", "/assessments/new", "/access", "/closure"):
        assert hal.get(base + path).status == 404, path
    assert hal.get(f"/cases/{other.reference}").status == 404
    assert other.reference not in hal.get(f"/cases?panel={PANEL}").text
    assert made.reference in hal.get(f"/cases?panel={PANEL}").text
    assert made.reference in hal.get("/home").text
    assert "associate of the panel" in hal.get(base).words()
    for path in ("/meetings", "/triage", "/refer"):
        assert made.reference not in hal.get(path).text


@pytest.mark.usefixtures("lets_in")
@pytest.mark.parametrize("kind", ["associate", "contact"])
def test_somebody_let_in_would_keep_the_case_after_ten_working_days(app: Flask, browser_for: Any, kind: str) -> None:
    made = case_on_record(app)
    let_in(browser_for("alder"), app, made.reference, kind, "hal")
    close(app, made)
    for days, hours, seen in ((11, 14, True), (14, 14, True), (15, 0, False), (30, 0, False)):
        with time_machine.travel(MONDAY + timedelta(days=days, hours=hours), tick=False):
            assert opens(browser_for, "hal", f"/cases/{made.reference}") is seen, (days, hours)


@pytest.mark.long
def test_an_associate_would_be_let_in_without_what_the_panel_requires(
    app: Flask, browser_for: Any, secretive: Any
) -> None:
    held = []

    def consent(facts: CaseFacts) -> bool:
        return bool(held)

    needed = Requirement("consent", "The person has not agreed to this", consent)
    secretive(associates=True, associate_requires=(needed,))
    made = case_on_record(app)
    page = let_in(browser_for("alder"), app, made.reference, "associate", "hal")
    assert page.status == 422
    assert "The person has not agreed to this" in page.words()
    assert not opens(browser_for, "hal", f"/cases/{made.reference}")
    held.append(True)
    let_in(browser_for("alder"), app, made.reference, "associate", "hal")
    assert opens(browser_for, "hal", f"/cases/{made.reference}")


@pytest.mark.long
@pytest.mark.usefixtures("lets_in")
def test_somebody_who_may_see_no_case_would_be_let_into_one(app: Flask, browser_for: Any) -> None:
    made = case_on_record(app)
    for who, words in (
        ("yew", "sees no case"),
        ("oak", "sees no case"),
        ("birch", "opens this case already"),
        ("larch", "is a member of this panel"),
    ):
        page = let_in(browser_for("alder"), app, made.reference, "associate", who)
        assert page.status == 422
        assert words in page.words(), who
    with acting(app, "cora") as cora:
        declare_conflict(actor=cora, case_id=made.id, account_id=account_of("hal"), connection="family")
    assert "conflict of interest" in let_in(browser_for("alder"), app, made.reference, "associate", "hal").words()
    with app.app_context():
        assert list(db.session.scalars(sa.select(CaseGrant))) == []


@pytest.mark.usefixtures("lets_in")
def test_an_associate_could_not_say_that_they_have_a_conflict(app: Flask, browser_for: Any) -> None:
    made = case_on_record(app)
    let_in(browser_for("alder"), app, made.reference, "associate", "hal")
    hal = browser_for("hal")
    hal.get("/conflicts")
    hal.submit({"reference": made.reference, "connection": "family"}, form="connection")
    assert hal.get(f"/cases/{made.reference}").status == 404
    assert made.reference not in hal.get("/home").text
    assert made.reference not in hal.get(f"/cases?panel={PANEL}").text


@pytest.mark.long
@pytest.mark.usefixtures("lets_in")
def test_the_page_of_who_can_open_a_case_would_not_be_true(app: Flask, browser_for: Any) -> None:
    made = case_on_record(app, listed=True)
    let_in(browser_for("alder"), app, made.reference, "associate", "hal")
    let_in(browser_for("alder"), app, made.reference, "contact", "fern")
    with acting(app, "cora") as cora:
        declare_conflict(actor=cora, case_id=made.id, account_id=account_of("rowan"), connection="family")
    page = browser_for("cora").get(f"/cases/{made.reference}/access")
    table = page.tree.find(".//table")
    said = {row.find("th").text for row in table.iter("tr") if row.find("td") is not None}
    with app.test_request_context():
        names = {who: actor_named(who).name for who in EVERYBODY}
    assert said == {names[who] for who in EVERYBODY if opens(browser_for, who, f"/cases/{made.reference}")}
    assert len(said) > 5
    assert "Rowan Castellane" in page.words(), "whoever is kept out is named as such"


@pytest.mark.usefixtures("lets_in")
def test_letting_in_would_tell_more_than_that_something_waits(app: Flask, browser_for: Any) -> None:
    made = case_on_record(app)
    let_in(browser_for("alder"), app, made.reference, "associate", "hal")
    with app.app_context():
        messages = list(db.session.scalars(sa.select(OutgoingMessage)))
        assert [(one.template, one.path) for one in messages] == [("access_given", "/home")]
        events = list(db.session.scalars(sa.select(AccessEntry.event)))
    assert "case.who" in events, "looking at who can open it is a look too"


@pytest.mark.long
def test_a_panel_that_lets_nobody_in_would_take_a_made_up_kind(app: Flask, browser_for: Any, secretive: Any) -> None:
    secretive(associates=True)
    made = case_on_record(app)
    cora = browser_for("cora")
    cora.get(f"/cases/{made.reference}/access")
    with app.test_request_context():
        account_id = str(account_of("hal"))
    for kind in ("guest", "named", "contact", "chair"):
        page = cora.submit({"kind": kind, "account_id": account_id}, form="account_id")
        assert page.status == 422
        cora.get(f"/cases/{made.reference}/access")


@pytest.mark.long
def test_the_grants_of_a_case_could_be_ended_from_another_case(app: Flask, browser_for: Any, secretive: Any) -> None:
    secretive(associates=True)
    made, other = case_on_record(app), case_on_record(app)
    let_in(browser_for("alder"), app, made.reference, "associate", "hal")
    with app.app_context():
        grant_id = db.session.scalars(sa.select(CaseGrant.id)).one()
    let_in(browser_for("alder"), app, other.reference, "associate", "fern")
    cora = browser_for("cora")
    token = dict(cora.get("/home").fields("csrf_token"))["csrf_token"]
    assert cora.post(f"/cases/{other.reference}/access/{grant_id}/ending", {"csrf_token": token}).status == 404
    assert opens(browser_for, "hal", f"/cases/{made.reference}")
    assert opens(browser_for, "fern", f"/cases/{other.reference}")


@pytest.mark.long
def test_a_list_of_cases_would_differ_from_what_opens(app: Flask, browser_for: Any, secretive: Any) -> None:
    """Whatever stands in somebody's list opens, and whatever opens stands there; guests are led in by the meeting."""
    secretive(associates=True, contacts=True)
    with acting(app, "cora") as cora:
        references = [case_of(cora, (person_of(cora), ["victim"])).reference for _ in range(4)]
        rows = {case.reference: case for case in db.session.scalars(sa.select(Case))}
        rows[references[1]].members_from = now()
    let_in(browser_for("alder"), app, references[2], "associate", "hal")
    let_in(browser_for("alder"), app, references[3], "contact", "larch")
    for who in ("cora", "alder", "larch", "hal", "fern", "rowan"):
        browser = browser_for(who)
        listed = browser.get(f"/cases?panel={PANEL}").text
        for reference in references:
            assert (reference in listed) is (browser.get(f"/cases/{reference}").status == 200), (who, reference)

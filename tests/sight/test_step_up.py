"""A fresh proof of who it is before a panel's records open: asked of those who may, and of nobody else."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import Flask

from auth.access_log.models import AccessedObject, AccessEntry
from auth.accounts import service as accounts
from auth.accounts.finding import account_by_email, agencies
from auth.current import actor_of
from auth.doors import ProofNeeded
from auth.encryption.keyring import open_key
from auth.models import KeptForm, UserSession
from auth.roles import Role
from auth.sign_in import codes, second_factor
from casework.cases.access import case_for, cases_on_page, visible_cases
from casework.cases.models import Case, Note
from casework.enquiries.service import ask
from extensions import db, now, unit_of_work
from panels.meetings.service import plan_meeting
from tests.auth.clock import frozen
from tests.auth.conftest import PASSWORD
from tests.cases.made import acting, case_on_record
from tests.client import Client, Page
from tests.conftest import PANEL
from tests.whole.test_matrix import plain as without_tokens

TYPED = "Canary words about a visit"


@pytest.fixture(autouse=True)
def wants_proof(secretive: Any) -> None:
    secretive(step_up=True)


def confirm(client: Client, key: str = "cora", **more: Any) -> Page:
    return client.submit({"password": f"demo-only-{key}", **more}, form="password")


def proven(browser_for: Any, key: str = "cora") -> Client:
    client: Client = browser_for(key)
    client.get("/sign-in/again")
    confirm(client, key)
    return client


def events(app: Flask) -> list[tuple[str, str]]:
    with app.app_context():
        wanted = sa.select(AccessEntry.event, AccessEntry.outcome).order_by(AccessEntry.number)
        return [tuple(row) for row in db.session.execute(wanted)]


def plain(page: Page) -> str:
    return without_tokens(page.text)


def test_a_case_would_open_without_a_fresh_proof(app: Flask, browser_for: Any) -> None:
    made = case_on_record(app)
    cora = browser_for("cora")
    page = cora.get(f"/cases/{made.reference}")
    assert page.path == "/sign-in/again"
    assert "Thistledown" not in page.text
    page = confirm(cora)
    assert page.path == f"/cases/{made.reference}"
    assert "Thistledown" in page.text


def test_somebody_who_may_not_would_learn_that_there_is_something_to_prove_for(app: Flask, browser_for: Any) -> None:
    made = case_on_record(app)
    for key in ("fern", "larch", "hal", "oak"):
        there, nowhere = (browser_for(key).get(f"/cases/{ref}") for ref in (made.reference, "QQ-A-9999"))
        assert there.status == nowhere.status == 404
        assert there.path == f"/cases/{made.reference}", "nobody is led away from the address"
        assert plain(there) == plain(nowhere)


def test_a_password_would_do_where_a_passkey_is_wanted(
    app: Flask, browser_for: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ASVS 6.3.3 at level 3: of panels that want a fresh proof, where the installation wants a passkey."""
    made = case_on_record(app)
    cora, hal = proven(browser_for), browser_for("hal")
    assert cora.get(f"/cases/{made.reference}").status == 200
    wanting = app.extensions["casework-settings"].model_copy(update={"passkey_wanted": True})
    monkeypatch.setitem(app.extensions, "casework-settings", wanting)
    page = cora.get(f"/cases/{made.reference}")
    assert (page.status, "Thistledown" in page.text) == (403, False)
    assert "Sign in with a passkey" in page.words()
    assert made.reference not in cora.get("/cases").text
    assert hal.get(f"/cases/{made.reference}").status == 404, "whoever may not learns of no passkey"


def test_a_wrong_password_would_count_as_a_proof_or_leave_no_trace(app: Flask, browser_for: Any) -> None:
    made = case_on_record(app)
    cora = browser_for("cora")
    cora.get(f"/cases/{made.reference}")
    page = cora.submit({"password": "not the password"}, form="password")
    assert page.status == 422
    assert "The password is not right" in page.words()
    assert cora.get(f"/cases/{made.reference}").path == "/sign-in/again"
    assert ("sign_in_failed", "refused") in events(app)


def test_guesses_at_the_proof_would_not_be_braked(browser_for: Any) -> None:
    cora = browser_for("cora")
    cora.get("/sign-in/again")
    answers = [cora.submit({"password": f"guess number {n}"}, form="password").status for n in range(7)]
    assert answers[:5] == [422] * 5
    assert 429 in answers


def test_a_proof_would_hold_for_longer_than_half_an_hour(app: Flask, browser_for: Any) -> None:
    made = case_on_record(app)
    with frozen():
        cora = proven(browser_for)
    with frozen(timedelta(minutes=15)):
        cora.get("/home")
    with frozen(timedelta(minutes=29)):
        assert cora.get(f"/cases/{made.reference}").path == f"/cases/{made.reference}"
    with frozen(timedelta(minutes=30)):
        assert cora.get(f"/cases/{made.reference}").path == "/sign-in/again"


def test_what_was_typed_would_be_lost_when_the_proof_runs_out(app: Flask, browser_for: Any, rows: Any) -> None:
    made = case_on_record(app)
    with frozen():
        cora = proven(browser_for)
        cora.get(f"/cases/{made.reference}/notes")
    form_page = cora.page
    with frozen(timedelta(minutes=15)):
        cora.get("/home")
    cora.page = form_page
    with frozen(timedelta(minutes=31)):
        page = cora.submit({"text": TYPED, "nature": "fact", "handling": "panel"}, form="nature")
        assert page.path == "/sign-in/again"
        assert "has been kept" in page.words()
        assert rows(sa.select(Note.id)) == []
        page = confirm(cora)
        assert page.path.startswith("/kept/")
        assert TYPED in page.words()
        assert "show again that it is you" in page.words()
        cora.submit(form="nature")
        assert len(rows(sa.select(Note.id))) == 1
        assert rows(sa.select(KeptForm.id)) == []


def test_a_list_would_show_or_count_what_is_shut(app: Flask, browser_for: Any) -> None:
    empty = plain(browser_for("cora").get("/home"))
    made = case_on_record(app)
    with acting(app, "cora") as cora:
        plan_meeting(
            actor=cora, panel=PANEL, starts_at=now() + timedelta(days=9), minutes_long=60, place="Room 4", urgent=False
        )
    assert plain(browser_for("cora").get("/home")) == empty, "the home page tells whether there is a case"
    assert browser_for("cora").get(f"/cases?panel={PANEL}").path == "/sign-in/again"
    assert made.reference in proven(browser_for).get(f"/cases?panel={PANEL}").text
    with app.test_request_context(), unit_of_work():
        account = account_by_email("cora@example.org")
        assert account is not None
        cora = actor_of(account, UserSession(id=uuid4(), account_id=account.id))
        count = sa.select(sa.func.count()).select_from(visible_cases(cora, PANEL).subquery())
        assert db.session.scalar(count) == 0
        assert cases_on_page(cora, sa.select(Case)) == []
        assert open_key(db.session.scalars(sa.select(Case)).one().data_key_id) is None


def test_the_offer_would_be_made_to_somebody_who_belongs_to_no_such_panel(browser_for: Any) -> None:
    words = "Confirm that it is you to see"
    for key, offered in (("cora", True), ("larch", True), ("hal", False)):
        for path in ("/home", "/actions", "/questions"):
            page = browser_for(key).get(path)
            assert (words in page.words()) is offered, (key, path)
    assert words not in proven(browser_for).get("/home").words()


@pytest.mark.long
def test_the_offer_would_lead_to_another_site(browser_for: Any) -> None:
    for there in ("https://example.org/", "//example.org", "/\\example.org", "/sign-in/again", "/static/built/app.css"):
        cora = browser_for("cora")
        cora.get(f"/sign-in/again?next={there}")
        assert confirm(cora).path == "/home", there


def test_the_password_alone_would_do_where_there_is_a_second_factor(app: Flask, browser_for: Any) -> None:
    made = case_on_record(app)
    with frozen():
        client = _with_second_factor(app, browser_for)
    with frozen(timedelta(minutes=2)):
        client.get(f"/cases/{made.reference}")
        page = client.submit({"password": PASSWORD, "code": ""}, form="password")
        assert (page.status, "Enter the code" in page.words()) == (422, True)
        page = client.submit({"password": PASSWORD, "code": "000000"}, form="password")
        assert page.status == 422
        assert client.get(f"/cases/{made.reference}").path == "/sign-in/again"
        page = client.submit({"password": PASSWORD, "code": _code(app)}, form="password")
        assert page.path == f"/cases/{made.reference}"


@pytest.mark.long
def test_proving_often_would_bring_the_brakes_on(app: Flask, browser_for: Any) -> None:
    with frozen():
        client = _with_second_factor(app, browser_for)
    for seconds in range(60, 60 + 35 * 9, 35):
        with frozen(timedelta(seconds=seconds)):
            client.get("/sign-in/again")
            assert client.submit({"password": PASSWORD, "code": _code(app)}, form="password").path == "/home"


def test_a_cookie_copied_before_the_proof_would_share_it(app: Flask, browser_for: Any) -> None:
    made = case_on_record(app)
    cora = browser_for("cora")
    copied = cora.http.get_cookie("casework").value
    cora.get("/sign-in/again")
    confirm(cora)
    thief = app.test_client()
    thief.set_cookie("casework", copied)
    assert thief.get(f"/cases/{made.reference}").headers["Location"].startswith("/sign-in?")
    assert cora.get(f"/cases/{made.reference}").path == f"/cases/{made.reference}"


def test_an_agency_that_is_asked_would_learn_from_the_proof_which_panel_asks(app: Flask, browser_for: Any) -> None:
    made = case_on_record(app)
    with acting(app, "cora") as cora:
        case = db.session.scalars(sa.select(Case)).one()
        case_for(cora, case.reference)
        row = ask(actor=cora, meeting_id=case.id, case=case, agency_id=cora.agency_id, due_on=date(2099, 1, 1))
        enquiry = row.id
    outsider, insider = browser_for("hal"), browser_for("cora")
    assert outsider.get(f"/questions/{enquiry}").path == f"/questions/{enquiry}"
    assert insider.get(f"/questions/{enquiry}").path == "/sign-in/again", "whoever belongs to the panel knows it"
    assert made.reference not in outsider.page.text


def test_a_job_would_stand_still_or_see_more_than_its_person(app: Flask) -> None:
    made = case_on_record(app)
    with acting(app, "cora") as cora:
        assert case_for(cora, made.reference).case.reference == made.reference
    with acting(app, "fern") as fern, pytest.raises(Exception, match="Not found, or not yours"):
        case_for(fern, made.reference)


def test_an_actor_with_a_session_and_no_proof_would_pass_the_door(app: Flask) -> None:
    made = case_on_record(app)
    with acting(app, "cora") as cora:
        with pytest.raises(ProofNeeded):
            case_for(replace(cora, session_id=uuid4()), made.reference)
        case_for(replace(cora, session_id=uuid4(), proof_until=now() + timedelta(minutes=1)), made.reference)


def test_asking_and_proving_would_leave_no_entry(app: Flask, browser_for: Any) -> None:
    made = case_on_record(app)
    cora = browser_for("cora")
    cora.get(f"/cases/{made.reference}")
    confirm(cora)
    found = [event for event in events(app) if event[0].startswith(("step_up", "case.open"))]
    assert found == [("step_up.asked", "refused"), ("step_up", "allowed"), ("case.open", "allowed")]
    with app.app_context():
        asked = sa.select(AccessEntry.number).where(AccessEntry.event == "step_up.asked")
        about = sa.select(AccessedObject.object_id).where(AccessedObject.entry_number.in_(asked))
        assert list(db.session.scalars(about)) == [made.id]


def _with_second_factor(app: Flask, browser_for: Any) -> Client:
    with app.app_context(), unit_of_work():
        account = accounts.create_account(
            actor=None, email="linden@example.org", name="Linden Marsh", agency=agencies()[0], password=PASSWORD
        )
        day = date(2026, 1, 1)
        accounts.appoint(
            actor=None, account=account, panel=PANEL, role=Role.COORDINATOR, from_on=day, to_on=date(2028, 12, 31)
        )
    client: Client = browser_for()
    client.get("/sign-in")
    client.submit({"email": "linden@example.org", "password": PASSWORD})
    client.submit({"code": _code(app)})
    return client


def _code(app: Flask) -> str:
    with app.test_request_context():
        account = account_by_email("linden@example.org")
        assert account is not None
        factor = second_factor.of_account(account.id)
        assert factor is not None
        return codes.code_at(second_factor.secret_of(factor), codes.step_of(now()))

"""The administrator manages accounts, not his own, and sees no case."""

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from auth.access_log.models import AccessEntry
from auth.access_log.service import EntryNotWritten
from auth.accounts import rules, service
from auth.accounts.finding import account_by_email
from auth.accounts.rules import Term
from auth.current import actor_of
from auth.models import Account, Agency, Appointment, Invitation, UserSession
from auth.refusals import Refused
from auth.roles import Role
from auth.sign_in import codes, second_factor
from extensions import db, now, unit_of_work
from tests.auth.clock import frozen
from tests.client import Client, Page
from tests.conftest import PANEL

FIRST, LAST = date(2026, 11, 1), date(2027, 10, 31)
ADMIN_PAGES = ["/admin", "/admin/agencies", "/admin/agencies/new", "/admin/people", "/admin/people/new"]


def person_page(client: Client, account_id: Any) -> str:
    return f"/admin/people/{account_id}"


def press(client: Client, ending: str) -> Page:
    """Press the button on the shown page whose form leads to an address with this ending."""
    assert client.page is not None
    form = next(form for form in client.page.forms() if (form.get("action") or "").endswith(ending))
    fields = [(box.get("name"), box.get("value", "")) for box in form.iter("input")]
    return client.post(form.get("action"), fields)


@pytest.mark.pure
@pytest.mark.parametrize(
    ("term", "field"),
    [
        (Term(Role.MEMBER, None, FIRST, LAST), "panel"),
        (Term(Role.AUDITOR, "one", FIRST, LAST), "panel"),
        (Term(Role.MEMBER, "one", LAST, FIRST), "to_on"),
        (Term(Role.MEMBER, "one", FIRST, FIRST + timedelta(days=1_200)), "to_on"),
        (Term(Role.MEMBER, "one", LAST, LAST), "role"),
        (Term(Role.AUDITOR, None, FIRST, LAST), "role"),
        (Term(Role.ADMINISTRATOR, None, FIRST, LAST), "role"),
    ],
)
def test_a_role_that_must_not_be_given_would_be_given(term: Term, field: str) -> None:
    fault = rules.fault_of(term, [Term(Role.MEMBER, "one", FIRST, LAST)])
    assert fault is not None
    assert fault[0] == field


@pytest.mark.pure
@pytest.mark.parametrize(
    "term",
    [
        Term(Role.MEMBER, "two", FIRST, LAST),
        Term(Role.CHAIR, "one", FIRST, LAST),
        Term(Role.MEMBER, "one", LAST + timedelta(days=1), LAST + timedelta(days=30)),
        Term(Role.AUDITOR, None, LAST + timedelta(days=1), LAST + timedelta(days=30)),
    ],
)
def test_a_role_that_may_be_given_would_be_refused(term: Term) -> None:
    assert rules.fault_of(term, [Term(Role.MEMBER, "one", FIRST, LAST)]) is None


@pytest.mark.pure
@pytest.mark.parametrize("duty", [Role.AUDITOR, Role.ADMINISTRATOR])
def test_an_auditor_or_administrator_would_get_a_seat_on_a_panel(duty: Role) -> None:
    fault = rules.fault_of(Term(Role.CHAIR, "one", FIRST, LAST), [Term(duty, None, FIRST, LAST)])
    assert fault is not None
    assert fault[0] == "role"


@pytest.mark.parametrize("who", ["cora", "alder", "rowan", "fern", "yew"])
def test_somebody_else_would_manage_accounts(browser_for: Any, account_id: Any, who: str, rows: Any) -> None:
    client = browser_for(who)
    for path in (*ADMIN_PAGES, person_page(client, account_id("rowan"))):
        assert client.get(path).status == 404
    refused = rows(sa.select(AccessEntry.event).where(AccessEntry.outcome == "refused"))
    assert refused == ["accounts.manage"] * (len(ADMIN_PAGES) + 1)


@pytest.mark.parametrize("path", ["/cases", "/triage", "/meetings", "/audit", "/audit/access", "/refer"])
def test_the_administrator_would_see_case_work_or_the_log(browser_for: Any, path: str) -> None:
    oak = browser_for("oak")
    page = oak.get(path)
    if page.status == 200:
        assert path not in ("/audit", "/audit/access")
        assert page.tree is not None
        assert page.tree.findall(".//tbody/tr") == []
    else:
        assert page.status == 404


def test_an_account_that_does_not_exist_would_look_different(browser_for: Any) -> None:
    oak = browser_for("oak")
    unknown = oak.get("/admin/people/00000000-0000-0000-0000-000000000001")
    assert unknown.status == 404
    assert unknown.words() == oak.get("/admin/no-such-page").words()


def test_adding_a_person_would_not_lead_to_a_sign_in(app: Flask, browser_for: Any, rows: Any) -> None:
    oak = browser_for("oak")
    oak.get("/admin/people/new")
    with app.app_context():
        agency = db.session.scalars(sa.select(Agency).where(Agency.short_name == "Lanternfish")).one()
        agency_id = str(agency.id)
    page = oak.submit({"name": "Linden Marsh", "email": "Linden@example.org", "agency": agency_id}, form="email")
    assert page.status == 200, page.words()
    assert page.tree is not None
    code = page.tree.find(".//strong[@data-reference]")
    code_text = one_time_code(page)
    assert code is None or code_text
    assert rows(sa.select(Account.password_hash).where(Account.email == "linden@example.org")) == [None]
    linden = Client(app)
    linden.get("/invitation")
    page = linden.submit({"email": "linden@example.org", "code": code_text.lower(), "password": "kettle otter violet"})
    assert page.path == "/sign-in/set-up", page.words()
    page = linden.submit({"code": code_of(app, "linden@example.org")})
    assert page.path == "/home"


def one_time_code(page: Page) -> str:
    import re

    found = re.search(r"\b(?:[A-Z0-9]{4} ){3}[A-Z0-9]{4}\b", page.words())
    assert found, page.words()
    return found[0]


def code_of(app: Flask, email: str) -> str:
    with app.test_request_context():
        account = account_by_email(email)
        assert account is not None
        factor = second_factor.of_account(account.id)
        assert factor is not None
        return codes.code_at(second_factor.secret_of(factor), codes.step_of(now()))


@pytest.fixture
def invited(app: Flask) -> str:
    """The one-time code of linden@example.org, made at the frozen start."""
    with frozen(), app.test_request_context(), unit_of_work():
        agency = db.session.scalars(sa.select(Agency).where(Agency.short_name == "Lanternfish")).one()
        account = service.create_account(actor=None, email="linden@example.org", name="Linden Marsh", agency=agency)
        return service.invite(actor=None, account=account)


NEW_PASSWORD = "kettle otter violet"


def use(app: Flask, code: str, *, password: str = NEW_PASSWORD, email: str = "linden@example.org") -> Page:
    client = Client(app)
    client.get("/invitation")
    return client.submit({"email": email, "code": code, "password": password})


def test_a_one_time_code_would_work_twice(app: Flask, invited: str) -> None:
    """AC 27."""
    with frozen():
        assert use(app, invited).path == "/sign-in/set-up"
        assert use(app, invited).status == 422


def test_a_one_time_code_would_work_after_seven_days(app: Flask, invited: str) -> None:
    with frozen(timedelta(days=7)):
        assert use(app, invited).status == 422


def test_the_code_of_one_person_would_open_the_account_of_another(app: Flask, invited: str) -> None:
    """AC 28."""
    with frozen():
        page = use(app, invited, email="rowan@example.org")
        unknown = use(app, invited, email="nobody@example.org")
    assert page.status == unknown.status == 422
    assert page.words() == unknown.words()


def test_a_new_code_would_leave_the_old_one_good(app: Flask, invited: str) -> None:
    with frozen():
        with app.test_request_context(), unit_of_work():
            account = account_by_email("linden@example.org")
            assert account is not None
            newer = service.invite(actor=None, account=account)
        assert use(app, invited).status == 422
        assert use(app, newer).path == "/sign-in/set-up"


def test_one_time_codes_could_be_guessed_without_end(app: Flask, invited: str) -> None:
    with frozen():
        answers = [use(app, f"AAAA BBBB CCCC {n:04}").status for n in range(6)]
        assert answers == [422] * 5 + [429]


def test_a_weak_password_would_use_the_code_up(app: Flask, invited: str) -> None:
    """AC 66."""
    with frozen():
        page = use(app, invited, password="lindenmarsh lanternfish")
        assert page.status == 422
        assert "your name" in page.words()
        assert invited not in page.text or 'type="password"' in page.text
        assert use(app, invited).path == "/sign-in/set-up"


def test_the_code_would_stand_in_the_database(app: Flask, invited: str, rows: Any) -> None:
    (stored,) = rows(sa.select(Invitation.code_hash))
    assert invited.replace(" ", "").encode() not in bytes(stored)


def test_two_accounts_would_share_an_address(browser_for: Any, rows: Any) -> None:
    oak = browser_for("oak")
    agency_id = rows(sa.select(Agency.id))[0]
    oak.get("/admin/people/new")
    page = oak.submit({"name": "Another", "email": "ROWAN@example.org", "agency": str(agency_id)}, form="email")
    assert page.status == 422
    assert "already" in page.words()
    assert dict(page.fields("email"))["name"] == "Another"


def test_a_role_would_not_reach_the_next_page(app: Flask, browser_for: Any, account_id: Any) -> None:
    fern, oak = browser_for("fern"), browser_for("oak")
    assert fern.get("/meetings").status in (200, 404)
    path = f"/admin/people/{account_id('fern')}/appointments"
    oak.get(path)
    page = oak.submit(
        {"role": "coordinator", "panel": PANEL, **days("from_on", FIRST), **days("to_on", LAST)}, form="role"
    )
    assert page.path == person_page(oak, account_id("fern"))
    assert "Coordinator" in page.words()
    assert "Waits for a second person" in page.words()
    with app.app_context():
        account = account_by_email("fern@example.org")
        assert account is not None
        assert Role.COORDINATOR in {one.as_role() for one in account.appointments}


def days(name: str, day: date) -> dict[str, str]:
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


def test_an_ended_role_would_still_count(app: Flask, browser_for: Any, account_id: Any) -> None:
    oak = browser_for("oak")
    oak.get(person_page(oak, account_id("cora")))
    while any((form.get("action") or "").endswith("/end") for form in oak.page.forms()):
        press(oak, "/end")
    with app.test_request_context():
        account = account_by_email("cora@example.org")
        assert account is not None
        assert len(account.appointments) > 0
        assert actor_of(account).held == ()


def test_a_role_outside_its_days_would_count(app: Flask, actor: Any) -> None:
    with frozen(timedelta(days=800)):
        assert actor("cora").held == ()


def test_the_administrator_would_change_his_own_account(
    browser_for: Any, account_id: Any, actor: Any, rows: Any
) -> None:
    """AC 12."""
    oak = browser_for("oak")
    own = account_id("oak")
    page = oak.get(person_page(oak, own))
    assert "Another system administrator has to change it" in page.words()
    page = oak.get("/admin/people/new")
    token = dict(page.fields("email"))["csrf_token"]
    for ending in ("suspension", "reinstatement", "invitation", "second-factor"):
        fields = {"csrf_token": token, "once": dict(page.fields("email"))["once"]}
        assert oak.post(f"{person_page(oak, own)}/{ending}", fields).status == 422
    (appointment,) = rows(sa.select(Appointment.id).where(Appointment.account_id == own))
    assert oak.post(f"{person_page(oak, own)}/appointments/{appointment}/end", {"csrf_token": token}).status == 422
    oak.get(f"{person_page(oak, own)}/appointments")
    page = oak.submit(
        {"role": "coordinator", "panel": PANEL, **days("from_on", FIRST), **days("to_on", LAST)}, form="role"
    )
    assert page.status == 422
    assert len(rows(sa.select(Appointment.id).where(Appointment.account_id == own))) == 1


def test_a_managers_address_that_nobody_has_would_be_taken(browser_for: Any, account_id: Any, rows: Any) -> None:
    oak = browser_for("oak")
    for manager, status in (("nobody@example.org", 422), ("Cora@Example.org", 200)):
        page = oak.get("/admin/people/new")
        agency = page.form("email").xpath(".//select[@name='agency']/option")[1].get("value")
        told = {"name": "Moss Arden", "email": "moss@example.org", "agency": agency, "manager": manager}
        assert oak.submit(told, form="email").status == status, manager
    assert rows(sa.select(Account.manager_id).where(Account.name == "Moss Arden")) == [account_id("cora")]


@pytest.mark.parametrize("verb", ["suspend", "reinstate", "invite"])
def test_a_service_would_change_its_own_caller(actor: Any, verb: str) -> None:
    oak = actor("oak")
    account = account_by_email("oak@example.org")
    with pytest.raises(Refused, match="your own"):
        getattr(service, verb)(actor=oak, account=account)


def test_suspending_would_not_keep_the_person_out(browser_for: Any, account_id: Any) -> None:
    oak, rowan = browser_for("oak"), browser_for("rowan")
    oak.get(person_page(oak, account_id("rowan")))
    assert "Suspended" in press(oak, "/suspension").words()
    assert rowan.get("/home", follow=False).status == 302
    rowan.get("/sign-in")
    assert rowan.submit({"email": "rowan@example.org", "password": "demo-only-rowan"}).status == 422
    oak.get(person_page(oak, account_id("rowan")))
    press(oak, "/reinstatement")
    rowan.get("/sign-in")
    assert rowan.submit({"email": "rowan@example.org", "password": "demo-only-rowan"}).path == "/home"


def test_a_new_agency_would_carry_roles_over(browser_for: Any, account_id: Any, rows: Any) -> None:
    oak = browser_for("oak")
    (police,) = rows(sa.select(Agency.id).where(Agency.short_name == "Police"))
    oak.get(f"{person_page(oak, account_id('rowan'))}/agency")
    page = oak.submit({"agency": str(police)}, form="agency")
    assert page.path == person_page(oak, account_id("rowan"))
    assert None not in rows(sa.select(Appointment.ended_at).where(Appointment.account_id == account_id("rowan")))


def test_a_reset_second_factor_would_leave_the_password_good(
    app: Flask, linden: str, browser_for: Any, rows: Any
) -> None:
    """AC 13."""
    client = Client(app)
    client.get("/sign-in")
    client.submit({"email": linden, "password": "kettle harbour violet"})
    client.submit({"code": code_of(app, linden)})
    oak = browser_for("oak")
    (linden_id,) = rows(sa.select(Account.id).where(Account.email == linden))
    oak.get(person_page(oak, linden_id))
    assert "waits for a second person" in press(oak, "/second-factor").words()
    assert client.get("/home", follow=False).status == 302
    sedge = browser_for("sedge")
    sedge.get("/admin/roles")
    assert press(sedge, "/confirmation").path == "/sign-in/again", "the code is a way in as somebody else"
    assert sedge.submit({"password": "demo-only-sedge"}, form="password").path.startswith("/kept/")
    sedge.get("/admin/roles")
    assert one_time_code(press(sedge, "/confirmation"))
    assert client.get("/home", follow=False).status == 302
    client.get("/sign-in")
    assert client.submit({"email": linden, "password": "kettle harbour violet"}).status == 422
    assert None not in rows(sa.select(UserSession.ended_at).where(UserSession.account_id == linden_id))


def test_an_appointment_of_another_person_could_be_ended_through_this_one(
    browser_for: Any, account_id: Any, rows: Any
) -> None:
    oak = browser_for("oak")
    theirs = rows(sa.select(Appointment.id).where(Appointment.account_id == account_id("cora")))[0]
    token = dict(oak.get("/admin/people/new").fields("email"))["csrf_token"]
    page = oak.post(f"{person_page(oak, account_id('rowan'))}/appointments/{theirs}/end", {"csrf_token": token})
    assert page.status == 404


def test_a_change_would_leave_no_entry(browser_for: Any, account_id: Any, rows: Any) -> None:
    oak = browser_for("oak")
    oak.get(person_page(oak, account_id("rowan")))
    press(oak, "/suspension")
    assert "account.suspend" in rows(sa.select(AccessEntry.event))


@pytest.mark.usefixtures("broken_log")
def test_a_change_would_be_made_though_no_entry_can_be_written(app: Flask, account_id: Any, rows: Any) -> None:
    with app.test_request_context():
        oak, rowan = account_by_email("oak@example.org"), account_by_email("rowan@example.org")
        assert oak is not None
        assert rowan is not None
        with pytest.raises(EntryNotWritten), unit_of_work():
            service.suspend(actor=actor_of(oak), account=rowan)
    assert rows(sa.select(Account.suspended_at).where(Account.id == account_id("rowan"))) == [None]


def test_more_columns_than_the_form_has_could_be_set(browser_for: Any, rows: Any) -> None:
    oak = browser_for("oak")
    agency_id = rows(sa.select(Agency.id))[0]
    oak.get("/admin/people/new")
    extra = {
        "is_demo": "1",
        "password_hash": "x",
        "second_factor": "1",
        "shortcuts_on": "",
        "id": "1",
        "manager_id": "1",
    }
    oak.submit({"name": "Another", "email": "another@example.org", "agency": str(agency_id), **extra}, form="email")
    with_columns = rows(sa.select(Account).where(Account.email == "another@example.org"))
    (made,) = with_columns
    assert (made.is_demo, made.password_hash, made.second_factor, made.manager_id) == (False, None, False, None)

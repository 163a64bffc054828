"""A screen that somebody left open an hour ago changes no account, shows no hidden address and hands out no file."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from auth.models import Account, UserSession
from auth.sign_in import service
from extensions import db, now, unit_of_work
from tests.cases.made import case_on_record
from tests.client import Client
from tests.whole.test_matrix import LAST, PEOPLE, ask, expected
from tests.whole.world import World

FILES = {
    ("GET", "/audit/access/file"),
    ("GET", "/audit/verify/entries/<int:number>/proof.json"),
    ("GET", "/audit/verify/log.zip"),
    ("GET", "/cases/<reference>/letters/<uuid:letter_id>/copy"),
    ("GET", "/cases/<reference>/letters/<uuid:letter_id>/print"),
    ("GET", "/meetings/<uuid:meeting_id>/pack/<int:number>/pack.pdf"),
    ("GET", "/statistics/<panel_key>/file"),
}
"""What leaves the service. A published table may, and a referrer's copy of what they have just sent is their own."""
ENDS = {("POST", "/retention/<reference>/approve")}
LEFT_OUT = {
    "/admin/roles/<uuid:appointment_id>/refusal": "saying no gives nothing",
    "/admin/resets/<uuid:reset_id>/refusal": "saying no gives nothing",
    "/admin/vetting/<uuid:vetting_id>/refusal": "saying no gives nothing",
    "/admin/translations/<code>": "words of public pages",
    "/admin/translations/<code>/draft": "words of public pages",
}
WITHOUT_A_RECORD = {
    "/admin/panels/<key>/mode", "/admin/people/<uuid:account_id>/appointments/<uuid:appointment_id>/cover",
    "/admin/people/<uuid:account_id>/appointments/<uuid:appointment_id>/end",
    "/admin/resets/<uuid:reset_id>/confirmation", "/admin/sign-ins/<uuid:provider_id>/confirmation",
    "/admin/sign-ins/<uuid:provider_id>/refusal", "/admin/vetting/<uuid:vetting_id>/confirmation",
}  # fmt: skip
"""The story has none of these that anybody may settle; each has a test of its own, or stands behind the same door."""


def leave_open(app: Flask, minutes: int = 31) -> None:
    """Every session began so long ago, and is in use."""
    with app.app_context(), unit_of_work():
        db.session.execute(
            sa.update(UserSession).values(created_at=now() - timedelta(minutes=minutes), last_seen_at=now())
        )


def wanted() -> set[tuple[str, str]]:
    changes = {(method, rule) for method, rule in expected() if method == "POST" and rule.startswith("/admin/")}
    forms = {("GET", rule) for _, rule in changes if ("GET", rule) in expected()}
    return {line for line in changes | forms if line[1] not in LEFT_OUT} | FILES | ENDS


@pytest.mark.long
def test_a_screen_left_open_would_change_accounts_or_hand_files_out(app: Flask, world: World, browser_for: Any) -> None:
    table, not_tried, wrong = expected(), set(), []
    clients: dict[str, Client] = {name: browser_for(name) for name in PEOPLE[1:]}
    leave_open(app)
    for method, rule in sorted(wanted()):
        who = next((name for name in clients if name in table[method, rule]), None)
        if who is None:
            not_tried.add(rule)
            continue
        status = ask(clients[who], method, world.path(rule))
        if not LAST[clients[who]].startswith("/sign-in/again"):
            wrong.append(f"{method} {rule} {who}: {status}")
    assert not wrong, "\n".join(wrong)
    assert not_tried == WITHOUT_A_RECORD


@pytest.mark.parametrize("factors", [service.PASSWORD_ONLY, service.PROVIDER])
def test_an_administrator_would_be_asked_for_each_change(app: Flask, browser_for: Any, factors: str) -> None:
    """One proof serves for half an hour, and having just signed in here is one; the word of an organisation is none."""
    oak = browser_for("oak")
    with app.app_context(), unit_of_work():
        db.session.execute(sa.update(UserSession).values(factors=factors))
    asked = oak.get("/admin/people/new").path == "/sign-in/again"
    assert asked == (factors == service.PROVIDER)
    leave_open(app)
    assert oak.get("/admin/people").status == 200, "a list asks for nothing"
    assert oak.get("/admin/agencies/new").path == "/sign-in/again"
    assert oak.submit({"password": "demo-only-oak"}, form="password").path == "/admin/agencies/new"
    for page in ("/admin/people/new", "/admin/agencies/new"):
        assert oak.get(page).path == page


def test_what_an_administrator_typed_would_be_lost(app: Flask, browser_for: Any) -> None:
    oak = browser_for("oak")
    oak.get("/admin/people/new")
    with app.app_context():
        agency = db.session.scalars(sa.select(Account).where(Account.email == "rowan@example.org")).one().agency_id
    leave_open(app)
    typed = {"name": "Ash Verity", "email": "ash@example.org", "agency": str(agency), "job_title": "Warden"}
    assert oak.submit(typed, form="email").path == "/sign-in/again"
    assert "has been kept" in oak.page.words()
    page = oak.submit({"password": "demo-only-oak"}, form="password")
    assert page.path.startswith("/kept/")
    assert "Read out this one-time code" in oak.submit(form="email").words()


def test_a_hidden_address_would_be_shown_on_a_screen_left_open(app: Flask, browser_for: Any) -> None:
    made = case_on_record(app)
    cora = browser_for("cora")
    cora.get(f"/cases/{made.reference}/people/{made.person}/address")
    leave_open(app)
    page = cora.submit({"reason": "Fitting a key safe there on Friday"})
    assert (page.path, "Wharfside" in page.text) == ("/sign-in/again", False)
    page = cora.submit({"password": "demo-only-cora"}, form="password")
    assert "Fitting a key safe" in page.words(), "the reason is kept"
    assert "Wharfside" in cora.submit(form="reason").words()

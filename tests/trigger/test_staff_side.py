"""A resident's request as staff meet it: one referral among the others, and nobody's own."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from auth.accounts.online_form import AGENCY, online_form
from auth.accounts.service import appoint, create_account
from auth.models import Account, Agency
from auth.roles import Role
from casework.cases.access import case_by_id
from casework.letters.models import Letter, Referrer
from casework.notifications.models import OutgoingMessage
from casework.referrals.models import Referral
from casework.referrals.telling import tell_author
from demo.people import EVERY_PANEL_FROM, EVERY_PANEL_TO
from demo.story import act
from extensions import db, now, unit_of_work
from tests.client import Client
from tests.trigger.walking import T1, Resident, resident, tell

PANEL = "asb_case_review"


def sent_in_bengali(app: Flask) -> tuple[Resident, str]:
    """A request told in Bengali, one way of contact safe; its reference."""
    person = resident(app)
    person.get("/form/start?lang=bn")
    person.begin()
    bengali = {**T1[0], "happened_words": "৩ আগস্ট ২০২৬", "what_happened": "রাতে চিৎকার"}
    tell(person, (bengali,), contact={"people-0-safe_to_text": "no", "people-0-must_not_know": "My brother"})
    assert person.submit().path == "/form/sent"
    with app.app_context():
        return person, str(db.session.scalars(sa.select(Referral.reference)).one())


@pytest.mark.long
def test_it_would_not_be_a_referral_like_any_other(app: Flask, browser_for: Any) -> None:
    _, reference = sent_in_bengali(app)
    cora: Client = browser_for("cora")
    assert "Online, in Bengali" in cora.get("/triage").words()
    page = cora.get(f"/triage/{reference}")
    words = page.words()
    assert "Online, in Bengali. Answered in Bengali. Translation due today. Sent" in words
    for told in ("When did it happen? ৩ আগস্ট ২০২৬", "রাতে চিৎকার", "3 August 2026", "Yes, the exact day"):
        assert told in words.replace("?", "? ").replace("  ", " "), told
    assert "Does it meet the test?" in words
    with app.app_context(), unit_of_work():
        online_form().suspended_at = None  # were it let in, nobody would be told anything as the author all the same
    cora.submit({"option": "accept", "reason": "It is ours", "person_0": "new"}, form="option")
    with app.app_context(), act("cora", now()) as actor:
        case_id = db.session.scalars(sa.select(Referral.case_id)).one()
        case = case_by_id(actor, case_id, "case.read").case
        assert case.lead_officer is not None
        assert (case.lead_officer.name, case.lead_agency.kind) == ("Cora Lindqvist", "council_community_safety")
        safe = case.parties[0].person.safe_contact
        assert (safe["call"], safe["text"], safe["letter"]) == ("safe", "not_safe", "not_safe")
        assert (safe["email"], safe["message"], safe["hand"]) == ("not_known",) * 3, "what was not answered is not safe"
        assert safe["who_must_not_know"] == "My brother"
    with app.app_context(), act("cora", now()) as actor:
        # Nor by a move of which referrers are told, which this panel has none of.
        tell_author(actor=actor, referral=db.session.scalars(sa.select(Referral)).one(), verb="reject")
    with app.app_context():
        told = db.session.scalars(sa.select(OutgoingMessage.account_id)).all()
        assert told
        assert online_form().id not in told, "nobody is told anything as the author"
        assert online_form().id not in db.session.scalars(sa.select(Letter.account_id)).all()
        assert db.session.scalars(sa.select(Referrer.id)).all() == []


@pytest.mark.long
def test_it_would_be_somebodys_own_or_a_colleagues(app: Flask, browser_for: Any) -> None:
    sent_in_bengali(app)
    with app.app_context(), unit_of_work():
        agency = db.session.scalars(sa.select(Agency).where(Agency.name == AGENCY)).one()
        spy = create_account(
            actor=None, email="spy@example.org", name="Spy", agency=agency, password="demo-only-spy", demo=True
        )
        appoint(
            actor=None, account=spy, panel=PANEL, role=Role.REFERRER, from_on=EVERY_PANEL_FROM, to_on=EVERY_PANEL_TO
        )
    with app.app_context():
        found = db.session.scalars(sa.select(Referral)).one()
        which, reference, account = found.id, str(found.reference), online_form().id
    colleague: Client = browser_for("spy")
    assert reference not in colleague.get("/refer").text
    for path in (f"/refer/{which}", f"/refer/{which}/copy", f"/refer/{which}/withdrawal", f"/triage/{reference}"):
        assert colleague.get(path).status == 404, path
    # Even the account under which it stands opens nothing, were it let in.
    with app.app_context(), unit_of_work():
        row = db.session.get_one(Account, account)
        row.suspended_at, row.is_demo = None, True
        row.password_hash = db.session.scalars(sa.select(Account.password_hash).where(Account.name == "Spy")).one()
        row.email = "online@example.org"
    author = Client(app)
    author.sign_in("online@example.org", "demo-only-spy")
    for path in (f"/refer/{which}", f"/refer/{which}/check"):
        assert author.get(path).status == 404, path
    assert reference not in author.get("/refer").text


@pytest.mark.long
def test_the_account_of_residents_would_be_kept_like_a_persons(app: Flask, browser_for: Any) -> None:
    sent_in_bengali(app)
    with app.app_context():
        account = online_form()
        account_id = account.id
        assert account.password_hash is None
        assert account.suspended_at is not None
    oak: Client = browser_for("oak")
    for path in ("/admin/people", "/admin/agencies", "/admin/people/new"):
        words = oak.get(path).words()
        assert "Online form" not in words, path
        assert AGENCY not in words, path
    assert oak.get(f"/admin/people/{account_id}").status == 404

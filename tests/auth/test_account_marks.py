"""What is said of accounts on pages, near an agreement's end and after a reset; and a proof before a role counts."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from auth.accounts import resets, service, sharing
from auth.accounts.sharing_rules import shuts_on, warning_of
from auth.models import Appointment
from auth.roles import Role
from extensions import db, now
from tests.auth.clock import START, frozen
from tests.auth.test_two_people import ask, person, working
from wording.dates import today

HOURS_24 = timedelta(hours=24)


@pytest.mark.pure
def test_an_agency_would_not_hear_that_its_agreement_ends() -> None:
    ends = date(2026, 6, 30)
    shut = shuts_on(ends)
    told = [day for day in range(-40, 40) if warning_of(ends, shut, ends + timedelta(days=day))]
    assert told == list(range(-28, 29)), "from 28 days before its end to the day before panels are shut"
    first = warning_of(ends, shut, ends)
    after = warning_of(ends, shut, ends + timedelta(days=1))
    assert first is not None
    assert after is not None
    assert (first.is_over, after.is_over) == (False, True)
    assert warning_of(None, None, ends) is None


def test_the_end_of_an_agreement_would_stand_on_no_page_or_on_others(app: Flask, browser_for: Any) -> None:
    with frozen(), working(app) as actor:
        sharing.record_agreement(
            actor=actor("oak"), agency=person("larch").agency, reference="ISA", signed_on=today(),
            expires_on=START.date() + timedelta(days=40), contact="x",
        )  # fmt: skip
    words = "The information-sharing agreement of Quillon Police "
    for days, said in ((11, ""), (12, "ends on"), (40, "ends on"), (41, "ended on"), (68, "ended on"), (69, "")):
        with frozen(timedelta(days=days)):
            page = browser_for("larch").get("/roles").words()
            assert (words + said in page) if said else (words not in page), days
    with frozen(timedelta(days=41)):
        assert words not in browser_for("rowan").get("/roles").words()


def test_a_reset_would_be_shown_to_nobody_or_for_ever(app: Flask, browser_for: Any) -> None:
    with frozen(), working(app) as actor:
        ash = service.create_account(
            actor=None, email="ash@example.org", name="Ash Verity", agency=person("rowan").agency,
            password="kettle otter violet",
        )  # fmt: skip
        ash.signed_in_at, account_id = now(), ash.id
        reset = resets.ask(actor=actor("oak"), account=ash)
        assert resets.lately(account_id) is None, "asked for, and not confirmed"
        resets.confirm(actor=actor("sedge"), reset=reset)
        ash.is_demo = True  # so that the test can sign in without a second factor
    words = "Oak Brannigan asked, Sedge Quaye confirmed"
    for after, shown in ((timedelta(hours=23), True), (HOURS_24, False)):
        with frozen(after):
            assert (words in browser_for("sedge").get(f"/admin/people/{account_id}").words()) == shown
            assert (words in browser_for("ash").get("/account/sign-ins").words()) == shown
    with frozen(timedelta(hours=1)):
        assert words not in browser_for("rowan").get("/account/sign-ins").words()


def test_an_open_session_alone_would_be_the_second_person(app: Flask, browser_for: Any) -> None:
    with working(app) as actor:
        appointment_id = ask(actor, "fern").id
    sedge = browser_for("sedge")
    fields = sedge.get(f"/admin/roles/{appointment_id}/sight").fields("shown")
    path = sedge.page.form("shown").get("action")
    assert sedge.post(path, fields).path == "/sign-in/again"
    with working(app):
        assert db.session.get_one(Appointment, appointment_id).is_pending()
    sedge.submit({"password": "demo-only-sedge"}, form="password")
    assert "counts from its first day" in sedge.post(path, fields).words()
    with working(app) as actor:
        assert Role.COORDINATOR in {held.role for held in actor("fern").held}

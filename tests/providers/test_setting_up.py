"""How an agency's own sign-in is set, changed and removed: by two administrators, and by one."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from auth.accounts import service as accounts
from auth.encryption.models import DataKey
from auth.models import Account
from auth.providers import expiry, links, proposals, setting_up
from auth.providers.expiry import remind_of_secrets
from auth.providers.models import Provider, ProviderLink
from auth.providers.rules import Identity
from auth.providers.setting_up import Wanted
from auth.refusals import Refused
from casework.notifications.models import OutgoingMessage
from extensions import db, unit_of_work
from faults import unavailable_page
from tests.auth.ways_in import is_in, token_on
from tests.cases.made import acting
from tests.client import Client, Page
from tests.providers.there import WAYS, administrator, leads_to, notices_of, person, through, working
from wording.dates import today

SECRET = "a secret"


def page_of(app: Flask) -> str:
    """The page on which Rowan's agency is given a sign-in."""
    with app.app_context():
        return f"/admin/agencies/{person('rowan').agency_id}/sign-in"


def waiting(app: Flask) -> list[str]:
    """Where each change that waits is settled."""
    with app.app_context():
        found = db.session.scalars(sa.select(Provider.id).where(Provider.in_force.is_(False)))
        return [f"/admin/sign-ins/{one}" for one in found]


def ask(client: Client, page: str, **typed: str) -> Page:
    client.get(page)
    return client.submit(typed)


def press(client: Client, path: str, shown: str) -> Page:
    return client.post(path, {"csrf_token": token_on(client, shown)})


def told(app: Flask, template: str) -> set[str]:
    with app.app_context():
        names = sa.select(Account.email).join(OutgoingMessage, OutgoingMessage.account_id == Account.id)
        found = db.session.scalars(names.where(OutgoingMessage.template == template))
        return {one.partition("@")[0] for one in found}


@pytest.mark.long
def test_one_administrator_would_set_or_change_how_people_sign_in(app: Flask, provider: str, browser_for: Any) -> None:
    oak, sedge = administrator(browser_for, "oak"), administrator(browser_for, "sedge")
    page = page_of(app)
    wanted = {"issuer": provider, "client_id": "panels", "client_secret": SECRET, "counts_as_two": "no"}
    assert "Another administrator has to confirm this" in ask(oak, page, **wanted).words()
    (first,) = waiting(app)
    assert press(oak, f"{first}/confirmation", page).status == 404, "whoever asked"
    for nobody in ("alder", "cora", "yew"):
        client = browser_for(nobody)
        for verb in ("confirmation", "refusal"):
            assert press(client, f"{first}/{verb}", "/account/sign-ins").status == 404
    assert "No organisation has a sign-in of its own" in Client(app).get(WAYS).words(), "it counts for nothing yet"
    assert {"oak", "sedge"} <= told(app, "role_to_confirm")
    assert not [one for one in oak.get("/admin/roles").forms() if "sign-ins" in (one.get("action") or "")]
    assert "asked for by Oak" in sedge.get("/admin/roles").words()
    assert page in sedge.get("/admin/roles").links()
    assert "Waits for a second person" in sedge.get(page).words()
    unproven = browser_for("sedge")
    assert press(unproven, f"{first}/confirmation", "/account/sign-ins").path == "/sign-in/again", "no fresh proof"
    assert "can link their accounts" in press(sedge, f"{first}/confirmation", page).words()
    assert {"oak", "sedge"} <= told(app, "provider_changed")
    assert SECRET not in sedge.get(page).text
    with app.app_context():
        agency = str(person("rowan").agency_id)
    assert leads_to(Client(app), f"{WAYS}/{agency}").startswith(provider)

    # A change keeps the secret; what is confirmed is what was read, not what was put in its place.
    opened_before = oak.get(page).fields("issuer")
    ask(oak, page, counts_as_two="yes", client_secret="")
    (second,) = waiting(app)
    assert "was asked for already" in oak.post(page, opened_before).words()
    press(oak, f"{second}/refusal", page)
    assert waiting(app) == []
    ask(oak, page, acr_values="two", counts_as_two="yes", client_secret="")
    assert press(sedge, f"{second}/confirmation", "/account/sign-ins").status == 404
    (third,) = waiting(app)
    press(sedge, f"{third}/confirmation", page)
    with working(app):
        (row,) = setting_up.offered()
        facts = setting_up.facts_of(row, secret=True)
        assert (facts.client_secret, facts.counts_as_two, facts.acr_values) == (SECRET, True, "two")
        assert row.confirmed_by_id == person("sedge").id
        keys = sa.select(sa.func.count()).select_from(DataKey).where(DataKey.kind == "provider")
        assert db.session.scalar(keys) == 1, "what was replaced has no key left"


@pytest.mark.long
def test_another_issuer_would_inherit_the_links_or_the_secret_and_a_removal_go_unnoticed(
    app: Flask, provider: str, agency: str, linden: str, browser_for: Any
) -> None:
    oak, sedge = administrator(browser_for, "oak"), administrator(browser_for, "sedge")
    page, other = page_of(app), provider.replace("127.0.0.1", "localhost")
    rowan = Client(app)
    through(rowan, agency, "r-1")
    for issuer, words in (
        (other, "Enter the client secret for this issuer"),
        ("http://id.example.org", "must be an address that starts with https://"),
        ("http://127.0.0.1:1", "There is no answer from this issuer"),
    ):
        answer = ask(oak, page, issuer=issuer, client_secret="")
        assert answer.status == 422
        assert words in answer.words()
        assert "If you had entered one, enter it again" in answer.words(), "or the old one would be kept unnoticed"
    ask(oak, page, issuer=other, client_secret=SECRET)
    assert is_in(rowan), "nothing changes until somebody confirms"
    press(sedge, f"{waiting(app)[0]}/confirmation", page)
    assert not is_in(rowan)
    with working(app):
        assert db.session.scalars(sa.select(ProviderLink.id)).first() is None
        links.add(person("linden"), Identity(other, "l-1", None, False))
    ask(oak, page, counts_as_two="yes", client_secret="")
    assert "has no sign-in of its own here any more" in press(oak, f"{page}/removal", page).words()
    with app.app_context():
        for row in (Provider, ProviderLink):
            assert db.session.scalar(sa.select(sa.func.count()).select_from(row)) == 0
        assert db.session.scalars(sa.select(DataKey.id).where(DataKey.kind == "provider")).all() == []
    assert notices_of(app, "linden") == ["unlinked"]


def test_what_was_asked_for_would_be_confirmed_too_late_or_after_the_asker_was_shut_out(
    app: Flask, provider: str, agency: str
) -> None:
    with working(app) as actor:
        theirs, wanted = person("rowan").agency, setting_up.Wanted(provider, "panels", "")
        asked = proposals.ask(actor=actor("oak"), agency=theirs, wanted=wanted)
        with pytest.raises(Refused, match="asked for already"):
            proposals.ask(actor=actor("sedge"), agency=theirs, wanted=wanted)
        asked.asked_at -= timedelta(days=14)
        with pytest.raises(Refused, match="14 days"):
            proposals.confirm(actor=actor("sedge"), proposal=asked)
        again = proposals.ask(actor=actor("oak"), agency=theirs, wanted=wanted)
        accounts.suspend(actor=actor("sedge"), account=person("oak"))
        with pytest.raises(Refused, match="does not manage"):
            proposals.confirm(actor=actor("sedge"), proposal=again)
        proposals.refuse(actor=actor("sedge"), proposal=again)
        assert proposals.pending() == []


def test_a_secret_would_run_out_with_nobody_told(app: Flask, provider: str, browser_for: Any) -> None:
    with time_machine.travel(datetime(2026, 11, 23, 9, tzinfo=UTC), tick=False) as clock:
        oak, sedge = administrator(browser_for, "oak"), administrator(browser_for, "sedge")
        page = page_of(app)
        assert press(oak, f"{page}/secret", page).status == 404, "there is none yet"
        wanted = {"issuer": provider, "client_id": "panels", "client_secret": SECRET, "counts_as_two": "no"}
        ask(oak, page, **wanted)
        press(sedge, f"{waiting(app)[0]}/confirmation", page)
        with app.app_context(), unit_of_work():
            links.add(person("rowan"), Identity(provider, "a subject that nobody is shown", None, two_factors=False))
        shown = oak.get(page)
        assert "Nobody has noted it" in shown.words()
        assert "Rowan Castellane23 November 2026Not yet" in shown.words()
        assert "a subject that nobody" not in shown.text
        end = {"until-day": "31", "until-month": "12", "until-year": "2026"}
        refused = oak.submit({**end, "until-year": "2025"}, form="until-day")
        assert (refused.status, "must be today or in the future" in refused.words()) == (422, True)
        assert 'value="2025"' in refused.text, "what was typed is lost"
        oak.get(page)
        assert "Last day: 31 December 2026" in oak.submit(end, form="until-day").words()
        assert told(app, "secret_ends") == set()
        for at, expected in (("2026-12-01", 1), ("2026-12-02", 0), ("2026-12-24", 1), ("2027-01-04", 1)):
            clock.move_to(datetime.fromisoformat(f"{at}T09:00:00+00:00"))
            with app.app_context():
                assert remind_of_secrets() == f"Client secrets: {expected} reminded of.", at
        assert {"oak", "sedge"} <= told(app, "secret_ends")
    with time_machine.travel(datetime(2026, 11, 23, 9, 30, tzinfo=UTC), tick=False), app.app_context(), unit_of_work():
        found = setting_up.of_agency(person("rowan").agency_id)
        assert found is not None
        facts = Wanted(provider, "panels", "another secret", "", False, "")
        with acting(app, "oak") as actor:
            kept = proposals.ask(actor=actor, agency=found.agency, wanted=replace(facts, client_secret=""))
            assert kept.secret_until == date(2026, 12, 31)
            proposals.refuse(actor=actor, proposal=kept)
            new = proposals.ask(actor=actor, agency=found.agency, wanted=facts)
            assert new.secret_until is None, "a new secret has another end"


def test_the_end_of_a_secret_would_be_lost_that_was_noted_while_a_change_waits(app: Flask, agency: str) -> None:
    with working(app) as actor:
        found = person("rowan").agency
        same = Wanted(setting_up.facts_of(setting_up.of_agency(found.id)).issuer, "other", "")
        changed = proposals.ask(actor=actor("oak"), agency=found, wanted=same)
        expiry.note_end(actor=actor("oak"), agency=found, until=today() + timedelta(days=90))
        proposals.confirm(actor=actor("sedge"), proposal=changed)
        in_force = setting_up.of_agency(found.id)
        assert (in_force.client_id, in_force.secret_until) == ("other", today() + timedelta(days=90))


def test_a_form_that_was_kept_would_put_the_old_secret_in_the_place_of_the_new(
    app: Flask, browser_for: Any, provider: str
) -> None:
    """A form that came too late is kept without its secrets. Sent again, it says nothing of them."""
    oak, page = administrator(browser_for, "oak"), page_of(app)
    oak.get(page)
    sent = [(name, value) for name, value in oak.page.fields("issuer") if name not in ("client_secret", "issuer")]
    wanted = [("issuer", provider), ("client_id", "panels"), ("counts_as_two", "no")]
    answer = oak.post(page, [*(one for one in sent if one[0] not in dict(wanted)), *wanted])
    assert (answer.status, "was not kept. Enter it again" in answer.words()) == (422, True)
    assert waiting(app) == []


def test_a_secret_would_stand_on_the_page_that_says_that_the_service_is_down(app: Flask) -> None:
    with app.test_request_context(
        "/admin/agencies/1/sign-in",
        method="POST",
        data={"client_secret": SECRET, "recovery_code": SECRET, "issuer": "me"},
    ):
        text = unavailable_page(503).get_data(as_text=True)
    assert SECRET not in text
    assert 'name="issuer" value="me"' in text

"""Signing in through the organisation in a real browser: one person's story from end to end. The provider stands on
another site than the service, so that what a browser sends along between the two is what it sends in life."""

from typing import Any
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa
from flask import Flask
from playwright.sync_api import Page, expect

from auth.providers.models import Provider, ProviderLink
from extensions import db
from tests.auth.conftest import PASSWORD
from tests.auth.ways_in import code_of
from tests.browser import go_by, new_tab, wide_and_narrow
from tests.providers.test_links import next_code
from tests.providers.there import working


@pytest.fixture
def elsewhere(app: Flask, provider: str, agency: str, address: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The provider by the name ``localhost``, while the service is at a number; it sends people back to the service."""
    there = app.extensions["casework-settings"].model_copy(update={"public_url": address})
    monkeypatch.setitem(app.extensions, "casework-settings", there)
    other = provider.replace("127.0.0.1", "localhost")
    with working(app):
        db.session.execute(sa.update(Provider).values(issuer=other))
        db.session.execute(sa.update(ProviderLink).values(issuer=other))
    return other


def arrive(page: Page, path: str) -> None:
    page.wait_for_url(lambda url: urlsplit(url).path == path)


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def be_there_as(page: Page, elsewhere: str, subject: str) -> None:
    page.wait_for_url(lambda url: url.startswith(elsewhere))
    page.fill("input[name=sub]", subject)
    page.get_by_role("button", name="Authorize").click()


@pytest.mark.long
def test_somebody_links_signs_in_confirms_and_unlinks(
    app: Flask, chromium: Any, address: str, elsewhere: str, linden: str
) -> None:
    faults: list[str] = []
    with new_tab(chromium, address, javascript=False) as page:
        page.goto("/sign-in")
        page.fill("input[name=email]", linden)
        page.fill("input[name=password]", PASSWORD)
        press(page, "Sign in")
        arrive(page, "/sign-in/set-up")
        page.fill("input[name=code]", code_of(app, linden))
        press(page, "Finish")
        arrive(page, "/home")
        page.goto("/account/organisation")
        press(page, "Link my account")
        arrive(page, "/sign-in/again")
        page.fill("input[name=password]", PASSWORD)
        page.fill("input[name=code]", next_code(app, linden))
        press(page, "Confirm")
        press(page, "Send it again")
        page.get_by_role("button", name="Go on to").click()
        be_there_as(page, elsewhere, "l-1")
        arrive(page, "/account/organisation")
        expect(page.locator("main")).to_contain_text("has been linked since")

    with new_tab(chromium, address) as page:
        page.goto("/sign-in?next=/actions")
        go_by(page.get_by_role("link", name="Sign in with your organisation"))
        faults += wide_and_narrow(page)
        page.locator("main ul a").first.click()
        be_there_as(page, elsewhere, "l-1")
        arrive(page, "/sign-in/code")
        page.fill("input[name=code]", next_code(app, linden))
        press(page, "Continue")
        arrive(page, "/actions")
        page.goto("/account/password")
        arrive(page, "/sign-in/again")
        faults += wide_and_narrow(page)
        page.get_by_role("button", name="Confirm with your organisation").click()
        be_there_as(page, elsewhere, "l-1")
        arrive(page, "/sign-in/again/organisation/code")
        faults += wide_and_narrow(page)
        page.fill("input[name=code]", next_code(app, linden))
        press(page, "Confirm")
        arrive(page, "/account/password")
        page.goto("/account/organisation")
        faults += wide_and_narrow(page)
        press(page, "Remove the link")
        expect(page.locator("main")).to_contain_text("Link my account")
        faults += wide_and_narrow(page)
    assert not faults, "\n".join(faults)

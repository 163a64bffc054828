"""A passkey in a real browser, with the virtual authenticator of Chromium: one person's story from end to end."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.auth.conftest import PASSWORD
from tests.auth.test_own_sign_ins import NEXT
from tests.auth.ways_in import code_of, next_code_of
from tests.browser import new_tab, wide_and_narrow

USE = "Use a passkey"


@pytest.fixture
def home_address(app: Flask, address: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The served application by a name: a bare number has no passkeys."""
    named = address.replace("127.0.0.1", "localhost")
    there = app.extensions["casework-settings"].model_copy(update={"public_url": named})
    monkeypatch.setitem(app.extensions, "casework-settings", there)
    return named


def with_device(page: Page) -> tuple[Any, str]:
    """Give the tab a device with a lock of its own; its owner is there and unlocks it."""
    wire = page.context.new_cdp_session(page)
    wire.send("WebAuthn.enable")
    kind = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    made = wire.send("WebAuthn.addVirtualAuthenticator", {"options": {**kind, "isUserVerified": True}})
    return wire, made["authenticatorId"]


def arrive(page: Page, path: str) -> None:
    page.wait_for_url(lambda url: urlsplit(url).path == path)


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def with_password(page: Page, email: str) -> None:
    page.goto("/sign-in")
    page.fill("input[name=email]", email)
    page.fill("input[name=password]", PASSWORD)
    press(page, "Sign in")


def sign_out(page: Page) -> None:
    page.locator("header, .app-header").get_by_role("button", name="Sign out").first.click()
    arrive(page, "/signed-out")


def test_a_passkey_is_made_used_asked_for_again_and_taken_away(
    app: Flask, chromium: Any, address: str, home_address: str, linden: str
) -> None:
    faults: list[str] = []
    with new_tab(chromium, home_address) as page:
        wire, device = with_device(page)
        with_password(page, linden)
        arrive(page, "/sign-in/set-up")
        faults += wide_and_narrow(page)
        press(page, "Add a passkey")
        arrive(page, "/home")
        (made,) = wire.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"]
        assert made["isResidentCredential"]
        assert made["rpId"] == "localhost"
        sign_out(page)

        page.goto("/sign-in?next=/actions")
        faults += wide_and_narrow(page)
        wire.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
        press(page, USE)
        expect(page.locator("[data-passkey-status]")).to_contain_text("No passkey was used")
        wire.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": True})
        press(page, USE)
        arrive(page, "/actions")

        page.goto("/account/password")
        arrive(page, "/sign-in/again")
        faults += wide_and_narrow(page)
        press(page, USE)
        arrive(page, "/account/password")
        page.fill("input[name=password]", PASSWORD)
        page.fill("input[name=new_password]", NEXT)
        press(page, "Change password")
        arrive(page, "/account/sign-ins")
        faults += wide_and_narrow(page)

        page.goto("/account/passkeys/new")
        faults += wide_and_narrow(page)
        page.fill("input[name=name]", "The same laptop again")
        press(page, "Add the passkey")
        arrive(page, "/account/sign-ins")
        expect(page.locator("main")).to_contain_text("The same laptop again")
        page.goto("/account/recovery-codes")
        press(page, "Make ten new codes")
        expect(page.locator(".app-secret")).to_have_count(10)
        faults += wide_and_narrow(page)

        page.goto("/account/authenticator")
        press(page, "Begin")
        faults += wide_and_narrow(page)
        page.fill("input[name=code]", next_code_of(app, linden))
        press(page, "Finish")
        arrive(page, "/account/sign-ins")
        for _ in range(2):
            page.get_by_role("link", name="Remove", exact=False).first.click()
            press(page, "Remove")
            arrive(page, "/account/sign-ins")
        expect(page.locator("main")).to_contain_text("You have no passkey")
        sign_out(page)
        page.goto("/sign-in")
        press(page, USE)
        expect(page.locator(".govuk-error-summary")).to_contain_text("The passkey was not accepted")

    with new_tab(chromium, address) as page:
        with_device(page)
        page.goto("/sign-in")
        press(page, USE)
        expect(page.locator("[data-passkey-status]")).to_contain_text("Passkeys do not work at this address")
    with new_tab(chromium, home_address, javascript=False) as page:
        page.goto("/sign-in")
        expect(page.get_by_role("button", name=USE)).to_have_count(0)
        page.fill("input[name=email]", linden)
        page.fill("input[name=password]", NEXT)
        press(page, "Sign in")
        page.fill("input[name=code]", code_of(app, linden, 1))
        press(page, "Continue")
        arrive(page, "/home")
    assert not faults, "\n".join(faults)

"""The pages of this panel as a person's browser without JavaScript sees them."""

from datetime import date
from typing import Any

import time_machine

from demo.story import at_hour
from panels.definitions.channel import PANEL as CHANNEL
from tests.client import Client, Page
from tests.referrals.browsing import typed


def on(day: date, hour: int = 10) -> time_machine.travel:
    """That hour of that day in London, and time goes on."""
    return time_machine.travel(at_hour(day, hour), tick=True)


def proven(browser_for: Any, who: str) -> Client:
    """Somebody signed in who has shown again who they are, as this panel asks."""
    client: Client = browser_for(who)
    client.get("/sign-in/again")
    client.submit({"password": f"demo-only-{who}"}, form="password")
    return client


def begin(client: Client) -> str:
    """Start to log a person; the draft's address."""
    client.get("/refer")
    page = client.submit({"panel": CHANNEL.key})
    assert page.status == 200, page.words()[:400]
    return page.path


def fill_section(client: Client, base: str, key: str, items: list[dict[str, Any]]) -> Page:
    """Fill in one section of the intake."""
    section = CHANNEL.referral_form.section(key)
    for number, item in enumerate(items):
        client.get(f"{base}/{key}/{number}" if section.repeats else f"{base}/{key}")
        page = client.submit(typed(section, item))
    if section.repeats and page.status == 200:
        client.get(f"{base}/{key}")
        page = client.submit({"more": "no"})
    return page


def log(client: Client, told: dict[str, list[dict[str, Any]]]) -> str:
    """Everything but sending; the draft's address."""
    base = begin(client)
    fill_section(client, base, "referrer", [{"team": "Prevent", "phone": "020 7946 0125"}])
    for key, items in told.items():
        page = fill_section(client, base, key, items)
        assert page.status == 200, (key, page.words()[:900])
    return base

"""Entering an application as the coordinator does, page by page, for somebody on the phone."""

from typing import Any

from panels.definitions.asb_case_review import PANEL
from tests.client import Client, Page
from tests.referrals.browsing import typed

FORM = PANEL.referral_form


def begin(client: Client) -> str:
    """Choose the panel; returns the draft's address."""
    client.get("/refer")
    page = client.submit({"panel": PANEL.key})
    assert page.status == 200, page.words()[:300]
    return page.path


def fill(client: Client, base: str, section_id: str, items: list[dict[str, Any]]) -> Page:
    """One section, entry by entry."""
    section = FORM.section(section_id)
    for number, item in enumerate(items):
        client.get(f"{base}/{section_id}/{number}" if section.repeats else f"{base}/{section_id}")
        page = client.submit(typed(section, item))
        assert page.status == 200, (section_id, page.words()[:600])
    if section.repeats:
        client.get(f"{base}/{section_id}")
        page = client.submit({"more": "no"})
        assert page.status == 200, (section_id, page.words()[:600])
    return page


def enter(client: Client, answers: dict[str, list[dict[str, Any]]]) -> Page:
    """A whole application, to the receipt."""
    base = begin(client)
    for section in FORM.sections:
        if section.id != "referrer":
            fill(client, base, section.id, answers[section.id])
    client.get(f"{base}/check")
    page = client.submit()
    assert page.path == f"{base}/sent", (page.path, page.words()[:800])
    return page

"""Filling in the pages of a referral as a person does."""

from typing import Any

from casework.panel_type.questions import Form, Kind, Section
from panels.definitions import discover
from tests.client import Client, Page
from tests.conftest import PANEL


def form() -> Form:
    return next(panel for panel in discover() if panel.key == PANEL).referral_form


def typed(section: Section, item: dict[str, Any]) -> dict[str, Any]:
    """An item as the boxes of its page."""
    boxes: dict[str, Any] = {}
    for key, value in item.items():
        kind = section.question(key).kind
        if value == "not_known" and kind not in (Kind.CHOICE, Kind.MULTI, Kind.YES_NO):
            boxes[f"{key}-not_known"] = "yes"
        elif kind in (Kind.DATE, Kind.DATETIME):
            year, month, day = value[:10].split("-")
            boxes |= {f"{key}-day": day, f"{key}-month": month, f"{key}-year": year}
            if kind is Kind.DATETIME:
                boxes[f"{key}-time"] = value[11:16]
        elif kind is Kind.ADDRESS:
            boxes |= {f"{key}-{part}": text for part, text in value.items() if text and text is not True}
            boxes |= {f"{key}-{part}": "yes" for part, text in value.items() if text is True}
        else:
            boxes[key] = value
    return boxes


def begin(client: Client) -> str:
    """Choose the panel; returns the draft's address."""
    client.get("/refer")
    page = client.submit({"panel": PANEL})
    assert page.status == 200, page.words()[:300]
    return page.path


def fill(client: Client, base: str, section_id: str, items: list[dict[str, Any]]) -> Page:
    """Fill in one section, entry by entry."""
    section = form().section(section_id)
    for number, item in enumerate(items):
        client.get(f"{base}/{section_id}/{number}" if section.repeats else f"{base}/{section_id}")
        page = client.submit(typed(section, item))
        assert page.status == 200, (section_id, page.words()[:600])
    if section.repeats:
        client.get(f"{base}/{section_id}")
        page = client.submit({"more": "no"})
        assert page.status == 200, (section_id, page.words()[:600])
    return page


def answer_risk(client: Client, base: str, given: dict[str, str]) -> Page:
    client.get(f"{base}/risk")
    page = client.submit(given)
    assert page.status == 200, page.words()[:400]
    return page


def refer(client: Client, answers: dict[str, list[dict[str, Any]]], scores: dict[str, str]) -> Page:
    """A whole referral, through every page, to the receipt."""
    base = begin(client)
    for section in form().sections:
        fill(client, base, section.id, answers[section.id])
    answer_risk(client, base, scores)
    client.get(f"{base}/check")
    page = client.submit()
    assert page.path == f"{base}/sent", (page.path, page.words()[:800])
    return page

"""Sealed words are found where they may be read, and nowhere else: pages, files, mail, log, raw database."""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from casework.notifications.models import OutgoingMessage
from casework.notifications.templates import body, message
from extensions import db
from tests.tables import KIND
from tests.whole.test_matrix import ask, routes
from tests.whole.world import World

# Words of the demonstration's story that stand in sealed columns only, one or more for each kind of sealed thing.
CANARIES = (
    "Penhallow", "Ashgrove", "Lanternwick", "Underhay", "Stallbrass", "Marchbanks", "Crickmere", "Oakenshaw",
    "Farrowdale", "Thornbury", "Saffron", "7 Quillon Court", "Tern House", "Heron Walk", "11 Curlew Street",
    "020 7946 0171", "I want my door back", "sleeps in the stairwell", "counts the voices", "moved once already",
    "showed a knife", "no agency can end this alone", "One arrest, bailed", "Apply to the court to close the flat",
    "Equipment fitted", "the two men are back at night", "More than one agency has to act together",
    "Does not open the door", "Gorseford", "Rent is paid by somebody else",
)  # fmt: skip
HIDDEN = "11 Curlew Street"


def found_in(text: str) -> set[str]:
    return {canary for canary in CANARIES if canary in text}


def pages(app: Flask, world: World, client: Any) -> Iterator[tuple[str, str]]:
    """Every page that answers a plain GET, with what it shows."""
    for method, rule in sorted(routes(app)):
        if method == "GET" and rule != "/leave":  # leads to somebody else's page
            path = world.path(rule)
            response = client.http.get(path, follow_redirects=True)
            yield path, response.get_data(as_text=True) if response.mimetype != "application/pdf" else ""


def raw_database(app: Flask) -> bytes:
    """The database as a thief has it: SQLite's files, or every row of every table."""
    with app.app_context(), db.engine.connect() as connection:
        if KIND == "sqlite":
            path = Path(db.engine.url.database or "")
            return b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))
        tables = db.metadata.sorted_tables
        return b"".join(repr(row).encode() for table in tables for row in connection.execute(sa.select(table)))


@pytest.mark.parametrize("name", [None, "fern", "yew", "oak"])
def test_who_has_no_case_meets_no_canary_on_any_page(app: Flask, world: World, browser_for: Any, name: str) -> None:
    leaks = {path: found_in(text) for path, text in pages(app, world, browser_for(name)) if found_in(text)}
    assert leaks == {}


@pytest.mark.long
def test_the_chair_meets_the_canaries_and_never_a_hidden_address(app: Flask, world: World, browser_for: Any) -> None:
    chair, seen = browser_for("alder"), set()
    for reference in [f"QQ-A-000{n}" for n in range(1, 7)]:
        for tab in ("", "/timeline", "/people", "/risk", "/actions", "/history"):
            text = chair.http.get(f"/cases/{reference}{tab}").get_data(as_text=True)
            assert HIDDEN not in text, f"{reference}{tab} shows a hidden address"
            seen |= found_in(text)
    for path, text in pages(app, world, chair):
        assert HIDDEN not in text, f"{path} shows a hidden address"
        seen |= found_in(text)
    assert len(seen) >= 20, f"the sweep is blind: it saw only {sorted(seen)}"


@pytest.mark.long
def test_the_members_pages_hold_no_case_that_is_on_no_agenda(app: Flask, world: World, browser_for: Any) -> None:
    for path, text in pages(app, world, browser_for("larch")):
        assert "Thornbury" not in text, f"{path} shows a referral that waits for triage"


def test_no_canary_stands_in_the_raw_database(app: Flask, world: World) -> None:
    """AC 17, AC 59."""
    raw = raw_database(app)
    assert b"QQ-A-0001" in raw, "the search is blind"
    assert {canary for canary in CANARIES if canary.encode() in raw or canary.encode("utf-16-le") in raw} == set()


@pytest.mark.long
def test_no_canary_stands_in_mail_or_log(
    app: Flask, world: World, browser_for: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """AC 56."""
    with app.app_context():
        waiting = list(db.session.scalars(sa.select(OutgoingMessage)))
        assert waiting, "the story sends messages"
        written = " ".join(
            f"{message(one.template).subject} {body(one.template, 'http://localhost', one.path)}" for one in waiting
        )
    assert found_in(written) == set()
    with caplog.at_level(logging.DEBUG):
        for _ in pages(app, world, browser_for("alder")):
            pass
        ask(browser_for("alder"), "POST", f"/cases/{world.case}/notes")
    assert found_in(caplog.text) == set()


def test_the_access_log_names_nobody(app: Flask, world: World, browser_for: Any) -> None:
    client = browser_for("yew")
    client.get("/audit")
    page = client.submit({"what": world.case})
    assert "Who looked at" in page.words()
    text = client.get(f"{page.path}?{page.response.request.query_string.decode()}&period=12-months").text
    assert found_in(text) == set()

"""Fields that a page's form does not have: nothing is done with them, and the log says once that they came."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from auth import foreign_fields
from auth.access_log.models import AccessEntry
from extensions import db
from tests.client import Client
from tests.sight.letting_in import MONDAY
from tests.whole import hostile
from tests.whole.test_bad_input import forms_on, paths
from tests.whole.world import World

FOREIGN = {"certified_until": hostile.CANARY_DAY}
PEOPLE = ("alder", "oak", "elm")


def noted(app: Flask) -> int:
    with app.app_context():
        wanted = sa.select(sa.func.count()).where(AccessEntry.event == foreign_fields.EVENT)
        return db.session.scalar(wanted) or 0


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    foreign_fields.forget()
    yield
    foreign_fields.forget()


def forms_of(
    app: Flask, world: World, client: Client
) -> Iterator[tuple[str, list[tuple[str, str]], list[tuple[str, str]]]]:
    """Where each form of each page of this person goes, what somebody in a hurry sends, and its buttons."""
    seen: set[str] = set()
    for rule in paths(app, "GET"):
        for form in forms_on(client, world.path(rule)):
            action = form.get("action") or world.path(rule)
            if (form.get("method") or "").lower() != "post" or action in seen or action.startswith("/sign"):
                continue
            seen.add(action)
            buttons = [(one.get("name"), one.get("value") or "") for one in form.iter("button") if one.get("name")]
            yield action, hostile.filled(client.page, form), buttons


def body_of(*fields: tuple[str, str]) -> dict[str, list[str]]:
    body: dict[str, list[str]] = {}
    for name, value in fields:
        body.setdefault(name, []).append(value)
    return body


@pytest.mark.long
@pytest.mark.one_database
def test_an_honest_form_would_be_noted_or_a_foreign_field_would_not(app: Flask, world: World, browser_for: Any) -> None:
    """Each form as it stands, by each of its buttons; then with a field that it does not have."""
    honest, unnoticed, sent, taken = [], [], 0, 0
    before = hostile.canaries_stored(app)
    for who in PEOPLE:
        client: Client = browser_for(who)
        for action, fields, buttons in forms_of(app, world, client):
            for button in buttons or [("", "")]:
                foreign_fields.forget()
                count = noted(app)
                pressed = [button] if button[0] else []
                answer = client.http.post(action, data=body_of(*fields, *pressed))
                sent, taken = sent + 1, taken + (answer.status_code in (302, 303))
                if noted(app) != count:
                    honest.append(f"{who} {action} {button} {answer.status_code} {sorted({n for n, _ in fields})}")
            foreign_fields.forget()
            count = noted(app)
            anew = [(name, str(uuid4()) if name == "once" else value) for name, value in fields]
            answer = client.http.post(action, data=body_of(*anew, *FOREIGN.items()))
            reached = answer.status_code in (*foreign_fields.DONE, *foreign_fields.CAME_BACK)
            if noted(app) != count + reached:
                unnoticed.append(f"{who} {action} {answer.status_code}")
    assert not honest, "\n".join(honest)
    assert not unnoticed, "\n".join(unnoticed)
    assert (sent > 90, taken > 5) == (True, True), (sent, taken)
    assert hostile.canaries_stored(app) == before


def test_foreign_fields_would_fill_the_log_or_be_read_there(app: Flask, browser_for: Any) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        larch = browser_for("larch")
        larch.get("/kept-away")
        for _ in range(3):
            larch.submit({**FOREIGN, "is_admin": "canary-field"})
            assert larch.page.status == 200
        assert noted(app) == 1
        clock.shift(timedelta(minutes=1))
        larch.submit({"is_admin": "canary-field"})
        assert noted(app) == 2
        browser_for("rowan").get("/kept-away")
    with app.app_context():
        rows = db.session.scalars(sa.select(AccessEntry).where(AccessEntry.event == foreign_fields.EVENT))
        for row in rows:
            told = repr({column.key: getattr(row, column.key) for column in sa.inspect(AccessEntry).column_attrs})
            assert (row.outcome, row.object_type) == ("refused", "page")
            assert "canary" not in told
            assert "certified_until" not in told
            assert "is_admin" not in told


@pytest.mark.pure
def test_a_button_of_our_own_would_be_taken_for_a_foreign_field() -> None:
    root, by_name = Path(__file__).parents[2], set()
    ways = (r'request\.form\.get\("(\w+)"', r'"(\w+)" (?:not )?in request\.form', r'request\.form\["(\w+)"')
    for part in ("auth", "casework", "panels"):
        for file in (root / part).rglob("*.py"):
            by_name |= {name for way in ways for name in re.findall(way, file.read_text())}
    assert by_name - foreign_fields.OF_EVERY_FORM - foreign_fields.PRESSED == {"done"}, "of pages without an account"

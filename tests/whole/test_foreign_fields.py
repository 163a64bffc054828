"""What no page of ours sends: nothing is done with it, and the log says once that it came.

That what our pages do send is never taken for it, every form says that any test submits as it is drawn
(``tests/client.py``), and every post of a real browser (``window`` in ``tests/conftest.py``).
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from auth import foreign_fields
from auth.access_log.models import AccessEntry
from auth.models import Account, Appointment
from extensions import db
from tests.client import Client
from tests.sight.letting_in import MONDAY
from tests.tables import past_the_wall
from tests.whole import hostile
from tests.whole.test_bad_input import forms_on, noted, paths
from tests.whole.world import World

FOREIGN = {"certified_until": hostile.CANARY_DAY}
PEOPLE = ("alder", "oak", "elm")


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


@pytest.mark.long
def test_anothers_id_would_be_taken_from_where_no_form_has_it(app: Flask, world: World, browser_for: Any) -> None:
    """Security design 3.6: in the body, in arrays and nested, in headers, in cookies; then all of it as JSON."""
    ids, changed, unnoticed, faults, sent = ids_of_others(app, world), [], [], [], 0
    beside = {f"{name}{way}": one for name, one in ids.items() for way in ("", "[]", "[0][id]", ".id")}
    headers = {f"X-{name.replace('_', '-')}": one for name, one in ids.items()}
    clients: dict[str, Client] = {who: browser_for(who) for who in ("elm", "alder")}
    for client in clients.values():
        for name, one in ids.items():
            client.http.set_cookie(name, one, domain="localhost")
    for client, (action, fields, _) in ((one, form) for one in clients.values() for form in forms_of(app, world, one)):
        token = dict(fields).get("csrf_token", "")
        strange = {name: one for name, one in beside.items() if name not in dict(fields)}
        foreign_fields.forget()
        before, count = named(app, ids), noted(app)
        answer = client.http.post(action, data=body_of(*fields, *strange.items()), headers=headers)
        sent += answer.status_code in (*foreign_fields.DONE, *foreign_fields.CAME_BACK)
        faults += [action] if answer.status_code >= 500 else []
        if answer.status_code in (*foreign_fields.DONE, *foreign_fields.CAME_BACK) and noted(app) != count + 1:
            unnoticed.append(f"{action} {answer.status_code}")
        nested = {**dict(fields), **ids, "objects": [{"id": one} for one in ids.values()], "once": str(uuid4())}
        foreign_fields.forget()
        count = noted(app)
        answer = client.http.post(action, json=nested, headers={**headers, "X-CSRFToken": token})
        faults += [f"{action} as JSON"] if answer.status_code >= 500 else []
        if answer.status_code in (*foreign_fields.DONE, *foreign_fields.CAME_BACK) and noted(app) != count + 1:
            unnoticed.append(f"{action} {answer.status_code} as JSON")
        if named(app, ids) != before:
            changed.append(action)
    assert (changed, unnoticed, faults) == ([], [], [])
    assert sent > 20, sent


def ids_of_others(app: Flask, world: World) -> dict[str, str]:
    """By each name that a column ending in "_id" has: the id of something real that is another person's."""
    with app.app_context():
        fern = db.session.scalars(sa.select(Account).where(Account.email == "fern@example.org")).one()
        appointment = db.session.scalars(sa.select(Appointment.id).where(Appointment.account_id == fern.id)).first()
        theirs = {"account": fern.id, "appointment": appointment, "document": world.document_id}
        names = sorted(name for name in hostile.every_column() if name.endswith("_id"))
        return {name: str(theirs.get(name.removesuffix("_id"), fern.id)) for name in names}


def named(app: Flask, ids: dict[str, str]) -> int:
    """How many cells of the database hold one of these ids, past the log of who looked."""
    wanted = {UUID(one) for one in ids.values()}
    with app.app_context(), past_the_wall().connect() as connection:
        tables = [table for table in db.metadata.sorted_tables if not table.name.startswith("access_")]
        rows = [row for table in tables for row in connection.execute(sa.select(table))]
    return sum(cell in wanted for row in rows for cell in row if isinstance(cell, UUID))


def test_json_would_be_taken_for_a_form(app: Flask, browser_for: Any) -> None:
    larch = browser_for("larch")
    fields = dict(larch.get("/kept-away").fields())
    answer = larch.http.post("/kept-away", json=fields, headers={"X-CSRFToken": fields["csrf_token"]})
    assert answer.status_code == 422
    assert ways_noted(app) == [foreign_fields.BODY]


def test_a_doubled_field_would_go_unnoticed(app: Flask, browser_for: Any) -> None:
    larch = browser_for("larch")
    fields = larch.get("/kept-away").fields()
    larch.http.post("/kept-away", data=body_of(*fields, ("surname", "Ash"), ("surname", "Elder")))
    assert foreign_fields.TWICE in ways_noted(app)
    larch.get("/cases?page=1&page=2")
    assert ways_noted(app).count(foreign_fields.TWICE) == 1, "once a minute"
    foreign_fields.forget()
    larch.get("/cases?page=1&page=2")
    assert ways_noted(app).count(foreign_fields.TWICE) == 2


@pytest.mark.parametrize("how", ["field", "query", *foreign_fields.OVERRIDES])
def test_a_word_for_another_method_would_go_unnoticed(app: Flask, browser_for: Any, how: str) -> None:
    larch = browser_for("larch")
    fields = larch.get("/kept-away").fields()
    if how == "field":
        larch.http.post("/kept-away", data=body_of(*fields, ("_method", "DELETE")))
    else:
        query = "?_method=DELETE" if how == "query" else ""
        larch.http.get(f"/kept-away{query}", headers={} if query else {how: "/admin"})
    assert ways_noted(app) == [foreign_fields.METHOD]


def test_somebody_without_an_account_would_fill_the_log(app: Flask, client: Any) -> None:
    answer = client.get("/sign-in?_method=POST", headers={"X-HTTP-Method-Override": "POST"})
    assert (answer.status_code, noted(app)) == (200, 0)


def ways_noted(app: Flask) -> list[str]:
    with app.app_context():
        wanted = sa.select(AccessEntry.rule).where(AccessEntry.event == foreign_fields.EVENT)
        return [one or "" for one in db.session.scalars(wanted.order_by(AccessEntry.number))]


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


NO_FIELDS = {"format-detection", "referrer", "robots", "theme-color", "viewport", "period", "sort", "state"}
"""Names of what a page says of itself, and of forms that ask and change nothing."""
OF_RESIDENTS = {"back", "done", "lang"}


@pytest.mark.long
@pytest.mark.pure
def test_a_name_that_a_template_writes_itself_would_be_taken_for_a_foreign_field() -> None:
    root = Path(__file__).parents[2]
    words = "".join(file.read_text() for file in (root / "templates").rglob("*.html"))
    written = set(re.findall(r"""\bname["']?\s*[:=]\s*["']([a-z_-]+)["']""", words))
    source = "".join(
        file.read_text() for part in ("auth", "casework", "panels") for file in (root / part).rglob("*.py")
    )
    fields = {name for name in written if re.search(rf"^ +{name}\s*=\s*\w*Field\(", source, re.MULTILINE)}
    own = foreign_fields.OF_EVERY_FORM | foreign_fields.PRESSED
    assert len(written) > 30, "the search is blind"
    assert written - fields - own - NO_FIELDS - OF_RESIDENTS == set()

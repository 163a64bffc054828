"""Every route with what a hostile client sends: refused or ignored, in the log, and never a fault of ours."""

import logging
import random
import re
from typing import Any
from urllib.parse import quote, urlsplit
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from auth import foreign_fields
from auth.access_log.models import AccessEntry
from auth.models import Account
from extensions import db
from tests.client import Client
from tests.whole import hostile
from tests.whole.test_matrix import csrf_of, routes
from tests.whole.world import World

pytestmark = pytest.mark.long

PEOPLE = {"alder": "", "oak": "/admin", "elm": "/refer", "yew": "/audit"}
"""Who asks, and where a route of theirs begins; the chair has what is left."""
LEAVES = {"/sign-out", "/sign-in/again", "/leave"}
"""Ends the session that asks, or leads a resident away to a harmless page elsewhere, which is what it is for."""


def paths(app: Flask, method: str) -> list[str]:
    return [rule for one, rule in sorted(routes(app)) if one == method and rule not in LEAVES]


def asker(clients: dict[str, Client], rule: str) -> Client:
    name = next((name for name, start in PEOPLE.items() if start and rule.startswith(start)), "alder")
    return clients[name]


@pytest.fixture
def clients(world: World, browser_for: Any) -> dict[str, Client]:
    return {name: browser_for(name) for name in PEOPLE}


def forms_on(client: Client, path: str) -> list[Any]:
    page = client.get(path)
    return page.forms() if page.status == 200 and page.tree is not None else []


def fault(answer: Any, what: str) -> list[str]:
    """A fault of ours, a page that is reflected unescaped, or a way to another site."""
    wrong = [f"{what}: {answer.status_code}"] if answer.status_code >= 500 else []
    location = urlsplit(answer.headers.get("Location", ""))
    if location.netloc not in ("", "localhost") or location.scheme not in ("", "http"):
        wrong.append(f"{what}: leads to {answer.headers['Location']}")
    if any("\n" in value or "\r" in value or "evil.example" in value for _, value in answer.headers):
        wrong.append(f"{what}: a header that was sent to us")
    if answer.mimetype == "text/html" and b"<script>alert(1)" in answer.get_data():
        wrong.append(f"{what}: reflected")
    return wrong


def test_a_hostile_address_or_query_would_be_a_fault(app: Flask, world: World, clients: dict[str, Client]) -> None:
    chance, wrong, found = random.Random(6), [], 0
    for rule in paths(app, "GET"):
        client = asker(clients, rule)
        queries = "&".join(chance.sample(hostile.QUERY, 6))
        answers = [client.http.get(f"{world.path(rule)}?{queries}")]
        if "<" in rule:
            asked = re.sub("<[^>]+>", lambda _: chance.choice(hostile.PARTS), rule)
            answers.append(client.http.get(asked))
            found += answers[-1].status_code in (404, 400, 308)
        wrong += [one for answer in answers for one in fault(answer, f"{rule}?{queries}")]
    assert not wrong, "\n".join(wrong)
    assert found > 100, found


def test_a_hostile_body_would_be_a_fault_or_change_something(
    app: Flask, world: World, clients: dict[str, Client]
) -> None:
    """Wrong types, NUL, odd encodings, arrays and duplicates under every name that any form of ours has."""
    chance, wrong = random.Random(7), []
    names = sorted({*hostile.every_column(), "do", "choice", "agree", "cases", "version", "entry-0-text"})
    tokens = {name: csrf_of(client) for name, client in clients.items()}
    for rule in paths(app, "POST"):
        client = asker(clients, rule)
        token = next(tokens[name] for name, one in clients.items() if one is client)
        body: dict[str, Any] = {name: chance.choice(hostile.VALUES) for name in chance.sample(names, 60)}
        body |= {f"{name}[]": "x" for name in chance.sample(names, 3)} | {"a[b][c]": "x", "_method": "DELETE"}
        body |= {name: ["1", "2", chance.choice(hostile.VALUES)] for name in chance.sample(names, 5)}
        answer = client.http.post(world.path(rule), data={**body, "csrf_token": token})
        wrong += fault(answer, rule)
        json = {"csrf_token": token, "account_id": {"a": [1]}, "reason": ["x"], "version": 10**30, "n": float("inf")}
        answer = client.http.post(world.path(rule), json=json, headers={"X-CSRFToken": token})
        wrong += fault(answer, f"{rule} as JSON")
    assert not wrong, "\n".join(wrong)
    assert hostile.canaries_stored(app) == []
    with app.app_context():
        refused = sa.select(sa.func.count()).where(AccessEntry.outcome == "refused")
        assert (db.session.scalar(refused) or 0) > 25


def test_a_form_would_take_more_than_it_asks_for(app: Flask, world: World, browser_for: Any) -> None:
    """AC 50: each form as it stands, filled in, with every column of every model beside its own boxes."""
    columns, sent, taken, wrong = hostile.every_column(), 0, 0, []
    before = hostile.canaries_stored(app)
    for name in ("alder", "oak", "elm"):
        client: Client = browser_for(name)
        seen: set[str] = set()
        for rule in paths(app, "GET"):
            for form in forms_on(client, world.path(rule)):
                action = form.get("action") or world.path(rule)
                if (form.get("method") or "").lower() != "post" or action in seen or action.startswith("/sign"):
                    continue
                seen.add(action)
                fields = hostile.filled(client.page, form)
                own = {field for field, _ in fields}
                extra = [(column, value) for column, value in columns.items() if column not in own]
                body: dict[str, Any] = {}
                for field, value in [*fields, *extra]:
                    body.setdefault(field, []).append(value)
                foreign_fields.forget()
                count = noted(app)
                answer = client.http.post(action, data=body)
                reached = answer.status_code in (*foreign_fields.DONE, *foreign_fields.CAME_BACK)
                if reached and noted(app) == count:
                    wrong.append(f"{name} {action}: not in the log")
                sent, taken = sent + 1, taken + (answer.status_code in (302, 303))
                wrong += fault(answer, f"{name} {action}")
    assert not wrong, "\n".join(wrong)
    assert sent > 90, sent
    assert taken > 15, taken
    assert hostile.canaries_stored(app) == before


def noted(app: Flask) -> int:
    """How often the log says that somebody sent what no page of ours sends."""
    with app.app_context():
        wanted = sa.select(sa.func.count()).where(AccessEntry.event == foreign_fields.EVENT)
        return db.session.scalar(wanted) or 0


def test_another_method_would_act(app: Flask, world: World, clients: dict[str, Client]) -> None:
    """Methods that no route has, and words that ask for another one than was sent."""
    wrong = []
    for place, rule in enumerate(paths(app, "GET")):
        client, path = asker(clients, rule), world.path(rule)
        answer = client.http.open(path, method=hostile.METHODS[place % len(hostile.METHODS)])
        if answer.status_code not in (404, 405):
            wrong.append(f"{rule}: {answer.status_code}")
    for rule in [rule for rule in paths(app, "POST") if rule not in paths(app, "GET")]:
        client, path = asker(clients, rule), world.path(rule)
        plain, answer = client.http.get(path), client.http.get(f"{path}?_method=POST", headers=hostile.OVERRIDES)
        if answer.status_code != plain.status_code or answer.status_code == 200:
            wrong.append(f"{rule} by override: {answer.status_code}")
    assert not wrong, "\n".join(wrong)


def test_a_host_or_a_forwarded_header_would_be_believed(app: Flask, world: World, clients: dict[str, Client]) -> None:
    """AC 48."""
    client, wrong = clients["alder"], []
    sample = ("/home", f"/cases/{world.case}", "/sign-in", "/audit", "/no/such/page", "/asb-case-review", "/cases")
    for path in sample:
        plain = client.http.get(path)
        for name, value in hostile.FORWARDED.items():
            answer = client.http.get(path, headers={name: value})
            wrong += fault(answer, f"{path} {name}")
            if answer.status_code != plain.status_code or b"evil.example" in answer.get_data():
                wrong.append(f"{path} {name}: {answer.status_code}")
        for host in hostile.HOSTS:
            answer = client.http.get(path, headers={"Host": host})
            if answer.status_code not in (400, 404, 421) or b"evil" in answer.get_data():
                wrong.append(f"{path} Host {host}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)


def test_a_field_of_a_megabyte_would_be_a_fault_or_be_lost(app: Flask, world: World, browser_for: Any) -> None:
    alder = browser_for("alder")
    alder.get(f"/cases/{world.case}/notes")
    page = alder.submit({"text": hostile.MEGABYTE, "nature": "fact"}, form="text")
    assert page.status == 422
    assert hostile.MEGABYTE in page.text, "what was typed is handed back"
    token = csrf_of(alder)
    for body in ({f"f{number}": "x" for number in range(3_000)}, {"text": ["x"] * 3_000}):
        answer = alder.http.post(f"/cases/{world.case}/notes", data={**body, "csrf_token": token})
        assert answer.status_code in (413, 422), answer.status_code
        answer = alder.http.post(
            f"/cases/{world.case}/notes", data={**body, "csrf_token": token}, content_type="multipart/form-data"
        )
        assert answer.status_code in (413, 422), answer.status_code


def test_a_request_would_write_a_line_of_its_own_into_a_log(
    app: Flask, world: World, clients: dict[str, Client], caplog: Any, capfd: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """AC 55: ends of lines, control characters and false lines, in whatever a request has, faults among them."""
    said, alder = "forged-7f3a", clients["alder"]
    home = next(rule.endpoint for rule in app.url_map.iter_rules() if rule.rule == "/home")
    broken = app.view_functions | {home: lambda: int("")}
    tries = (
        f"{said}\r\nERROR in faults: Fault",
        f"\x1b[2J{said}",
        f"{said}\u2028x",
        f"{said}%0d%0ax",
        f"%(x)s{said}{{0}}",
    )
    token = csrf_of(alder)
    with caplog.at_level(logging.DEBUG):
        for words in tries:
            line = "".join(char for char in words if " " <= char <= "~")
            names = ("User-Agent", "Referer", "X-Request-ID", "X-Forwarded-For", "Accept-Language", "Cookie2", said)
            alder.http.get(f"/cases/{quote(words)}?q={quote(words)}", headers=dict.fromkeys(names, line))
            alder.http.post("/sign-in", data={"csrf_token": token, "email": words, "password": words, words: words})
            alder.http.post(f"/cases/{world.case}/notes", data={"csrf_token": token, "text": words, "nature": words})
            with monkeypatch.context() as patch:
                patch.setattr(app, "view_functions", broken)
                answer = alder.http.get(f"/home?q={quote(words)}", headers=dict.fromkeys(names, line))
                assert answer.status_code == 500
    written = caplog.text + "".join(capfd.readouterr()) + repr([record.__dict__ for record in caplog.records])
    assert "Fault ValueError" in written, "the search is blind"
    assert said not in written


def test_an_id_that_was_not_offered_would_be_taken(app: Flask, world: World, browser_for: Any) -> None:
    """Lists to pick from: the id of somebody or something real that this form does not offer."""
    with app.app_context():
        oak = str(db.session.scalars(sa.select(Account.id).where(Account.email == "oak@example.org")).one())
    tried = 0
    for who in ("cora", "alder"):
        client: Client = browser_for(who)
        for rule in paths(app, "GET"):
            for form in forms_on(client, world.path(rule)):
                if (form.get("method") or "").lower() != "post":
                    continue
                fields = dict(hostile.filled(client.page, form))
                offered = {one.get("value") for one in form.iter("option", "input")}
                for name in (name for name, value in fields.items() if _is_id(value) and name != "once"):
                    if oak not in offered:
                        tried += 1
                        answer = client.http.post(form.get("action") or world.path(rule), data={**fields, name: oak})
                        assert answer.status_code in (400, 404, 409, 422), (rule, name, answer.status_code)
    assert tried > 4, tried


def _is_id(value: str) -> bool:
    try:
        UUID(value)
    except ValueError:
        return False
    return True

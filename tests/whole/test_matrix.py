"""Every route × method × kind of person, compared with a table kept by hand.

The routes come from the URL map; what should happen comes from ``matrix.txt``, which people read and change. A route
that is not in the table fails, and so does a line of the table without a route.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from tests.client import Client
from tests.whole.kinds import IN_THE_STORY as KEYS
from tests.whole.kinds import KINDS, RESIDENTS, clients_of
from tests.whole.world import World

TABLE = Path(__file__).with_name("matrix.txt")
PEOPLE = ("nobody", "alder", "birch", "cora", "larch", "rowan", "hazel", "elm", "fern", "yew", "oak")
SAMPLE = ("nobody", "cora", "fern")
"""Nobody, somebody who runs a panel, somebody who refers: every change is tried with these."""
SHUT = ("/sign-in", "/form/ended")
ENDS_IT = ("/leave", "/form/start", "/form/return")
"""What ends a resident's session comes last."""


def lines() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """(method, rule, who may) from the table; ``everybody`` means without an account, ``staff`` everybody with one."""
    for line in TABLE.read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            method, rule, who = line.split(maxsplit=2)
            yield method, rule, tuple(who.split())


def expected() -> dict[tuple[str, str], frozenset[str]]:
    chairs = ("alder", "birch")
    leads = (*chairs, "cora")
    panel = (*leads, "larch", "rowan", "hazel", "elm")
    groups = {"everybody": (*PEOPLE, *KINDS), "panel": panel, "leads": leads, "chairs": chairs}
    groups["staff"] = (*PEOPLE[1:], *(kind for kind in KINDS if kind not in RESIDENTS))
    groups["residents"] = RESIDENTS
    groups["nobody-at-all"] = ()
    return {
        (method, rule): frozenset(one for name in who for one in groups.get(name, (name,)))
        for method, rule, who in lines()
    }


def routes(app: Flask) -> set[tuple[str, str]]:
    return {
        (method, rule.rule.replace(", ", ","))
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static"
        for method in (rule.methods or set()) & {"GET", "POST"}
    }


def test_the_table_names_every_route_and_nothing_else(whole_app: Flask) -> None:
    assert set(expected()) == routes(whole_app)


@pytest.mark.parametrize("people", [SAMPLE, pytest.param(PEOPLE, marks=pytest.mark.long)], ids=["sample", "all"])
def test_nobody_gets_further_than_the_table_says(
    app: Flask, world: World, browser_for: Any, people: tuple[str, ...]
) -> None:
    clients = {name: browser_for(None if name == "nobody" else name) for name in people}
    wrong = wrong_cells(clients, world)
    assert not wrong, "\n".join(wrong)


@pytest.mark.long
def test_nobody_of_another_kind_gets_further_than_the_table_says(app: Flask, world: World, browser_for: Any) -> None:
    """AC 01, AC 11: officers between the meetings, for an emergency and of privacy, those who were let into one case,
    an agency's lead, and a resident before and after sending."""
    wrong = wrong_cells(clients_of(app, world, browser_for), world)
    assert not wrong, "\n".join(wrong)


def wrong_cells(clients: dict[str, Client], world: World) -> list[str]:
    """The cells in which somebody gets through, or does not, against the table. Every GET comes before any POST."""
    wrong = []
    table = sorted(expected().items(), key=lambda line: (line[0][1] in ENDS_IT, line))
    for (method, rule), allowed in table:
        for name, client in clients.items():
            status = ask(client, method, world.path(rule))
            if rule == "/sign-out" and name not in ("nobody", *RESIDENTS):
                client.begin_session(f"{KEYS.get(name, name)}@example.org")
            if rule in ("/sign-out", "/stay-signed-in", "/sign-in"):
                TOKENS.pop(client, None)
            if opened(name, status, client) != (name in allowed):
                wrong.append(f"{method} {rule} {name}: {status}")
    return wrong


def ask(client: Client, method: str, path: str) -> int:
    """The status of a bare request: no form fields, so that an unsafe route that is reached refuses the form."""
    if method == "GET":
        response = client.http.get(path)
    else:
        token = TOKENS.get(client) or TOKENS.setdefault(client, csrf_of(client))
        response = client.http.post(path, data={"csrf_token": token})
    LAST[client] = response.headers.get("Location", "")
    return response.status_code


LAST: dict[Client, str] = {}
TOKENS: dict[Client, str] = {}


def csrf_of(client: Client) -> str:
    page = client.get("/privacy")
    fields = dict(page.fields("csrf_token")) if "csrf_token" in page.text else {}
    if "csrf_token" not in fields:
        page = client.get("/sign-in")
        fields = dict(page.fields("csrf_token")) if "csrf_token" in page.text else {}
    return fields.get("csrf_token", "")


def opened(name: str, status: int, client: Client) -> bool:
    """Whether the door opened: anything but the not-found page, the way to the sign-in page, or to the page that a
    resident without a session gets."""
    if status in (404, 405):
        return False
    return not (status in (302, 303) and LAST[client].partition("?")[0] in SHUT)


def test_missing_and_not_yours_are_one_answer(world: World, browser_for: Any) -> None:
    client = browser_for("fern")
    unknown = UUID(int=7)
    pairs = (
        (f"/cases/{world.case}", "/cases/QQ-A-9999"),
        (f"/cases/{world.case}/people", "/cases/QQ-A-9999/people"),
        (f"/refer/{world.referral}", f"/refer/{unknown}"),
        (f"/triage/{world.referral_reference}", "/triage/QQ-RA-9999"),
        (f"/meetings/{world.meeting}", f"/meetings/{unknown}"),
        (f"/meetings/{world.meeting}/minutes", f"/meetings/{unknown}/minutes"),
        (f"/actions/{world.action}", f"/actions/{unknown}"),
        (f"/questions/{world.enquiry}", f"/questions/{unknown}"),
    )
    for theirs, missing in pairs:
        first, second = client.http.get(theirs), client.http.get(missing)
        assert first.status_code == second.status_code == 404, (theirs, first.status_code, second.status_code)
        assert plain(first.text) == plain(second.text), theirs


def plain(text: str) -> str:
    """The page without what differs from request to request: the tokens and the clock."""
    text = re.sub(r'nonce="[^"]*"|name="(csrf_token|once)" value="[^"]*"', "", text)
    return re.sub(r"\d{1,2}:\d\d(am|pm)|data-ends-at=\"[^\"]*\"", "", text)

"""What holds of every answer there is: its headers, that asking changes nothing, that no address names anybody, that a
post which was not made on our page does nothing."""

import re
import secrets
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from flask import Flask, g

from auth.doors import NotAllowed
from casework.cases.access import case_by_id, case_for
from casework.cases.models import Case
from casework.people.models import Person
from extensions import db
from tests.cases.made import actor_named
from tests.client import Client, Page
from tests.whole.hostile import filled
from tests.whole.test_equal_work import still
from tests.whole.test_matrix import plain, routes
from tests.whole.world import World

pytestmark = pytest.mark.long

PEOPLE = ("alder", "larch", "oak", "yew")
BY_LOOKING = {
    *(
        "access_entry",
        "access_reason",
        "accessed_object",
        "user_session",
        "used_form",
        "sign_in_try",
        "unreadable_value",
    ),
    *("pack_copy", "passkey_challenge", "resident_session", "resident_try"),
}
"""Tables in which asking for a page leaves its trace; everything else stays as it was."""
POLICY = ("default-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'", "script-src 'self'")
POLICY_OF_PAGES = ("base-uri 'none'", "form-action 'self'", "script-src 'self'")
HEADERS = {
    "X-Content-Type-Options": ("nosniff",),
    "Referrer-Policy": ("same-origin", "no-referrer"),
    "Cache-Control": ("no-store",),
    "Cross-Origin-Opener-Policy": ("same-origin",),
    "Cross-Origin-Resource-Policy": ("same-origin",),
}
FORGED = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site", "Referer": "https://evil.example/"}


def paths(app: Flask, world: World) -> list[str]:
    return [world.path(rule) for method, rule in sorted(routes(app)) if method == "GET" and rule != "/sign-out"]


def stored(app: Flask) -> dict[str, int]:
    """A digest of each table."""
    with app.app_context(), db.engine.connect() as connection:
        return {
            table.name: hash(tuple(sorted(map(repr, connection.execute(sa.select(table))))))
            for table in db.metadata.sorted_tables
            if table.name not in BY_LOOKING
        }


def lacking(answer: Any, nonces: set[str]) -> list[str]:
    """Which of the headers that every answer bears this one lacks."""
    headers, policy = answer.headers, answer.headers.get("Content-Security-Policy", "")
    sandboxed = "sandbox" in policy  # a file that somebody added: it runs nothing at all
    wrong = [part for part in POLICY if part not in policy and not (sandboxed and part in POLICY_OF_PAGES)]
    wrong += ["unsafe"] if "unsafe-" in policy else []
    wrong += [name for name, values in HEADERS.items() if headers.get(name) not in values]
    nonce = re.search(r"'nonce-([^']+)'", policy)
    wrong += ["a nonce used twice"] if not sandboxed and (nonce is None or nonce[1] in nonces) else []
    nonces |= {nonce[1]} if nonce else set()
    for line in headers.getlist("Set-Cookie"):
        # A cookie that is taken away holds nothing.
        wrong += [part for part in ("HttpOnly", "SameSite=", "Path=/") if part not in line and "Max-Age=0" not in line]
    return wrong + [name for name in ("Server", "X-Powered-By") if name in headers]


def test_a_page_would_lack_a_header_change_something_or_have_no_way_out(
    app: Flask, world: World, browser_for: Any
) -> None:
    """AC 46, AC 47: scanners of mail follow every link; other sites frame every page."""
    with app.app_context():
        references = db.session.scalars(sa.select(Person.reference)).all()
    clients: dict[str | None, Client] = {name: browser_for(name) for name in (*PEOPLE, None)}
    before, nonces, wrong = stored(app), set[str](), []
    for name, client in clients.items():
        for path in paths(app, world):
            answer = client.http.get(path)
            wrong += [f"{name} {path}: {one}" for one in lacking(answer, nonces)]
            if answer.status_code == 200 and answer.mimetype == "text/html" and name:
                page = Page(answer)
                if "/sign-out" not in page.text and "app-resident" not in page.text and "/form" not in path:
                    wrong.append(f"{name} {path}: no way to sign out")
                wrong += [f"{path} leads to {link}" for link in page.links() if _names_somebody(link)]
    assert not wrong, "\n".join(wrong[:40])
    assert references
    after = stored(app)
    assert {table for table in before if before[table] != after[table]} == set()


def _names_somebody(link: str) -> bool:
    """Story names of the demonstration, and anything that looks like a search in an address."""
    return bool(re.search(r"[?&](q|words|name|search|email|postcode)=[^&]", link, re.IGNORECASE))


def test_a_post_from_another_page_would_do_its_work(app: Flask, world: World, browser_for: Any) -> None:
    """AC 45: without a token, with one of another session, and from another site with a right one."""
    alder, larch = browser_for("alder"), browser_for("larch")
    theirs = dict(larch.get("/privacy").fields("csrf_token"))["csrf_token"]
    before, tried, wrong = stored(app), 0, []
    for path in paths(app, world):
        page = alder.http.get(path)
        if page.status_code != 200 or page.mimetype != "text/html":
            continue
        for form in Page(page).forms():
            action = form.get("action") or path
            if (form.get("method") or "").lower() != "post" or action.startswith("/form"):
                continue
            fields = [(name, value) for name, value in filled(None, form) if name != "csrf_token"]
            for token in ("", secrets.token_hex(20), theirs):
                body: dict[str, Any] = {}
                for field, value in [*fields, ("csrf_token", token)]:
                    body.setdefault(field, []).append(value)
                answer = alder.http.post(action, data=body, headers=FORGED)
                tried += 1
                if answer.status_code < 400:
                    wrong.append(f"{action}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)
    assert tried > 150, tried
    changed = {table for table, digest in stored(app).items() if before[table] != digest}
    assert changed <= {"kept_form", "data_key"}


def test_an_id_or_reference_would_be_guessed(app: Flask, world: World, browser_for: Any) -> None:
    """AC 01: neighbours of what there is and ids at random, asked for by somebody to whom none is open."""
    fern, answers = browser_for("fern"), set()
    with still():
        for number in range(150):
            sort = ("/cases/QQ-A-{0:04}", "/actions/{1}", "/triage/QQ-RA-{0:04}")[number % 3]
            answer = fern.http.get(sort.format(number, uuid4()))
            answers.add((sort, answer.status_code, plain(answer.text)))
    assert {status for _, status, _ in answers} == {404}
    assert len(answers) == 3, "one answer for each kind of address: the menu says where the reader is"


@pytest.mark.one_database
def test_one_of_twenty_thousand_guesses_would_find_a_case_or_be_answered_otherwise(app: Flask, world: World) -> None:
    """AC 01: ten thousand neighbours of the references there are, and as many ids at random, at the door itself."""
    guesses: list[str | UUID] = [f"QQ-A-{number:04}" for number in range(10_000)]
    guesses += [UUID(bytes=secrets.token_bytes(16)) for _ in range(10_000)]
    with app.app_context():
        there = set(db.session.scalars(sa.select(Case.reference))) & set(guesses)
    assert there, "the guesses hit what there is"
    answers = set()
    for start in range(0, len(guesses), 500):
        with app.test_request_context():
            g.request_id, fern = "guesses", actor_named("fern")
            answers |= {_refused(fern, guess) for guess in guesses[start : start + 500]}
            db.session.rollback()
    assert answers == {("Not found, or not yours.", False)}


def _refused(actor: Any, guess: str | UUID) -> tuple[str, bool] | None:
    try:
        case_by_id(actor, guess) if isinstance(guess, UUID) else case_for(actor, guess)
    except NotAllowed as refusal:
        return str(refusal), refusal.but_for_exclusion
    return None

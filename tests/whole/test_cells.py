"""Every route of a record × whoever can stand to it × every panel × every state of it × a fresh proof or none, against
a table kept by hand (``cells.txt``).

Nothing that is asked for here is kept: each request is undone before its answer leaves, so that no cell depends on one
before it. ``make prove`` asks one cell in so many, the same ones each time; ``CASEWORK_CELLS=1`` asks them all.
"""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

import extensions
from auth.accounts.finding import account_by_email
from auth.models import UserSession
from auth.sign_in import session_rules, sessions
from casework.panel_type.registry import panel_types
from extensions import db, now, unit_of_work
from tests.client import Client
from tests.proofs.related import STATES
from tests.proofs.test_refusals import LOG, nowhere
from tests.proofs.told import START
from tests.whole import cells
from tests.whole.cells import ASKS, CANARY, ENDED, HALF, NOBODY, OPENED, REFUSED, TELLS, Told, letters, tell
from tests.whole.test_matrix import csrf_of, plain, routes

PANELS = ("asb_marac", "hate_incident", "channel", "asb_case_review")
OF_RECORDS = ("cases", "actions", "questions", "letters", "emergency", "triage", "meetings", "refer", "retention")
ONE_IN = int(os.environ.get("CASEWORK_CELLS", "9"))
NOT_HERE = ("/pack/<int:number>", "/minutes/")
"""Of a version of papers or minutes, which these meetings have not: the routes' own table has them."""
KEPT = {"kept_form"}
"""What somebody was typing when their session ended is kept for them, whatever page it was for."""
PROOF = "/sign-in/again"
Cell = tuple[str, str, str, str]
"""Method, rule, state, person."""


def rules_of_records(app: Flask) -> set[tuple[str, str]]:
    found = {one for one in routes(app) if one[1].split("/")[1] in OF_RECORDS and "/<" in one[1]}
    return {one for one in found if one[1].endswith("/minutes/draft") or not any(part in one[1] for part in NOT_HERE)}


def test_a_route_of_a_record_would_stand_in_no_line(whole_app: Flask) -> None:
    assert set(cells.classes()) == rules_of_records(whole_app)


@dataclass(frozen=True)
class Asking:
    """The application, what a request has written, and the call after which nothing that a request does is kept."""

    app: Flask
    written: set[str]
    keep_nothing: Callable[[], None]
    before: set[str] = field(default_factory=set)

    def forget(self) -> None:
        """Begin to note anew; what was written so far is put back after the test all the same."""
        self.before.update(self.written)
        self.written.clear()


@pytest.fixture
def asking(app: Flask, written: set[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Asking]:
    def undo(response: Any) -> Any:
        db.session.rollback()
        return response

    with time_machine.travel(START, tick=False):
        on = Asking(app, written, lambda: monkeypatch.setattr(extensions, "commit_before_leaving", undo))
        yield on
        written.update(on.before)


def clients_of(app: Flask, told: Told, names: list[str], *, proof: bool) -> dict[str, Client]:
    """A browser for each, signed in; ``proof``: who they are was proved a moment ago."""
    found = {name: Client(app) for name in names}
    for name, client in found.items():
        if name not in (NOBODY, HALF):
            client.begin_session(told.people[name])
    with app.app_context(), unit_of_work():
        db.session.execute(sa.update(UserSession).values(stepped_up_at=now() if proof else None))
    _end(app, told, found)
    if HALF in found:
        found[HALF].get("/sign-in")
        went = found[HALF].submit({"email": told.people[HALF], "password": cells.PASSWORD}, follow=False)
        assert went.response.headers["Location"].startswith("/sign-in/"), went.status
    return found


def _end(app: Flask, told: Told, clients: dict[str, Client]) -> None:
    """Somebody who chairs the panel is suspended while signed in."""
    if ENDED not in clients:
        return
    with app.app_context(), unit_of_work():
        account = account_by_email(told.people[ENDED])
        assert account is not None
        account.suspended_at = now()
        sessions.end_all(account.id, because=session_rules.SUSPENDED)


def in_the_sample(cell: Cell, panel: str, one_in: int) -> bool:
    said = "|".join((*cell, panel)).encode()
    return int.from_bytes(sha256(said).digest()[:4]) % one_in == 0


def met(response: Any) -> str:
    """What came back, in the table's words."""
    went = response.headers.get("Location", "").partition("?")[0]
    if response.status_code in (302, 303) and went.startswith("/sign-in"):
        return ASKS if went == PROOF else REFUSED
    return {404: REFUSED, 405: REFUSED, 410: TELLS}.get(response.status_code, OPENED)


def missing(client: Client, path: str, known: dict[tuple[str, str], str], name: str) -> str:
    """The page for an address of this part of the product at which nothing is."""
    key = name, path.split("/")[1]
    if key not in known:
        nothing = re.sub(r"Z[ZRP]-[^/]+", "QQ-A-9999", nowhere(path))
        client.http.get(nothing)  # what the last page has to say is said here
        known[key] = plain(client.http.get(nothing).text)
    return known[key]


def is_missing(client: Client, path: str, answer: Any, known: dict[tuple[str, str], str], name: str) -> bool:
    """Whether the page is the one for what is not there. What one page has to say of the last one, it says once."""
    wanted = missing(client, path, known, name)
    if plain(answer.text) == wanted:
        return True
    again = client.http.open(path, method=answer.request.method, data={"csrf_token": csrf_of(client)})
    return plain(again.text) == wanted


def wrong_cells(on: Asking, panel: str, one_in: int, *, proof: bool) -> tuple[list[str], int]:
    """The cells in which the answer is another than the table's, and what a refusal shows or writes; and how many were
    asked."""
    stand = letters(panel)
    told = tell(on.app, panel)
    clients = clients_of(on.app, told, list(stand), proof=proof)
    on.keep_nothing()
    asks = panel_types.get(panel).visibility.step_up and not proof
    wrong, asked = [], 0
    nothing: dict[tuple[str, str], str] = {}
    for name, client in clients.items():
        token = csrf_of(client)
        for state in STATES:
            world = told.worlds[panel, state]
            for (method, rule), letter in cells.classes(panel).items():
                if not in_the_sample((method, rule, state, name), panel, one_in):
                    continue
                on.forget()
                path, stands = world.path(rule), stand[name][state]
                answer = client.http.open(path, method=method, data=None if method == "GET" else {"csrf_token": token})
                asked += 1
                fault = amiss(answer, cells.should(letter, stands, asks=asks), on.written - LOG, ended=name == ENDED)
                if not fault and answer.status_code == 404 and not cells.knows(letter, stands):
                    same = is_missing(client, path, answer, nothing, name)
                    fault = "" if same else "another page than for what is not there"
                if fault:
                    wrong.append(f"{panel} {state} {name}: {method} {rule}: {fault}")
    return wrong, asked


def amiss(answer: Any, expected: str, written: set[str], *, ended: bool) -> str:
    """What is wrong with an answer; nothing where it is as it should be."""
    found = met(answer)
    if found != expected:
        return f"{found} ({answer.status_code}) and not {expected}"
    if answer.status_code == 500:
        return "a fault"
    if found != OPENED and CANARY in answer.text:
        return f"{found}, and words of the record are shown"
    if found != OPENED and not written <= (KEPT if ended or found == ASKS else set()):
        return f"{found}, and wrote {sorted(written)}"
    return ""


def test_a_record_would_open_to_others_than_the_table_says(asking: Asking) -> None:
    """A few cells of one panel, at each change."""
    wrong, asked = wrong_cells(asking, "asb_marac", 150, proof=False)
    assert not wrong, "\n".join(wrong)
    assert asked > 100


@pytest.mark.long
@pytest.mark.parametrize(("panel", "proof"), [*((panel, False) for panel in PANELS), ("channel", True)])
def test_a_record_in_some_panel_and_state_would_open_to_others_than_the_table_says(
    asking: Asking, panel: str, proof: bool
) -> None:
    """AC 01, AC 03, AC 11. One panel wants a fresh proof, and is asked without one as well."""
    wrong, asked = wrong_cells(asking, panel, ONE_IN, proof=proof)
    print(f"{panel}: {asked} cells")
    assert not wrong, f"{len(wrong)} of {asked}\n" + "\n".join(wrong)
    assert asked > 20_000 / ONE_IN

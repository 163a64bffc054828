"""A panel's search key changed by the command: people are found as before, and the old key is gone."""

import gc
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import Flask

from auth.encryption.keyring import EXTENSION, PARTNERSHIP, SEARCH, Keyring, keyring, unlock
from auth.encryption.models import PanelKey
from auth.encryption.slots import IndexKey
from casework.people import commands
from casework.people.index import index_owner, locked_index
from casework.people.match_queries import MatchQuery, panels_to_ask
from casework.people.rebuild import begin_rebuild, rebuild_some
from casework.people.terms import NAME, Term
from extensions import db, unit_of_work
from tests.cases.made import case_on_record
from tests.conftest import PANEL

ADA: Term = (NAME, ("ada", "quill"))


def keys(app: Flask) -> list[bool]:
    """Of each version of the search key, whether it has bytes."""
    with app.app_context():
        rows = sa.select(PanelKey).where(PanelKey.panel == PANEL, PanelKey.purpose == "search")
        return [bool(row.wrapped) for row in db.session.scalars(rows.order_by(PanelKey.version))]


def test_a_new_search_key_would_lose_somebody_or_leave_the_old_one(
    app: Flask, browser_for: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = case_on_record(app)
    cora = browser_for("cora")

    def killed(panel: str) -> Any:
        rebuild_some(panel, at_most=1)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(commands, "rebuild_some", killed)
        app.test_cli_runner().invoke(args=["keys", "rotate", "search", "--panel", PANEL])
    assert keys(app) == [True, True]
    said = app.test_cli_runner().invoke(args=["keys", "rotate", "search", "--panel", PANEL])
    assert f"{PANEL}: new search key, records: 1" in said.output, said.output
    assert keys(app) == [False, True]
    cora.get("/cases/search")
    assert made.reference in cora.submit({"words": "pemberwick thistledown"}).words()
    assert app.test_cli_runner().invoke(args=["keys", "status"]).exit_code == 0


def test_the_key_of_residents_pins_would_be_taken_for_that_of_an_index(app: Flask) -> None:
    case_on_record(app)
    said = app.test_cli_runner().invoke(args=["keys", "rotate", "search", "--panel", PARTNERSHIP])
    assert (said.exit_code, said.output) == (
        1,
        f"Error: There is no index of {PARTNERSHIP}. Panels with one: {PANEL}\n",
    )
    with app.app_context():
        held = sa.select(PanelKey).where(PanelKey.panel == PARTNERSHIP, PanelKey.purpose == "search")
        assert [bool(row.wrapped) for row in db.session.scalars(held)] == [True]


@contextmanager
def another_process(app: Flask) -> Iterator[None]:
    """As the operator's command has it: the same database and root key, and a keyring of its own."""
    server: Keyring = app.extensions[EXTENSION]
    app.extensions[EXTENSION] = Keyring(server.root)
    try:
        yield
    finally:
        app.extensions[EXTENSION] = server


def rotated(app: Flask, panel: str) -> None:
    """By the command, when the job has answered what other panels asked."""
    with app.app_context(), unit_of_work():
        db.session.execute(sa.delete(MatchQuery))
    with another_process(app), ThreadPoolExecutor(1) as elsewhere:
        said = elsewhere.submit(
            app.test_cli_runner().invoke, args=["keys", "rotate", "search", "--panel", panel]
        ).result()
    assert "new search key" in said.output, said.output


def test_after_another_process_changed_a_search_key_nobody_could_be_added(app: Flask, browser_for: Any) -> None:
    """Neither in the panel itself nor in one that asks it, and from its first index on."""
    asked = panels_to_ask(PANEL)[0]
    with app.app_context(), unit_of_work():
        index_owner(asked, "person", uuid4(), [ADA])
    case_on_record(app)
    for panel in (asked, PANEL):
        rotated(app, panel)
        made = case_on_record(app)
    with app.app_context():
        questions = db.session.scalars(sa.select(MatchQuery.generation).where(MatchQuery.asked_panel == asked))
        assert {*questions} == {2}, "who is added after the change is asked about in words of the new key"
    cora = browser_for("cora")
    cora.get("/cases/search")
    assert made.reference in cora.submit({"words": "pemberwick thistledown"}).words()


@pytest.mark.long
def test_a_destroyed_search_key_would_stay_in_the_memory_of_a_server(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_on_record(app)
    with app.app_context():
        key_id, key = keyring().newest(PANEL, SEARCH)
    old = IndexKey(key, 1)._word

    def held() -> int:
        return sum(one._word == old for one in gc.get_objects() if isinstance(one, IndexKey))

    assert held() == 1
    rotated(app, PANEL)
    case_on_record(app)
    monkeypatch.setattr("auth.encryption.keyring.FORGOTTEN_AFTER", -1.0)
    with app.app_context():
        unlock([])
        assert key_id not in keyring()._by_id
    assert held() == 0


def test_a_job_would_go_on_with_the_version_that_was_the_newest_when_it_began(app: Flask) -> None:
    """Its units of work are many, in one application context."""
    case_on_record(app)
    with app.app_context():
        with unit_of_work():
            first, _ = keyring().newest(PANEL, SEARCH)
        rotated(app, PANEL)
        with unit_of_work():
            assert keyring().newest(PANEL, SEARCH)[0] != first


def test_the_key_of_a_change_that_began_meanwhile_would_be_destroyed(app: Flask) -> None:
    """On SQLite two runs go side by side: the second begins between the last step of the first and its cleaning up."""
    case_on_record(app)
    rotated(app, PANEL)
    with app.app_context():
        with unit_of_work():
            begin_rebuild(PANEL, keyring().make(PANEL, SEARCH).id)
        commands._destroy_older(PANEL)
        with unit_of_work():
            state = locked_index(PANEL)
            ended = {row.id: row.destroyed_at is not None for row in db.session.scalars(sa.select(PanelKey))}
            assert state.next_key_id is not None
            assert not ended[state.key_id]
            assert not ended[state.next_key_id]
    case_on_record(app)

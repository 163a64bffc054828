"""A panel's search key changed by the command: people are found as before, and the old key is gone."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from auth.encryption.keyring import PARTNERSHIP
from auth.encryption.models import PanelKey
from casework.people import commands
from casework.people.rebuild import rebuild_some
from extensions import db
from tests.cases.made import case_on_record
from tests.conftest import PANEL


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

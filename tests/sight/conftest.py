"""A panel that keeps secrets, made of the one that is there by changing what it says of visibility."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
import time_machine
from flask import Flask

from auth.panel_facts import EXTENSION
from casework.panel_type.registry import panel_types
from extensions import db
from tests.conftest import PANEL
from tests.sight.letting_in import MONDAY
from wsgi import facts_for_auth

Secretive = Callable[..., None]


@pytest.fixture
def secretive(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Secretive:
    """``secretive(step_up=True)``: the panel with other visibility, until the test ends."""

    def change(*, panel: dict[str, Any] | None = None, **visibility: Any) -> None:
        found = panel_types.get(PANEL)
        changed = replace(found, visibility=replace(found.visibility, **visibility), **(panel or {}))
        monkeypatch.setitem(panel_types._panels, PANEL, changed)
        monkeypatch.setitem(app.extensions, EXTENSION, facts_for_auth(panel_types))

    return change


@pytest.fixture
def rows(app: Flask) -> Any:
    """``rows(query)``: what stands in the database now."""

    def read(query: Any) -> list[Any]:
        with app.app_context():
            return list(db.session.execute(query).scalars())

    return read


@pytest.fixture(autouse=True)
def the_day() -> Iterator[None]:
    with time_machine.travel(MONDAY, tick=False):
        yield

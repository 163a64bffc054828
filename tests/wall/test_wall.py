"""The first wall is taken away by hand; what is shown then is what the second lets through.

Where the second is off, the same pages show what the first alone had kept.
"""

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from auth import doors
from auth.policy import Decision
from casework.cases import access
from casework.cases.models import Case, Exclusion
from compartments import WALL
from extensions import db
from tests.cases.made import actor_named, case_on_record
from tests.conftest import BEHIND_THE_WALL
from tests.tables import KIND


def test_a_list_that_forgot_its_filter_or_a_door_that_let_everybody_in_would_show_a_case(
    app: Flask, browser_for: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = case_on_record(app)
    with app.app_context():
        alder = actor_named("alder").account_id
        db.session.add(Exclusion(case_id=made.id, account_id=alder, connection="friend", declared_by_id=alder))
        db.session.commit()
    excluded, of_another_panel = browser_for("alder"), browser_for("dean")
    page = f"/cases/{made.reference}"
    assert made.reference not in excluded.get("/cases").words()
    assert excluded.get(page).status == of_another_panel.get(page).status == 404
    monkeypatch.setattr(access, "shut_out_of", lambda actor: sa.select(Case.id).where(sa.false()))
    monkeypatch.setattr(access, "shut_out_among", lambda actor, ids: [])
    monkeypatch.setattr(doors, "decide", lambda *asked: Decision(True, "test", 1, "Everybody may do everything."))
    assert made.reference in browser_for("cora").get("/cases").words()
    assert (made.reference not in excluded.get("/cases").words()) == BEHIND_THE_WALL
    assert (excluded.get(page).status == 404) == BEHIND_THE_WALL
    assert (of_another_panel.get(page).status == 404) == BEHIND_THE_WALL


def test_an_installation_without_the_wall_would_say_nothing_of_it(browser_for: Any) -> None:
    """On PostgreSQL, where it is on by itself; on SQLite it is off by itself."""
    told = "The second wall is off" in browser_for("oak").get("/admin").words()
    assert told == (KIND == "postgresql" and not BEHIND_THE_WALL)


def test_the_service_would_look_for_a_person_in_a_place_that_nobody_counted() -> None:
    root = Path(__file__).resolve().parents[2]
    rooms = [path for room in ("auth", "casework", "panels") for path in (root / room).rglob("*.py")]
    assert {path.relative_to(root).as_posix() for path in rooms if "as_service()" in path.read_text()} == {
        "auth/accounts/leaving.py",
        "casework/apart/finding.py",
        "casework/cases/access.py",
        "casework/cases/granted.py",
        "casework/cases/inquired.py",
        "casework/cases/seen_as.py",
        "casework/cases/typed_before.py",
        "casework/emergency/alerts.py",
        "casework/emergency/service.py",
        "casework/matches/access.py",
        "casework/referrals/accepting.py",
        "casework/referrals/apart.py",
        "casework/referrals/resident_contact.py",
        "casework/referrals/resident_notes.py",
        "casework/retention/service.py",
        "panels/agendas/access.py",
        "panels/agendas/guests.py",
        "panels/minutes/general.py",
        "panels/minutes/service.py",
        "panels/statistics/tables.py",
    }


def test_a_new_table_would_stand_without_a_scope() -> None:
    assert set(db.metadata.tables) - {"alembic_version"} == {*WALL.scopes, *WALL.without}
    assert not set(WALL.scopes) & set(WALL.without)
    assert {reach.table for reach in WALL.reaches.values()} <= set(WALL.scopes)

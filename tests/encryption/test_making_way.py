"""A long change of keys leaves the database to requests: between its steps, and while it computes."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from auth.encryption import moving, rotation
from auth.encryption.keyring import new_data_key, unlock
from auth.encryption.models import DataKey
from extensions import LONGEST_PAUSE, db, unit_of_work
from tests.cases.made import case_on_record
from tests.conftest import PANEL


def somebody_else_writes() -> None:
    with db.engine.connect() as other:
        other.execute(sa.text("SELECT 1"))


def test_requests_would_be_refused_while_a_key_is_changed(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a million keys, a page was: the change took SQLite's one lock again before a waiting process looked."""
    case_on_record(app)
    pauses, at = list[float](), [0.0]

    def pause(seconds: float) -> None:
        somebody_else_writes()
        pauses.append(seconds)

    def a_hundredth_has_passed(_connection: sa.Connection) -> None:
        at[0] += 0.01

    with app.app_context():
        one_lock = db.engine.dialect.name == "sqlite"
        monkeypatch.setattr("extensions.clock", lambda: at[0])
        monkeypatch.setattr("extensions.time.sleep", pause)
        monkeypatch.setattr("extensions.SECONDS_FOR_A_TURN", 0.0)
        sa.event.listen(db.engine, "commit", a_hundredth_has_passed)
        _, moved, broken = rotation.rotate_panel(PANEL, lambda _: None, at_most=1)
        sa.event.remove(db.engine, "commit", a_hundredth_has_passed)
    assert moved >= 3
    assert not broken
    # By this clock each step takes a hundredth of a second, and nothing passes between one and the next.
    assert len(pauses) == (moved - 1 if one_lock else 0)
    assert all(0 < seconds <= LONGEST_PAUSE for seconds in pauses)


@pytest.mark.one_database
def test_requests_would_wait_while_keys_are_wrapped_anew(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    case_on_record(app)
    wrapping: Any = moving.moved

    def and_somebody_writes(*told: Any, **more: Any) -> bytes:
        somebody_else_writes()
        done: bytes = wrapping(*told, **more)
        return done

    with app.app_context():
        monkeypatch.setattr("auth.encryption.moving.moved", and_somebody_writes)
        monkeypatch.setattr("extensions.SECONDS_FOR_A_TURN", 0.0)
        _, moved, broken = rotation.rotate_panel(PANEL, lambda _: None, at_most=2)
    assert moved >= 3
    assert not broken


@pytest.mark.one_database
def test_a_key_destroyed_while_it_is_wrapped_anew_would_come_back(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with app.app_context():
        with unit_of_work():
            destroyed, other = (new_data_key(panel=PANEL, kind="test") for _ in range(2))
        wrapping: Any = moving.moved

        def and_one_is_destroyed(wrapped: bytes, key_id: bytes, **more: Any) -> bytes:
            if wrapped and key_id == destroyed.bytes:
                with db.engine.begin() as somebody:
                    gone = sa.update(DataKey).where(DataKey.id == destroyed)
                    somebody.execute(gone.values(wrapped=b""))
            done: bytes = wrapping(wrapped, key_id, **more)
            return done

        monkeypatch.setattr("auth.encryption.moving.moved", and_one_is_destroyed)
        rotation.rotate_panel(PANEL, lambda _: None)
        assert rotation.left_on_older(PANEL) == 0
        assert db.session.get_one(DataKey, destroyed).wrapped == b""
        unlock([other])

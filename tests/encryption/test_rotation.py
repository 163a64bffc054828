"""The commands that count, change and destroy keys, and what a stop in the middle leaves."""

import hashlib
import io
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from auth.access_log import system
from auth.access_log.models import AccessEntry
from auth.access_log.service import EntryNotWritten
from auth.encryption import rotation
from auth.encryption.backups import open_sealed, public_of
from auth.encryption.cells import Destroyed
from auth.encryption.keyring import (
    EXTENSION,
    PARTNERSHIP,
    SEAL,
    Keyring,
    context_of,
    keyring,
    new_data_key,
    open_key,
    unlock,
)
from auth.encryption.models import DataKey, PanelKey, RootUse
from auth.encryption.root import FileRoot
from extensions import db, now, unit_of_work
from tests.cases.made import case_on_record
from tests.conftest import PANEL


def run(app: Flask, *words: str) -> Any:
    return app.test_cli_runner().invoke(args=["keys", *words])


def versions(app: Flask) -> dict[int, tuple[int, bool]]:
    """Of the panel's key: how many data keys hang on each version, and whether it has bytes."""
    with app.app_context():
        rows = db.session.scalars(sa.select(PanelKey).where(PanelKey.panel == PANEL, PanelKey.purpose == SEAL))
        return {row.version: (rotation.left_on(row.id), bool(row.wrapped)) for row in rows}


def test_the_state_of_the_keys_would_not_add_up(app: Flask) -> None:
    case_on_record(app)
    said = run(app, "status").output
    line = re.search(rf"^{PANEL} +seal +1 +today  in use +(\d+) +(\d+)$", said, re.M)
    assert line, said
    assert int(line[1]) == versions(app)[1][0] >= 3
    assert int(line[2]) >= 6
    assert "Data keys of kind person: 1, the oldest today" in said
    assert "On an older version: 0 data keys" in said
    with app.app_context(), unit_of_work():
        keyring().make(PANEL, SEAL)
    assert re.search(r"On an older version: \d+ data keys. Run: keys rotate panel", run(app, "status").output)


def test_a_panels_key_would_not_be_changed_whole(app: Flask, browser_for: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    made = case_on_record(app)
    before = versions(app)[1][0]
    refused = run(app, "destroy-version", "--panel", PANEL)
    assert (refused.exit_code, refused.output) == (0, "")
    with app.app_context(), unit_of_work():
        keyring().make(PANEL, SEAL)
    refused = run(app, "destroy-version", "--panel", PANEL)
    assert refused.output == f"Error: Data keys hang on version 1 of {PANEL}. Run: keys rotate panel\n"
    said = run(app, "rotate", "panel", "--panel", PANEL)
    assert f"{PANEL}: finished an earlier run, {before} data keys moved" in said.output
    assert versions(app) == {1: (0, True), 2: (before, True)}
    assert f"{PANEL}: destroyed version 1" in run(app, "destroy-version").output
    assert versions(app) == {1: (0, False), 2: (before, True)}
    assert "istledown" in browser_for("cora").get(f"/cases/{made.reference}").text
    assert "new version" in run(app, "rotate", "panel", "--panel", PANEL).output
    assert run(app, "rotate", "panel", "--panel", "nobody").exit_code == 1
    assert run(app, "status").exit_code == 0
    with app.app_context():
        first = sa.select(PanelKey).where(PanelKey.panel == PANEL, PanelKey.purpose == SEAL, PanelKey.version == 1)
        key = db.session.scalars(first).one()
        with pytest.raises(Destroyed):
            Keyring(keyring().root).by_id(key.id)
        # A process that had it in memory forgets it, once it has met the newer one and needs it no more.
        assert keyring().by_id(key.id)
        unlock([])
        assert keyring().by_id(key.id)
        monkeypatch.setattr("auth.encryption.keyring.FORGOTTEN_AFTER", -1.0)
        unlock([])
        with pytest.raises(Destroyed):
            keyring().by_id(key.id)


def test_a_damaged_data_key_would_stop_the_change_or_be_lost_by_it(app: Flask) -> None:
    case_on_record(app)
    with app.app_context(), unit_of_work():
        damaged = new_data_key(panel=PANEL, kind="test")
        db.session.get_one(DataKey, damaged).wrapped = b"damaged" * 9
    said = run(app, "rotate", "panel", "--panel", PANEL)
    assert said.exit_code == 1
    assert "1 data keys" in said.output
    assert versions(app)[1] == (1, True)
    assert run(app, "destroy-version", "--panel", PANEL).exit_code == 1


def test_a_key_made_late_by_another_process_would_stay_on_the_old_version(app: Flask) -> None:
    """It asked for the newest version just before there was a newer one, and stores its key when all are moved."""
    with app.app_context():
        old, _ = keyring().newest(PANEL, SEAL)
        rotation.begin_panel(PANEL)
        keys = rotation.moving(PANEL)
        while keys.some():
            pass
        with unit_of_work():
            late = new_data_key(panel=PANEL, kind="test")
            row = db.session.get_one(DataKey, late)
            cipher = open_key(late)
            row.panel_key_id = old
            row.wrapped = _wrapped_by(old, late)
            assert cipher is not None
        assert rotation.finish_panel(PANEL, set()) == 1
        assert rotation.left_on(old) == 0
        unlock([late])


def _wrapped_by(panel_key_id: Any, key_id: Any) -> bytes:
    from auth.encryption.keyring import wrapped_data_key

    return wrapped_data_key(keyring().by_id(panel_key_id), bytes(32), key_id)


@pytest.fixture
def own_root(app: Flask, tmp_path: Path) -> Any:
    """The application with a root key file of the test's own, under which its panel keys are wrapped."""
    ring, shared = app.extensions[EXTENSION], app.extensions[EXTENSION].root
    own = FileRoot(tmp_path / "root.key")
    with app.app_context(), unit_of_work():
        for row in db.session.scalars(sa.select(PanelKey)):
            row.wrapped = own.wrap(shared.unwrap(row.wrapped, context_of(row)), context_of(row))
            row.wrapped_by = own.name()
        db.session.execute(sa.delete(RootUse))
        db.session.add(RootUse(name=own.name()))
    ring.root = own
    yield own
    ring.root = shared


def opens_all(app: Flask, path: Path) -> None:
    """As a start would, with nothing but the files."""
    with app.app_context():
        Keyring(FileRoot(path)).verify()


def test_a_stop_while_the_root_key_is_changed_would_leave_the_database_shut(
    app: Flask, own_root: FileRoot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, first = tmp_path / "root.key", own_root.name()
    number = len(versions(app)) and len([*_panel_keys(app)])
    for killed in ("before the commit", "before the file is put in place", "between the two renames"):
        with monkeypatch.context() as patch:
            if killed == "before the commit":
                patch.setattr(rotation, "_note_use", _die)
            elif killed == "before the file is put in place":
                patch.setattr(FileRoot, "step", _die)
            else:
                patch.setattr(FileRoot, "_read", _die)
            assert isinstance(run(app, "rotate", "root").exception, KeyboardInterrupt | SystemExit), killed
        opens_all(app, path)
    said = run(app, "rotate", "root").output
    assert "Data keys and values touched: 0." in said
    opens_all(app, path)
    assert not path.with_name("root.key.next").exists()
    assert {row.wrapped_by for row in _panel_keys(app)} == {FileRoot(path).name()} != {first}
    assert number == len([*_panel_keys(app)])


def _die(*_args: object) -> Any:
    raise KeyboardInterrupt


def _panel_keys(app: Flask) -> list[PanelKey]:
    with app.app_context():
        return list(db.session.scalars(sa.select(PanelKey)))


def test_an_old_root_key_would_be_destroyed_while_backups_need_it(app: Flask, own_root: FileRoot) -> None:
    old = own_root.name()
    data_keys = [row for row in run(app, "status").output.splitlines() if row.startswith("Data keys")]
    said = run(app, "rotate", "root")
    assert f"Panel keys wrapped anew: {len(_panel_keys(app))}. Data keys and values touched: 0." in said.output
    assert data_keys == [row for row in run(app, "status").output.splitlines() if row.startswith("Data keys")]
    aside = own_root.aside(old)
    assert aside is not None
    assert run(app, "destroy-root", old).exit_code == 1
    early = run(app, "destroy-root", old, "--every-copy-is-destroyed")
    assert "are kept until" in early.output
    assert run(app, "destroy-root", own_root.name(), "--every-copy-is-destroyed").exit_code == 1
    assert aside.exists()
    with time_machine.travel(now() + timedelta(days=36)):
        assert run(app, "destroy-root", old, "--every-copy-is-destroyed").exit_code == 0
    assert not aside.exists()


def test_a_backup_would_be_called_dead_while_a_key_opens_it(app: Flask, own_root: FileRoot) -> None:
    """The version must be gone, and every root key that wrapped it; one without the other is not enough."""
    old = own_root.name()
    with app.app_context():
        version, _ = keyring().newest(PANEL, SEAL)

        def dead() -> Any:
            db.session.rollback()
            return rotation.dead_in_backups_since(version, None)

        rotation.rotate_panel(PANEL, lambda _: None)
        assert dead() is None
        rotation.destroy_versions(PANEL)
        assert dead() is None
        rotation.rotate_root()
        assert dead() is None
        with time_machine.travel(now() + timedelta(days=40), tick=False):
            rotation.destroy_root(old, kept_for=timedelta(days=35))
            assert dead() == now()


def told(app: Flask) -> list[tuple[str, str | None, str]]:
    """What the log says of keys and backups: event, panel, sentence."""
    with app.app_context(), unit_of_work():
        about = sa.select(AccessEntry.event, AccessEntry.panel, AccessEntry.explanation)
        theirs = about.where(AccessEntry.object_type == system.KIND, AccessEntry.actor_id.is_(None))
        return [(event, panel, said) for event, panel, said in db.session.execute(theirs.order_by(AccessEntry.number))]


def test_a_key_would_be_changed_or_destroyed_without_an_entry(app: Flask, own_root: FileRoot) -> None:
    """Each stands in the transaction of the change; of a panel the sentence does not say which."""
    case_on_record(app)
    old = own_root.name()
    for words in (("rotate", "panel", "--panel", PANEL), ("destroy-version", "--panel", PANEL)):
        assert run(app, *words).exit_code == 0
    assert told(app) == [
        ("key.change", PANEL, "a new version of the key was made"),
        ("key.change", PANEL, "nothing hangs on older versions of the key any more"),
        ("key.destroy", PANEL, "older versions of the key were destroyed: 1"),
    ]
    assert run(app, "rotate", "panel", "--panel", PARTNERSHIP).exit_code == 0
    assert told(app)[3][1] is None
    assert run(app, "rotate", "search", "--panel", PANEL).exit_code == 0
    assert told(app)[5:] == [
        ("key.change", PANEL, "a new search key was made"),
        ("key.destroy", PANEL, "older search keys were destroyed"),
    ]
    assert run(app, "rotate", "root").exit_code == 0
    with time_machine.travel(now() + timedelta(days=36)):
        assert run(app, "destroy-root", old, "--every-copy-is-destroyed").exit_code == 0
    changed, destroyed = told(app)[7:]
    assert (changed[0], old in changed[2], own_root.name() in changed[2]) == ("key.change", True, True)
    assert destroyed == ("key.destroy", None, f"the old root key {old} was destroyed")


def test_a_backup_would_leave_without_an_entry(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    command, custodian = ["backups", "seal", "--to", public_of(bytes(32))], bytes(32)
    made = app.test_cli_runner().invoke(args=command, input=b"what a backup holds")
    assert made.exit_code == 0, made.output
    sink = io.BytesIO()
    open_sealed(io.BytesIO(made.stdout_bytes), sink, custodian)
    assert sink.getvalue() == b"what a backup holds"
    digest = hashlib.sha256(made.stdout_bytes).hexdigest()
    assert told(app) == [
        ("backup.begin", None, "to 1 custodian"),
        ("backup.make", None, f"{len(made.stdout_bytes):,} bytes, SHA-256 {digest}"),
    ]

    def refuse(*_args: object, **_named: object) -> int:
        raise EntryNotWritten

    monkeypatch.setattr("auth.encryption.backup_commands.note", refuse)
    refused = app.test_cli_runner().invoke(args=command, input=b"what a backup holds")
    assert (refused.exit_code, refused.stdout_bytes) == (1, b"")
    assert "python -m auth.encryption.backups seal" in refused.stderr, "in need there is a way"

"""Root key, panel keys and data keys."""

import stat
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from auth.encryption.blind_index import fold, token
from auth.encryption.keyring import EXTENSION, PARTNERSHIP, SEAL, Keyring, NoPanelKey, keyring, new_data_key, open_key
from auth.encryption.models import PanelKey
from auth.encryption.root import FileRoot, WrongRootKey, read_or_make_secret
from config import Settings
from extensions import db
from wsgi import create_app


def test_the_root_key_file_could_be_read_by_others(tmp_path: Path) -> None:
    FileRoot(tmp_path / "root.key").wrap(b"k" * 32, b"here")
    assert stat.S_IMODE((tmp_path / "root.key").stat().st_mode) == 0o600


@pytest.mark.parametrize("mode", [0o604, 0o640, 0o660, 0o601])
def test_a_root_key_that_others_can_read_would_be_used(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "root.key"
    read_or_make_secret(path)
    path.chmod(mode)
    with pytest.raises(WrongRootKey, match="Set its mode to 0600"):
        FileRoot(path)


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_root_key_of_the_wrong_length_would_be_used(tmp_path: Path, length: int) -> None:
    path = tmp_path / "root.key"
    path.write_bytes(b"k" * length)
    path.chmod(0o600)
    with pytest.raises(WrongRootKey, match="exactly 32 bytes"):
        FileRoot(path)


def test_the_second_start_would_make_a_new_root_key(tmp_path: Path) -> None:
    assert read_or_make_secret(tmp_path / "root.key") == read_or_make_secret(tmp_path / "root.key")


def test_a_wrapped_key_would_open_in_another_context_or_under_another_root(tmp_path: Path) -> None:
    root, other = FileRoot(tmp_path / "one.key"), FileRoot(tmp_path / "two.key")
    wrapped = root.wrap(b"k" * 32, b"here")
    assert root.unwrap(wrapped, b"here") == b"k" * 32
    for opener, context in ((root, b"there"), (other, b"here")):
        with pytest.raises(WrongRootKey):
            opener.unwrap(wrapped, context)


def test_the_application_would_start_with_the_wrong_root_key(app: Flask, tmp_path: Path) -> None:
    settings = Settings(instance_dir=tmp_path, DATABASE_URL=app.config["SQLALCHEMY_DATABASE_URI"], demo=True)
    with pytest.raises(WrongRootKey) as fault:
        create_app(settings)
    assert str(fault.value).count(". ") == 1, "One sentence says what is wrong, one what to do."


def test_preparing_twice_would_make_second_keys(work: None) -> None:
    assert keyring().prepare(["one_more"]) == ["one_more/seal", "one_more/search", "one_more/mark"]
    assert keyring().prepare(["one_more"]) == []


def test_a_panel_without_a_key_would_seal_with_another_panels_key(work: None) -> None:
    with pytest.raises(NoPanelKey, match="keys prepare"):
        new_data_key(panel="no_such_panel", kind="case")


def test_a_panel_key_moved_to_another_panel_would_open(work: None, app: Flask) -> None:
    keyring().prepare(["one_more"])
    db.session.execute(sa.update(PanelKey).where(PanelKey.panel == "one_more").values(panel="moved_here"))
    with pytest.raises(WrongRootKey):
        Keyring(app.extensions[EXTENSION].root).newest("moved_here", SEAL)


def test_a_data_key_would_stay_open_after_the_request(app: Flask) -> None:
    with app.test_request_context():
        key_id = new_data_key(panel=PARTNERSHIP, kind="test")
        assert open_key(key_id) is not None
    with app.test_request_context():
        assert open_key(key_id) is None


def test_the_same_person_would_have_one_search_token_in_two_panels(work: None) -> None:
    keyring().prepare(["one_more"])
    assert token("hate_incident", "name", "marsh", "linden") == token("hate_incident", "name", "marsh", "linden")
    assert token("hate_incident", "name", "marsh", "linden") != token("one_more", "name", "marsh", "linden")
    assert token("hate_incident", "name", "marsh", "linden") != token("hate_incident", "place", "marsh", "linden")
    assert token("hate_incident", "name", "marshl", "inden") != token("hate_incident", "name", "marsh", "linden")


@pytest.mark.pure
def test_the_same_name_written_in_another_way_would_not_be_found() -> None:
    assert fold("O'Brien-Śmith ") == fold("OBRIEN SMITH") == "obriensmith"

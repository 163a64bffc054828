"""Who may open keys, and which columns are sealed: read from the source and compared with lists kept by hand."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from auth.access_log.words import EVENTS
from auth.access_marks import UnmarkedView, check, mark_of
from auth.encryption.sealed import sealed_columns
from auth.policy_table import RULES

pytestmark = pytest.mark.pure
ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("auth", "casework", "panels", "demo")
DOORS = {"pass_door", "pass_list_door", "pass_door_with_reason", "pass_index_door", "give_reason"}
OPENERS = {"unlock", "_open_keys", "_unwrap"}
FOR_THE_ACCOUNT_ITSELF = {
    "auth/sign_in/second_factor.py",
    "auth/sign_in/kept_forms.py",
    "auth/providers/setting_up.py",
    "casework/apart/own.py",
}


def sources() -> Iterator[tuple[str, ast.Module]]:
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text())


def names_used(tree: ast.Module) -> set[str]:
    """Every name that is imported, called or read as an attribute."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.Name):
            found.add(node.id)
        elif isinstance(node, ast.Attribute):
            found.add(node.attr)
    return found


def users_of(names: set[str]) -> set[str]:
    return {path for path, tree in sources() if names_used(tree) & names}


def test_a_module_beside_the_doors_would_open_keys() -> None:
    assert users_of(OPENERS) == {"auth/doors.py", "auth/encryption/keyring.py"}


def test_keys_would_be_opened_without_an_entry_for_more_than_the_account_itself() -> None:
    assert users_of({"unlock_for_service"}) == FOR_THE_ACCOUNT_ITSELF


def test_a_door_would_be_passed_outside_the_access_modules() -> None:
    strays = {path for path in users_of(DOORS) if path != "auth/doors.py" and not Path(path).stem.endswith("access")}
    assert strays == set()


def test_the_search_for_strays_would_find_nothing_at_all() -> None:
    assert "casework/cases/access.py" in users_of(DOORS)
    assert "auth/access_log/access.py" in users_of({"pass_door"})
    assert "auth/encryption/keyring.py" in users_of({"_unwrap"})


def test_a_sealed_cell_would_be_opened_past_the_column() -> None:
    assert users_of({"unseal"}) == {"auth/encryption/sealed.py"}


def test_a_sealed_column_would_be_missing_from_the_list(whole_app: Flask) -> None:
    """The list is kept by hand: a new sealed column is a new kind of content and wants a look at who may see it."""
    listed = (Path(__file__).parent / "sealed_columns.txt").read_text().split()
    found = sorted({f"{one.table}.{one.column}" for one in sealed_columns()})
    assert found == listed


def test_a_sealed_column_would_take_plain_values(whole_app: Flask) -> None:
    from extensions import db

    for one in sealed_columns():
        column = db.metadata.tables[one.table].columns[one.column]
        assert type(column.type).__name__ == "LargeBinary", f"{one.table}.{one.column}"


def test_a_view_would_ask_for_a_permission_that_no_rule_gives(whole_app: Flask) -> None:
    known = {permission for rule in RULES for permission in rule.permissions} | {"public", "signed-in", "resident"}
    asked = {mark_of(whole_app, rule.endpoint) for rule in whole_app.url_map.iter_rules() if rule.endpoint != "static"}
    assert asked - known == set()


def test_a_view_without_a_mark_would_start() -> None:
    bare = Flask("bare")
    bare.add_url_rule("/bare", "bare", lambda: "")
    with pytest.raises(UnmarkedView, match="bare"):
        check(bare)


def test_the_work_would_be_committed_outside_its_one_place() -> None:
    assert users_of({"commit"}) == set()


def test_an_entry_of_the_log_would_be_read_as_a_code_word() -> None:
    written = {permission for rule in RULES for permission in rule.permissions}
    for folder in ("auth", "casework", "panels"):
        for file in (ROOT / folder).rglob("*.py"):
            written |= set(re.findall(r'event(?:: str)? ?= ?"([a-z_.]+)"', file.read_text()))
    assert len(written) > 90
    assert written - EVENTS.keys() == set()

"""Rules of the house, held on the source itself."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FLOORS = ("auth", "casework", "panels", "inputs", "wording", "wall", "demo")
DOOR_MODULES = {"auth/doors.py", "auth/encryption/keyring.py"}


def sources() -> Iterator[Path]:
    for folder in FLOORS:
        yield from sorted((ROOT / folder).rglob("*.py"))
    single = ("wsgi", "config", "extensions", "serving", "faults", "egress", "components")
    yield from (ROOT / f"{name}.py" for name in single)


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def calls(path: Path) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            yield node


def called(node: ast.Call) -> str:
    return ast.unparse(node.func)


def test_only_doors_unlock_keys() -> None:
    offenders = {
        name_of(path)
        for path in sources()
        for node in calls(path)
        if called(node).split(".")[-1] == "unlock" and name_of(path) not in DOOR_MODULES
    }
    assert offenders == set()


def test_only_access_modules_pass_doors() -> None:
    doors = {"pass_door", "pass_list_door", "pass_door_with_reason"}
    offenders = {
        name_of(path)
        for path in sources()
        for node in calls(path)
        if called(node).split(".")[-1] in doors
        and not (
            path.name in ("access.py", "doors.py") or path.parent.name == "access" or path.name.endswith("_access.py")
        )
    }
    assert offenders == set()


def test_the_one_commit_stands_in_extensions() -> None:
    offenders = {
        name_of(path)
        for path in sources()
        for node in calls(path)
        if called(node) in ("db.session.commit", "session.commit") and path.name != "extensions.py"
    }
    assert offenders == set()


def imports(path: Path) -> set[str]:
    """The first part of every module that a file imports."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


def test_the_single_files_stand_on_their_floors() -> None:
    """import-linter reads packages; the single files of floors 1 and 5 are held here."""
    ours = {*FLOORS, "wsgi", "serving", "faults", "extensions", "config"}
    assert imports(ROOT / "config.py") & ours == set()
    assert imports(ROOT / "egress.py") & ours == set()
    assert imports(ROOT / "extensions.py") & ours <= {"config", "wall"}
    for path in sources():
        if path.name not in ("wsgi.py", "serving.py", "faults.py"):
            assert not imports(path) & {"wsgi", "serving", "faults"}, name_of(path)
        if name_of(path).split("/")[0] in ("inputs", "wording"):
            assert imports(path) & ours <= {"inputs", "wording", "extensions", "config"}, name_of(path)


def test_only_the_demonstration_tells_the_clock() -> None:
    offenders = {
        name_of(path)
        for path in sources()
        for node in calls(path)
        if called(node).split(".")[-1] == "clock_at" and not name_of(path).startswith("demo/")
    }
    assert offenders == set()


def names_panel(text: str, key: str) -> bool:
    """A key of several words stands for itself anywhere; one that is an ordinary word too, where it is a value."""
    return key in text if "_" in key else re.search(rf"""["'/.]{key}["'/.]""", text) is not None


@pytest.mark.parametrize("text", ['panel == "word"', "panels/definitions/word/", "{% if panel.key == 'word' %}"])
def test_a_panel_named_by_an_ordinary_word_would_be_overlooked(text: str) -> None:
    assert names_panel(text, "word")
    assert not names_panel("a word in a sentence", "word")


def test_generic_code_names_no_panel() -> None:
    keys = [folder.name for folder in (ROOT / "panels/definitions").iterdir() if (folder / "__init__.py").exists()]
    assert keys
    for path in [*sources(), *(ROOT / "templates").rglob("*.html")]:
        name = name_of(path)
        if name.startswith(("panels/definitions/", "demo/")):
            continue
        text = path.read_text()
        assert not [key for key in keys if names_panel(text, key)], f"{name} names a panel"


def test_views_hold_no_query_and_no_session() -> None:
    offenders = {
        name_of(path)
        for path in sources()
        if path.name in ("views.py",) or path.name.endswith("_views.py") or path.parent.name == "views"
        for node in calls(path)
        if called(node).startswith(("db.session", "sa.select", "sa.update", "sa.delete", "sa.insert"))
    }
    assert offenders == set()


@pytest.mark.parametrize("path", list(sources()), ids=name_of)
def test_files_and_functions_stay_short(path: Path) -> None:
    text = path.read_text()
    assert len(text.splitlines()) <= 400
    for node in ast.walk(ast.parse(text)):
        # The demonstration's scenes are declarations that happen to stand in functions.
        if isinstance(node, ast.FunctionDef) and name_of(path) != "demo/scenes.py":
            assert node.end_lineno is not None
            assert node.end_lineno - node.lineno < 60, f"{node.name} is {node.end_lineno - node.lineno + 1} lines"


def test_public_functions_say_what_they_promise() -> None:
    bare = []
    for path in sources():
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                decorated = any("route" in ast.unparse(mark) for mark in node.decorator_list)
                if not ast.get_docstring(node) and not decorated and path.name not in ("views.py",):
                    bare.append(f"{name_of(path)}:{node.name}")
    assert bare == []


TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_templates_keep_escaping_and_carry_no_inline_script_or_style(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"\|\s*safe\b", text)
    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>", text)
    assert "autoescape false" not in text
    assert not re.search(r"<code(?![^>]*app-code)", text), "a long code without it pushes the page sideways"


def test_locks_hold_hashes_and_no_address() -> None:
    """AC 58."""
    for name in ("requirements/run.txt", "requirements/all.txt"):
        text = (ROOT / name).read_text()
        assert "--hash=sha256:" in text
        assert "://" not in text
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text()


def test_nothing_secret_or_built_is_tracked() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    assert not [name for name in tracked if name.startswith(("static/built/", "instance/", "node_modules/", ".venv/"))]
    assert not [name for name in tracked if name.endswith((".key", ".pem", ".sqlite"))]


def test_the_inventory_of_sealed_columns_is_complete() -> None:
    import wsgi
    from auth.encryption.sealed import sealed_columns

    assert wsgi.create_app
    written = set(re.findall(r"^\| (\w+) \| (\w+_sealed) \|", (ROOT / "docs/data-protection.md").read_text(), re.M))
    assert written == {(column.table, column.column) for column in sealed_columns()}

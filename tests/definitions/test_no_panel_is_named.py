"""Generic code never names a panel: its key occurs in its own folder, its letters, its tests and the demonstration."""

import re
from pathlib import Path

import pytest

from panels.definitions import discover

ROOT = Path(__file__).resolve().parents[2]
FILES = [
    path
    for folder in ("auth", "casework", "panels", "inputs", "wording", "templates", "static/src")
    for path in sorted((ROOT / folder).rglob("*"))
    if path.suffix in {".py", ".html", ".js", ".scss", ".txt"}
]
FILES += [ROOT / name for name in ("wsgi.py", "config.py", "extensions.py", "serving.py")]


def is_own(path: Path, key: str) -> bool:
    own = (ROOT / "panels" / "definitions" / key, ROOT / "templates" / "letters" / key)
    return any(folder in path.parents for folder in own)


def mentions(text: str, key: str) -> bool:
    """As code or as a value. A key that is also a word of the language ("channel") may stand in prose."""
    if "_" in key:
        return bool(re.search(rf"\b{key}\b", text))
    return bool(re.search(rf"[\"']{key}[\"']|definitions\.{key}\b", text))


@pytest.mark.parametrize("key", [panel.key for panel in discover()])
def test_the_key_occurs_in_its_own_folders_only(key: str) -> None:
    found = [
        path.relative_to(ROOT).as_posix()
        for path in FILES
        if not is_own(path, key) and mentions(path.read_text(encoding="utf-8"), key)
    ]
    assert found == []


def test_the_search_reads_the_whole_product() -> None:
    assert len(FILES) > 300


def test_a_name_would_be_found() -> None:
    assert mentions('if panel.key == "channel":', "channel")
    assert mentions("from panels.definitions.channel import PANEL", "channel")
    assert not mentions("Each channel of contact is unsafe until marked safe.", "channel")
    assert mentions("key = 'asb_marac'", "asb_marac")

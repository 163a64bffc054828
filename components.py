"""Floor 5: the list of what the product is made of, and whether what is installed is that and nothing else.

The list is made of the hashed lock (``requirements/``), in the form of CycloneDX 1.6, and kept in
``docs/components.json``.
"""

import base64
import hashlib
import json
import re
import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, PackagePath, distributions
from pathlib import Path
from typing import Any

import click
from flask import Flask
from flask.cli import AppGroup

ROOT = Path(__file__).resolve().parent
LOCKS = ("run.txt", "all.txt")
INSTALLERS = frozenset({"pip", "setuptools", "wheel", "uv"})
"""What installs the rest. It comes with Python and stands in no lock."""
PROGRAM = ("*.py", *(f"{floor}/**/*" for floor in ("auth", "casework", "panels", "inputs", "wording", "wall", "demo",
                                                   "templates", "migrations", "requirements")))  # fmt: skip
RUNS = frozenset({".py", ".html", ".txt", ".po", ".json"})
"""Folders and kinds of files that make up what runs."""
LOCKED = re.compile(r"^([A-Za-z0-9][\w.-]*)==([^\s;\\]+)", re.MULTILINE)


def locked(text: str) -> dict[str, str]:
    """The packages of a lock with their versions, by the name that every spelling has in common."""
    return {_name(name): version for name, version in LOCKED.findall(text)}


def program_version() -> str:
    """The version of the product, and eight digits of the SHA-256 over what of it runs here: the same for the same
    files, whatever was named a release."""
    digest = hashlib.sha256()
    for path in sorted(path for folder in PROGRAM for path in ROOT.glob(folder) if path.suffix in RUNS):
        digest.update(f"{path.relative_to(ROOT)}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    return f"{version}+{digest.hexdigest()[:8]}"


def as_cyclonedx(packages: dict[str, str]) -> dict[str, Any]:
    """The list in CycloneDX 1.6. Equal locks give equal lists: it has no date and no number of its own."""
    parts = [
        {"type": "library", "name": name, "version": version, "purl": f"pkg:pypi/{name}@{version}"}
        for name, version in sorted(packages.items())
    ]
    return {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "components": parts}


def differences(installed: Iterable[Distribution], packages: dict[str, str]) -> list[str]:
    """What is installed and in no lock, in another version, or with a file that is not the one that was installed."""
    found: list[str] = []
    for one in installed:
        name = _name(one.metadata["Name"])
        if name in INSTALLERS:
            continue
        if packages.get(name) != one.version:
            found.append(f"{name} {one.version} is installed; the lock says {packages.get(name, 'nothing of it')}")
        found += [f"{name}: {path} was changed after it was installed" for path in _changed(one)]
    return found


def _changed(one: Distribution) -> Iterator[PackagePath]:
    for path in one.files or ():
        if path.hash is None:
            continue  # the record itself, and what Python compiled
        place = Path(str(path.locate()))
        if not place.is_file() or _digest(place, path.hash.mode) != path.hash.value:
            yield path


def _digest(place: Path, mode: str) -> str:
    found = hashlib.new(mode, place.read_bytes()).digest()
    return base64.urlsafe_b64encode(found).rstrip(b"=").decode()


def _name(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _locks() -> dict[str, str]:
    found: dict[str, str] = {}
    for name in reversed(LOCKS):
        found |= locked((ROOT / "requirements" / name).read_text())
    return found


commands = AppGroup("components", help="What the product is made of.")


@commands.command("list")
def listed() -> None:
    """Print the list of what runs, as CycloneDX."""
    click.echo(json.dumps(as_cyclonedx(locked((ROOT / "requirements" / LOCKS[0]).read_text())), indent=1))


@commands.command("check")
def check() -> None:
    """Compare what is installed with the locks and with its own records. Ends with 1 if anything differs."""
    found = differences(distributions(), _locks())
    for line in found:
        click.echo(line)
    if found:
        raise SystemExit(1)
    click.echo("What is installed is what the locks say.")


def bind(app: Flask) -> None:
    """Add both commands."""
    app.cli.add_command(commands)

# ruff: noqa: S310 - every address here is of this machine
"""A provider in a process of its own on this machine, and an agency that has it."""

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from auth.accounts import service as accounts
from auth.providers import links, proposals, setting_up
from auth.providers.rules import Identity
from tests.auth.conftest import PASSWORD
from tests.providers.there import knows, person, working


@pytest.fixture(scope="session")
def provider() -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    script = Path(__file__).with_name("provider_process.py")
    process = subprocess.Popen(
        [sys.executable, str(script), str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    for _ in range(100):
        try:
            urllib.request.urlopen(f"{address}/jwks").close()
            break
        except OSError:
            time.sleep(0.1)
    yield address
    process.terminate()
    process.wait()


@pytest.fixture
def agency(app: Flask, provider: str) -> str:
    """Rowan's agency, to which two administrators gave the provider; Rowan is linked as ``r-1``."""
    for subject in ("r-1", "l-1"):
        knows(provider, subject)
    with working(app) as actor:
        rowan = person("rowan")
        wanted = setting_up.Wanted(provider, "panels", "a secret")
        setting_up.try_out(wanted)
        asked = proposals.ask(actor=actor("oak"), agency=rowan.agency, wanted=wanted)
        proposals.confirm(actor=actor("sedge"), proposal=asked)
        links.add(rowan, Identity(provider, "r-1", None, False))
        return str(rowan.agency_id)


@pytest.fixture
def linden(app: Flask, agency: str) -> str:
    """The e-mail address of somebody of that agency who is not of the demonstration and has a password, no link and no
    second factor yet."""
    with working(app):
        accounts.create_account(
            actor=None,
            email="linden@example.org",
            name="Linden Marsh",
            agency=person("rowan").agency,
            password=PASSWORD,
        )
    return "linden@example.org"

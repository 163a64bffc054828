"""Changing a panel's key while pages are read, and destroying what a case is opened with.

The change is run as an operator runs it, by the command in a process of its own, and its rate is set against unwrapping
and wrapping as many keys in memory. Destroying is one row, however much a case holds.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from uuid import uuid4

import sqlalchemy as sa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from auth.encryption import cells, rotation
from auth.encryption.keyring import SEAL, keyring, moved, wrapped_data_key
from auth.encryption.models import DataKey
from benchmarks.dataset import COORDINATOR, PANEL
from benchmarks.served import ROOT
from benchmarks.timing import TAIL, Row, row_of, seconds_of, share
from benchmarks.variants import Variant
from extensions import db

IN_MEMORY, CALM = "unwrapping and wrapping as many keys in memory", "the same page while no key is changed"
SAMPLE = 10_000


class NotRotated(AssertionError):
    """The command failed, or left keys on the older version."""


def measure_rotation(variant: Variant, kind: str, *, turns: int) -> list[Row]:
    """The panel's key changed ``turns`` times by the command while the case list is read.

    :raises NotRotated: it did not come to its end.
    """
    rates, calm, meanwhile = [], [], []
    with variant.app.app_context():
        keys = db.session.scalar(sa.select(sa.func.count()).select_from(DataKey)) or 0
        db.session.rollback()
    browser = variant.browser(COORDINATOR)
    read = partial(browser.get, "/cases")
    for _ in range(turns):
        calm += [read().taken.seconds for _ in range(40)]
        with variant.app.app_context():
            rates.append(keys / seconds_of(partial(_rotate_here, keys)))
        with _rotating(variant) as running:
            while running.poll() is None:
                meanwhile.append(read().taken.seconds)
    memory = _rate_in_memory(variant)
    name = f"panel key changed, {keys} data keys, {kind}"
    rate = share(rates, 0.5)
    tail = row_of(f"case list while a panel key is changed, {kind}, p95", meanwhile, calm, CALM, unit="ms", part=TAIL)
    return [Row(name, round(rate), round(memory), IN_MEMORY, round(rate / memory, 3), "keys/s", turns), tail]


def _rotate_here(keys: int) -> None:
    db.session.remove()
    _, total, broken = rotation.rotate_panel(PANEL, lambda some: None)
    if total < keys * 0.9 or broken:
        raise NotRotated(f"{total} of {keys} keys moved.")


@contextmanager
def _rotating(variant: Variant) -> Iterator["subprocess.Popen[bytes]"]:
    told = {
        "CASEWORK_DEMO": "true",
        "CASEWORK_INSTANCE_DIR": str(variant.folder),
        "DATABASE_URL": variant.address,
    }
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "keys", "rotate", "panel", "--panel", PANEL]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, cwd=ROOT, env={**os.environ, **told}, stdout=quiet, stderr=quiet) as running:  # noqa: S603
        yield running
        if running.wait(timeout=600):
            raise NotRotated("The command failed.")


def _rate_in_memory(variant: Variant) -> float:
    with variant.app.app_context():
        ring = keyring()
        _, key = ring.newest(PANEL, SEAL)
        cipher = AESGCM(key)
        held: list[tuple[bytes, bytes]] = []
        for _ in range(SAMPLE):
            key_id = uuid4()
            held.append((key_id.bytes, wrapped_data_key(key, cells.new_key(), key_id)))
        started = time.perf_counter()
        for key_id, wrapped in held:
            moved(wrapped, key_id, source=cipher, target=cipher)
        return SAMPLE / (time.perf_counter() - started)

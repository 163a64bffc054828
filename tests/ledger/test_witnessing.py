"""A witness signs what grew from what it keeps and nothing else; a log with witnesses says who has seen it."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask

from auth.access_log.models import AccessEntry
from auth.ledger import checkpoints, keys, notes, standing, witnessing
from auth.ledger.models import AccessCheckpoint
from auth.ledger.notes import WITNESS, Verifier
from auth.ledger.witnessing import WitnessRefuses
from extensions import db
from tests.ledger.conftest import Log

FIRE = bytes(range(3, 35))
FIRE_KEY = Verifier(
    "fire.example.org", Ed25519PrivateKey.from_private_bytes(FIRE).public_key().public_bytes_raw(), WITNESS
)


def sign(log: Log, folder: Path, text: str, key: Any = None) -> str:
    at = int(log.at.timestamp())
    return witnessing.cosign_offer(
        text, log=key or keys.verifier(), folder=folder, name="fire.example.org", private=FIRE, at=at
    )


def test_a_witness_would_sign_a_log_that_did_not_grow(log: Log, tmp_path: Path, app: Flask) -> None:
    folder = tmp_path / "witness"
    log.grow(20)
    first = witnessing.offer(0)
    with pytest.raises(WitnessRefuses, match="not signed"):
        sign(log, folder, first, FIRE_KEY)
    assert sign(log, folder, first).startswith("\u2014 fire.example.org ")
    assert sign(log, folder, first), "the same again"
    log.grow(30)
    with pytest.raises(WitnessRefuses, match="--old 20"):
        sign(log, folder, witnessing.offer(0))
    assert not list(folder.glob("*.against-*")), "an offer that begins elsewhere contradicts nothing"
    good = witnessing.offer(20)
    with pytest.raises(WitnessRefuses, match="did not grow"):
        sign(log, folder, good.replace(good.splitlines()[1], good.splitlines()[2]))
    with pytest.raises(WitnessRefuses, match="not an offer"):
        sign(log, folder, "old x\n\n")
    line = sign(log, folder, good)
    with pytest.raises(WitnessRefuses, match="shorter"):
        sign(log, folder, first)

    def rewrite() -> None:
        entry = log.number_at(5)
        db.session.execute(sa.update(AccessEntry).where(AccessEntry.number == entry).values(outcome="refused"))
        db.session.execute(sa.delete(AccessCheckpoint))
        log.rebuild()
        log.sign()
        with pytest.raises(WitnessRefuses, match="one length differ"):
            sign(log, folder, witnessing.offer(50))
        log.grow(5)
        with pytest.raises(WitnessRefuses, match="did not grow"):
            sign(log, folder, witnessing.offer(50))

    log.after(rewrite)
    assert len(list(folder.glob("*.against-*"))) == 3, "what was refused is kept as evidence"
    seen_is_told(log, app, line)


def seen_is_told(log: Log, app: Flask, line: str) -> None:
    with pytest.raises(WitnessRefuses, match="settings"):
        witnessing.add_seen(line)
    before = app.extensions["casework-settings"]
    app.extensions["casework-settings"] = before.model_copy(
        update={"log_witnesses": (FIRE_KEY.text(),), "log_quorum": 1}
    )
    try:
        assert standing.standing().unwitnessed
        assert witnessing.add_seen(line) == ("fire.example.org", 50)
        assert witnessing.add_seen(line) == ("fire.example.org", 50)
        last = checkpoints.newest()
        assert last is not None
        assert last.seen.count("fire") == 1
        assert notes.seen_by(checkpoints.whole_note(last), FIRE_KEY) == int(log.at.timestamp())
        lines = standing.standing().lines
        assert lines[0].seen == ("fire.example.org",)
        day = timedelta(hours=24)
        assert not standing.is_unwitnessed(1, last.at + day - timedelta(seconds=1))
        assert standing.is_unwitnessed(1, last.at + day)
        assert standing.is_unwitnessed(2, last.at)
        a_daily_witness_would_be_called_none(log)
    finally:
        app.extensions["casework-settings"] = before


def a_daily_witness_would_be_called_none(log: Log) -> None:
    """Seen six hours ago, and a checkpoint each quarter of an hour since: more than the page lists."""
    for _ in range(24):
        log.at += timedelta(minutes=13)
        log.grow(1)
    assert not any(line.seen for line in standing.standing().lines)
    with time_machine.travel(log.at, tick=False):
        assert not standing.standing().unwitnessed
    with time_machine.travel(log.at + timedelta(hours=24), tick=False):
        assert standing.standing().unwitnessed

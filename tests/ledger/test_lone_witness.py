"""A partner who has Python and the one file is a witness too: keeps the last checkpoint, demands that the next
grew from it, and cosigns it as C2SP ``tlog-cosignature`` has it."""

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from auth.access_log.models import AccessEntry
from auth.encryption.root import read_or_make_secret
from auth.ledger import checkpoints, keys, notes, witnessing
from auth.ledger.models import AccessCheckpoint
from extensions import db
from tests.ledger.conftest import Log, verify


def test_the_one_file_would_sign_otherwise_than_the_library() -> None:
    for seed in range(3):
        private, words = bytes([seed]) * 32, b"words" * seed
        key = Ed25519PrivateKey.from_private_bytes(private)
        assert verify.public_of(private) == key.public_key().public_bytes_raw()
        assert verify.sign(private, words) == key.sign(words)


def test_a_partner_without_an_installation_would_sign_what_did_not_grow(
    log: Log, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, key = tmp_path / "kept", keys.verifier().text()

    def run(*words: str, name: str = "fire.example.org") -> tuple[int, str, str]:
        with time_machine.travel(log.at, tick=False):
            code = verify.main([*words, "--key", key, "--keep", str(folder), "--sign-as", name])
        return code, *capsys.readouterr()

    def offered(old: int) -> tuple[int, str, str]:
        (tmp_path / "offer.txt").write_text(witnessing.offer(old))
        return run("--offer", str(tmp_path / "offer.txt"))

    log.grow(20)
    code, said, beside = offered(0)
    assert code == 0
    assert "right: 20 entries" in said
    secret = folder / "witness.key"
    assert secret.stat().st_mode & 0o777 == 0o600
    witness = notes.read_verifier(beside.split(": ", 1)[1])
    note = checkpoints.whole_note(log_newest())
    assert notes.seen_by(note + said.splitlines()[-1] + "\n", witness) == int(log.at.timestamp())
    assert read_or_make_secret(secret) == secret.read_bytes(), "an installation can go on with it"
    log.grow(10)
    code, said, beside = run(str(log.file()))
    assert (code, said.splitlines()[0][:20]) == (0, "whole: 30 entries of")
    assert notes.read_verifier(beside.split(": ", 1)[1]) == witness
    assert witnessed(said, witness)
    log.grow(12)
    code, said, _ = offered(20)
    assert (code, "--old 30" in said) == (24, True)
    (kept,) = folder.glob("*.txt")
    before = kept.read_text()
    good = witnessing.offer(30)
    (tmp_path / "bent.txt").write_text(good.replace(good.splitlines()[1], good.splitlines()[2], 1))
    assert run("--offer", str(tmp_path / "bent.txt"))[0] == 17
    assert kept.read_text() == before, "what did not grow is not kept in its place"
    assert len(list(folder.glob("*.against-42.txt"))) == 1, "but beside it, as evidence"
    (tmp_path / "odd.txt").write_text("no offer")
    assert run("--offer", str(tmp_path / "odd.txt"))[0] == 24
    assert run(str(log.file()), name="two words")[0] == 20
    assert offered(30)[0] == 0
    assert rewritten(log, lambda: run(str(log.file())))[0] == 18
    assert rewritten(log, lambda: offered(42))[0] == 18
    assert run("--offer", str(tmp_path / "offer.txt"))[0] == 18
    assert offered(42)[0] == 0, "the same again"
    kept.write_text(before.replace("\n30\n", "\n31\n"))
    assert offered(31)[0] == 15, "what is kept is not taken as it comes"


def log_newest() -> AccessCheckpoint:
    found = checkpoints.newest()
    assert found is not None
    return found


def witnessed(said: str, witness: Any) -> bool:
    return notes.seen_by(log_newest().note + said.splitlines()[-1] + "\n", witness) is not None


def rewritten(log: Log, run: Any) -> Any:
    """What is said of another history of the same length, with the log's own key."""
    found = []

    def rewrite() -> None:
        number = log.number_at(5)
        db.session.execute(sa.update(AccessEntry).where(AccessEntry.number == number).values(outcome="refused"))
        db.session.execute(sa.delete(AccessCheckpoint))
        log.rebuild()
        log.sign()
        found.append(run())

    log.after(rewrite)
    return found[0]

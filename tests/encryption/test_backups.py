"""Backups sealed to custodians: nobody else opens them, and nothing but the whole of one opens."""

import io
import secrets
from pathlib import Path

import pytest
from click.testing import CliRunner

from auth.encryption.backups import KEY, MAGIC, PIECE, PREFIX, TAG, CannotOpenBackup, main, open_sealed, public_of, seal

pytestmark = pytest.mark.pure
ONE, TWO, OTHER = (bytes([number]) * KEY for number in (1, 2, 3))
HEAD = len(MAGIC) + 1 + 2 * (2 * KEY + TAG) + PREFIX
PLAIN = b"Canary Thistledown, 9 Canary Wharfside. "


def sealed(plain: bytes) -> bytes:
    sink = io.BytesIO()
    seal(io.BytesIO(plain), sink, [public_of(ONE), public_of(TWO)])
    return sink.getvalue()


def opened(what: bytes, private: bytes) -> bytes:
    sink = io.BytesIO()
    open_sealed(io.BytesIO(what), sink, private)
    return sink.getvalue()


def test_a_stolen_backup_would_be_read_without_a_custodian() -> None:
    """AC 59: each custodian alone opens it; another key, and the machine that made it, do not."""
    for length in (0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE):
        plain = (PLAIN * (length // len(PLAIN) + 1))[:length]
        found = sealed(plain)
        assert opened(found, ONE) == opened(found, TWO) == plain, length
        assert b"Canary" not in found
    with pytest.raises(CannotOpenBackup, match="not sealed to this key"):
        opened(found, OTHER)
    assert sealed(PLAIN) != sealed(PLAIN)
    with pytest.raises(ValueError, match="one custodian at least"):
        seal(io.BytesIO(PLAIN), io.BytesIO(), [])


def test_a_backup_that_was_changed_or_cut_off_would_be_taken_for_whole() -> None:
    """AC 59."""
    whole = sealed(secrets.token_bytes(2 * PIECE + 100))
    size = PIECE + TAG
    first, second, last = whole[HEAD : HEAD + size], whole[HEAD + size : HEAD + 2 * size], whole[HEAD + 2 * size :]
    head = whole[:HEAD]
    wrong = {
        "cut off after a piece": head + first + second,
        "cut off within one": whole[:-1],
        "only its head": head,
        "two pieces changed over": head + second + first + last,
        "a piece left out": head + first + last,
        "a piece twice": head + first + first + second + last,
        "something added": whole + b"x",
        "another beginning": b"x" + whole,
    }
    places = (len(MAGIC), HEAD - 1, HEAD, HEAD + size, len(whole) - 1, len(MAGIC) + 1 + 2 * KEY + TAG + 5)
    for place in places:
        wrong[f"byte {place}"] = whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]
    taken = []
    for name, one in wrong.items():
        try:
            opened(one, ONE)
        except CannotOpenBackup:
            continue
        taken.append(name)
    assert taken == []


def test_a_key_file_would_be_open_to_others_or_written_over(tmp_path: Path) -> None:
    run, path = CliRunner(), tmp_path / "custodian.key"
    made = run.invoke(main, ["key", str(path)])
    assert made.output.strip() == public_of(path.read_bytes())
    assert path.stat().st_mode & 0o777 == 0o600
    again = run.invoke(main, ["key", str(path)])
    assert (again.exit_code, "is there already" in again.output) == (1, True)
    through = run.invoke(main, ["seal", "--to", made.output.strip()], input=PLAIN)
    back = run.invoke(main, ["open", str(path)], input=through.stdout_bytes)
    assert back.stdout_bytes == PLAIN
    assert run.invoke(main, ["seal", "--to", "no key"], input=PLAIN).exit_code == 1
    assert run.invoke(main, ["open", str(path)], input=PLAIN).exit_code == 1

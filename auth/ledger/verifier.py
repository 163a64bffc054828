"""The program by which strangers check the log: the one file ``docs/verify_log.py``, as it stands here."""

import hashlib
from functools import cache
from pathlib import Path

NAME = "verify_log.py"
_PATH = Path(__file__).resolve().parents[2] / "docs" / NAME


@cache
def verifier() -> bytes:
    """The file."""
    return _PATH.read_bytes()


@cache
def fingerprint() -> str:
    """Its SHA-256 in hexadecimal, as ``sha256sum`` prints it."""
    return hashlib.sha256(verifier()).hexdigest()

"""Password hashes: Argon2id (RFC 9106), memory 64 MiB, 3 passes, one lane.

A hash takes a tenth of a second of both cores and 64 MiB, so strangers who only try could stop everybody's work. One is
made at a time in a process, a few wait for their turn, and who comes then is told to come again.
"""

import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

AT_ONCE, WAITING = 1, 2
_line = threading.BoundedSemaphore(AT_ONCE + WAITING)
_turns = threading.BoundedSemaphore(AT_ONCE)


class TooBusy(Exception):
    """As many passwords are being looked at as this process looks at. The same try may go through in a moment."""


def strong_hasher() -> PasswordHasher:
    """The hasher at the promised strength."""
    return PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=1)


_hasher = strong_hasher()
# Checked when there is no such account, so that an unknown name takes as long as a wrong password.
_NOBODY = _hasher.hash("nobody has this password")


def hash_password(password: str) -> str:
    """The Argon2id hash, with its own random salt and parameters inside."""
    return _hasher.hash(_composed(password))


def verify_password(password_hash: str | None, password: str) -> bool:
    """Whether the password fits. Takes the same time when there is no hash. A stranger's try is made in a
    :func:`turn`."""
    try:
        _hasher.verify(password_hash or _NOBODY, _composed(password))
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def wants_new_hash(password_hash: str) -> bool:
    """Whether the hash was made with weaker parameters than today's."""
    return _hasher.check_needs_rehash(password_hash)


@contextmanager
def turn() -> Iterator[None]:
    """Wait for a turn to have a try looked at, before any other work is done for it.

    :raises TooBusy: as many wait as may.
    """
    if not _line.acquire(blocking=False):
        raise TooBusy
    try:
        with _turns:
            yield
    finally:
        _line.release()


def _composed(password: str) -> bytes:
    # Two keyboards may write the same letter in two ways (NIST SP 800-63B 3.1.1.2: normalise before hashing).
    return unicodedata.normalize("NFC", password).encode(errors="replace")

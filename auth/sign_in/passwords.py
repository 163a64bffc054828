"""Password hashes: Argon2id (RFC 9106), memory 64 MiB, 3 passes, 4 lanes."""

import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError


def strong_hasher() -> PasswordHasher:
    """The hasher at the promised strength."""
    return PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=4)


_hasher = strong_hasher()
# Checked when there is no such account, so that an unknown name takes as long as a wrong password.
_NOBODY = _hasher.hash("nobody has this password")


def hash_password(password: str) -> str:
    """The Argon2id hash, with its own random salt and parameters inside."""
    return _hasher.hash(_composed(password))


def verify_password(password_hash: str | None, password: str) -> bool:
    """Whether the password fits. Takes the same time when there is no hash."""
    try:
        _hasher.verify(password_hash or _NOBODY, _composed(password))
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def wants_new_hash(password_hash: str) -> bool:
    """Whether the hash was made with weaker parameters than today's."""
    return _hasher.check_needs_rehash(password_hash)


def _composed(password: str) -> bytes:
    # Two keyboards may write the same letter in two ways (NIST SP 800-63B 3.1.1.2: normalise before hashing).
    return unicodedata.normalize("NFC", password).encode(errors="replace")

"""Root key providers: whoever holds the root key can open every panel key.

The file provider is the default: 32 random bytes in a file only the service may read, made at first run.
Others (a key service, a hardware module) implement :class:`RootKey` and are chosen in ``wsgi.create_app``.
"""

import os
from pathlib import Path
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from auth.encryption.cells import KEY_BYTES, NONCE_BYTES, new_key


class WrongRootKey(RuntimeError):
    """The root key does not open this database's panel keys, or is not fit for use."""


class RootKey(Protocol):
    """Wraps and unwraps panel keys. ``context`` names what is wrapped and must be the same both times."""

    def wrap(self, key: bytes, context: bytes) -> bytes:
        """The wrapped form of ``key``."""
        ...

    def unwrap(self, wrapped: bytes, context: bytes) -> bytes:
        """The key again. :raises WrongRootKey: when it was wrapped by another root key or for another context."""
        ...


class FileRoot:
    """A root key in a file with mode 0600."""

    def __init__(self, path: Path) -> None:
        self._key = AESGCM(_read_or_make(path))

    def wrap(self, key: bytes, context: bytes) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._key.encrypt(nonce, key, context)

    def unwrap(self, wrapped: bytes, context: bytes) -> bytes:
        try:
            return self._key.decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], context)
        except InvalidTag:
            raise WrongRootKey(
                "The root key does not fit this database. Put back the root key file that was in use before."
            ) from None


def read_or_make_secret(path: Path) -> bytes:
    """32 secret bytes from ``path``, made at first run with mode 0600.

    :raises WrongRootKey: when the file can be read by others or has the wrong length.
    """
    return _read_or_make(path)


def _read_or_make(path: Path) -> bytes:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read(path)
    key = new_key()
    with os.fdopen(descriptor, "wb") as file:
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
    return key


def _read(path: Path) -> bytes:
    if path.stat().st_mode & 0o077:
        raise WrongRootKey(f"Others can read the key file {path.name}. Set its mode to 0600.")
    key = path.read_bytes()
    if len(key) != KEY_BYTES:
        raise WrongRootKey(f"The key file {path.name} must hold exactly {KEY_BYTES} bytes.")
    return key

"""Root key providers: whoever holds the root key can open every panel key.

Only panel keys go through a provider, at the start, and are kept in memory: no request waits for a key service.
The file is the default. The environment stands here too; the others, each with its own library or none, in
:mod:`auth.encryption.root_aws`, :mod:`~auth.encryption.root_pkcs11` and :mod:`~auth.encryption.root_vault`.
"""

import base64
import binascii
import hmac
import os
from pathlib import Path
from typing import Protocol

from click import ClickException
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from auth.encryption.cells import KEY_BYTES, NONCE_BYTES, new_key

NOT_THIS = "The root key does not fit this database. Put back {} that was in use before."


class WrongRootKey(ClickException):
    """The root key cannot be had, is not fit for use, or does not open this database's panel keys. The message is one
    sentence of what is wrong and one of what to do; a command shows it and stops."""


class RootKey(Protocol):
    """Wraps and unwraps panel keys. ``context`` names what is wrapped and must be the same both times."""

    def wrap(self, key: bytes, context: bytes) -> bytes:
        """The wrapped form of ``key``. :raises WrongRootKey: the key cannot be had."""
        ...

    def unwrap(self, wrapped: bytes, context: bytes) -> bytes:
        """The key again. :raises WrongRootKey: when it was wrapped by another root key or for another context."""
        ...

    def name(self) -> str:
        """Provider and fingerprint of the key that wraps now: it tells two root keys apart and reveals neither."""
        ...


class LocalRoot:
    """A root key that this process holds itself."""

    where = "the root key"

    def __init__(self, key: bytes, provider: str) -> None:
        self._cipher = AESGCM(key)
        self._name = f"{provider}:{hmac.digest(key, b'root-key-fingerprint', 'sha256').hex()[:16]}"

    def wrap(self, key: bytes, context: bytes) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, key, context)

    def unwrap(self, wrapped: bytes, context: bytes) -> bytes:
        try:
            return self._cipher.decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], context)
        except (InvalidTag, ValueError):
            raise WrongRootKey(NOT_THIS.format(self.where)) from None

    def name(self) -> str:
        return self._name


class EnvironmentRoot(LocalRoot):
    """A root key in an environment variable, as 44 letters of base64. For trying out, and where a secret store of the
    platform fills the variable: whoever can list the process's environment has it."""

    where = "the value of CASEWORK_ROOT_KEY_BASE64"

    def __init__(self, text: str) -> None:
        try:
            key = base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError):
            key = b""
        if len(key) != KEY_BYTES:
            raise WrongRootKey(
                f"CASEWORK_ROOT_KEY_BASE64 is not a root key. Set it to {KEY_BYTES} random bytes, written as base64."
            )
        super().__init__(key, "environment")


class FileRoot:
    """A root key in a file with mode 0600, made when the first panel key is wrapped.

    While the root key is changed, the next one stands beside it as ``<name>.next``. Either opens, so that a process
    that started before the change and one that starts in the middle of it both go on.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._held = self._read()

    @property
    def next_path(self) -> Path:
        """Where the next root key stands while the panel keys are moved to it."""
        return self._path.with_name(self._path.name + ".next")

    def wrap(self, key: bytes, context: bytes) -> bytes:
        return self._current().wrap(key, context)

    def unwrap(self, wrapped: bytes, context: bytes) -> bytes:
        for held in self._held:
            try:
                return held.unwrap(wrapped, context)
            except WrongRootKey:
                continue
        # The file may have been changed since this process started.
        self._held = self._read()
        if not self._held:
            raise WrongRootKey(
                f"The root key file {self._path.name} is missing. Put back the root key file that was in use before."
            )
        for held in self._held:
            try:
                return held.unwrap(wrapped, context)
            except WrongRootKey:
                continue
        raise WrongRootKey(NOT_THIS.format("the root key file"))

    def name(self) -> str:
        return self._current().name()

    def next_root(self) -> "FileRoot":
        """The key that follows this one, made if there is none yet. It stands beside this one until :meth:`step`."""
        read_or_make_secret(self.next_path)
        return FileRoot(self.next_path)

    def step(self) -> Path | None:
        """Put the next key in this one's place and this one aside; returns where the old one stands now. Done in two
        renames of which either may be the last: what is left is finished the next time."""
        if not self.next_path.exists():
            return None
        old = self._aside(self._held[0].name())
        if self._path.exists():
            self._path.rename(old)
        self.next_path.rename(self._path)
        self._held = self._read()
        return old

    def aside(self, name: str) -> Path | None:
        """The file of an old root key by its name, if it still stands here."""
        found = self._aside(name)
        return found if found.exists() else None

    def _aside(self, name: str) -> Path:
        return self._path.with_name(f"{self._path.name}.old-{name.rpartition(':')[2]}")

    def _current(self) -> LocalRoot:
        if not self._path.exists() and self.next_path.exists():
            self.step()
        if not self._held or not self._path.exists():
            read_or_make_secret(self._path)
            self._held = self._read()
        return self._held[0]

    def _read(self) -> list[LocalRoot]:
        paths = [path for path in (self._path, self.next_path) if path.exists()]
        return [LocalRoot(_read(path), "file") for path in paths]


class Roots:
    """The root key in use, and the one that is to follow it: what either wrapped opens, the later one wraps.

    Set the settings of the next key, restart every process, run ``keys rotate root``, put the settings of the next key
    in the place of the old and restart again: at no moment does a process lack a key.
    """

    def __init__(self, current: RootKey, following: RootKey) -> None:
        self.current, self.following = current, following

    def wrap(self, key: bytes, context: bytes) -> bytes:
        return self.following.wrap(key, context)

    def unwrap(self, wrapped: bytes, context: bytes) -> bytes:
        try:
            return self.following.unwrap(wrapped, context)
        except WrongRootKey:
            return self.current.unwrap(wrapped, context)

    def name(self) -> str:
        return self.following.name()


def read_or_make_secret(path: Path) -> bytes:
    """32 secret bytes from ``path``, made at first run with mode 0600.

    :raises WrongRootKey: when the file can be read by others or has the wrong length.
    """
    if path.exists():
        return _read(path)
    # Whole or not at all: a process that dies while it writes leaves no half of a key behind.
    made = path.with_name(f"{path.name}.{os.getpid()}.made")
    descriptor = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(new_key())
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(made, path)
    except FileExistsError:
        pass
    finally:
        made.unlink()
    return _read(path)


def _read(path: Path) -> bytes:
    if path.stat().st_mode & 0o077:
        raise WrongRootKey(f"Others can read the key file {path.name}. Set its mode to 0600.")
    key = path.read_bytes()
    if len(key) != KEY_BYTES:
        raise WrongRootKey(f"The key file {path.name} must hold exactly {KEY_BYTES} bytes. Put back a copy of it.")
    return key

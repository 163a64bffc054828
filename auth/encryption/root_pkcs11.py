"""The root key in a hardware security module, through PKCS#11. Needs the extra ``pkcs11`` and the module's library.

The key is a 256-bit AES key that never leaves the module; AES-GCM runs inside it, with the context as associated data.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from auth.encryption.cells import NONCE_BYTES
from auth.encryption.root import NOT_THIS, WrongRootKey


class Pkcs11Root:
    """A key by its label in a token by its label."""

    def __init__(self, *, library: Path | None, token: str, label: str, pin_file: Path | None) -> None:
        missing = {
            "CASEWORK_ROOT_KEY_LIBRARY": library,
            "CASEWORK_ROOT_KEY_TOKEN": token,
            "CASEWORK_ROOT_KEY_ID": label,
            "CASEWORK_ROOT_KEY_PIN_FILE": pin_file,
        }
        for name, value in missing.items():
            if not value:
                raise WrongRootKey(f"The root key is in a hardware module, but {name} is not set. Set it.")
        try:
            import pkcs11
        except ImportError:
            raise WrongRootKey(
                "The root key is in a hardware module, but the library for it is not installed. "
                "Install this package with its extra: pkcs11."
            ) from None
        self._pkcs11, self._label, self._token = pkcs11, label, token
        self._pin = _pin(Path(str(pin_file)))
        try:
            self._module: Any = pkcs11.lib(str(library))
        except Exception:
            raise WrongRootKey(
                f"The module's library {library} cannot be loaded. Set CASEWORK_ROOT_KEY_LIBRARY to where it stands."
            ) from None
        with self._key():
            pass

    def wrap(self, key: bytes, context: bytes) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        with self._key() as (held, mechanism):
            return nonce + bytes(held.encrypt(key, mechanism=mechanism, mechanism_param=self._param(nonce, context)))

    def unwrap(self, wrapped: bytes, context: bytes) -> bytes:
        nonce, body = wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:]
        with self._key() as (held, mechanism):
            try:
                return bytes(held.decrypt(body, mechanism=mechanism, mechanism_param=self._param(nonce, context)))
            except self._pkcs11.exceptions.PKCS11Error:
                raise WrongRootKey(NOT_THIS.format("the key of the hardware module")) from None

    def name(self) -> str:
        return f"pkcs11:{self._token}/{self._label}"

    def _param(self, nonce: bytes, context: bytes) -> Any:
        return self._pkcs11.GCMParams(nonce, aad=context, tag_bits=128)

    @contextmanager
    def _key(self) -> Iterator[tuple[Any, Any]]:
        """The key in a session of its own: a session serves one thread, and the module is asked at the start only."""
        try:
            token = self._module.get_token(token_label=self._token)
            session = token.open(user_pin=self._pin)
        except self._pkcs11.exceptions.PKCS11Error as fault:
            raise WrongRootKey(
                f"The token {self._token} cannot be opened ({type(fault).__name__}). "
                "Check CASEWORK_ROOT_KEY_TOKEN and the PIN."
            ) from None
        with session:
            try:
                held = session.get_key(object_class=self._pkcs11.ObjectClass.SECRET_KEY, label=self._label)
            except self._pkcs11.exceptions.PKCS11Error:
                raise WrongRootKey(
                    f"The token {self._token} has no single key called {self._label}. "
                    "Make a 256-bit AES key there, or set CASEWORK_ROOT_KEY_ID to its label."
                ) from None
            yield held, self._pkcs11.Mechanism.AES_GCM


def _pin(path: Path) -> str:
    try:
        if path.stat().st_mode & 0o077:
            raise WrongRootKey(f"Others can read the PIN file {path.name}. Set its mode to 0600.")
        return path.read_text().strip()
    except OSError:
        raise WrongRootKey(f"The PIN file {path.name} cannot be read. Put it where the setting says.") from None

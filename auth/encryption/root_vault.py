"""The root key in the transit engine of HashiCorp Vault or OpenBao. Speaks HTTP itself; needs no library.

The key never leaves the service. The context is the associated data, which the engine authenticates (key type
``aes256-gcm96``). Changing the key makes a new version of it there, and what the old version wrapped still opens.
"""

import base64
import json
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from auth.encryption.root import NOT_THIS, WrongRootKey
from egress import declared

PATIENCE = 5


class VaultRoot:
    """A transit key at an address (``https://vault.example.org:8200``), by name or ``mount/name``."""

    def __init__(self, *, address: str, key: str, token_file: Path | None) -> None:
        for name, value in (
            ("CASEWORK_ROOT_KEY_ADDRESS", address),
            ("CASEWORK_ROOT_KEY_ID", key),
            ("CASEWORK_ROOT_KEY_TOKEN_FILE", token_file),
        ):
            if not value:
                raise WrongRootKey(f"The root key is in a vault, but {name} is not set. Set it.")
        if not address.startswith(("https://", "http://127.0.0.1", "http://localhost")):
            raise WrongRootKey("The vault's address is not https. Set CASEWORK_ROOT_KEY_ADDRESS to an https address.")
        self._address, self._token_file = address.rstrip("/"), Path(str(token_file))
        mount, _, self._key = key.rpartition("/")
        self._mount = mount or "transit"
        if self._told()["type"] != "aes256-gcm96":
            raise WrongRootKey(f"The vault's key {key} is of the wrong type. Make one of the type aes256-gcm96.")

    def wrap(self, key: bytes, context: bytes) -> bytes:
        sent = {"plaintext": _text(key), "associated_data": _text(context)}
        wrapped: str = self._ask("POST", f"encrypt/{self._key}", sent)["ciphertext"]
        return wrapped.encode()

    def unwrap(self, wrapped: bytes, context: bytes) -> bytes:
        try:
            sent = {"ciphertext": wrapped.decode("ascii"), "associated_data": _text(context)}
        except UnicodeDecodeError:
            raise WrongRootKey(NOT_THIS.format("the vault's key")) from None
        return base64.b64decode(self._ask("POST", f"decrypt/{self._key}", sent)["plaintext"])

    def name(self) -> str:
        return f"vault:{self._mount}/{self._key} version {self._told()['latest_version']}"

    def next_version(self) -> None:
        """Make a new version of the key in the vault: from now on it wraps, and the older ones still open."""
        self._ask("POST", f"keys/{self._key}/rotate", {})

    def _told(self) -> Any:
        return self._ask("GET", f"keys/{self._key}")

    def _ask(self, method: str, path: str, sent: dict[str, str] | None = None) -> Any:
        request = urllib.request.Request(  # noqa: S310 (the address is checked at the start)
            f"{self._address}/v1/{self._mount}/{path}",
            method=method,
            data=None if sent is None else json.dumps(sent).encode(),
            headers={"X-Vault-Token": self._token(), "Content-Type": "application/json"},
        )
        try:
            with declared(), urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
                body = answer.read()
        except urllib.error.HTTPError as fault:
            fault.close()
            raise _refused(fault.code, self._key) from None
        except OSError as fault:
            raise WrongRootKey(
                f"The vault at {self._address} cannot be reached ({type(fault).__name__}). Start it, or set "
                "CASEWORK_ROOT_KEY_ADDRESS to where it is."
            ) from None
        return json.loads(body)["data"] if body else None

    def _token(self) -> str:
        # Read each time: whoever renews the token writes the file anew.
        try:
            if self._token_file.stat().st_mode & 0o077:
                raise WrongRootKey(f"Others can read the token file {self._token_file.name}. Set its mode to 0600.")
            return self._token_file.read_text().strip()
        except OSError:
            raise WrongRootKey(
                f"The vault's token file {self._token_file.name} cannot be read. Put it where the setting says."
            ) from None


def _refused(status: int, key: str) -> WrongRootKey:
    if status == 400:
        return WrongRootKey(NOT_THIS.format("the vault's key"))
    if status == 404:
        return WrongRootKey(f"The vault has no key called {key}. Make it, or set CASEWORK_ROOT_KEY_ID to its name.")
    return WrongRootKey(f"The vault refused the key {key} (status {status}). Check the token and what it may do.")


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()

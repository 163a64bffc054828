"""Signed checkpoints as text: the C2SP formats ``signed-note``, ``tlog-checkpoint`` and ``tlog-cosignature``. Pure.

A checkpoint says in three lines which log, how many entries and which root. Each signature is a line of its own: that
of the log itself, and those of witnesses, which say when they saw it. Signatures are Ed25519 (RFC 8032).
"""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

LOG, WITNESS = 1, 4
"""Kinds of signature by their number in ``signed-note``."""
DASH = "\u2014"


class NoteFault(ValueError):
    """The text is no checkpoint that we know."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Which log, how many entries, and the root over them."""

    origin: str
    size: int
    root: bytes

    def body(self) -> str:
        """The text that is signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


@dataclass(frozen=True, slots=True)
class Verifier:
    """Who signs, with which public key (32 bytes). ``kind`` is :data:`LOG` or :data:`WITNESS`."""

    name: str
    public: bytes
    kind: int = LOG

    @property
    def key_id(self) -> bytes:
        """The four bytes by which a signature line names its key."""
        return sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public).digest()[:4]

    def text(self) -> str:
        """The key as it is handed out."""
        return f"{self.name}+{self.key_id.hex()}+{base64.b64encode(bytes([self.kind]) + self.public).decode()}"


@dataclass(frozen=True, slots=True)
class Line:
    """One signature line of a note."""

    name: str
    key_id: bytes
    signature: bytes


def read_verifier(text: str) -> Verifier:
    """A key as :meth:`Verifier.text` writes it.

    :raises NoteFault: it is none, or its short name is not that of its bytes.
    """
    name, _, rest = text.strip().partition("+")
    short, _, encoded = rest.partition("+")
    raw = _bytes_of(encoded)
    if not name or len(raw) != 33 or raw[0] not in (LOG, WITNESS):
        raise NoteFault("This is no key of a log or a witness.")
    found = Verifier(name, raw[1:], raw[0])
    if found.key_id.hex() != short:
        raise NoteFault("The key and its short name do not belong together.")
    return found


def sign_checkpoint(checkpoint: Checkpoint, private: bytes) -> str:
    """The note with the log's own signature."""
    key = Ed25519PrivateKey.from_private_bytes(private)
    verifier = Verifier(checkpoint.origin, key.public_key().public_bytes_raw())
    line = _line(verifier, key.sign(checkpoint.body().encode()))
    return f"{checkpoint.body()}\n{line}"


def cosign(note: str, name: str, private: bytes, at: int) -> str:
    """The signature line of a witness who saw this checkpoint at ``at`` (seconds since 1970, UTC).

    :raises NoteFault: it is no checkpoint.
    """
    body = read_note(note)[0].body()
    key = Ed25519PrivateKey.from_private_bytes(private)
    verifier = Verifier(name, key.public_key().public_bytes_raw(), WITNESS)
    return _line(verifier, at.to_bytes(8, "big") + key.sign(_seen(body, at)))


def read_note(note: str) -> tuple[Checkpoint, list[Line]]:
    """The checkpoint of a note and its signature lines, not checked yet.

    :raises NoteFault: it has not this form.
    """
    body, parted, tail = note.partition("\n\n")
    lines = body.split("\n")
    if not parted or len(lines) != 3 or not lines[0] or not lines[1].isascii() or not lines[1].isdigit():
        raise NoteFault("This is no checkpoint.")
    if str(int(lines[1])) != lines[1] or len(root := _bytes_of(lines[2])) != 32:
        raise NoteFault("This is no checkpoint.")
    return Checkpoint(lines[0], int(lines[1]), root), [_read_line(line) for line in tail.splitlines()]


def signed_by(note: str, verifier: Verifier) -> bool:
    """Whether the log's key signed this checkpoint.

    :raises NoteFault: it is no checkpoint.
    """
    checkpoint, lines = read_note(note)
    return any(
        _verify(verifier.public, line.signature, checkpoint.body().encode()) for line in _lines_of(lines, verifier)
    )


def seen_by(note: str, verifier: Verifier) -> int | None:
    """When this witness saw the checkpoint (seconds since 1970, UTC); none if its signature is not there or not right.

    :raises NoteFault: it is no checkpoint.
    """
    checkpoint, lines = read_note(note)
    for line in _lines_of(lines, verifier):
        at = int.from_bytes(line.signature[:8], "big")
        if _verify(verifier.public, line.signature[8:], _seen(checkpoint.body(), at)):
            return at
    return None


def _lines_of(lines: Sequence[Line], verifier: Verifier) -> list[Line]:
    return [line for line in lines if (line.name, line.key_id) == (verifier.name, verifier.key_id)]


def _seen(body: str, at: int) -> bytes:
    return f"cosignature/v1\ntime {at}\n{body}".encode()


def _line(verifier: Verifier, signature: bytes) -> str:
    return f"{DASH} {verifier.name} {base64.b64encode(verifier.key_id + signature).decode()}\n"


def _read_line(line: str) -> Line:
    parts = line.split(" ")
    raw = _bytes_of(parts[2]) if len(parts) == 3 else b""
    if len(parts) != 3 or parts[0] != DASH or not parts[1] or len(raw) < 5:
        raise NoteFault("A line of a signature is damaged.")
    return Line(parts[1], raw[:4], raw[4:])


def _verify(public: bytes, signature: bytes, words: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, words)
    except (InvalidSignature, ValueError):
        return False
    return True


def _bytes_of(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""

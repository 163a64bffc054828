"""A tiny authenticator in software: real ES256 keys and real signatures, and every way to answer wrongly.

It does what a security key does (W3C Web Authentication, 6.1 to 6.5): makes a key pair for a relying party, keeps the
private key, counts, and signs what the browser and it attest.
"""

import hashlib
import json
import os
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

ORIGIN = "https://panels.example.org"
UP, UV, AT = 0x01, 0x04, 0x40


@dataclass
class Authenticator:
    """One passkey of one device. ``step``: how far it counts at each use; 0 is one that does not count."""

    origin: str = ORIGIN
    step: int = 1
    count: int = 0
    flags: int = UP | UV
    framed: bool = False
    credential_id: bytes = field(default_factory=lambda: os.urandom(32))
    user_handle: bytes = b""
    rp_id: str = ""
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def make(self, options: dict[str, Any], **more: Any) -> str:
        """The answer to ``navigator.credentials.create``, as the browser writes it."""
        self.user_handle, self.rp_id = unpack(options["user"]["id"]), options["rp"]["id"]
        attested = bytes(16) + struct.pack(">H", len(self.credential_id)) + self.credential_id + self._cose()
        data = self._data(self.flags | AT) + attested
        made = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        told = self._told("webauthn.create", more.get("challenge") or options["challenge"])
        return self._packed({"clientDataJSON": pack(told), "attestationObject": pack(made)})

    def answer(self, options: dict[str, Any], **more: Any) -> str:
        """The answer to ``navigator.credentials.get``. ``challenge``, ``user_handle`` and ``signature`` may be others
        than they should be."""
        self.count += self.step
        data = self._data(self.flags)
        told = self._told("webauthn.get", more.get("challenge") or options["challenge"])
        signature = self.key.sign(data + hashlib.sha256(told).digest(), ec.ECDSA(hashes.SHA256()))
        return self._packed(
            {
                "clientDataJSON": pack(told),
                "authenticatorData": pack(data),
                "signature": pack(more.get("signature") or signature),
                "userHandle": pack(more.get("user_handle", self.user_handle)),
            }
        )

    def copy(self) -> "Authenticator":
        """Somebody else's copy of it, with the count of this moment."""
        return Authenticator(**vars(self))

    def _data(self, flags: int) -> bytes:
        return hashlib.sha256(self.rp_id.encode()).digest() + bytes([flags]) + struct.pack(">I", self.count)

    def _told(self, kind: str, challenge: str) -> bytes:
        told = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": self.framed}
        return json.dumps(told).encode()

    def _cose(self) -> bytes:
        numbers = self.key.public_key().public_numbers()
        return cbor2.dumps({1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")})

    def _packed(self, response: dict[str, str]) -> str:
        number = pack(self.credential_id)
        whole = {
            "id": number,
            "rawId": number,
            "type": "public-key",
            "response": response,
            "clientExtensionResults": {},
        }
        return json.dumps(whole)


def pack(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def unpack(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))

"""Signing what leaves the product, so that others can check it (Ed25519, RFC 8032): receipts, certificates, files.

The key stands among the panel keys (purpose ``sign``); the public keys of every version are published by name.
"""

import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from auth.encryption.keyring import PARTNERSHIP, SIGN, keyring


def sign(words: bytes) -> tuple[str, bytes]:
    """The name of our newest signing key and its signature over ``words``."""
    _, private = keyring().newest(PARTNERSHIP, SIGN)
    signer = Ed25519PrivateKey.from_private_bytes(private)
    return name_of(raw(signer.public_key())), signer.sign(words)


def signed_by(public: bytes, signature: bytes, words: bytes) -> bool:
    """Whether the holder of this public key (Ed25519, 32 bytes) signed exactly these words."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, words)
    except (InvalidSignature, ValueError):
        return False
    return True


def public_keys() -> dict[str, bytes]:
    """The public keys by which signatures of ours can be checked, by name, the newest first."""
    found = (
        raw(Ed25519PrivateKey.from_private_bytes(private).public_key())
        for _, private in keyring().every(PARTNERSHIP, SIGN)
    )
    return {name_of(one): one for one in found}


def raw(key: Ed25519PublicKey) -> bytes:
    """A public key as 32 bytes."""
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def name_of(public: bytes) -> str:
    """What a key is called where it is published. Pure."""
    return hashlib.sha256(public).hexdigest()[:16]

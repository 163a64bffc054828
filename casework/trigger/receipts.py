"""Receipts: what a resident keeps to show that she sent a request, and when.

A receipt is five short lines that are the same in every language and name no matter: N her number, T the moment it came
in (UTC), F a fingerprint of what was sent and of its files, K which key signed it, S the signature (Ed25519) over the
four others. The fingerprint is keyed: whoever finds a receipt cannot try out what might have been sent, and the
installation can show that what it holds is what she sent. ``docs/verify_receipt.py`` checks one without this
installation.
"""

import base64
import binascii
import hmac
import json
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from auth.encryption.keyring import PARTNERSHIP, SIGN, keyring
from auth.encryption.signing import name_of, public_keys, raw, signed_by
from casework.trigger.access import OpenRequest
from casework.trigger.rules import digits_in, is_number, number_words
from casework.trigger.service import told

FORMAT = "receipt-1"
NAMES = ("N", "T", "F", "K", "S")
MOMENT = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt as plain values. ``moment`` is UTC as :data:`MOMENT`; ``fingerprint`` and ``key`` are hexadecimal."""

    number: str
    moment: str
    fingerprint: str
    key: str
    signature: bytes = b""

    def signed_words(self) -> bytes:
        """What the signature is over."""
        return "\n".join((FORMAT, self.number, self.moment, self.fingerprint, self.key)).encode()

    def text(self) -> str:
        """The five lines to keep."""
        values = (
            number_words(self.number),
            self.moment,
            self.fingerprint,
            self.key,
            base64.b64encode(self.signature).decode(),
        )
        return "\n".join(f"{name} {value}" for name, value in zip(NAMES, values, strict=True))


def receipt_of(opened: OpenRequest) -> Receipt:
    """The receipt of a request that was sent and is open.

    :raises ValueError: it was not sent.
    """
    if opened.request.sent_at is None:
        raise ValueError("There is no receipt before sending.")
    _, private = keyring().newest(PARTNERSHIP, SIGN)
    signer = Ed25519PrivateKey.from_private_bytes(private)
    unsigned = Receipt(
        number=opened.request.number,
        moment=opened.request.sent_at.strftime(MOMENT),
        fingerprint=_fingerprint(private, opened),
        key=name_of(raw(signer.public_key())),
    )
    return Receipt(
        unsigned.number, unsigned.moment, unsigned.fingerprint, unsigned.key, signer.sign(unsigned.signed_words())
    )


def read_receipt(text: str) -> Receipt | None:
    """The receipt in what somebody pasted, however it was wrapped; ``None`` when it is none."""
    parts: dict[str, str] = {}
    name = ""
    for word in text.split():
        if word in NAMES and word not in parts:
            name = word
            parts[name] = ""
        elif name:
            parts[name] += word
    if set(parts) != set(NAMES) or not is_number(digits_in(parts["N"])):
        return None
    try:
        signature = base64.b64decode(parts["S"], validate=True)
    except (binascii.Error, ValueError):
        return None
    return Receipt(digits_in(parts["N"]), parts["T"], parts["F"].lower(), parts["K"].lower(), signature)


def is_ours(receipt: Receipt) -> bool:
    """Whether one of our keys signed exactly this."""
    public = public_keys().get(receipt.key)
    return public is not None and signed_by(public, receipt.signature, receipt.signed_words())


def keys_text() -> str:
    """The public keys as they are published: a line for each, its name and the key, both hexadecimal."""
    return "".join(f"{name} {public.hex()}\n" for name, public in public_keys().items())


def _fingerprint(private: bytes, opened: OpenRequest) -> str:
    """Over the moment, the answers, and the hashes of the files where any were sent. Without files it is what it was
    before files counted, so that an old receipt stays the one that is printed."""
    request = opened.request
    key = hmac.digest(private, b"receipt-fingerprint|" + request.number.encode(), "sha256")
    parts = [request.sent_at.strftime(MOMENT) if request.sent_at else "", _json(told(opened))]
    parts += [_json(request.files)] if request.files else []
    return hmac.digest(key, "\n".join(parts).encode(), "sha256").hex()


def _json(value: object) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))

"""The log's own signing key: in a file of its own, made at the first run, never in the database."""

from urllib.parse import urlsplit

import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from auth.encryption.root import read_or_make_secret
from auth.ledger import notes
from auth.ledger.models import AccessCheckpoint
from auth.ledger.notes import LOG, Verifier
from extensions import db, present_settings


def private_key() -> bytes:
    """The key (32 bytes, Ed25519).

    :raises WrongRootKey: others can read its file, or it is damaged.
    """
    return read_or_make_secret(present_settings().log_key_path())


def origin() -> str:
    """The name of this log. What the first checkpoint said stays, whatever the settings say later."""
    first = db.session.scalar(sa.select(AccessCheckpoint.note).order_by(AccessCheckpoint.number).limit(1))
    if first is not None:
        return notes.read_note(first)[0].origin
    settings = present_settings()
    return settings.log_name or f"{urlsplit(settings.public_url).netloc}/access-log"


def verifier(kind: int = LOG) -> Verifier:
    """The public key, to be handed out."""
    public = Ed25519PrivateKey.from_private_bytes(private_key()).public_key().public_bytes_raw()
    return Verifier(origin(), public, kind)

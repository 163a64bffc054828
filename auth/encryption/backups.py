"""A backup sealed to custodians before it leaves the machine: whoever makes it cannot read it again.

``python -m auth.encryption.backups key KEYFILE`` makes a custodian's key, on a machine of theirs, and prints what is
public of it. ``… seal --to PUBLIC --to PUBLIC`` reads a backup and writes it sealed: each of the custodians alone opens
it. ``… open KEYFILE`` does so. It needs neither the application nor its database.

A file has a key of its own, wrapped for each custodian (X25519 with a key made for this once, HKDF-SHA-256,
AES-256-GCM). The words follow in pieces of 64 KiB, AES-256-GCM with a counter and a mark of the last piece in the nonce
and the head as associated data (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015): a piece that
is changed, moved, left out or added does not open, and a file that was cut off is not taken for a whole one.
"""

import base64
import os
import secrets
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import click
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC = b"casework sealed backup 1\n"
KEY, TAG, PREFIX, PIECE = 32, 16, 7, 64 * 1024
ONCE = bytes(12)
"""The nonce of a wrapped file key: its wrapping key is used for nothing else."""


class CannotOpenBackup(Exception):
    """Not sealed to this key, or not as it was sealed. What was written before this is not to be trusted."""


def public_of(private: bytes) -> str:
    """What a custodian hands out."""
    public = X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()
    return base64.b64encode(public).decode()


def seal(source: BinaryIO, sink: BinaryIO, custodians: Sequence[str]) -> None:
    """Seal everything that ``source`` has.

    :raises ValueError: no custodian, or what stands for one is no public key.
    """
    if not 1 <= len(custodians) <= 255:
        raise ValueError("A backup is sealed to one custodian at least.")
    file_key, prefix = secrets.token_bytes(KEY), secrets.token_bytes(PREFIX)
    head = MAGIC + bytes([len(custodians)]) + b"".join(_wrapped(file_key, public) for public in custodians) + prefix
    sink.write(head)
    cipher = AESGCM(file_key)
    for number, piece, is_last in _pieces(source, PIECE):
        sink.write(cipher.encrypt(_nonce(prefix, number, is_last), piece, head))


def open_sealed(source: BinaryIO, sink: BinaryIO, private: bytes) -> None:
    """Write what was sealed.

    :raises CannotOpenBackup: as said there.
    """
    head = source.read(len(MAGIC) + 1)
    if not head.startswith(MAGIC) or len(head) != len(MAGIC) + 1:
        raise CannotOpenBackup("This is no sealed backup.")
    wrapped = [source.read(2 * KEY + TAG) for _ in range(head[-1])]
    prefix = source.read(PREFIX)
    head += b"".join(wrapped) + prefix
    cipher = AESGCM(_file_key(wrapped, private))
    for number, piece, is_last in _pieces(source, PIECE + TAG):
        try:
            sink.write(cipher.decrypt(_nonce(prefix, number, is_last), piece, head))
        except InvalidTag:
            raise CannotOpenBackup("The backup is not as it was sealed. Use none of what was written.") from None


def _pieces(source: BinaryIO, size: int) -> Iterator[tuple[int, bytes, bool]]:
    """Pieces with their number, and whether each is the last; one empty piece of an empty source."""
    number, piece = 0, source.read(size)
    while True:
        after = source.read(size) if len(piece) == size else b""
        yield number, piece, not after
        if not after:
            return
        number, piece = number + 1, after


def _nonce(prefix: bytes, number: int, is_last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + bytes([is_last])


def _wrapped(file_key: bytes, public: str) -> bytes:
    theirs = base64.b64decode(public, validate=True)
    ours = X25519PrivateKey.generate()
    here = ours.public_key().public_bytes_raw()
    shared = ours.exchange(X25519PublicKey.from_public_bytes(theirs))
    return here + AESGCM(_wrapping_key(shared, here, theirs)).encrypt(ONCE, file_key, MAGIC)


def _file_key(wrapped: Sequence[bytes], private: bytes) -> bytes:
    own = X25519PrivateKey.from_private_bytes(private)
    mine = own.public_key().public_bytes_raw()
    for one in wrapped:
        here = one[:KEY]
        try:
            shared = own.exchange(X25519PublicKey.from_public_bytes(here))
            return AESGCM(_wrapping_key(shared, here, mine)).decrypt(ONCE, one[KEY:], MAGIC)
        except (InvalidTag, ValueError):
            continue
    raise CannotOpenBackup("This backup was not sealed to this key.")


def _wrapping_key(shared: bytes, here: bytes, theirs: bytes) -> bytes:
    return HKDF(hashes.SHA256(), KEY, salt=here + theirs, info=MAGIC).derive(shared)


@click.group()
def main() -> None:
    """Seal backups to custodians."""


@main.command("key")
@click.argument("path", type=click.Path(path_type=Path))
def make_key(path: Path) -> None:
    """Make a custodian's key in a file that does not exist yet; print what is public of it."""
    private = secrets.token_bytes(KEY)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise click.ClickException(f"{path} is there already. Name a new file.") from None
    with os.fdopen(handle, "wb") as file:
        file.write(private)
    click.echo(public_of(private))


@main.command("seal")
@click.option("--to", "custodians", multiple=True, required=True, help="A custodian's public key.")
def seal_command(custodians: tuple[str, ...]) -> None:
    """Read a backup, write it sealed."""
    try:
        seal(sys.stdin.buffer, sys.stdout.buffer, custodians)
    except ValueError:
        raise click.ClickException("A public key is not as `key` printed it.") from None


@main.command("open")
@click.argument("path", type=click.Path(path_type=Path, exists=True))
def open_command(path: Path) -> None:
    """Read a sealed backup, write what it holds."""
    try:
        open_sealed(sys.stdin.buffer, sys.stdout.buffer, path.read_bytes())
    except (CannotOpenBackup, ValueError) as fault:
        raise click.ClickException(str(fault)) from None


if __name__ == "__main__":
    main()

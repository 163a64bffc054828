"""``flask --app wsgi backups seal``: as ``python -m auth.encryption.backups seal``, and the log knows of it."""

import hashlib
import sys
from collections.abc import Sequence
from typing import IO, Any, BinaryIO, cast

import click
import sqlalchemy as sa
from flask.cli import AppGroup

from auth.access_log.service import EntryNotWritten
from auth.access_log.system import BACKUP_BEGUN, BACKUP_MADE, note
from auth.encryption import backups
from extensions import unit_of_work

backups_group = AppGroup("backups", help="Backups sealed to custodians.")
UNWRITTEN = (
    "The access log cannot be written, so {what}. In need, `python -m auth.encryption.backups seal` seals without it."
)


@backups_group.command("seal")
@click.option("--to", "custodians", multiple=True, required=True, help="A custodian's public key.")
def seal(custodians: tuple[str, ...]) -> None:
    """Read a backup, write it sealed. That it is about to leave is an entry of the log before the first byte does; its
    length and its SHA-256 are another one."""
    _note(BACKUP_BEGUN, f"to {len(custodians)} custodian{'s' if len(custodians) > 1 else ''}", "nothing was sealed")
    sink = _Counted(sys.stdout.buffer)
    _seal(sink, custodians)
    said = f"{sink.size:,} bytes, SHA-256 {sink.digest.hexdigest()}"
    click.echo(said, err=True)
    _note(BACKUP_MADE, said, "what was sealed is not entered there")


def _seal(sink: "_Counted", custodians: Sequence[str]) -> None:
    try:
        backups.seal(sys.stdin.buffer, cast(BinaryIO, sink), custodians)
    except ValueError:
        raise click.ClickException("A public key is not as `key` printed it.") from None
    sink.flush()


def _note(event: str, said: str, what: str) -> None:
    try:
        with unit_of_work():
            note(event, said)
    except (EntryNotWritten, sa.exc.SQLAlchemyError):
        raise click.ClickException(UNWRITTEN.format(what=what)) from None


class _Counted:
    """A file that is written to, with the length and the digest of what went into it."""

    def __init__(self, inner: IO[Any]) -> None:
        self.inner, self.size, self.digest = inner, 0, hashlib.sha256()

    def write(self, some: bytes) -> int:
        self.size += len(some)
        self.digest.update(some)
        return self.inner.write(some)

    def flush(self) -> None:
        self.inner.flush()

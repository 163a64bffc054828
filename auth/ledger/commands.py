"""``flask --app wsgi audit …``: sealing, checkpoints and exports of the access log at the command line."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import click
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import current_app
from flask.cli import AppGroup

from auth.encryption.root import read_or_make_secret
from auth.ledger import (
    checking,
    checkpoints,
    erasure,
    expiry,
    export,
    going_back,
    keys,
    notes,
    sealing,
    telling,
    witnessing,
)
from auth.ledger.export import NothingToExport
from auth.ledger.found import found_words
from auth.ledger.kept import WentBack
from auth.ledger.leaves import EMPTY
from auth.ledger.notes import WITNESS, NoteFault, Verifier
from auth.ledger.sealer import seal_for_good
from auth.ledger.witnessing import WitnessRefuses
from auth.ledger.words import root_words
from auth.refusals import Refused
from extensions import making_way, now, present_settings, unit_of_work

audit_group = AppGroup("audit", help="The access log: sealed, signed, and to be checked by strangers.")


@audit_group.command("seal")
@click.option("--every", type=click.FloatRange(0.2), help="Go on, a round in so many seconds; only faults are told.")
def seal(every: float | None) -> None:
    """Seal entries that wait, and make a checkpoint when one is due. `flask serve` does this by itself."""
    if every is None:
        click.echo(checkpoints.look_after())
    else:
        seal_for_good(current_app._get_current_object(), every=every)  # type: ignore[attr-defined]


@audit_group.command("checkpoint")
def checkpoint() -> None:
    """Seal what waits, sign a checkpoint now, and print it with the words of its root."""
    sealing.seal_all()
    try:
        with unit_of_work():
            made = checkpoints.make(checkpoints.ASKED)
            click.echo(checkpoints.whole_note(made))
            click.echo(f"{made.size} entries: {root_words(made.root)}")
    except WentBack as back:
        raise click.ClickException(f"{back} {going_back.WHAT_TO_DO}") from None


@audit_group.command("key")
def key() -> None:
    """Print the public keys by which checkpoints are checked. Hand them out before anybody needs them."""
    with unit_of_work():
        click.echo(keys.verifier().text())
        click.echo(keys.verifier(WITNESS).text())


@audit_group.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--hidden", is_flag=True, help="Also what entries are about of panels whose existence is hidden.")
def write(file: Path, hidden: bool) -> None:
    """Write the whole log into FILE (a ZIP), for docs/verify_log.py."""
    sealing.seal_all()
    with unit_of_work():
        checkpoints.make_or_newest(checkpoints.ASKED)
    size = export.write_export(file, hidden=hidden, piece=_one_read)
    click.echo(f"{size} entries in {file.name}. Check it with: python docs/verify_log.py {file.name} --key …")


@contextmanager
def _one_read() -> Iterator[None]:
    with making_way(), unit_of_work():
        yield


@audit_group.command("proof")
@click.argument("number", type=int)
@click.option("--hidden", is_flag=True, help="Also what it is about, where its panel's existence is hidden.")
def proof(number: int, hidden: bool) -> None:
    """Print the proof that entry NUMBER stands in the log, for docs/verify_log.py --record."""
    try:
        with unit_of_work():
            click.echo(json.dumps(export.record_proof(number, hidden=hidden)))
    except NothingToExport as none:
        raise click.ClickException(str(none)) from None


@audit_group.command("verify")
@click.option("--processes", type=click.IntRange(1, 64), default=os.cpu_count() or 1, help="So many share a long log.")
def verify(processes: int) -> None:
    """Check the whole log here and now, as the auditor's page does; ends with 1 when it is not whole."""
    sealing.seal_all()
    found = checking.check_now(lambda done, of: click.echo(f"\r{done:,} of {of:,}", nl=False, err=True), processes)
    click.echo("", err=True)
    if found is not None:
        raise click.ClickException(f"{found_words(found)}. {telling.WHAT_TO_DO}")
    click.echo("Whole: every entry matches what was sealed and signed.")


@audit_group.command("accept-rollback")
@click.option("--because", type=click.Choice([*going_back.GROUNDS]), required=True, help="Why the log went back.")
def accept_rollback(because: str) -> None:
    """Let the log be signed again after a backup was put back. The log says so itself, and what had been signed;
    auditors and privacy officers are told."""
    try:
        with unit_of_work():
            said = going_back.accept(because=because)
    except Refused as refused:
        raise click.ClickException(str(refused)) from None
    click.echo(f"{said} Accepted: the next signature begins anew. Tell partners who keep checkpoints.")


@audit_group.command("offer")
@click.option("--old", type=click.IntRange(0), default=0, help="How many entries the witness's last checkpoint has.")
def offer(old: int) -> None:
    """Print the newest checkpoint for a witness, with the proof that it grew from that of OLD entries."""
    try:
        with unit_of_work():
            click.echo(witnessing.offer(old), nl=False)
    except ValueError as fault:
        raise click.ClickException(str(fault)) from None


@audit_group.command("witness")
@click.argument("file", type=click.File(), default="-")
@click.option("--log", "log", required=True, help="The public key of the log that is witnessed, as you were given it.")
@click.option("--name", required=True, help="Your name in the signature, as fire.example.org.")
@click.option(
    "--folder", type=click.Path(file_okay=False, path_type=Path), help="Where key and last checkpoints stand."
)
def witness(file: IO[str], log: str, name: str, folder: Path | None) -> None:
    """For a partner: check another partnership's offer (FILE), keep its checkpoint, and print your signature line.

    It signs only what grew from the checkpoint that it keeps. The key is made at the first run."""
    folder = folder or present_settings().instance_dir / "witness"
    folder.mkdir(parents=True, exist_ok=True)
    private = read_or_make_secret(folder / "witness.key")
    public = Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()
    try:
        line = witnessing.cosign_offer(
            file.read(),
            log=notes.read_verifier(log),
            folder=folder,
            name=name,
            private=private,
            at=int(now().timestamp()),
        )
    except (WitnessRefuses, NoteFault) as fault:
        raise click.ClickException(str(fault)) from None
    click.echo(line, nl=False)
    click.echo(f"Your public key, for the log's settings: {Verifier(name, public, WITNESS).text()}", file=sys.stderr)


@audit_group.command("seen")
@click.argument("file", type=click.File(), default="-")
def seen(file: IO[str]) -> None:
    """Add the signature line that a witness sent (FILE) to its checkpoint."""
    try:
        with unit_of_work():
            name, size = witnessing.add_seen(file.read())
    except (WitnessRefuses, NoteFault) as fault:
        raise click.ClickException(str(fault)) from None
    click.echo(f"{name} has seen the checkpoint of {size} entries.")


@audit_group.command("expire")
def expire() -> None:
    """Erase who and what of entries whose time for keeping is over (CASEWORK_LOG_YEARS), as `jobs run` does a part at a
    time. Stopped in the middle, run it again."""
    sealing.seal_all()
    click.echo(expiry.run())


@audit_group.command("erase")
@click.argument("number", type=int)
@click.option("--part", type=click.Choice([*EMPTY]), required=True, help="Who did it, or what it was done to.")
@click.option("--because", type=click.Choice([*erasure.GROUNDS]), required=True)
@click.option("--for-good", "confirmed", is_flag=True, help="You know that nobody can bring it back.")
def erase(number: int, part: str, because: str, confirmed: bool) -> None:
    """Erase a part of entry NUMBER by law. The log stays provable; the erasure is an entry itself."""
    if not confirmed:
        raise click.ClickException("Nobody can bring it back. Run this again with --for-good.")
    try:
        with unit_of_work():
            erasure.erase(number=number, part=part, grounds=because)
    except Refused as refused:
        raise click.ClickException(str(refused)) from None
    click.echo(f"Erased. The proof of entry {number} holds without it.")

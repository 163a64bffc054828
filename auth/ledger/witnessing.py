"""Witnesses: partners who keep the last checkpoint, demand that the next grew from it, and cosign it.

The log makes an *offer* (the body of ``add-checkpoint`` of C2SP ``tlog-witness``: what the witness keeps, the proof,
the new checkpoint). The witness answers with its signature line, which the log adds to the checkpoint. The two need not
be connected: the offer and the answer are small texts.
"""

import base64
import binascii
import os
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from auth.ledger import checkpoints, notes, tree
from auth.ledger.checkpoints import consistency, whole_note
from auth.ledger.kept import sync_folder
from auth.ledger.models import AccessCheckpoint
from auth.ledger.notes import Checkpoint, NoteFault, Verifier
from extensions import db, present_settings

LOOK_BACK = 200
"""An answer may come late: it is looked for among so many of the last checkpoints."""


class WitnessRefuses(RuntimeError):
    """What was offered is not what this witness can sign; the sentence says why."""


class DidNotGrow(WitnessRefuses):
    """What was offered contradicts what is kept here: the two notes together prove it."""


def offer(old: int) -> str:
    """The newest checkpoint with the proof that it grew from that of ``old`` entries.

    :raises ValueError: it is shorter, or there is none.
    """
    last = checkpoints.newest()
    if last is None or last.size < old:
        raise ValueError(f"There is no checkpoint of {old} entries or more.")
    proof = [base64.b64encode(one).decode() for one in consistency(old, last.size)]
    return "\n".join([f"old {old}", *proof, "", whole_note(last)])


def read_offer(text: str) -> tuple[int, list[bytes], str]:
    """Size that is built on, proof, and note of an offer.

    :raises WitnessRefuses: it is none.
    """
    head, parted, note = text.partition("\n\n")
    first, *rest = head.splitlines() or [""]
    try:
        proof = [base64.b64decode(line, validate=True) for line in rest]
        old = int(first.removeprefix("old "))
        notes.read_note(note)
    except (binascii.Error, ValueError, NoteFault):
        parted = ""
    if not parted or not first.startswith("old "):
        raise WitnessRefuses("This is not an offer of a log.")
    return old, proof, note


def cosign_offer(text: str, *, log: Verifier, folder: Path, name: str, private: bytes, at: int) -> str:
    """Check an offer against what this witness keeps in ``folder``, keep it, and return the signature line.

    :raises WitnessRefuses: not signed by the log; not grown from what is kept (both are then kept as evidence).
    """
    old, proof, note = read_offer(text)
    if not notes.signed_by(note, log):
        raise WitnessRefuses("The checkpoint is not signed by this log's key.")
    said, kept = notes.read_note(note)[0], folder / f"{sha256(log.name.encode()).hexdigest()[:16]}.txt"
    before = notes.read_note(kept.read_text())[0] if kept.exists() else None
    try:
        _require_grown(before, said, old, proof)
    except DidNotGrow:
        _write(kept.with_suffix(f".against-{said.size}.txt"), note)
        raise
    _write(kept, note)
    return notes.cosign(note, name, private, at)


def _require_grown(before: Checkpoint | None, said: Checkpoint, old: int, proof: Sequence[bytes]) -> None:
    size = before.size if before else 0
    if before is None or size == 0:
        if old:
            raise WitnessRefuses("Nothing is kept here yet: ask for an offer with --old 0.")
    elif said.size < size:
        raise DidNotGrow(f"The log is shorter than it was: {said.size} entries, and {size} are kept here. Do not sign.")
    elif said.size == size:
        if said.root != before.root:
            raise DidNotGrow("Two checkpoints of one length differ. Do not sign; keep both.")
    elif old != size:
        raise WitnessRefuses(
            f"The last checkpoint that is kept here has {size} entries: ask for an offer with --old {size}."
        )
    elif not tree.grew_from(size, before.root, said.size, said.root, proof):
        raise DidNotGrow(f"The log did not grow from the {size} entries that are kept here. Do not sign; keep both.")


def witnesses() -> tuple[Verifier, ...]:
    """The witnesses of the settings.

    :raises NoteFault: a key there is damaged.
    """
    return tuple(notes.read_verifier(text) for text in present_settings().log_witnesses)


def witnessed(checkpoint: AccessCheckpoint) -> tuple[str, ...]:
    """The names of those who have cosigned a checkpoint."""
    if not checkpoint.seen:
        return ()
    note = whole_note(checkpoint)
    return tuple(one.name for one in witnesses() if notes.seen_by(note, one) is not None)


def add_seen(line: str) -> tuple[str, int]:
    """Add the signature line of a witness, the last line of what they sent, to the checkpoint that it is about; returns
    the witness and the size.

    :raises WitnessRefuses: it is of no known witness, or of no checkpoint of ours.
    """
    line = (line.strip().splitlines() or [""])[-1] + "\n"
    for checkpoint in checkpoints.some(LOOK_BACK):
        for witness in witnesses():
            if _is_right(checkpoint.note + line, witness):
                if line not in checkpoint.seen:
                    checkpoint.seen += line
                    db.session.flush()
                return witness.name, checkpoint.size
    raise WitnessRefuses("This is not the signature of a witness of the settings on one of the last checkpoints.")


def _is_right(note: str, witness: Verifier) -> bool:
    try:
        return notes.seen_by(note, witness) is not None
    except NoteFault:
        return False


def _write(path: Path, text: str) -> None:
    """Whole or not at all, and on the disk before anything is signed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    made = path.with_name(f"{path.name}.{os.getpid()}.made")
    with made.open("w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    made.replace(path)
    sync_folder(path.parent)

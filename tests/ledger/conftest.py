"""A small access log that can be sealed, tampered with and checked by the verifier that strangers run."""

import importlib.util
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
import time_machine

from auth.access_log.models import AccessedObject, AccessEntry
from auth.access_log.service import ALLOWED, Looked, write_entry
from auth.ledger import checkpoints, export, kept, keys, sealing
from auth.ledger.models import AccessCheckpoint, AccessLeaf, AccessSealing, AccessTile
from extensions import db

VERIFIER = Path(__file__).resolve().parents[2] / "docs" / "verify_log.py"
START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ENTRIES, OBJECTS, LEAVES = (db.metadata.tables[m.__tablename__] for m in (AccessEntry, AccessedObject, AccessLeaf))


def the_verifier() -> ModuleType:
    """The one file, loaded from where it stands."""
    spec = importlib.util.spec_from_file_location("verify_log", VERIFIER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


verify: Any = the_verifier()


class Log:
    """Writes entries, seals, signs, exports and checks, all in one transaction that is never committed."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.at = folder, START

    def write(self, number: int = 1, event: str = "case.open") -> None:
        """Entries, a second apart; every third is about two records."""
        for _ in range(number):
            self.at += timedelta(seconds=1)
            with time_machine.travel(self.at, tick=False):
                ids = [UUID(int=self.at.second + 1), *([UUID(int=77)] if self.at.second % 3 == 0 else [])]
                looked = Looked(event, ALLOWED, "case", ids, "panel", "member", 1, "you are on this panel: “Ü”, why")
                write_entry(actor=None, looked=looked)

    def grow(self, number: int) -> str:
        """Entries, sealed, and a checkpoint two minutes later; returns its note."""
        self.write(number)
        return self.sign()

    def sign(self) -> str:
        """Seal what waits and sign the state."""
        while sealing.seal().more:
            pass
        self.at += timedelta(minutes=2)
        with time_machine.travel(self.at, tick=False):
            return checkpoints.whole_note(checkpoints.make(checkpoints.ASKED))

    def number_at(self, position: int) -> int:
        """The number of the entry at a position."""
        found = db.session.scalar(sa.select(AccessLeaf.entry_number).where(AccessLeaf.position == position))
        assert found is not None
        return int(found)

    def rebuild(self) -> None:
        """What somebody does who writes the tables at will: the whole tree anew, from the entries as they now are."""
        for model in (AccessLeaf, AccessTile, AccessSealing):
            db.session.execute(sa.delete(model))
        db.session.expire_all()
        while sealing.seal().more:
            pass

    def remove(self, *numbers: int) -> None:
        """Take entries out of the table."""
        db.session.execute(sa.delete(AccessedObject).where(AccessedObject.entry_number.in_(numbers)))
        db.session.execute(sa.delete(AccessEntry).where(AccessEntry.number.in_(numbers)))

    def file(self) -> Path:
        """The log as an export."""
        path = self.folder / "export.zip"
        with time_machine.travel(self.at, tick=False):
            export.write_export(path)
        return path

    def verdict(self, *outside: str, words: str = "", key: str = "") -> Any:
        """What a stranger finds: ``whole``, or kind and first bad position (a pair where it is between two)."""
        with time_machine.travel(self.at + timedelta(hours=3), tick=False):
            try:
                told = verify.Export(str(self.file()))
                kept = [verify.Checkpoint(note) for note in outside]
                verify.check(told, verify.Key(key or keys.verifier().text()), kept, words)
            except verify.Fault as fault:
                several = fault.until is not None and fault.until - 1 > fault.position
                return fault.kind, (fault.position, fault.until - 1) if several else fault.position
        return "whole"

    def after(self, tamper: Callable[[], object], *outside: str) -> Any:
        """The verdict after tampering, which is then undone. By somebody who writes the tables, and beside the key too,
        so that the service signs."""
        at, last = self.at, kept.path().read_text()
        kept.path().unlink()
        with db.session.begin_nested() as point:
            tamper()
            db.session.flush()
            found = self.verdict(*outside)
            point.rollback()
        db.session.expire_all()
        self.at = at
        kept.keep(last)
        return found


@pytest.fixture
def log(log_writer: None, work: None, tmp_path: Path) -> Log:
    """An empty log; what the partnership itself wrote is left out."""
    for model in (AccessedObject, AccessEntry, AccessLeaf, AccessTile, AccessSealing, AccessCheckpoint):
        db.session.execute(sa.delete(model))
    return Log(tmp_path)

"""A job: the whole log is checked once a day, whether or not anybody asks."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from auth.ledger import checked, checking, kept, sealing
from auth.ledger.found import found_words
from extensions import now, unit_of_work

EVERY = timedelta(hours=24)
LOCK = ".checking"
"""What follows the name of the key's file: the file that is locked while the jobs check."""


def check_daily() -> str:
    """A job: check the whole log where no check has ended within 24 hours and no other process is at it; says what was
    found. It may take minutes."""
    with _turn() as mine:
        if not mine or not _is_due():
            return "Access log: not checked, its time has not come."
        sealing.seal_all()
        found = checking.check_now(lambda done, total: None, checking.BESIDE_PAGES)
    return "Access log: checked, whole." if found is None else f"Access log: not whole. {found_words(found)}."


def _is_due() -> bool:
    """Also when the clock went back since the last."""
    with unit_of_work():
        last = checked.newest()
        return last is None or not timedelta(0) <= now() - last.at < EVERY


@contextmanager
def _turn() -> Iterator[bool]:
    """Whether no other run of the jobs is checking."""
    with kept.path(LOCK).open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True

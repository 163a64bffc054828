"""What time brings about for the index of people: it comes to hold what the partnership has set, and no more."""

import sqlalchemy as sa

from auth.encryption.keyring import lock_all
from auth.encryption.rotation import CannotRotate, one_at_a_time
from casework.people.models import SearchIndex
from casework.people.rebuild import follow_setting, rebuild_some
from extensions import db, unit_of_work

CHUNKS = 60
"""Taken over in one run, so that the other jobs are not kept waiting for long; the next run goes on."""


def follow_settings() -> str:
    """Make the indexes anew that hold parts of names and are not to, or are to and do not; some records in each run."""
    with unit_of_work():
        panels = list(db.session.scalars(sa.select(SearchIndex.panel).order_by(SearchIndex.panel)))
    try:
        with one_at_a_time():
            waiting = sum(_follow(panel) for panel in panels)
    except CannotRotate:
        return "Indexes of people: another change of keys is under way."
    return f"Indexes of people: {waiting} are being made anew." if waiting else "Indexes of people: as they are set."


def _follow(panel: str) -> bool:
    """Whether there is more to do in the next run."""
    with unit_of_work():
        if not follow_setting(panel):
            return False
    for _ in range(CHUNKS):
        with unit_of_work():
            progress = rebuild_some(panel)
            lock_all()
        if progress.finished or progress.waits:
            return progress.waits
    return True

"""Building the papers of a meeting: against plain columns, and against the typesetter alone."""

from collections.abc import Callable
from functools import partial
from unittest.mock import patch
from uuid import UUID

from benchmarks.dataset import COORDINATOR, acting, make_meeting
from benchmarks.timing import Row, Taken, median_rows, take_turns, taken_by
from benchmarks.variants import OTHER_NAME, PLAIN, SEALED, Variant
from casework.cases.access import cases_for
from extensions import db, now
from panels.agendas import pack_jobs, packs
from panels.agendas.access import packs_of
from panels.agendas.models import Pack
from panels.agendas.printing import print_pack
from panels.meetings.access import meeting_for

TYPESETTER = "setting the same pages from ready content"
PERMISSION = "pack.build"


class NotBuilt(RuntimeError):
    """A pack did not come out."""


def measure_pack(found: dict[str, Variant], kind: str, *, cases: int, packs_made: int) -> list[Row]:
    """From the builder's start to the finished file: every case read through its door, stored, set and counted."""
    meetings = {name: _meeting(variant, cases) for name, variant in found.items()}
    turns: dict[str, Callable[[], Taken]] = {
        name: partial(_build, variant, meetings[name]) for name, variant in found.items()
    }
    turns[TYPESETTER] = partial(_set_pages, found[SEALED], meetings[SEALED])
    _build(found[SEALED], meetings[SEALED])
    taken = take_turns(turns, packs_made)
    name = f"pack of {cases} cases, {kind}"
    return [
        *median_rows(name, taken[SEALED], taken[PLAIN], OTHER_NAME, unit="s"),
        *median_rows(name, taken[SEALED], taken[TYPESETTER], TYPESETTER, unit="s"),
    ]


def _meeting(variant: Variant, cases: int) -> UUID:
    with variant.mode(), variant.app.app_context():
        return make_meeting(variant.cases[:cases])


def _build(variant: Variant, meeting_id: UUID) -> Taken:
    with variant.mode():
        pack_id = _ask(variant, meeting_id)
        taken = taken_by(lambda: pack_jobs.build(variant.app, pack_id))
        with variant.app.app_context():
            if db.session.get_one(Pack, pack_id).state != packs.READY:
                raise NotBuilt(f"The pack on {variant.name} columns failed.")
    return taken


def _ask(variant: Variant, meeting_id: UUID) -> UUID:
    """Ask for a pack without starting it, so that its making can be timed from outside."""
    with (
        variant.app.app_context(),
        acting(COORDINATOR) as actor,
        patch.object(pack_jobs, "start_after_commit"),
    ):
        meeting = meeting_for(actor, meeting_id, PERMISSION, event=PERMISSION).meeting
        return packs.start_pack(actor=actor, meeting=meeting).id


def _set_pages(variant: Variant, meeting_id: UUID) -> Taken:
    with variant.app.app_context(), acting(COORDINATOR) as actor:
        meeting = meeting_for(actor, meeting_id, PERMISSION, event=PERMISSION).meeting
        pack = packs_of(meeting)[0]
        cases_for(actor, [row.case_id for row in pack.cases], PERMISSION, event=PERMISSION)
        content = packs.content_for(actor, meeting, pack, pack.cases)
        return taken_by(lambda: print_pack(content, now()))

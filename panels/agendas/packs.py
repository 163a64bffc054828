"""The papers of a meeting: asking for a new version, publishing it, and a reader's own copy of it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from auth.policy import may
from auth.roles import Actor
from casework.cases.access import CASE_TIERS, cases_for
from casework.cases.models import Case
from casework.cases.note_moves import gone_from
from casework.cases.service import move_case
from casework.errors import Refused
from casework.letters.drafting import follow
from casework.notifications.service import tell
from casework.panel_type.registry import panel_types
from extensions import db, now
from panels.agendas import pack_jobs
from panels.agendas.access import (
    IN_COPY,
    cases_apart_from,
    door_to_copy,
    items_of,
    known_items,
    packs_of,
    whole_cases,
)
from panels.agendas.copies import KEEP_IT_SAFE, numbered
from panels.agendas.models import Pack, PackCase
from panels.agendas.pack_order import general_for
from panels.agendas.papers import without_moved, without_names
from panels.agendas.printing import print_pack
from panels.agendas.readiness import BRING_FORWARD, LIST, LIST_URGENTLY, can
from panels.meetings.access import PACK_OUT, PLANNED
from panels.meetings.models import Meeting
from wording.dates import uk_date, uk_datetime

WAITING, BUILDING, READY, FAILED = "waiting", "building", "ready", "failed"
FOR_CHAIR = "F0-F4"
"""How far into its cases a copy goes that holds what is for the chair alone."""
STILL = timedelta(seconds=60)
"""A build that has not moved for this long has died with its process."""


@dataclass(frozen=True)
class Copy:
    """A reader's own copy. ``left_out``: cases of the pack that are not this person's to read."""

    pdf: bytes
    left_out: int


def start_pack(*, actor: Actor, meeting: Meeting) -> Pack:
    """Ask for a new version of the papers; it is built after this request is stored. Asking twice builds once.

    :raises Refused: no case is on the agenda.
    """
    running = next((pack for pack in packs_of(meeting) if is_running(pack)), None)
    if running is not None:
        return running
    if not known_items(actor, meeting):
        raise Refused("Put a case on the agenda first.")
    newest = db.session.scalar(sa.select(sa.func.max(Pack.number)).where(Pack.meeting_id == meeting.id)) or 0
    pack = Pack(
        data_key_id=meeting.data_key_id,
        meeting_id=meeting.id,
        number=newest + 1,
        asked_by_id=actor.account_id,
        total=len(items_of(meeting)),
    )
    db.session.add(pack)
    db.session.flush()
    pack_jobs.start_after_commit(pack.id)
    return pack


def is_running(pack: Pack) -> bool:
    """Whether the build goes on. One that stands still counts as dead, so that a new one can be asked for."""
    return pack.state in (WAITING, BUILDING) and now() - pack.moved_at < STILL


def publish_pack(*, actor: Actor, meeting: Meeting, pack: Pack) -> None:
    """Give the papers to the panel's members: they may read the listed cases from now on.

    Members are told once. A case that is closed to whoever publishes is listed when somebody else publishes again.
    :raises Refused: the papers are not ready.
    """
    if pack.state != READY:
        raise Refused("Build the pack before you publish it.")
    in_pack = {row.case_id for row in pack.cases}
    for case in whole_cases(actor, meeting, "pack.build", event="pack.publish"):
        if case.id in in_pack:
            _list(actor, meeting, case)
    if pack.published_at is not None:
        return
    again = any(other.published_at for other in packs_of(meeting))
    pack.published_at = now()
    if meeting.state == PLANNED:
        meeting.state = PACK_OUT
    for line in meeting.attendances:
        template = "pack_changed" if again else "pack_ready"
        tell(account_id=line.account_id, template=template, path=f"/meetings/{meeting.id}/pack")


def not_listed(actor: Actor, pack: Pack) -> int:
    """How many cases of a pack, of those that this person may know of, members cannot read yet, because it was not
    published by somebody who may open them."""
    apart = cases_apart_from(actor)
    ids = [row.case_id for row in pack.cases if row.case_id not in apart]
    wanted = sa.select(sa.func.count()).where(Case.id.in_(ids), Case.members_from.is_(None))
    return int(db.session.scalar(wanted) or 0)


def copy_for(actor: Actor, meeting: Meeting, pack: Pack) -> Copy:
    """The papers as this person may read them now: without cases closed to them, without what is for the chair alone.

    Writes one entry for the copy, and beside it one for the cases in it by each rule that opened them.
    :raises NotAllowed: the person may not open the meeting's packs.
    """
    door_to_copy(actor, meeting, pack)
    rows = {row.case_id: row for row in pack.cases}
    deeper = any(row.for_chair_sealed for row in rows.values()) and may(actor, "pack.build", meeting.panel)
    tiers = FOR_CHAIR if deeper else CASE_TIERS
    shown = {case.id for case in cases_for(actor, rows, "pack.read", event=IN_COPY, tiers=tiers)}
    content = content_for(actor, meeting, pack, [row for case_id, row in rows.items() if case_id in shown])
    return Copy(print_pack(content, pack.ready_at or now()), len(rows) - len(shown))


def content_for(actor: Actor, meeting: Meeting, pack: Pack, rows: list[PackCase]) -> dict[str, Any]:
    """What is printed for this person, as plain data. The rows' cases must be open."""
    leads = may(actor, "pack.build", meeting.panel)
    gone = gone_from({row.case_id for row in rows})
    cases = [
        without_names(without_moved(_for_reader(row, leads=leads), gone), db.session.get_one(Case, row.case_id))
        for row in sorted(rows, key=lambda row: row.position)
    ]
    return {
        **general_for(actor, meeting, pack),
        "copy_for": f"Copy for {actor.name}, {uk_datetime(now())}. Number {numbered(actor, pack)}. {KEEP_IT_SAFE}.",
        "cases": cases,
    }


def pack_numbered(meeting: Meeting, number: int) -> Pack | None:
    """One version of the meeting's papers, sealed."""
    wanted = sa.select(Pack).where(Pack.meeting_id == meeting.id, Pack.number == number)
    return db.session.scalars(wanted).one_or_none()


def _for_reader(row: PackCase, *, leads: bool) -> dict[str, Any]:
    papers = dict(row.papers or {})
    if leads:
        for part, more in (row.for_chair or {}).items():
            papers[part] = [*papers.get(part, []), *more]
    return papers


def _list(actor: Actor, meeting: Meeting, case: Case) -> None:
    """Move the case to the table by whatever way its lifecycle has, and let members read it."""
    case.members_from = case.members_from or now()
    lifecycle = panel_types.get(case.panel).lifecycle
    reason = f"For the meeting on {uk_date(meeting.starts_at)}"
    if not can(lifecycle, case.state, LIST) and can(lifecycle, case.state, BRING_FORWARD):
        move_case(actor=actor, case=case, verb=BRING_FORWARD, reason=reason)
    for verb in (LIST, LIST_URGENTLY):
        if can(lifecycle, case.state, verb):
            move_case(actor=actor, case=case, verb=verb, reason=reason)
            break
    follow(actor=actor, case=case, told={"meeting_on": uk_date(meeting.starts_at)})

"""Building a pack behind the request, case by case, each step stored on its own so that its progress can be seen.

The work opens doors as the person who asked, judged again when it runs: a role that has ended meanwhile builds nothing.
"""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import Flask, current_app
from sqlalchemy import event
from sqlalchemy.orm import Session

from auth.current import actor_of, standing_of
from auth.encryption.unreadable import shown_in_place
from auth.ledger.checkpoints import on_paper
from auth.models import Account
from auth.roles import Actor
from casework.cases.access import cases_for
from casework.panel_type.registry import panel_types
from extensions import db, now, unit_of_work
from panels.agendas.access import item_of, items_of
from panels.agendas.models import AgendaItem, Pack, PackCase
from panels.agendas.pack_order import general_for
from panels.agendas.papers import papers_of
from panels.agendas.printing import page_count, print_pack
from panels.meetings.access import meeting_for
from panels.meetings.cycle import ends_at, rules_of
from panels.meetings.models import Meeting
from wall.standing import standing_as
from wording.dates import uk_time, weekday_date

EXTENSION = "casework-pack-builders"
EVENT = "pack.build"


def start_after_commit(pack_id: UUID) -> None:
    """Begin to build once the request that asked is stored: before that, the builder could not see what was asked."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    pool = _pool(app)

    def _submit(session: Session) -> None:
        if not session.in_nested_transaction():
            pool.submit(build, app, pack_id)

    event.listen(db.session(), "after_commit", _submit)


def build(app: Flask, pack_id: UUID) -> None:
    """Build one pack from start to end. A fault marks it as failed; the server's log has the fault, by type alone."""
    try:
        cases = _begin(app, pack_id)
        for case_id in cases:
            _add_case(app, pack_id, case_id)
        if cases:
            _finish(app, pack_id)
    except Exception as fault:
        app.logger.error("A pack could not be built: %s", type(fault).__name__)
        with app.app_context(), unit_of_work():
            pack = db.session.get_one(Pack, pack_id)
            pack.state, pack.moved_at = "failed", now()


def _begin(app: Flask, pack_id: UUID) -> list[UUID]:
    with app.app_context(), unit_of_work():
        if not _taken(pack_id):
            return []
        pack, _, meeting = _opened(pack_id)
        items = items_of(meeting)
        pack.moved_at, pack.total = now(), len(items)
        pack.general = _general(meeting, items)
        return [item.case_id for item in items]


def _taken(pack_id: UUID) -> bool:
    """Whether this builder is the one that takes the work: of two that try, the database lets one."""
    mine = sa.update(Pack).where(Pack.id == pack_id, Pack.state == "waiting").values(state="building")
    return db.session.execute(mine.returning(Pack.id)).scalar_one_or_none() is not None


def _add_case(app: Flask, pack_id: UUID, case_id: UUID) -> None:
    """Read and store the papers of one case. Its key is open in this step and no longer. A value that cannot be opened
    does not stop the pack: the words for it are printed in its place."""
    with app.app_context(), unit_of_work(), shown_in_place():
        pack = db.session.get_one(Pack, pack_id)
        actor = _asker(pack)
        with standing_as(standing_of(actor)):
            _add_papers(pack, actor, case_id)
        pack.done, pack.moved_at = pack.done + 1, now()


def _add_papers(pack: Pack, actor: Actor, case_id: UUID) -> None:
    for case in cases_for(actor, [case_id], EVENT, event=EVENT):
        item = item_of(pack.meeting_id, case.id)
        papers, for_chair = papers_of(actor, item, case)
        row = PackCase(
            data_key_id=case.data_key_id, pack_id=pack.id, case_id=case.id, position=item.position, papers=papers
        )
        row.for_chair = for_chair
        db.session.add(row)
        pack.now_at = case.reference


def _finish(app: Flask, pack_id: UUID) -> None:
    """Print the whole once, so that a fault shows now and not to the first reader, and count its pages."""
    with app.app_context(), unit_of_work(), shown_in_place():
        pack, actor, meeting = _opened(pack_id)
        ids = [row.case_id for row in pack.cases]
        with standing_as(standing_of(actor)):
            open_ids = {case.id for case in cases_for(actor, ids, EVENT, event=EVENT)}
            general = general_for(actor, meeting, pack)
        papers = [row.papers for row in pack.cases if row.case_id in open_ids]
        content = {**general, "copy_for": "", "cases": papers}
        pdf = print_pack(content, now())
        pack.pages, pack.size = page_count(pdf), len(pdf)
        pack.state, pack.ready_at, pack.moved_at, pack.now_at = "ready", now(), now(), ""


def _general(meeting: Meeting, items: list[AgendaItem]) -> dict[str, Any]:
    panel, rules = panel_types.get(meeting.panel), rules_of(meeting)
    return {
        "lang": "en-GB",
        "panel": panel.name,
        "marking": panel.marking,
        "reference": meeting.reference,
        "day": weekday_date(meeting.starts_at),
        "from": uk_time(meeting.starts_at),
        "until": uk_time(ends_at(meeting)),
        "place": meeting.place,
        "before": list(rules.agenda_before),
        "after": list(rules.agenda_after),
        "confidentiality": rules.confidentiality_statement,
        "log": on_paper(),
        "order": [[str(item.case_id), item.minutes] for item in items],
        "people": [
            {"name": line.account.name, "agency": line.agency.name}
            for line in sorted(meeting.attendances, key=lambda line: (line.agency.name, line.account.name))
        ],
    }


def _opened(pack_id: UUID) -> tuple[Pack, Actor, Meeting]:
    pack = db.session.get_one(Pack, pack_id)
    actor = _asker(pack)
    return pack, actor, meeting_for(actor, pack.meeting_id, EVENT, event=EVENT).meeting


def _asker(pack: Pack) -> Actor:
    return actor_of(db.session.get_one(Account, pack.asked_by_id))


def _pool(app: Flask) -> ThreadPoolExecutor:
    if EXTENSION not in app.extensions:
        threads = app.extensions["casework-settings"].pack_threads
        app.extensions[EXTENSION] = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="pack")
    pool: ThreadPoolExecutor = app.extensions[EXTENSION]
    return pool

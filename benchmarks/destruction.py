"""Destroying a case with ten thousand sealed values, against one with a handful: only its keys are destroyed."""

from datetime import timedelta
from functools import partial
from uuid import UUID, uuid4

import sqlalchemy as sa

from benchmarks.dataset import acting
from benchmarks.timing import Row, row_of, seconds_of, take_turns
from benchmarks.variants import Variant
from casework.cases.models import Case, CaseEvent
from casework.retention.service import approve, ask_for
from extensions import db, now, unit_of_work
from wording.dates import today

SMALL = "a case with a handful of values"
ASKS, APPROVES = "cora", "alder"


def measure_destruction(variant: Variant, kind: str, *, values: int, cases: int) -> list[Row]:
    """Half of the last ``cases`` cases are given ``values`` timeline entries more, then all are destroyed."""
    made = [one.case_id for one in variant.cases[-cases:]]
    big, small = made[::2], made[1::2]
    with variant.app.app_context():
        for case_id in made:
            _make_due(case_id, values if case_id in big else 0)
        turns = {"big": partial(_destroy_next, big), "small": partial(_destroy_next, small)}
        taken = take_turns(turns, min(len(big), len(small)) - 1)
    name = f"case of {values} sealed values destroyed, {kind}"
    return [row_of(name, taken["big"], taken["small"], SMALL, unit="ms")]


def _make_due(case_id: UUID, entries: int) -> None:
    with unit_of_work():
        case = db.session.get_one(Case, case_id)
        case.closed_at, case.retention_due_on = now(), today() - timedelta(days=1)
        row = {"case_id": case_id, "data_key_id": case.data_key_id, "kind": "note", "text_sealed": bytes(60)}
        rows = [{**row, "id": uuid4()} for _ in range(entries)]
        if rows:
            db.session.execute(sa.insert(db.metadata.tables[CaseEvent.__tablename__]), rows)


def _destroy_next(waiting: list[UUID]) -> float:
    case_id = waiting.pop()
    with acting(ASKS) as actor:
        ask_for(actor=actor, record=db.session.get_one(Case, case_id))
    with acting(APPROVES) as actor:
        case = db.session.get_one(Case, case_id)
        return seconds_of(partial(approve, actor=actor, record=case))

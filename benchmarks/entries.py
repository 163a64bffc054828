"""Access entries by the hundred thousand: written to the tables directly, sealed and signed as the product does it."""

from collections.abc import Sequence
from itertools import pairwise
from random import Random
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from auth.access_log.models import AccessedObject, AccessEntry
from auth.access_log.service import ALLOWED, Looked, write_entry
from auth.access_log.subjects import Found
from auth.current import actor_of
from auth.ledger import checkpoints, sealing
from auth.models import Account, Agency
from auth.roles import Actor
from benchmarks.dataset import PANEL, SEED
from extensions import db, now, unit_of_work
from wall.binding import owners_connection

_ENTRIES, _OBJECTS = (db.metadata.tables[model.__tablename__] for model in (AccessEntry, AccessedObject))
AT_ONCE = 5000
"""Entries in one unit of work."""
PARTS = 10
"""Checkpoints of what is added at once."""
OF_A_LIST, LISTED = 10, 10
"""One entry in so many is of a list, of so many records."""
EXPLANATION = "you coordinate this panel"


def somebody() -> Actor:
    """Who looks: an account of an agency, without a role."""
    with unit_of_work():
        agency = Agency(name="Quillon Borough Council", short_name="Quillon", kind="council")
        db.session.add(agency)
        db.session.flush()
        account = Account(email="lanternfish@example.org", name="Idris Lanternfish", agency_id=agency.id)
        db.session.add(account)
        db.session.flush()
        return actor_of(account)


def one_entry(actor: Actor, case_id: UUID) -> None:
    """One entry, as a door writes it, in the caller's transaction."""
    looked = Looked("case.open", ALLOWED, "case", (case_id,), PANEL, "coordinator", 1, EXPLANATION)
    write_entry(actor=actor, looked=looked)


def add_entries(actor: Actor, number: int) -> None:
    """So many entries more, sealed, with :data:`PARTS` checkpoints."""
    chance = Random(SEED + number)
    bounds = [number * part // PARTS for part in range(PARTS + 1)]
    for first, last in pairwise(bounds):
        add_unsealed(actor, last - first, chance)
        sealing.seal_all()
        with unit_of_work():
            checkpoints.make(checkpoints.ASKED)
    with unit_of_work():
        tell_the_planner()


def add_unsealed(actor: Actor, number: int, chance: Random) -> None:
    """So many entries more, which wait to be sealed."""
    for start in range(0, number, AT_ONCE):
        with unit_of_work():
            _add(actor, min(AT_ONCE, number - start), chance)


def _add(actor: Actor, number: int, chance: Random) -> None:
    last = db.session.scalar(sa.select(sa.func.max(_ENTRIES.c.number))) or 0
    entries, objects = [], []
    for place in range(last + 1, last + 1 + number):
        several = LISTED if place % OF_A_LIST == 0 else 1
        entries.append(_entry(actor, chance, several))
        objects += [
            {"entry_number": place, "object_type": "case", "object_id": UUID(int=chance.getrandbits(128))}
            for _ in range(several)
        ]
    db.session.execute(sa.insert(_ENTRIES), entries)
    db.session.execute(sa.insert(_OBJECTS), objects)


def add_openings(actor: Actor, records: Sequence[Found], times: int, chance: Random) -> None:
    """Let each of some records (kind and id) be opened so often, one after another. The entries wait to be sealed."""
    first = (db.session.scalar(sa.select(sa.func.max(_ENTRIES.c.number))) or 0) + 1
    places = range(len(records) * times)
    db.session.execute(sa.insert(_ENTRIES), [_entry(actor, chance, 1) for _ in places])
    about = [
        {"entry_number": first + place, "object_type": kind, "object_id": object_id}
        for place in places
        for kind, object_id in (records[place % len(records)],)
    ]
    db.session.execute(sa.insert(_OBJECTS), about)


def _entry(actor: Actor, chance: Random, several: int) -> dict[str, Any]:
    return {
        "at": now(),
        "event": "case.open" if several == 1 else "case.list",
        "outcome": ALLOWED,
        "actor_id": actor.account_id,
        "for_account_id": None,
        "agency_id": actor.agency_id,
        "session_id": UUID(int=chance.getrandbits(128)),
        "network_hash": chance.randbytes(32),
        "request_id": chance.randbytes(8).hex(),
        "role": "coordinator",
        "appointment_id": UUID(int=chance.getrandbits(128)),
        "rule": "coordinator",
        "rule_version": 1,
        "explanation": EXPLANATION,
        "panel": PANEL,
        "object_type": "case",
        "tiers": "",
        "shown": several,
        "set_hash": chance.randbytes(32) if several > 1 else None,
        "reason_id": None,
    }


def tell_the_planner() -> None:
    """Count the rows of the tables anew, for the planner of a database server."""
    with owners_connection() as owner, owner.begin():
        owner.exec_driver_sql("analyze")

"""Cases by the hundred thousand, for what a page costs when there are many. Written to the tables directly, in the
form in which the services write them; services would take an hour for a million.

Each case has one person. Both have keys of their own, wrapped by the panel's key, and cells sealed in their places. On
plain columns (see :mod:`benchmarks.plain`) the same values are written as they are.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from auth.encryption import cells
from auth.encryption.keyring import SEAL, keyring, wrapped_data_key
from auth.encryption.models import DataKey
from auth.encryption.sealed import Sealed
from auth.models import Account
from benchmarks import plain
from benchmarks.dataset import FORENAMES, PANEL, SEED, STREETS, SURNAMES
from casework.cases.models import Case, CaseParty
from casework.people.models import Person
from extensions import db, now, unit_of_work
from wording.dates import today

Keep = Callable[[bytes], bytes]
AT_ONCE = 2000
"""Cases in one unit of work."""
BANDS = ("high", "medium", "standard", None)


@dataclass
class Rows:
    """Rows to write, table by table in the order in which they depend on each other."""

    keys: list[dict[str, Any]] = field(default_factory=list)
    people: list[dict[str, Any]] = field(default_factory=list)
    cases: list[dict[str, Any]] = field(default_factory=list)
    parties: list[dict[str, Any]] = field(default_factory=list)

    def write(self) -> None:
        """Insert all of them."""
        written = (DataKey, self.keys), (Person, self.people), (Case, self.cases), (CaseParty, self.parties)
        for model, rows in written:
            if rows:
                db.session.execute(sa.insert(db.metadata.tables[model.__tablename__]), rows)


def add_bulk(count: int, *, start: int, kept: Keep | None) -> None:
    """So many cases more. An application context must be open.

    ``start``: number of the first. ``kept``: how values are kept where they are not sealed in our way.
    """
    with unit_of_work():
        lead = db.session.scalars(sa.select(Account).where(Account.email == "cora@example.org")).one()
        agency, officer = lead.agency_id, lead.id
        new_key = _key_maker() if kept is None else _one_key(kept)
    for first in range(start, start + count, AT_ONCE):
        rows = Rows()
        for number in range(first, min(first + AT_ONCE, start + count)):
            _add(rows, random.Random(SEED + number), number, new_key, {"lead_agency_id": agency, "by": officer})
        with unit_of_work():
            rows.write()


NewKey = Callable[[Rows, str], tuple[UUID, AESGCM | Keep]]


def _key_maker() -> NewKey:
    panel_key_id, panel_key = keyring().newest(PANEL, SEAL)

    def new_key(rows: Rows, kind: str) -> tuple[UUID, AESGCM | Keep]:
        key_id, key = uuid4(), cells.new_key()
        wrapped = wrapped_data_key(panel_key, key, key_id)
        rows.keys.append({"id": key_id, "panel_key_id": panel_key_id, "kind": kind, "wrapped": wrapped})
        return key_id, AESGCM(key)

    return new_key


def _one_key(kept: Keep) -> NewKey:
    return lambda rows, kind: (plain.ONE_KEY, kept)


def _add(rows: Rows, chance: random.Random, number: int, new_key: NewKey, lead: dict[str, UUID]) -> None:
    forename, surname = chance.choice(FORENAMES), f"{chance.choice(SURNAMES)}-{number}"
    born_on = date(1940, 1, 1) + timedelta(days=chance.randrange(24000))
    person_id, case_id, party_id = uuid4(), uuid4(), uuid4()
    person_key_id, person_key = new_key(rows, "person")
    case_key_id, case_key = new_key(rows, "case")
    name = f"{forename} {surname}"
    told = {
        "display_name": name,
        "identity": {"title": "Ms", "forenames": forename, "surname": surname},
        "born_on": born_on,
        "area": f"{chance.choice(STREETS)}, E1",
    }
    rows.people.append(
        {
            "id": person_id,
            "data_key_id": person_key_id,
            "panel": PANEL,
            "reference": f"Z{number:09d}",
            **_cells(Person, person_id, person_key_id, person_key, told),
        }
    )
    summary = {"name": name, "initials": forename[0] + surname[0], "age": 2026 - born_on.year, "area": told["area"]}
    rows.cases.append(
        {
            "id": case_id,
            "data_key_id": case_key_id,
            "panel": PANEL,
            "reference": f"Y{number:09d}",
            "state": "accepted",
            "band": chance.choice(BANDS),
            "next_review_on": today() + timedelta(days=chance.randrange(7, 90)),
            "opened_at": now(),
            "lead_agency_id": lead["lead_agency_id"],
            "lead_officer_id": lead["by"],
            **_cells(Case, case_id, case_key_id, case_key, {"summary": summary}),
        }
    )
    roles = {"roles": ["victim"]}
    rows.parties.append(
        {
            "id": party_id,
            "data_key_id": case_key_id,
            "case_id": case_id,
            "person_id": person_id,
            **_cells(CaseParty, party_id, case_key_id, case_key, roles),
        }
    )


def _cells(model: type, row: UUID, key_id: UUID, key: AESGCM | Keep, values: dict[str, Any]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for name, value in values.items():
        sealed: Sealed[Any] = getattr(model, name)
        told = sealed.encode(value)
        where = cells.place(model.__tablename__, sealed.column, row, key_id)  # type: ignore[attr-defined]
        found[sealed.column] = cells.seal(key, told, where) if isinstance(key, AESGCM) else key(told)
    return found

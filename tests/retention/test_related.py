"""Whatever belongs to a case or a referral is found to: entries about it are kept as long, and with it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from flask import Flask

from auth.access_log.holds import CASE, held_among, records_of
from auth.access_log.models import LogHold
from auth.access_log.service import ALLOWED, Looked, write_entry
from auth.encryption.keyring import PARTNERSHIP, new_data_key
from auth.ledger import expiry, sealing
from casework.retention.related import LINKS, OWN, REFERRAL, related
from extensions import db, now, unit_of_work
from tests.cases.made import acting, case_of
from tests.conftest import PANEL


@pytest.fixture
def world(app: Flask) -> dict[str, UUID]:
    """A case, and what any row of another table must point at."""
    with acting(app, "cora") as cora:
        case = case_of(cora)
        db.session.flush()
        return {
            "case": case.id, "person": case.parties[0].person_id, "account": cora.account_id, "agency": cora.agency_id,
            "data_key": new_data_key(panel=PARTNERSHIP, kind="case"),
        }  # fmt: skip


def put(table: sa.Table, world: dict[str, UUID], **values: Any) -> None:
    """A row of any table, with something in each column that must have something."""
    for column in table.columns:
        if column.name in values or column.nullable or column.default is not None:
            continue
        if column.foreign_keys:
            (key,) = column.foreign_keys
            values[column.name] = world[key.column.table.name]
            continue
        kind = column.type.python_type if not isinstance(column.type, sa.TypeDecorator) else datetime
        some = {
            UUID: uuid4(),
            str: "x",
            int: 1,
            bytes: uuid4().bytes,
            date: date(2026, 1, 1),
            datetime: now(),
            bool: False,
        }
        values[column.name] = some[kind]
    db.session.execute(sa.insert(table).values(**values))


def test_what_belongs_to_a_case_would_be_erased_before_it(app: Flask, world: dict[str, UUID]) -> None:
    kept: dict[str, int] = {}
    with app.app_context(), unit_of_work():
        tables = {name: db.metadata.tables[name] for name in ("referral", "meeting", "pack", "address", "case_grant")}
        for name, table in tables.items():
            world[name] = uuid4()
            put(table, world, id=world[name], **({"panel": PANEL} if "panel" in table.c else {}))
        for kind, column, of, to in (*OWN, *app.extensions[LINKS]):
            one = uuid4() if column.key == "id" and kind != "referral" else world[kind]
            if kind == "referral":
                db.session.execute(sa.update(column.table).where(column == one).values(case_id=world["case"]))
            elif (kind, of) != ("person", "case"):  # of this one there is a row
                put(column.table, world, **{column.key: one, to.key: world[of]})
            assert related({(kind, one)}) == {(kind, one): {(of, world[of])}} or kind in ("person", "referral")
            assert (of, world[of]) in related({(kind, one)})[kind, one], kind
            looked = Looked("case.open", ALLOWED, kind, (one,), PANEL, "member", 1, "why")
            kept[f"{kind} of a {of}"] = write_entry(actor=None, looked=looked)
        home = related({("address", world["address"])})["address", world["address"]]
        assert home == {("case", world["case"]), (REFERRAL, world["referral"])}, "where somebody lives"
        other = write_entry(actor=None, looked=Looked("x", ALLOWED, "document", (uuid4(),), PANEL, "member", 1, "why"))
    with app.app_context():
        sealing.seal_all()
        numbers = [*kept.values(), other]
        assert expiry._kept(numbers) == set(kept.values()), "they stand as long as their records"
        with unit_of_work():
            hold = LogHold(data_key_id=world["data_key"], kind=CASE, object_id=world["case"])
            hold.by_id = world["account"]
            db.session.add(hold)
            db.session.flush()
            of_case = {number for number, records in records_of(numbers).items() if ("case", world["case"]) in records}
            assert held_among(numbers) == of_case >= {kept[name] for name in kept if name.endswith("of a case")}

"""Row by row: what the database itself answers, whatever was asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import Flask

from auth.current import standing_of
from auth.roles import Role
from casework.apart.models import KeptApart
from casework.cases.models import Case, Exclusion, TeamExclusion
from compartments import WALL
from extensions import db, now
from tests.auth.covering import covering
from tests.cases.made import actor_named, case_on_record
from tests.conftest import APPLICATION, PANEL
from tests.tables import past_the_wall
from wall.standing import ACCOUNTS, SERVICE, Standing, standing_as

OF_A_CASE = ("case", "case_event", "case_party", "person")
NOBODY = Standing("")


def count(table: str, standing: Standing) -> int:
    with standing_as(standing), db.engine.connect() as connection:
        return connection.scalar(sa.select(sa.func.count()).select_from(db.metadata.tables[table])) or 0


def with_rows() -> list[str]:
    return [name for name in WALL.scopes if count(name, Standing(SERVICE))]


def test_a_query_without_any_filter_would_show_what_is_not_theirs(app: Flask) -> None:
    made = case_on_record(app)
    with app.app_context():
        panel, key = db.session.execute(sa.select(Case.panel, Case.data_key_id).where(Case.id == made.id)).one()
        assert panel != "channel"
        cora, outside = standing_of(actor_named("cora")), Standing("person", uuid4(), uuid4(), ("channel",))
        tables = with_rows()
        assert {*OF_A_CASE, "search_token"} <= set(tables)
        for name in tables:
            assert count(name, NOBODY) == count(name, Standing(ACCOUNTS)) == 0, name
        for name in (*OF_A_CASE, "search_token"):
            assert count(name, outside) == 0, name
            assert count(name, cora) > 0, name
        row = {"id": uuid4(), "case_id": made.id, "kind": "note", "at": now(), "data_key_id": key}
        insert = sa.insert(db.metadata.tables["case_event"]).values(**row)
        with standing_as(outside), db.engine.connect() as connection, pytest.raises(sa.exc.ProgrammingError):
            connection.execute(insert)


def test_somebody_shut_out_would_be_shown_a_row_of_the_case_by_a_query_that_forgot_it(app: Flask) -> None:
    made = case_on_record(app)
    with app.app_context():
        people = {key: actor_named(key) for key in ("alder", "birch", "maple", "cora")}
        assert len({people[key].agency_id for key in ("alder", "birch", "maple")}) == 3
        by = people["cora"].account_id
        common = {"case_id": made.id, "connection": "friend", "declared_by_id": by}
        own = Exclusion(account_id=people["alder"].account_id, **common)
        team = TeamExclusion(agency_id=people["birch"].agency_id, **common)
        apart = KeptApart(
            account_id=people["maple"].account_id, object_id=made.id, object_type="case", panel="asb_marac",
            kind="relative", mark=b"12345678", found_at=now(),
        )  # fmt: skip
        for key, row in (("alder", own), ("birch", team), ("maple", apart)):
            standing = standing_of(people[key])
            assert all(count(name, standing) for name in OF_A_CASE), key
            db.session.add(row)
            db.session.commit()
            assert [count(name, standing) for name in OF_A_CASE] == [0, 0, 0, 0], key
        own.lifted_at = now()
        db.session.commit()
        assert all(count(name, standing_of(people["alder"])) for name in OF_A_CASE)


def test_somebodys_cover_would_be_shown_a_row_of_what_the_colleague_is_shut_out_of(app: Flask) -> None:
    made, other = case_on_record(app), case_on_record(app)
    with app.app_context():
        cora, hal = actor_named("cora").account_id, actor_named("hal")
        covers = standing_of(covering(hal, cora, Role.COORDINATOR))
        elsewhere = replace(covers, covered=(("channel", cora),))
        by = {"account_id": cora, "found_at": now(), "mark": b"12345678"}
        for row in (
            Exclusion(case_id=made.id, account_id=cora, connection="friend", declared_by_id=cora),
            KeptApart(object_id=other.id, object_type="case", panel=PANEL, kind="relative", **by),
        ):
            before = count("case", covers)
            db.session.add(row)
            db.session.commit()
            assert count("case", covers) == before - 1
            assert count(row.__tablename__, covers) == 1, "what shuts them out must be found to do so"
        assert [count(name, covers) for name in ("case_event", "case_party", "person")] == [0, 0, 0]
        assert count("case", elsewhere) == before + 1, "in the panel that is covered, and in no other"


@contextmanager
def let_down(table: str) -> Iterator[sa.Connection]:
    """One connection, as the application's role and with nothing said, to which this table's policy does not hold."""
    with past_the_wall().connect() as connection:
        begun = connection.begin()
        connection.exec_driver_sql(f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY')
        connection.exec_driver_sql(f"SET LOCAL ROLE {APPLICATION}")
        yield connection
        begun.rollback()


def test_a_table_without_its_policy_would_show_its_rows_to_nobody_in_particular(app: Flask) -> None:
    case_on_record(app)
    with app.app_context():
        for name in with_rows():
            with let_down(name) as connection:
                asked = sa.select(sa.func.count()).select_from(db.metadata.tables[name])
                assert connection.scalar(asked), name
            assert count(name, NOBODY) == 0, name


def test_what_was_said_of_one_transaction_would_be_true_of_the_next(app: Flask) -> None:
    case_on_record(app)
    asked = sa.select(sa.func.count()).select_from(db.metadata.tables["case"])
    with app.app_context(), db.engine.connect() as connection:
        with standing_as(Standing(SERVICE)), connection.begin():
            assert connection.scalar(asked)
        with standing_as(NOBODY), connection.begin():
            assert connection.scalar(asked) == 0

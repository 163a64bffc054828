"""The wall of one connection to an SQLite file: what is shown, what may be written, and what is refused."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from extensions import prepare_sqlite, sqlite_module
from wall.scopes import OfAccount, OfPanel, Reach, Scope, Wall, of_case
from wall.sqlite import SqliteWall
from wall.standing import SERVICE, Standing

pytestmark = pytest.mark.pure
TABLES = sa.MetaData()
CASE = sa.Table("case", TABLES, sa.Column("id", sa.Uuid, primary_key=True), sa.Column("panel", sa.String))
NOTE = sa.Table(
    "note", TABLES, sa.Column("id", sa.Uuid, primary_key=True), sa.Column("case_id", sa.ForeignKey("case.id")),
    sa.Column("words", sa.String),
)  # fmt: skip
PLAIN = sa.Table("plain", TABLES, sa.Column("id", sa.Integer, primary_key=True))
IDS, ENDS = ("case_id", "object_id", "account_id", "agency_id"), ("lifted_at", "cleared_at")
for name in ("exclusion", "team_exclusion", "kept_apart"):
    words = (*ENDS, *(("panel",) if name == "kept_apart" else ()))
    sa.Table(name, TABLES, *(sa.Column(one, sa.Uuid) for one in IDS), *(sa.Column(one, sa.String) for one in words))
WHOLE = Scope((OfPanel(),), ("id",))
WALL = Wall(
    scopes={"case": WHOLE, "note": of_case(), "exclusion": Scope((OfAccount("account_id"),))},
    reaches={"whole_case": Reach("case", WHOLE)},
    without={"plain": "nothing"},
)
OURS, THEIRS, HIDDEN = uuid4(), uuid4(), uuid4()
ANNA = Standing("person", uuid4(), uuid4(), ("ours",))
SERVICE_ITSELF = Standing(SERVICE)


class File:
    """A small file with three cases, a note each, behind the wall."""

    def __init__(self, folder: Path) -> None:
        self.engine = sa.create_engine(f"sqlite:///{folder}/wall.sqlite", module=sqlite_module())
        prepare_sqlite(self.engine)
        TABLES.create_all(self.engine)
        with self.engine.begin() as bare:
            panels = {OURS: "ours", THEIRS: "theirs", HIDDEN: "ours"}
            bare.execute(sa.insert(CASE), [{"id": one, "panel": panel} for one, panel in panels.items()])
            bare.execute(sa.insert(NOTE), [{"id": uuid4(), "case_id": one, "words": "w"} for one in panels])
            shut = {"case_id": HIDDEN, "account_id": ANNA.account}
            bare.execute(sa.insert(TABLES.tables["exclusion"]), [shut])
        self.engine.dispose()
        self.wall = SqliteWall(self.engine, WALL, TABLES)

    def ask(self, standing: Standing | None, statement: Any) -> Any:
        with self.engine.connect() as connection, connection.begin():
            self.wall.tell(connection, standing)
            done = connection.execute(statement)
            return done.all() if done.returns_rows else done.rowcount

    def cases(self, standing: Standing | None, table: sa.Table = CASE) -> set[UUID]:
        with self.engine.connect() as connection, connection.begin():
            self.wall.tell(connection, standing)
            return set(connection.scalars(sa.select(table.c.id if table is CASE else table.c.case_id)))


@pytest.fixture
def file(tmp_path: Path) -> Iterator[File]:
    made = File(tmp_path)
    yield made
    made.engine.dispose()


def test_rows_would_be_shown_to_nobody_to_another_panel_or_to_somebody_shut_out(file: File) -> None:
    for table in (CASE, NOTE):
        assert file.cases(None, table) == file.cases(Standing("accounts"), table) == set()
        assert file.cases(ANNA, table) == {OURS}
        assert file.cases(SERVICE_ITSELF, table) == {OURS, THEIRS, HIDDEN}


@pytest.mark.parametrize(
    "words",
    [
        'SELECT id FROM main."case"', 'SELECT count(*) FROM main."case"', 'SELECT max(rowid) FROM main."case"',
        'SELECT 1 FROM plain JOIN main."case" ON 1', 'SELECT (SELECT id FROM main."case")',
        'WITH all_of AS (SELECT * FROM main.note) SELECT * FROM all_of', 'DELETE FROM "case"',
        'INSERT INTO plain SELECT 1 FROM main."case"', 'INSERT OR REPLACE INTO "case" VALUES (1, 2)',
        "ATTACH '/tmp/elsewhere' AS elsewhere", "CREATE TEMP VIEW mine AS SELECT * FROM main.note",
        'CREATE TABLE mine AS SELECT 1', 'DROP VIEW temp."case"', "DROP TRIGGER temp.wall_before_delete_case",
        "PRAGMA writable_schema = ON", "PRAGMA foreign_keys = OFF", "PRAGMA schema_version = 1",
        "SELECT load_extension('/tmp/elsewhere')",
    ],
)  # fmt: skip
def test_the_tables_would_be_reached_past_the_views(file: File, words: str) -> None:
    """Sent straight to the driver, as the service: nothing of the layer above is in between."""
    with file.engine.connect() as connection, connection.begin():
        file.wall.tell(connection, SERVICE_ITSELF)
        driver: Any = connection.connection.driver_connection
        with pytest.raises(sqlite_module().DatabaseError):
            driver.execute(words).fetchall()


def test_what_is_written_would_go_past_the_wall_or_break(file: File) -> None:
    new = {"id": uuid4(), "panel": "ours"}
    said = file.ask(ANNA, sa.insert(CASE).values(new).returning(CASE.c.id))
    assert said == [(new["id"],)]
    assert file.cases(ANNA) == {OURS, new["id"]}
    for row in (sa.insert(CASE).values(id=uuid4(), panel="theirs"), sa.update(CASE).values(panel="theirs")):
        with pytest.raises(sa.exc.IntegrityError, match="second wall"):
            file.ask(ANNA, row)
    for standing, rows in ((ANNA, 1), (None, 0)):
        assert file.ask(standing, sa.update(NOTE).values(words="changed")) == rows
    assert file.ask(ANNA, sa.delete(NOTE)) == 1
    assert file.ask(ANNA, sa.delete(CASE).where(CASE.c.id == OURS)) == 1
    with pytest.raises(sa.exc.IntegrityError, match="FOREIGN KEY"):
        file.ask(SERVICE_ITSELF, sa.delete(CASE).where(CASE.c.id == THEIRS))
    assert file.cases(SERVICE_ITSELF, NOTE) == {THEIRS, HIDDEN}
    assert file.cases(SERVICE_ITSELF) == {THEIRS, HIDDEN, new["id"]}


def test_a_statement_that_writes_would_read_other_tables_or_be_sent_unannounced(file: File) -> None:
    for words in (
        'UPDATE main.note SET words = (SELECT panel FROM main."case")',
        'UPDATE main."case" SET panel = (SELECT words FROM main.note)',
    ):
        with pytest.raises(sa.exc.DatabaseError, match=r"prohibited|authorized"):
            file.ask(SERVICE_ITSELF, sa.text(words.replace("main.", "", 1)))
    with file.engine.connect() as connection, connection.begin():
        driver: Any = connection.connection.driver_connection
        with pytest.raises(sqlite_module().DatabaseError, match="prohibited"):
            driver.execute("UPDATE main.note SET words = words WHERE words = 'w'")

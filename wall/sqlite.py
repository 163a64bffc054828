"""The wall on SQLite: views that bear the names of the tables, and a callback that refuses the tables themselves.

SQLite has no roles and no row-level security. The library asks a callback about each statement while it is prepared: on
every connection of the application, whether the wall is on or off, it refuses another file, a change of the schema and
of settings, and code from outside (:class:`SqliteGuard`).

Where the wall is on, each connection is given temporary views besides, which stand before the tables of the same names
and show what their scopes say; temporary triggers hold the same of every row that is written; and the callback refuses
a table with a scope except from inside a view or trigger of the wall (:class:`SqliteWall`). All three go with the
connection and are not in the file.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Engine

from extensions import sqlite_module
from wall.scopes import Wall
from wall.standing import PERSON, SERVICE, Standing

_STATE = "casework-wall"
_REACHES, _SHUT = "wall_reaches_", "wall_shut_out"
_WRITES = re.compile(r'\s*(INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?')
_COVERED, _COVERS = ("(SELECT value FROM json_each(" + word + "()))" for word in ("wall_covered", "wall_covers"))
_SHUT_OUT = f"""CREATE TEMP VIEW {_SHUT} AS
SELECT case_id FROM main.exclusion WHERE account_id = wall_account() AND lifted_at IS NULL
UNION SELECT case_id FROM main.team_exclusion WHERE agency_id = wall_agency() AND lifted_at IS NULL
UNION SELECT object_id FROM main.kept_apart WHERE account_id = wall_account() AND cleared_at IS NULL
UNION SELECT case_id FROM main.exclusion JOIN main."case" ON "case".id = case_id
WHERE account_id IN {_COVERED} AND "case".panel || ' ' || account_id IN {_COVERS} AND lifted_at IS NULL
UNION SELECT object_id FROM main.kept_apart
WHERE account_id IN {_COVERED} AND panel || ' ' || account_id IN {_COVERS} AND cleared_at IS NULL
"""
_ASKED = {
    "schema_version", "user_version", "table_info", "table_xinfo", "table_list", "index_list", "index_info",
    "foreign_key_list", "foreign_key_check", "wal_checkpoint", "integrity_check", "quick_check", "read_uncommitted",
    "foreign_keys", "busy_timeout",
}  # fmt: skip
"""Settings that only answer, the one that empties the write-ahead log, and how long a connection waits for its turn."""
_MAY_NOT_BE_SET = {"schema_version", "user_version", "read_uncommitted", "foreign_keys"}
_SAVEPOINT = 32


class Functions:
    """The terms of :class:`wall.scopes.Terms`. A list is read once in a statement, not for each row."""

    def in_panels(self, column: str) -> str:
        """See there."""
        return f"{column} IN (SELECT value FROM json_each(wall_panels()))"

    def is_account(self, column: str) -> str:
        """See there."""
        return f"{column} = wall_account()"

    def is_covered(self, column: str) -> str:
        """See there."""
        return f"{column} IN {_COVERED}"

    def is_agency(self, column: str) -> str:
        """See there."""
        return f"{column} = wall_agency()"

    def is_request(self, column: str) -> str:
        """See there."""
        return f"{column} = wall_request()"

    def has_duty(self, duty: str) -> str:
        """See there."""
        return f"'{duty}' IN (SELECT value FROM json_each(wall_duties()))"

    def has_purpose(self, purpose: str) -> str:
        """See there."""
        return f"wall_purpose() = '{purpose}'"

    def not_excluded(self, column: str) -> str:
        """See there."""
        return f"({column} IS NULL OR {column} NOT IN (SELECT value FROM json_each(wall_excluded())))"

    def nowhere_excluded(self) -> str:
        """See there."""
        return "wall_excluded() = '[]'"

    def reached(self, reach: str, column: str) -> str:
        """See there."""
        return f"EXISTS (SELECT 1 FROM temp.{_REACHES}{reach} AS reached WHERE reached.id = {column})"

    def table(self, name: str) -> str:
        """See there."""
        return f'main."{name}"'


@dataclass
class State:
    """What one connection was told, for which schema its wall was made, and which table is being written to."""

    words: dict[str, str] = field(default_factory=dict)
    schema: int | None = None
    names: frozenset[str] = frozenset()
    writing: str | None = None


class SqliteGuard:
    """What the application's own connections never do, before every connection of one engine."""

    def __init__(self, engine: Engine) -> None:
        # Names of the codes with which the library asks, as the driver has them.
        self.codes = codes = sqlite_module()
        self.harmless = {codes.SQLITE_SELECT, codes.SQLITE_TRANSACTION, _SAVEPOINT, codes.SQLITE_RECURSIVE}
        self.writes = {codes.SQLITE_INSERT, codes.SQLITE_UPDATE, codes.SQLITE_DELETE}
        event.listen(engine, "connect", lambda driver, _record: driver.set_authorizer(self.may))

    def may(self, code: int, one: str | None, two: str | None, database: str | None, _by: str | None) -> int:
        """The library's question about one step of a statement."""
        codes = self.codes
        if code == codes.SQLITE_READ:
            allowed = True
        elif code in self.writes:
            allowed = database == "main" and not str(one).startswith("sqlite_")
        elif code == codes.SQLITE_FUNCTION:
            allowed = two != "load_extension"
        elif code == codes.SQLITE_PRAGMA:
            allowed = one in _ASKED and (one not in _MAY_NOT_BE_SET or two is None)
        else:
            allowed = code in self.harmless
        return int(codes.SQLITE_OK if allowed else codes.SQLITE_DENY)


class SqliteWall(SqliteGuard):
    """The wall before every connection of one engine."""

    def __init__(self, engine: Engine, wall: Wall, tables: sa.MetaData) -> None:
        super().__init__(engine)
        self.wall = wall
        self.guarded = frozenset(wall.scopes)
        self.pointed_at = _references(tables)
        event.listen(engine, "checkout", self._checked_out)
        event.listen(engine, "before_cursor_execute", self._before, retval=True)
        event.listen(engine, "after_cursor_execute", self._after)
        event.listen(engine, "handle_error", self._failed)

    def tell(self, connection: sa.Connection, standing: Standing | None) -> None:
        """Say to the connection who stands behind what follows; the next transaction is told anew."""
        state: State = connection.info[_STATE]
        state.words = _words(standing)
        if state.names and standing and standing.purpose == PERSON and standing.account:
            found: Any = connection.connection.driver_connection
            cases = [row[0] for row in found.execute(f"SELECT case_id FROM {_SHUT}")]
            state.words["excluded"] = json.dumps(sorted(cases))

    def _checked_out(self, driver: Any, record: Any, _proxy: Any) -> None:
        state: State = record.info.setdefault(_STATE, State())
        state.words, state.writing = _words(None), None
        schema = driver.execute("PRAGMA main.schema_version").fetchone()[0]
        if schema != state.schema:
            self._raise(driver, state)
            state.schema = schema

    def _raise(self, driver: Any, state: State) -> None:
        driver.set_authorizer(None)
        there = {name for (name,) in driver.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'")}
        for kind, name in driver.execute("SELECT type, name FROM temp.sqlite_master").fetchall():
            driver.execute(f'DROP {kind} IF EXISTS temp."{name}"')
        state.names = frozenset()
        # A database that is not whole is not made yet, or is to be migrated: of that nothing is shown at all.
        if self.guarded <= there:
            for word in _words(None):
                driver.create_function(
                    f"wall_{word}", 0, lambda word=word: state.words[word] or None, deterministic=True
                )
            for statement in statements(self.wall):
                driver.execute(statement)
            state.names = frozenset(name for (name,) in driver.execute("SELECT name FROM temp.sqlite_master"))
        driver.set_authorizer(self._asked_of(state))

    def _before(
        self, connection: sa.Connection, _cursor: Any, statement: str, values: Any, _context: Any, _many: bool
    ) -> tuple[str, Any]:
        state: State = connection.info[_STATE]
        found = _WRITES.match(statement)
        state.writing = found.group(2) if found else None
        if found and state.names and state.writing in self.guarded:
            # The views stand before the tables; what is written goes to the table, past the view of its name.
            statement = f'{found.group(1)} main."{state.writing}"{statement[found.end() :]}'
        return statement, values

    def _after(self, connection: sa.Connection, *_told: Any) -> None:
        connection.info[_STATE].writing = None

    def _failed(self, told: Any) -> None:
        if told.connection is not None and not told.connection.closed and not told.connection.invalidated:
            told.connection.info[_STATE].writing = None

    def _asked_of(self, state: State) -> Callable[..., int]:
        """The callback of one connection. It is called for each column of each statement that is prepared: reading, by
        far the most of it, is answered first."""
        reads, allowed, denied = (int(getattr(self.codes, f"SQLITE_{name}")) for name in ("READ", "OK", "DENY"))
        guarded, may, writes = self.guarded, self.may, self._writes

        def asked(code: int, one: str | None, two: str | None, database: str | None, by: str | None) -> int:
            if code != reads:
                return may(code, one, two, database, by)
            shown = one not in guarded or database != "main" or by in state.names or writes(state, one, two)
            return allowed if shown else denied

        return asked

    def _writes(self, state: State, table: str | None, column: str | None) -> bool:
        """A statement that writes to a table reads it to find the rows, which the triggers then judge one by one; and
        the library looks at the references of that table and to it."""
        if state.writing is None:
            return False
        return table == state.writing or (table, column) in self.pointed_at.get(state.writing, ())


def _references(tables: sa.MetaData) -> dict[str, set[tuple[str, str]]]:
    """For each table: the columns that point at it, and those of other tables at which it points."""
    found: dict[str, set[tuple[str, str]]] = {}
    for table in tables.tables.values():
        for key in table.foreign_keys:
            found.setdefault(table.name, set()).add((key.column.table.name, key.column.name))
            found.setdefault(key.column.table.name, set()).add((table.name, key.parent.name))
    return found


def _words(standing: Standing | None) -> dict[str, str]:
    return {
        "purpose": standing.purpose if standing else "",
        "account": standing.account.hex if standing and standing.account else "",
        "agency": standing.agency.hex if standing and standing.agency else "",
        "request": standing.request.hex if standing and standing.request else "",
        "panels": json.dumps(standing.panels if standing else ()),
        "duties": json.dumps(standing.duties if standing else ()),
        "covered": json.dumps([account.hex for _, account in standing.covered] if standing else ()),
        "covers": json.dumps([f"{panel} {account.hex}" for panel, account in standing.covered] if standing else ()),
        "excluded": "[]",
    }


def statements(wall: Wall) -> Iterator[str]:
    """The SQL that makes the views and triggers of one connection, in order."""
    terms = Functions()
    yield _SHUT_OUT
    for name, reach in wall.reaches.items():
        table = f'"{reach.table}"'
        yield f"CREATE TEMP VIEW {_REACHES}{name} AS SELECT id FROM main.{table} WHERE {reach.scope.sql(terms, table)}"
    for name, scope in wall.scopes.items():
        table, service = f'"{name}"', terms.has_purpose(SERVICE)
        yield f"CREATE TEMP VIEW {table} AS SELECT * FROM main.{table} WHERE {service} OR ({scope.sql(terms, table)})"
        before, after = (f"NOT coalesce({service} OR ({scope.sql(terms, row)}), 0)" for row in ("OLD", "NEW"))
        # As PostgreSQL does it: a row that is not shown is not there to be changed, and none may be left out of sight.
        passed, refused = "SELECT RAISE(IGNORE);", "SELECT RAISE(ABORT, 'The second wall refuses this row.');"
        for verb, when, judged, answer in (
            ("UPDATE", "BEFORE", before, passed),
            ("DELETE", "BEFORE", before, passed),
            ("UPDATE", "AFTER", after, refused),
            ("INSERT", "AFTER", after, refused),
        ):
            trigger = f"wall_{when}_{verb}_{name}".lower()
            yield f"CREATE TEMP TRIGGER {trigger} {when} {verb} ON main.{table} WHEN {judged} BEGIN {answer} END"

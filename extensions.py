"""Floor 1: the parts every floor above shares, and the one commit.

The request's transaction is committed in exactly one place, :func:`commit_before_leaving`, before the response leaves.
A page with content is therefore never sent unless the access entries written beside it are on durable storage.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from flask import Flask, Response, current_app, g, has_request_context, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_mailman import Mail
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.orm import DeclarativeBase, Mapped, registry

from config import Settings
from wall.standing import standing_for

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Moment(sa.TypeDecorator[datetime]):
    """An aware UTC datetime. SQLite keeps no zone, so the zone is put back on reading; naive values are refused."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("A moment needs its zone: use datetime.now(UTC).")
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


class Base(DeclarativeBase):
    """What every model inherits: constraint names that migrations can rely on, and how moments and JSON are kept."""

    registry = registry(
        metadata=sa.MetaData(naming_convention=NAMING),
        type_annotation_map={datetime: Moment(), dict[str, Any]: sa.JSON(), list[Any]: sa.JSON()},
    )


db = SQLAlchemy(model_class=Base)
if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model

login_manager = LoginManager()
csrf = CSRFProtect()
limiter = Limiter(get_remote_address, storage_uri="memory://", headers_enabled=False)
mail = Mail()
migrate = Migrate()

__all__ = ["Mapped", "Model", "db", "limiter", "now", "unit_of_work"]

# Written again after a rollback, so that a refusal is on record though its request failed.
KEPT_ROWS = "rows_that_survive_a_refusal"
# Written again after a rollback whose answer shows content all the same: a form that was not right, say.
LOOKS = "looks_of_this_request"


_told_moment: ContextVar[datetime | None] = ContextVar("told_moment", default=None)


def present_settings() -> Settings:
    """The settings of the running application. Needs its context."""
    found: Settings = current_app.extensions["casework-settings"]
    return found


def now() -> datetime:
    """The present moment, aware, UTC."""
    return _told_moment.get() or datetime.now(UTC)


@contextmanager
def clock_at(moment: datetime) -> Iterator[None]:
    """Let :func:`now` answer ``moment``. Only the demonstration's story is told this way (a test holds it)."""
    before = _told_moment.set(moment)
    try:
        yield
    finally:
        _told_moment.reset(before)


def keep_despite_failure(write: Callable[[], object]) -> None:
    """Remember a write (a refusal, a failed sign-in) that must be stored even if the request's work is rolled back."""
    g.setdefault(KEPT_ROWS, []).append(write)


def keep_if_undone(write: Callable[[], object]) -> None:
    """Remember a write (that somebody looked) to be made again if the view answers by a fault: its work is rolled back,
    and its page may show what was opened. Outside a request there is no page."""
    if has_request_context():
        g.setdefault(LOOKS, []).append(write)


def nothing_is_shown() -> None:
    """Say that the answer of this request is a page without content, whatever was opened before."""
    g.pop(LOOKS, None)


def _write_kept_rows() -> None:
    for write in g.pop(KEPT_ROWS, []):
        write()


@contextmanager
def unit_of_work(purpose: str | None = None) -> Iterator[None]:
    """For commands and jobs: commit at the end, roll back on any error. ``purpose``: for what the database is asked, of
    :mod:`wall.standing`; if it is not said, whoever stands behind the work already, or else the service."""
    with standing_for(purpose):
        try:
            yield
            _write_kept_rows()
            db.session.commit()
        except BaseException:
            db.session.rollback()
            raise
        finally:
            db.session.remove()


def commit_before_leaving(response: Response) -> Response:
    """Commit the request's work; on failure roll back and raise, so that the error page is sent in place of content."""
    if response.status_code >= 400 and not g.get("commit_despite_status"):
        db.session.rollback()
        for write in g.pop(LOOKS, []):
            write()
    _write_kept_rows()
    db.session.commit()
    return response


def bind_commit(app: Flask, unavailable: Callable[[], Response]) -> None:
    """Put the one commit around every request of ``app``; ``unavailable`` makes the page sent if that fails."""

    @app.after_request
    def _commit(response: Response) -> Response:
        if request.endpoint in ("static", None) and not g.get(KEPT_ROWS):
            return response
        try:
            return commit_before_leaving(response)
        except Exception as fault:
            # The type only: what the database says repeats what was to be stored.
            app.logger.error("The request's work could not be stored: %s", type(fault).__name__)
            db.session.rollback()
            return unavailable()


# The WAL-reset fault of 2026 can lose committed writes with two connections open (fixed in these versions).
FIXED_SQLITE = ((3, 51, 3), (3, 50, 7), (3, 44, 6))


class UnsafeDatabase(RuntimeError):
    """The database library or its settings could lose a committed write."""


def sqlite_is_safe(version: tuple[int, ...]) -> bool:
    """Whether this SQLite version is outside the range of the 2026 WAL-reset fault (3.7.0 to 3.51.2)."""
    return version >= FIXED_SQLITE[0] or any(version[:2] == fix[:2] and version >= fix for fix in FIXED_SQLITE[1:])


def sqlite_module() -> Any:
    """The DB-API module with a safe SQLite: the interpreter's own if good enough, else ``pysqlite3`` from its wheel."""
    import sqlite3

    if sqlite_is_safe(sqlite3.sqlite_version_info):
        return sqlite3
    from pysqlite3 import dbapi2

    if not sqlite_is_safe(dbapi2.sqlite_version_info):
        found = ".".join(str(part) for part in dbapi2.sqlite_version_info)
        raise UnsafeDatabase(f"SQLite {found} can lose committed writes. Install 3.51.3 or newer.")
    return dbapi2


SQLITE_CONNECTION: dict[str, object] = {"check_same_thread": False, "cached_statements": 250}
"""The application sends some hundreds of different statements. The driver keeps 128; preparing one anew, with the guard
asked about each column and the second wall's views in it, costs more than running it."""
SECONDS_FOR_A_TURN = 15.0
"""The longest that anybody waits for SQLite's one lock. A request gives up sooner where nobody gets it at all."""
_TURN, _BUSY, _GAVE_UP = "has_its_turn", "busy_timeout", "gave_up_waiting"


clock = time.monotonic


class Turns:
    """One at a time, in the order in which they came. SQLite's own waiting is a lottery: with sixteen writers the
    unluckiest waited for seconds while others wrote again and again."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._taken = False
        self._waiting: deque[threading.Event] = deque()
        self._moved_at = float("-inf")

    def take(self, seconds: float, stuck: float | None = None) -> bool:
        """Wait for a turn, at most so long; ``False`` when it did not come. ``stuck``: give up after so many seconds in
        which nobody's work began."""
        started = clock()
        with self._lock:
            if not self._taken:
                self._taken = True
                return True
            mine = threading.Event()
            self._waiting.append(mine)
        while (left := self.ends(started, seconds, stuck) - clock()) > 0:
            if mine.wait(left):
                return True
        with self._lock:
            if mine.is_set():
                return True
            self._waiting.remove(mine)
            return False

    def ends(self, started: float, seconds: float, stuck: float | None) -> float:
        """When somebody who waits since ``started`` gives up, as it stands now."""
        return min(started + seconds, max(started, self._moved_at) + (seconds if stuck is None else stuck))

    def moved(self) -> None:
        """Note that the work of whoever has the turn has begun."""
        self._moved_at = clock()

    def give(self) -> None:
        """Let the next one have it."""
        with self._lock:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._taken = False


_way = threading.local()
LONGEST_PAUSE = 0.1
"""Seconds; the longest that SQLite lets a waiting process sleep before it looks at the lock again."""


@contextmanager
def making_way() -> Iterator[None]:
    """Around each unit of work of a long job beside a running service: before the next one of this thread SQLite's one
    lock is left free for as long as it was held, at most ``LONGEST_PAUSE``; what the job does without it meanwhile
    counts. Other processes only look now and then whether it is free; a job that takes it again at once lets a request
    wait until it is refused. PostgreSQL locks rows, and nobody waits.
    """
    if (left := getattr(_way, "free_until", 0.0) - clock()) > 0:
        time.sleep(left)
    started = clock()
    yield
    if db.engine.dialect.name == "sqlite":
        ended = clock()
        _way.free_until = ended + min(ended - started, LONGEST_PAUSE)


def wait_of_a_request() -> float | None:
    """How many seconds a request waits for a lock that nobody gives: ``lock_wait_seconds``, and after one wait in vain
    none, so that the page which says so comes at once. ``None`` outside a request."""
    if not has_request_context():
        return None
    return 0.0 if g.get(_GAVE_UP) else present_settings().lock_wait()


def give_up_waiting() -> None:
    """Note that this request has waited for a lock in vain."""
    if has_request_context():
        setattr(g, _GAVE_UP, True)


MAPPED = 2**30
"""Bytes of the file that are read where the system keeps them, not copied: a page of a large table then costs as much
as one of a small (docs/performance.md). Writing goes through the journal as before."""


def prepare_sqlite(engine: Engine) -> None:
    """Durable settings on every connection; every transaction takes the write lock at its start (no lost updates).

    The threads of a process wait for the lock in a queue; other processes wait as SQLite lets them. A request gives up
    when nobody has got the lock for ``lock_wait_seconds`` (:func:`wait_of_a_request`): while short work follows short
    work it waits on. Jobs and commands wait ``SECONDS_FOR_A_TURN``.
    """
    turns = Turns()

    @event.listens_for(engine, "connect")
    def _connect(dbapi: Any, _record: Any) -> None:
        dbapi.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "secure_delete=ON",
            f"mmap_size={MAPPED}",
        ):
            dbapi.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        started, stuck = clock(), wait_of_a_request()
        if not connection.info.get(_TURN):
            if not turns.take(SECONDS_FOR_A_TURN, stuck):
                give_up_waiting()
                raise sa.exc.OperationalError("BEGIN IMMEDIATE", None, TimeoutError("No turn to write came."))
            connection.info[_TURN] = True
        left = round(max(turns.ends(started, SECONDS_FOR_A_TURN, stuck) - clock(), 0), 1)
        if connection.info.get(_BUSY) != left:
            # By the driver: it follows the clock, and is no work that says anything of what was asked.
            driver: Any = connection.connection.driver_connection
            driver.execute(f"PRAGMA busy_timeout={int(left * 1000)}")
            connection.info[_BUSY] = left
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        except sa.exc.OperationalError:
            give_up_waiting()
            raise
        turns.moved()

    # A connection comes back once its transaction is over, however it ended; a broken one is put away.
    @event.listens_for(engine, "checkin")
    @event.listens_for(engine, "close")
    @event.listens_for(engine, "detach")
    def _over(_dbapi: Any, record: Any) -> None:
        if record is not None and record.info.pop(_TURN, False):
            turns.give()


def prepare_postgresql(engine: Engine, seconds: float) -> None:
    """A request waits so long for any one lock and is then refused; jobs and commands wait until they get it."""

    @event.listens_for(engine, "connect")
    def _connect(dbapi: Any, _record: Any) -> None:
        dbapi.execute(f"SET lock_timeout = {int(seconds * 1000)}")
        dbapi.commit()

    @event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        if not has_request_context():
            connection.exec_driver_sql("SET LOCAL lock_timeout = 0")

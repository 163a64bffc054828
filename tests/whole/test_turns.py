"""Writers of an SQLite database in one process wait in a queue."""

import threading
import time
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

import extensions
from extensions import Turns, prepare_sqlite, sqlite_module

pytestmark = pytest.mark.one_database


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    made = sa.create_engine(f"sqlite:///{tmp_path}/turns.sqlite", module=sqlite_module())
    prepare_sqlite(made)
    with made.begin() as connection:
        connection.exec_driver_sql("create table line (place integer primary key, who integer)")
    return made


def test_a_late_comer_would_write_before_those_who_wait(engine: Engine) -> None:
    """AC 52."""

    def write(who: int) -> None:
        with engine.begin() as connection:
            connection.exec_driver_sql("insert into line (who) values (?)", (who,))

    waiting = [threading.Thread(target=write, args=(who,)) for who in range(6)]
    with engine.begin() as first:
        first.exec_driver_sql("insert into line (who) values (-1)")
        for thread in waiting:
            thread.start()
            time.sleep(0.03)
    for thread in waiting:
        thread.join(timeout=20)
    with engine.begin() as connection:
        told = connection.exec_driver_sql("select who from line order by place").scalars().all()
    assert told == [-1, 0, 1, 2, 3, 4, 5]


def test_a_write_that_failed_or_a_turn_that_never_came_would_stop_all_others(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(sa.exc.OperationalError), engine.begin() as connection:
        connection.exec_driver_sql("insert into nothing values (1)")
    monkeypatch.setattr(extensions, "SECONDS_FOR_A_TURN", 0.05)
    with engine.begin(), pytest.raises(sa.exc.OperationalError, match="No turn"), engine.begin():
        pass
    with engine.begin() as connection:
        assert connection.exec_driver_sql("select count(*) from line").scalar() == 0


def test_a_turn_given_to_somebody_who_left_would_be_lost() -> None:
    turns = Turns()
    assert turns.take(0)
    assert not turns.take(0.01)
    turns.give()
    assert turns.take(0.01)

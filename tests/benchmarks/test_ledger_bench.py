"""The benchmarks of the access log at a tiny size: every row comes out, of a log that was really sealed and checked."""

import pytest
import sqlalchemy as sa

from auth.access_log.models import AccessEntry
from auth.ledger import checkpoints
from auth.ledger.tiles import Tiles
from benchmarks.appends import WITHOUT, NotWritten, measure_appends
from benchmarks.entries import add_entries, somebody
from benchmarks.growth import CHECK, measure_growth
from benchmarks.growth import READ as READING
from benchmarks.ledger import LINES, READ, NotWhole, check_whole, measure_ledger, read_whole
from benchmarks.looked import BOUND, OPENED, measure_looked
from benchmarks.proofs import HASHING, LEAST, WARM
from benchmarks.search import installation
from extensions import db, unit_of_work


@pytest.mark.long
def test_a_row_of_the_access_log_would_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkpoints, "ROUND", 0.05)
    found = measure_ledger("sqlite", steps=(20, 40), rounds=1, proofs=3, clients=(1, 2), pairs=1, seconds=0.3)
    rows = {(row.name, row.other_name): row for row in found}
    assert all(row.ours > 0 < row.other and row.n > 0 for row in rows.values())
    for size, levels in ((20, 5), (40, 6)):
        assert (f"access log checked by the service, {size} entries, sqlite", READ) in rows
        assert (f"access log checked by a stranger, {size} entries", LINES) in rows
        for what in ("inclusion", "consistency"):
            name = f"{what} proof, {size} entries, sqlite"
            row = rows[f"{name}, largest", LEAST]
            assert row.other == levels * 32
            assert row.ours <= row.other + 32
            assert (f"{name}, made from the database", WARM) in rows
            assert (f"{name}, checked", HASHING) in rows
    assert ("access log checked by the service, each of 40 entries, sqlite", "each of 20") in rows
    for number in (1, 2):
        assert (f"access entries written and sealed, {number} at once, sqlite", WITHOUT) in rows
    assert any(name == "longest pass of sealing, sqlite" for name, _ in rows)


@pytest.mark.long
def test_a_check_that_finds_a_fault_or_a_run_without_sealing_would_count(monkeypatch: pytest.MonkeyPatch) -> None:
    with installation("sqlite") as app, app.app_context():
        actor = somebody()
        add_entries(actor, 30)
        with unit_of_work():
            assert Tiles().size() == 30
        check_whole()
        with pytest.raises(NotWritten):
            list(measure_appends(app, actor, "sqlite", clients=(1,), pairs=1, seconds=0.01))
        with unit_of_work():
            db.session.execute(sa.update(AccessEntry).where(AccessEntry.number == 7).values(rule="other"))
        with pytest.raises(NotWhole, match="altered at 6"):
            check_whole()
        with pytest.raises(NotWhole):
            read_whole(31 + 10_000)


@pytest.mark.long
def test_the_auditors_first_question_would_not_be_timed_or_not_be_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = list(measure_looked("sqlite", (20, 40), asked=2))
    assert [(row.name, row.other_name) for row in rows] == [
        ("who looked at a record, 20 entries, sqlite, p95", "a fifth of a second"),
        ("who looked at a record, 40 entries, sqlite, p95", "a fifth of a second"),
        ("who looked at a record, 40 entries, sqlite", "the same in the smallest log"),
    ]
    assert all(row.ours > 0 < row.other for row in rows)
    assert rows[0].other == BOUND * 1e3
    monkeypatch.setattr("benchmarks.looked.reading.count", lambda *_: OPENED - 1)
    with pytest.raises(LookupError, match="openings were counted"):
        list(measure_looked("sqlite", (20,), asked=1))


@pytest.mark.long
def test_a_log_ten_times_as_long_would_not_be_made_or_not_be_checked_in_turn() -> None:
    """Each process asks its own log for so many entries, most of them copies."""
    rows = list(measure_growth("sqlite", 40, {CHECK: 2, READING: 1}, written=4))
    assert [(row.other_name, row.n) for row in rows] == [("each of 4", 2)] * 2 + [("each of 4", 1)] * 2
    assert all(row.ours > 0 < row.other for row in rows)
    with pytest.raises(EOFError):
        list(measure_growth("sqlite", 40, {"no such work": 1}, written=4))

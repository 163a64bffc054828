"""After the time for keeping, who and what of an entry go: slice by slice, told by the log itself, and every proof
holds."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from auth.access_log.models import AccessedObject, AccessEntry
from auth.access_log.periods import WEEK, named
from auth.access_log.service import ALLOWED, Looked, write_entry
from auth.access_log.words import EVENTS
from auth.inquiry.flags import flags_in
from auth.inquiry.rules import ERASED
from auth.ledger import checking, checkpoints, erasure, expiry, keys, rows, sealing
from auth.ledger.expiry import KEEPS, past
from auth.ledger.found import Found
from auth.ledger.models import AccessLeaf
from auth.refusals import Refused
from extensions import db, unit_of_work
from tests.auth.clock import frozen
from tests.ledger.conftest import Log, verify
from wording.dates import today

OLD, SIX = datetime(2020, 3, 2, 9, 0, tzinfo=UTC), timedelta(days=365 * 6)


def test_the_years_would_be_counted_wrongly() -> None:
    assert past(datetime(2026, 11, 27, 8, tzinfo=UTC), 6) == datetime(2020, 11, 27, 8, tzinfo=UTC)
    assert past(datetime(2028, 2, 29, 8, tzinfo=UTC), 6) == datetime(2022, 2, 28, 8, tzinfo=UTC)


def state() -> list[tuple[int, str, bool]]:
    """Of each entry its number, what it says of who asked, and whether it has objects."""
    has = sa.select(AccessedObject.entry_number).where(AccessedObject.entry_number == AccessEntry.number).exists()
    rows_ = db.session.execute(sa.select(AccessEntry.number, AccessEntry.request_id, has).order_by(AccessEntry.number))
    return [(number, who, bool(objects)) for number, who, objects in rows_]


def test_old_entries_would_stay_or_break_the_proof_or_hide_an_edit(
    log: Log, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = log.grow(9)
    numbers = [log.number_at(place) for place in range(9)]
    with time_machine.travel(log.at, tick=False):
        erasure.erase(number=numbers[3], part="who", grounds="person")
    log.sign()
    record = db.session.scalar(
        sa.select(AccessedObject.object_id).where(AccessedObject.entry_number == numbers[6]).limit(1)
    )
    monkeypatch.setitem(app.extensions, KEEPS, lambda objects: {one for one in objects if one[1] == record})
    monkeypatch.setattr(expiry, "SLICE", 4)
    spoilt = sa.update(AccessEntry).where(AccessEntry.number == numbers[8])
    db.session.execute(spoilt.values(outcome="refused"))
    before, done = log.at + timedelta(minutes=1), expiry.Done()
    with time_machine.travel(log.at + SIX, tick=False):
        assert expiry.erase_slice(log.at - timedelta(days=1), 0).erased == 0, "too young"
        while done.more:
            done.add(expiry.erase_slice(before, done.last))
    assert (done.erased, done.kept, done.left) == (7, 1, 1)
    db.session.execute(spoilt.values(outcome="allowed"))
    db.session.expire_all()
    said = state()
    assert {number for number, who, _ in said[:9] if who == "erased"} == {*numbers[:6], numbers[7]}
    assert {number for number, _, objects in said[:9] if objects} == {numbers[6], numbers[8]}
    assert len([one for one in said[9:] if one[2]]) == len(said) - 9, "what tells of an erasure says of which entries"
    salts = sa.select(AccessLeaf).where(AccessLeaf.entry_number.in_(numbers[:6]))
    assert {(one.who_salt, one.what_salt) for one in db.session.scalars(salts)} == {(None, None)}
    log.at += SIX
    later = log.grow(2)
    assert log.verdict(kept, later) == "whole"
    told = verify.Export(str(log.file()))
    with time_machine.travel(log.at, tick=False):
        verify.check(told, verify.Key(keys.verifier().text()))
    assert told.withheld == {"who": 7, "what": 7}
    assert by_the_service() is None
    tampered(numbers)
    telling = db.session.scalar(sa.select(AccessEntry.number).where(AccessEntry.event == erasure.EXPIRED).limit(1))
    with time_machine.travel(log.at, tick=False), pytest.raises(Refused, match="tells of an erasure"):
        erasure.erase(number=telling or 0, part="what", grounds="time")


def by_the_service() -> Found | None:
    """What the service's own check says."""
    size = db.session.scalar(sa.select(sa.func.count()).select_from(AccessLeaf)) or 0
    return checking.Whole([]).add(rows.reader().check(0, size, []))


def tampered(numbers: list[int]) -> None:
    """An edit under an erasure that was told, and the salts of an entry taken away that is not among those told of."""
    with db.session.begin_nested() as point:
        db.session.execute(sa.update(AccessEntry).where(AccessEntry.number == numbers[2]).values(shown=3))
        assert by_the_service() == Found("altered", 2)
        point.rollback()
    with db.session.begin_nested() as point:
        expiry._erase(dict(expiry._commitments([(numbers[8], 8)])), OLD)
        newest = sa.select(sa.func.max(AccessEntry.number)).scalar_subquery()
        other = sa.update(AccessedObject).where(AccessedObject.entry_number == newest)
        db.session.execute(other.values(object_id=UUID(int=numbers[6])))
        assert by_the_service() == Found("altered", 8)
        point.rollback()
    db.session.expire_all()


def write(app: Flask, at: datetime, number: int) -> None:
    with time_machine.travel(at, tick=False), app.test_request_context():
        with unit_of_work():
            for place in range(number):
                objects = (UUID(int=place + 1),)
                write_entry(actor=None, looked=Looked("case.open", ALLOWED, "case", objects, None, "member", 1, "why"))
        checkpoints.look_after()


def test_a_run_would_walk_what_it_kept_again_or_never(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """It goes on where the last one ended; what stayed is looked at again a week after a round began."""
    write(app, OLD, 11)
    monkeypatch.setattr(expiry, "SLICE", 4)
    looked, stays = list[UUID](), True

    def keeps(objects: Any) -> Any:
        looked.extend(object_id for _, object_id in objects)
        return objects if stays else ()

    monkeypatch.setitem(app.extensions, KEEPS, keeps)
    start = datetime.now(UTC)
    with app.app_context():
        for most, so_far in ((1, 4), (1, 8), (100, 11), (100, 11)):
            expiry.run(most)
            assert len(looked) == so_far, "each of them once"
    assert len(set(looked)) == 11
    write(app, OLD, 2)
    stays = False
    with app.app_context():
        assert "who and what of 2 entries" in expiry.run(100), "what falls due is looked at at once"
    for days, said in ((6, 0), (7, 11), (8, 0)):
        with time_machine.travel(start + timedelta(days=days), tick=False), app.app_context():
            assert f"who and what of {said} entries" in expiry.run(100), days
    assert len(looked) == 11 + 2 + 11


def test_a_run_that_was_killed_would_lose_something_or_not_go_on(
    app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    write(app, OLD, 11)
    write(app, datetime.now(UTC), 3)
    monkeypatch.setattr(expiry, "SLICE", 4)
    told = list[str]()
    monkeypatch.setitem(app.extensions, "casework-tell", lambda **said: told.append(said["template"]))

    class Killed(BaseException):
        """The process ends."""

    def killed(**said: Any) -> int:
        if db.session.scalar(sa.select(sa.func.count()).where(AccessEntry.event == erasure.EXPIRED)):
            raise Killed
        return write_entry(**said)

    def erased() -> list[int]:
        with app.app_context(), unit_of_work():
            return [number for number, who, _ in state() if who == "erased"]

    with monkeypatch.context() as patch:
        patch.setattr(expiry, "write_entry", killed)
        with pytest.raises(Killed), app.app_context():
            expiry.run()
    assert len(erased()) == 4, "the second slice is not begun, as far as anybody can see"
    with app.app_context():
        sealing.seal_all()
        assert checking.check_now(lambda done, total: None) is None
    again = app.test_cli_runner().invoke(args=["audit", "expire"])
    assert "who and what of 7 entries from before" in again.output
    assert len(erased()) == 11
    assert "log_erased" in told
    assert "who and what of 0 entries" in app.test_cli_runner().invoke(args=["audit", "expire"]).output
    file = tmp_path / "log.zip"
    assert app.test_cli_runner().invoke(args=["audit", "export", str(file)]).exit_code == 0
    exported = verify.Export(str(file))
    with app.app_context():
        assert checking.check_now(lambda done, total: None) is None
        with unit_of_work():
            verify.check(exported, verify.Key(keys.verifier().text()))
            said = db.session.scalars(sa.select(AccessEntry.shown).where(AccessEntry.event == erasure.EXPIRED))
            assert sorted(said) == [3, 4, 4]
    assert exported.withheld == {"who": 11, "what": 11}


def test_privacy_officers_would_be_sent_where_nothing_of_it_stands(app: Flask, browser_for: Any) -> None:
    """What went because its time was over stands in their trail like what was erased by hand; only the latter is asked
    about."""
    with frozen():
        for event in (erasure.EXPIRED, erasure.EVENT):
            with app.test_request_context(), unit_of_work():
                write_entry(actor=None, looked=Looked(event, ALLOWED, "access_log", (), None, "service", 1, "told"))
        words = browser_for("laurel").get("/audit/trail").words()
        for event in (erasure.EXPIRED, erasure.EVENT):
            assert EVENTS[event] in words
        with app.app_context(), unit_of_work():
            found = flags_in(named(WEEK, today()))
            assert [flag.figure for flag in found if flag.kind == ERASED] == [1]

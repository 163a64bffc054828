"""What the application's role may do with the access log: add to it. PostgreSQL, whether the wall is on or off."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from auth.access_log.models import AccessedObject, AccessEntry, AccessReason
from auth.ledger import checking, erasure
from auth.ledger.models import AccessCheckpoint, AccessLeaf, AccessTile
from extensions import db, unit_of_work
from tests.cases.made import case_on_record
from wall.log import ADDED_TO, NEVER_DELETED


def refused(statement: Any) -> str:
    with db.engine.connect() as connection, pytest.raises(sa.exc.DBAPIError) as found:
        connection.execute(statement)
    return str(found.value.orig)


def test_the_application_would_change_what_stands_in_the_log(app: Flask, browser_for: Any) -> None:
    made = case_on_record(app)
    assert browser_for("cora").get(f"/cases/{made.reference}").status == 200
    with app.app_context():
        for model, values in ((AccessEntry, {"outcome": "refused"}), (AccessedObject, {"object_type": "case"})):
            assert "permission denied" in refused(sa.update(model).values(**values))
        for model in (AccessEntry, AccessedObject, AccessReason, AccessLeaf, AccessTile, AccessCheckpoint):
            assert model.__tablename__ in (*ADDED_TO, *NEVER_DELETED)
            assert "permission denied" in refused(sa.delete(model)), model.__tablename__
            assert "permission denied" in refused(sa.text(f"TRUNCATE {model.__tablename__}"))
        assert "permission denied" in refused(sa.select(AccessEntry.number).with_for_update())


def test_what_the_law_erases_would_stay_or_something_else_would_go(app: Flask, browser_for: Any) -> None:
    made = case_on_record(app)
    browser_for("cora").get(f"/cases/{made.reference}")
    seal, erase = ["audit", "seal"], ["audit", "erase", "--because", "court", "--for-good"]
    runner = app.test_cli_runner()
    assert runner.invoke(args=seal).exit_code == 0
    with app.app_context():
        looked = sa.select(sa.func.max(AccessEntry.number)).where(AccessEntry.event == "case.open")
        number = db.session.scalar(looked)
        for part in ("who", "what", "rest"):
            assert "not erased" in refused(sa.select(sa.func.wall_erase_entry(number, part)))
        before = db.session.get_one(AccessEntry, number)
        kept = {column: getattr(before, column) for column in ("at", "event", "outcome", "rule", "explanation")}
        db.session.remove()
    for part in ("who", "what"):
        done = runner.invoke(args=[*erase, "--part", part, str(number)])
        assert done.exit_code == 0, done.output
    assert runner.invoke(args=seal).exit_code == 0
    with app.app_context(), unit_of_work():
        entry = db.session.get_one(AccessEntry, number)
        for values in erasure.EMPTY.values():
            assert {column: getattr(entry, column) for column in values} == values
        assert {column: getattr(entry, column) for column in kept} == kept
        objects = sa.select(sa.func.count()).where(AccessedObject.entry_number == number)
        assert db.session.scalar(objects) == 0
    with app.app_context():
        assert checking.check_now(lambda done, total: None) is None, "the log is whole"

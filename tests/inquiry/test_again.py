"""A decided flag worked out again: "not the same" only where the log itself is another."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from auth.access_log.models import AccessEntry
from auth.access_log.service import ALLOWED, Looked, write_entry
from auth.inquiry import flags, rules
from auth.inquiry.again import ERASED, OTHER, OUTSIDE, RULES, SAME, WORDS, worked_out_again
from auth.inquiry.models import FlagDecision
from auth.ledger import erasure, sealing
from casework.cases.models import Case
from extensions import db, unit_of_work
from tests.auth.clock import START, frozen
from tests.cases.made import acting, actor_named, case_of
from tests.conftest import PANEL
from tests.inquiry.test_pages import BARE, account_id, people, write

__all__ = ["people", "write"]


def settle(yew: Any, path: str) -> None:
    with frozen():
        yew.get(path)
        assert "Recorded as explained" in yew.submit({"decision": "explained", "words": "Training day."}).words()


def again(app: Flask) -> str:
    with frozen(), app.app_context():
        return worked_out_again(db.session.scalars(sa.select(FlagDecision)).one())


def looked_at_closed_case(app: Flask) -> None:
    """Larch opens a case that was closed forty days ago."""
    with frozen(), acting(app, "cora") as cora:
        case = case_of(cora)
        case.closed_at = START - timedelta(days=40)
        looked = Looked("case.open", ALLOWED, "case", (case.id,), PANEL, "member", 1, "why", "member")
        db.session.flush()
        write_entry(actor=actor_named("larch"), looked=looked)


@pytest.mark.long
def test_a_case_that_is_reopened_would_look_like_a_changed_log(app: Flask, people: Any) -> None:
    looked_at_closed_case(app)
    yew, path = people("yew"), f"/audit/flags/closed/{account_id(app, 'larch')}"
    settle(yew, path)
    assert again(app) == SAME
    with app.app_context(), unit_of_work():
        db.session.execute(sa.update(Case).values(closed_at=None))
    assert again(app) == OUTSIDE
    with frozen():
        page = yew.get(f"{path}?again=1")
    assert f"It cannot be worked out again: {WORDS[OUTSIDE]}" in page.words()
    assert "/audit/verify" in page.links()
    assert "Not the same" not in page.words()


def test_an_erased_entry_would_look_like_a_changed_log(app: Flask, write: Any, people: Any) -> None:
    for days in (3, 2):
        write("larch", BARE, at=START - timedelta(days=days))
    with app.app_context():
        number = db.session.scalar(sa.select(sa.func.min(AccessEntry.number)).where(AccessEntry.explanation == ""))
        other = db.session.scalar(sa.select(sa.func.min(AccessEntry.number)).where(AccessEntry.number != number))
        assert number is not None
        assert other is not None
    yew, path = people("yew"), f"/audit/flags/unexplained/{account_id(app, 'larch')}"
    settle(yew, path)
    with time_machine.travel(START, tick=False), app.test_request_context(), unit_of_work():
        sealing.seal_all()
        erasure.erase(number=number, part="who", grounds="court")
    assert again(app) == ERASED
    with frozen():
        assert f"It cannot be worked out again: {WORDS[ERASED]}" in yew.get(f"{path}?again=1").words()


@pytest.mark.usefixtures("log_writer")
def test_what_was_erased_before_would_excuse_a_changed_log(app: Flask, write: Any, people: Any) -> None:
    for days in (4, 3, 2):
        write("larch", BARE, at=START - timedelta(days=days))
    with time_machine.travel(START, tick=False), app.test_request_context(), unit_of_work():
        sealing.seal_all()
        bare = sa.select(AccessEntry.number).where(AccessEntry.explanation == "").order_by(AccessEntry.number)
        erased, changed, _ = db.session.scalars(bare)
        erasure.erase(number=erased, part="who", grounds="court")
    yew, path = people("yew"), f"/audit/flags/unexplained/{account_id(app, 'larch')}"
    settle(yew, path)
    assert again(app) == SAME
    with app.app_context(), unit_of_work():
        db.session.execute(
            sa.update(AccessEntry).where(AccessEntry.number == changed).values(explanation="x", rule="x")
        )
    assert again(app) == OTHER


def test_better_rules_would_look_like_a_changed_log(
    app: Flask, write: Any, people: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("larch", BARE, at=START - timedelta(days=3))
    yew, path = people("yew"), f"/audit/flags/unexplained/{account_id(app, 'larch')}"
    settle(yew, path)
    monkeypatch.setattr(rules, "VERSION", rules.VERSION + 1)
    assert again(app) == RULES
    with app.app_context(), unit_of_work():  # as it was kept before rules had versions: what comes out is the same
        row = db.session.scalars(sa.select(FlagDecision)).one()
        row.digest = flags.hash_of(flags.units_of(row.kind, row.about, flags.Period(row.first_on, row.last_on)))
    assert again(app) == SAME

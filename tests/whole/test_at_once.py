"""Two people who settle one thing at the same moment: one of them does, and the record says which."""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import Flask

from auth.accounts import granting
from auth.accounts.covering import covers_of
from auth.doors import NotAllowed, ProofNeeded
from auth.refusals import Refused as RefusedByAccounts
from auth.roles import Actor, Role
from casework.cases.access import case_for
from casework.cases.conflicts import declare_conflict
from casework.cases.lifting import ask_lift, settle_lift
from casework.cases.models import Case, Exclusion, LiftRequest
from casework.emergency.models import EmergencyAccess
from casework.emergency.service import begin
from casework.errors import Refused
from casework.retention.models import Destruction
from casework.retention.service import approve, ask_for, take_back
from extensions import db, now
from tests.auth.covering import person, role_of
from tests.cases.made import acting, actor_named, case_on_record
from tests.retention.test_destruction import due
from wording.dates import today

HELD = 0.4
"""Seconds for which a deed is done and not stored: long enough for the other to look and see nothing of it."""
Deed = Callable[[Actor], object]


def at_once(app: Flask, **deeds: Deed) -> dict[str, str]:
    """What became of the deeds of two people who press at the same moment."""
    together, became = threading.Barrier(len(deeds)), {}

    def do(name: str, deed: Deed) -> None:
        try:
            with acting(app, name.partition("_")[0]) as actor:
                # Where a database lets only one write at a time, the other never comes to meet this one.
                with suppress(threading.BrokenBarrierError):
                    together.wait(timeout=1)
                deed(actor)
                db.session.flush()
                time.sleep(HELD)
            became[name] = "done"
        except (Refused, RefusedByAccounts, NotAllowed, ProofNeeded) as fault:
            became[name] = type(fault).__name__

    threads = [threading.Thread(target=do, args=one) for one in deeds.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return became


@pytest.mark.long
def test_a_conflict_would_be_lifted_while_the_record_says_that_it_stays(app: Flask) -> None:
    made = case_on_record(app)
    with acting(app, "birch") as birch:
        larch_id = actor_named("larch").account_id
        declare_conflict(actor=birch, case_id=made.id, account_id=larch_id, connection="work")
        case = case_for(birch, made.reference).case
        conflict = db.session.scalars(sa.select(Exclusion).where(Exclusion.case_id == case.id)).one()
        asked_id = ask_lift(actor=birch, case=case, of_id=conflict.id, reason="He has moved away").id

    def settle(agreed: bool) -> Deed:
        def deed(actor: Actor) -> object:
            case = case_for(actor, made.reference).case
            return settle_lift(actor=actor, case=case, request_id=asked_id, agreed=agreed)

        return deed

    became = at_once(app, alder=settle(True), cora=settle(False))
    assert sorted(became.values())[-1] == "done"
    assert list(became.values()).count("done") == 1
    with app.app_context():
        asked, conflict = db.session.get_one(LiftRequest, asked_id), db.session.scalars(sa.select(Exclusion)).one()
        assert asked.agreed == (became["alder"] == "done") == (conflict.lifted_at is not None)


def test_one_proof_would_begin_two_emergency_accesses(app: Flask) -> None:
    references, until = [case_on_record(app).reference for _ in range(2)], now() + timedelta(minutes=30)

    def open_it(reference: str) -> Deed:
        def deed(actor: Actor) -> object:
            proven = replace(actor, session_id=uuid4(), proof_until=until)
            return begin(actor=proven, reference=reference, kind="danger", reason="She rang and the line went dead.")

        return deed

    became = at_once(app, poplar_one=open_it(references[0]), poplar_two=open_it(references[1]))
    assert sorted(became.values()) == ["ProofNeeded", "done"]
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(EmergencyAccess)) == 1


def test_one_role_would_be_covered_twice_on_one_day(app: Flask) -> None:
    def cover(who: str) -> Deed:
        def deed(actor: Actor) -> object:
            return granting.cover(
                actor=actor, covered=role_of("cora"), account=person(who), from_on=today(), to_on=today()
            )

        return deed

    became = at_once(app, oak=cover("hal"), sedge=cover("chan"))
    assert sorted(became.values()) == ["Refused", "done"]
    with app.app_context():
        assert len(covers_of([role_of("cora").id])) == 1


def test_two_would_give_one_person_one_role_twice(app: Flask) -> None:
    def give(actor: Actor) -> object:
        day, maple = today(), person("maple")
        return granting.appoint(actor=actor, account=maple, panel=None, role=Role.AUDITOR, from_on=day, to_on=day)

    with acting(app, "oak") as oak:
        for one in person("maple").appointments:
            granting.end_appointment(actor=oak, account=person("maple"), appointment=one)
    became = at_once(app, oak=give, sedge=give)
    assert sorted(became.values()) == ["Refused", "done"]


def test_a_record_would_be_destroyed_and_its_certificate_with_it(app: Flask) -> None:
    made = due(app)
    with acting(app, "cora") as cora:
        ask_for(actor=cora, record=db.session.get_one(Case, made["case"]))

    def record() -> Any:
        return db.session.get_one(Case, made["case"])

    became = at_once(
        app,
        alder=lambda actor: approve(actor=actor, record=record()),
        cora=lambda actor: take_back(record=record()),
    )
    assert sorted(became.values()) == ["Refused", "done"]
    with app.app_context():
        row, case = db.session.scalars(sa.select(Destruction)).one_or_none(), db.session.get_one(Case, made["case"])
        destroyed = became["alder"] == "done"
        assert (case.destroyed_at is not None, row is not None) == (destroyed, destroyed)
        assert not destroyed or row.words

"""A name that a case withholds is withheld from auditors too, whichever case they ask by; and one name is one key."""

from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from auth.doors import NotAllowed
from auth.encryption.sealed import Locked
from auth.inquiry.access import door_to_name
from auth.policy_relationships import APART
from casework.apart.models import KeptApart
from casework.cases import inquired
from casework.cases.access import case_for
from casework.cases.models import Case
from casework.cases.withholding import set_withheld
from casework.people.models import Person
from extensions import db, now
from tests.auth.clock import frozen
from tests.cases.made import acting, actor_named, case_of, person_of
from tests.conftest import PANEL

WHY = "A resident says that a neighbour read her file."


@pytest.fixture
def told(app: Flask) -> dict[str, Any]:
    """Two people in a first case, the affected one the second of them, and the same one in another case."""
    with acting(app, "cora") as cora:
        affected = person_of(cora)
        neighbour = person_of(cora, forenames="Quimby", surname="Oddfellow")
        first = case_of(cora, (neighbour, ["witness"]), (affected, ["victim"]))
        other = case_of(cora, (affected, ["victim"]))
        db.session.flush()
        return {"first": first.id, "reference": first.reference, "other": other.reference, "affected": affected.id,
                "neighbour": neighbour.id}  # fmt: skip


def withhold(app: Flask, reference: str) -> None:
    with acting(app, "cora") as cora:
        case = case_for(cora, reference).case
        set_withheld(actor=cora, case=case, withheld=True, reason="They ask to stay unnamed")


def test_a_name_would_be_shown_that_another_case_withholds(app: Flask, told: dict[str, Any], browser_for: Any) -> None:
    with frozen():
        yew = browser_for("yew")
        yew.get(f"/audit/names/{told['reference']}")
        yew.submit({"password": "demo-only-yew"})
        yew.get(f"/audit/names/{told['reference']}")
        assert "Pemberwick Thistledown" in yew.submit({"reason": WHY}).text
    withhold(app, told["other"])
    with acting(app, "yew") as yew_now:
        for kind, record in (("case", told["first"]), ("person", told["affected"])):
            with pytest.raises(NotAllowed):
                door_to_name(yew_now, kind, record, inquired.facts().name_of(kind, record), reason=WHY)
        name = inquired.facts().name_of("person", told["neighbour"])
        assert door_to_name(yew_now, "person", told["neighbour"], name, reason=WHY).read() == "Quimby Oddfellow"


def test_for_one_name_everybodys_keys_would_be_opened(app: Flask, told: dict[str, Any]) -> None:
    with acting(app, "yew") as yew:
        name = inquired.facts().name_of("case", told["first"])
        assert door_to_name(yew, "case", told["first"], name, reason=WHY).read() == "Pemberwick Thistledown"
        with pytest.raises(Locked):
            _ = db.session.get_one(Person, told["neighbour"]).display_name


@pytest.mark.parametrize("kind", ["first", "affected"])
def test_an_auditor_kept_apart_would_read_whom_it_is_about(app: Flask, told: dict[str, Any], kind: str) -> None:
    record, of = told[kind], "case" if kind == "first" else "person"
    with acting(app, "cora"):
        facts = {"object_type": "case", "panel": PANEL, "kind": "relative", "mark": b"12345678"}
        db.session.add(
            KeptApart(account_id=actor_named("yew").account_id, object_id=told["first"], found_at=now(), **facts)
        )
    with acting(app, "yew") as yew:
        name = inquired.facts().name_of(of, record)
        assert name is not None
        assert APART in name.shut_out(yew)
        with pytest.raises(NotAllowed):
            door_to_name(yew, of, record, name, reason=WHY)


def test_whom_a_case_withholds_would_be_told_by_a_surname(app: Flask, told: dict[str, Any]) -> None:
    somebody = UUID(int=5)
    names = {somebody: "Ida Thistledown", UUID(int=6): "Ida Oddfellow"}
    with app.app_context():
        cases = dict(db.session.execute(sa.select(Case.reference, Case.id)).all())
        before = inquired.facts().namesakes(names)
    assert (somebody, cases[told["reference"]]) in before
    withhold(app, told["other"])
    with app.app_context():
        after = inquired.facts().namesakes(names)
    assert {who for who, _ in after} == {UUID(int=6)}, "that somebody of this surname is in it is told"

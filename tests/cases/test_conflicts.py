"""A declared conflict of interest shuts the case to that person."""

import pytest

from auth.doors import NotAllowed
from casework.cases.access import case_by_id, case_for
from casework.cases.conflicts import conflicts_of
from casework.cases.service import declare_conflict
from tests.cases.made import acting, actor_named, case_on_record


def test_a_declared_conflict_leaves_the_case_open(app):
    made = case_on_record(app)
    with acting(app, "alder") as chair:
        case_for(chair, made.reference)
        declare_conflict(actor=chair, case_id=made.id, account_id=chair.account_id, connection="family")
    with app.test_request_context():
        for permission in ("case.read", "case.close", "case.note", "conflict.lift"):
            with pytest.raises(NotAllowed):
                case_by_id(actor_named("alder"), made.id, permission)


def test_a_member_closes_a_case_to_somebody_else(app):
    made = case_on_record(app, listed=True)
    for nobody in ("larch", "oak", "yew", "hal"):
        with app.test_request_context(), pytest.raises(NotAllowed):
            declare_conflict(
                actor=actor_named(nobody),
                case_id=made.id,
                account_id=actor_named("alder").account_id,
                connection="work",
            )


def test_a_conflict_declared_twice_would_stand_twice(app):
    made = case_on_record(app)
    with acting(app, "cora") as cora:
        larch = actor_named("larch").account_id
        for _ in range(2):
            declare_conflict(actor=cora, case_id=made.id, account_id=larch, connection="neighbour")
        assert len(conflicts_of(made.id)) == 1


def test_a_conflict_on_a_case_that_is_not_there_is_kept(actor):
    from uuid import uuid4

    with pytest.raises(NotAllowed):
        declare_conflict(actor=actor("cora"), case_id=uuid4(), account_id=actor("cora").account_id, connection="work")

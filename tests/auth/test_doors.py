"""Doors: policy, then entry, then key; a refusal is kept; without an entry nothing opens."""

from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from flask import Flask

from auth import doors
from auth.access_log.models import AccessedObject, AccessEntry
from auth.access_log.service import EntryNotWritten
from auth.doors import NotAllowed, Target, pass_door, pass_door_with_reason, pass_list_door, unlock_for_service
from auth.encryption.keyring import PARTNERSHIP, lock_all, new_data_key, open_key
from extensions import commit_before_leaving, db
from tests.conftest import PANEL


@pytest.fixture
def key_id(work: None) -> UUID:
    made = new_data_key(panel=PARTNERSHIP, kind="case")
    lock_all()
    return made


def target(*keys: UUID, related: tuple[str, ...] = (), panel: str | None = PANEL) -> Target:
    return Target("case", uuid4(), panel, keys, frozenset(related))


def entries() -> list[AccessEntry]:
    return list(db.session.scalars(sa.select(AccessEntry).order_by(AccessEntry.number)))


def test_a_door_would_open_without_an_entry_or_with_the_wrong_one(key_id: UUID, actor: Any) -> None:
    cora, wanted = actor("cora"), target(key_id)
    decision = pass_door(cora, "case.read", wanted, event="case.open", tiers="F0-F3")
    assert open_key(key_id) is not None
    (entry,) = entries()
    assert (entry.event, entry.outcome, entry.actor_id, entry.agency_id) == (
        "case.open",
        "allowed",
        cora.account_id,
        cora.agency_id,
    )
    assert (entry.rule, entry.explanation, entry.role, entry.panel) == (
        "coordinator",
        "you coordinate this panel",
        "coordinator",
        PANEL,
    )
    assert (entry.appointment_id, entry.tiers, entry.shown) == (decision.appointment_id, "F0-F3", 1)
    assert db.session.scalars(sa.select(AccessedObject.object_id)).all() == [wanted.object_id]


def test_the_key_would_be_open_before_the_entry_is_written(
    key_id: UUID, actor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    monkeypatch.setattr(doors, "decide", _noting(order, "policy", doors.decide))
    monkeypatch.setattr(doors, "write_entry", _noting(order, "entry", doors.write_entry))
    monkeypatch.setattr(doors, "unlock", _noting(order, "key", doors.unlock))
    pass_door(actor("cora"), "case.read", target(key_id), event="case.open")
    assert order == ["policy", "entry", "key"]


def _noting(order: list[str], name: str, work: Any) -> Any:
    def noted(*args: Any, **kwargs: Any) -> Any:
        order.append(name)
        return work(*args, **kwargs)

    return noted


def test_a_stranger_would_get_the_key_or_leave_no_trace(key_id: UUID, actor: Any, app: Flask) -> None:
    with pytest.raises(NotAllowed):
        pass_door(actor("fern"), "case.read", target(key_id), event="case.open")
    assert open_key(key_id) is None
    commit_before_leaving(app.response_class(status=404))
    (entry,) = entries()
    assert (entry.outcome, entry.event, entry.rule) == ("refused", "case.read", "none")


def test_work_of_a_refused_request_would_be_stored_with_the_refusal(key_id: UUID, actor: Any, app: Flask) -> None:
    started = new_data_key(panel=PARTNERSHIP, kind="case")
    with pytest.raises(NotAllowed):
        pass_door(actor("fern"), "case.read", target(key_id), event="case.open")
    commit_before_leaving(app.response_class(status=404))
    assert db.session.get(doors_key(), started) is None
    assert len(entries()) == 1


def doors_key() -> type:
    from auth.encryption.models import DataKey

    return DataKey


def test_what_does_not_exist_would_be_told_apart_from_what_is_not_yours(key_id: UUID, actor: Any) -> None:
    faults = []
    for wanted in (None, target(key_id)):
        with pytest.raises(NotAllowed) as fault:
            pass_door(actor("fern"), "case.read", wanted, event="case.open", object_type="case")
        faults.append(str(fault.value))
    assert faults[0] == faults[1]


def test_a_declared_conflict_would_not_keep_the_chair_out(key_id: UUID, actor: Any, app: Flask) -> None:
    with pytest.raises(NotAllowed):
        pass_door(actor("alder"), "case.read", target(key_id, related=("excluded",)), event="case.open")
    assert open_key(key_id) is None
    commit_before_leaving(app.response_class(status=404))
    assert entries()[0].rule == "excluded"


@pytest.mark.parametrize("who", ["oak", "yew"])
def test_the_administrator_or_auditor_would_open_a_case(key_id: UUID, actor: Any, who: str) -> None:
    for related in ((), ("listed", "asked", "action_owner", "author")):
        for permission in ("case.read", "enquiry.answer", "action.own", "referral.own", "case.list"):
            with pytest.raises(NotAllowed):
                pass_door(actor(who), permission, target(key_id, related=related), event="case.open")
    assert open_key(key_id) is None


def test_a_list_would_open_what_is_not_the_persons(work: None, actor: Any) -> None:
    mine, theirs = new_data_key(panel=PARTNERSHIP, kind="case"), new_data_key(panel=PARTNERSHIP, kind="case")
    lock_all()
    shown = pass_list_door(
        actor("rowan"),
        "case.list",
        [target(mine, related=("listed",)), target(theirs)],
        event="case.list",
        object_type="case",
    )
    assert [one.keys for one in shown] == [(mine,)]
    assert open_key(mine) is not None
    assert open_key(theirs) is None


def test_a_list_would_be_written_as_many_entries_or_lose_an_object(work: None, actor: Any) -> None:
    wanted = [target() for _ in range(30)]
    pass_list_door(actor("cora"), "case.list", wanted, event="case.list", object_type="case")
    (entry,) = entries()
    assert entry.shown == 30
    assert entry.set_hash is not None
    seen = set(db.session.scalars(sa.select(AccessedObject.object_id)))
    assert seen == {one.object_id for one in wanted}


def test_an_empty_list_would_count_as_a_look(work: None, actor: Any) -> None:
    assert pass_list_door(actor("cora"), "case.list", [], event="case.list", object_type="case") == []
    assert entries() == []


def test_the_words_of_a_reason_would_stand_in_the_log(key_id: UUID, actor: Any) -> None:
    record_key = new_data_key(panel=PARTNERSHIP, kind="person")
    pass_door_with_reason(
        actor("cora"),
        "address.reveal",
        target(key_id),
        event="address.reveal",
        tiers="F4",
        reason="canary reason",
        reason_key=record_key,
    )
    (entry,) = entries()
    assert entry.reason_id is not None
    assert "canary" not in str(vars(entry))
    assert open_key(key_id) is not None


@pytest.mark.usefixtures("broken_log")
def test_a_key_would_open_though_no_entry_can_be_written(app: Flask) -> None:
    from auth.accounts.finding import account_by_email
    from auth.current import actor_of

    with app.test_request_context():
        made = new_data_key(panel=PARTNERSHIP, kind="case")
        lock_all()
        account = account_by_email("cora@example.org")
        assert account is not None
        with pytest.raises(EntryNotWritten):
            pass_door(actor_of(account), "case.read", target(made), event="case.open")
        assert open_key(made) is None
        db.session.rollback()


@pytest.mark.usefixtures("broken_log")
def test_a_list_would_open_though_no_entry_can_be_written(app: Flask) -> None:
    from auth.accounts.finding import account_by_email
    from auth.current import actor_of

    with app.test_request_context():
        made = new_data_key(panel=PARTNERSHIP, kind="case")
        lock_all()
        account = account_by_email("cora@example.org")
        assert account is not None
        with pytest.raises(EntryNotWritten):
            pass_list_door(actor_of(account), "case.list", [target(made)], event="case.list", object_type="case")
        assert open_key(made) is None
        db.session.rollback()


def test_any_caller_could_open_keys_without_an_entry(key_id: UUID) -> None:
    with pytest.raises(ValueError, match="not a purpose"):
        unlock_for_service([key_id], purpose="case")
    assert open_key(key_id) is None

"""What a flag says of its figures: as they are, and as they are measured."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from auth.inquiry.flags import is_asked_for
from auth.inquiry.habits import units_of_days
from auth.inquiry.rules import BULK, KINDS, PEERS, Day, is_bulk, reach_of
from tests.auth.clock import START, frozen
from tests.inquiry.test_pages import EMERGENCY, people, write

__all__ = ["people", "write"]


@pytest.mark.pure
def test_what_peers_stay_within_would_be_called_what_they_reach() -> None:
    on, own, peer = date(2026, 10, 1), UUID(int=1), UUID(int=2)
    days = {(peer, on + timedelta(days=number)): Day(opened=(6, 1)) for number in range(9)}
    days |= {(own, on): Day(opened=(20, 9))}
    (unit,) = units_of_days(days, {own: "member", peer: "member"}, on)
    assert unit.kind == BULK
    assert "on nine in ten days their peers open 6 or fewer" in unit.usual
    assert reach_of([1, 2, 3, 4, 5, 6, 6, 6, 6, 30]) == 30
    assert reach_of([1, 2, 3, 4, 5, 6, 6, 6, 6, 6, 30]) == 6, "nine in ten are at or below it"
    assert not is_bulk(12, 0.0, 6), "more than twice, not twice"
    for kind in (BULK, PEERS):
        assert "stay within" in KINDS[kind].measured


@pytest.mark.pure
def test_one_kind_of_flag_would_be_decided_about_as_another_whose_name_holds_its_own() -> None:
    who, other = UUID(int=1), UUID(int=2)
    for kind in KINDS:
        assert [one for one in KINDS if is_asked_for(one, who, kind=kind, about=who)] == [kind]
        assert not is_asked_for(kind, other, kind=kind, about=who)
        assert is_asked_for(kind, other, kind="", about=None)


def test_of_three_uses_on_three_days_one_would_be_counted(app: Flask, write: Any, people: Any) -> None:
    for days in (1, 2, 3):
        write("larch", EMERGENCY, at=START - timedelta(days=days))
    yew = people("yew")
    with frozen():
        assert "Emergency access in the last 28 days: 3 to look at" in yew.get("/audit").words()

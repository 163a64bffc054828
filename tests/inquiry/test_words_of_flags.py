"""What a flag says of its figures: as they are, and as they are measured."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from auth.inquiry.flags import is_asked_for
from auth.inquiry.habits import units_of_days
from auth.inquiry.rules import BULK, KINDS, PEERS, RETOLD, Day, is_bulk, reach_of
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


@pytest.mark.pure
def test_name_after_name_would_be_tried_under_the_limit_of_a_day() -> None:
    on, who = date(2026, 10, 1), UUID(int=1)

    def flagged(*told: tuple[int, int]) -> list[tuple[int, int]]:
        days = {(who, on + timedelta(days=after)): Day(retold=(many, after + 1)) for after, many in told}
        return [((unit.day - on).days, unit.figure) for unit in units_of_days(days, {}, on) if unit.kind == RETOLD]

    assert flagged((0, 1), (9, 2)) == [], "told, put right, added to"
    assert flagged((0, 3), (1, 1), (2, 1)) == [(1, 4), (2, 5)]
    assert flagged((0, 3), (29, 1)) == [], "longer ago than 28 days"
    assert flagged((0, 1), (1, 1), (2, 1), (28, 1)) == [(28, 4)]


def test_an_auditor_would_not_be_shown_who_tells_own_facts_again_and_again(app: Flask, write: Any, people: Any) -> None:
    for days in (1, 2, 3, 4):
        write("larch", at=START - timedelta(days=days), event="own_facts.change")
    yew = people("yew")
    with frozen():
        shown = yew.get("/audit/flags?kind=retold").words()
        assert "4 changes within 28 days of what they told of themselves to be kept apart." in shown


def test_of_three_uses_on_three_days_one_would_be_counted(app: Flask, write: Any, people: Any) -> None:
    for days in (1, 2, 3):
        write("larch", EMERGENCY, at=START - timedelta(days=days))
    yew = people("yew")
    with frozen():
        assert "Emergency access in the last 28 days: 3 to look at" in yew.get("/audit").words()

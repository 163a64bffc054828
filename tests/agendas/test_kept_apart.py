"""Twin worlds of one meeting: whoever is kept apart from a case reads of the meeting what they would read if the case
were not on its agenda. Numbers, times, counts and pages are made of what they may know of."""

from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from casework.apart.models import KeptApart
from casework.apart.rules import OWN_NAME
from casework.cases.service import declare_conflict
from extensions import db, now
from panels.agendas.access import items_of
from panels.agendas.models import AgendaItem, Pack, PackCase
from panels.agendas.pack_jobs import build
from panels.meetings.models import Meeting
from tests.agendas.papers import Built, text_of
from tests.conftest import PANEL
from tests.meetings.building import MONDAY, acting, make_case
from tests.whole.twins import Answer, Counter, ask, put, rows_of

APART_FROM_IT = ("cora", "alder", "hazel")
PAGES = ("", "/agenda", "/agenda/fit", "/requests", "/pack", "/pack/1/progress", "/open", "/pack/1/pack.pdf")


@pytest.fixture(autouse=True)
def the_day() -> Iterator[None]:
    with time_machine.travel(MONDAY, tick=False):
        yield


def _build_again(built: Built, asker: str) -> None:
    """The same pack, as somebody who asks now gets it."""
    with built.acting("cora"):
        pack = db.session.get_one(Pack, built.pack_id)
        db.session.execute(sa.delete(PackCase).where(PackCase.pack_id == pack.id))
        pack.state, pack.done, pack.asked_by_id = "waiting", 0, acting(asker).account_id
    build(built.app, built.pack_id)
    built.publish()


def _put_one_between(built: Built) -> str:
    """A third case, urgent and long, between the two, with its questions."""
    with built.acting("cora") as cora:
        meeting = db.session.get_one(Meeting, built.meeting_id)
        version = meeting.version
        case = make_case(cora, "Between")
        built.fill(meeting, case)
        db.session.flush()
        for item in db.session.scalars(sa.select(AgendaItem).where(AgendaItem.meeting_id == meeting.id)):
            if item.case_id == case.id:
                item.position, item.minutes = 2, 119
            elif item.position == 2:
                item.position = 3
        meeting.version = version
        for who in APART_FROM_IT:
            told = {"kind": OWN_NAME, "mark": b"12345678", "found_at": now(), "object_type": "case", "panel": PANEL}
            db.session.add(KeptApart(account_id=acting(who).account_id, object_id=case.id, **told))
        return case.reference


def _read(built: Built, browser_for: Any, who: str) -> dict[str, Answer]:
    found, client = {}, browser_for(who)
    with Counter(built.app) as counter:
        for path in (f"/meetings/{built.meeting_id}{page}" for page in PAGES):
            found[path] = ask(client, counter, path)
        found["/home"] = ask(client, counter, "/home")
    return found


@pytest.mark.parametrize(
    ("asker", "people"),
    [
        ("birch", ("cora",)),
        pytest.param("birch", APART_FROM_IT[1:], marks=pytest.mark.long),
        pytest.param("cora", APART_FROM_IT, marks=pytest.mark.long),
    ],
)
def test_a_meeting_would_tell_of_a_case_from_which_its_reader_is_kept_apart(
    app: Flask, built: Built, browser_for: Any, asker: str, people: tuple[str, ...]
) -> None:
    """By the start times, places and pages of a pack, by who still owes an answer, by what would have to be trimmed."""
    _build_again(built, asker)
    without = rows_of(app)
    reference = _put_one_between(built)
    _build_again(built, asker)
    with_it = rows_of(app)
    for who in people:
        put(app, without)
        one = _read(built, browser_for, who)
        put(app, with_it)
        other = _read(built, browser_for, who)
        told = [f"{who} {path}: {found}" for path in one if (found := one[path].difference(other[path]))]
        assert not told, "\n".join(told)
        assert sum(answer.status == 200 for answer in one.values()) >= 4
    copy = text_of(browser_for("birch").http.get(f"/meetings/{built.meeting_id}/pack/1/pack.pdf").data)
    assert (reference in copy) is (asker != "cora"), "others read it, in time"
    assert ("10:10am" in copy, "12:24pm" in copy) == (True, True), copy[:400]
    left_out = "Left out, because closed to the person who built it: 1"
    words = browser_for("birch").get(f"/meetings/{built.meeting_id}/pack").words()
    assert (left_out in words) is (asker == "cora"), "who may know of it is told that it is missing"


@pytest.mark.long
def test_the_home_page_would_count_a_case_that_its_reader_is_shut_out_of(built: Built, browser_for: Any) -> None:
    with built.acting("birch") as birch:
        excluded = acting("cora").account_id
        declare_conflict(actor=birch, case_id=built.case_ids[0], account_id=excluded, connection="neighbour")
    assert "1 case. Pack" in browser_for("cora").get("/home").words()
    assert "2 cases. Pack" in browser_for("alder").get("/home").words()


@pytest.mark.long
def test_a_case_would_be_moved_to_another_place_than_its_mover_sees(app: Flask, built: Built, browser_for: Any) -> None:
    _put_one_between(built)
    cora, path = browser_for("cora"), f"/meetings/{built.meeting_id}/agenda"
    with built.acting("cora"):
        db.session.get_one(Meeting, built.meeting_id).state = "planned"
        ids = [item.id for item in items_of(db.session.get_one(Meeting, built.meeting_id))]
    for way, more, stands in (("up", {}, 1), ("down", {}, 2), ("place", {"place": "1"}, 1)):
        fields = {**dict(cora.get(path).fields("place")), **more}
        words = cora.post(f"{path}/items/{ids[2]}/{way}", fields).words()
        assert f"{built.references[1]} is now case {stands} of 2." in words, way
        assert "1. 10:10am" in words
        with built.acting("cora"):
            order = [item.id for item in items_of(db.session.get_one(Meeting, built.meeting_id))]
        assert (order.index(ids[2]) < order.index(ids[0])) is (stands == 1), way

"""What cases know, as it stands in their own rows: each kind of look that must not be is found through it, and nothing
that is in order."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from auth.access_log.periods import Period
from auth.access_log.service import ALLOWED, REFUSED, Looked, write_entry
from auth.inquiry import flags, rules
from casework.apart.own import keep_own_facts
from casework.cases.conflicts import declare_conflict, declare_team_conflict
from casework.cases.grant_models import CaseGrant
from casework.cases.models import Case, Exclusion, TeamExclusion
from casework.referrals.apart import check_account
from extensions import db, unit_of_work
from tests.auth.clock import START, frozen
from tests.cases.made import STREET, acting, actor_named, case_of, person_of
from tests.conftest import PANEL

DAY = timedelta(days=1)
PERIOD = Period(date(2026, 11, 1), date(2026, 12, 31))


def look(key: str, case_id: UUID, days: float, outcome: str = ALLOWED, rule: str = "coordinator") -> None:
    """Somebody opens a case, or tries to, so many days after the start of the story."""
    with frozen(days * DAY):
        event = "case.open" if outcome == ALLOWED else "case.read"
        write_entry(
            actor=actor_named(key), looked=Looked(event, outcome, "case", (case_id,), PANEL, rule, 1, "why", "member")
        )


def flagged(kind: str) -> set[str]:
    """Whom a kind of flag is about."""
    return {flag.account.name.split()[0].lower() for flag in flags.flags_in(PERIOD, kind=kind) if flag.account}


@pytest.fixture
def planted(app: Flask, log_writer: None) -> Any:
    """``with planted() as case``: a case of the first day, in a request in which anybody may be made to look at it."""

    @contextmanager
    def begin() -> Iterator[Case]:
        with frozen(), acting(app, "cora", for_all=True) as cora:
            case = case_of(cora, (person_of(cora, forenames="Ottoline", surname="Novak"), ["victim"]))
            db.session.flush()
            yield case

    return begin


def grant(case: Case, key: str, begins: float, over: float | None, *, confirmed: float | None = 0.0,
          kind: str = "named", ended: bool = True, opened: bool = True) -> None:  # fmt: skip
    """Somebody's way into a case; ``confirmed``: so many days after it was given, if ever; ``opened``: of a guest, the
    meeting was."""
    by, at = actor_named("cora").account_id, START + begins * DAY
    row = CaseGrant(case_id=case.id, account_id=actor_named(key).account_id, kind=kind, granted_by_id=by, granted_at=at)
    row.from_at = at if opened else None
    if confirmed is not None:
        row.confirmed_by_id, row.confirmed_at = by, at + confirmed * DAY
    if over is not None:
        setattr(row, "ended_at" if ended else "until_at", START + over * DAY)
    db.session.add(row)
    db.session.flush()


@pytest.mark.long
def test_what_the_cases_themselves_know_would_raise_no_flag(planted: Any, app: Flask) -> None:
    with planted() as case:
        closed = case_of(actor_named("cora"))
        closed.closed_at = START - 40 * DAY
        with frozen(2 * DAY):
            declare_conflict(actor=actor_named("rowan"), case_id=case.id, account_id=actor_named("rowan").account_id,
                             connection="neighbour", also=frozenset({"member"}))  # fmt: skip
            declare_team_conflict(
                actor=actor_named("cora"), case_id=case.id, agency_id=actor_named("fern").agency_id, connection="work"
            )
        db.session.execute(sa.delete(Exclusion).where(Exclusion.team_id.is_not(None)))  # who came there later has none
        grant(case, "hazel", 1, 2)
        near = case_of(
            actor_named("cora"),
            (person_of(actor_named("cora"), forenames="Quilla", surname="Marsh", hidden=False), ["victim"]),
        )
        home = {"line1": STREET, "line2": "", "town": "Quillon", "postcode": "E1 4AB", "uprn": ""}
        facts = {"surname": "", "address": home, "relatives": []}
        with frozen(3 * DAY):
            keep_own_facts(actor=actor_named("elm"), facts=facts)
            check_account(actor_named("elm").account_id, facts)
            other_house = {**home, "line1": "9 Plover Mews"}
            for key in ("birch", "alder"):
                keep_own_facts(actor=actor_named(key), facts={**facts, "address": other_house})
            keep_own_facts(actor=actor_named("cora"), facts={**facts, "address": {**home, "postcode": "E1 9ZZ"}})
        look("ivy", closed.id, 4)
        look("birch", near.id, 4)
        look("alder", case.id, 4)  # where somebody hides nobody is told to be near
        look("cora", near.id, 4)
        look("elm", case.id, 4, REFUSED)
        look("larch", case.id, 4)
        look("rowan", case.id, 1)
        look("fern", case.id, 1)
        look("hazel", case.id, 4, REFUSED)
        look("cora", case.id, 4)
    with app.app_context():
        found = {kind: flagged(kind) for kind in
                 (rules.CLOSED, rules.LINKED, rules.NAMESAKE, rules.STREET, rules.CONFLICT, rules.LEFT)}  # fmt: skip
    assert found == {
        rules.CLOSED: {"ivy"}, rules.LINKED: {"elm"}, rules.NAMESAKE: {"larch"}, rules.STREET: {"birch"},
        rules.CONFLICT: {"rowan", "fern"}, rules.LEFT: {"hazel"},
    }  # fmt: skip


@pytest.mark.parametrize(("looked", "is_flagged"), [(-28.5, False), (-27.5, True), (4, True), (6, False)])
def test_a_lifted_conflict_would_take_its_past_looks_with_it(
    planted: Any, app: Flask, looked: float, is_flagged: bool
) -> None:
    """It was declared on the first day and lifted on the fifth: of a person, and of an agency."""
    with planted() as case:
        by = actor_named("cora").account_id
        spell: dict[str, Any] = {"case_id": case.id, "connection": "work", "declared_by_id": by, "declared_at": START}
        spell["lifted_at"] = START + 5 * DAY
        db.session.add(Exclusion(account_id=actor_named("rowan").account_id, **spell))
        db.session.add(TeamExclusion(agency_id=actor_named("fern").agency_id, **spell))
        db.session.flush()
        for key in ("rowan", "fern"):
            look(key, case.id, looked)
    with app.app_context():
        found = {flag.about for flag in flags.flags_in(_around(looked), kind=rules.CONFLICT)}
        assert found == ({actor_named(key).account_id for key in ("rowan", "fern")} if is_flagged else set())


def _around(days: float) -> Period:
    on = (START + days * DAY).date()
    return Period(on - DAY, on + DAY)


@pytest.mark.parametrize(
    ("later", "looked", "is_flagged"),
    [
        (None, 6, True),
        (None, 4, False),
        ({"begins": 12, "over": None}, 6, True),  # between two ways in
        ({"begins": 12, "over": None}, 13, False),
        ({"begins": 12, "over": None, "confirmed": None}, 13, True),  # proposed again, and never confirmed
        ({"begins": 12, "over": None, "confirmed": 4}, 14, True),  # nor yet
        ({"begins": 12, "over": None, "confirmed": 4}, 17, False),
        ({"begins": 3, "over": None}, 6, False),  # the other way in was open already
        ({"begins": 3, "over": 5.5, "ended": False}, 6, True),
        ({"begins": 12, "over": 14}, 15, True),
        ({"begins": 12, "over": 11}, 13, True),  # withdrawn before it began
        ({"begins": 4, "over": 20, "kind": "guest", "opened": False, "ended": False}, 6, True),
        ({"begins": 5.5, "over": 7, "kind": "emergency"}, 8, True),
    ],
)
def test_a_look_after_leaving_would_be_hidden_by_another_way_in(
    planted: Any, app: Flask, later: dict[str, Any] | None, looked: float, is_flagged: bool
) -> None:
    """Somebody left on the fifth day."""
    with planted() as case:
        grant(case, "hazel", 1, 5)
        if later:
            grant(case, "hazel", **later)
        look("hazel", case.id, looked)
    with app.app_context():
        assert bool(flagged(rules.LEFT)) == is_flagged


def test_whoever_never_had_a_way_in_or_comes_back_in_an_emergency_would_be_called_a_leaver(
    planted: Any, app: Flask
) -> None:
    with planted() as case:
        grant(case, "hazel", 1, 5)
        grant(case, "ivy", 1, 5, kind="emergency")
        grant(case, "larch", 3, 2)  # asked for a meeting to come, and withdrawn before
        look("hazel", case.id, 6, rule="emergency")
        look("ivy", case.id, 6)
        look("larch", case.id, 6)
    with app.app_context(), unit_of_work():
        assert flagged(rules.LEFT) == set()
        assert flagged(rules.EMERGENCY) == {"hazel"}

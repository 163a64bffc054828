"""Flags over a made-up month: what was planted is found and comes first, and ordinary work raises next to nothing."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from time import perf_counter
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from auth.access_log.models import AccessedObject, AccessEntry
from auth.access_log.periods import Period
from auth.inquiry import evidence, flags, person_days, rules
from auth.inquiry.facts import EXTENSION
from extensions import db, unit_of_work
from tests.inquiry.month import FIRST, LAST, Month, store
from tests.inquiry.month_maker import Maker
from tests.tables import past_the_wall

PERIOD = Period(FIRST, LAST)


@pytest.fixture
def put(app: Flask, log_writer: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """``put(month)``: it stands in the log, and the application knows its cases."""

    def into_the_log(month: Month) -> None:
        monkeypatch.setitem(app.extensions, EXTENSION, month.facts())
        with app.app_context(), unit_of_work():
            db.session.execute(sa.delete(AccessedObject))
            db.session.execute(sa.delete(AccessEntry))
            store(month)
        if db.engine.dialect.name == "postgresql":
            with past_the_wall().connect() as connection:
                connection.execute(sa.text("ANALYZE"))  # as a server that has run for a month has done by itself

    with app.app_context():
        yield into_the_log


def found_in(month: Month, first: int) -> tuple[list[flags.Flag], list[tuple[str, Any]]]:
    """The flags, and what was planted and is not among the first of them."""
    found = flags.flags_in(PERIOD)
    shown = {(flag.kind, flag.about) for flag in found[:first]}
    return found, [plant for plant in month.planted if plant not in shown]


def test_planted_misuse_would_not_be_found(put: Any) -> None:
    """AC 08, AC 09: many cases or files in a day are found on that day, slow reading once it is far more than what
    peers read."""
    month = Maker(share=0.1).make()
    put(month)
    found, missed = found_in(month, 50)
    assert missed == []
    shown = {(flag.kind, flag.about) for flag in found[:50]}
    assert set(month.on_papers.items()) <= shown, "referrals and documents are read by the dozen, and at night"
    assert {flag.about for flag in found if flag.kind == rules.PAPERS} == {month.on_papers[rules.PAPERS]}
    for flag in found:
        assert flag.sentence.endswith(".")
        assert flag.usual
        days = {unit.day for unit in flag.units}
        lines = evidence.entries_of(flag.kind, flag.about, PERIOD, days)
        assert lines, flag.kind
        assert max(line.entry.number for line in lines) == flag.up_to, flag.kind
    for flag in found:
        if flag.kind in (rules.BULK, rules.EXPORTS) and (flag.kind, flag.about) in month.planted:
            day = Period(flag.days[0], flag.days[0])
            assert (flag.kind, flag.about) in {(one.kind, one.about) for one in flags.flags_in(day)}, "on that day"


@pytest.mark.long
def test_a_whole_month_would_hide_its_offenders(put: Any, capsys: Any) -> None:
    month = Maker().make()
    assert len(month.people) == 120
    assert len(month.cases) == 400
    assert len(month.planted) == 25
    put(month)
    begun = perf_counter()
    found, missed = found_in(month, 50)
    with capsys.disabled():
        print(f"\n{len(month.entries)} entries: {perf_counter() - begun:.2f} s")
    assert len(month.planted) - len(missed) >= 22, missed
    ordinary = [flag for flag in found if (flag.kind, flag.about) not in month.planted and flag.kind == rules.BULK]
    worked = sum(day.opened[0] > 0 for day in person_days.days_of(PERIOD, ()).values())
    false = sum(len(flag.units) for flag in ordinary)
    assert false * 1_000 <= 2 * worked, (false, worked)


def test_the_day_on_which_clocks_change_would_be_counted_wrongly(put: Any) -> None:
    """On 25 October 2026 at 1am UTC the clocks go back: an hour before is the 25th too, in summer time."""
    maker = Maker(share=0.05)
    who, case = maker.month.people[0], maker.month.cases[0]
    noon = maker._at(LAST - timedelta(days=6), 12)
    for hours in (-12.5, -11.5, 7.7, 8.3):  # 23:30 UTC the day before, 0:30, 19:42 and 20:18 in winter time
        maker.look(who, case, noon.replace(second=0) + timedelta(hours=hours))
    maker._number()
    put(maker.month)
    days = person_days.days_of(PERIOD, ())
    assert sorted(days) == [(who.id, LAST - timedelta(days=6))]
    spells = person_days.days_of(replace(PERIOD, first=LAST), ())
    assert spells == {}


@pytest.mark.long
def test_totals_by_person_and_by_record_would_differ(put: Any) -> None:
    """Q2: what people looked at adds up to who looked at the records."""
    month = Maker(share=0.02).make()
    put(month)
    days = person_days.days_of(PERIOD, ())
    by_person = {who: set() for who, _ in days}
    inside = sa.select(AccessEntry.actor_id, AccessedObject.object_id).join(
        AccessedObject, AccessedObject.entry_number == AccessEntry.number
    )
    for who, case in db.session.execute(inside.where(person_days.within(PERIOD), person_days.opens_case).distinct()):
        by_person[who].add(case)
    assert {one.account_id: one.records for one in person_days.reaches(PERIOD)} == {
        who: len(cases) for who, cases in by_person.items() if cases
    }

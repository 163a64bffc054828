"""Referrals, documents, letters, enquiries and packs are looked at as cases are: at night, from elsewhere, in bulk."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from flask import Flask

from auth.access_log.periods import Period
from auth.access_log.service import ALLOWED, Looked, write_entry
from auth.inquiry import evidence, flags, person_days, rules
from extensions import unit_of_work
from tests.auth.clock import START, frozen
from tests.cases.made import actor_named
from tests.conftest import PANEL
from tests.inquiry.test_pages import BARE, EMERGENCY, REFERENCE, account_id, people, rows_of, write

__all__ = ["people", "write"]
NIGHT = START.replace(hour=2) - timedelta(days=3)
PERIOD = Period(date(2026, 11, 1), date(2026, 11, 30))


def look(app: Flask, event: str, kind: str, tiers: str, records: int = 1, at: Any = NIGHT) -> None:
    with time_machine.travel(at, tick=False), app.test_request_context(), unit_of_work():
        ids = tuple(uuid4() for _ in range(records))
        looked = Looked(event, ALLOWED, kind, ids, PANEL, "member", 1, "why", "member", tiers=tiers)
        write_entry(actor=actor_named("larch"), looked=looked)


@pytest.mark.parametrize(
    ("event", "kind", "tiers", "records", "late", "papers"),
    [
        ("referral.open", "referral", "F0-F3", 1, 1, 1),
        ("document.read", "document", "F1-F3", 1, 1, 1),
        ("letter.read", "letter", "F1-F3", 1, 1, 1),
        ("enquiry.open", "enquiry", "F1-F3", 1, 1, 1),
        ("pack.read", "case", "F0-F3", 3, 3, 0),
        ("case.open", "case", "F0-F3", 1, 1, 0),
        ("referral.status", "referral", "F0", 1, 0, 0),
        ("document.list", "document", "F1", 1, 0, 0),
        ("document.read", "document", "F1-F3", 2, 0, 0),
        ("referral.write", "referral", "F0-F4", 1, 0, 0),
        ("retention.list", "certificate", "F1", 1, 0, 0),
        ("account.open", "account", "", 1, 0, 0),
    ],
)
def test_a_record_that_tells_of_people_would_be_opened_at_night_unseen(
    app: Flask, event: str, kind: str, tiers: str, records: int, late: int, papers: int
) -> None:
    look(app, event, kind, tiers, records)
    with app.app_context():
        found = person_days.days_of(PERIOD, ())
        day = next(iter(found.values()), rules.Day())
        assert (day.late[0], day.papers[0]) == (late, papers)
        assert bool(flags.flags_in(PERIOD, kind=rules.HOURS)) == bool(late)


def test_papers_would_be_read_by_the_dozen_unseen_or_counted_as_cases(app: Flask) -> None:
    for number in range(26):
        look(app, "referral.open", "referral", "F0-F3", at=START - timedelta(minutes=number))
    with app.app_context():
        (flag,) = flags.flags_in(PERIOD, kind=rules.PAPERS)
        assert flag.sentence == "26 different referrals, documents, letters and other records in a day."
        assert "too few peers" in flag.usual
        assert flags.flags_in(PERIOD, kind=rules.BULK) == []
        days = {unit.day for unit in flag.units}
        assert evidence.count_of(rules.PAPERS, flag.about, PERIOD, days) == 26


def test_the_evidence_would_show_what_the_figure_leaves_out(app: Flask, write: Any) -> None:
    write("larch", at=NIGHT)
    write("larch", EMERGENCY, at=NIGHT + timedelta(minutes=5))
    with app.app_context():
        (flag,) = flags.flags_in(PERIOD, kind=rules.HOURS)
        lines = evidence.entries_of(flag.kind, flag.about, PERIOD, {flag.days[0]})
        assert [line.entry.number for line in lines] == [flag.up_to]
        assert flag.figure == 1


def test_evidence_would_end_after_fifty_entries(app: Flask, write: Any, people: Any) -> None:
    for number in range(51):
        write("larch", BARE, at=START - timedelta(days=3, minutes=number))
    yew, path = people("yew"), f"/audit/flags/unexplained/{account_id(app, 'larch')}"
    with frozen():
        page = yew.get(f"{path}?span=7-days")
        assert "Showing 1 to 50 of 51 entries" in page.words()
        (link,) = [href for href in page.links() if "page=2" in href]
        assert link == f"{path}?span=7-days&page=2#entries"
        page = yew.get(link)
        assert "Showing 51 to 51 of 51 entries" in page.words()
        assert sum("Opened a case" in row for row in rows_of(page)) == 1


def test_what_was_decided_about_many_would_not_say_about_which_case(app: Flask, write: Any, people: Any) -> None:
    for number, key in enumerate(("larch", "cora", "fern", "rowan", "elm", "oak", "alder", "birch")):
        write(key, at=START - timedelta(days=2, minutes=number))
    yew, laurel = people("yew"), people("laurel")
    with frozen():
        (link,) = [href for href in yew.get("/audit/flags?kind=crowd").links() if "/crowd/" in href]
        yew.get(link)
        yew.submit({"decision": "breach", "words": "It was in the news."})
        assert f"Many looked at one case, {REFERENCE}, 23 November 2026" in yew.get("/audit/flags").words()
        page = laurel.get("/audit/breaches")
        assert f"Many looked at one case, {REFERENCE}" in page.words()
        (link,) = [href for href in page.links() if "/audit/breaches/" in href]
        assert f"Many people, one case: {REFERENCE}" in laurel.get(link).words()

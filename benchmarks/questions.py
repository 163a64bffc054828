"""The auditor's questions on the made-up month of the tests: 60,000 entries of October and four weeks before.

``python -m benchmarks.questions`` prints what each service behind a page takes, on both databases. The bound is two
seconds for a page (security.md 4.5).
"""

import sys
from collections.abc import Callable
from time import perf_counter
from typing import Any

from flask import current_app

from auth.access_log import reading, sums
from auth.access_log.periods import Period
from auth.access_log.subjects import Subject
from auth.inquiry import evidence, flags
from auth.inquiry.facts import EXTENSION
from auth.models import Account
from benchmarks.databases import KINDS
from benchmarks.search import installation
from extensions import db, unit_of_work
from tests.inquiry.month import FIRST, LAST, Month, store
from tests.inquiry.month_maker import Maker

ROUNDS = 5
PERIOD = Period(FIRST, LAST)


def main() -> None:
    """Print the median of five rounds of each."""
    for kind in KINDS:
        with installation(kind) as app, app.app_context():
            month = Maker().make()
            with unit_of_work():
                store(month)
            current_app.extensions[EXTENSION] = month.facts()
            for name, ask in questions(month).items():
                taken = sorted(_seconds(ask) for _ in range(ROUNDS))
                sys.stdout.write(f"{kind:12} {name:60} {taken[ROUNDS // 2]:7.3f} s\n")


def questions(month: Month) -> dict[str, Callable[[], Any]]:
    """What is asked, by the numbers of security.md 4.5."""
    _, cases = month.person(0)
    person = Subject("ZZ-P-0000", tuple(("case", case) for case in cases))
    somebody = db.session.get_one(Account, month.people[0].id)
    officer = Subject(somebody.name, (("account", somebody.id),), somebody)
    crowd = next(about for kind, about in month.planted if kind == "crowd")
    found: dict[str, Callable[[], Any]] = {
        "Q1, Q13 who looked at a person": lambda: (_page(person), sums.by_record(person, PERIOD)),
        "Q2 what somebody looked at": lambda: (_page(officer), sums.by_day(officer, PERIOD)),
        "Q3 without a relationship": lambda: _page(None, "unexplained"),
        "Q4 to Q8, Q10 flags of the month": lambda: flags.flags_in(PERIOD),
        "Q8 refused tries": lambda: _page(None, "refused"),
        "Q9 exports and prints": lambda: _page(None, reading.EXPORTS),
        "Q11 who opened the case in the news": lambda: evidence.entries_of("crowd", crowd, PERIOD, {LAST}),
        "Q14 what auditors looked up": lambda: reading.lines_where(evidence.of_auditors(), most=500),
    }
    return found


def _page(subject: Subject | None, show: str = "") -> None:
    reading.totals(subject, PERIOD)
    reading.lines(subject, PERIOD, show=show, page=1)
    reading.count(subject, PERIOD, show)


def _seconds(ask: Callable[[], Any]) -> float:
    db.session.expire_all()
    begun = perf_counter()
    ask()
    return perf_counter() - begun


if __name__ == "__main__":
    main()

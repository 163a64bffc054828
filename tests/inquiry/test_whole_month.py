"""The fifteen questions of the whole month: 120 people, 20 agencies, 400 cases, 60,000 entries.

In a file of its own: the small month stands in the database for as long as the other file's tests run.
"""

from typing import Any

import pytest
from flask import Flask

from auth.inquiry import flags
from tests.inquiry import test_questions
from tests.inquiry.asked import Asked, keep, known
from tests.inquiry.month_maker import Maker
from tests.inquiry.test_questions import PERIOD


@pytest.mark.long
def test_the_whole_month(app: Flask, browser_for: Any, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    """The same fifteen of the month that the issue says, and how many of the planted are among the first flags."""
    month = Maker().make()
    assert (len(month.people), len({one.agency for one in month.people}), len(month.cases)) == (120, 20, 400)
    assert len(month.of_october()) == 60_000
    with app.app_context():
        keep(month)
    for name, value in known(app, month).items():
        monkeypatch.setitem(app.extensions, name, value)
    asked = Asked(app, month, browser_for)
    questions = {name: one for name, one in vars(test_questions).items() if name.startswith("test_q")}
    assert len(questions) == 15
    with app.app_context():
        first = {(flag.kind, flag.about) for flag in flags.flags_in(PERIOD)[:50]}
    found = [plant for plant in month.planted if plant in first]
    with capsys.disabled():
        print(f"\n{len(found)} of {len(month.planted)} planted misuses among the first 50 flags")
    assert len(month.planted) == 25
    assert len(found) >= 22, set(month.planted) - set(found)
    for ask in questions.values():
        ask(asked)

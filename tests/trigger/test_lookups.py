"""Whoever guesses learns nothing from the time an answer takes: the same work for every wrong pair."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, nullcontext
from threading import Barrier

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from auth.sign_in import passwords
from casework.trigger import pins
from casework.trigger.models import ResidentTry
from extensions import db, now
from tests.trigger.test_coming_back import WRONG, counted
from tests.trigger.walking import PIN, Resident, resident


def test_a_number_that_there_is_would_take_other_work_than_one_that_there_is_not(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[int] = []
    real = pins.verify_password

    def noted(stored: str | None, typed: str) -> bool:
        hashed.append(len(typed))
        return real(stored, typed)

    monkeypatch.setattr(pins, "verify_password", noted)
    person, without_pin, thief = resident(app), resident(app), resident(app)
    known, bare = person.begin(), without_pin.begin(None)
    unknown = next(one for one in ("99999999", "99999998", "99999997") if one not in (known, bare))
    work = {}
    with time_machine.travel(now(), tick=False):
        for number in (known, bare, unknown):
            thief.get("/form/return")
            hashed.clear()
            with counted(app) as statements:
                page = thief.submit({"number": number, "pin": WRONG})
            assert "do not go together" in page.words()
            work[number] = ([one.partition(" WHERE")[0] for one in statements], list(hashed), len(page.text))
    assert work[known][1] == [64], "one hash, of the PIN with the installation's key mixed in"
    assert work[known] == work[bare] == work[unknown]


AT_ONCE = 20


@pytest.mark.long
def test_guesses_that_come_at_once_would_be_more_than_five_or_wait_for_each_other_with_the_database_shut(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """AC 53."""
    number = resident(app).begin()
    together = Barrier(AT_ONCE)

    def after_all_came(*_typed: object) -> bool:
        together.wait(timeout=10)  # whoever held the database here would never let the others come so far
        return True

    monkeypatch.setattr(pins, "turn", nullcontext)
    monkeypatch.setattr(pins, "verify_password", after_all_came)
    monkeypatch.setattr(pins, "forget_tries", lambda _number: None)

    def guess(thief: Resident) -> str:
        thief.submit({"number": number, "pin": WRONG})
        return "locked" if "Too many tries today" in thief.page.words() else thief.page.path

    thieves = [resident(app) for _ in range(AT_ONCE)]
    for thief in thieves:
        thief.get("/form/return")
    with ThreadPoolExecutor(AT_ONCE) as threads:
        found = Counter(threads.map(guess, thieves))
    assert found == {"locked": AT_ONCE - 5, "/form/who": 5}, "the count decides, whatever was found"


def test_a_flood_of_guesses_would_take_all_threads_or_count_against_her(app: Flask) -> None:
    person = resident(app)
    number = person.begin()
    person.get("/form/return?lang=so")
    waiting = [passwords._line.acquire(blocking=False) for _ in range(passwords.WAITING)]
    with ExitStack() as held:
        held.callback(lambda: [passwords._line.release() for _ in waiting])
        held.enter_context(passwords.turn())
        page = person.submit({"number": number, "pin": PIN})
        assert page.status == 503
        assert page.response.headers["Retry-After"] == "5"
        assert "Dad badan ayaa hadda soo noqonaya" in page.words()
        assert "020 7946 0100" in page.words(), "whom to call"
        assert dict(page.fields())["number"] == number
        assert PIN not in page.text
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(ResidentTry)) == 0
    assert person.submit({"number": number, "pin": PIN}).path == "/form/who"

"""Whoever guesses learns nothing from the time an answer takes: the same work for every wrong pair."""

import pytest
import time_machine
from flask import Flask

from casework.trigger import pins
from extensions import now
from tests.trigger.test_coming_back import WRONG, counted
from tests.trigger.walking import resident


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

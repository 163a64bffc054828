"""A browser or device that somebody had not used is a flag; the usual one, or nothing to compare with, is none."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from flask import Flask

from auth.access_log.models import AccessEntry
from auth.inquiry.devices import SignIn, can_be_worked_out, new_among
from auth.models import UserSession
from auth.sign_in.clearing import clear_old
from extensions import db, unit_of_work
from tests.auth.clock import START, frozen
from tests.inquiry.test_pages import account_id, people, rows_of, write
from tests.tables import past_the_wall

__all__ = ["people", "write"]
USUAL, STRANGE = "Edge on Windows", "Firefox on Linux"
DAY = date(2026, 11, 20)


def sign_in(number: int, days_before: int, device: str, account: int = 1) -> SignIn:
    return SignIn(UUID(int=number), UUID(int=account), DAY - timedelta(days=days_before), device)


@pytest.mark.pure
@pytest.mark.parametrize(
    ("before", "is_new"),
    [
        ([(1, USUAL)], True),
        ([(1, USUAL), (28, STRANGE)], False),
        ([(1, USUAL), (29, STRANGE)], True),
        ([(29, USUAL)], False),  # nothing to be measured against
        ([(1, USUAL), (0, STRANGE)], True),  # twice on the same day is as new
        ([(1, USUAL), (-1, STRANGE)], True),  # what came later counts for nothing
        ([], False),
    ],
)
def test_a_device_would_be_taken_for_new_or_for_known(before: list[tuple[int, str]], is_new: bool) -> None:
    others = [sign_in(2 + place, days, device) for place, (days, device) in enumerate(before)]
    elsewhere = [sign_in(90, 3, STRANGE, account=2), sign_in(91, 4, USUAL, account=2)]
    found = new_among([sign_in(1, 0, STRANGE), *others, *elsewhere], DAY)
    assert (UUID(int=1) in {one.id for one in found}) == is_new
    assert new_among([sign_in(1, 0, STRANGE), sign_in(2, 1, USUAL)], DAY + timedelta(days=1)) == {}


@pytest.mark.pure
def test_figures_would_be_called_changed_because_sign_ins_were_erased() -> None:
    assert can_be_worked_out(date(2026, 10, 1), date(2026, 11, 28))
    assert not can_be_worked_out(date(2026, 10, 1), date(2026, 12, 1))


def begin(app: Flask, key: str, at: datetime, device: str) -> UUID:
    """A sign-in of somebody's."""
    with app.app_context(), unit_of_work():
        row = UserSession(token_hash=uuid4().bytes * 2, account_id=account_id(app, key), device=device)
        row.created_at = row.last_seen_at = at
        db.session.add(row)
        db.session.flush()
        return row.id


def in_session(app: Flask, session_id: UUID) -> int:
    """The newest entry was written in this sign-in; its number."""
    with app.app_context():
        number = db.session.scalar(sa.select(sa.func.max(AccessEntry.number))) or 0
        db.session.remove()
        with past_the_wall().begin() as connection:
            theirs = sa.update(AccessEntry).where(AccessEntry.number == number)
            connection.execute(theirs.values(session_id=session_id))
    return number


def test_somebody_elses_machine_would_go_unseen(app: Flask, write: Any, people: Any, browser_for: Any) -> None:
    three = START - timedelta(days=3)
    for key, device in (("larch", STRANGE), ("cora", USUAL)):
        usual = begin(app, key, three - timedelta(days=7), USUAL)
        write(key, at=three - timedelta(hours=1))
        in_session(app, usual)
        write(key, at=three)
        in_session(app, begin(app, key, three - timedelta(minutes=5), device))
    yew, path = people("yew"), f"/audit/flags/device/{account_id(app, 'larch')}"
    with frozen():
        (row,) = rows_of(yew.get("/audit/flags?kind=device"))
        for words in ("New device", "Larch Novak", "20 November 2026", USUAL,
                      "1 case or other record opened in a browser or on a device that they had not used."):  # fmt: skip
            assert words in row
        page = yew.get(path)
        assert "What they signed in with in the 28 days before" in page.words()
        assert "The entries behind it" in page.words()
        assert len([one for one in rows_of(page) if "Opened a case" in one]) == 1
        yew.submit({"decision": "explained", "words": "A new laptop."})
        assert rows_of(yew.get("/audit/flags?kind=device")) == []
        assert "from the log as it was: The same" in yew.get(f"{path}?again=1").words()
    with frozen(timedelta(days=91)), app.app_context(), unit_of_work():
        assert clear_old()["Sessions"] >= 4
    with frozen(timedelta(days=91)):
        words = browser_for("yew").get(f"{path}?again=1").words()
    assert "It cannot be worked out again" in words
    assert "Not the same" not in words

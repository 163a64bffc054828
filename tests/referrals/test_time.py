"""What time brings about, and what the receipt promises."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine

from auth.encryption.models import DataKey
from casework.notifications.models import OutgoingMessage
from casework.people.models import SearchToken
from casework.referrals import triage
from casework.referrals.jobs import chase_answers, erase_old_drafts
from casework.referrals.models import Referral, ReferralAnswers
from casework.referrals.next_steps import EXTENSION, steps_after
from extensions import db
from tests.referrals.stories import draft, sent

MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)


@contextmanager
def meetings(app: Any, *days: date) -> Iterator[None]:
    """The panel meets on these days at ten."""
    planned = [datetime(day.year, day.month, day.day, 10, tzinfo=UTC) for day in days]
    before = app.extensions.get(EXTENSION)
    app.extensions[EXTENSION] = lambda panel, after: next((one for one in planned if one > after), None)
    try:
        yield
    finally:
        app.extensions[EXTENSION] = before


@time_machine.travel(MONDAY)
def test_drafts_are_erased_with_their_keys_after_28_days_and_not_before(app: Any, prepared: Any) -> None:
    mine = prepared(lambda actor: draft(actor("rowan")))
    with app.app_context():
        keys = sa.select(sa.func.count()).select_from(DataKey)
        before = db.session.scalar(keys)
        with time_machine.travel(MONDAY + timedelta(days=28, minutes=-1)):
            assert erase_old_drafts() == "Drafts: 0 erased."
        with time_machine.travel(MONDAY + timedelta(days=28, minutes=1)):
            assert erase_old_drafts() == "Drafts: 1 erased."
        assert db.session.get(Referral, mine) is None
        assert db.session.scalars(sa.select(ReferralAnswers)).all() == []
        assert db.session.scalar(keys) == before - 2


@time_machine.travel(MONDAY)
def test_a_sent_referral_is_never_erased_as_a_draft(app: Any, prepared: Any) -> None:
    mine = prepared(lambda actor: sent(actor("rowan")))
    with app.app_context(), time_machine.travel(MONDAY + timedelta(days=400)):
        erase_old_drafts()
        assert db.session.get(Referral, mine) is not None


@time_machine.travel(MONDAY)
def test_an_unanswered_question_is_chased_once_and_lapses_after_ten_working_days(app: Any, prepared: Any) -> None:
    def ask(actor: Any) -> Referral:
        referral = sent(actor("rowan"))
        triage.ask_for_more(actor=actor("cora"), referral=referral, reason="Dates", question="When?")
        return referral

    mine = prepared(ask)
    with app.app_context():
        with time_machine.travel(datetime(2026, 11, 27, 10, tzinfo=UTC)):
            assert chase_answers() == "Answers: 1 reminded, 0 lapsed."
            assert chase_answers() == "Answers: 0 reminded, 0 lapsed."
        with time_machine.travel(datetime(2026, 12, 7, 16, tzinfo=UTC)):
            assert chase_answers() == "Answers: 0 reminded, 0 lapsed."
        with time_machine.travel(datetime(2026, 12, 7, 18, tzinfo=UTC)):
            assert chase_answers() == "Answers: 0 reminded, 1 lapsed."
        assert db.session.get_one(Referral, mine).state == "withdrawn"
        assert {one.path for one in db.session.scalars(sa.select(OutgoingMessage))} <= {"/triage", f"/refer/{mine}"}


@time_machine.travel(MONDAY)
def test_m1_is_in_time_for_the_meeting_of_9_december(actor: Any, app: Any) -> None:
    referral = sent(actor("rowan"))
    with meetings(app, date(2026, 12, 9), date(2027, 1, 13)):
        assert [(step.on, step.by) for step in steps_after(referral)] == [
            (date(2026, 11, 26), True),
            (date(2026, 12, 4), True),
            (date(2026, 12, 9), False),
        ]


@time_machine.travel(datetime(2026, 11, 26, 10, tzinfo=UTC))
def test_after_the_cut_off_the_next_but_one_meeting_is_promised(actor: Any, app: Any) -> None:
    referral = sent(actor("rowan"))
    with meetings(app, date(2026, 12, 9), date(2027, 1, 13)):
        assert [step.on for step in steps_after(referral)][-1] == date(2027, 1, 13)


@pytest.mark.parametrize("days", [(), (date(2026, 11, 25),)])
@time_machine.travel(MONDAY)
def test_without_a_meeting_in_time_no_day_is_guessed(actor: Any, app: Any, days: Any) -> None:
    referral = sent(actor("rowan"))
    with meetings(app, *days):
        assert [step.on for step in steps_after(referral)] == [date(2026, 11, 26)]


def test_the_index_holds_no_word_of_a_referral(actor: Any) -> None:
    sent(actor("rowan"))
    rows = list(db.session.scalars(sa.select(SearchToken)))
    assert rows
    assert all(len(row.place) == 16 and b"histle" not in row.place for row in rows)

"""Nothing that waits for a decision falls off every page because time goes by."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from auth.inquiry.counting import count_daily
from auth.inquiry.models import FlagDecision
from casework.cases.models import Case
from casework.notifications.models import OutgoingMessage
from extensions import db, unit_of_work
from tests.auth.clock import START, frozen
from tests.inquiry.test_again import looked_at_closed_case
from tests.inquiry.test_pages import BARE, account_id, people, rows_of, write

__all__ = ["people", "write"]
LATE = timedelta(days=70)


def state(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(sa.select(FlagDecision.state).order_by(FlagDecision.at, FlagDecision.id)))


def ask(yew: Any, path: str) -> None:
    with frozen():
        yew.get(path)
        assert "The question was sent" in yew.submit({"decision": "ask", "words": "Why were you there?"}).words()


@pytest.mark.long
def test_a_late_answer_would_lead_to_a_page_without_a_form(
    app: Flask, write: Any, people: Any, browser_for: Any
) -> None:
    write("larch", BARE, at=START - timedelta(days=3))
    path = f"/audit/flags/unexplained/{account_id(app, 'larch')}"
    ask(people("yew"), path)
    with frozen(LATE):
        larch, yew = browser_for("larch"), browser_for("yew")
        (question,) = [href for href in larch.get("/questions-to-you").links() if "/questions-to-you/" in href]
        larch.get(question)
        larch.submit({"words": "I was shown round."})
        assert "Answered, to be decided: 1" in yew.get("/audit").words()
        page = yew.get("/audit/flags")
        assert "Answered; to be decided" in page.words()
        (link,) = [href for href in page.links() if "?question=" in href]
        with app.app_context():
            told = sa.select(OutgoingMessage.path).where(OutgoingMessage.template == "question_answered")
            assert list(db.session.scalars(told)) == [link]
        page = yew.get(link)
        assert "1 entry that no rule allowed." in page.words(), "the flag of its own period"
        assert "I was shown round." in page.words()
        assert "Recorded as explained" in yew.submit({"decision": "explained", "words": "It is so."}).words()
        assert "Open questions" not in yew.get("/audit/flags").words()
        assert "Nothing is left to decide" in yew.get(link).words()
    assert state(app) == ["explained"]


@pytest.mark.long
def test_a_question_of_which_nothing_stands_out_any_more_would_stay_open_for_ever(app: Flask, people: Any) -> None:
    """The case is reopened while the answer is waited for."""
    looked_at_closed_case(app)
    yew = people("yew")
    ask(yew, f"/audit/flags/closed/{account_id(app, 'larch')}")
    with app.app_context(), unit_of_work():
        db.session.execute(sa.update(Case).values(closed_at=None))
    with frozen():
        (link,) = [href for href in yew.get("/audit/flags").links() if "?question=" in href]
        page = yew.get(link)
        assert "1 case that had been closed for more than 28 days. Nothing of it stands out any more" in page.words()
        assert "Ask the person" not in page.words()
        fields = {**dict(yew.page.fields()), "words": "They say that it was reopened."}
        page = yew.post(link, {**fields, "decision": "ask"})
        assert "it can only be settled" in page.words()
        assert state(app) == ["asked"]
        yew.get(link)
        assert "Recorded as explained" in yew.submit({"decision": "explained", "words": "It is so."}).words()
        assert yew.post(link, {**fields, "decision": "breach"}).status == 422
    assert state(app) == ["explained"]


@pytest.mark.long
def test_another_time_would_close_a_question_about_an_earlier_one(
    app: Flask, write: Any, people: Any, browser_for: Any
) -> None:
    write("larch", BARE, at=START - timedelta(days=3))
    path = f"/audit/flags/unexplained/{account_id(app, 'larch')}"
    ask(people("yew"), path)
    write("larch", BARE, at=START + LATE)
    with frozen(LATE):
        yew = browser_for("yew")
        yew.get(path)
        assert "Recorded as explained" in yew.submit({"decision": "explained", "words": "A drill."}).words()
        assert len([href for href in yew.get("/audit/flags").links() if "?question=" in href]) == 1
    assert state(app) == ["asked", "explained"]


@pytest.mark.long
def test_what_nobody_decided_in_time_would_be_listed_nowhere(app: Flask, write: Any, browser_for: Any) -> None:
    write("larch", BARE, at=START - timedelta(days=3))
    write("larch", BARE, at=START + timedelta(days=43))
    with frozen(LATE):
        yew = browser_for("yew")
        assert "/audit/flags/earlier" in yew.get("/audit").links()
        assert rows_of(yew.get("/audit/flags?kind=unexplained")) != [], "the newer one"
        page = yew.get("/audit/flags/earlier")
        assert "November 2026: 1 undecided" in page.words()
        assert "January 2027" not in page.words(), "what the last 28 days show is not counted twice"
        (link,) = [href for href in page.links() if "span=2026-11" in href]
        (row,) = rows_of(yew.get(link))
        assert "20 November 2026" in row
        (flag,) = [href for href in yew.page.links() if "/unexplained/" in href]
        assert "in November 2026" in yew.get("/audit/flags?span=2026-11&kind=hours").words()
        yew.get(flag)
        yew.submit({"decision": "explained", "words": "Training day."})
        assert "None waiting" in yew.get("/audit/flags/earlier").words()
        assert yew.get("/audit/flags?span=2019-01").status == 200


def test_the_start_page_would_say_nothing_of_earlier_flags_or_tell_an_auditor_of_their_own(
    app: Flask, write: Any, browser_for: Any
) -> None:
    for key in ("larch", "yew"):
        write(key, BARE, at=START - timedelta(days=3))
    with frozen(LATE), app.app_context():
        yew = browser_for("yew")
        assert "nobody has decided about: not counted yet" in yew.get("/audit").words()
        assert count_daily() == "Flags of earlier months: 1 undecided."
        assert "nobody has decided about: 1, counted 1 February 2027 at" in yew.get("/audit").words()
        yew.get("/audit/flags/unexplained/" + str(account_id(app, "larch")) + "?span=2026-11")
        yew.submit({"decision": "explained", "words": "Training day."})
        assert "not counted, their time has not come" in count_daily()
        assert "nobody has decided about: 1, counted" in yew.get("/audit").words(), "of when it was counted"
    with frozen(LATE + timedelta(days=1)), app.app_context():
        assert count_daily() == "Flags of earlier months: 0 undecided."
        page = browser_for("yew").get("/audit/access?period=7-days").words()
        assert "The service counted flags of earlier months that nobody has decided about" in page
        assert "0 flags of earlier months undecided" in page

"""A role that nobody confirms again stops counting, and two people, never the person, make it count again."""

import random
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from auth.accounts import service as accounts
from auth.accounts.finding import account_by_email
from auth.accounts.service import appoint
from auth.models import Account, Appointment
from auth.recertification.rules import AGENCY, CHAIR, SIDES, Standing, given, is_asked, period_of, reminds, window_of
from auth.recertification.service import remind
from auth.roles import Role
from casework.notifications.models import OutgoingMessage
from demo.people import VETTED
from extensions import db, unit_of_work
from tests.cases.made import acting, case_on_record
from tests.conftest import PANEL
from tests.whole.test_matrix import ask
from wording.dates import today

START = date(2026, 1, 1)


@pytest.mark.pure
@pytest.mark.parametrize("months", [1, 3])
def test_a_role_would_count_longer_than_its_period(months: int) -> None:
    """200 people over 400 days, compared with what was said: some answer, some late, some never."""
    period, dice = period_of(months), random.Random(months)
    said: list[list[dict[str, date]]] = [[{AGENCY: START, CHAIR: START}] for _ in range(200)]
    standing = [Standing(START + period) for _ in range(200)]
    zeal = [dice.choice((0.0, 0.02, 0.1, 0.5, 1.0)) for _ in range(200)]
    lapsed = set()
    for number in range(400):
        day = START + timedelta(days=number)
        for who in range(200):
            for side in SIDES:
                if is_asked(standing[who], day, period) and dice.random() < zeal[who]:
                    standing[who] = given(standing[who], side, day, period)
                    said[who].append({side: day})
            if day <= standing[who].until:
                newest = [max(one[side] for one in said[who] if side in one) for side in SIDES]
                assert day - min(newest) <= period, (who, day)
            else:
                lapsed.add(who)
    assert {who for who in range(200) if zeal[who] == 0.0} <= lapsed
    assert {who for who in range(200) if zeal[who] == 1.0}.isdisjoint(lapsed)


@pytest.mark.pure
def test_the_rules_would_join_words_that_are_far_apart_or_take_one_too_early() -> None:
    period = period_of(3)
    until = START + period
    fresh = Standing(until)
    with pytest.raises(ValueError, match="too early"):
        given(fresh, AGENCY, until - window_of(period) - timedelta(days=1), period)
    one = given(fresh, AGENCY, until - window_of(period), period)
    assert one.until == until
    late = given(one, CHAIR, until + timedelta(days=60), period)
    assert late.until == until, "a word of two months ago was joined with today's"
    again = given(late, AGENCY, until + timedelta(days=61), period)
    assert again.until == until + timedelta(days=60) + period
    assert (period_of(1).days, period.days) == (31, 92)


@pytest.mark.pure
def test_reminders_would_come_every_hour_or_not_at_all() -> None:
    period = period_of(3)
    standing, last, sent = Standing(START + period), None, []
    for number in range(110):
        day = START + timedelta(days=number)
        if reminds(standing, day, period, last):
            last = day
            sent.append(number)
    assert sent == [69, 76, 83, 89, 90, 91, 92, 99, 106]
    assert not reminds(standing, START + period, period, START + period)


def put(app: Flask, key: str, until: date, **account: Any) -> Any:
    """Set until when the person's role in the panel counts; returns the role's id."""
    with app.app_context(), unit_of_work():
        found = account_by_email(f"{key}@example.org")
        assert found is not None
        row = next(one for one in found.appointments if one.panel == PANEL)
        row.certified_until, row.certified_by_agency_on, row.certified_by_chair_on = until, None, None
        db.session.execute(sa.update(Account).where(Account.id == found.id).values(**{"manager_id": None, **account}))
        return row.id


@pytest.mark.long
def test_a_role_that_is_not_confirmed_would_count_or_one_person_make_it_count(app: Flask, browser_for: Any) -> None:
    rowan, oak, alder, birch = (browser_for(key) for key in ("rowan", "oak", "alder", "birch"))
    case = f"/cases/{case_on_record(app, listed=True).reference}"
    assert rowan.get(case).status == 200
    role = put(app, "rowan", today() - timedelta(days=1))
    assert rowan.get(case).status == 404
    assert "does not count" in rowan.get("/roles").words()
    for side in (*SIDES, "other"):
        assert ask(rowan, "POST", f"/roles/{role}/{side}") == 404, side
    assert "Rowan" in oak.get("/roles").words()
    for client, side, status in (
        (oak, CHAIR, 404),
        (alder, AGENCY, 404),
        (browser_for("larch"), CHAIR, 404),
        (browser_for("cora"), CHAIR, 404),
        (oak, AGENCY, 303),
        (oak, AGENCY, 404),
    ):
        assert ask(client, "POST", f"/roles/{role}/{side}") == status, side
    assert rowan.get(case).status == 404, "one side is not enough"
    page = alder.get("/roles")
    assert "Confirm for the panel" in page.words()
    assert "Confirm for the agency" not in page.words()
    assert ask(alder, "POST", f"/roles/{role}/{CHAIR}") == 303
    assert rowan.get(case).status == 200
    with app.app_context():
        row = db.session.get_one(Appointment, role)
        assert row.certified_until == today() + period_of(3)
        chair = account_by_email("alder@example.org")
        assert chair is not None
        manager = {"manager_id": chair.id, "agency_id": chair.agency_id}
    # Manager and chair in one person: one side alone. Two days before the day both are asked already.
    role = put(app, "rowan", today() + timedelta(days=2), **manager)
    assert "Rowan" not in oak.get("/roles").words()
    assert ask(alder, "POST", f"/roles/{role}/{AGENCY}") == 303
    assert ask(alder, "POST", f"/roles/{role}/{CHAIR}") == 404
    assert ask(birch, "POST", f"/roles/{role}/{CHAIR}") == 303
    own = put(app, "birch", today())
    assert ask(birch, "POST", f"/roles/{own}/{CHAIR}") == 404
    early = put(app, "rowan", today() + timedelta(days=60))
    assert ask(alder, "POST", f"/roles/{early}/{CHAIR}") == 404


def test_those_who_are_asked_would_not_be_told_or_told_twice_a_day(app: Flask) -> None:
    put(app, "rowan", today() + timedelta(days=5))
    told = sa.select(Account.email).join(OutgoingMessage, OutgoingMessage.account_id == Account.id)
    with app.app_context():
        assert remind() != "Roles to confirm: 0 reminders."
        found = sorted(db.session.scalars(told.where(OutgoingMessage.template == "roles")))
        assert {"alder@example.org", "birch@example.org", "oak@example.org"} <= set(found)
        assert len(found) == len(set(found))
        assert "rowan@example.org" not in found
        assert remind() == "Roles to confirm: 0 reminders."


def test_a_role_that_is_given_would_count_for_ever(app: Flask) -> None:
    with acting(app, "oak") as oak:
        fern = account_by_email("fern@example.org")
        assert fern is not None
        term = {"from_on": today(), "to_on": today() + timedelta(days=900)}
        row = accounts.appoint(actor=oak, account=fern, panel=PANEL, role=Role.MEMBER, **term)
        assert row.certified_until == today() + period_of(3)
        assert not row.in_force(row.certified_until + timedelta(days=1))
        other = accounts.appoint(actor=oak, account=fern, panel="channel", role=Role.MEMBER, vetted=VETTED, **term)
        assert other.certified_until == today() + period_of(1)


def test_a_role_that_waits_for_a_second_person_would_count_as_given(app: Flask, browser_for: Any) -> None:
    """And a panel that somebody belongs to has its name."""
    with acting(app, "oak") as oak:
        maple = account_by_email("maple@example.org")
        assert maple is not None
        days = {"from_on": today(), "to_on": today() + timedelta(days=20)}
        appoint(actor=oak, account=maple, panel=PANEL, role=Role.VICE_CHAIR, **days)
    page = browser_for("alder").get("/roles").words()
    assert "Community ASB MARAC: changes since" in page
    assert "Given: Maple Dunmore, Panel member" in page
    assert "Given: Maple Dunmore, Vice-chair" not in page
    assert "Vice-chair" not in browser_for("maple").get("/roles").words().partition("Your own roles")[2]

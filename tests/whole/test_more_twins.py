"""Twin worlds within one panel: an exclusion more, and protected values more, in what a reader may not know.

As in ``test_twin_world.py`` the second world is the first with something added; every answer is compared, with the
number of statements that it took.
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from auth.encryption.keyring import unlock
from casework.cases.conflicts import declare_conflict
from casework.people.models import Address
from casework.referrals.models import ReferralAnswers
from extensions import db, now
from tests.cases.made import acting, actor_named, case_of, person_of
from tests.sight.letting_in import MONDAY
from tests.whole.test_twin_world import Answers, crawl, differences, in_both
from tests.whole.twins import rows_of
from tests.whole.world import collect, make_world

pytestmark = [pytest.mark.long, pytest.mark.one_database]

OUTSIDE, MEMBERS = ("nobody", "hal", "fern"), ("rowan", "maple", "birch")
FIGURES = {("birch", "/statistics/<panel_key>"), ("birch", "/statistics/<panel_key>/file")}
"""Figures count every case, for everybody alike, also for a vice-chair who is shut out of one (ADR 29)."""


class Grown:
    """One world, what it is when something was added, and the ids of what was there before."""

    def __init__(self, app: Flask, add: Callable[[Flask], None]) -> None:
        make_world(app)
        self.without, self.shown = rows_of(app), collect(app)
        add(app)
        self.with_them = rows_of(app)


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with time_machine.travel(MONDAY, tick=False):
        yield


def a_case_that_members_are_shut_out_of(app: Flask) -> None:
    """Members may read it but for a conflict of interest that was declared for each of these. (That a meeting has a
    case which is not theirs is told to them: they leave for it.)"""
    with acting(app, "cora") as cora:
        case = case_of(cora, (person_of(cora, forenames="Odalys", surname="Brackenfold"), ["victim"]))
        case.members_from = now()
        for who in MEMBERS:
            declare_conflict(
                actor=cora, case_id=case.id, account_id=actor_named(who).account_id, connection="neighbour"
            )


def protected_values(app: Flask) -> None:
    """Each hidden address is longer by a line, and each restricted answer of a referral has another beside it."""
    with acting(app, "cora"):
        hidden = list(db.session.scalars(sa.select(Address).where(Address.hidden)))
        restricted = list(db.session.scalars(sa.select(ReferralAnswers).where(ReferralAnswers.restricted)))
        assert hidden
        assert restricted
        unlock(row.data_key_id for row in (*hidden, *restricted))
        for address in hidden:
            address.lines = {**(address.lines or {}), "line2": "Flat 71, the Canary Wing, behind the third gate"}
        for row in restricted:
            row.answers = {**(row.answers or {}), "nhs_number": "999 000 0000", "told_by": "a neighbour at number 4"}


@pytest.mark.parametrize(
    ("add", "people"),
    [
        (a_case_that_members_are_shut_out_of, (*MEMBERS, *OUTSIDE)),
        (protected_values, ("rowan", "maple", *OUTSIDE, "larch", "poplar", "oak")),
    ],
)
def test_a_page_would_tell_what_its_reader_is_shut_out_of(
    app: Flask, browser_for: Any, add: Callable[[Flask], None], people: tuple[str, ...]
) -> None:
    worlds: Any = Grown(app, add)
    one, other = in_both(app, worlds, partial(_crawl, app, browser_for, worlds, people))
    assert sum(answer.status == 200 for answer in one.values()) > 60, "the crawl is blind"
    assert not (found := differences(one, other)), "\n".join(found)


def _crawl(app: Flask, browser_for: Any, worlds: Any, people: tuple[str, ...]) -> Answers:
    return {key: told for key, told in crawl(app, browser_for, worlds, people).items() if key not in FIGURES}

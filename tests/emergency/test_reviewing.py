"""The review: by somebody of another agency, in time, of each emergency access exactly once."""

from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from auth.access_log.models import AccessEntry
from auth.doors import NotAllowed
from auth.models import Account
from auth.policy_relationships import EMERGENCY
from auth.roles import Role
from casework.cases.conflicts import declare_conflict
from casework.cases.grant_models import CaseGrant
from casework.emergency import rules, service
from casework.emergency.access import record_for
from casework.emergency.jobs import note_what_is_over, remind_of_reviews
from casework.emergency.models import EmergencyAccess, ReviewStep
from casework.emergency.queue import to_review, views_inside
from casework.emergency.service import BLOCKED, NO_SUCH
from casework.errors import Refused
from extensions import db, unit_of_work
from tests.cases.made import acting, case_on_record
from tests.emergency.conftest import HOUR, REASON, Desk

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
DUE = 2 * DAY + 15 * HOUR
"""Monday at nine and two working days: the end of Wednesday."""
LATER = 2 * HOUR


def test_somebody_of_the_same_agency_with_a_conflict_or_without_a_part_would_review(desk: Desk) -> None:
    desk.add_role("larch", Role.DUTY_OFFICER)
    access_id = desk.begin("larch")
    with desk.at("cora", SECOND) as cora:
        alder = db.session.scalars(sa.select(Account).where(Account.email == "alder@example.org")).one()
        declare_conflict(actor=cora, case_id=desk.made.id, account_id=alder.id, connection="family")
    for who in ("larch", "birch", "alder", "cora", "rowan", "poplar", "yew", "oak", "dean", "hal"):
        assert desk.review(who, access_id, "justified", LATER) == "not allowed", who
    with desk.at("birch", LATER) as birch:
        assert record_for(birch, access_id).reason == REASON, "the vice-chair of the same agency looks, and no more"
    assert desk.states() == [""]
    assert desk.review("laurel", access_id, "justified", LATER) == "justified"


def test_a_chair_who_used_it_would_review_it(desk: Desk) -> None:
    access_id = desk.begin()
    desk.add_role("poplar", Role.CHAIR)
    elsewhere = desk.agency_of("cora")
    with acting(desk.app, "oak"):
        db.session.execute(sa.update(EmergencyAccess).values(agency_id=elsewhere))
    assert desk.review("poplar", access_id, "justified", LATER) == "not allowed", "moved since, and still oneself"


def test_a_review_would_be_settled_twice_without_words_or_while_it_runs(desk: Desk) -> None:
    access_id = desk.begin()
    assert desk.review("laurel", access_id, "justified", SECOND) == "It still runs. Review it when it has ended"
    assert desk.review("laurel", access_id, "fine", LATER) == "Select what you found"
    with desk.at("laurel", LATER) as laurel, pytest.raises(Refused, match="Enter why"):
        service.review(actor=laurel, access_id=access_id, finding="justified", words=" ")
    assert desk.review("laurel", access_id, "not_justified", LATER) == "not_justified"
    assert desk.review("alder", access_id, "justified", LATER) == "This was reviewed already"
    assert desk.states() == ["not_justified"]


def test_a_question_would_close_the_review_or_be_answered_by_another(desk: Desk) -> None:
    access_id = desk.begin()
    assert desk.review("alder", access_id, "more", LATER) == rules.ASKED
    assert ("Poplar Hartwell", "emergency_question") in desk.mail()
    for who in ("alder", "laurel", "cora"):
        with desk.at(who, LATER) as other, pytest.raises(NotAllowed):
            service.answer(actor=other, access_id=access_id, words="It was so.")
    with desk.at("poplar", LATER) as poplar:
        service.answer(actor=poplar, access_id=access_id, words="I rang the number on the card.")
        with pytest.raises(Refused, match="Nothing is asked"):
            service.answer(actor=poplar, access_id=access_id, words="Again.")
    assert ("Alder Whitcombe", "emergency_answered") in desk.mail()
    assert desk.review("alder", access_id, "justified", LATER + SECOND) == "justified"
    with desk.at("alder", LATER) as alder:
        steps = [(step.kind, step.words) for step in record_for(alder, access_id).steps]
    assert steps[1] == ("answer", "I rang the number on the card.")
    assert [kind for kind, _ in steps] == ["more", "answer", "justified"]


def test_a_late_review_would_not_shut_the_way_to_the_next_one(desk: Desk) -> None:
    """AC 10."""
    access_id = desk.begin()
    other = case_on_record(desk.app).reference
    desk.begin(after=DUE - SECOND, reference=other)
    for reference in (other, "QQ-A-9999"):
        assert desk.refused("poplar", reference, DUE) == (BLOCKED, None), "whatever is asked for"
    assert desk.log()[-1] == ("emergency.ask", "refused", "none")
    assert desk.review("laurel", access_id, "more", DUE) == rules.ASKED
    assert desk.refused("poplar", other, DUE + SECOND) == (BLOCKED, None), "a question does not free"
    assert desk.review("laurel", access_id, "not_justified", DUE + SECOND) == "not_justified"
    assert desk.refused("poplar", "QQ-A-9999", DUE + 2 * SECOND) == (NO_SUCH, "reference")
    desk.begin(after=DUE + 2 * HOUR, reference=other)


def test_late_reviews_would_be_reminded_of_never_or_all_the_time(desk: Desk) -> None:
    desk.begin()
    assert desk.job(remind_of_reviews, DUE - SECOND).endswith(": 0 late reviews reminded of.")
    for day in range(2):
        with acting(desk.app, "oak"):  # what was told yesterday has been sent
            db.session.execute(sa.text("DELETE FROM outgoing_message"))
        for again, count in enumerate((1, 0)):
            after = DUE + day * DAY + again * HOUR
            assert desk.job(remind_of_reviews, after).endswith(f": {count} late reviews reminded of."), (day, again)
        told = [("Alder Whitcombe", "emergency_overdue"), ("Birch Adeyemi", "emergency_overdue")]
        assert desk.mail() == [*told, ("Laurel Winstanley", "emergency_overdue")]
    with desk.at("laurel", DUE) as laurel:
        assert [row.overdue for row in to_review(laurel)] == [True]


def test_the_reviewer_would_not_see_what_was_opened_or_see_the_case(desk: Desk) -> None:
    access_id = desk.begin()
    desk.opens("poplar", SECOND)
    assert desk.review("laurel", access_id, "justified", HOUR) == "justified"
    desk.begin(after=HOUR + SECOND)
    desk.opens("poplar", HOUR + 2 * SECOND)
    with desk.at("laurel", LATER) as laurel:
        access = record_for(laurel, access_id)
        assert [what for _, what in views_inside(access)] == ["Opened a case"]
        assert [row.reference for row in to_review(laurel)] == [desk.made.reference]
    assert not desk.opens("laurel", LATER)
    for who in ("cora", "larch", "yew", "oak"):
        with desk.at(who, LATER) as other, pytest.raises(NotAllowed):
            to_review(other)
        with desk.at(who, LATER) as other, pytest.raises(NotAllowed):
            record_for(other, access_id)


class Sequence:
    """A hundred ways in which it may go: whatever is done, each emergency access stands once in the queue."""

    def __init__(self, desk: Desk, cases: list[str], seed: int) -> None:
        self.desk, self.cases, self.lot, self.clock = desk, cases, Random(seed), timedelta(days=seed * 7)
        self.begun: list[UUID] = []

    def play(self) -> None:
        steps: list[Callable[[], Any]] = [self.ask, self.end, self.review, self.review, self.answer, self.jobs]
        self.ask()
        for _ in range(self.lot.randint(2, 6)):
            self.clock += self.lot.choice((SECOND, 10 * 60 * SECOND, HOUR, DAY, 3 * DAY))
            self.lot.choice(steps)()

    def ask(self) -> None:
        who = self.lot.choice(("poplar", "poplar", "larch", "larch", "cora"))
        reference = self.lot.choice((*self.cases, *self.cases, "QQ-A-9999"))
        with self.desk.at(who, self.clock) as actor:
            try:
                _, access = service.begin(actor=actor, reference=reference, kind="danger", reason=REASON)
            except (Refused, NotAllowed):
                return
            if access is not None:
                self.begun.append(access.id)

    def on_one(self, verb: Callable[[Any, UUID], Any], *people: str) -> None:
        if self.begun:
            with self.desk.at(self.lot.choice(people), self.clock) as actor:
                try:
                    verb(actor, self.lot.choice(self.begun))
                except (Refused, NotAllowed):
                    return

    def end(self) -> None:
        self.on_one(lambda actor, one: service.end(actor=actor, access_id=one), "poplar", "larch", "alder")

    def review(self) -> None:
        finding = self.lot.choice(("justified", "not_justified", "more"))
        self.on_one(
            lambda actor, one: service.review(actor=actor, access_id=one, finding=finding, words="Seen"),
            "laurel", "alder", "birch", "poplar",
        )  # fmt: skip

    def answer(self) -> None:
        self.on_one(lambda actor, one: service.answer(actor=actor, access_id=one, words="So"), "poplar", "larch")

    def jobs(self) -> None:
        self.desk.job(note_what_is_over, self.clock)
        self.desk.job(remind_of_reviews, self.clock)


@pytest.mark.parametrize(
    ("sequences", "uses", "reviews"), [(20, 10, 1), pytest.param(100, 100, 10, marks=pytest.mark.long)]
)
def test_an_emergency_access_would_stand_in_no_queue_or_in_two(
    desk: Desk, sequences: int, uses: int, reviews: int
) -> None:
    desk.add_role("larch", Role.DUTY_OFFICER)
    cases = [desk.made.reference, case_on_record(desk.app).reference]
    begun = settled = 0
    for seed in range(sequences):
        one = Sequence(desk, cases, seed)
        one.play()
        begun += len(one.begun)
        with desk.at("laurel", one.clock) as laurel:
            open_rows, done = to_review(laurel), to_review(laurel, done=True)
            settled += len(done)
            queue = [row.path for row in (*open_rows, *done)]
            assert sorted(queue) == sorted(f"/emergency/{access_id}" for access_id in one.begun), seed
            grants = sa.select(sa.func.count()).select_from(CaseGrant).where(CaseGrant.kind == EMERGENCY)
            assert db.session.scalar(grants) == len(one.begun), seed
            told = sa.select(sa.func.count()).select_from(AccessEntry)
            told = told.where(AccessEntry.event == "emergency.begin", AccessEntry.outcome == "allowed")
            assert db.session.scalar(told) == begun, seed
        with desk.app.app_context(), unit_of_work():
            for model in (ReviewStep, EmergencyAccess, CaseGrant):
                db.session.execute(sa.delete(model))
    assert begun > uses
    assert settled > reviews

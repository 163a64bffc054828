"""A person known to two panels: told to the coordinators that both definitions allow, by reference alone."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa

from auth.current import standing_of
from auth.doors import NotAllowed
from auth.encryption.keyring import lock_all
from auth.models import Account, Appointment
from auth.roles import Actor, Held, Role
from casework.cases.models import Case, Exclusion
from casework.cases.service import open_case
from casework.errors import Refused
from casework.matches.access import notice_for, notices_for
from casework.matches.jobs import _answer
from casework.matches.models import MatchNotice
from casework.matches.rules import kind_of_match
from casework.matches.service import coordinators_of, decide
from casework.notifications.models import OutgoingMessage
from casework.panel_type.registry import panel_types
from casework.people.match_queries import MatchQuery, panels_to_ask
from casework.people.models import SearchToken
from casework.people.service import add_person
from casework.referrals import accepting
from casework.referrals.access import open_for_acceptance, referral_for
from extensions import db, now
from panels.home.sources import matches_to_decide
from tests.auth.covering import covering
from tests.referrals.stories import PERSON, sent
from wall.standing import standing_as
from wording.dates import today

MARAC, HATE, DV = "asb_marac", "hate_incident", "dv_marac"
pytestmark = pytest.mark.usefixtures("work")
SAME: dict[str, Any] = {
    "identity": {"forenames": "Barnaby", "surname": "Crickmere"},
    "address": {"line1": "4 Quillon Court", "postcode": "E1 0ZZ"},
}


def holding(actor: Actor, role: Role, panel: str) -> Actor:
    return replace(actor, held=(*actor.held, Held(role, panel, actor.account_id)), _by_panel={})


def known_to(actor: Actor, panel: str, **facts: Any) -> Case:
    told = {"born_on": date(1995, 6, 1), **SAME, **facts}
    person = add_person(actor=actor, panel=panel, **told)
    return open_case(
        actor=actor,
        panel=panel,
        parties=[(person, ["victim"])],
        band="medium",
        urgent=False,
        children_involved=False,
        lead_agency_id=None,
        lead_officer_id=None,
        state="accepted",
    )


def answer_all() -> int:
    """What the job does, within this test's own unit of work."""
    asked = sa.select(MatchQuery.own_panel, MatchQuery.person_id, MatchQuery.asked_panel).distinct()
    count = sum(_answer(*row) for row in db.session.execute(asked).all())
    db.session.execute(sa.delete(MatchQuery))
    db.session.flush()
    lock_all()
    return count


@pytest.fixture
def cora(actor: Any) -> Actor:
    return actor("cora")


@pytest.fixture
def hal(actor: Any) -> Actor:
    return holding(actor("hal"), Role.COORDINATOR, HATE)


def told(actor: Actor) -> list[dict[str, Any]]:
    with standing_as(standing_of(actor)):
        return [notice.about or {} for notice in notices_for(actor)]


def test_both_coordinators_are_told_the_reference_and_no_more(cora: Actor, hal: Actor) -> None:
    first = known_to(cora, MARAC).reference
    second = known_to(hal, HATE).reference
    assert answer_all() == 2
    assert told(cora) == [{"own_reference": first, "other_panel": HATE, "other_references": [second], "kind": "person"}]
    assert told(hal) == [{"own_reference": second, "other_panel": MARAC, "other_references": [first], "kind": "person"}]


def test_a_match_would_name_a_case_to_who_is_shut_out_of_it(cora: Actor, hal: Actor) -> None:
    mine, theirs = known_to(cora, MARAC), known_to(hal, HATE)
    answer_all()
    assert told(cora)
    assert told(hal)
    # Of one's own panel or of the other one.
    for who, case in ((hal, mine), (cora, mine)):
        db.session.add(
            Exclusion(case_id=case.id, account_id=who.account_id, connection="family", declared_by_id=cora.account_id)
        )
    db.session.flush()
    notice_id = db.session.scalars(sa.select(MatchNotice.id).where(MatchNotice.panel == HATE)).one()
    assert told(cora) == told(hal) == []
    with pytest.raises(NotAllowed):
        notice_for(hal, notice_id)
    assert theirs.reference != mine.reference


def test_a_match_would_name_to_somebodys_cover_a_case_that_their_colleague_is_shut_out_of(
    cora: Actor, hal: Actor, actor: Any
) -> None:
    mine, _ = known_to(cora, MARAC), known_to(hal, HATE)
    answer_all()
    for_hal = covering(actor("dean"), hal.account_id, Role.COORDINATOR, HATE)
    for_cora = covering(actor("dean"), cora.account_id, Role.COORDINATOR, MARAC)
    assert told(for_hal)
    db.session.add(
        Exclusion(case_id=mine.id, account_id=hal.account_id, connection="family", declared_by_id=cora.account_id)
    )
    db.session.flush()
    assert told(hal) == told(for_hal) == [], "the case is another panel's than the one that is covered"
    assert len(told(for_cora)) == 1
    notice_id = db.session.scalars(sa.select(MatchNotice.id).where(MatchNotice.panel == HATE)).one()
    with pytest.raises(NotAllowed):
        notice_for(for_hal, notice_id)


def test_nobody_but_coordinators_is_told(cora: Actor, hal: Actor, actor: Any) -> None:
    known_to(cora, MARAC)
    known_to(hal, HATE)
    answer_all()
    mailed = sa.select(Account.email).join(OutgoingMessage, OutgoingMessage.account_id == Account.id)
    assert set(db.session.scalars(mailed.where(OutgoingMessage.path == "/matches"))) == {
        f"{who}@example.org" for who in ("cora", "hal")
    }
    assert len(matches_to_decide(cora)) == 1
    for name in ("alder", "birch", "rowan", "larch", "yew", "oak"):
        assert told(actor(name)) == []
        assert matches_to_decide(actor(name)) == [], "the number alone would tell"
        notice = db.session.scalars(sa.select(MatchNotice)).first()
        with pytest.raises(NotAllowed):
            notice_for(actor(name), notice.id if notice else uuid4())


def test_a_page_about_matches_exists_for_coordinators_alone(browser_for: Any) -> None:
    assert browser_for("cora").get("/matches").status == 200
    for name in ("alder", "rowan", "fern", "yew"):
        assert browser_for(name).get("/matches").status == 404, name


def test_a_referral_is_told_of_until_it_is_a_case(cora: Actor, hal: Actor, actor: Any) -> None:
    referral = sent(actor("rowan"))
    same = {"identity": {key: PERSON[key] for key in ("forenames", "surname")}, "address": PERSON["address"]}
    born = {"born_on": date.fromisoformat(PERSON["date_of_birth"])}
    known_to(hal, HATE, **same, **born)
    answer_all()
    assert [about["other_references"] for about in told(hal)] == [[referral.reference]]
    opened = open_for_acceptance(cora, referral_for(cora, referral.id, "referral.triage")).referral
    case = accepting.accept(actor=cora, referral=opened, reason="High risk", known={})
    known_to(hal, HATE, **same, **born)
    db.session.execute(sa.delete(MatchNotice))
    answer_all()
    named = {reference for about in told(hal) for reference in about["other_references"]}
    assert named == {case.reference}, "what is a case now is told of by the case alone"


def test_a_panel_that_shares_no_group_is_not_even_asked(cora: Actor) -> None:
    assert DV not in panels_to_ask(MARAC)
    known_to(cora, MARAC)
    asked = set(db.session.scalars(sa.select(MatchQuery.asked_panel)))
    assert HATE in asked
    assert DV not in asked


def test_one_that_watches_is_told_alone(cora: Actor, hal: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    real = panel_types.get
    secret = replace(real(HATE).visibility, match_visible_to=(), watches=("community_safety",))
    panels = {panel.key: panel for panel in panel_types.all()} | {HATE: replace(real(HATE), visibility=secret)}
    monkeypatch.setattr(panel_types, "get", panels.__getitem__)
    monkeypatch.setattr(panel_types, "all", lambda: tuple(panels.values()))
    known_to(cora, MARAC)
    second = known_to(hal, HATE).reference
    answer_all()
    assert told(cora) == []
    assert [about["own_reference"] for about in told(hal)] == [second]


def test_the_same_work_is_done_whether_the_other_panel_knows_the_person(cora: Actor, hal: Actor) -> None:
    def questions() -> list[str]:
        found = sorted(db.session.scalars(sa.select(MatchQuery.asked_panel)))
        db.session.execute(sa.delete(MatchQuery))
        return found

    known_to(cora, MARAC)
    before = questions()
    assert len(before) == 4 * len(panels_to_ask(MARAC)), "name, two of birth, address: a sound is asked of nobody"
    known_to(hal, HATE)
    db.session.execute(sa.delete(MatchQuery))
    known_to(cora, MARAC)
    assert questions() == before != []


def test_the_same_match_is_told_once(cora: Actor, hal: Actor) -> None:
    known_to(cora, MARAC)
    case = known_to(hal, HATE)
    assert answer_all() == 2
    person = case.parties[0].person_id
    assert _answer(HATE, person, MARAC) == 0


@pytest.mark.parametrize(
    ("agree", "kind"),
    [
        ({"name", "born"}, "person"),
        ({"name"}, None),
        ({"born"}, None),
        ({"sound"}, None),
        ({"name", "sound"}, None),
        ({"address"}, "place"),
        ({"property", "name"}, "place"),
    ],
)
def test_a_weak_likeness_is_told_to_nobody(agree: set[str], kind: str | None) -> None:
    assert kind_of_match(agree) == kind


def test_no_token_is_shared_by_two_panels(cora: Actor, hal: Actor) -> None:
    known_to(cora, MARAC)
    known_to(hal, HATE)
    answer_all()
    tokens = {
        panel: set(db.session.scalars(sa.select(SearchToken.token).where(SearchToken.panel == panel)))
        for panel in (MARAC, HATE)
    }
    assert tokens[MARAC]
    assert tokens[MARAC].isdisjoint(tokens[HATE])
    assert db.session.scalar(sa.select(sa.func.count()).select_from(MatchQuery)) == 0


def test_a_decision_needs_its_reason_and_stands(cora: Actor, hal: Actor) -> None:
    known_to(cora, MARAC)
    known_to(hal, HATE)
    answer_all()
    notice = notices_for(cora)[0]
    with pytest.raises(Refused) as refused:
        decide(actor=cora, notice=notice, choice="phone", why=" ")
    assert refused.value.field == "why"
    decide(actor=cora, notice=notice, choice="phone", why="Asked whether a visit is planned")
    with pytest.raises(Refused):
        decide(actor=cora, notice=notice, choice="none", why="Changed my mind")
    assert notices_for(cora) == []
    assert len(notices_for(cora, answered=True)) == 1


@pytest.mark.parametrize("gone", ["", "from_on", "to_on", "ended_at", "suspended_at", "role"])
def test_whom_to_ring_is_who_coordinates_today(cora: Actor, gone: str) -> None:
    wanted = sa.select(Appointment).where(Appointment.account_id == cora.account_id, Appointment.panel == MARAC)
    appointment = db.session.scalars(wanted).one()
    account = db.session.get_one(Account, cora.account_id)
    if gone == "suspended_at":
        account.suspended_at = now()
    elif gone:
        day = timedelta(days=1)
        changed = {"from_on": today() + day, "to_on": today() - day, "ended_at": now(), "role": Role.CHAIR.value}
        setattr(appointment, gone, changed[gone])
    assert [one.name for one in coordinators_of(MARAC)] == ([] if gone else [account.name])

"""Whoever told of somebody in a record is kept apart from it, as if there were none, until a chair of another agency
clears it."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from auth.access_log.models import AccessEntry
from auth.encryption.keyring import lock_all
from auth.encryption.sealed import Locked
from casework.apart.models import KeptApart, OwnFacts
from casework.apart.own import keep_own_facts
from casework.apart.rules import OWN_ADDRESS, OWN_NAME, RELATIVE, terms_of
from casework.cases.access import case_by_id
from casework.cases.grants import grants_of
from casework.cases.models import Case
from casework.cases.service import add_party
from casework.cases.shut_out import everybody_shut_out
from casework.notifications.models import OutgoingMessage
from casework.people.terms import terms_for
from casework.referrals import accepting
from casework.referrals.apart import check_account, tell_of_kept_apart
from casework.referrals.models import Referral
from extensions import db
from panels.agendas.access import running_order as agenda_order
from panels.agendas.access import waiting_for_triage
from panels.decisions.access import running_order as live_order
from panels.meetings.models import Meeting
from tests.auth.clock import frozen
from tests.cases.made import STREET, acting, actor_named, case_of, case_on_record, person_of
from tests.conftest import PANEL
from tests.referrals.stories import PERSON, sent
from tests.sight.letting_in import let_in, meeting_with
from tests.whole.twins import Counter

HOME = {"line1": STREET, "line2": "", "town": "Quillon", "postcode": "E1 4AB", "uprn": ""}
NEAR = {**HOME, "line1": "11 Canary Wharfside"}
NOTHING = {"surname": "", "address": None, "relatives": []}


def tell(app: Flask, who: str, **facts: Any) -> None:
    with acting(app, who) as actor:
        keep_own_facts(actor=actor, facts={**NOTHING, **facts})
        check_account(actor.account_id, {**NOTHING, **facts})


def apart(app: Flask) -> list[tuple[str, str]]:
    with app.app_context():
        rows = db.session.execute(
            sa.select(KeptApart.kind, KeptApart.object_type).where(KeptApart.cleared_at.is_(None))
        )
        return sorted((kind, object_type) for kind, object_type in rows)


@pytest.mark.pure
@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        ({"address": HOME}, OWN_ADDRESS),
        ({"address": {**NEAR, "uprn": "100023336956"}}, OWN_ADDRESS),
        ({"surname": "Thistledown", "address": NEAR}, OWN_NAME),
        ({"relatives": ["Pemberwick Thistledown"]}, RELATIVE),
        ({"relatives": ["thistledown, pemberwick"]}, RELATIVE),
        ({"surname": "Thistledown"}, None),
        ({"surname": "Thistledown", "address": {**NEAR, "postcode": "E2 8AA"}}, None),
        ({"surname": "Quill", "address": NEAR}, None),
        ({"relatives": ["Pemberwick"]}, None),
        ({}, None),
    ],
)
def test_somebody_would_be_linked_by_less_or_missed_with_more(facts: dict[str, Any], kind: str | None) -> None:
    person = terms_for({"forenames": "Pemberwick", "surname": "Thistledown"}, None, {**HOME, "uprn": "100023336956"})
    told = terms_of(facts)
    assert {told[term] for term in told.keys() & person} == ({kind} if kind else set())


@pytest.mark.long
def test_a_referral_of_a_neighbour_would_be_shown_to_who_lives_there(app: Flask, browser_for: Any) -> None:
    tell(app, "cora", address=PERSON["address"])
    with acting(app, "rowan") as rowan:
        referral = sent(rowan)
        reference, referral_id = referral.reference, referral.id
    cora, birch, alder = browser_for("cora"), browser_for("birch"), browser_for("alder")
    for path in (f"/triage/{reference}", f"/triage/{reference}/reveal"):
        assert cora.get(path).status == 404
    for page in ("/triage", "/home"):
        assert reference not in cora.get(page).text
    with app.test_request_context():
        assert reference not in dict(waiting_for_triage(actor_named("cora"), PANEL))
        assert reference in dict(waiting_for_triage(actor_named("birch"), PANEL))
    assert browser_for("rowan").get(f"/refer/{referral_id}").status == 200
    words = birch.get(f"/triage/{reference}").words()
    assert "1 person is kept out until cleared" in words
    assert "the same address as somebody in it" in words
    assert "Cora" not in words
    # A chair of the person's own agency sees the same, and cannot clear it.
    assert "1 person is kept out until cleared" in alder.get(f"/triage/{reference}").words()
    clearing = next(link for link in birch.page.links() if link.endswith("/clearing"))
    assert not [link for link in alder.page.links() if link.endswith("/clearing")]
    for nobody in (alder, cora, browser_for("larch")):
        assert nobody.get(clearing).status == 404
    assert "Enter why" in [birch.get(clearing), birch.submit({"reason": ""})][1].words()
    assert "Cora Lindqvist" in birch.page.words()
    assert "Quillon Court" not in birch.page.words()
    birch.submit({"reason": "It is a block of ninety flats."})
    assert cora.get(f"/triage/{reference}").status == 200


@pytest.mark.long
def test_a_case_would_be_shown_to_who_is_linked_to_it_by_whatever_way_they_come(app: Flask, browser_for: Any) -> None:
    """The chair, a member of the panel, an associate let in later, and somebody who tells of it afterwards; by an
    address that is kept hidden too."""
    tell(app, "larch", relatives=["Pemberwick Thistledown"])
    made = case_on_record(app, listed=True)
    base = f"/cases/{made.reference}"
    assert apart(app) == [(RELATIVE, "case")]
    larch, rowan, cora = browser_for("larch"), browser_for("rowan"), browser_for("cora")
    assert larch.get(base).status == 404
    assert made.reference not in larch.get("/cases").text
    assert rowan.get(base).status == 200
    tell(app, "rowan", address=HOME)
    assert rowan.get(base).status == 404
    assert rowan.get(f"{base}/people").status == 404
    # What keeps somebody out is not undone by taking it back.
    tell(app, "rowan")
    assert rowan.get(base).status == 404
    words = cora.get(f"{base}/access").words()
    assert "2 people are kept out until cleared" in words
    assert "Kept out by a conflict" not in words
    shut = words[words.index("Kept out until cleared") : words.index("Let somebody in")]
    assert "Larch" not in shut
    assert "Rowan" not in shut
    # Of somebody who has no way into the case nothing is told.
    tell(app, "fern", address=HOME)
    assert "2 people are kept out" in cora.get(f"{base}/access").words()
    birch = browser_for("birch")
    links = [link for link in birch.get(f"{base}/access").links() if link.endswith("/clearing")]
    assert len(links) == 1
    birch.get(links[0])
    birch.submit({"reason": "Another family of that name."})
    assert rowan.get(base).status == 200
    assert larch.get(base).status == 404
    with app.app_context():
        cleared = db.session.scalars(sa.select(KeptApart.cleared_by_id).where(KeptApart.cleared_at.is_not(None))).all()
        assert cleared == [actor_named("birch").account_id]


def test_a_running_order_would_have_a_place_for_a_case_that_does_not_exist_for_them(app: Flask) -> None:
    made = case_on_record(app, state="accepted", listed=True)
    meeting_id, _ = meeting_with(app, made)
    tell(app, "cora", address=HOME)
    tell(app, "larch", relatives=["Pemberwick Thistledown"])
    with app.test_request_context():
        meeting = db.session.get_one(Meeting, meeting_id)
        for who, places in (("cora", 0), ("larch", 0), ("rowan", 1), ("birch", 1)):
            assert len(agenda_order(actor_named(who), meeting)) == places, who
            assert len(live_order(actor_named(who), meeting)) == places, who
        assert {actor_named(who).account_id for who in ("cora", "larch")} <= everybody_shut_out(made.id)


def test_somebody_new_in_the_case_would_stand_cleared_with_the_first(app: Flask, browser_for: Any) -> None:
    made = case_on_record(app, listed=True)
    base = f"/cases/{made.reference}"
    tell(app, "larch", relatives=["Pemberwick Thistledown", "Ada Quillfeather"])
    with app.app_context():
        db.session.execute(sa.update(KeptApart).values(cleared_at=sa.func.current_timestamp()))
        db.session.commit()
    assert browser_for("larch").get(base).status == 200
    with acting(app, "cora") as cora:
        case = case_by_id(cora, made.id, "case.people").case
        add_party(actor=cora, case=case, person=case.parties[0].person, roles=["referrer_person"])
    assert browser_for("larch").get(base).status == 200
    with acting(app, "cora") as cora:
        case = case_by_id(cora, made.id, "case.people").case
        add_party(
            actor=cora, case=case, person=person_of(cora, forenames="Ada", surname="Quillfeather"), roles=["victim"]
        )
    assert browser_for("larch").get(base).status == 404


@pytest.mark.long
def test_an_associate_who_is_linked_would_see_the_case(app: Flask, browser_for: Any, secretive: Any) -> None:
    secretive(associates=True)
    made = case_on_record(app)
    tell(app, "hal", surname="Thistledown", address=NEAR)
    alder = browser_for("alder")
    let_in(alder, app, made.reference, "associate", "hal")
    assert browser_for("hal").get(f"/cases/{made.reference}").status == 404
    assert made.reference not in browser_for("hal").get("/home").text
    assert "1 person is kept out" in alder.get(f"/cases/{made.reference}/access").words()
    with acting(app, "alder"):
        assert grants_of(made.id)


def test_the_work_would_tell_whether_somebody_is_linked(app: Flask, browser_for: Any) -> None:
    case_on_record(app, listed=True)
    counts = []
    tell(app, "larch", surname="Nobody")
    tell(app, "larch", surname="Nobody")
    for address in (HOME, {**HOME, "line1": "1 Nowhere Street"}):
        larch = browser_for("larch")
        larch.get("/kept-away")
        fields = {f"address-{name}": text for name, text in address.items()}
        with Counter(app) as counter:
            answer = larch.submit(fields, follow=False)
            counts.append((answer.status, answer.response.headers["Location"], len(counter.take())))
    assert counts[0] == counts[1]
    assert counts[0][0] == 303
    assert apart(app) == [(OWN_ADDRESS, "case")], "told on the page, and compared at once"
    # The same of a referral's sending, and of a case's opening.
    counts = []
    for relatives in ([], ["Pemberwick Thistledown"]):
        with app.app_context():
            db.session.execute(sa.delete(KeptApart))
            db.session.commit()
        with acting(app, "larch") as larch_actor:
            keep_own_facts(actor=larch_actor, facts={**NOTHING, "relatives": relatives})
        with Counter(app) as counter, acting(app, "cora") as cora:
            person = person_of(cora)
            counter.take()
            case_of(cora, (person, ["victim"]))
            counts.append(len(counter.take()))
    assert counts[0] == counts[1]
    assert apart(app) == [(RELATIVE, "case")]


def test_somebody_would_guess_name_after_name_unseen_until_a_case_disappears(app: Flask, browser_for: Any) -> None:
    with frozen():
        larch = browser_for("larch")
        for number in range(4):
            larch.get("/kept-away")
            page = larch.submit({"relatives": f"Ada Quillfeather\nBo Wren\nCy Guess{number}"})
            if number == 1:
                larch.get("/kept-away")
                assert "Saved" in larch.submit().words(), "the same again is no change"
        assert page.status == 422
        assert "come back tomorrow" in page.words()
        assert "Guess3" in page.text, "what was typed stands there to be copied"
    with app.app_context():
        kept = sa.select(AccessEntry.explanation).where(AccessEntry.event == "own_facts.change")
        assert db.session.scalars(kept).all() == ["you told this of yourself; people named: 3"] * 3
    with frozen(timedelta(hours=25)):
        larch = browser_for("larch")
        larch.get("/kept-away")
        assert "Saved" in larch.submit({"relatives": "Cy Guess4"}).words()


def test_what_a_person_told_would_be_read_by_another(app: Flask, browser_for: Any) -> None:
    larch = browser_for("larch")
    larch.get("/kept-away")
    larch.submit({"surname": "Novak", "address-line1": "4 Heron Mews", "relatives": "Ada Quillfeather\nBo Wren"})
    assert "Saved" in larch.page.words()
    shown = larch.get("/kept-away").text
    assert "Heron Mews" in shown
    assert "Bo Wren" in shown
    assert "Heron Mews" not in browser_for("oak").get("/kept-away").text
    assert "at most 20" in larch.submit({"relatives": "\n".join(["Ada Quill"] * 21)}).words()
    with app.test_request_context():
        row = db.session.scalars(sa.select(OwnFacts)).one()
        lock_all()
        with pytest.raises(Locked):
            _ = row.facts
        stored = db.session.execute(sa.text("SELECT facts_sealed FROM own_facts")).scalar_one()
        assert b"Heron" not in bytes(stored)


def test_the_chairs_of_another_agency_would_not_hear_or_the_person_would(app: Flask) -> None:
    tell(app, "cora", relatives=["Pemberwick Thistledown"])
    case_on_record(app, by="birch")
    tell(app, "oak", relatives=["Pemberwick Thistledown"])
    for _ in range(2):
        with app.app_context():
            tell_of_kept_apart()
            told = db.session.execute(
                sa.select(OutgoingMessage.account_id, OutgoingMessage.path).where(
                    OutgoingMessage.template == "kept_apart"
                )
            ).all()
            assert [tuple(row) for row in told] == [(actor_named("birch").account_id, "/cases")]


def test_a_referrals_people_would_be_compared_once_and_not_when_it_is_a_case(app: Flask, actor: Any) -> None:
    rowan, cora = actor("rowan"), actor("cora")
    keep_own_facts(actor=actor("larch"), facts={**NOTHING, "address": PERSON["address"]})
    keep_own_facts(actor=rowan, facts={**NOTHING, "address": PERSON["address"]})
    referral = sent(rowan)
    rows = db.session.execute(sa.select(KeptApart.account_id, KeptApart.object_id)).all()
    assert [tuple(row) for row in rows] == [(actor("larch").account_id, referral.id)]
    case = accepting.accept(actor=cora, referral=referral, reason="High risk", known={})
    found = db.session.scalars(sa.select(KeptApart.account_id).where(KeptApart.object_id == case.id)).all()
    assert set(found) == {actor("larch").account_id, rowan.account_id}
    assert db.session.scalars(sa.select(Referral.case_id)).one() == case.id
    assert db.session.scalars(sa.select(Case.id)).one() == case.id

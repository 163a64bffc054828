"""Deciding about referrals, by the services."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine

from auth.access_log.models import AccessEntry
from auth.doors import NotAllowed
from auth.encryption.keyring import lock_all
from casework.cases.assessments import assessments_of
from casework.cases.models import Case, CaseEvent, Exclusion
from casework.cases.told_risk import unchecked_risk
from casework.clocks.models import Clock
from casework.clocks.service import clocks_of
from casework.errors import Refused, Stale
from casework.notifications.models import OutgoingMessage
from casework.panel_type.calendar import local_day
from casework.people.models import Person
from casework.people.service import add_marker
from casework.referrals import accepting, following, stages, triage
from casework.referrals.access import (
    CONFIRM,
    OWN,
    REFERRAL,
    STATUS,
    TRIAGE,
    agency_referrals,
    my_referrals,
    open_for_acceptance,
    referral_for,
)
from casework.referrals.models import Referral
from casework.referrals.queue import queue_for
from extensions import db
from tests.referrals.stories import ADDRESS, CRICKMERE_RISK, FARROWDALE_RISK, M1, PERSON, draft, person, sent, story

MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)


def accept(actor: Any, referral: Referral, who: str = "cora", **values: Any) -> Case:
    return accepting.accept(actor=actor(who), referral=referral, reason="High risk", known={}, **values)


def due_of(referral: Referral, rule: str = "triage") -> Clock:
    return next(clock for clock in clocks_of(REFERRAL, [referral.id])[referral.id] if clock.rule == rule)


@pytest.mark.parametrize("reason", ["", "   ", "\n"])
def test_no_decision_stands_without_a_reason(actor: Any, reason: str) -> None:
    referral, cora = sent(actor("rowan")), actor("cora")
    with pytest.raises(Refused):
        accepting.accept(actor=cora, referral=referral, reason=reason, known={})
    with pytest.raises(Refused):
        triage.reject(actor=cora, referral=referral, reason=reason, advice="Go on")
    with pytest.raises(Refused):
        triage.ask_for_more(actor=cora, referral=referral, reason=reason, question="When?")
    with pytest.raises(Refused):
        triage.propose_urgent(actor=cora, referral=referral, reason=reason)
    assert referral.decisions == []
    assert referral.state == "submitted"


def test_turning_away_needs_advice_and_counts_only_when_the_chair_confirms(actor: Any) -> None:
    referral, cora = sent(actor("rowan")), actor("cora")
    with pytest.raises(Refused, match="advised"):
        triage.reject(actor=cora, referral=referral, reason="One agency", advice=" ")
    decision = triage.reject(actor=cora, referral=referral, reason="One agency", advice="Go on alone.")
    assert (referral.state, following.referrer_words(referral)[:7]) == ("submitted", "We have")
    assert due_of(referral).is_open()
    with pytest.raises(Refused, match="chair"):
        triage.confirm(actor=cora, referral=referral, decision=decision)
    triage.confirm(actor=actor("alder"), referral=referral, decision=decision)
    assert referral.state == "rejected"
    assert due_of(referral).met_at is not None
    with pytest.raises(Refused, match="settled"):
        triage.confirm(actor=actor("birch"), referral=referral, decision=decision)


def test_the_advice_of_a_prepared_reason_goes_to_the_referrer_when_none_is_typed(actor: Any) -> None:
    referral = sent(actor("rowan"))
    decision = triage.reject(
        actor=actor("cora"), referral=referral, reason="Low", advice="", prepared="single_agency", forum="mappa"
    )
    assert (decision.advice or "").startswith("Go on with the case in your agency")
    assert (decision.prepared, decision.forum) == ("single_agency", "mappa")


def test_a_chair_who_does_not_agree_sends_it_back_with_a_reason(actor: Any) -> None:
    referral = sent(actor("rowan"))
    decision = triage.reject(actor=actor("cora"), referral=referral, reason="One agency", advice="Go on alone.")
    with pytest.raises(Refused):
        triage.decline(actor=actor("alder"), referral=referral, decision=decision, reason=" ")
    triage.decline(actor=actor("alder"), referral=referral, decision=decision, reason="Take it")
    assert referral.state == "submitted"
    assert accept(actor, referral).state == "accepted"


def test_a_chairs_own_decision_counts_at_once(actor: Any) -> None:
    referral = sent(actor("rowan"))
    triage.reject(actor=actor("alder"), referral=referral, reason="One agency", advice="Go on alone.")
    assert referral.state == "rejected"


def test_a_proposal_falls_away_when_the_referral_is_taken_after_all(actor: Any) -> None:
    referral = sent(actor("rowan"))
    decision = triage.reject(actor=actor("cora"), referral=referral, reason="One agency", advice="Go on alone.")
    accept(actor, referral)
    with pytest.raises(Refused):
        triage.confirm(actor=actor("alder"), referral=referral, decision=decision)


@time_machine.travel(MONDAY)
def test_asking_for_more_rests_the_clock_until_the_answer(actor: Any) -> None:
    rowan = actor("rowan")
    referral = sent(rowan)
    with time_machine.travel(datetime(2026, 11, 24, 10, tzinfo=UTC)):
        triage.ask_for_more(actor=actor("cora"), referral=referral, reason="Dates", question="When did it start?")
        assert (referral.state, due_of(referral).is_paused()) == ("more_info", True)
        assert following.open_question(referral) is not None
        with pytest.raises(Refused):
            accept(actor, referral)
    with time_machine.travel(datetime(2026, 11, 30, 10, tzinfo=UTC)):
        with pytest.raises(Refused):
            following.reply(actor=rowan, referral=referral, text="  ")
        following.reply(actor=rowan, referral=referral, text="In September.")
    clock = due_of(referral)
    assert referral.state == "submitted"
    assert (local_day(clock.due_at), local_day(clock.original_due_at)) == (date(2026, 12, 3), date(2026, 11, 26))
    assert len([one for one in clocks_of(REFERRAL, [referral.id])[referral.id] if one.rule == "triage"]) == 1
    with pytest.raises(Refused):
        following.reply(actor=rowan, referral=referral, text="Again")


@time_machine.travel(MONDAY)
def test_m1_urgent_after_acceptance_counts_when_the_chair_agrees_and_is_due_on_thursday(actor: Any) -> None:
    rowan = actor("rowan")
    referral = sent(rowan)
    case = accept(actor, referral)
    with time_machine.travel(datetime(2026, 12, 1, 9, tzinfo=UTC)):
        with pytest.raises(Refused):
            following.ask_urgent(actor=rowan, referral=referral, reason="")
        decision = following.ask_urgent(actor=rowan, referral=referral, reason="A knife was seen")
        assert not case.urgent
        assert [row.referral.id for row in queue_for(actor("alder"))] == [referral.id]
        with pytest.raises(Refused):
            following.ask_urgent(actor=rowan, referral=referral, reason="Again")
        triage.confirm(actor=actor("alder"), referral=referral, decision=decision)
    assert case.urgent
    clock = next(one for one in clocks_of("case", [case.id])[case.id] if one.rule == "urgent_meeting")
    assert local_day(clock.due_at) == date(2026, 12, 3)


@time_machine.travel(MONDAY)
def test_an_urgent_clock_goes_on_when_the_referral_becomes_a_case(actor: Any) -> None:
    referral = sent(actor("rowan"))
    triage.propose_urgent(actor=actor("alder"), referral=referral, reason="Weapon")
    with time_machine.travel(datetime(2026, 11, 24, 10, tzinfo=UTC)):
        case = accept(actor, referral)
    assert case.urgent
    clock = next(one for one in clocks_of("case", [case.id])[case.id] if one.rule == "urgent_meeting")
    assert local_day(clock.due_at) == date(2026, 11, 25)
    assert local_day(clock.started_at) == date(2026, 11, 23)
    assert "urgent_meeting" not in {one.rule for one in clocks_of(REFERRAL, [referral.id])[referral.id]}


def test_a_case_gets_people_with_their_keys_roles_address_score_and_the_words_of_the_referral(actor: Any) -> None:
    child = {
        "lives_with": "Pemberwick",
        "name": "Tam Thistledown",
        "date_of_birth": "2015-03-27",
        "relationship": "child",
    }
    hidden = {**PERSON, "address": {**ADDRESS, "hidden": True}, "aliases": "Pem, Old Thistle"}
    referral = sent(actor("rowan"), story(people=[hidden], household=[child]))
    lock_all()
    cora = actor("cora")
    opened = open_for_acceptance(cora, referral_for(cora, referral.reference or "", TRIAGE))
    case = accepting.accept(actor=cora, referral=opened.referral, reason="High risk", known={})
    old, young = case.parties
    assert (old.roles, young.roles) == (["victim"], ["child"])
    assert old.person.display_name == "Pemberwick Thistledown"
    assert old.person.identity["aliases"] == ["Pem", "Old Thistle"]
    assert old.person.safe_contact["call"] == "safe"
    assert old.person.safe_contact["letter"] == "not_safe"
    assert old.person.safe_contact["text"] == "not_known"
    address = old.person.addresses[0]
    assert address.hidden
    assert address.data_key_id not in (old.person.data_key_id, case.data_key_id)
    assert address.lines["line1"] == "3 Quillon Court"
    assert old.person.area == "E1"
    assert case.children_involved
    assert [(one.total, one.band, one.person_id) for one in assessments_of(case.id)] == [(44, "high", old.person_id)]
    events = list(db.session.scalars(sa.select(CaseEvent).where(CaseEvent.case_id == case.id)))
    words = "\n".join(event.text or "" for event in events)
    assert "I want my home back." in words
    assert "3 Quillon Court" not in words.replace("Where did it happen? 3 Quillon Court", "")
    marker = next(event for event in events if event.kind == "staff_safety")
    assert "knife" in (marker.text or "")
    assert old.person.markers == []
    assert unchecked_risk(case)[0].startswith("Told in the referral, not checked yet. Two men in the flat.")
    assert "flat" not in unchecked_risk(case, withheld=True)[0], "no words where the names are withheld"
    seen, review = date(2026, 11, 20), local_day(MONDAY) + timedelta(days=90)
    told = {"kind": "weapon", "incident": "A knife", "source": "Police", "happened_on": seen, "review_on": review}
    add_marker(actor=cora, person=old.person, **told)
    assert unchecked_risk(case) == (), "the warning of the panel takes the place of what was told"


def test_m2_two_reports_of_each_other_become_one_case_and_each_person_holds_both_roles(actor: Any) -> None:
    victim, suspect = ["victim"], ["alleged_perpetrator"]
    barnaby = lambda roles: person("Barnaby", "Crickmere", "1995-06-01", roles)  # noqa: E731
    ottoline = lambda roles: person("Ottoline", "Farrowdale", "1982-02-03", roles)  # noqa: E731
    first = sent(actor("fern"), story(people=[barnaby(victim), ottoline(suspect)]), CRICKMERE_RISK)
    assert (first.band, first.state) == ("medium", "submitted")
    case = accept(actor, first)
    second = sent(actor("elm"), story(people=[ottoline(victim), barnaby(suspect)]), FARROWDALE_RISK)
    assert second.band == "high"
    by_name = {party.person.identity["surname"]: party.person for party in case.parties}
    accepting.join(
        actor=actor("cora"),
        referral=second,
        reason="The same dispute",
        case=case,
        known={0: by_name["Farrowdale"], 1: by_name["Crickmere"]},
    )
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Case)) == 1
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Person)) == 2
    for party in case.parties:
        assert set(party.roles) == {"victim", "alleged_perpetrator"}
    assert case.band == "high"
    assert {one.total for one in assessments_of(case.id)} == {28, 41}
    lock_all()
    for mine, theirs, name in ((first, second, "fern"), (second, first, "elm")):
        assert referral_for(actor(name), mine.id, OWN).referral is mine
        for permission in (OWN, STATUS):
            with pytest.raises(NotAllowed):
                referral_for(actor(name), theirs.id, permission)
        assert [one.id for one in my_referrals(actor(name))] == [mine.id]


def test_the_same_person_told_of_twice_is_one_party_with_all_roles(actor: Any) -> None:
    referral = sent(actor("rowan"), story(people=[PERSON, {**PERSON, "roles": ["witness"]}]))
    first = accept(actor, sent(actor("fern")))
    known = first.parties[0].person
    case = accepting.accept(actor=actor("cora"), referral=referral, reason="Yes", known={0: known, 1: known})
    assert [party.roles for party in case.parties] == [["victim", "witness"]]


def test_joining_a_closed_case_is_refused(actor: Any) -> None:
    case = accept(actor, sent(actor("fern")))
    case.closed_at = datetime.now(UTC)
    with pytest.raises(Refused, match="open"):
        accepting.join(actor=actor("cora"), referral=sent(actor("rowan")), reason="Same", case=case, known={})


def test_a_person_of_a_case_closed_within_twelve_months_makes_a_repeat(actor: Any) -> None:
    earlier = accept(actor, sent(actor("rowan")))
    earlier.state, earlier.closed_at = "closed", datetime.now(UTC)
    db.session.flush()
    case = accepting.accept(
        actor=actor("cora"), referral=sent(actor("rowan")), reason="Again", known={0: earlier.parties[0].person}
    )
    assert case.repeat_of_id == earlier.id


def test_a_colleague_of_the_agency_sees_the_stage_and_never_the_text(actor: Any, app: Any) -> None:
    from auth.accounts.service import account_by_email
    from auth.current import actor_of

    referral = sent(actor("rowan"))
    colleague = account_by_email("hazel@example.org")
    rowan = account_by_email("rowan@example.org")
    assert colleague is not None
    assert rowan is not None
    colleague.agency_id, colleague.agency = rowan.agency_id, rowan.agency
    hazel = actor_of(colleague)
    lock_all()
    assert [one.id for one in agency_referrals(hazel)] == [referral.id]
    assert referral_for(hazel, referral.id, STATUS).referral.id == referral.id
    with pytest.raises(Exception, match="sealed"):
        _ = referral.summary
    with pytest.raises(NotAllowed):
        referral_for(hazel, referral.id, OWN)


@pytest.mark.parametrize("name", ["larch", "hal", "yew", "oak", "fern"])
def test_triage_is_for_the_panels_own_coordinator_and_chairs(actor: Any, name: str) -> None:
    referral = sent(actor("rowan"))
    for permission in (TRIAGE, CONFIRM):
        with pytest.raises(NotAllowed):
            referral_for(actor(name), referral.reference or "", permission)
    assert queue_for(actor(name)) == []


def test_a_conflict_of_interest_shuts_the_referral_of_the_case_too(actor: Any) -> None:
    referral = sent(actor("rowan"))
    case = accept(actor, referral)
    alder = actor("alder")
    db.session.add(
        Exclusion(case_id=case.id, account_id=alder.account_id, connection="work", declared_by_id=alder.account_id)
    )
    db.session.flush()
    with pytest.raises(NotAllowed):
        referral_for(alder, referral.reference or "", TRIAGE)


def test_a_referral_can_be_withdrawn_with_a_reason_until_the_panel_has_heard_it(actor: Any) -> None:
    rowan = actor("rowan")
    referral = sent(rowan)
    with pytest.raises(Refused):
        following.withdraw(actor=rowan, referral=referral, reason="")
    case = accept(actor, referral)
    case.times_heard = 1
    with pytest.raises(Refused, match="heard"):
        following.withdraw(actor=rowan, referral=referral, reason="They moved")
    case.times_heard = 0
    following.withdraw(actor=rowan, referral=referral, reason="They moved")
    assert (referral.state, case.state) == ("withdrawn", "accepted")
    assert [row.state_words for row in queue_for(actor("cora"))] == ["Withdrawn, case open"]


@time_machine.travel(MONDAY)
def test_the_queue_goes_by_due_date_and_then_by_the_highest_band(actor: Any) -> None:
    medium = sent(actor("rowan"), None, CRICKMERE_RISK)
    high = sent(actor("fern"))
    with time_machine.travel(datetime(2026, 11, 20, 10, tzinfo=UTC)):
        oldest = sent(actor("elm"), None, CRICKMERE_RISK)
    assert [row.referral.id for row in queue_for(actor("cora"))] == [oldest.id, high.id, medium.id]


def test_a_draft_never_stands_in_the_queue(actor: Any) -> None:
    draft(actor("rowan"))
    assert queue_for(actor("cora")) == []


def test_a_decision_from_an_old_page_is_not_carried_out(actor: Any) -> None:
    referral = sent(actor("rowan"))
    version = referral.version
    triage.ask_for_more(actor=actor("cora"), referral=referral, reason="Dates", question="When?")
    with pytest.raises(Stale) as stale:
        triage.refuse_stale(referral, version, "My reason")
    assert (stale.value.mine, stale.value.by) == ("My reason", "Cora Lindqvist")


def test_messages_name_nobody(actor: Any) -> None:
    referral = sent(actor("rowan"))
    triage.reject(actor=actor("cora"), referral=referral, reason="One agency", advice="Go on alone.")
    messages = list(db.session.scalars(sa.select(OutgoingMessage)))
    assert {message.template for message in messages} >= {"referral_received", "chair_confirms"}
    assert {message.path for message in messages} == {"/triage"}


def test_every_opening_of_a_referral_is_in_the_access_log(actor: Any) -> None:
    referral = sent(actor("rowan"))
    before = db.session.scalar(sa.select(sa.func.count()).select_from(AccessEntry)) or 0
    referral_for(actor("cora"), referral.reference or "", TRIAGE)
    with pytest.raises(NotAllowed):
        referral_for(actor("larch"), referral.reference or "", TRIAGE)
    entries = list(db.session.scalars(sa.select(AccessEntry).order_by(AccessEntry.number)))[before:]
    assert [(one.outcome, one.object_type, one.tiers) for one in entries] == [("allowed", "referral", "F0-F4")]


def test_the_story_of_m1_is_not_changed_by_these_tests() -> None:
    assert M1["people"] == [PERSON]


def test_a_panel_whose_existence_is_hidden_tells_colleagues_of_the_agency_nothing(
    actor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    from auth.policy_relationships import SAME_AGENCY
    from casework.panel_type.registry import panel_types
    from casework.referrals.access import relationships

    referral = sent(actor("rowan"))
    assert SAME_AGENCY in relationships(actor("rowan"), referral)
    panel = panel_types.get(referral.panel)
    hidden = replace(panel, visibility=replace(panel.visibility, existence_hidden=True))
    monkeypatch.setitem(panel_types._panels, panel.key, hidden)
    assert SAME_AGENCY not in relationships(actor("rowan"), referral)


@pytest.mark.parametrize("name", ["rowan", "larch", "hal", "yew"])
def test_only_the_roles_of_the_lifecycle_move_a_referral(actor: Any, name: str) -> None:
    referral = sent(actor("rowan"))
    with pytest.raises(Refused, match="Only the"):
        stages.move_referral(actor=actor(name), referral=referral, verb=stages.ACCEPT, at=MONDAY)
    assert referral.state == "submitted"

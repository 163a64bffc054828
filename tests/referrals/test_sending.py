"""Writing and sending a referral, by the services."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
import time_machine

from auth.doors import NotAllowed, ProofNeeded
from auth.encryption.keyring import lock_all
from auth.encryption.sealed import Locked
from casework.clocks.service import clocks_of
from casework.errors import Refused, Stale
from casework.panel_type.calendar import local_day
from casework.referrals import answers, drafts
from casework.referrals.access import OWN, REFERRAL, STATUS, TRIAGE, WRITE, referral_for
from casework.referrals.answers import form_of
from casework.referrals.models import Referral, ReferralAnswers
from casework.referrals.submission import missing_from, submit
from extensions import db
from tests.conftest import PANEL
from tests.referrals.stories import M1, PERSON, draft, sent, story

MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)


@time_machine.travel(MONDAY, tick=False)
def test_m1_is_sent_with_its_score_its_reference_and_its_promise(actor: Any) -> None:
    referral = sent(actor("rowan"))
    assert (referral.state, referral.band) == ("submitted", "high")
    assert referral.reference is not None
    assert referral.reference.startswith("QQ-RA-")
    assert referral.summary == {"name": "Pemberwick Thistledown", "age": "78", "area": "E1"}
    clock = clocks_of(REFERRAL, [referral.id])[referral.id][0]
    assert (clock.rule, local_day(clock.due_at)) == ("triage", date(2026, 11, 26))


@pytest.mark.usefixtures("work")
def test_an_incomplete_draft_cannot_be_sent_and_says_what_is_missing(actor: Any) -> None:
    rowan = actor("rowan")
    referral = drafts.start_referral(actor=rowan, panel=PANEL)
    with pytest.raises(Refused):
        submit(actor=rowan, referral=referral)
    assert "people" in {one.section.id for one in missing_from(referral)}
    assert referral.reference is None


def test_risk_without_a_score_or_a_reason_stops_sending_and_a_reason_lets_it_go(actor: Any) -> None:
    rowan = actor("rowan")
    referral = draft(rowan, scores={})
    assert [one.path for one in missing_from(referral)] == ["risk"]
    why = {"assessed": "no", "not_assessed_reason": "He was asleep."}
    section = form_of(referral).section("assessment")
    drafts.save_item(actor=rowan, referral=referral, section=section, number=0, item=why)
    submit(actor=rowan, referral=referral)
    assert referral.band is None


def test_the_referrers_own_view_goes_before_the_score(actor: Any) -> None:
    view = {"assessed": "yes", "own_view": "medium", "own_view_reason": "The men left last week."}
    assert sent(actor("rowan"), story(assessment=[view])).band == "medium"


def test_the_referrer_is_filled_in_from_the_account(actor: Any) -> None:
    referral = drafts.start_referral(actor=actor("rowan"), panel=PANEL)
    item = answers.item_of(referral, "referrer", 0).answers
    assert (item["name"], item["agency"], item["email"]) == (
        "Rowan Castellane",
        "Lanternfish Homes",
        "rowan@example.org",
    )


def test_nobody_starts_a_referral_to_a_panel_their_agency_does_not_refer_to(actor: Any) -> None:
    with pytest.raises(NotAllowed):
        drafts.start_referral(actor=actor("yew"), panel=PANEL)
    with pytest.raises(NotAllowed):
        drafts.start_referral(actor=actor("hal"), panel=PANEL)


def test_an_answer_to_a_question_that_no_longer_applies_is_not_kept(actor: Any) -> None:
    told = {**PERSON, "capacity_concern": "no"}
    referral = sent(actor("rowan"), story(people=[told]))
    assert "capacity_details" not in answers.answers_of(referral, restricted=True)["people"][0]


def test_a_sent_referral_cannot_be_changed_or_deleted(actor: Any) -> None:
    rowan = actor("rowan")
    referral = sent(rowan)
    section = form_of(referral).section("pattern")
    with pytest.raises(Refused):
        drafts.save_item(actor=rowan, referral=referral, section=section, number=0, item={})
    with pytest.raises(Refused):
        drafts.remove_item(actor=rowan, referral=referral, section=section, number=0)
    with pytest.raises(Refused):
        drafts.delete_draft(actor=rowan, referral=referral)
    with pytest.raises(Refused):
        submit(actor=rowan, referral=referral)


def test_a_save_from_an_old_window_shows_both_texts_and_changes_nothing(actor: Any) -> None:
    rowan = actor("rowan")
    referral = draft(rowan)
    section = form_of(referral).section("outcome")
    version = answers.item_of(referral, "outcome", 0).version
    newer = {"why_together": "Written in the other window."}
    drafts.save_item(actor=rowan, referral=referral, section=section, number=0, item=newer, version=version)
    older = {"why_together": "Written in the first window."}
    with pytest.raises(Stale) as stale:
        drafts.save_item(actor=rowan, referral=referral, section=section, number=0, item=older, version=version)
    assert "other window" in stale.value.theirs
    assert "first window" in stale.value.mine
    assert answers.item_of(referral, "outcome", 0).answers == newer


def test_removing_an_entry_keeps_the_others_and_their_numbers(actor: Any) -> None:
    rowan = actor("rowan")
    referral = draft(rowan, story(people=[PERSON, {**PERSON, "forenames": "Second"}, {**PERSON, "forenames": "Third"}]))
    section = form_of(referral).section("people")
    drafts.remove_item(actor=rowan, referral=referral, section=section, number=1)
    assert answers.item_numbers(referral, "people") == [0, 2]
    assert [item["forenames"] for item in answers.answers_of(referral, restricted=True)["people"]] == [
        "Pemberwick",
        "Third",
    ]


def test_a_deleted_draft_leaves_no_answer_behind(actor: Any) -> None:
    rowan = actor("rowan")
    referral = draft(rowan)
    drafts.delete_draft(actor=rowan, referral=referral)
    db.session.flush()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(ReferralAnswers)) == 0
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Referral)) == 0


def test_a_draft_is_its_authors_alone(actor: Any) -> None:
    referral = draft(actor("rowan"))
    for name in ("cora", "alder", "larch", "oak", "yew", "fern"):
        for permission in (OWN, WRITE, STATUS, TRIAGE):
            with pytest.raises(NotAllowed):
                referral_for(actor(name), referral.id, permission)
    assert referral_for(actor("rowan"), referral.id, WRITE).restricted_open


def test_answers_stay_shut_without_the_door(actor: Any) -> None:
    referral = sent(actor("rowan"))
    db.session.expire_all()
    lock_all()
    with pytest.raises(Locked):
        answers.answers_of(referral, restricted=False)


def test_the_full_address_is_sealed_apart_from_the_other_answers(actor: Any) -> None:
    referral = sent(actor("rowan"))
    shown = answers.answers_of(referral, restricted=False)["people"][0]["address"]
    assert shown == {"postcode": "E1", "hidden": False, "no_fixed_address": False}
    full = answers.answers_of(referral, restricted=True)["people"][0]["address"]
    assert isinstance(full, dict)
    assert full["line1"] == "3 Quillon Court"


def test_a_hidden_address_opens_for_the_coordinator_with_a_reason_only(actor: Any) -> None:
    from casework.referrals.access import reveal_restricted

    hidden = {**PERSON, "address": {**PERSON["address"], "hidden": True}}
    referral = sent(actor("rowan"), story(people=[hidden]))
    lock_all()
    opened = referral_for(actor("cora"), referral.reference or "", TRIAGE)
    assert not opened.restricted_open
    with pytest.raises(Locked):
        answers.answers_of(referral, restricted=True)
    left_open = replace(actor("cora"), session_id=uuid4())
    with pytest.raises(ProofNeeded):
        reveal_restricted(left_open, opened, reason="To check a duplicate")
    assert reveal_restricted(actor("cora"), opened, reason="To check a duplicate").restricted_open
    assert answers.answers_of(referral, restricted=True)["people"][0]["address"]["line1"] == "3 Quillon Court"  # type: ignore[index,call-overload]


def test_an_open_address_needs_no_extra_reason_for_the_coordinator(actor: Any) -> None:
    referral = sent(actor("rowan"))
    lock_all()
    assert referral_for(actor("cora"), referral.reference or "", TRIAGE).restricted_open


def test_every_form_section_of_m1_is_complete(actor: Any) -> None:
    assert set(M1) == {section.id for section in form_of(draft(actor("rowan"))).sections}

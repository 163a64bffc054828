"""Drafting, changing, approving, sending and withholding letters, through the services."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from auth.access_log.models import AccessEntry
from auth.encryption.keyring import lock_all
from auth.encryption.sealed import Locked
from auth.roles import Role
from casework.cases.access import case_for
from casework.cases.models import Case, CaseEvent
from casework.cases.service import add_party, close_case, move_case, remove_party, set_roles
from casework.clocks.service import start_clock
from casework.errors import Refused, Stale
from casework.letters.access import letter_of_case
from casework.letters.drafting import draft_for, follow, owed
from casework.letters.models import Letter
from casework.letters.recipients import Recipient
from casework.letters.rules import APPROVED, DRAFT, REPLACED, SENT, WITHHELD
from casework.letters.service import NotConfirmed, approve, draft_by_hand, edit
from casework.letters.standing import standing_of
from casework.letters.values import about_case
from casework.panel_type.letter_templates import To
from casework.panel_type.registry import panel_types
from extensions import db, now
from tests.auth.covering import covering
from tests.conftest import PANEL
from tests.letters.made import WORDS, approved, draft, opened, safe_case, send_by, somebody, with_responsible
from wording.dates import uk_date


def letters(case: Case) -> list[Letter]:
    return list(db.session.scalars(sa.select(Letter).where(Letter.case_id == case.id).order_by(Letter.drafted_at)))


def test_a_letter_by_hand_is_drafted_from_the_panels_words_and_the_case(actor: Any) -> None:
    cora = actor("cora")
    case = safe_case(cora)
    (letter,) = draft_by_hand(actor=cora, case=case, template="closure_victim")
    assert (letter.state, letter.to, letter.event) == (DRAFT, "subject", "by_hand")
    assert letter.title == "We have finished our work with you"
    assert "Pemberwick Thistledown" in letter.body
    assert "[Enter: why the case was closed]" in letter.body
    assert "020 7946 0100" in letter.body


def test_the_day_a_letter_names_would_be_the_end_of_somebody_elses_time(actor: Any) -> None:
    cora = actor("cora")
    case = safe_case(cora)

    def told() -> str:
        return about_case(cora, case, Recipient(To.SUBJECT))["due_on"]

    start_clock(panel=PANEL, rule="answer_lapse", object_type="case", object_id=case.id, at=now())
    db.session.flush()
    assert told() == ""
    ours = start_clock(panel=PANEL, rule="triage", object_type="case", object_id=case.id, at=now() + timedelta(days=60))
    db.session.flush()
    assert told() == uk_date(ours.due_at)


def test_a_letter_of_the_referral_is_not_written_by_hand(actor: Any) -> None:
    cora = actor("cora")
    case = safe_case(cora)
    with pytest.raises(Refused, match="Select a letter"):
        draft_by_hand(actor=cora, case=case, template="referral_received")
    with pytest.raises(Refused, match="Select a letter"):
        draft_by_hand(actor=cora, case=case, template="no such letter")


def test_a_letter_has_a_key_of_its_own_and_is_shut_without_it(actor: Any) -> None:
    cora = actor("cora")
    case = safe_case(cora)
    letter = draft(cora, case)
    db.session.flush()
    lock_all()
    assert letter.data_key_id != case.data_key_id
    case_for(cora, case.reference, "letter.write")
    with pytest.raises(Locked):
        _ = letter.body
    assert letter_of_case(cora, opened(cora, case), letter.id).body == WORDS


def test_an_event_drafts_the_letters_that_name_it_and_no_other(actor: Any) -> None:
    cora = actor("cora")
    case = safe_case(cora)
    assert draft_for(actor=cora, case=case, event="no such thing") == []
    (letter,) = draft_for(actor=cora, case=case, event="close", told={"closure_reason": "The behaviour has stopped"})
    assert letter.template == "closure_victim"
    assert "The behaviour has stopped." in letter.body


def test_the_same_occasion_drafts_once_and_a_new_one_replaces_what_was_not_sent(actor: Any) -> None:
    cora = actor("cora")
    case = safe_case(cora)
    first = {"actor": cora, "case": case, "event": "close", "occasion": "move:1"}
    (letter,) = draft_for(**first)
    assert draft_for(**first) == []
    (newer,) = draft_for(**{**first, "occasion": "move:2"})
    assert [one.state for one in letters(case)] == [REPLACED, DRAFT]
    assert letters(case)[-1].id == newer.id != letter.id


def test_what_was_sent_is_never_replaced(actor: Any) -> None:
    cora, alder = actor("cora"), actor("alder")
    case = safe_case(cora)
    letter = send_by(cora, case, approved(cora, alder, case))
    draft_by_hand(actor=cora, case=case, template="outcome_victim")
    assert letter.state == SENT
    assert len(letters(case)) == 2


def test_moves_are_followed_once_and_by_whoever_comes_next(actor: Any) -> None:
    cora, alder = actor("cora"), actor("alder")
    case = safe_case(cora)
    follow(actor=cora, case=case)
    assert letters(case) == []
    move_case(actor=cora, case=case, verb="bring_forward", reason="It got worse")
    assert owed([case.id], [PANEL]) == {}
    close_it(alder, case)
    assert [move.verb for move in owed([case.id], [PANEL])[case.id]] == ["close"]
    (letter,) = follow(actor=alder, case=case)
    assert letter.template == "closure_victim"
    assert letter.occasion.startswith("move:")
    assert follow(actor=alder, case=case) == []
    assert owed(None, [PANEL]) == {}


def close_it(alder: Any, case: Case) -> None:
    from casework.cases.service import add_assessment
    from tests.cases.made import full_answers

    tool = panel_types.get(PANEL).risk_tools[0].id
    add_assessment(actor=alder, case=case, person=case.parties[0].person, tool=tool, answers=full_answers(),
                   band=None, rationale="", occasion="closure")  # fmt: skip
    close_case(actor=alder, case=case, reason="stopped", victim_told="to_tell", victim_told_words="By letter",
               open_actions=0)  # fmt: skip


# --- never to the person said to be responsible


def test_nothing_is_written_to_somebody_also_said_to_be_responsible(actor: Any) -> None:
    cora = actor("cora")
    case = safe_case(cora)
    set_roles(actor=cora, case=case, party=case.parties[0], roles=["victim", "alleged_perpetrator"])
    with pytest.raises(Refused, match="The service never writes to them"):
        draft_by_hand(actor=cora, case=case, template="outcome_victim")
    (letter,) = draft_for(actor=cora, case=case, event="close")
    assert letter.state == WITHHELD
    assert "never writes to them" in letter.reason


def test_a_role_that_came_later_stops_approval_and_sending(actor: Any) -> None:
    cora, alder = actor("cora"), actor("alder")
    case = safe_case(cora)
    waiting, ready = draft(cora, case, "closure_victim"), approved(cora, alder, case)
    set_roles(actor=cora, case=case, party=case.parties[0], roles=["victim", "alleged_perpetrator"])
    with pytest.raises(Refused, match="The service never writes to them"):
        approve(actor=alder, opened=opened(alder, case), letter=waiting, version=waiting.version)
    with pytest.raises(Refused, match="The service never writes to them"):
        send_by(cora, case, ready)
    assert ready.state == APPROVED


def test_somebody_who_left_the_case_gets_no_letter(actor: Any) -> None:
    cora, alder = actor("cora"), actor("alder")
    case = safe_case(cora)
    ready = approved(cora, alder, case)
    remove_party(actor=cora, case=case, party=case.parties[0], reason="Entered by mistake")
    with pytest.raises(Refused, match="no longer part of this case"):
        send_by(cora, case, ready)
    with pytest.raises(Refused, match="Nobody in this case can get this letter"):
        draft_by_hand(actor=cora, case=case, template="outcome_victim")


# --- what a letter says about others


def test_name_or_address_of_the_person_said_to_be_responsible_cannot_be_approved(actor: Any) -> None:
    cora, alder = actor("cora"), actor("alder")
    case = safe_case(cora)
    with_responsible(cora, case)
    for body in ("We spoke to Barnaby Grimshaw.", "We went to 12 Curlew Street.", "Mr Grimshaw has moved."):
        letter = draft(cora, case, body=body)
        with pytest.raises(Refused, match="somebody else"):
            approve(actor=alder, opened=opened(alder, case), letter=letter, version=letter.version, confirmed=True)
        assert letter.state == DRAFT


def test_a_hidden_address_cannot_be_approved_and_is_opened_by_a_door_of_its_own(actor: Any) -> None:
    cora, alder = actor("cora"), actor("alder")
    case = safe_case(cora, hidden=True)
    letter = draft(cora, case, body="Be at home, 9 Canary Wharfside, on Monday.")
    db.session.flush()
    lock_all()
    found = opened(alder, case)
    letter = letter_of_case(alder, found, letter.id)
    assert standing_of(letter, found.case).confirm == ()
    with pytest.raises(Locked):
        _ = found.case.parties[0].person.addresses[0].lines
    with pytest.raises(Refused, match="an address that is kept hidden"):
        approve(actor=alder, opened=found, letter=letter, version=letter.version, confirmed=True)
    compared = sa.select(AccessEntry.tiers).where(AccessEntry.event == "address.compare")
    assert list(db.session.scalars(compared)) == ["F4"]


def test_a_name_that_came_into_the_case_after_approval_stops_sending(actor: Any) -> None:
    cora, alder = actor("cora"), actor("alder")
    case = safe_case(cora)
    ready = approved(cora, alder, case, body="We have met the Grimshaw family.")
    with_responsible(cora, case)
    with pytest.raises(Refused, match="somebody else"):
        send_by(cora, case, ready)


def test_anybody_elses_name_is_confirmed_by_whoever_approves_and_noted(actor: Any) -> None:
    cora, alder = actor("cora"), actor("alder")
    case = safe_case(cora)
    witness = somebody(cora, "Wren", "Ashdown")
    add_party(actor=cora, case=case, person=witness, roles=["witness"])
    letter = draft(cora, case, body="Wren Ashdown has told us what she saw.")
    with pytest.raises(NotConfirmed) as asked:
        approve(actor=alder, opened=opened(alder, case), letter=letter, version=letter.version)
    assert asked.value.found == ("It names somebody else: witness",)
    assert letter.state == DRAFT
    approve(actor=alder, opened=opened(alder, case), letter=letter, version=letter.version, confirmed=True)
    wanted = sa.select(CaseEvent).where(CaseEvent.case_id == case.id, CaseEvent.kind == "letter")
    assert "Confirmed: It names somebody else: witness" in [event.text for event in db.session.scalars(wanted)]


# --- approval


def test_a_letter_with_a_gap_is_not_approved(actor: Any) -> None:
    cora, alder = actor("cora"), actor("alder")
    case = safe_case(cora)
    (letter,) = draft_by_hand(actor=cora, case=case, template="closure_victim")
    with pytest.raises(Refused, match=r"Fill in what is missing: \[Enter: why the case was closed\]"):
        approve(actor=alder, opened=opened(alder, case), letter=letter, version=letter.version)


def test_the_writer_of_the_words_does_not_approve_them_and_others_than_the_approvers_do_not(actor: Any) -> None:
    cora, alder, birch = actor("cora"), actor("alder"), actor("birch")
    case = safe_case(cora)
    letter = draft(alder, case)
    as_cover = covering(cora, alder.account_id, Role.CHAIR)  # of the one who wrote them
    named = "Somebody whom the panel names"
    for who, why in ((alder, "You wrote these words"), (cora, named), (as_cover, named)):
        with pytest.raises(Refused, match=why):
            approve(actor=who, opened=opened(who, case), letter=letter, version=letter.version)
    assert approve(actor=birch, opened=opened(birch, case), letter=letter, version=letter.version).state == APPROVED


def test_changed_words_are_a_draft_again(actor: Any) -> None:
    cora, alder = actor("cora"), actor("alder")
    case = safe_case(cora)
    letter = approved(cora, alder, case)
    edit(actor=cora, case=case, letter=letter, version=letter.version, title="About us", body="Other words.")
    assert (letter.state, letter.approved_by_id) == (DRAFT, None)
    with pytest.raises(Refused, match="Only an approved letter can be sent"):
        send_by(cora, case, letter)


def test_two_people_at_one_letter_lose_no_words_and_nobody_approves_what_they_did_not_read(actor: Any) -> None:
    cora, alder = actor("cora"), actor("alder")
    case = safe_case(cora)
    letter = draft(cora, case)
    read = letter.version
    edit(actor=cora, case=case, letter=letter, version=read, title="About us", body="Newer words.")
    with pytest.raises(Stale) as stale:
        edit(actor=alder, case=case, letter=letter, version=read, title="About us", body="Mine.")
    assert (stale.value.theirs, stale.value.mine, stale.value.by) == ("Newer words.", "Mine.", cora.name)
    with pytest.raises(Stale):
        approve(actor=alder, opened=opened(alder, case), letter=letter, version=read)


@pytest.mark.parametrize(("title", "body", "field"), [("", WORDS, "title"), ("About", "  ", "body")])
def test_a_letter_needs_a_subject_and_words(actor: Any, title: str, body: str, field: str) -> None:
    cora = actor("cora")
    case = safe_case(cora)
    letter = draft(cora, case)
    with pytest.raises(Refused) as refused:
        edit(actor=cora, case=case, letter=letter, version=letter.version, title=title, body=body)
    assert refused.value.field == field

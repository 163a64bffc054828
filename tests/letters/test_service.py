"""Drafting, changing, approving, sending and withholding letters, through the services."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from auth.access_log.models import AccessEntry
from auth.doors import NotAllowed
from auth.encryption.keyring import lock_all
from auth.encryption.sealed import Locked
from casework.cases.access import case_for
from casework.cases.conflicts import declare_conflict
from casework.cases.models import Case, CaseEvent
from casework.cases.service import add_party, close_case, move_case, remove_party, set_roles
from casework.errors import Refused, Stale
from casework.letters.access import letter_of_case, letters_of_case
from casework.letters.drafting import draft_for, follow, owed
from casework.letters.models import Letter
from casework.letters.rules import APPROVED, DRAFT, REPLACED, SENT, WITHHELD, Scope, Way
from casework.letters.service import NotConfirmed, agree, approve, draft_by_hand, edit, send, withhold
from casework.letters.standing import standing_of
from casework.notifications.models import OutgoingMessage
from casework.panel_type.letter_templates import LetterTemplate, Tells, To
from casework.panel_type.registry import panel_types
from casework.people.safe_contact import safe_contact_of
from extensions import db
from tests.conftest import PANEL
from tests.letters.made import SAFE, WORDS, approved, draft, opened, safe_case, somebody, with_responsible
from wording.dates import today


def letters(case: Case) -> list[Letter]:
    return list(db.session.scalars(sa.select(Letter).where(Letter.case_id == case.id).order_by(Letter.drafted_at)))


def send_by(actor: Any, case: Case, letter: Letter, way: Way = Way.POST, **more: Any) -> Letter:
    return send(actor=actor, opened=opened(actor, case), letter=letter, way=way, **more)


def test_a_letter_by_hand_is_drafted_from_the_panels_words_and_the_case(actor: Any) -> None:
    cora = actor("cora")
    case = safe_case(cora)
    (letter,) = draft_by_hand(actor=cora, case=case, template="closure_victim")
    assert (letter.state, letter.to, letter.event) == (DRAFT, "subject", "by_hand")
    assert letter.title == "We have finished our work with you"
    assert "Pemberwick Thistledown" in letter.body
    assert "[Enter: why the case was closed]" in letter.body
    assert "020 7946 0100" in letter.body


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
    for who, why in ((alder, "You wrote these words"), (cora, "Somebody whom the panel names")):
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


# --- sending


@pytest.mark.parametrize("way", [Way.POST, Way.HAND, Way.IN_PERSON, Way.READ_OUT])
def test_a_letter_goes_by_a_safe_way_and_the_record_says_how_when_and_by_whom(actor: Any, way: Way) -> None:
    cora, alder = actor("cora"), actor("alder")
    case = safe_case(cora)
    letter = send_by(cora, case, approved(cora, alder, case), way, note="Handed to her at the library")
    assert (letter.state, letter.way, letter.sent_on, letter.sent_by_id) == (SENT, way, today(), cora.account_id)
    assert letter.note == "Handed to her at the library"
    wanted = sa.select(CaseEvent).where(CaseEvent.case_id == case.id, CaseEvent.kind == "letter")
    titles = [event.title for event in db.session.scalars(wanted.order_by(CaseEvent.at))]
    assert titles[-1] == "Letter sent to Pemberwick Thistledown: What we are doing to help you"
    assert list(db.session.scalars(sa.select(OutgoingMessage))) == []


@pytest.mark.parametrize(
    ("way", "channel"),
    [
        (Way.POST, "letter"),
        (Way.HAND, "hand"),
        (Way.IN_PERSON, "collect"),
        (Way.READ_OUT, "call"),
        (Way.READ_OUT, "read_out"),
    ],
)
@pytest.mark.parametrize("answer", ["not_safe", "not_known"])
def test_a_way_that_is_not_marked_safe_is_refused_when_it_is_sent(
    actor: Any, way: Way, channel: str, answer: str
) -> None:
    cora, alder = actor("cora"), actor("alder")
    case = safe_case(cora)
    letter = approved(cora, alder, case)
    case.parties[0].person.safe_contact = safe_contact_of({**SAFE, channel: answer})
    with pytest.raises(Refused, match="is not marked safe") as refused:
        send_by(cora, case, letter, way)
    assert refused.value.field == "way"
    assert letter.state == APPROVED


@pytest.mark.parametrize("way", [Way.POST, Way.HAND, Way.IN_PERSON, Way.READ_OUT])
def test_nothing_goes_while_it_is_not_safe_to_contact_somebody(actor: Any, way: Way) -> None:
    cora, alder = actor("cora"), actor("alder")
    case = safe_case(cora)
    letter = approved(cora, alder, case)
    case.parties[0].person.safe_contact = safe_contact_of({**SAFE, "no_contact": "yes"})
    with pytest.raises(Refused, match="It is not safe to contact them in any way"):
        send_by(cora, case, letter, way)
    assert any("Nothing is sent while that stands" in why for why in standing_of(letter, case).against)


def test_a_letter_to_a_person_is_never_read_here_and_a_day_to_come_is_refused(actor: Any) -> None:
    cora, alder = actor("cora"), actor("alder")
    case = safe_case(cora)
    letter = approved(cora, alder, case)
    with pytest.raises(Refused, match="no account here"):
        send_by(cora, case, letter, Way.PRODUCT)
    for day in (today() + timedelta(days=1), today() - timedelta(days=1)):
        with pytest.raises(Refused, match="from the approval to today"):
            send_by(cora, case, letter, on=day)


def test_a_sent_letter_stays_as_it_is(actor: Any) -> None:
    cora, alder = actor("cora"), actor("alder")
    case = safe_case(cora)
    letter = send_by(cora, case, approved(cora, alder, case))
    with pytest.raises(Refused, match="stays as it is"):
        edit(actor=cora, case=case, letter=letter, version=letter.version, title="Other", body="Other words")
    with pytest.raises(Refused, match="stays as it is"):
        withhold(actor=cora, case=case, letter=letter, reason="Too late")
    with pytest.raises(Refused, match="Only an approved letter"):
        send_by(cora, case, letter)
    with pytest.raises(Refused, match="is not a draft"):
        approve(actor=alder, opened=opened(alder, case), letter=letter, version=letter.version)
    assert letter.state == SENT


def test_a_letter_is_withheld_with_a_reason(actor: Any) -> None:
    cora = actor("cora")
    case = safe_case(cora)
    letter = draft(cora, case)
    with pytest.raises(Refused, match="Enter why it is not sent"):
        withhold(actor=cora, case=case, letter=letter, reason=" ")
    withhold(actor=cora, case=case, letter=letter, reason="She asked us not to write")
    assert (letter.state, letter.reason) == (WITHHELD, "She asked us not to write")


def test_a_letter_to_an_agency_waits_for_the_agency_and_is_told_by_a_mail_without_words(
    actor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    cora, larch = actor("cora"), actor("larch")
    case = safe_case(cora)
    to_agency(monkeypatch)
    (letter,) = draft_by_hand(actor=cora, case=case, template="outcome_victim")
    letter.body = WORDS
    assert "Select the agency that this letter is to" in standing_of(letter, case).against
    with pytest.raises(Refused, match="Select the agency"):
        edit(actor=cora, case=case, letter=letter, version=letter.version, title="A", body=WORDS)
    edit(actor=cora, case=case, letter=letter, version=letter.version, title="A", body=WORDS,
         agency_id=larch.agency_id)  # fmt: skip
    approve(actor=cora, opened=opened(cora, case), letter=letter, version=letter.version)
    send_by(cora, case, letter, Way.PRODUCT)
    paths = {one.path for one in db.session.scalars(sa.select(OutgoingMessage))}
    assert paths == {f"/letters/{letter.id}"}


def to_agency(monkeypatch: pytest.MonkeyPatch) -> None:
    with_template(monkeypatch, LetterTemplate("outcome_victim", "To an agency", To.AGENCY))


def with_template(monkeypatch: pytest.MonkeyPatch, template: LetterTemplate) -> None:
    """The panel with one of its letters declared otherwise."""
    from dataclasses import replace

    panel = panel_types.get(PANEL)
    others = tuple(one for one in panel.letters if one.key != template.key)
    changed = replace(panel, letters=(*others, template))
    monkeypatch.setitem(panel_types._panels, PANEL, changed)


# --- somebody who speaks for the person


@pytest.fixture
def speaker(actor: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    cora = actor("cora")
    case = safe_case(cora)
    person = somebody(cora, "Eudora", "Finch", line1="1 Hill Street", postcode="E4 4EE", **SAFE)
    add_party(actor=cora, case=case, person=person, roles=["representative"])
    with_template(monkeypatch, LetterTemplate("outcome_victim", "Update", To.REPRESENTATIVE, tells=Tells.CONTENTS))
    return cora, case, person


def test_without_the_persons_word_nothing_goes_to_whoever_speaks_for_them(speaker: Any) -> None:
    cora, case, person = speaker
    (letter,) = draft_by_hand(actor=cora, case=case, template="outcome_victim")
    assert letter.person_id == person.id
    edit(actor=cora, case=case, letter=letter, version=letter.version, title="A", body=WORDS)
    with pytest.raises(Refused, match="has not agreed that Eudora Finch is told anything"):
        approve(actor=cora, opened=opened(cora, case), letter=letter, version=letter.version)


def test_a_letter_goes_no_further_than_the_newest_word_of_the_person(speaker: Any) -> None:
    cora, case, person = speaker
    (letter,) = draft_by_hand(actor=cora, case=case, template="outcome_victim")
    edit(actor=cora, case=case, letter=letter, version=letter.version, title="A", body=WORDS)
    agree(actor=cora, case=case, person_id=person.id, scope=Scope.UPDATES, words="She said so by phone")
    with pytest.raises(Refused, match="hears what happens next, and not what letters say"):
        approve(actor=cora, opened=opened(cora, case), letter=letter, version=letter.version)
    agree(actor=cora, case=case, person_id=person.id, scope=Scope.CONTENTS, words="She said so in person")
    approve(actor=cora, opened=opened(cora, case), letter=letter, version=letter.version)
    agree(actor=cora, case=case, person_id=person.id, scope=Scope.NOTHING, words="She took it back")
    with pytest.raises(Refused, match="has not agreed"):
        send_by(cora, case, letter)


def test_an_agreement_is_about_somebody_who_speaks_for_the_person_and_says_how(speaker: Any) -> None:
    cora, case, person = speaker
    with pytest.raises(Refused, match="Select somebody who speaks"):
        agree(actor=cora, case=case, person_id=case.parties[0].person_id, scope=Scope.CONTENTS, words="By phone")
    with pytest.raises(Refused, match="Enter when and how"):
        agree(actor=cora, case=case, person_id=person.id, scope=Scope.CONTENTS, words=" ")


def test_nothing_goes_to_a_speaker_while_the_person_must_not_be_contacted(speaker: Any) -> None:
    cora, case, person = speaker
    agree(actor=cora, case=case, person_id=person.id, scope=Scope.CONTENTS, words="By phone")
    (letter,) = draft_by_hand(actor=cora, case=case, template="outcome_victim")
    edit(actor=cora, case=case, letter=letter, version=letter.version, title="A", body=WORDS)
    approve(actor=cora, opened=opened(cora, case), letter=letter, version=letter.version)
    case.parties[0].person.safe_contact = safe_contact_of({**SAFE, "no_contact": "yes"})
    with pytest.raises(Refused, match="It is not safe to contact them"):
        send_by(cora, case, letter)


# --- clocks and doors


def test_a_sent_letter_meets_and_starts_the_clocks_that_hang_on_it(actor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from casework.clocks.service import clocks_of
    from tests.panel_type.small_panel import CLOCK

    cora, alder = actor("cora"), actor("alder")
    panel = panel_types.get(PANEL)
    to_send = replace(CLOCK, key="to_send", starts_on="active", met_by=("letter:outcome_victim",))
    appeal = replace(CLOCK, key="appeal", starts_on="letter:outcome_victim", met_by=("close",))
    monkeypatch.setitem(panel_types._panels, PANEL, replace(panel, clocks=(*panel.clocks, to_send, appeal)))
    case = safe_case(cora)
    move_case(actor=cora, case=case, verb="bring_forward", reason="Worse")
    move_case(actor=alder, case=case, verb="put_back", reason="Better")
    letter = approved(cora, alder, case)
    assert {clock.rule for clock in clocks_of("case", [case.id])[case.id] if clock.is_open()} >= {"to_send"}
    send_by(cora, case, letter)
    running = {clock.rule: clock for clock in clocks_of("case", [case.id])[case.id]}
    assert running["to_send"].met_at is not None
    assert running["appeal"].is_open()


@pytest.mark.parametrize("key", ["larch", "rowan", "fern", "yew", "oak", "hal"])
def test_letters_are_for_who_keeps_the_case(actor: Any, key: str) -> None:
    case = safe_case(actor("cora"))
    draft(actor("cora"), case)
    with pytest.raises(NotAllowed):
        case_for(actor(key), case.reference, "letter.write")


def test_a_conflict_of_interest_shuts_the_letters_too(actor: Any) -> None:
    cora, alder = actor("cora"), actor("alder")
    case = safe_case(cora)
    letter = draft(cora, case)
    declare_conflict(actor=alder, case_id=case.id, account_id=alder.account_id, connection="neighbour")
    with pytest.raises(NotAllowed):
        opened(alder, case)
    assert [one.id for one in letters_of_case(cora, opened(cora, case))] == [letter.id]


def test_where_nothing_is_written_about_people_no_words_of_a_letter_are_changed(
    actor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    from casework.panel_type.modes import Mode

    cora = actor("cora")
    case = safe_case(cora)
    letter = draft(cora, case)
    panel = panel_types.get(PANEL)
    bare = Mode("bare", "Bare", "No words", narrative=False)
    monkeypatch.setitem(panel_types._panels, PANEL, replace(panel, modes=(bare,)))
    monkeypatch.setattr(panel_types, "_in_force", None)
    with pytest.raises(Refused, match="Nothing is written about people here"):
        edit(actor=cora, case=case, letter=letter, version=letter.version, title="A", body="Words")

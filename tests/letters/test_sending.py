"""Sending and withholding letters, to whom and by which way, through the services."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from auth.doors import NotAllowed
from casework.cases.access import case_for
from casework.cases.conflicts import declare_conflict
from casework.cases.models import CaseEvent
from casework.cases.service import add_party, move_case
from casework.errors import Refused
from casework.letters.access import letters_of_case
from casework.letters.rules import APPROVED, SENT, WITHHELD, Scope, Way
from casework.letters.service import agree, approve, draft_by_hand, edit, withhold
from casework.letters.standing import standing_of
from casework.notifications.models import OutgoingMessage
from casework.panel_type.letter_templates import LetterTemplate, Tells, To
from casework.panel_type.registry import panel_types
from casework.people.safe_contact import safe_contact_of
from extensions import db
from tests.conftest import PANEL
from tests.letters.made import SAFE, WORDS, approved, draft, opened, safe_case, send_by, somebody
from wording.dates import today

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

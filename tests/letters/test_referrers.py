"""What a referrer is told of a referral: by letter, read here, once, at the moment it is decided."""

from typing import Any

import pytest
import sqlalchemy as sa

from auth.doors import NotAllowed
from auth.encryption.keyring import lock_all
from auth.encryption.sealed import Locked
from casework.cases.access import case_by_id
from casework.letters.access import letters_about_referral, own_letter
from casework.letters.models import Letter, Referrer
from casework.letters.rules import SENT, Way
from casework.letters.service import approve, edit, send
from casework.notifications.models import OutgoingMessage
from casework.notifications.templates import body, neutral_path
from casework.referrals import following, triage
from casework.referrals.accepting import accept, join
from casework.referrals.access import open_for_acceptance, referral_for
from casework.referrals.models import Referral
from extensions import db
from tests.letters.made import WORDS, opened
from tests.referrals.stories import sent


def told(actor: Any, referral: Referral, key: str = "rowan") -> list[str]:
    """The texts that the referrer reads, oldest first."""
    db.session.flush()
    lock_all()
    return [f"{letter.title}\n{letter.body}" for letter in letters_about_referral(actor(key), referral.id)]


def in_triage(actor: Any, referral: Referral) -> Referral:
    return referral_for(actor("cora"), referral.id, "referral.triage").referral


def taken(actor: Any, referral: Referral) -> Any:
    opened_referral = open_for_acceptance(actor("cora"), referral_for(actor("cora"), referral.id, "referral.triage"))
    return accept(actor=actor("cora"), referral=opened_referral.referral, reason="Several agencies", known={})


def mails_to(actor: Any, key: str) -> list[str]:
    wanted = sa.select(OutgoingMessage.template).where(OutgoingMessage.account_id == actor(key).account_id)
    return sorted(db.session.scalars(wanted))


def test_the_receipt_is_a_letter_and_no_mail_is_needed_for_it(actor: Any) -> None:
    referral = sent(actor("rowan"))
    (letter,) = told(actor, referral)
    assert letter.startswith(f"We have your referral {referral.reference}")
    assert "The coordinator reads it first, by " in letter
    assert mails_to(actor, "rowan") == []


def test_a_question_is_told_by_letter_with_its_last_day_and_one_mail(actor: Any) -> None:
    referral = in_triage(actor, sent(actor("rowan")))
    triage.ask_for_more(actor=actor("cora"), referral=referral, reason="Not clear", question="When did you visit?")
    letter = told(actor, referral)[-1]
    assert "When did you visit?" in letter
    assert "Open the referral and answer there by " in letter
    assert "Not clear" not in letter
    assert mails_to(actor, "rowan") == ["more_information"]


def test_a_refusal_is_told_once_the_chair_agrees_with_the_advice_and_never_the_panels_reason(actor: Any) -> None:
    referral = in_triage(actor, sent(actor("rowan")))
    decision = triage.reject(actor=actor("cora"), referral=referral, reason="Known to QQ-A-0099", advice="Go on.")
    assert len(told(actor, referral)) == 1
    referral = referral_for(actor("alder"), referral.id, "referral.confirm").referral
    triage.confirm(actor=actor("alder"), referral=referral, decision=decision)
    letter = told(actor, referral)[-1]
    assert "Go on." in letter
    assert "QQ-A-0099" not in letter
    assert mails_to(actor, "rowan") == ["referral_decided"]


def test_taking_a_referral_is_told_once_and_not_again_from_the_case(actor: Any) -> None:
    referral = sent(actor("rowan"))
    case = taken(actor, referral)
    letters = told(actor, referral)
    assert [one.partition("\n")[0] for one in letters] == [
        f"We have your referral {referral.reference}",
        f"We have taken your referral {referral.reference}",
    ]
    assert case.reference not in letters[-1]
    assert mails_to(actor, "rowan") == ["referral_decided"]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Letter).where(Letter.state != SENT)) == 0


def test_the_same_occasion_is_not_told_twice(actor: Any) -> None:
    from casework.referrals.telling import tell_author

    referral = in_triage(actor, sent(actor("rowan")))
    decision = triage.ask_for_more(actor=actor("cora"), referral=referral, reason="Why", question="When?")
    tell_author(actor=actor("cora"), referral=referral, verb="ask", decision=decision, told={"asked": "When?"})
    assert len(told(actor, referral)) == 2


def test_every_referrer_of_a_case_gets_the_outcome_about_their_own_referral(actor: Any) -> None:
    first, second = sent(actor("rowan")), sent(actor("elm"))
    case = taken(actor, first)
    ready = open_for_acceptance(actor("cora"), referral_for(actor("cora"), second.id, "referral.triage"))
    join(actor=actor("cora"), referral=ready.referral, reason="Same people", case=case, known={})
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Referrer)) == 2
    drafts = by_hand(actor, case)
    assert {letter.account_id for letter in drafts} == {actor("rowan").account_id, actor("elm").account_id}
    assert {letter.title for letter in drafts} == {
        f"What we agreed about {first.reference}",
        f"What we agreed about {second.reference}",
    }


def by_hand(actor: Any, case: Any) -> list[Letter]:
    from casework.letters.service import draft_by_hand

    return draft_by_hand(actor=actor("cora"), case=case, template="outcome_referrer")


def issued(actor: Any) -> Letter:
    """A letter about a case that its referrer reads here."""
    cora = actor("cora")
    case = taken(actor, sent(actor("rowan")))
    (letter,) = by_hand(actor, case)
    edit(actor=cora, case=case, letter=letter, version=letter.version, title="What we agreed", body=WORDS)
    approve(actor=cora, opened=opened(cora, case), letter=letter, version=letter.version)
    return send(actor=cora, opened=opened(cora, case), letter=letter, way=Way.PRODUCT)


def test_a_referrer_opens_the_letter_and_never_the_case(actor: Any) -> None:
    letter = issued(actor)
    db.session.flush()
    lock_all()
    found = own_letter(actor("rowan"), letter.id)
    assert found.letter.body == WORDS
    assert found.because.sentence == "this letter is to you or your agency"
    with pytest.raises(Locked):
        _ = found.letter.case.summary
    with pytest.raises(NotAllowed):
        case_by_id(actor("rowan"), letter.case_id, "letter.write")


@pytest.mark.parametrize("key", ["fern", "larch", "elm", "hazel", "yew", "oak", "hal"])
def test_a_letter_is_read_by_nobody_else(actor: Any, key: str) -> None:
    letter = issued(actor)
    with pytest.raises(NotAllowed):
        own_letter(actor(key), letter.id)


def test_a_letter_that_is_not_sent_is_not_there_for_its_reader(actor: Any) -> None:
    case = taken(actor, sent(actor("rowan")))
    (letter,) = by_hand(actor, case)
    db.session.flush()
    with pytest.raises(NotAllowed):
        own_letter(actor("rowan"), letter.id)


def test_a_conflict_of_interest_shuts_a_letter_for_its_reader(actor: Any) -> None:
    from casework.cases.conflicts import declare_conflict

    letter = issued(actor)
    rowan = actor("rowan")
    declare_conflict(actor=actor("cora"), case_id=letter.case_id, account_id=rowan.account_id, connection="neighbour")
    with pytest.raises(NotAllowed):
        own_letter(rowan, letter.id)


def test_the_mail_about_a_letter_says_nothing_and_its_link_is_kept(actor: Any) -> None:
    letter = issued(actor)
    wanted = sa.select(OutgoingMessage).where(OutgoingMessage.template == "letter")
    (message,) = db.session.scalars(wanted)
    assert message.path == neutral_path(message.path) == f"/letters/{letter.id}"
    text = body(message.template, "https://panels.example.org", message.path)
    for word in ("plan", "agreed", "QQ", "MARAC", "Thistledown", "anti-social"):
        assert word not in text


def test_a_withdrawal_by_the_referrer_needs_no_letter_of_this_panel(actor: Any) -> None:
    referral = sent(actor("rowan"))
    following.withdraw(actor=actor("rowan"), referral=referral, reason="Sent twice")
    assert len(told(actor, referral)) == 1


def test_a_lapsed_question_needs_no_key_to_be_told(actor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The job that lets a referral lapse holds no key; a letter has a key of its own, so it can still be written."""
    from dataclasses import replace

    from casework.letters.referrers import tell_referrer
    from casework.panel_type.registry import panel_types
    from casework.referrals.telling import about
    from tests.conftest import PANEL

    referral = sent(actor("rowan"))
    panel = panel_types.get(PANEL)
    changed = tuple(
        replace(one, drafted_on=("lapse",)) if one.key == "referral_received" else one for one in panel.letters
    )
    monkeypatch.setitem(panel_types._panels, PANEL, replace(panel, letters=changed))
    db.session.flush()
    lock_all()
    (letter,) = tell_referrer(actor=None, about=about(referral), events={"lapse"})
    assert letter.drafted_by_id is None
    assert letter.state == SENT

"""What can be done with a letter once it is drafted: its words, approval, sending, withholding; and who agreed to what.

Each verb takes an opened letter and its opened case, and writes the row and the timeline entry together.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from auth.models import Agency
from auth.roles import Actor
from casework.cases.access import OpenCase
from casework.cases.case_clocks import meet_clocks, start_clocks
from casework.cases.events import record_event
from casework.cases.models import Case
from casework.errors import Refused, Stale
from casework.letters.checking import refusals, to_confirm
from casework.letters.drafting import draft_by_hand, draft_for, follow
from casework.letters.models import Agreement, Letter
from casework.letters.recipients import party_of, reader_of
from casework.letters.rules import (
    APPROVED,
    DRAFT,
    SCOPE_WORDS,
    SENT,
    WAITING,
    WAY_WORDS,
    WITHHELD,
    Scope,
    Way,
    agreement_refused,
    never_to,
    way_refused,
)
from casework.letters.standing import against_approval, compared, template_of, why_not_approve
from casework.notifications.service import tell, tell_agency
from casework.panel_settings.narrative import must_be_empty, must_be_reason
from casework.panel_type.common_choices import REPRESENTATIVE
from casework.panel_type.letter_templates import To, letter_event
from casework.panel_type.registry import panel_types
from extensions import db, now
from wording.dates import LONDON, as_date, today, uk_date

__all__ = ["agree", "approve", "draft_by_hand", "draft_for", "edit", "follow", "send", "withhold"]

LONGEST_TITLE, LONGEST_BODY = 120, 20_000


@dataclass(frozen=True, slots=True)
class NotConfirmed(Exception):
    """The letter may say something about somebody else: whoever approves has to confirm each of ``found``."""

    found: tuple[str, ...]


def edit(
    *,
    actor: Actor,
    case: Case,
    letter: Letter,
    version: int,
    title: str,
    body: str,
    agency_id: UUID | None = None,
) -> Letter:
    """Change the words of a letter that was not sent. An approved one is a draft again.

    ``agency_id``: the agency a letter to an agency is for.
    :raises Refused: nothing typed, the letter is not a draft, or nothing is written about people in this panel.
    :raises Stale: somebody changed it since ``version``; nothing is stored.
    """
    _must_wait(letter)
    mode = panel_types.get(letter.panel).in_mode
    if not mode.narrative:
        raise Refused(mode.no_narrative, "body")
    _hold(letter)
    if version != letter.version:
        raise Stale(theirs=letter.body or "", mine=body, by=_writer(letter), version=letter.version)
    if not title.strip():
        raise Refused("Enter what the letter is about", "title")
    if not body.strip():
        raise Refused("Enter the letter", "body")
    letter.title, letter.body = title.strip(), body.strip()
    if letter.to == To.AGENCY:
        letter.agency_id = _agency(agency_id)
    letter.edited_at, letter.edited_by_id = now(), actor.account_id
    letter.state, letter.approved_at, letter.approved_by_id = DRAFT, None, None
    letter.version += 1
    db.session.flush()
    db.session.expire(letter, ["agency", "edited_by", "approved_by"])
    return letter


def approve(*, actor: Actor, opened: OpenCase, letter: Letter, version: int, confirmed: bool = False) -> Letter:
    """Let a letter go. What it says about people other than its reader is looked for once more.

    ``confirmed``: the person has read what was found and says that it may stand.
    :raises Refused: not a draft, not this person's to approve, with gaps, to somebody who is never written to, further
        than somebody agreed, or with words that put somebody in danger.
    :raises NotConfirmed: with words that have to be confirmed.
    :raises Stale: somebody changed it since ``version``.
    """
    _hold(letter)
    if letter.state != DRAFT:
        raise Refused("This letter is not a draft")
    if version != letter.version:
        raise Stale(theirs=letter.body or "", mine="", by=_writer(letter), version=letter.version)
    against = [why_not_approve(actor, letter), *against_approval(letter, opened.case)]
    found = compared(actor, opened, letter)
    against += refusals(found)
    if any(against):
        raise Refused(next(why for why in against if why))
    if to_confirm(found) and not confirmed:
        raise NotConfirmed(to_confirm(found))
    letter.state, letter.approved_at, letter.approved_by_id = APPROVED, now(), actor.account_id
    letter.version += 1
    title = f"Letter approved: {template_of(letter).title}"
    text = f"Confirmed: {'; '.join(to_confirm(found))}" if found else ""
    record_event(actor=actor, case=opened.case, kind="letter", title=title, text=text)
    return letter


def send(*, actor: Actor, opened: OpenCase, letter: Letter, way: Way, on: date | None = None, note: str = "") -> Letter:
    """Record that an approved letter went, by which way, on which day and by whom. Here, the reader is told at once.

    Roles, agreement, hidden addresses and safe contact are asked again: what was safe when it was written may not be.
    :raises Refused: not approved, or the way is not safe for this reader now; the message says which.
    """
    must_be_empty(letter.panel, note=note)
    _hold(letter)
    if letter.state != APPROVED:
        raise Refused("Only an approved letter can be sent")
    case, reader = opened.case, reader_of(letter, opened.case)
    sent_on = on or today()
    against = [
        *against_approval(letter, case),
        *refusals(compared(actor, opened, letter)),
        never_to(reader.roles),
        agreement_refused(reader, template_of(letter).tells),
    ]
    if any(against):
        raise Refused(next(why for why in against if why))
    refusal = way_refused(reader, way)
    if refusal:
        raise Refused(f"{refusal}. Ask first, and note it under safe contact", "way")
    if not (letter.approved_at and as_date(letter.approved_at) <= sent_on <= today()):
        raise Refused("Enter a day from the approval to today", "sent_on")
    letter.note = note.strip() or None
    put_out(actor=actor, letter=letter, way=way, on=sent_on)
    title = f"Letter sent to {reader.name}: {template_of(letter).title}"
    text = f"{WAY_WORDS[way]}, {uk_date(sent_on)}"
    record_event(actor=actor, case=case, kind="letter", title=title, text=text)
    _clocks(case, letter, sent_on)
    if way is Way.PRODUCT:
        _tell_reader(letter)
    return letter


def put_out(*, actor: Actor | None, letter: Letter, way: Way, on: date) -> None:
    """Mark a letter as sent. The rules were asked by the caller."""
    letter.state, letter.way, letter.sent_on = SENT, way.value, on
    letter.sent_at, letter.sent_by_id = now(), actor.account_id if actor else None
    letter.version += 1
    db.session.flush()


def withhold(*, actor: Actor, case: Case, letter: Letter, reason: str) -> Letter:
    """Do not send a letter. It stays on record with the reason.

    :raises Refused: without a reason, or it was sent or settled already.
    """
    must_be_reason(letter.panel, reason=reason)
    _hold(letter)
    _must_wait(letter)
    if not reason.strip():
        raise Refused("Enter why it is not sent", "reason")
    letter.state, letter.reason = WITHHELD, reason.strip()
    letter.settled_at, letter.settled_by_id = now(), actor.account_id
    letter.version += 1
    title = f"Letter withheld: {template_of(letter).title}"
    record_event(actor=actor, case=case, kind="letter", title=title, text=reason.strip())
    return letter


def agree(*, actor: Actor, case: Case, person_id: UUID, scope: Scope, words: str) -> Agreement:
    """Note how much the person a case is about lets somebody who speaks for them be told.

    :raises Refused: they do not speak for anybody in this case, or it is not said how the person agreed.
    """
    must_be_reason(case.panel, words=words)
    party = party_of(case, person_id)
    if party is None or REPRESENTATIVE not in (party.roles or ()):
        raise Refused("Select somebody who speaks for the person in this case", "person")
    if not words.strip():
        raise Refused("Enter when and how the person said so", "words")
    agreement = Agreement(
        data_key_id=case.data_key_id,
        case_id=case.id,
        person_id=person_id,
        scope=scope.value,
        words=words.strip(),
        at=now(),
        by_id=actor.account_id,
    )
    db.session.add(agreement)
    title = f"{party.person.display_name} may be told: {SCOPE_WORDS[scope].lower()}"
    record_event(actor=actor, case=case, kind="letter", title=title, text=words.strip())
    return agreement


def _writer(letter: Letter) -> str:
    by = letter.edited_by or letter.drafted_by
    return by.name if by else "The service"


def _must_wait(letter: Letter) -> None:
    if letter.state not in WAITING:
        raise Refused("This letter was sent or settled already, so it stays as it is")


def _hold(letter: Letter) -> None:
    """Let others wait who want to change this letter; of two the second is judged by what the first one left."""
    db.session.flush()
    db.session.refresh(letter, ["state", "version"], with_for_update=True)


def _agency(agency_id: UUID | None) -> UUID:
    if agency_id is None or db.session.get(Agency, agency_id) is None:
        raise Refused("Select the agency that this letter is to", "agency")
    return agency_id


def _clocks(case: Case, letter: Letter, on: date) -> None:
    """A letter that was sent is an event of clocks; its moment is the day it went, and now if that is today."""
    at = now() if on == today() else datetime.combine(on, time(12), tzinfo=LONDON)
    event, panel = letter_event(letter.template), panel_types.get(case.panel)
    meet_clocks(case, panel, {event}, at=at)
    if panel.lifecycle.state(case.state).open:
        start_clocks(case, panel, {event}, at=at)


def _tell_reader(letter: Letter) -> None:
    path = f"/letters/{letter.id}"
    if letter.account_id is not None:
        tell(account_id=letter.account_id, template="letter", path=path)
    elif letter.agency_id is not None:
        tell_agency(agency_id=letter.agency_id, panel=letter.panel, template="letter", path=path)

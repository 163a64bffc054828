"""Drafting letters: when something happens to a case, when the panel decides, or by hand.

The service writes the words and a person reads them. What cannot be sent is still written down as withheld, with the
reason, so that nobody believes that a letter went.
"""

from collections.abc import Iterable, Mapping
from uuid import UUID

import sqlalchemy as sa

from auth.encryption.keyring import new_data_key
from auth.roles import Actor
from casework.cases.events import record_event
from casework.cases.history import moves_of
from casework.cases.models import Case, CaseMove
from casework.errors import Refused
from casework.letters.models import Letter, LettersDone
from casework.letters.recipients import Recipient, party_of, recipients_of
from casework.letters.rules import BY_HAND, DRAFT, REPLACED, WAITING, WITHHELD, never_to
from casework.letters.values import Told, words_for
from casework.panel_type.letter_templates import TOLD_AT_ONCE, LetterTemplate, To
from casework.panel_type.registry import panel_types
from extensions import db, now

ACCEPT = "accept"
"""The move that opens a case: its referrer is told of it with the referral, and not a second time."""

NEWER = "Drafted again, because something happened"
Reason = tuple[str, str]
"""What raised a draft, and the record of it."""


def draft_for(*, actor: Actor, case: Case, event: str, told: Told | None = None, occasion: str = "") -> list[Letter]:
    """Draft the letters that the panel wants when ``event`` happens to an opened case.

    ``told``: values of placeholders that the event knows; ``occasion``: the record of it. An unsent letter from the
    same words to the same reader is replaced, unless it was drafted on this very occasion.
    """
    wanted = dict.fromkeys(_drafted_on(case, {event}), (event, occasion))
    return _draft_all(actor, case, wanted, told or {})


def follow(
    *,
    actor: Actor,
    case: Case,
    templates: Iterable[str] = (),
    event: str = "",
    told: Told | None = None,
    occasion: str = "",
) -> list[Letter]:
    """Draft what the moves of an opened case since the last time call for, and ``templates`` besides, each once.

    Whoever moves a case, fills in a form or carries out a decision calls this when all of it is done. A move that the
    passing of time made is followed by whoever does so next: a job holds no key to write with.
    """
    wanted = {key: (f"{move.verb}", f"move:{move.number}") for move in _new_moves(case) for key in _of_move(case, move)}
    wanted |= dict.fromkeys((*_drafted_on(case, {event}), *templates), (event, occasion))
    return _draft_all(actor, case, wanted, told or {})


def draft_by_hand(*, actor: Actor, case: Case, template: str) -> list[Letter]:
    """Draft one of the panel's letters because somebody wants to write it.

    :raises Refused: the panel has no such letter, there is nobody to write to, or nobody who may be written to.
    """
    if template not in {letter.key for letter in panel_types.get(case.panel).letters if is_about_a_case(letter)}:
        raise Refused("Select a letter", "template")
    chosen = panel_types.get(case.panel).letter(template)
    found = recipients_of(case, chosen.to)
    if not found:
        raise Refused("Nobody in this case can get this letter. Add the person it is to, with their role", "template")
    refusals = [_refusal(case, one) for one in found]
    if all(refusals):
        raise Refused(refusals[0], "template")
    return _draft_all(actor, case, {template: (BY_HAND, "")}, {})


def is_about_a_case(template: LetterTemplate) -> bool:
    """Whether a letter is one about a case: those of a referral are told with it, at once."""
    told_at_once = template.to is To.REFERRER and bool(template.drafted_on) and not template.approvers
    return not (told_at_once and TOLD_AT_ONCE.issuperset(template.drafted_on))


def owed(case_ids: Iterable[UUID] | None, panels: Iterable[str]) -> dict[UUID, list[CaseMove]]:
    """Moves that no letter was drafted for yet and that call for one, by case. Opens nothing.

    ``case_ids``: only these cases; ``None`` for all of ``panels``.
    """
    done = sa.func.coalesce(LettersDone.move_number, 0)
    wanted = (
        sa.select(CaseMove)
        .outerjoin(LettersDone, LettersDone.case_id == CaseMove.case_id)
        .where(CaseMove.panel.in_(list(panels)), CaseMove.number > done)
    )
    if case_ids is not None:
        wanted = wanted.where(CaseMove.case_id.in_(list(case_ids)))
    found: dict[UUID, list[CaseMove]] = {}
    for move in db.session.scalars(wanted.order_by(CaseMove.number)):
        if _letters_on(move):
            found.setdefault(move.case_id, []).append(move)
    return found


def unsent_of(case_id: UUID) -> list[Letter]:
    """The letters of a case that wait, still sealed."""
    wanted = sa.select(Letter).where(Letter.case_id == case_id, Letter.state.in_(WAITING))
    return list(db.session.scalars(wanted.order_by(Letter.drafted_at, Letter.id)))


def _draft_all(actor: Actor, case: Case, wanted: Mapping[str, Reason], told: Told) -> list[Letter]:
    panel = panel_types.get(case.panel)
    written = []
    for key, reason in wanted.items():
        template = panel.letter(key)
        for recipient in recipients_of(case, template.to):
            letter = _draft(actor, case, template, recipient, reason, told)
            if letter is not None:
                written.append(letter)
    db.session.flush()
    return written


def _draft(
    actor: Actor, case: Case, template: LetterTemplate, recipient: Recipient, reason: Reason, told: Told
) -> Letter | None:
    refusal = _refusal(case, recipient)
    title, body, version = words_for(actor, case, template.key, recipient, told)
    earlier = [one for one in unsent_of(case.id) if one.template == template.key and _same_reader(one, recipient)]
    if any(_is_untouched(one, reason) for one in earlier):
        return None
    letter = Letter(
        data_key_id=new_data_key(panel=case.panel, kind="letter"),
        panel=case.panel,
        case_id=case.id,
        referral_id=recipient.referral_id,
        template=template.key,
        words_version=version,
        to=template.to.value,
        account_id=recipient.account_id,
        person_id=recipient.person.id if recipient.person else None,
        event=reason[0],
        occasion=reason[1],
        title=title,
        body=body,
        state=WITHHELD if refusal else DRAFT,
        reason=refusal,
        drafted_at=now(),
        drafted_by_id=actor.account_id,
    )
    db.session.add(letter)
    _replace(actor, earlier)
    said = f"Letter not written: {refusal}" if refusal else "Letter drafted"
    record_event(actor=actor, case=case, kind="letter", title=f"{said}: {template.title}")
    return letter


def _replace(actor: Actor, earlier: Iterable[Letter]) -> None:
    for one in earlier:
        one.state, one.settled_at, one.settled_by_id = REPLACED, now(), actor.account_id
        one.version += 1


def _is_untouched(letter: Letter, reason: Reason) -> bool:
    """Whether this waits from the very same occasion: the letter is then written already."""
    return bool(reason[1]) and (letter.event, letter.occasion) == reason


def _same_reader(letter: Letter, recipient: Recipient) -> bool:
    person_id = recipient.person.id if recipient.person else None
    if recipient.to is To.AGENCY:
        return letter.agency_id is None
    return (letter.account_id, letter.person_id, letter.referral_id) == (
        recipient.account_id,
        person_id,
        recipient.referral_id,
    )


def _refusal(case: Case, recipient: Recipient) -> str:
    party = party_of(case, recipient.person.id) if recipient.person else None
    return never_to(party.roles or ()) if party else ""


def _drafted_on(case: Case, events: set[str]) -> list[str]:
    letters = panel_types.get(case.panel).letters
    return [letter.key for letter in letters if events.intersection(letter.drafted_on)]


def _letters_on(move: CaseMove) -> list[LetterTemplate]:
    """The letters that a move calls for. Of its acceptance the referrer is told with the referral itself."""
    letters = panel_types.get(move.panel).letters
    opening = move.verb == ACCEPT
    return [
        letter
        for letter in letters
        if {move.verb, move.target}.intersection(letter.drafted_on)
        and not (opening and letter.to is To.REFERRER and not letter.approvers)
    ]


def _of_move(case: Case, move: CaseMove) -> list[str]:
    return [letter.key for letter in _letters_on(move)]


def _new_moves(case: Case) -> list[CaseMove]:
    """The moves since letters were last thought of; from now on they count as followed."""
    done = db.session.get(LettersDone, case.id, with_for_update=True)
    if done is None:
        done = LettersDone(case_id=case.id, move_number=0)
        db.session.add(done)
    fresh = [move for move in moves_of(case.id) if move.number > done.move_number]
    if fresh:
        done.move_number = fresh[-1].number
    db.session.flush()
    return fresh

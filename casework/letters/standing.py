"""What stands in the way of a letter, each in a sentence, and what whoever approves it has to confirm."""

from collections.abc import Sequence
from dataclasses import dataclass

from auth.roles import ROLE_TITLES, Actor, Role
from casework.cases.access import OpenCase
from casework.cases.models import Case
from casework.cases.rules import ADULT_AT, age_on
from casework.letters.checking import Finding, findings, refusals, to_confirm
from casework.letters.models import Letter
from casework.letters.placeholders import gaps_in
from casework.letters.recipients import hidden_addresses, others_in, own_of, party_of, reader_of
from casework.letters.rules import (
    DRAFT,
    TO_STAFF,
    WAITING,
    Way,
    agreement_refused,
    may_approve,
    never_to,
    way_refused,
    ways_open,
)
from casework.panel_type.definition import CHAIR, VICE_CHAIR
from casework.panel_type.letter_templates import LetterTemplate, To
from casework.panel_type.registry import panel_types
from casework.people.access import open_for_comparison
from casework.people.service import is_stale
from wording.dates import today


@dataclass(frozen=True, slots=True)
class Standing:
    """How an opened letter stands. ``against``: what must be put right before it can go; ``warnings`` stop nothing."""

    against: tuple[str, ...]
    ways: tuple[Way, ...]
    confirm: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def template_of(letter: Letter) -> LetterTemplate:
    """The template of a letter, also of one that the panel no longer writes."""
    try:
        return panel_types.get(letter.panel).letter(letter.template)
    except KeyError:
        return LetterTemplate(letter.template, "A letter that is no longer written", To(letter.to))


def standing_of(letter: Letter, case: Case) -> Standing:
    """How the letter stands, for showing. Hidden addresses stay shut, so they are compared only when somebody acts."""
    if letter.state not in WAITING:
        return Standing((), ())
    found = found_in(letter, case, hidden_too=False)
    reader = reader_of(letter, case)
    against = [*against_approval(letter, case), *refusals(found), *against_sending(letter, case)]
    if letter.state == DRAFT:
        against.append(_who_approves(template_of(letter)))
    return Standing(tuple(against), ways_open(reader), to_confirm(found), _warnings(letter, case))


def against_approval(letter: Letter, case: Case) -> list[str]:
    """What the words still lack, and whether they may go to this reader at all."""
    reader = reader_of(letter, case)
    found = [f"Fill in what is missing: {', '.join(gaps_in(letter.body or ''))}"] if gaps_in(letter.body or "") else []
    found += [why for why in (never_to(reader.roles), agreement_refused(reader, template_of(letter).tells)) if why]
    if letter.to == To.AGENCY and letter.agency_id is None:
        found.append("Select the agency that this letter is to")
    if letter.person_id is not None and party_of(case, letter.person_id) is None:
        found.append("The person it is to is no longer part of this case")
    return found


def against_sending(letter: Letter, case: Case) -> list[str]:
    """Why no way is open; empty when one is."""
    reader = reader_of(letter, case)
    if ways_open(reader) or (letter.person_id is not None and party_of(case, letter.person_id) is None):
        return []
    if reader.stopped:
        return ["It is not safe to contact the person this case is about. Nothing is sent while that stands"]
    why = way_refused(reader, Way.POST)
    if why.startswith("It is not safe"):
        return [f"{why}. Nothing is sent while that stands"]
    return [f"No way of reaching {reader.name} is marked safe. Ask, and note it under safe contact"]


def found_in(letter: Letter, case: Case, *, hidden_too: bool) -> tuple[Finding, ...]:
    """What the letter says about people other than its reader."""
    text = f"{letter.title or ''}\n{letter.body or ''}"
    return findings(text, others_in(case, letter, hidden_too=hidden_too), own_of(case, letter, hidden_too=hidden_too))


def compared(actor: Actor, opened: OpenCase, letter: Letter) -> tuple[Finding, ...]:
    """The same with the hidden addresses, which are opened for it through their own door.

    :raises NotAllowed: the person writes no letters about this case.
    """
    case = opened.case
    open_for_comparison(actor, hidden_addresses(case), panel=case.panel, relationships=opened.relationships)
    return found_in(letter, case, hidden_too=True)


def why_not_approve(actor: Actor, letter: Letter) -> str:
    """Why this person may not approve it; empty when they may. Where two people are needed, cover is no second one."""
    roles = {role.value for role in actor.own_roles(letter.panel)}
    return may_approve(template_of(letter), roles, account_id=actor.account_id, written_by_id=letter.edited_by_id)


def approvers_of(template: LetterTemplate) -> Sequence[str]:
    """The roles that may approve it: those the panel names, and the chairs; none in particular where it names none."""
    return tuple(dict.fromkeys((*template.approvers, CHAIR, VICE_CHAIR))) if template.approvers else ()


def _who_approves(template: LetterTemplate) -> str:
    names = [ROLE_TITLES[Role(role)].lower() for role in approvers_of(template)]
    return f"It has to be approved by the {' or the '.join(names)}" if names else "It has to be approved"


def _warnings(letter: Letter, case: Case) -> tuple[str, ...]:
    party = party_of(case, letter.person_id) if letter.person_id else None
    if party is None or To(letter.to) in TO_STAFF:
        return ()
    found = []
    if is_stale(party.person):
        found.append("Safe contact was not checked in the last 30 days. Ask again before you send")
    born_on = party.person.born_on
    if born_on is not None and age_on(born_on, today()) < ADULT_AT:
        found.append("The reader is under 18. Decide who should get this letter, and how")
    return tuple(found)

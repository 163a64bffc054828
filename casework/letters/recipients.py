"""Who a letter is to, found in an opened case, and what the rules need to know of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from auth.encryption.sealed import Locked
from casework.cases.models import Case, CaseParty
from casework.cases.rules import NAME_WITHHELD, role_labels
from casework.letters.checking import Other, Own, Place
from casework.letters.models import Agreement, Letter, Referrer
from casework.letters.rules import Reader, Scope, reader_roles
from casework.panel_type.common_choices import ALLEGED_PERPETRATOR
from casework.panel_type.definition import PanelType
from casework.panel_type.letter_templates import To
from casework.panel_type.registry import panel_types
from casework.people.models import Address, Person
from casework.people.safe_contact import must_not_contact
from extensions import db


@dataclass(frozen=True)
class Recipient:
    """One reader. For a referrer ``reference`` is that of their own referral: the case's tells them nothing."""

    to: To
    name: str = ""
    person: Person | None = None
    account_id: UUID | None = None
    referral_id: UUID | None = None
    reference: str = ""


def recipients_of(case: Case, to: To) -> list[Recipient]:
    """Everybody a letter of this kind goes to; a letter to an agency names it later."""
    if to is To.AGENCY:
        return [Recipient(to)]
    if to is To.REFERRER:
        return [
            Recipient(to, one.account.name, None, one.account_id, one.referral_id, one.reference)
            for one in referrers_of(case)
        ]
    return [Recipient(to, name_of(party), party.person) for party in _parties(case, to)]


def referrers_of(case: Case) -> list[Referrer]:
    """The authors of the referrals that this case came of."""
    return list(db.session.scalars(sa.select(Referrer).where(Referrer.case_id == case.id).order_by(Referrer.reference)))


def subjects_of(case: Case) -> list[CaseParty]:
    """The people the case is about."""
    return _parties(case, To.SUBJECT)


def party_of(case: Case, person_id: UUID | None) -> CaseParty | None:
    """The part of a person in an opened case, while they stand in it."""
    return next((held for held in standing(case) if held.person_id == person_id), None)


def name_of(party: CaseParty) -> str:
    """The name of somebody in the case; words for it where the names are withheld from whoever set the letter off."""
    try:
        return party.person.display_name or ""
    except Locked:
        if not party.case.identity_withheld:
            raise
        return NAME_WITHHELD


def standing(case: Case) -> list[CaseParty]:
    """Everybody who stands in an opened case now."""
    return [party for party in case.parties if party.removed_at is None]


def reader_of(letter: Letter, case: Case | None) -> Reader:
    """Who an opened letter is to, as the rules see them. A person who left the case has no role and no safe way."""
    to = To(letter.to)
    if letter.person_id is None or case is None:
        name = letter.account.name if letter.account else letter.agency.name if letter.agency else ""
        return Reader(to, name)
    party = party_of(case, letter.person_id)
    if party is None:
        return Reader(to, "")
    person = party.person
    return Reader(
        to=to,
        name=person.display_name or "",
        roles=tuple(party.roles or ()),
        safe_contact=person.safe_contact,
        scope=scope_of(case, person.id) if to is To.REPRESENTATIVE else Scope.NOTHING,
        has_address=bool(current_addresses(person)),
        stopped=to is To.REPRESENTATIVE
        and any(must_not_contact(held.person.safe_contact) for held in subjects_of(case)),
    )


def agreement_of(case: Case, person_id: UUID) -> Agreement | None:
    """The newest word on how much this person may be told."""
    wanted = sa.select(Agreement).where(Agreement.case_id == case.id, Agreement.person_id == person_id)
    return db.session.scalars(wanted.order_by(Agreement.at.desc(), Agreement.id).limit(1)).one_or_none()


def scope_of(case: Case, person_id: UUID) -> Scope:
    """How much this person may be told; nothing when nobody asked."""
    found = agreement_of(case, person_id)
    return Scope(found.scope) if found and found.scope else Scope.NOTHING


def others_in(case: Case, letter: Letter, *, hidden_too: bool) -> list[Other]:
    """Everybody in the case but the reader. ``hidden_too``: the hidden addresses are open for comparison."""
    roles = panel_types.get(case.panel).case_roles
    return [
        _other(party, ", ".join(role_labels(roles, party.roles or [])), hidden_too)
        for party in standing(case)
        if party.person_id != letter.person_id
    ]


def own_of(case: Case, letter: Letter, *, hidden_too: bool) -> Own:
    """What of the reader may be the same as another's. ``hidden_too``: as :func:`others_in`."""
    party = party_of(case, letter.person_id) if letter.person_id else None
    if party is None:
        return Own()
    identity = party.person.identity or {}
    return Own(str(identity.get("surname") or ""), _places(party.person, hidden_too))


def hidden_addresses(case: Case) -> list[Address]:
    """The addresses in this case that are kept hidden, still shut."""
    return [one for party in standing(case) for one in current_addresses(party.person) if one.hidden]


def current_addresses(person: Person) -> list[Address]:
    """Where the person lives now."""
    return [address for address in person.addresses if address.ended_at is None]


def _parties(case: Case, to: To) -> list[CaseParty]:
    panel = panel_types.get(case.panel)
    for roles in reader_roles(_subject_roles(panel), to):
        found = [party for party in standing(case) if {*roles} & {*(party.roles or ())}]
        if found:
            return found
    return []


def _subject_roles(panel: PanelType) -> Sequence[str]:
    return list(dict.fromkeys(tool.subject_role for tool in panel.risk_tools))


def _other(party: CaseParty, role: str, hidden_too: bool) -> Other:
    identity = party.person.identity or {}
    names = [*(identity.get("aliases") or ()), identity.get("preferred_name")]
    return Other(
        role=role.lower() or "somebody in the case",
        forenames=str(identity.get("forenames") or ""),
        surname=str(identity.get("surname") or ""),
        aliases=tuple(str(name) for name in names if name),
        places=_places(party.person, hidden_too),
        responsible=ALLEGED_PERPETRATOR in (party.roles or ()),
    )


def _places(person: Person, hidden_too: bool) -> tuple[Place, ...]:
    return tuple(_place(one) for one in current_addresses(person) if hidden_too or not one.hidden)


def _place(address: Address) -> Place:
    lines = address.lines or {}
    return Place(
        lines=tuple(str(lines[key]) for key in ("line1", "line2") if lines.get(key)),
        postcode=str(lines.get("postcode") or ""),
        hidden=address.hidden,
    )

"""The doors to cases.

``case_for`` opens one case; ``cases_on_page`` opens the summaries of a list; ``cases_for`` opens several whole cases
for one purpose (a pack, an agenda). Each writes its access entry before any key is unlocked.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NoReturn
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from auth.doors import NotAllowed, Target, is_shut, pass_door, pass_door_with_reason, pass_list_door
from auth.policy import Decision, may
from auth.policy_relationships import APART, EXCLUDED, LISTED, NAMED, NOT_NAMED
from auth.roles import Actor
from casework.cases.barred import barred_to
from casework.cases.chaired import chaired_by
from casework.cases.granted import grants_to
from casework.cases.models import Case, CaseParty, TypedBefore
from casework.cases.shut_out import met_shut, shut_out_among, shut_out_of
from casework.panel_type.registry import panel_types
from casework.people.access import keys_of
from casework.people.models import Person
from extensions import db
from wall.binding import hides_rows
from wall.standing import as_service

CASE_TIERS = "F0-F3"
NO_CASE = UUID(int=0)
"""The id of no case."""
READ_NAMES = "identity.read"


class RecordDestroyed(Exception):
    """A case or a referral was destroyed. It is told to those alone who could have opened it, after their entry is
    written."""

    def __init__(self, reference: str, panel: str, at: datetime) -> None:
        super().__init__("This record has been destroyed.")
        self.reference, self.panel, self.at = reference, panel, at


@dataclass(frozen=True)
class OpenCase:
    """An opened case and why it could be opened. ``withheld``: its people stay shut to this reader."""

    case: Case
    because: Decision
    relationships: frozenset[str]
    withheld: bool = False


def case_for(actor: Actor, reference: str, permission: str = "case.read", *, event: str = "case.open") -> OpenCase:
    """Open one case with its people (hidden addresses stay shut).

    :raises NotAllowed: unknown, or not for this person: the same answer, the same work.
    :raises RecordDestroyed: it was this person's to open, and is no more.
    """
    return _open(actor, Case.reference == reference, permission, event)


def case_by_id(
    actor: Actor,
    case_id: UUID,
    permission: str = "case.read",
    *,
    event: str = "case.open",
    also: frozenset[str] = frozenset(),
    tiers: str = CASE_TIERS,
) -> OpenCase:
    """As :func:`case_for`, by id. ``also``: how a room above relates the person to the case, besides; ``tiers``: how
    far it goes on to read."""
    return _open(actor, Case.id == case_id, permission, event, also, tiers)


def cases_on_page(
    actor: Actor,
    query: sa.Select[Case],
    *,
    event: str = "case.list",
    permission: str = "case.list",
    also: frozenset[str] = frozenset(),
) -> list[Case]:
    """The cases of ``query`` that the person may see, with their summaries open: one entry for the set shown."""
    found = list(db.session.scalars(query))
    return _open_several(actor, found, permission, event, whole=False, also=also)


def cases_for(
    actor: Actor,
    case_ids: Iterable[UUID],
    permission: str,
    *,
    event: str,
    also: frozenset[str] = frozenset(),
    tiers: str = CASE_TIERS,
) -> list[Case]:
    """Open several whole cases (people included) for one purpose; those that are not this person's are left out.

    ``also``: how a room above relates the person to all of them, besides; ``tiers``: how far it goes on to read.
    """
    found = list(db.session.scalars(_with_people().where(Case.id.in_(list(case_ids)))))
    return _open_several(actor, found, permission, event, whole=True, also=also, tiers=tiers)


def cases_compared(
    actor: Actor, query: sa.Select[Case], parties: Sequence[tuple[UUID, UUID]]
) -> list[tuple[Case, list[Person]]]:
    """Cases of ``query`` with those of their people who may be the one that is looked for, of ``parties`` (case and
    person): their summaries and these people are opened to compare, with one entry for all. Hidden addresses stay shut.
    """
    wanted = query.where(Case.id.in_({case_id for case_id, _ in parties})).options(joinedload(Case.lead_agency))
    found = list(db.session.scalars(wanted))
    people = {person.id: person for person in _people({person_id for _, person_id in parties})}
    of_case: dict[UUID, list[Person]] = {}
    for case_id, person_id in parties:
        of_case.setdefault(case_id, []).append(people[person_id])
    related = relationships(actor, found)
    targets = [
        Target("case", case.id, case.panel, (case.data_key_id, *keys_of(of_case[case.id])), related[case.id])
        for case in found
        if not is_withheld_from(actor, case)
    ]
    event, tiers = "case.search", "F0-F2"
    shown = {
        target.object_id
        for target in pass_list_door(actor, "case.list", targets, event=event, tiers=tiers, object_type="case")
    }
    return [(case, of_case[case.id]) for case in found if case.id in shown]


def visible_cases(actor: Actor, panel: str) -> sa.Select[Case]:
    """A query for the cases of ``panel`` but those from which the person is excluded; order and limits are yours.

    It finds none while the panel wants a fresh proof, so that no count tells what a list does not show.
    """
    kept = Case.panel == panel, Case.destroyed_at.is_(None)
    found = sa.select(Case).where(*kept, Case.id.not_in(shut_out_of(actor)), sa.not_(barred_to(actor)))
    return found.where(sa.false()) if is_shut(actor, panel) else found


def relationships(actor: Actor, cases: Sequence[Case]) -> dict[UUID, frozenset[str]]:
    """How this person is related to each case: excluded; let in, and as what; listed (on an agenda whose pack is out).

    In a panel that opens its cases to members by name, a case on an agenda is open to nobody by that alone. A member
    keeps what was written of the meetings after the case is closed, and no longer the case.
    """
    held = _held_to(actor, [case.id for case in cases])
    return {case.id: _related(case, held[case.id]) for case in cases}


def related_to(actor: Actor, case: Case | None) -> frozenset[str]:
    """As :func:`relationships`, of the one case somebody asks for. Without a case the same question is put to the
    database, so that the work does not tell that there is none."""
    held = _held_to(actor, [case.id if case else NO_CASE])
    if case is not None and EXCLUDED in held[case.id]:
        met_shut(actor, case.id)
    return _related(case, held[case.id]) if case else frozenset()


def _related(case: Case, held: frozenset[str]) -> frozenset[str]:
    ended = case.closed_at is not None
    related = held - {NAMED} if ended else held
    if panel_types.get(case.panel).visibility.members_by_case:
        return related if NAMED in held else related | {NOT_NAMED}
    return related | {LISTED} if case.members_from is not None and not ended else related


def is_excluded(actor: Actor, case_id: UUID) -> bool:
    """Whether this person is shut out of the case: by a conflict of interest, or because they are kept apart."""
    excluded = EXCLUDED in _held_to(actor, [case_id])[case_id]
    if excluded:
        met_shut(actor, case_id)
    return excluded


def shut_out_relations(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, frozenset[str]]:
    """Of cases and of referrals, in one question: whether this person is shut out of each, and kept apart."""
    return {one: held & {EXCLUDED, APART} for one, held in _held_to(actor, ids).items()}


def is_withheld_from(actor: Actor, case: Case) -> bool:
    """Whether this person reads the case without its names: their keys are then not opened to them."""
    return case.identity_withheld and not may(actor, READ_NAMES, case.panel)


def named_to(viewer: Actor, cases: Sequence[Case]) -> set[UUID]:
    """Of cases that a role opens or shuts: those whose reference this person reads. It opens no key."""
    related = relationships(viewer, cases)
    targets = [Target("case", case.id, case.panel, (), related[case.id]) for case in cases]
    shown = pass_list_door(viewer, "case.list", targets, event="role.sight", tiers="F0", object_type="case")
    return {target.object_id for target in shown}


def target_of(case: Case, related: frozenset[str], *, whole: bool = True) -> Target:
    """The case as a door sees it."""
    keys = [case.data_key_id]
    if whole:
        keys += keys_of(party.person for party in case.parties if party.removed_at is None)
    return Target("case", case.id, case.panel, tuple(keys), related)


def door_to_clearing(actor: Actor, opened: OpenCase, *, reason: str) -> None:
    """The door of a chair who clears somebody who is kept apart from an opened case; the reason is kept in the log.

    :raises NotAllowed: the actor clears nobody here.
    """
    case = opened.case
    target = Target("case", case.id, case.panel, (), opened.relationships)
    clear, key = "apart.clear", case.data_key_id
    pass_door_with_reason(actor, clear, target, event=clear, tiers="F0", reason=reason, reason_key=key)


def open_typed(actor: Actor, opened: OpenCase, kept: Sequence[TypedBefore]) -> None:
    """Open what was typed before somebody was shut out of an opened case, for those who run the panel."""
    case = opened.case
    targets = [Target("case", case.id, case.panel, (one.data_key_id,), opened.relationships) for one in kept]
    pass_list_door(actor, "conflict.set", targets, event="case.typed", tiers=CASE_TIERS, object_type="case")


def _open(
    actor: Actor,
    where: sa.ColumnElement[bool],
    permission: str,
    event: str,
    also: frozenset[str] = frozenset(),
    tiers: str = CASE_TIERS,
) -> OpenCase:
    case = db.session.scalars(sa.select(Case).where(where)).one_or_none()
    if case is None:
        _refuse_unseen(actor, where, permission, event)
    try:
        return _open_found(actor, case, permission, event, also, tiers)
    except NotAllowed:
        _unseen(where)  # asked of one that is not there, too: the work must not tell
        raise


def _unseen(where: sa.ColumnElement[bool]) -> Any:
    """The plain facts of a case whose row the database may have kept from this person: none of them is shown."""
    if not hides_rows():
        return None
    plain = sa.select(Case.id, Case.panel, Case.closed_at, Case.members_from).where(where)
    with as_service():
        return db.session.execute(plain).one_or_none()


def _refuse_unseen(actor: Actor, where: sa.ColumnElement[bool], permission: str, event: str) -> NoReturn:
    """Refuse what was not found. The log says of which case, though the database keeps its row from the person; and
    whoever is shut out of it is refused for that: what they typed is kept."""
    unseen = _unseen(where)
    related = related_to(actor, unseen)
    target = Target("case", unseen.id, unseen.panel, (), related) if unseen is not None else None
    pass_door(actor, permission, target, event=event, object_type="case")
    raise NotAllowed  # whatever a door says: there is nothing to open


def _open_found(actor: Actor, case: Case, permission: str, event: str, also: frozenset[str], tiers: str) -> OpenCase:
    related = related_to(actor, case) | also
    allowed = may(actor, permission, case.panel, related)
    if allowed:
        db.session.scalars(_with_people().where(Case.id == case.id)).one()
    withheld = is_withheld_from(actor, case)
    target = target_of(case, related, whole=allowed and not withheld)
    decision = pass_door(actor, permission, target, event=event, tiers=tiers)
    if case.destroyed_at is not None:
        raise RecordDestroyed(case.reference, case.panel, case.destroyed_at)
    return OpenCase(case, decision, related, withheld)


def _open_several(
    actor: Actor,
    found: list[Case],
    permission: str,
    event: str,
    *,
    whole: bool,
    also: frozenset[str] = frozenset(),
    tiers: str = CASE_TIERS,
) -> list[Case]:
    found = [case for case in found if case.destroyed_at is None]
    related = relationships(actor, found)
    targets = [
        target_of(case, related[case.id] | also, whole=whole and not is_withheld_from(actor, case)) for case in found
    ]
    shown = {
        target.object_id
        for target in pass_list_door(
            actor, permission, targets, event=event, tiers=tiers if whole else "F0-F1", object_type="case"
        )
    }
    return [case for case in found if case.id in shown]


def _people(ids: Iterable[UUID]) -> Sequence[Person]:
    wanted = sa.select(Person).where(Person.id.in_(list(ids))).options(selectinload(Person.addresses))
    return db.session.scalars(wanted).all()


def _with_people() -> sa.Select[Case]:
    parties = selectinload(Case.parties).selectinload(CaseParty.person)
    return sa.select(Case).options(parties.selectinload(Person.addresses), parties.selectinload(Person.markers))


def _held_to(actor: Actor, case_ids: Sequence[UUID]) -> dict[UUID, frozenset[str]]:
    """What stands of this person with each case: conflicts of interest, colleagues, grants, a meeting to chair, in one
    question."""
    found: dict[UUID, set[str]] = {case_id: set() for case_id in case_ids}
    if found:
        barred = sa.select(Case.id, sa.literal(EXCLUDED)).where(Case.id.in_(found), barred_to(actor))
        let_in, chaired = grants_to(actor.account_id, found), chaired_by(actor.account_id, found)
        shut_out = shut_out_among(actor, found)
        for row in db.session.execute(sa.union_all(*shut_out, barred, let_in, chaired)):
            found[row[0]] |= {EXCLUDED, APART} if row[1] == APART else {row[1]}
    return {case_id: frozenset(kinds) for case_id, kinds in found.items()}

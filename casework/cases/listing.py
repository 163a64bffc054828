"""The list of cases: which, in what order, which page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from auth.doors import NotAllowed, need_proof, pass_search_door
from auth.policy import may
from auth.roles import Actor, Role
from casework.cases.access import READ_NAMES, cases_compared, cases_on_page, visible_cases
from casework.cases.granted import kinds_let_in, listed_for, panels_let_into
from casework.cases.models import Case, CaseParty
from casework.cases.rules import band_rank
from casework.panel_type.definition import PanelType
from casework.panel_type.registry import panel_types
from casework.people.access import facts_of
from casework.people.asked import Asked
from casework.people.closeness import Close, closeness
from casework.people.finding import Page, people_like
from casework.people.models import Person
from casework.people.parts import people_with_part
from extensions import db

PAGE = 25
MOST_COUNTED = 1000
"""Above this a list says "more than": counting a million rows would cost more than the page."""
RUN_PANEL = (Role.CHAIR, Role.VICE_CHAIR, Role.COORDINATOR, Role.CASE_OFFICER)
SEE_CASES = (*RUN_PANEL, Role.MEMBER)
MOST_COMPARED, MOST_FOUND = 60, 50
"""People opened to compare, cases shown."""
EXACTLY = Close(1.0)
OPEN, CLOSED = "open", "ended"

# A case without a date comes last, and first when the order is turned round. So told, both are read from one index.
_SOONEST = (Case.next_review_on.asc().nulls_last(), Case.reference.asc())
_LATEST = (Case.next_review_on.desc().nulls_first(), Case.reference.desc())


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the reader asked for, checked. ``state`` is a state's key, ``open`` or ``ended``."""

    panel: PanelType
    state: str
    band: str
    sort: str
    descending: bool
    page: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A case that was found, how close, and by which of its people."""

    case: Case
    close: Close = EXACTLY
    person: Person | None = None


@dataclass(frozen=True, slots=True)
class Hits:
    """What a search found. ``more``: others may be the one too, and were not looked at."""

    hits: list[Hit]
    more: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A page of the list. ``total`` counts all that fit; if there are ``more``, it counts those that were counted."""

    cases: list[Case]
    total: int
    more: bool = False


def panels_of(actor: Actor) -> tuple[PanelType, ...]:
    """The panels whose cases this person may list, by name.

    :raises NotAllowed: none.
    """
    keys = set(actor.panels(*SEE_CASES)) | panels_let_into(actor.account_id)
    found = tuple(panel for panel in panel_types.all() if panel.key in keys)
    if not found:
        raise NotAllowed
    return found


def panel_to_start_with(actor: Actor, panels: Sequence[PanelType]) -> PanelType:
    """The first of these panels in which this person has an open case to see; the first of all when there is none."""
    for panel in panels:
        open_here = _seen_by(actor, panel.key).where(Case.closed_at.is_(None)).with_only_columns(Case.id)
        # In the index's order: a database that plans once for all panels would read the whole table for an empty one.
        if db.session.scalars(open_here.order_by(*_SOONEST).limit(1)).first():
            return panel
    return panels[0]


def cases_wanted(actor: Actor, wanted: Wanted) -> Found:
    """The page asked for, opened for reading in a list.

    :raises ProofNeeded: the panel wants a fresh proof first.
    """
    need_proof(actor, wanted.panel.key, object_type="case")
    query = _filtered(actor, wanted)
    most = max(MOST_COUNTED, wanted.page * PAGE)
    counted = query.with_only_columns(Case.id).limit(most + 1).subquery()
    total = db.session.scalar(sa.select(sa.func.count()).select_from(counted)) or 0
    query = query.order_by(*_order(wanted)).limit(PAGE).offset((wanted.page - 1) * PAGE)
    return Found(cases_on_page(actor, query.options(joinedload(Case.lead_agency))), min(total, most), total > most)


def cases_found(actor: Actor, panel: PanelType, asked: Asked, *, parts: bool = False) -> Hits:
    """The cases of a panel with the reference, or with somebody like the person that was asked for, opened for a list,
    the closest first. An entry of the log says which were opened to compare.

    Where the partnership has set so, people are found by a part of a name too: when nobody else is, or with ``parts``.

    :raises ProofNeeded: the panel wants a fresh proof first.
    """
    need_proof(actor, panel.key, object_type="case")
    query = _seen_by(actor, panel.key)
    if asked.reference:
        found = cases_on_page(actor, query.where(Case.reference == asked.reference).limit(PAGE), event="case.search")
        return Hits([Hit(case) for case in found])
    if not may(actor, READ_NAMES, panel.key):
        # To be found by a name is to be told whose case it is.
        query = query.where(sa.not_(Case.identity_withheld))
    found_so = _compared(actor, query, people_like(panel.key, asked), asked)
    hits = found_so.hits
    if panel.visibility.name_parts and (parts or not hits):
        known = {hit.case.id for hit in hits}
        by_part = Page(people_with_part(panel.key, asked.words), more=False)
        others = _compared(actor, query, [by_part], asked, parts=True).hits
        hits += [hit for hit in others if hit.case.id not in known]
    ranked = sorted(hits, key=lambda hit: (-hit.close.score, -hit.case.opened_at.timestamp()))
    return Hits(ranked[:MOST_FOUND], found_so.more or len(ranked) > MOST_FOUND)


def keep_search(actor: Actor, panel: PanelType, typed: str, found: int) -> None:
    """Leave in the log that somebody searched, whatever came of it: hashes of the words, and no word.

    :raises NotAllowed: somebody who may not search here.
    """
    let_in = frozenset(kinds_let_in(actor.account_id, panel.key))
    pass_search_door(
        actor, "case.find", panel.key, event="case.searched", typed=typed, found=found, relationships=let_in
    )


def _compared(
    actor: Actor, query: sa.Select[Case], pages: Iterable[Page], asked: Asked, *, parts: bool = False
) -> Hits:
    """Cases of ``query`` in which one of these people is close, opened. Pages are turned until as many people as are
    opened to compare stand in them: what this person may not see takes no place.

    ``more``: all who were opened are close and others stand there too, or holders of what was typed were not asked for.
    """
    parties: list[tuple[UUID, UUID]] = []
    unasked = False
    for page in pages:
        parties += _parties_of(query, page.people)
        unasked = page.more
        if len(parties) > MOST_COMPARED:
            break
    opened = cases_compared(actor, query, parties[:MOST_COMPARED])
    hits = [hit for case, people in opened if (hit := _closest(case, people, asked, parts)) is not None]
    return Hits(hits, unasked or (len(parties) > MOST_COMPARED and len(hits) == len(opened)))


def _parties_of(query: sa.Select[Case], likely: Sequence[UUID]) -> list[tuple[UUID, UUID]]:
    """Case and person of those who may be meant, of the cases in ``query`` alone, the likeliest first."""
    wanted = sa.select(CaseParty.case_id, CaseParty.person_id).where(
        CaseParty.person_id.in_(likely),
        CaseParty.removed_at.is_(None),
        CaseParty.case_id.in_(query.with_only_columns(Case.id)),
    )
    place = {person_id: number for number, person_id in enumerate(likely)}
    found = [(case_id, person_id) for case_id, person_id in db.session.execute(wanted)]
    return sorted(found, key=lambda one: place[one[1]])


def _closest(case: Case, people: Sequence[Person], asked: Asked, parts: bool) -> Hit | None:
    """The hit that a case is by the person in it who is closest; ``None`` when nobody is close enough."""
    told = ((person, closeness(asked, facts_of(person), parts=parts)) for person in people)
    found = [(person, close) for person, close in told if close is not None]
    if not found:
        return None
    person, close = max(found, key=lambda one: one[1].score)
    return Hit(case, close, person)


def _seen_by(actor: Actor, panel: str) -> sa.Select[Case]:
    """Those who run the panel list everything; members what stands on an agenda, unless the panel opens its cases to
    them by name; and everybody what they were let into."""
    query = visible_cases(actor, panel)
    roles = actor.roles(panel)
    if roles & set(RUN_PANEL):
        return query
    let_in = Case.id.in_(listed_for(actor.account_id))
    if Role.MEMBER in roles and not panel_types.get(panel).visibility.members_by_case:
        return query.where(sa.or_(sa.and_(Case.members_from.is_not(None), Case.closed_at.is_(None)), let_in))
    return query.where(let_in)


def _filtered(actor: Actor, wanted: Wanted) -> sa.Select[Case]:
    query = _seen_by(actor, wanted.panel.key)
    if wanted.state == OPEN:
        query = query.where(Case.closed_at.is_(None))
    elif wanted.state == CLOSED:
        query = query.where(Case.closed_at.is_not(None))
    else:
        query = query.where(Case.state == wanted.state)
    return query.where(Case.band == wanted.band) if wanted.band else query


def _order(wanted: Wanted) -> tuple[sa.ColumnElement[Any], ...]:
    rank = band_rank(wanted.panel.risk_tools)
    if wanted.sort == "review":
        return _LATEST if wanted.descending else _SOONEST
    columns: dict[str, sa.ColumnElement[Any]] = {
        "band": sa.case(*[(Case.band == band, place) for band, place in rank.items()], else_=-1),
        "updated": Case.updated_at.expression,
    }
    column = columns[wanted.sort]
    return (column.desc() if wanted.descending else column.asc(), Case.reference.asc())

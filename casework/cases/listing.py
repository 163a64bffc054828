"""The list of cases: which, in what order, which page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from auth.doors import NotAllowed, need_proof
from auth.policy import may
from auth.roles import Actor, Role
from casework.cases.access import READ_NAMES, cases_on_page, visible_cases
from casework.cases.granted import listed_for, panels_let_into
from casework.cases.models import Case, CaseParty
from casework.cases.rules import band_rank
from casework.panel_type.definition import PanelType
from casework.panel_type.registry import panel_types
from casework.people.search import find_owners
from casework.people.terms import typed_terms
from extensions import db

PAGE = 25
MOST_COUNTED = 1000
"""Above this a list says "more than": counting a million rows would cost more than the page."""
RUN_PANEL = (Role.CHAIR, Role.VICE_CHAIR, Role.COORDINATOR, Role.CASE_OFFICER)
SEE_CASES = (*RUN_PANEL, Role.MEMBER)
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


def cases_found(actor: Actor, panel: PanelType, *, reference: str, name: str, born_on: date | None) -> list[Case]:
    """The cases of a panel with this reference, or with a person of this name or date of birth, opened for a list.

    A name alone needs two words, or one with the date of birth: that is how the blind index joins them.
    :raises ProofNeeded: the panel wants a fresh proof first.
    """
    need_proof(actor, panel.key, object_type="case")
    query = _seen_by(actor, panel.key)
    if reference:
        query = query.where(Case.reference == reference.strip().upper())
    else:
        query = query.where(Case.id.in_(_with_person(panel.key, name, born_on)))
        if not may(actor, READ_NAMES, panel.key):
            # To be found by a name is to be told whose case it is.
            query = query.where(sa.not_(Case.identity_withheld))
    return cases_on_page(actor, query.order_by(Case.opened_at.desc()).limit(PAGE), event="case.search")


def _with_person(panel: str, name: str, born_on: date | None) -> sa.Select[object]:
    matches = find_owners(panel, typed_terms(name, born_on))
    people = [match.owner_id for match in matches if match.owner_type == "person"]
    return sa.select(CaseParty.case_id).where(CaseParty.person_id.in_(people), CaseParty.removed_at.is_(None))


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

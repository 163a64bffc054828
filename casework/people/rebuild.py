"""Building a panel's index anew, under another search key or other rules, while the old one answers.

Some records at a time, each chunk a unit of work of its own: what is done is noted, so that it goes on after a stop.
Whoever writes meanwhile writes to both. When every record has been taken over, the new index answers and the rows of
the old one are cleared away; once that is finished nothing needs the old key.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from casework.panel_type.registry import UnknownPanel, panel_types
from casework.people.index import (
    ITSELF,
    Owner,
    begin_with_parts,
    generations_written,
    holds_parts,
    locked_index,
    write,
)
from casework.people.match_queries import MatchQuery
from casework.people.models import SearchIndex, SearchToken
from casework.people.terms import Term
from extensions import db

TermsOf = Callable[[str, Sequence[UUID]], Mapping[UUID, Iterable[Term]]]
"""Opens some records of a panel and tells their terms. One that is left out has nothing to be found by any more."""
A_CHUNK, ROWS_OF_ONE = 100, 20
OLD_ROWS = "old rows"
"""Noted as the last record while the rows of the index before are cleared away."""

_sources: dict[str, TermsOf] = {}


@dataclass(frozen=True)
class Progress:
    """How far it is: ``done`` of ``total`` records. ``waits``: questions of other panels must be answered first."""

    done: int
    total: int
    finished: bool = False
    waits: bool = False


def tells_terms(owner_type: str) -> Callable[[TermsOf], TermsOf]:
    """Mark the function that tells the terms of records of this type."""

    def keep(source: TermsOf) -> TermsOf:
        _sources[owner_type] = source
        return source

    return keep


def begin_rebuild(panel: str, key_id: UUID) -> None:
    """Start a second index of ``panel`` under the search key ``key_id``. When one is being built under this key
    already, it goes on; one under another key is given up. The caller commits.

    The key may be the one in use: then the index is made again under other rules (spellings, kinds of terms). Whether
    it holds parts of names is settled here, by what the partnership has set; one begun otherwise is begun again.
    """
    state = locked_index(panel)
    parts = wants_parts(panel)
    if state.next_key_id == key_id and holds_parts(generations_written(panel)[-1]) == parts:
        return
    _delete(panel, state.generation + 1)
    state.next_key_id, state.done_type, state.done_id = key_id, None, None
    db.session.flush()
    if parts:
        begin_with_parts(generations_written(panel)[-1])


def wants_parts(panel: str) -> bool:
    """Whether the partnership has set that people of ``panel`` are found by a part of a name."""
    try:
        return panel_types.get(panel).visibility.name_parts
    except UnknownPanel:
        return False


def follow_setting(panel: str) -> bool:
    """Begin the index anew under its own key where it holds parts of names and is not to, or is to and does not.
    Returns whether there is something to take over or to clear away. The caller commits.

    A change of the search key that is under way is left to its command, which follows the setting too.
    """
    state = locked_index(panel)
    if state.next_key_id not in (None, state.key_id):
        return False
    if holds_parts(generations_written(panel)[-1]) != wants_parts(panel):
        begin_rebuild(panel, state.key_id)
    return state.next_key_id is not None or state.done_type is not None


def rebuild_some(panel: str, *, at_most: int = A_CHUNK) -> Progress:
    """Take the next records over; when none is left switch, and then clear the old rows away. The caller commits after
    each call. A record that holds no row in the old index is not reached.

    :raises LookupError: nobody tells the terms of a type of record.
    """
    state = locked_index(panel)
    if state.next_key_id is None:
        left = _clear_away(panel, state.generation, at_most * ROWS_OF_ONE)
        state.done_type = OLD_ROWS if left else None
        return Progress(done=0, total=0, finished=not left)
    owners = _next_owners(state, at_most)
    if not owners:
        return _switch(state)
    write(generations_written(panel)[1], _terms_of(panel, owners))
    state.done_type, state.done_id = owners[-1]
    db.session.flush()
    total, left = _count(state)
    return Progress(done=total - left, total=total)


def _next_owners(state: SearchIndex, at_most: int) -> list[Owner]:
    wanted = _owners(state).order_by(SearchToken.owner_type, SearchToken.owner_id).limit(at_most)
    return [(owner_type, owner_id) for owner_type, owner_id in db.session.execute(_after(wanted, state))]


def _owners(state: SearchIndex) -> sa.Select[str, UUID]:
    columns = sa.select(SearchToken.owner_type, SearchToken.owner_id).distinct()
    records = SearchToken.owner_type != ITSELF[0]
    return columns.where(records, SearchToken.panel == state.panel, SearchToken.generation == state.generation)


def _after(wanted: sa.Select[str, UUID], state: SearchIndex) -> sa.Select[str, UUID]:
    if state.done_type is None:
        return wanted
    same_type = sa.and_(SearchToken.owner_type == state.done_type, SearchToken.owner_id > state.done_id)
    return wanted.where(sa.or_(SearchToken.owner_type > state.done_type, same_type))


def _terms_of(panel: str, owners: Sequence[Owner]) -> dict[Owner, Iterable[Term]]:
    found: dict[Owner, Iterable[Term]] = {}
    for owner_type in sorted({owner_type for owner_type, _ in owners}):
        ids = [owner_id for kind, owner_id in owners if kind == owner_type]
        found |= {(owner_type, owner_id): terms for owner_id, terms in _sources[owner_type](panel, ids).items()}
    return found


def _count(state: SearchIndex) -> tuple[int, int]:
    every, left = _owners(state).subquery(), _after(_owners(state), state).subquery()
    counts = sa.select(sa.select(sa.func.count()).select_from(every).scalar_subquery())
    counts = counts.add_columns(sa.select(sa.func.count()).select_from(left).scalar_subquery())
    total, rest = db.session.execute(counts).one()
    return total, rest


def _switch(state: SearchIndex) -> Progress:
    """Let the new index answer. Questions that other panels left in words of the old key are
    waited for: the job answers them in minutes."""
    total, _ = _count(state)
    asked = sa.select(MatchQuery.id).where(
        MatchQuery.asked_panel == state.panel, MatchQuery.generation == state.generation
    )
    if db.session.scalar(asked.limit(1)) is not None:
        return Progress(done=total, total=total, waits=True)
    assert state.next_key_id is not None
    state.generation, state.key_id = state.generation + 1, state.next_key_id
    state.next_key_id, state.done_type, state.done_id = None, OLD_ROWS, None
    db.session.flush()
    return Progress(done=total, total=total)


def _delete(panel: str, generation: int) -> None:
    db.session.execute(sa.delete(SearchToken).where(SearchToken.panel == panel, SearchToken.generation == generation))


def _clear_away(panel: str, generation: int, at_most: int) -> int:
    """Delete some rows of indexes that answer no more; returns how many."""
    old = sa.select(SearchToken.token).where(SearchToken.panel == panel, SearchToken.generation < generation)
    tokens = db.session.scalars(old.limit(at_most)).all()
    db.session.execute(sa.delete(SearchToken).where(SearchToken.token.in_(tokens)))
    return len(tokens)

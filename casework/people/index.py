"""Writing the index of people and places, and asking it for words.

The records that hold a word are numbered without gaps. The number that comes next is found by asking, for no count is
stored: a count would be one more row to watch. Writers of one panel come one after the other.
"""

import json
import random
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from auth.encryption.keyring import SEARCH, NoPanelKey, keyring
from auth.encryption.models import PanelKey
from auth.encryption.slots import A_PAGE, IndexKey
from casework.people.models import SearchIndex, SearchToken
from casework.people.terms import KINDS, PART, Term
from extensions import db

Owner = tuple[str, UUID]
"""Owner type and id of a record."""

HOLDS_PARTS: Term = (PART, ())
ITSELF: Owner = ("search_index", UUID(int=0))
"""The term, and the record that bears it, which say that an index holds parts of names."""

MOST_POWER, POINTS = 31, 32
FEW = range(A_PAGE)
DOUBLING = tuple((1 << power) - 1 for power in range(4, MOST_POWER))
"""Numbers asked for when one counts the holders of a word: first these, then those, then points between two."""

_TOKENS = db.metadata.tables[SearchToken.__tablename__]
_INDEX = db.metadata.tables[SearchIndex.__tablename__]
# The tokens go in one value, as an array or as JSON: a search asks for a thousand.
_LISTED = sa.func.json_each(sa.bindparam("wanted")).table_valued("value")
_WANTED = {
    "postgresql": _TOKENS.c.token == sa.any_(sa.bindparam("wanted", type_=postgresql.ARRAY(sa.BigInteger))),
    "sqlite": _TOKENS.c.token.in_(sa.select(_LISTED.c.value)),
}
_THERE = {kind: sa.select(_TOKENS.c.token).where(wanted) for kind, wanted in _WANTED.items()}
_HOLDERS = {
    kind: sa.select(_TOKENS.c.token, _TOKENS.c.owner_type, _TOKENS.c.owner_id).where(
        wanted, _TOKENS.c.panel == sa.bindparam("panel")
    )
    for kind, wanted in _WANTED.items()
}
_OF_OWNER = sa.select(_TOKENS.c.token, _TOKENS.c.place).where(
    _TOKENS.c.owner_id == sa.bindparam("owner"),
    _TOKENS.c.owner_type == sa.bindparam("type"),
    _TOKENS.c.panel == sa.bindparam("panel"),
    _TOKENS.c.generation == sa.bindparam("number"),
)
_ASKED = (
    sa.select(PanelKey.id, _INDEX.c.generation, _INDEX.c.key_id, _INDEX.c.next_key_id)
    .join(_INDEX, _INDEX.c.panel == PanelKey.panel, isouter=True)
    .where(PanelKey.panel == sa.bindparam("panel"), PanelKey.purpose == SEARCH)
    .order_by(PanelKey.version.desc())
    .limit(1)
)
_MOVE = (
    sa.update(_TOKENS)
    .where(_TOKENS.c.token == sa.bindparam("last"))
    .values(token=sa.bindparam("free"), place=sa.bindparam("there"))
)


class Generation(NamedTuple):
    """One index of a panel and its key."""

    panel: str
    number: int
    key: IndexKey


class Held(NamedTuple):
    """A row of a record: its token, word, kind and number in the word."""

    token: int
    word: bytes
    kind: int
    number: int


class Holder(NamedTuple):
    """A record that holds a word."""

    word: bytes
    owner_type: str
    owner_id: UUID


def word_of(key: IndexKey, term: Term) -> bytes:
    """The word of a term under a panel's key."""
    return key.word(*term)


def index_owner(panel: str, owner_type: str, owner_id: UUID, terms: Iterable[Term]) -> None:
    """Store the terms of one record in place of those it had."""
    index_owners(panel, {(owner_type, owner_id): set(terms)})


def index_owners(panel: str, owners: Mapping[Owner, Iterable[Term]]) -> None:
    """As :func:`index_owner`, of several records with one insert."""
    for generation in generations_written(panel):
        write(generation, owners)


def forget_owner(owner_type: str, owner_id: UUID) -> None:
    """Take a record out of the index, whatever panel it is of; those that hold the same words close up."""
    panels = sa.select(_TOKENS.c.panel).where(_TOKENS.c.owner_id == owner_id, _TOKENS.c.owner_type == owner_type)
    for panel in db.session.scalars(panels.distinct()).all():
        for generation in generations_written(panel):
            _remove(generation, (owner_type, owner_id))


def generation_read(panel: str) -> Generation | None:
    """The index that answers now; ``None`` when nothing was ever put into it."""
    wanted = sa.select(_INDEX.c.generation, _INDEX.c.key_id).where(_INDEX.c.panel == panel)
    found = db.session.execute(wanted).one_or_none()
    return Generation(panel, found[0], _key(found[1], found[0])) if found else None


def generations_asked(panel: str) -> list[Generation]:
    """As :func:`generations_written`, for one who only leaves a question: nobody is kept waiting, and a panel that
    holds nothing yet is asked all the same, with the same work: the key that its first index will have is asked for,
    whether or not there is one. Both are read by one statement, so that they are of one moment.

    :raises NoPanelKey: the panel has no search key.
    """
    found = db.session.execute(_ASKED, {"panel": panel}).one_or_none()
    if found is None:
        raise NoPanelKey(f"The panel {panel} has no search key. Run: flask --app wsgi keys prepare")
    first, number, key_id, next_key_id = found
    keyring().by_id(first)
    return _generations(panel, number or 1, key_id or first, next_key_id)


def generations_written(panel: str) -> list[Generation]:
    """The index that answers and the one that is built, locked until the unit of work ends."""
    state = locked_index(panel)
    return _generations(panel, state.generation, state.key_id, state.next_key_id)


def locked_index(panel: str) -> SearchIndex:
    """The state of a panel's index, made when missing; others who want to write wait from here on."""
    wanted = sa.select(SearchIndex).where(SearchIndex.panel == panel).with_for_update()
    again = wanted.execution_options(populate_existing=True)
    state = db.session.scalars(again).one_or_none()
    if state is None:
        _start(panel)
        state = db.session.scalars(again).one()
    return state


def write(generation: Generation, owners: Mapping[Owner, Iterable[Term]]) -> None:
    """Put records into one index, in place of what it held of them. The index must be locked.

    Parts of names go only into an index that was begun to hold them. So what is in it never depends on what a writer
    has read of the settings, and when.
    """
    for owner in owners:
        _remove(generation, owner)
    _insert(generation, _fitting(generation, owners))


def holds_parts(generation: Generation) -> bool:
    """Whether an index was begun to hold parts of names."""
    return bool(_there([generation.key.token(word_of(generation.key, HOLDS_PARTS), 0)]))


def begin_with_parts(generation: Generation) -> None:
    """Let an index that is empty yet hold parts of names."""
    _insert(generation, {ITSELF: [HOLDS_PARTS]})


def _fitting(generation: Generation, owners: Mapping[Owner, Iterable[Term]]) -> Mapping[Owner, Iterable[Term]]:
    told = {owner: set(terms) for owner, terms in owners.items()}
    if not any(kind == PART for terms in told.values() for kind, _ in terms) or holds_parts(generation):
        return told
    return {owner: {term for term in terms if term[0] != PART} for owner, terms in told.items()}


def _insert(generation: Generation, owners: Mapping[Owner, Iterable[Term]]) -> None:
    key = generation.key
    wanted = [
        (word_of(key, term), KINDS.get(term[0], 0), owner) for owner, terms in owners.items() for term in set(terms)
    ]
    next_number = numbers_taken(key, {word for word, _, _ in wanted})
    numbered: list[tuple[bytes, int, int]] = []
    for word, kind, _ in wanted:
        numbered.append((word, kind, next_number[word]))
        next_number[word] += 1
    rows = [
        {
            "token": key.token(word, number),
            "place": place,
            "panel": generation.panel,
            "generation": generation.number,
            "owner_type": owner[0],
            "owner_id": owner[1],
        }
        for (word, _, number), place, (_, _, owner) in zip(numbered, key.places(numbered), wanted, strict=True)
    ]
    # The order of writing would tell which row is the surname's.
    random.SystemRandom().shuffle(rows)
    if rows:
        db.session.execute(sa.insert(_TOKENS), rows)


def held_by(generation: Generation, owner: Owner) -> list[Held]:
    """The rows of a record in one index; those that another key made are left out."""
    asked = {"type": owner[0], "owner": owner[1], "panel": generation.panel, "number": generation.number}
    rows = [(token, bytes(place)) for token, place in db.session.execute(_OF_OWNER, asked)]
    read = generation.key.read_places(rows)
    return [Held(token, *found) for (token, _), found in zip(rows, read, strict=True) if found is not None]


def holders(generation: Generation, words: Iterable[bytes], *, most: int, first: int = 4) -> list[Holder]:
    """The records that hold these words, up to ``most`` of each. The first few are asked for, and the rest of those
    words of which all the few are found."""
    found: list[Holder] = []
    left, start = list(words), 0
    for until in dict.fromkeys((min(first, most), most)):
        some, left = numbered_holders(generation, left, start, until)
        found, start = found + some, until
    return found


def numbered_holders(
    generation: Generation, words: Iterable[bytes], start: int, until: int
) -> tuple[list[Holder], list[bytes]]:
    """The records of numbers ``start`` to ``until`` - 1 of these words, and those of the words of which all are found,
    so that there may be more."""
    key, asked_words = generation.key, list(dict.fromkeys(words))
    asked = {token: word for word in asked_words for token in key.tokens(word, until)[start:]}
    rows = _ask(_HOLDERS, list(asked), panel=generation.panel)
    there = {row[0] for row in rows}
    found = [Holder(asked[token], owner_type, owner_id) for token, owner_type, owner_id in rows]
    return found, [word for word in asked_words if key.token(word, until - 1) in there]


def numbers_taken(key: IndexKey, words: Iterable[bytes]) -> dict[bytes, int]:
    """How many records hold each word. Found by asking which numbers are there: the first few, then doubling, then
    between two."""
    taken = dict.fromkeys(words, 0)
    asked: dict[bytes, Sequence[int]] = dict.fromkeys(taken, FEW)
    highest = dict.fromkeys(taken, 1 << MOST_POWER)
    while asked:
        there = _there(key.token(word, number) for word, numbers in asked.items() for number in numbers)
        for word, numbers in asked.items():
            found = [number for number in numbers if key.token(word, number) in there]
            taken[word] = max([taken[word], *(number + 1 for number in found)])
            highest[word] = min([highest[word], *(number for number in numbers if number not in found)])
        unsure = {word for word in asked if taken[word] < highest[word]}
        asked = {word: DOUBLING if asked[word] is FEW else _between(taken[word], highest[word]) for word in unsure}
    return taken


def _between(low: int, high: int) -> list[int]:
    """Up to ``POINTS`` numbers from ``low`` to ``high`` - 1, ``low`` among them."""
    return list(range(low, high, -(-(high - low) // POINTS)))


def _remove(generation: Generation, owner: Owner) -> None:
    """Delete the rows of a record; the last holder of each word takes the number that comes free."""
    held = held_by(generation, owner)
    taken = numbers_taken(generation.key, {row.word for row in held})
    db.session.execute(
        sa.delete(_TOKENS).where(
            _TOKENS.c.owner_id == owner[1],
            _TOKENS.c.owner_type == owner[0],
            _TOKENS.c.panel == generation.panel,
            _TOKENS.c.generation == generation.number,
        )
    )
    _close_up(generation.key, [(row, taken[row.word] - 1) for row in held])


def _close_up(key: IndexKey, gaps: Iterable[tuple[Held, int]]) -> None:
    """Let the last number of each word take the place of the row that is gone."""
    moved = [(row, last) for row, last in gaps if last > row.number]
    places = key.places((row.word, row.kind, row.number) for row, _ in moved)
    changes = [
        {"last": key.token(row.word, last), "free": row.token, "there": place}
        for (row, last), place in zip(moved, places, strict=True)
    ]
    if changes:
        db.session.connection().execute(_MOVE, changes)


def _there(tokens: Iterable[int]) -> set[int]:
    return {token for (token,) in _ask(_THERE, list(tokens))}


def _ask(queries: Mapping[str, sa.Select[*tuple[Any, ...]]], tokens: Sequence[int], **facts: str) -> list[Any]:
    kind = db.engine.dialect.name
    wanted = json.dumps(tokens) if kind == "sqlite" else tokens
    return list(db.session.execute(queries[kind], {"wanted": wanted, **facts})) if tokens else []


def _generations(panel: str, number: int, key_id: UUID, next_key_id: UUID | None) -> list[Generation]:
    found = [Generation(panel, number, _key(key_id, number))]
    if next_key_id is not None:
        found.append(Generation(panel, number + 1, _key(next_key_id, number + 1)))
    return found


def _key(key_id: UUID, generation: int) -> IndexKey:
    return keyring().index_key(key_id, generation)


def _newest_key(panel: str) -> tuple[UUID, bytes]:
    """Read from the database, not from what this process remembers: here an index is tied to it.

    :raises NoPanelKey: the panel has none.
    """
    found = keyring().every(panel, SEARCH)
    if not found:
        raise NoPanelKey(f"The panel {panel} has no search key. Run: flask --app wsgi keys prepare")
    return found[0]


def _start(panel: str) -> None:
    """Make the panel's first index. Of two who do so at once the second finds it made."""
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    key_id, _ = _newest_key(panel)
    db.session.execute(insert(_INDEX).values(panel=panel, generation=1, key_id=key_id).on_conflict_do_nothing())

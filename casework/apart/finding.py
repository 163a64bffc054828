"""Finding who is to be kept apart from a record. Nothing of a person is opened: words of the index are compared."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from auth.encryption.blind_index import token
from casework.apart.models import KeptApart
from casework.apart.own import Words, words_in, words_of_everybody
from casework.apart.rules import strongest
from casework.people.index import Holder, Owner, generation_read, held_by, holders
from extensions import db, now
from wall.standing import as_service

CASE, REFERRAL = "case", "referral"
MOST_HOLDERS = 200
"""Records asked for of one word when a person tells something new."""
Found = dict[UUID, set[tuple[str, str]]]
"""By account or by record: kind, and id of the person in the record."""

_TABLE = db.metadata.tables[KeptApart.__tablename__]
_NEW = ("account_id", "object_id", "object_type", "panel", "kind", "mark", "found_at")


def keep_apart(panel: str, object_type: str, object_id: UUID, owners: Iterable[Owner], *, but: UUID | None) -> None:
    """Keep everybody apart from a record whom what they told links to one of its people (``owners`` in the index).

    ``but``: whoever wrote it. The statements are the same whether somebody is found or not.
    """
    _mark(panel)
    # Whoever brings a person into a record must not learn who is kept from it: the service looks and writes.
    with as_service():
        found = _linked(panel, owners)
        _write(
            [
                _row(panel, object_type, object_id, account_id, links)
                for account_id, links in found.items()
                if account_id != but
            ]
        )


def holders_of(panel: str, facts: Mapping[str, Any]) -> list[tuple[Holder, str]]:
    """The people of a panel, in cases and in referrals, to whom somebody is linked by what they told, and how. One
    question whether anybody is found or not."""
    _mark(panel)
    generation = generation_read(panel)
    if generation is None:
        return []
    words = words_in(generation, facts)
    found = holders(generation, words, most=MOST_HOLDERS, first=MOST_HOLDERS)
    return [(one, words[one.word]) for one in found]


def keep_one_apart(account_id: UUID, links: Sequence[tuple[str, str, UUID, str, UUID]]) -> None:
    """Keep one person apart from records, by panel, type and id of the record, kind, and id of the person in it."""
    records: dict[tuple[str, str, UUID], set[tuple[str, str]]] = {}
    for panel, object_type, object_id, kind, person_id in links:
        records.setdefault((panel, object_type, object_id), set()).add((kind, str(person_id)))
    _write([_row(*record, account_id, linked) for record, linked in records.items()])


def _linked(panel: str, owners: Iterable[Owner]) -> Found:
    found: Found = {}
    generation = generation_read(panel)
    if generation is not None:
        told = words_of_everybody(generation)
        for owner in owners:
            held = {row.word for row in held_by(generation, owner)}
            for account_id, words in told.items():
                _note(found, account_id, owner[1], words, held)
    return found


def _note(found: Found, account_id: UUID, person_id: UUID, words: Words, held: set[bytes]) -> None:
    for word in words.keys() & held:
        found.setdefault(account_id, set()).add((words[word], str(person_id)))


def _row(
    panel: str, object_type: str, object_id: UUID, account_id: UUID, links: set[tuple[str, str]]
) -> tuple[Any, ...]:
    ids = sorted(person_id for _, person_id in links)
    kind, mark = strongest(kind for kind, _ in links), _mark(panel, str(account_id), *ids)
    return account_id, object_id, object_type, panel, kind, mark, now()


def _mark(panel: str, *ids: str) -> bytes:
    """Made also when nobody is found: the first one of a process asks the database for its key."""
    return token(panel, "apart", *ids)


def _write(rows: Sequence[tuple[Any, ...]]) -> None:
    """One statement, whatever there is to write. Who was cleared stays so while it is the same people."""
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    nobody = (UUID(int=0), UUID(int=0), "", "", "", b"", now())
    chosen = [_select(row, sa.true()) for row in rows] + [_select(nobody, sa.false())]
    values = insert(_TABLE).from_select(_NEW, sa.union_all(*chosen))
    same = _TABLE.c.mark == values.excluded.mark
    keep = {name: values.excluded[name] for name in ("kind", "mark")}
    since = {
        name: sa.case((same, _TABLE.c[name]), else_=else_)
        for name, else_ in (
            ("found_at", values.excluded.found_at),
            ("cleared_at", sa.null()),
            ("cleared_by_id", sa.null()),
            ("told_at", sa.null()),
        )
    }
    db.session.execute(values.on_conflict_do_update(index_elements=["account_id", "object_id"], set_={**keep, **since}))


def _select(row: tuple[Any, ...], where: sa.ColumnElement[bool]) -> sa.Select[*tuple[Any, ...]]:
    values = [sa.literal(value, _TABLE.c[name].type).label(name) for name, value in zip(_NEW, row, strict=True)]
    return sa.select(*values).where(where)

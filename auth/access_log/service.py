"""Writing the access log. Rows are inserted at once, in the request's own transaction; nothing is queued."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from flask import g

from auth.access_log.models import AccessedObject, AccessEntry
from auth.encryption.blind_index import set_fingerprint
from auth.roles import Actor
from extensions import db, now

ALLOWED, REFUSED = "allowed", "refused"
SEARCHED_WORD = "searched_word"
"""The kind under which the hash of a word stands beside the records of an entry: sealed and erased as they are."""

# Made once and on the tables themselves: every door writes an entry, and a list one row for each record shown.
_ENTRIES, _OBJECTS = (db.metadata.tables[model.__tablename__] for model in (AccessEntry, AccessedObject))
_NEW_ENTRY = sa.insert(_ENTRIES).returning(_ENTRIES.c.number)
_NEW_OBJECTS = sa.insert(_OBJECTS)
# Stores nothing. Who is refused at a record and who asks for none put the database to the same statements.
_NO_OBJECT = sa.insert(_OBJECTS).from_select(
    ["entry_number", "object_type", "object_id"],
    sa.select(_OBJECTS.c.entry_number, _OBJECTS.c.object_type, _OBJECTS.c.object_id).where(sa.false()),
)


class EntryNotWritten(RuntimeError):
    """The access entry could not be written, so nothing may be shown."""


@dataclass(frozen=True)
class Looked:
    """What one entry says, besides who and when."""

    event: str
    outcome: str
    object_type: str
    object_ids: Sequence[UUID]
    panel: str | None
    rule: str
    rule_version: int
    explanation: str
    role: str | None = None
    appointment_id: UUID | None = None
    tiers: str = ""
    reason_id: UUID | None = None
    words: tuple[UUID, ...] = ()
    """Keyed hashes of words that were searched for (:mod:`auth.access_log.searched`)."""
    found: int | None = None
    """How many records a search showed, where the entry does not name them."""


def write_entry(*, actor: Actor | None, looked: Looked) -> int:
    """Insert one entry and the objects it is about; returns its number.

    :raises EntryNotWritten: when the database refuses; the caller must then show no content.
    """
    try:
        number = db.session.execute(_NEW_ENTRY, _values(actor, looked)).scalar_one()
        objects = [
            {"entry_number": number, "object_type": looked.object_type, "object_id": object_id}
            for object_id in dict.fromkeys(looked.object_ids)
        ]
        objects += [
            {"entry_number": number, "object_type": SEARCHED_WORD, "object_id": word}
            for word in dict.fromkeys(looked.words)
        ]
        if objects:
            db.session.execute(_NEW_OBJECTS, objects)
        elif looked.outcome == REFUSED:
            db.session.execute(_NO_OBJECT)
    except sa.exc.SQLAlchemyError as fault:
        raise EntryNotWritten("The access entry could not be written.") from fault
    return int(number)


def write_turned_away(*, actor: Actor, event: str, rule: str, words: str) -> int:
    """Insert the entry of somebody who was kept from a page before any record was asked for.

    :raises EntryNotWritten: as :func:`write_entry`.
    """
    return write_entry(actor=actor, looked=Looked(event, REFUSED, "page", (), None, rule, 1, words))


def _values(actor: Actor | None, looked: Looked) -> dict[str, object]:
    many = len(looked.object_ids) > 1
    return {
        "at": now(),
        "event": looked.event,
        "outcome": looked.outcome,
        "actor_id": actor.account_id if actor else None,
        "for_account_id": actor.acting_for(looked.appointment_id) if actor and looked.appointment_id else None,
        "agency_id": actor.agency_id if actor else None,
        "session_id": actor.session_id if actor else None,
        "network_hash": actor.network_hash if actor else g.get("network_hash"),
        "request_id": actor.request_id if actor else g.get("request_id", ""),
        "role": looked.role,
        "appointment_id": looked.appointment_id,
        "rule": looked.rule,
        "rule_version": looked.rule_version,
        "explanation": looked.explanation,
        "panel": looked.panel,
        "object_type": looked.object_type,
        "tiers": looked.tiers,
        "shown": len(looked.object_ids) if looked.found is None else looked.found,
        "set_hash": set_fingerprint(list(looked.object_ids)) if many else None,
        "reason_id": looked.reason_id,
    }

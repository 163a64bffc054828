"""What people told of themselves: kept, shown to them alone, and turned into the words of a panel's index."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from auth.doors import unlock_for_service
from auth.encryption.keyring import PARTNERSHIP, new_data_key
from auth.roles import Actor
from casework.apart.models import OwnFacts
from casework.apart.rules import terms_of
from casework.people.index import Generation, word_of
from extensions import db, now

PURPOSE = "kept apart"
Words = dict[bytes, str]
"""Words of a panel's index, and by what each would keep the person apart."""


def own_facts(actor: Actor) -> dict[str, Any]:
    """What this person told; empty when nothing."""
    row = _row(actor.account_id)
    if row is None:
        return {}
    unlock_for_service([row.data_key_id], purpose=PURPOSE)
    return dict(row.facts or {})


def keep_own_facts(*, actor: Actor, facts: Mapping[str, Any]) -> None:
    """Keep what this person tells, in place of what they told before."""
    row = _row(actor.account_id)
    if row is None:
        row = OwnFacts(data_key_id=new_data_key(panel=PARTNERSHIP, kind="own facts"), account_id=actor.account_id)
        db.session.add(row)
    unlock_for_service([row.data_key_id], purpose=PURPOSE)
    row.facts, row.told_at = dict(facts), now()
    db.session.flush()


def words_of_everybody(generation: Generation) -> dict[UUID, Words]:
    """The words of everybody who told anything, whoever may be meant: the work is the same whether anybody is."""
    rows = list(db.session.scalars(sa.select(OwnFacts)))
    unlock_for_service([row.data_key_id for row in rows], purpose=PURPOSE)
    return {row.account_id: words_in(generation, row.facts or {}) for row in rows}


def words_in(generation: Generation, facts: Mapping[str, Any]) -> Words:
    """What one person told, in words of this index."""
    return {word_of(generation.key, term): kind for term, kind in terms_of(facts).items()}


def _row(account_id: UUID) -> OwnFacts | None:
    return db.session.scalars(sa.select(OwnFacts).where(OwnFacts.account_id == account_id)).one_or_none()

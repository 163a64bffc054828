"""What people told of themselves: kept, shown to them alone, and turned into the words of a panel's index."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from auth.access_log.models import AccessEntry
from auth.access_log.service import ALLOWED, Looked, write_entry
from auth.doors import unlock_for_service
from auth.encryption.keyring import PARTNERSHIP, new_data_key
from auth.models import Account
from auth.roles import Actor
from casework.apart.models import OwnFacts
from casework.apart.rules import terms_of
from casework.errors import Refused
from casework.people.index import Generation, word_of
from extensions import db, now

PURPOSE = "kept apart"
EVENT = "own_facts.change"
MOST_CHANGES, A_DAY = 3, timedelta(hours=24)
ENOUGH = (
    "You have changed this three times within a day, which is as often as it can be changed. What you typed has not "
    "been saved. Copy it and come back tomorrow, or ring the panel team if it cannot wait"
)
Words = dict[bytes, str]
"""Words of a panel's index, and by what each would keep the person apart."""


def own_facts(actor: Actor) -> dict[str, Any]:
    """What this person told; empty when nothing."""
    row = _row(actor.account_id)
    if row is None:
        return {}
    unlock_for_service([row.data_key_id], purpose=PURPOSE)
    return dict(row.facts or {})


def change_own_facts(*, actor: Actor, facts: Mapping[str, Any]) -> bool:
    """Keep what this person tells, with an entry in the log that says how many people they named and no name. False
    when they have told the same before: then nothing is done.

    :raises Refused: they have changed it :data:`MOST_CHANGES` times within a day: whoever changes it again and again
        could find out who is in a case by which case disappears.
    """
    db.session.execute(sa.select(Account.id).where(Account.id == actor.account_id).with_for_update())
    if facts == own_facts(actor):
        return False
    mine = AccessEntry.actor_id == actor.account_id, AccessEntry.event == EVENT, AccessEntry.at > now() - A_DAY
    if (db.session.scalar(sa.select(sa.func.count()).where(*mine)) or 0) >= MOST_CHANGES:
        raise Refused(ENOUGH, "relatives")
    named = len(facts.get("relatives") or ())
    because = f"you told this of yourself; people named: {named}"
    own = (actor.account_id,)
    write_entry(actor=actor, looked=Looked(EVENT, ALLOWED, "account", own, None, "own", 1, because))
    keep_own_facts(actor=actor, facts=facts)
    return True


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


def addresses_of_everybody() -> dict[UUID, dict[str, Any]]:
    """The address that each person told of themselves, for those who told one. For the service: nobody is shown it."""
    rows = list(db.session.scalars(sa.select(OwnFacts)))
    unlock_for_service([row.data_key_id for row in rows], purpose=PURPOSE)
    return {row.account_id: address for row in rows if (address := (row.facts or {}).get("address"))}


def words_in(generation: Generation, facts: Mapping[str, Any]) -> Words:
    """What one person told, in words of this index."""
    return {word_of(generation.key, term): kind for term, kind in terms_of(facts).items()}


def _row(account_id: UUID) -> OwnFacts | None:
    return db.session.scalars(sa.select(OwnFacts).where(OwnFacts.account_id == account_id)).one_or_none()

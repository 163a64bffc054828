"""The index made anew from the records themselves: people, people of sent referrals, answers nobody else may give."""

from typing import Any

import pytest
import sqlalchemy as sa

from auth.access_log.models import AccessEntry
from auth.encryption.keyring import SEARCH, keyring, lock_all
from casework.people.index import generation_read
from casework.people.models import SearchToken
from casework.people.rebuild import begin_rebuild, rebuild_some
from extensions import db
from tests.conftest import PANEL
from tests.referrals.stories import PERSON, sent
from tests.referrals.test_matching import accepted, found_by

pytestmark = pytest.mark.usefixtures("work")


def rows() -> list[tuple[str, Any, int]]:
    """What the index that is read holds: whose row it is, and its kind."""
    generation = generation_read(PANEL)
    assert generation is not None
    found = db.session.execute(
        sa.select(SearchToken.token, SearchToken.place, SearchToken.owner_type, SearchToken.owner_id)
    ).all()
    read = generation.key.read_places((token, place) for token, place, _, _ in found)
    return sorted((row[2], str(row[3]), held[1]) for row, held in zip(found, read, strict=True) if held)


def test_records_would_be_indexed_otherwise_than_when_they_were_made(actor: Any) -> None:
    accepted(actor, [PERSON])
    found_before = found_by(actor, referral := sent(actor("rowan")))
    before, tokens = rows(), set(db.session.scalars(sa.select(SearchToken.token)))
    assert {kind for kind, _, _ in before} == {"person", "referral_person"}
    db.session.flush()
    db.session.expire_all()
    lock_all()
    begin_rebuild(PANEL, keyring().newest(PANEL, SEARCH)[0])
    while not rebuild_some(PANEL, at_most=1).finished:
        pass
    assert rows() == before
    assert tokens.isdisjoint(db.session.scalars(sa.select(SearchToken.token)))
    entries = db.session.scalars(sa.select(AccessEntry).where(AccessEntry.event == "index.rebuild")).all()
    assert entries
    assert {(entry.actor_id, entry.outcome) for entry in entries} == {(None, "allowed")}
    assert found_by(actor, referral).subjects[0].known[0].kinds == found_before.subjects[0].known[0].kinds

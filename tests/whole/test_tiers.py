"""The tiers that entries of the log claim, over the whole story, against those that their rules open."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from auth.access_log.models import AccessEntry
from extensions import db
from panels.access_model.rendering import tiers_of_rule
from panels.access_model.tiers import KEYS, span
from tests.whole.test_canaries import pages
from tests.whole.world import World


@pytest.mark.long
def test_a_door_would_claim_a_tier_that_its_rule_does_not_open(app: Flask, world: World, browser_for: Any) -> None:
    for name in ("alder", "larch"):
        for _ in pages(app, world, browser_for(name)):
            pass
    claimed = sa.select(AccessEntry.rule, AccessEntry.tiers).where(AccessEntry.tiers != "").distinct()
    with app.app_context():
        found = [(rule, span(tiers)) for rule, tiers in db.session.execute(claimed)]
    assert {tier for _, tiers in found for tier in tiers} == set(KEYS), "the story does not go as deep as it should"
    assert [(rule, sorted(tiers)) for rule, tiers in found if not tiers <= tiers_of_rule(rule)] == []

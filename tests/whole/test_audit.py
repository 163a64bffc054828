"""The auditor's list over the whole story: every record is called by its reference, and found by it."""

from typing import Any

import pytest
from flask import Flask

from casework.cases.models import Case
from casework.referrals.models import Referral
from extensions import db
from panels.meetings.models import Meeting
from tests.whole.world import World


@pytest.mark.long
@pytest.mark.parametrize(("model", "part"), [(Case, "case_id"), (Referral, "referral_id"), (Meeting, "meeting_id")])
def test_a_record_is_not_found_by_its_reference_or_its_entries_do_not_name_it(
    app: Flask, world: World, browser_for: Any, model: Any, part: str
) -> None:
    with app.app_context():
        reference = db.session.get_one(model, world.parts[part]).reference
    yew = browser_for("yew")
    yew.get("/audit")
    assert f"Who looked at {reference}" in yew.submit({"what": reference.lower()}).words()
    page = yew.get(f"/audit/access?reference={reference}&period=12-months")
    assert reference in ["".join(link.itertext()) for link in page.tree.findall(".//tbody//a")]

"""A risk to staff that a referral told of stands on every page and paper of the case, before anybody has checked it."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask, g

from casework.cases.access import case_by_id
from casework.cases.service import record_event
from casework.cases.told_risk import TOLD
from extensions import db, unit_of_work
from panels.agendas.models import AgendaItem
from panels.agendas.papers import papers_of
from tests.decisions.table import stored_meeting, who

WORDS = "One of the men carried a knife."


@pytest.mark.parametrize("place", ["case", "live", "pack"])
def test_whoever_visits_would_not_be_warned(app: Flask, browser_for: Any, place: str) -> None:
    meeting_id = stored_meeting(app, 1)
    with app.test_request_context():
        g.request_id = "test"
        cora = who("cora")
        with unit_of_work():
            item = db.session.scalars(sa.select(AgendaItem).where(AgendaItem.meeting_id == meeting_id)).one()
            case = case_by_id(cora, item.case_id).case
            record_event(actor=cora, case=case, kind=TOLD, title="Risk to staff", text=WORDS)
            db.session.flush()
            said, reference = " ".join(papers_of(cora, item, case)[0]["safety"]), case.reference
    if place == "case":
        said = browser_for("larch").get(f"/cases/{reference}").words()
    if place == "live":
        said = browser_for("alder").get(f"/meetings/{meeting_id}/live/1").words()
    assert f"Told in the referral, not checked yet. {WORDS}" in said

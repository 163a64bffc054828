"""What a meeting says beside its cases names nobody, and every member reads it."""

from typing import Any

import sqlalchemy as sa
from flask import Flask

from extensions import db
from panels.agendas.models import AgendaItem
from panels.meetings.models import Meeting
from tests.decisions.table import PEOPLE, stored_meeting

THEME = "Off-road bikes on the towpath on Friday evenings."


def test_the_themes_of_a_meeting_would_have_no_page_or_name_somebody(app: Flask, browser_for: Any) -> None:
    meeting_id = stored_meeting(app, 2)
    alder, cora, page_of = browser_for("alder"), browser_for("cora"), f"/meetings/{meeting_id}/matters"
    assert "nothing is written" in alder.get(f"/meetings/{meeting_id}/close").words()
    with app.app_context():
        wanted = sa.select(AgendaItem).where(AgendaItem.meeting_id == meeting_id)
        first = db.session.scalars(wanted.order_by(AgendaItem.position)).first()
        assert first is not None
        reference = first.case.reference
    for word in (PEOPLE[0][1], PEOPLE[1][0], PEOPLE[1][2], reference):
        alder.get(page_of)
        page = alder.submit({"text": f"{THEME} {word} again."}, form="text")
        assert page.status == 422, word
        assert f"Take out “{word}”" in page.words()
        assert THEME in page.text, "nothing typed is lost"
    cora.get(page_of)
    alder.get(page_of)
    assert "Saved." in alder.submit({"text": THEME}, form="text").words()
    page = cora.submit({"text": "Shutters are broken in Heron Street."}, form="text")
    assert page.status == 409, "two people, one text: both are shown"
    assert THEME in page.words()
    page = cora.submit({}, form="shown", button=("choice", "both"))
    assert page.status == 200
    with app.app_context():
        db.session.get_one(Meeting, meeting_id).state = "closed"
        db.session.commit()
    page = alder.get(page_of)
    assert THEME in page.words()
    assert "Shutters are broken" in page.words()
    assert 'name="text"' not in page.text
    assert browser_for("larch").get(page_of).status == 404


def test_they_would_be_written_after_the_meeting(app: Flask, browser_for: Any) -> None:
    meeting_id = stored_meeting(app, 1)
    alder = browser_for("alder")
    alder.get(f"/meetings/{meeting_id}/matters")
    with app.app_context():
        db.session.get_one(Meeting, meeting_id).state = "closed"
        db.session.commit()
    typed = alder.page.fields("text")
    assert alder.post(f"/meetings/{meeting_id}/matters", [*typed[:-2], ("text", THEME), ("shown", "")]).status == 422
    with app.test_request_context():
        assert db.session.get_one(Meeting, meeting_id).matters_sealed is None

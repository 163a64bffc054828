"""What the table hears when a case is called: the referral's own words, and the forms that are read out."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask, g

from casework.case_forms.service import fill_in
from casework.panel_type.definition import BriefLine
from casework.panel_type.registry import panel_types
from extensions import db, now, unit_of_work
from panels.agendas.models import AgendaItem
from panels.meetings.service import plan_meeting
from tests.case_forms.made import WORDS, consent, taken
from tests.cases.made import actor_named
from tests.panel_type.forms_panel import CONSENT, DECISION, HERE, KNOWN, PANEL, REFUSAL, RETURN, WITHDRAWAL
from tests.panel_type.forms_panels import forms_panels as forms_panels
from wording.dates import today, uk_date

RETURN_WORDS = "canary-return-88"


@pytest.fixture
def meeting_id(app: Flask, forms_panels: Any, monkeypatch: pytest.MonkeyPatch) -> UUID:
    """An open meeting about one case, with a refused consent, its correction by a newer one, and a return."""
    read_out = replace(RETURN, in_brief=True)
    panel = replace(
        PANEL,
        brief=(BriefLine("Their own words", "reports", "words"),),
        case_forms=(CONSENT, DECISION, read_out, REFUSAL, WITHDRAWAL),
    )
    monkeypatch.setitem(panel_types._panels, HERE, panel)
    with app.test_request_context():
        g.request_id = "test"
        with unit_of_work():
            case = taken()
            returned = {RETURN.form.sections[0].id: [{KNOWN.id: RETURN_WORDS}]}
            fill_in(actor=actor_named("rowan"), case=case, key=RETURN.key, answers=returned)
            fill_in(actor=actor_named("cora"), case=case, key="consent", answers=consent(given_on=today().isoformat()))
            meeting = plan_meeting(
                actor=actor_named("cora"),
                panel=HERE,
                starts_at=now() + timedelta(minutes=1),
                minutes_long=60,
                place="Hall",
            )
            meeting.state, meeting.opened_at = "open", now()
            for line in meeting.attendances:
                line.status = "present"
            db.session.add(
                AgendaItem(meeting_id=meeting.id, case_id=case.id, position=1, minutes=10, kind="new", case=case)
            )
            return meeting.id


def live(client: Any, meeting_id: UUID) -> str:
    page = client.get(f"/meetings/{meeting_id}/live/1")
    assert page.status == 200
    return str(page.words())


def test_the_referrals_words_and_the_forms_are_read_out(meeting_id: UUID, browser_for: Any) -> None:
    words = live(browser_for("alder"), meeting_id)
    assert "Their own words" in words
    assert WORDS in words
    assert "Did they agree?Yes" in words
    assert uk_date(today()) in words


def test_a_form_is_read_out_to_its_readers_alone(meeting_id: UUID, browser_for: Any) -> None:
    assert RETURN_WORDS in live(browser_for("alder"), meeting_id)
    assert RETURN_WORDS not in live(browser_for("cora"), meeting_id)


def test_a_form_that_is_not_for_the_brief_is_not_read_out(meeting_id: UUID, browser_for: Any) -> None:
    panel = panel_types.declared(HERE)
    quiet = tuple(replace(form, in_brief=False) for form in panel.case_forms)
    panel_types._panels[HERE] = replace(panel, case_forms=quiet, brief=())
    words = live(browser_for("alder"), meeting_id)
    assert all(said not in words for said in (WORDS, RETURN_WORDS, "Did they agree?"))

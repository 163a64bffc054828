"""What a provider of support carries out is marked where an action is made, on the case and at the table."""

import re
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine

from casework.actions.models import Action
from casework.actions.service import add_action
from casework.case_forms.service import fill_in
from casework.cases.access import case_for
from extensions import db, now
from panels.agendas.models import AgendaItem
from panels.meetings.service import plan_meeting
from tests.case_forms.made import MONDAY, taken
from tests.cases.made import acting, actor_named, case_on_record
from tests.meetings.building import ORDINARY
from tests.panel_type.forms_panel import HERE

pytestmark = pytest.mark.usefixtures("forms_panels")
ENDS = {"withdrawal": [{"withdrawn": "yes"}]}


@pytest.fixture(autouse=True)
def the_day() -> Any:
    with time_machine.travel(MONDAY, tick=True):
        yield


def stored(app: Any, state: str = "taken") -> str:
    with acting(app, "cora"):
        case = taken()
        case.state, case.members_from = state, now()
        db.session.flush()
        return case.reference


def newest_action(app: Any) -> tuple[bool, str]:
    """Whether a provider carries it out, and how it stands."""
    with app.app_context():
        newest = sa.select(Action).order_by(Action.created_at.desc()).limit(1)
        found = db.session.scalars(newest).one()
        return found.by_provider, found.status


def given(agency: str) -> dict[str, str]:
    due = {"due_on-day": "1", "due_on-month": "12", "due_on-year": "2026"}
    return {"text": "Mentor weekly", "agency_id": agency, "officer_name": "Brook", **due}


def test_an_action_would_not_be_marked_on_the_case(app: Any, browser_for: Any) -> None:
    reference, agency = stored(app), ""
    with app.test_request_context():
        agency = str(actor_named("larch").agency_id)
    cora = browser_for("cora")
    assert "A provider of support carries it out" in cora.get(f"/cases/{reference}/actions/new").words()
    cora.submit({**given(agency), "by_provider": "yes"})
    assert newest_action(app) == (True, "open")
    cora.get(f"/cases/{reference}/actions/new")
    cora.submit(given(agency))
    assert newest_action(app) == (False, "open")


def test_a_panel_without_providers_would_ask_about_them_or_keep_the_mark(app: Any, browser_for: Any) -> None:
    made = case_on_record(app)
    assert "provider" not in browser_for("cora").get(f"/cases/{made.reference}/actions/new").words()
    with acting(app, "cora") as cora:
        case = case_for(cora, made.reference).case
        due = MONDAY.date()
        kept = add_action(
            actor=cora,
            case=case,
            text="x",
            agency_id=cora.agency_id,
            officer_name="Brook",
            due_on=due,
            by_provider=True,
        )
        assert not kept.by_provider


@pytest.mark.long
def test_an_action_would_not_be_marked_at_the_table(app: Any, browser_for: Any) -> None:
    reference = stored(app, "listed")
    with acting(app, "cora") as cora:
        case = case_for(cora, reference).case
        meeting = plan_meeting(actor=cora, panel=HERE, starts_at=ORDINARY, minutes_long=60, place="Room 4")
        db.session.add(AgendaItem(meeting_id=meeting.id, case_id=case.id, position=1, minutes=10, kind="review"))
        path, agency = f"/meetings/{meeting.id}", str(actor_named("larch").agency_id)
    with time_machine.travel(ORDINARY, tick=True):
        alder = browser_for("alder")
        page = alder.get(f"{path}/open")
        marks = dict.fromkeys(re.findall(r'name="(mark-[0-9a-f-]+)"', page.text), "present")
        alder.submit({**marks, "accepted": "yes"}, button=("do", "start"))
        page = alder.get(f"{path}/live/1")
        assert "1. A provider of support carries it out" in page.words()
        row = {"a1_agency": agency, "a1_text": "Mentor weekly", "a1_provider": "yes"}
        page = alder.submit(
            {"option": "adopt", "reason": "He agreed", "band": "low", **row}, form="reason", button=("do", "save")
        )
        assert page.status == 200, page.words()[:800]
        assert newest_action(app) == (True, "open")
        with acting(app, "larch") as larch:
            case = case_for(larch, reference).case
            fill_in(actor=larch, case=case, key="withdrawal", answers=ENDS)
        assert newest_action(app) == (True, "superseded")

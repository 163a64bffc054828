"""A panel about a community: no person, no risk tool. Every page from the referral to the minutes."""

import re
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
import time_machine

from casework.cases.models import Case
from casework.referrals.models import Referral
from extensions import db
from panels.agendas.access import packs_of
from panels.agendas.models import AgendaItem, PackCase
from panels.agendas.packs import copy_for, publish_pack, start_pack
from panels.meetings.access import meeting_for
from panels.meetings.models import Meeting
from panels.meetings.service import plan_meeting
from tests.agendas.papers import text_of, wait_for
from tests.case_forms.made import GROUP_TOLD, MONDAY, sent, taken
from tests.cases.made import acting
from tests.meetings.building import ORDINARY
from tests.panel_type.forms_panel import COMMUNITY

pytestmark = pytest.mark.usefixtures("forms_panels")
TITLE = "Harbour traders"


@pytest.fixture(autouse=True)
def the_day() -> Any:
    with time_machine.travel(MONDAY, tick=True):
        yield


def only(app: Any, column: Any, *where: Any) -> Any:
    with app.app_context():
        return db.session.scalars(sa.select(column).where(*where)).one()


def a_case(app: Any) -> str:
    with acting(app, "cora"):
        return taken(GROUP_TOLD, panel=COMMUNITY).reference


def a_meeting(app: Any, reference: str, browser: Any) -> UUID:
    """A planned meeting with the case on its agenda, put there on the page."""
    with acting(app, "cora") as cora:
        meeting_id: UUID = plan_meeting(
            actor=cora, panel=COMMUNITY, starts_at=ORDINARY, minutes_long=60, place="Room 4"
        ).id
    page = browser.get(f"/meetings/{meeting_id}/agenda")
    assert reference in page.words()
    box = next(e for e in page.tree.iter("input") if e.get("type") == "checkbox" and e.get("name") != "ready_only")
    page = browser.submit({box.get("name"): box.get("value")}, form=box.get("name"))
    assert "Running order (1)" in page.words(), page.words()[:600]
    return meeting_id


def test_a_referral_about_no_person_could_not_be_made_or_taken(app: Any, browser_for: Any) -> None:
    fern = browser_for("fern")
    fern.get("/refer")
    page = fern.submit({"panel": COMMUNITY})
    base = page.path
    assert not [one for one in page.links() if one.endswith("/risk")]
    fern.get(f"{base}/about")
    page = fern.submit({"place": TITLE, "tension": "Two groups argue about stalls."})
    assert page.status == 200
    fern.get(f"{base}/check")
    page = fern.submit()
    assert page.path == f"{base}/sent", page.words()[:500]
    reference = only(app, Referral.reference, Referral.panel == COMMUNITY)
    cora = browser_for("cora")
    assert TITLE in cora.get("/triage").words()
    page = cora.get(f"/triage/{reference}")
    assert TITLE in page.words()
    assert "Name not known" not in page.words()
    assert "Offer the people of another case" not in page.words()
    page = cora.submit({"option": "accept", "reason": "It is ours"}, form="option")
    case = only(app, Case.reference, Case.panel == COMMUNITY)
    assert page.path == f"/cases/{case}", page.words()[:500]
    assert TITLE in page.words()


def test_a_page_of_a_case_about_no_person_would_break_or_not_say_what_it_is_about(app: Any, browser_for: Any) -> None:
    reference, cora = a_case(app), browser_for("cora")
    assert TITLE in cora.get(f"/cases?panel={COMMUNITY}").words()
    for tab in ("", "/timeline", "/people", "/risk", "/forms", "/actions", "/documents", "/history", "/notes"):
        page = cora.get(f"/cases/{reference}{tab}")
        assert page.status == 200, tab
        assert TITLE in page.words(), tab
    links = cora.get(f"/cases/{reference}").links()
    assert not [one for one in links if one.endswith(("/risk", "/forms", "/assessments/new"))]
    assert cora.get(f"/cases/{reference}/assessments/new").status == 404


def test_a_referral_would_stand_in_the_queue_without_a_name(app: Any, browser_for: Any) -> None:
    with acting(app, "fern") as fern:
        sent(fern, GROUP_TOLD, panel=COMMUNITY)
    assert TITLE in browser_for("cora").get("/triage").words()


@pytest.mark.long
def test_the_papers_would_not_say_what_the_case_is_about(app: Any, browser_for: Any) -> None:
    meeting_id = a_meeting(app, a_case(app), browser_for("cora"))
    with acting(app, "cora") as cora:
        pack_id = start_pack(actor=cora, meeting=db.session.get_one(Meeting, meeting_id)).id
    wait_for(app, pack_id)
    with acting(app, "cora") as cora:
        meeting = meeting_for(cora, meeting_id).meeting
        publish_pack(actor=cora, meeting=meeting, pack=packs_of(meeting)[0])
    with acting(app, "larch") as larch:
        meeting = meeting_for(larch, meeting_id, "pack.open", event="pack.open").meeting
        words = text_of(copy_for(larch, meeting, packs_of(meeting)[0]).pdf)
    assert TITLE in words
    assert "Two groups argue about stalls." in words
    assert only(app, PackCase.position) == 1


@pytest.mark.long
def test_a_case_about_no_person_could_not_be_heard_decided_and_minuted(app: Any, browser_for: Any) -> None:
    reference = a_case(app)
    meeting_id = a_meeting(app, reference, browser_for("cora"))
    path = f"/meetings/{meeting_id}"
    with time_machine.travel(ORDINARY, tick=True):
        alder = browser_for("alder")
        page = alder.get(f"{path}/open")
        marks = dict.fromkeys(re.findall(r'name="(mark-[0-9a-f-]+)"', page.text), "present")
        page = alder.submit({**marks, "accepted": "yes"}, button=("do", "start"))
        page = alder.get(f"{path}/live/1")
        assert TITLE in page.words()
        assert "Two groups argue about stalls." in page.words()  # the panel's brief
        assert "Risk now" not in page.words()
        page = alder.submit({"option": "watch", "reason": "It may grow"}, form="reason", button=("do", "save"))
        assert page.status == 200, page.words()[:800]
        assert browser_for("cora").get(f"{path}/room").status == 200
        alder.get(f"{path}/close")
        page = alder.submit({"accepted": "yes"}, form="once")
        assert page.status == 200, page.words()[:800]
        page = browser_for("cora").get(f"{path}/minutes")
        assert page.status == 200
        assert reference in page.words()
        assert TITLE in page.words()
    assert only(app, Case.state, Case.reference == reference) == "watched"
    assert only(app, AgendaItem.state, AgendaItem.meeting_id == meeting_id) == "decided"


def test_a_case_that_names_nobody_would_have_a_page_of_people(app: Any, browser_for: Any) -> None:
    reference, cora = a_case(app), browser_for("cora")
    page = cora.get(f"/cases/{reference}")
    assert f"/cases/{reference}/people" not in page.links()
    assert "Withhold the names" not in page.words()
    assert "Nobody is named in it" in cora.get(f"/cases/{reference}/people").words()

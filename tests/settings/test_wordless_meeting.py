"""The live meeting of a panel without narrative: prepared reasons, nothing of what is said."""

from typing import Any

import pytest

from casework.errors import Refused
from casework.panel_type.registry import panel_types
from extensions import db
from panels.agendas.matters import write_matters
from panels.agendas.models import AgendaItem
from panels.decisions.service import add_contribution, record_of, save_record
from panels.decisions.typed import DISAGREED, Typed, only_prepared
from panels.meetings.models import Meeting
from tests.cases.made import acting
from tests.conftest import PANEL
from tests.decisions.table import a_meeting, agency_id, stored_meeting, who
from tests.settings.modes import modes, run_in

pytestmark = pytest.mark.usefixtures("modes")
__all__ = ["modes"]
INSTEAD = "Nothing is written about people here. Write it in the national tracker"
PREPARED = "The risk has gone up."


def item_of(meeting: Meeting) -> AgendaItem:
    found: AgendaItem = db.session.query(AgendaItem).filter_by(meeting_id=meeting.id).first()
    return found


def save(meeting: Meeting, *, decided: bool = True, **typed: Any) -> None:
    item = item_of(meeting)
    save_record(
        actor=who("cora"),
        meeting=meeting,
        item=item,
        case=item.case,
        version=0,
        typed=Typed(**{"option": "adopt", "band": "high", **typed}),
        decided=decided,
    )


@pytest.fixture
def meeting(work: None) -> Meeting:
    run_in(who("alder"), "brief")
    return a_meeting(1)


@pytest.mark.parametrize("decided", [True, False])
@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"reason": "Because he came again"}, "prepared"),
        ({"reason": PREPARED, "telling": "She is told by phone"}, "telling"),
        ({"reason": PREPARED, "dissent_words": "He is no danger"}, "dissent_words"),
    ],
)
def test_words_about_a_person_would_be_recorded(
    meeting: Meeting, typed: dict[str, Any], field: str, decided: bool
) -> None:
    if "dissent_words" in typed:
        typed = typed | {"dissent_agency_id": agency_id("larch")}
    with pytest.raises(Refused, match=INSTEAD) as refused:
        save(meeting, decided=decided, **typed)
    assert refused.value.field == field


def test_a_prepared_reason_makes_the_decision_and_is_no_cause_to_look_again(meeting: Meeting) -> None:
    save(meeting, reason=PREPARED, dissent_agency_id=agency_id("larch"), dissent_words=DISAGREED)
    record = record_of(item_of(meeting))
    assert record is not None
    assert record.reason == PREPARED
    assert record.dissent[0]["words"] == DISAGREED
    assert not only_prepared(panel_types.get(PANEL), "adopt", PREPARED)


def test_nobody_has_to_write_what_the_person_is_told(meeting: Meeting) -> None:
    with pytest.raises(Refused, match="closing risk assessment"):
        save(meeting, option="close", reason=PREPARED, closure_reason="stopped")


def test_what_an_agency_says_would_be_written_down(meeting: Meeting) -> None:
    item = item_of(meeting)
    with pytest.raises(Refused, match=INSTEAD):
        add_contribution(
            actor=who("cora"),
            meeting=meeting,
            item=item,
            case=item.case,
            agency_id=agency_id("larch"),
            nature="fact",
            handling="panel",
            text="Called out three times",
        )


def test_the_live_page_offers_prepared_reasons_alone(app: Any, browser_for: Any) -> None:
    meeting_id = stored_meeting(app, 2)
    with acting(app, "oak") as oak:
        run_in(oak, "brief")
    cora = browser_for("cora")
    page = cora.get(f"/meetings/{meeting_id}/live/1")
    assert INSTEAD in page.words()
    assert {one.get("name") for one in page.tree.iter("textarea")} == set()
    page = cora.submit({"option": "adopt", "prepared": "adopt:1", "band": "high"}, button=("do", "save"), form="option")
    page = cora.get(f"/meetings/{meeting_id}/live/1")
    assert f"Reason recorded: {PREPARED}" in page.words()
    assert INSTEAD in cora.get(f"/meetings/{meeting_id}/notes/1").words()


def test_themes_would_be_written_where_the_panel_takes_no_words(app: Any) -> None:
    with acting(app, "cora") as cora:
        run_in(cora, "brief")
        with pytest.raises(Refused):
            write_matters(actor=cora, meeting=a_meeting(1), shown="", text="Bikes on the towpath.")

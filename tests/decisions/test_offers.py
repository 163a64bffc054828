"""Which decisions a case can come to, judged by the panel's own rules on the case and on the room."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask, g

from casework.errors import Refused
from casework.panel_type.facts import CaseFacts, Requirement
from casework.panel_type.meeting_rules import Present
from extensions import db
from panels.decisions.access import item_for
from panels.decisions.models import ItemRecord
from panels.decisions.offers import offers_of
from panels.decisions.service import save_record
from panels.decisions.typed import Typed, lacks
from panels.meetings.models import Attendance
from tests.client import Client, Page
from tests.decisions.table import a_meeting, stored_meeting, who
from tests.decisions.test_rules import KIND, WHOLE

NEVER = Requirement("never", "The threshold is met, so the review must be held.", lambda facts: False)
ALWAYS = Requirement("always", "Never said.", lambda facts: True)
WITH_POLICE = Requirement(
    "police", "Ask the police first.", lambda facts: any(one.agency_type == "police" for one in facts.present), "s37(1)"
)
DECIDED = {"option": "adopt", "reason": "Visitors are back.", "band": "high"}
FACTS = CaseFacts(datetime(2026, 12, 9, 10, tzinfo=UTC), date(2026, 12, 9), "heard")
MONITOR = next(option for option in KIND.decisions if option.key == "monitor")


def changed(**changes: Any) -> Any:
    options = tuple(replace(one, **changes) if one.key == "adopt" else one for one in KIND.decisions)
    return replace(KIND, decisions=options)


def test_a_decision_that_is_not_offered_does_not_exist() -> None:
    offered = [offer.option.key for offer in offers_of(changed(offered=NEVER), FACTS)]
    assert offered == [option.key for option in KIND.decisions if option.key != "adopt"]
    assert next(offer.option.key for offer in offers_of(changed(offered=ALWAYS), FACTS)) == "adopt"


def test_what_must_be_true_first_stands_beside_the_decision() -> None:
    offer = offers_of(changed(requires=(ALWAYS, WITH_POLICE), hint="Who leads"), FACTS)[0]
    assert offer.unmet == (WITH_POLICE,)
    assert offer.hint == "Who leads. Not yet: Ask the police first (s37(1))."
    there = replace(FACTS, present=(Present("police", "member"),))
    assert offers_of(changed(requires=(WITH_POLICE,)), there)[0].unmet == ()


def test_what_the_move_requires_is_required_of_its_decision() -> None:
    option = next(one for one in KIND.decisions if one.key == "adopt")
    moves = tuple(
        replace(move, requires=(NEVER,))
        if (move.source, move.target) == (KIND.lifecycle.decided_in, option.target_state)
        else move
        for move in KIND.lifecycle.transitions
    )
    panel = replace(KIND, lifecycle=replace(KIND.lifecycle, transitions=moves))
    assert offers_of(panel, FACTS)[0].unmet == (NEVER,)


def test_a_panel_without_risk_bands_asks_for_no_risk() -> None:
    assert [lack.field for lack in lacks(KIND, replace(WHOLE, band=None))] == ["band"]
    assert lacks(replace(KIND, risk_tools=()), replace(WHOLE, band=None)) == ()


def live(client: Client, meeting_id: UUID) -> Page:
    return client.get(f"/meetings/{meeting_id}/live/1")


def press(client: Client, meeting_id: UUID, do: str = "save", **changes: Any) -> Page:
    live(client, meeting_id)
    return client.submit(DECIDED | changes, form="reason", button=("do", do))


def records(app: Flask) -> list[ItemRecord]:
    with app.app_context():
        return list(db.session.scalars(sa.select(ItemRecord)))


@pytest.mark.long
def test_a_decision_that_is_not_offered_is_not_on_the_page_has_no_key_and_is_refused(
    app: Flask, variant: Callable[..., Any], browser_for: Any
) -> None:
    meeting_id, alder = stored_meeting(app, 1), browser_for("alder")
    before = live(alder, meeting_id)
    assert MONITOR.title in before.words()
    key = f'data-key="{MONITOR.key_number}"'
    assert key in before.text
    variant(decisions={"monitor": {"offered": NEVER}})
    page = live(alder, meeting_id)
    assert MONITOR.title not in page.words()
    assert key not in page.text
    assert all(words not in page.words() for words in MONITOR.prepared_reasons)
    for do in ("save", "next", "unfinished", "put_off"):
        assert press(alder, meeting_id, do, option="monitor").status == 422
    assert records(app) == []
    assert press(alder, meeting_id).status == 200


def test_no_caller_of_the_service_takes_a_decision_that_is_not_offered(
    app: Flask, variant: Callable[..., Any], actor: Any
) -> None:
    variant(decisions={"monitor": {"offered": NEVER}})
    g.request_id = "test"
    alder, meeting = who("alder"), a_meeting(1)
    opened = item_for(alder, meeting.id, 1)
    for decided in (True, False):
        with pytest.raises(Refused, match="The threshold is met"):
            save_record(
                actor=alder,
                meeting=meeting,
                item=opened.item,
                case=opened.case,
                version=0,
                typed=Typed(option="monitor", reason="It is over.", band="standard"),
                decided=decided,
            )


@pytest.mark.long
def test_a_requirement_is_judged_with_the_people_in_the_room(
    app: Flask, variant: Callable[..., Any], browser_for: Any
) -> None:
    variant(decisions={"adopt": {"requires": (WITH_POLICE,)}})
    meeting_id, alder = stored_meeting(app, 1), browser_for("alder")
    assert "Not yet" not in live(alder, meeting_id).words()
    for key in ("larch", "birch"):
        live(alder, meeting_id)
        alder.submit({}, form="reason", button=("do", f"out-{line_of(app, meeting_id, key)}"))
    assert "Not yet: Ask the police first (s37(1))." in live(alder, meeting_id).words()
    page = press(alder, meeting_id)
    assert page.status == 422
    assert "Ask the police first." in page.words()
    assert records(app) == []
    live(alder, meeting_id)
    alder.submit({}, form="reason", button=("do", f"in-{line_of(app, meeting_id, 'larch')}"))
    assert press(alder, meeting_id).status == 200


def test_what_is_not_decided_may_be_kept_without_what_a_decision_requires(
    app: Flask, variant: Callable[..., Any], browser_for: Any
) -> None:
    variant(decisions={"adopt": {"requires": (NEVER,)}})
    meeting_id = stored_meeting(app, 1)
    assert press(browser_for("alder"), meeting_id, "unfinished").path.endswith("/close")
    assert [record.option for record in records(app)] == ["adopt"]


def line_of(app: Flask, meeting_id: UUID, key: str) -> UUID:
    with app.test_request_context():
        wanted = sa.select(Attendance.id).where(
            Attendance.meeting_id == meeting_id, Attendance.account_id == who(key).account_id
        )
        return db.session.scalars(wanted).one()


def test_closing_asks_for_what_the_panels_own_lifecycle_asks_and_no_more(
    app: Flask, variant: Callable[..., Any], browser_for: Any
) -> None:
    meeting_id, alder = stored_meeting(app, 1), browser_for("alder")
    closing = {"option": "close", "closure_reason": "stopped", "telling": "Maple tells them."}
    assert "closing risk assessment" in press(alder, meeting_id, **closing).words()
    moves = tuple(replace(move, guards=()) for move in KIND.lifecycle.transitions)
    variant(panel={"lifecycle": replace(KIND.lifecycle, transitions=moves)})
    assert press(alder, meeting_id, **closing).status == 200


@pytest.mark.long
def test_a_decision_is_carried_out_with_who_was_there_when_it_was_taken(
    app: Flask, variant: Callable[..., Any], browser_for: Any
) -> None:
    moves = tuple(
        replace(move, requires=(WITH_POLICE,)) if move.source == KIND.lifecycle.decided_in else move
        for move in KIND.lifecycle.transitions
    )
    variant(panel={"lifecycle": replace(KIND.lifecycle, transitions=moves)})
    meeting_id, alder = stored_meeting(app, 1), browser_for("alder")
    assert press(alder, meeting_id).status == 200
    for key in ("larch", "birch"):
        live(alder, meeting_id)
        alder.submit({}, form="reason", button=("do", f"out-{line_of(app, meeting_id, key)}"))
    alder.get(f"/meetings/{meeting_id}/close")
    page = alder.submit({"accepted": "yes"}, form="once")
    assert page.path.endswith("/minutes"), page.words()[:300]
    assert records(app)[0].applied_at is not None

"""Letting people into cases through the pages, and looking at what opens, on one fixed day."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import time_machine
from flask import Flask

from casework.cases.access import case_by_id
from casework.cases.moves import closing_states, enter
from casework.panel_type.registry import panel_types
from extensions import now
from panels.agendas.service import add_to_agenda
from panels.meetings.access import meeting_for
from panels.meetings.service import open_meeting, plan_meeting
from tests.cases.made import Made, acting, actor_named
from tests.client import Client
from tests.conftest import PANEL
from tests.whole.test_matrix import plain as without_tokens

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
EVERYBODY = "cora hal chan alder birch dean larch rowan hazel elm ivy maple fern yew oak".split()


def account_of(key: str) -> UUID:
    return actor_named(key).account_id


def let_in(browser: Client, app: Flask, reference: str, kind: str, who: str) -> Any:
    browser.get(f"/cases/{reference}/access")
    with app.test_request_context():
        account_id = str(account_of(who))
    return browser.submit({"kind": kind, "account_id": account_id}, form="account_id")


def opens(browser_for: Any, who: str, path: str) -> bool:
    return int(browser_for(who).get(path).status) == 200


def close(app: Flask, made: Made, *, after: timedelta = timedelta(0)) -> None:
    """As the lifecycle does it: the marks of an ended case and what hangs on them."""
    with time_machine.travel(MONDAY + after, tick=False), acting(app, "alder") as alder:
        case = case_by_id(alder, made.id).case
        panel = panel_types.get(PANEL)
        ends = closing_states(panel)
        move = next(move for move in panel.lifecycle.transitions if move.target in ends)
        enter(case, panel, move, by=alder)


def meeting_with(app: Flask, *cases: Made, opened: bool = True) -> tuple[UUID, dict[UUID, UUID]]:
    """A meeting half an hour from now with these cases; the id of each case's item."""
    with acting(app, "cora") as cora:
        meeting = plan_meeting(
            actor=cora, panel=PANEL, starts_at=now() + timedelta(minutes=30), minutes_long=60, place="Room 4"
        )
        items = {
            made.id: add_to_agenda(actor=cora, meeting=meeting, case_id=made.id, chair_agreed=True).id for made in cases
        }
        if opened:
            meeting.state = "pack_out"
        return meeting.id, items


def run(app: Flask, meeting_id: UUID, item_id: UUID) -> None:
    with acting(app, "cora") as cora:
        meeting = meeting_for(cora, meeting_id).meeting
        if meeting.state != "open":
            open_meeting(actor=cora, meeting=meeting, confidentiality_read=True, without_quorum_reason="Test")
        meeting.room_item_id = item_id


def seen(browser_for: Any, who: str, path: str) -> str:
    return without_tokens(browser_for(who).get(path).text)


def ask_guest(app: Flask, browser_for: Any, meeting_id: UUID, item_id: UUID, who: str = "hal") -> Any:
    cora = browser_for("cora")
    cora.get(f"/meetings/{meeting_id}/agenda/items/{item_id}/guests")
    with app.test_request_context():
        account_id = str(account_of(who))
    return cora.submit({"account_id": account_id}, form="account_id")

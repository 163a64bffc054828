"""Two people who save the same case at the same time: every line stands in the record, in a note, or is handed back."""

import threading
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import Flask, g

from casework.cases.access import case_by_id
from extensions import db
from panels.decisions.models import Contribution, ItemRecord
from tests.client import Client
from tests.decisions.table import stored_meeting, who

SAVES = 20
DECIDED = {"option": "adopt", "band": "high"}


def save_lines(
    client: Client, meeting_id: UUID, name: str, both: threading.Barrier, handed_back: list[str], faults: list[str]
) -> None:
    """Add one line after another to the reason shown; after a conflict take a way out that the page offers.

    Each line is written on a page that was opened before the other's line of the round was saved.
    """
    for number in range(SAVES):
        line = f"{name} line {number}."
        page = client.get(f"/meetings/{meeting_id}/live/1")
        both.wait(timeout=60)
        fields = [(key, value) for key, value in page.fields("reason") if key not in {*DECIDED, "reason"}]
        shown = dict(page.fields("reason"))["reason"]
        page = client.post(page.path, [*fields, *DECIDED.items(), ("reason", f"{shown}\n{line}"), ("do", "save")])
        if page.status == 409:
            page = client.submit({}, form="reason", button=("choice", "mine" if number % 2 else "note"))
        if page.status == 409:
            handed_back.append(page.words())
        elif page.status != 200:
            faults.append(f"{line} {page.status} {page.words()[:200]}")


def test_two_savers_lose_no_line(app: Flask, browser_for: Any) -> None:
    """AC 43."""
    meeting_id = stored_meeting(app, 1)
    clients = {name: browser_for(name) for name in ("alder", "cora")}
    handed_back: list[str] = []
    faults: list[str] = []
    both = threading.Barrier(len(clients))
    savers = [
        threading.Thread(target=save_lines, args=(client, meeting_id, name, both, handed_back, faults))
        for name, client in clients.items()
    ]
    for saver in savers:
        saver.start()
    for saver in savers:
        saver.join()
    assert faults == []
    with app.test_request_context():
        g.request_id = "test"
        record = db.session.scalars(sa.select(ItemRecord)).one()
        case_by_id(who("birch"), record.case_id)
        notes = [row.text or "" for row in db.session.scalars(sa.select(Contribution))]
        everything = "\n".join([record.reason or "", *notes, *handed_back])
        assert len(notes) + len(handed_back) > 0, "the savers never met, so nothing was proved"
    for name in clients:
        for number in range(SAVES):
            assert f"{name} line {number}." in everything

"""A record that is not yours and one that does not exist cost the same number of statements, and show the same page.

Otherwise the time that an answer takes would tell which references are taken.
"""

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from flask import Flask

from casework.cases.access import case_for
from casework.documents.service import add_document
from tests.cases.made import acting
from tests.client import Client
from tests.documents.files import pdf
from tests.whole.test_matrix import csrf_of, routes
from tests.whole.twins import Counter, ask
from tests.whole.world import World

NOWHERE = "00000000-0000-0000-0000-00000000abcd"
IDS = "meeting_id item_id referral_id decision_id marker_id note_id exclusion_id document_id action_id letter"
RECORDS = {
    "case": "QQ-A-9999",
    "referral_reference": "QQ-RA-9999",
    "person_reference": "QQ-PA-9999",
    **dict.fromkeys(
        [*IDS.split(), "own_letter", "enquiry_id", "entry_id", "grant_id", "notice_id", "access_id", "lift_id"], NOWHERE
    ),
}
REFUSED = ("hal", "oak")
"""Another panel's coordinator, of the agency that owns some of the records; and somebody who is let into no record."""
EXCEPTIONS: dict[str, str] = {}
"""Rules whose work cannot be made equal, with the reason."""


def still() -> time_machine.travel:
    """Pages say when the session ends: the minute must not turn between two that are compared."""
    return time_machine.travel(datetime.now(UTC), tick=False)


@pytest.fixture
def more(app: Flask, world: World) -> World:
    """The story's records, and a document, which it has none of."""
    with acting(app, "cora") as cora:
        case = case_for(cora, world.case, "document.add", event="document.add").case
        document = add_document(actor=cora, case=case, name="note.pdf", content=pdf())
        return World({**world.parts, "document_id": document.id})


@pytest.mark.long
def test_the_work_would_tell_a_record_that_is_not_yours_from_none(app: Flask, more: World, browser_for: Any) -> None:
    nothing = World({**more.parts, **RECORDS})
    rules = [(method, rule) for method, rule in sorted(routes(app)) if more.path(rule) != nothing.path(rule)]
    wrong, compared = [], 0
    with Counter(app) as counter, still():
        for who in REFUSED:
            client: Client = browser_for(who)
            token = csrf_of(client)
            for method, rule in rules:
                data = {"csrf_token": token} if method == "POST" else None
                there = ask(client, counter, more.path(rule), data)
                if there.status == 404:
                    compared += 1
                    told = there.difference(ask(client, counter, nothing.path(rule), data))
                    if told and rule not in EXCEPTIONS:
                        wrong.append(f"{who} {method} {rule}: {told}")
    assert compared > 250, compared
    assert not wrong, "\n".join(wrong)


def test_a_declared_conflict_would_tell_whether_there_is_such_a_case(app: Flask, more: World, browser_for: Any) -> None:
    client, answers = browser_for("hal"), []
    with Counter(app) as counter, still():
        for reference in (more.case, "QQ-A-9999"):
            fields = dict(client.get("/conflicts").fields())
            answer = ask(client, counter, "/conflicts", {**fields, "reference": reference, "connection": "family"})
            answers.append(answer.without(reference))
    assert answers[0].status == 200
    assert not answers[0].difference(answers[1])

"""Twin worlds: whoever is outside a hidden panel meets the same answers whether that panel has cases or not.

World one is the demonstration without a case in the hidden panel; world two is the same with its cases, one of them
about somebody whom the other panel knows too. Compared are status, headers, body and the number of statements.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from hashlib import sha256
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from auth.encryption.keyring import ASKED, MARK, PARTNERSHIP, SEAL, SEARCH, SIGN, keyring
from auth.models import Account
from casework.actions.models import Action
from casework.case_forms.models import FormEntry
from casework.cases.models import Case, CaseParty
from casework.emergency.models import EmergencyAccess
from casework.letters.models import Letter
from casework.matches.jobs import tell_of_matches
from casework.notifications.models import OutgoingMessage
from casework.panel_type.registry import panel_types
from casework.people.models import Person
from casework.referrals.models import Referral
from demo.channel_answers import intake, subject
from demo.channel_scripts import prepare_channel, tell_cases
from demo.channel_story import ChannelStory
from demo.scenes import past_scenes
from demo.story import act, at_hour, send, take
from extensions import db
from panels.agendas.models import AgendaItem
from panels.meetings.models import Meeting
from tests.client import Client
from tests.conftest import PANEL
from tests.sight.letting_in import MONDAY
from tests.whole.test_matrix import routes
from tests.whole.twins import Answer, Counter, ask, plain_numbers, put, rows_of
from tests.whole.world import World, collect, make_world

HIDDEN = "channel"
OUTSIDE = ("nobody", "cora", "alder", "birch", "larch", "rowan", "maple", "hal", "poplar", "yew", "oak")
ALWAYS = ("cora", "larch", "yew")
"""Ask for every record: who runs the other panel, who sits on it, who is refused. The others share the records out;
pages that are about no single record, where two panels could mix, are asked for by everybody."""
SAMPLE = ("cora", "maple")
"""Every change is tried with these: who runs the other panel asks for everything, the others share it out."""
KNOCKING = ("cora", "larch")
"""Work for the agencies that the hidden panel works with."""
COUNTS_EVERYBODY = {
    ("yew", path) for path in ("/audit/access", "/audit/trail", "/audit/verify", "/audit/verify/log.zip")
}
"""Exceptions, with their reason: the auditor proves who looked, so entries about a hidden panel are counted and stand
in the list as of a "Restricted panel" (domain.md, auditor's view), with no reference. Numbers alone may differ."""
FLAGS_EVERYBODY = {
    ("yew", path)
    for path in (
        "/audit",
        "/audit/flags",
        "/audit/flags/<kind>/<uuid:about>",
        "/audit/access/file",
    )
}
"""For the same reason these show flags of people who looked into a hidden panel, and no record of it (ADR 33)."""
ODD_TIMES = {("yew", "/audit/verify/entries/<int:number>/proof.json")}
"""For the same reason: refused, it shows the page of the log, with the newest odd time of all entries."""
TOLD = {"summary": "Fact: a note was found.", "voice": "He says it is not his.", "needs": ["isolation"]}
UNKNOWN = "QQ-C-999999"
Answers = dict[tuple[str, str], Answer]


class Twins:
    """The rows of both worlds, and what a page of the first, and of the hidden panel in the second, is called."""

    def __init__(self, app: Flask) -> None:
        make_world(app)
        with app.app_context():
            prepare_channel(HIDDEN)
        self.without = rows_of(app)
        self.shown = collect(app)
        with app.app_context():
            tell_cases(HIDDEN)
            self.taken = _tell_of_people_known_elsewhere()
        self.with_them = rows_of(app)
        with app.app_context():
            self.hidden = World({**self.shown.parts, **_hidden_parts(self.taken)})


@pytest.fixture(scope="module")
def kept() -> list[Twins]:
    return []


@pytest.fixture
def twins(app: Flask, kept: list[Twins]) -> Iterator[Twins]:
    """Both worlds, told once, on a day on which time stands still."""
    with time_machine.travel(MONDAY, tick=False):
        if not kept:
            kept.append(Twins(app))
        yield kept[0]


def _tell_of_people_known_elsewhere() -> UUID:
    """A case about somebody who is in a case of the other panel, and a referral about another; returns the case's."""
    story, on = ChannelStory(HIDDEN, act, at_hour), (MONDAY - timedelta(days=6)).date()
    idris = subject("Idris", "Penhallow", "1965-04-18", "7 Quillon Court", title="Mr")
    taken = story.take(story.log("reed", on, intake("PCMT-2026-00099", on, on, idris, **TOLD)), on)
    ashgrove = subject("Wilhelmina", "Ashgrove", "1954-11-02", "19 Tern House", title="Mrs")
    story.log("reed", on, intake("PCMT-2026-00100", on, on, ashgrove, **TOLD))
    return taken


def _hidden_parts(shared: UUID) -> dict[str, Any]:
    def first(column: Any, *where: Any) -> Any:
        return db.session.scalars(sa.select(column).where(*where).limit(1)).one()

    supported = first(Action.case_id, Action.panel == HIDDEN)
    meeting = first(Meeting.id, Meeting.panel == HIDDEN, Meeting.state == "closed")
    waiting = sa.select(Referral).where(Referral.panel == HIDDEN, Referral.case_id.is_(None))
    referral = db.session.scalars(waiting.limit(1)).one()
    person = first(CaseParty.person_id, CaseParty.case_id == shared)
    return {
        "case": first(Case.reference, Case.id == supported),
        "meeting_id": meeting,
        "item_id": first(AgendaItem.id, AgendaItem.meeting_id == meeting),
        "panel": HIDDEN,
        "referral_id": referral.id,
        "referral_reference": referral.reference,
        "person_reference": first(Person.reference, Person.id == person),
        "action_id": first(Action.id, Action.panel == HIDDEN),
        "letter": first(Letter.id, Letter.panel == HIDDEN),
        "own_letter": first(Letter.id, Letter.panel == HIDDEN),
        "access_id": first(EmergencyAccess.id, EmergencyAccess.panel == HIDDEN),
        "entry_id": first(FormEntry.id, FormEntry.case_id == supported),
        "shared": first(Case.reference, Case.id == shared),
    }


def in_both(app: Flask, twins: Twins, look: Callable[[], Answers]) -> tuple[Answers, Answers]:
    """What is met in the world with the hidden cases and in the one without."""
    found = []
    with app.app_context():
        for panel in (*(one.key for one in panel_types.every()), PARTNERSHIP):
            for purpose in (SEAL, SEARCH, *((SIGN, ASKED) if panel == PARTNERSHIP else (MARK,))):
                keyring().newest(panel, purpose)  # a server that has run for a while has read every panel's key
    for rows in (twins.with_them, twins.without):
        put(app, rows)
        found.append(look())
    return found[0], found[1]


def differences(one: Answers, other: Answers) -> list[str]:
    assert list(one) == list(other)
    found = [(key, one[key].difference(other[key])) for key in one]
    return [f"{who} {what}: {told}" for (who, what), told in found if told]


def share_of(rule: str) -> int:
    """A number that a route keeps: who asks for it does not change when there is another route beside it."""
    return int.from_bytes(sha256(rule.encode()).digest()[:4])


def crawl(app: Flask, browser_for: Any, twins: Twins, people: tuple[str, ...]) -> Answers:
    """Every page that answers a plain GET."""
    rules = sorted(rule for method, rule in routes(app) if method == "GET")
    found: Answers = {}
    with Counter(app) as counter:
        for number, who in enumerate(people):
            client = browser_for(None if who == "nobody" else who)
            for rule in rules:
                if "<" not in rule or who in ALWAYS or share_of(rule) % len(people) == number:
                    found[who, rule] = ask(client, counter, twins.shown.path(rule))
    for key in COUNTS_EVERYBODY & set(found):
        found[key] = plain_numbers(found[key])
    for key in FLAGS_EVERYBODY & set(found):
        assert found.pop(key).status == 200
    for key in ODD_TIMES & set(found):
        found.pop(key)
    return found


@pytest.mark.parametrize("people", [SAMPLE, pytest.param(OUTSIDE, marks=pytest.mark.long)], ids=["sample", "all"])
def test_a_page_would_tell_that_the_hidden_panel_has_cases(
    app: Flask, twins: Twins, browser_for: Any, people: tuple[str, ...]
) -> None:
    """AC 03."""
    one, other = in_both(app, twins, partial(crawl, app, browser_for, twins, people))
    assert len(one) > 200
    assert sum(answer.status == 200 for answer in one.values()) > 80, "the crawl is blind"
    assert not (found := differences(one, other)), "\n".join(found)


def knock(app: Flask, browser_for: Any, twins: Twins) -> Answers:
    """The addresses of the hidden panel's records, and lists and searches that name it."""
    rules = sorted(rule for method, rule in routes(app) if method == "GET" and "<" in rule and "filename" not in rule)
    paths = [path for rule in rules if (path := twins.hidden.path(rule)) != twins.shown.path(rule)]
    reference, person = twins.hidden.shared, twins.hidden.person_reference
    named = [f"/cases/{reference}", f"/cases?panel={HIDDEN}", f"/cases/search?panel={HIDDEN}"]
    audited = [f"/audit/access?reference={one}&period=12-months" for one in (reference, person, UNKNOWN)]
    found: Answers = {}
    with Counter(app) as counter:
        for who in KNOCKING:
            client = browser_for(who)
            found |= {(who, path): ask(client, counter, path) for path in (*paths, *named)}
        auditor = browser_for("yew")
        found |= {("yew", path): ask(auditor, counter, path) for path in (*named, *audited)}
    return found


@pytest.mark.long
def test_an_address_would_tell_that_something_hidden_is_there(app: Flask, twins: Twins, browser_for: Any) -> None:
    one, other = in_both(app, twins, partial(knock, app, browser_for, twins))
    assert len(one) > 120
    assert not (found := differences(one, other)), "\n".join(found)


def act_in(app: Flask, browser_for: Any, twins: Twins) -> Answers:
    """What people outside do in the course of their work, where the hidden panel could get in the way."""
    found: Answers = {}
    with Counter(app) as counter:
        with app.app_context():
            sent = send(PANEL, past_scenes("2026-01-01")[0], MONDAY)
            found["rowan", "refers him"] = counter.work()
            reference = db.session.scalars(sa.select(Referral.reference).where(Referral.id == sent)).one()
        found["cora", "triage"] = ask(browser_for("cora"), counter, f"/triage/{reference}")
        with app.app_context():
            counter.take()
            take(sent, MONDAY)
            found["cora", "accepts him"] = counter.work()
            tell_of_matches()
        for who in ("cora", "larch"):
            client = browser_for(who)
            for step, (path, boxes) in _filled_in(twins).items():
                if who == "cora" or step.startswith(("looks", "declares")):
                    found[who, step] = _post(client, counter, path, boxes)
            found |= {(who, home): ask(client, counter, home) for home in ("/home", "/cases")}
        found["everybody", "told"] = _told(app)
    return found


def _filled_in(twins: Twins) -> dict[str, tuple[str, dict[str, str]]]:
    """Forms to send: the page and what is typed in it."""
    search, hidden = f"/cases/search?panel={PANEL}", twins.hidden
    day = {"starts_at-day": "10", "starts_at-month": "12", "starts_at-year": "2026", "starts_at-time": "10:00"}
    plan = {**day, "panel": PANEL, "minutes_long": "60", "place": "Town Hall", "urgent": "no"}
    references = {"hidden": hidden.shared, "unknown": UNKNOWN}
    return {
        "looks for him": (search, {"words": "Idris Penhallow 18/4/1965"}),
        "looks for the person's reference": (search, {"words": hidden.person_reference}),
        **{f"looks for {what}": (search, {"words": one}) for what, one in references.items()},
        "plans a meeting": ("/meetings/new", plan),
        **{
            f"declares {what}": ("/conflicts", {"reference": one, "connection": "family"})
            for what, one in references.items()
        },
    }


def _post(client: Client, counter: Counter, path: str, boxes: dict[str, str]) -> Answer:
    fields = dict(client.get(path).fields())
    return ask(client, counter, path, {**fields, **boxes})


def _told(app: Flask) -> Answer:
    """The messages to the people outside."""
    outside = [f"{who}@example.org" for who in OUTSIDE]
    wanted = sa.select(Account.email, OutgoingMessage.template).join(OutgoingMessage.account)
    with app.app_context():
        rows = db.session.execute(wanted.where(Account.email.in_(outside))).all()
    assert len(rows) > 20
    return Answer(0, "", repr(sorted(map(tuple, rows))).encode(), ())


@pytest.mark.long
def test_the_work_of_others_would_meet_the_hidden_panel(app: Flask, twins: Twins, browser_for: Any) -> None:
    one, other = in_both(app, twins, partial(act_in, app, browser_for, twins))
    assert one["cora", "plans a meeting"].status == 303
    assert {answer.status for (_, step), answer in one.items() if step.startswith(("looks", "declares"))} == {200}
    assert b"Penhallow" in one["cora", "triage"].body
    assert b"QQ-A-0001" in one["cora", "looks for him"].body
    for who in ("cora", "larch"):
        for step in ("looks for", "declares"):
            hidden, unknown = one[who, f"{step} hidden"], one[who, f"{step} unknown"]
            assert not hidden.without(twins.hidden.shared).difference(unknown.without(UNKNOWN)), (who, step)
    assert not (found := differences(one, other)), "\n".join(found)

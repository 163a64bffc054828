"""A word of its own behind every piece of sealed prose of the whole demonstration, looked for in everything that every
kind of person can reach: nobody meets one that is not for them, and what may be met is met."""

import io
import logging
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask, g

from auth.models import UserSession
from casework.actions.models import Action
from casework.cases.models import Case, CaseParty
from casework.emergency.models import EmergencyAccess
from casework.enquiries.models import Enquiry
from casework.letters.models import Letter
from casework.notifications.models import OutgoingMessage
from casework.notifications.templates import body, message
from casework.people.models import Person
from casework.referrals.models import Referral
from extensions import db, now, unit_of_work
from panels.agendas.models import Pack
from panels.meetings.models import Meeting
from tests.agendas.papers import text_of
from tests.client import Client
from tests.whole.planting import WORD, Canary, Sight, load_demonstration, plant, sight
from tests.whole.test_canaries import raw_database
from tests.whole.test_matrix import routes

# What a page says does not hang on the database, and one run takes minutes.
pytestmark = [pytest.mark.long, pytest.mark.one_database, pytest.mark.filterwarnings("ignore::ResourceWarning")]
NOBODY = ("nobody", "oak", "yew", "laurel", "linden", "fern", "willow")
SEEING = ("alder", "cora", "birch", "larch", "hazel", "elm", "ivy", "poplar", "hal", "aspen", "chan", "dean", "reed")
SEEING = (*SEEING, "briar", "sage")
TABS = ("", "/timeline", "/people", "/risk", "/actions", "/notes", "/forms", "/documents", "/history", "/letters")
MEETING = (
    "",
    "/live/1",
    "/live/2",
    "/notes/1",
    "/agenda",
    "/minutes",
    "/pack",
    "/room",
    "/matters",
    "/item",
    "/requests",
)
MOST_FOLLOWED = 90
NEVER_SHOWN = frozenset(("case_contact.words", "meeting.without_quorum_reason"))
"""Cells of the demonstration of which no page that is only asked for shows a word: what was said in a talk with
somebody, and why a meeting went on without a quorum."""
SEARCHED = ("Penhallow", "Ashgrove", "Marchbanks", "Gorseford", "QQ-A-0001", "Lanternwick")


@dataclass
class Reached:
    """What one person was shown."""

    words: set[str] = field(default_factory=set)
    leaks: list[str] = field(default_factory=list)
    pages: int = 0


def targets(app: Flask) -> list[str]:
    """The addresses of every record there is, guessed by everybody; and all pages without a record."""
    found = [rule for method, rule in sorted(routes(app)) if method == "GET" and "<" not in rule and rule != "/leave"]
    with app.app_context():
        for case in db.session.scalars(sa.select(Case)):
            found += [f"/cases/{case.reference}{tab}" for tab in TABS]
            found += [f"/cases/{case.reference}/people/{one}" for one in _people_of(case)]
        found += [f"/meetings/{one}{tab}" for one in db.session.scalars(sa.select(Meeting.id)) for tab in MEETING]
        for pack in db.session.scalars(sa.select(Pack)):
            found.append(f"/meetings/{pack.meeting_id}/pack/{pack.number}/pack.pdf")
        for referral in db.session.scalars(sa.select(Referral)):
            found += [f"/refer/{referral.id}", f"/refer/{referral.id}/copy", f"/triage/{referral.reference}"]
        for kind, sort in ((Letter, "letters"), (Enquiry, "questions"), (Action, "actions")):
            found += [f"/{sort}/{one}" for one in db.session.scalars(sa.select(kind.id))][::2]
        found += [f"/emergency/{one}" for one in db.session.scalars(sa.select(EmergencyAccess.id))]
    return found


def _people_of(case: Case) -> list[str]:
    wanted = sa.select(Person.reference).join(CaseParty, CaseParty.person_id == Person.id)
    return list(db.session.scalars(wanted.where(CaseParty.case_id == case.id)))


def shown(answer: Any) -> str:
    """All that an answer says: status line, headers, and the words of the page or file."""
    data = answer.get_data()
    if answer.mimetype == "application/pdf":
        words = text_of(data)
    elif data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            words = " ".join(packed.read(one).decode("utf-8", "replace") for one in packed.namelist())
    else:
        words = data.decode("utf-8", "replace")
    return f"{answer.status} {answer.headers} {words}"


def answers(client: Client, paths: list[str], *, signed_in: bool) -> Iterator[tuple[str, str]]:
    """Each address as it is answered, then links found there that nobody asked for yet, then searches."""
    met, links = set(paths), list[str]()
    for path in paths:
        answer = client.http.get(path)
        said = shown(answer)
        if answer.status_code == 200 and answer.mimetype == "text/html":
            links += [one for one in re.findall(r'href="(/[^"#?]*)', said) if not one.startswith("/static")]
        yield path, said
    for link in [one for one in dict.fromkeys(links) if one not in met and one != "/leave"][:MOST_FOLLOWED]:
        yield link, shown(client.http.get(link))
    for words in SEARCHED if signed_in else ():
        if client.get("/cases/search").status == 200:
            found = client.submit({"words": words}, form="words", follow=False)
            yield "/cases/search", shown(found.response)


def sweep(who: str, client: Client, paths: list[str], planted: dict[str, Canary], seen: Sight) -> Reached:
    reached = Reached()
    for path, said in answers(client, paths, signed_in=who != "nobody"):
        reached.pages += 1
        for word in set(WORD.findall(said)):
            reached.words.add(word)
            if not seen.may_meet(who, planted[word]):
                canary = planted[word]
                reached.leaks.append(f"{who} {path}: {canary.cell} of {canary.panel}")
    return reached


@pytest.fixture
def planted(app: Flask) -> tuple[dict[str, Canary], Sight]:
    with app.app_context():
        load_demonstration()
    found = plant(app)
    with app.app_context():
        return found, sight()


def browser(app: Flask, browser_for: Any, who: str) -> Client:
    """A browser whose session has just given a fresh proof, where it has one."""
    client: Client = browser_for(None if who == "nobody" else who)
    with app.test_request_context(), unit_of_work():
        g.request_id = "proof"
        db.session.execute(sa.update(UserSession).values(stepped_up_at=now() + timedelta(minutes=20)))
    return client


def test_a_word_would_reach_somebody_who_may_not_read_it_or_nobody(
    app: Flask, planted: tuple[dict[str, Canary], Sight], browser_for: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """AC 02, 03, 04, 29, 56: pages, searches, papers, files of figures, headers, error pages, mail, log, database."""
    words, seen = planted
    paths, leaks, met, pages = targets(app), list[str](), set[str](), 0
    with caplog.at_level(logging.INFO):
        for who in (*NOBODY, *SEEING):
            asked = paths if who in SEEING else paths[:: 2 if who == "fern" else 1]
            reached = sweep(who, browser(app, browser_for, who), asked, words, seen)
            leaks += reached.leaks
            met |= reached.words
            pages += reached.pages
            print(who, reached.pages, len(reached.words), len(reached.leaks))
    told = Counter(leaks)
    assert not told, "\n".join(f"{number} × {leak}" for leak, number in told.most_common(60))
    with app.app_context():
        waiting = db.session.scalars(sa.select(OutgoingMessage))
        mail = " ".join(f"{message(one.template).subject} {body(one.template, 'x', one.path)}" for one in waiting)
    assert not WORD.search(mail + caplog.text), "in mail or in the log"
    assert not re.search(WORD.pattern.encode(), raw_database(app)), "in the database as a thief has it"
    cells = Counter(one.cell for one in words.values())
    blind = {cell for cell in cells if not any(words[one].cell == cell for one in met)}
    print(f"{len(words)} words in {len(cells)} cells, {len(met)} met on {pages} pages; blind: {sorted(blind)}")
    assert len(words) >= 400, len(words)
    assert len(met) >= 400, len(met)
    assert blind == NEVER_SHOWN, sorted(blind ^ NEVER_SHOWN)
    assert {one.panel for one in words.values()} == {words[one].panel for one in met} == set(seen.said.panels)

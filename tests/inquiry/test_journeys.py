"""The ten statements about the auditor (ux.md 8, A1 to A10), by a browser without JavaScript. Clicks are counted: each
link that is followed and each form that is sent is one; typing is none."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from auth.access_log.models import AccessEntry
from auth.access_log.service import REFUSED
from auth.access_log.verdicts import BY_RULE, verdict_of
from auth.ledger import checked, checking, checkpoints
from auth.models import Appointment
from extensions import db, now, unit_of_work
from tests.auth.clock import START, frozen
from tests.cases.made import STREET, VICTIM, case_on_record
from tests.client import Client, Page
from tests.inquiry.test_pages import BARE, EMERGENCY, OPENED, REFERENCE, REFUSAL, account_id, people, rows_of, write
from tests.tables import past_the_wall

__all__ = ["people", "write"]
STATEMENTS = 40
"""More than the first page of results puts to the database, whatever the log holds."""


class Clicks:
    """A browser whose clicks are counted: it follows links that stand on its page, and sends the form on it."""

    def __init__(self, client: Client, start: str) -> None:
        self.client, self.number = client, 0
        self.client.get(start)

    @property
    def page(self) -> Page:
        assert self.client.page is not None
        return self.client.page

    def follow(self, part: str) -> Page:
        found = [href for href in self.page.links() if part in href]
        assert found, f"no link with {part} on {self.page.path}"
        self.number += 1
        return self.client.get(found[0])

    def send(self, fields: dict[str, Any], form: str | None = None) -> Page:
        self.number += 1
        return self.client.submit(fields, form=form)


@pytest.fixture
def october(write: Any) -> None:
    """Sixty-four entries of October: 58 by a rule, 4 in an emergency, 2 not explained; a refused try of November."""
    for number in range(64):
        as_ = EMERGENCY if number < 4 else BARE if number < 6 else OPENED
        at = START - timedelta(days=30) + timedelta(minutes=number)
        write("larch" if number < 6 else "cora", as_, at=at, version=7)
    write("fern", REFUSAL, at=START - timedelta(days=1))


@pytest.mark.usefixtures("october")
def test_a1_who_looked_and_were_they_allowed_in_three_clicks(people: Any) -> None:
    with frozen():
        yew = Clicks(people("yew"), "/audit")
        yew.send({"what": REFERENCE}, form="what")
        assert "1 entry from 27 October 2026 to 23 November 2026" in yew.page.words(), "what is new, today among it"
        page = yew.follow("period=last-month")
        for words in ("64 entries in October 2026", "Allowed by a rule 58", "emergency access 4", "not explained 2"):
            assert words in page.words()
        rows = rows_of(yew.follow("show=unexplained"))
    assert len(rows) == 2
    assert all("Larch Novak" in row for row in rows)
    assert yew.number == 3


@pytest.mark.long
@pytest.mark.usefixtures("october")
def test_a2_the_first_page_is_as_much_work_however_long_the_log(app: Flask, write: Any, people: Any) -> None:
    """Its time at a million entries is measured (docs/performance.md); here its questions are counted."""
    yew, counted = people("yew"), []
    for more in (0, 100):
        for number in range(more):
            write("cora", at=START - timedelta(days=29, minutes=number))
        asked: list[str] = []

        def note(connection: Any, cursor: Any, statement: str, *others: Any, asked: list[str] = asked) -> None:
            asked.append(statement)

        with app.app_context():
            sa.event.listen(db.engine, "before_cursor_execute", note)
            with frozen():
                rows = rows_of(yew.get(f"/audit/access?reference={REFERENCE}&period=last-month"))
            sa.event.remove(db.engine, "before_cursor_execute", note)
        assert len(rows) == 50
        counted.append(len(asked))
    assert counted[0] == counted[1] < STATEMENTS


@pytest.mark.usefixtures("october")
def test_a3_a_verdict_is_as_at_the_time(app: Flask, people: Any) -> None:
    cora = account_id(app, "cora")
    with app.app_context(), unit_of_work():
        number = db.session.scalar(sa.select(AccessEntry.number).where(AccessEntry.rule == "coordinator").limit(1))
        gone = sa.update(Appointment).where(Appointment.account_id == cora)
        db.session.execute(gone.values(ended_at=now()))
    with frozen():
        yew = Clicks(people("yew"), f"/audit/access?reference={REFERENCE}&period=last-month")
        assert "Allowed by a rule 58" in yew.page.words()
        page = yew.client.get(f"/audit/events/{number}").words()
    for words in ("Verdict Allowed", "coordinator, version 7", "“you coordinate this panel”"):
        assert words in page


@pytest.mark.long
def test_a4_every_view_is_logged(app: Flask, people: Any) -> None:
    """Fifty pages of ten kinds, ten searches, five exports, five refusals: each leaves an entry with its verdict."""
    made = case_on_record(app)
    base = f"/cases/{made.reference}"
    kinds = ("", "/timeline", "/people", "/risk", "/actions", "/documents", "/history", "/notes", "/letters",
             f"/people/{made.person}")  # fmt: skip

    def entries_of(what: Any) -> list[AccessEntry]:
        with app.app_context():
            last = db.session.scalar(sa.select(sa.func.max(AccessEntry.number))) or 0
        what()
        with app.app_context():
            return list(db.session.scalars(sa.select(AccessEntry).where(AccessEntry.number > last)))

    with frozen():
        cora, fern, yew = people("cora"), people("fern"), people("yew")
        written = 0
        for kind in kinds * 5:
            found = entries_of(lambda kind=kind: cora.get(base + kind))
            assert found, kind
            assert {verdict_of(one) for one in found} == {BY_RULE}, kind
            assert all(one.actor_id == account_id(app, "cora") for one in found)
            written += 1
        cora.get("/cases/search")
        for number in range(10):
            found = entries_of(lambda number=number: cora.submit({"words": f"Thistledown {'abcdefghij'[number]}quill"}))
            assert [one.event for one in found].count("case.searched") == 1
            written += 1
        for _ in range(5):
            found = entries_of(lambda: yew.http.get("/audit/access/file?period=7-days"))
            assert [one.event for one in found] == ["audit.file"]
            assert verdict_of(found[0]) == BY_RULE
            written += 1
        for _ in range(5):
            found = entries_of(lambda: fern.get(base))
            assert [verdict_of(one) for one in found] == [REFUSED]
            written += 1
    assert written == 70


def test_a5_a_flag_explains_itself_and_is_decided_in_two_clicks(write: Any, people: Any) -> None:
    write("larch", BARE, at=START - timedelta(days=3))
    with frozen():
        yew = Clicks(people("yew"), "/audit")
        for words in ("Not explained", "Larch Novak", "20 November 2026", "1 entry that no rule allowed"):
            assert words in yew.page.words()
        yew.follow("/audit/flags/unexplained/")
        assert "Enter why" in yew.client.submit({"decision": "explained"}).words(), "a decision needs a note"
        yew.send({"decision": "explained", "words": "Training day."})
        assert "Recorded as explained" in yew.page.words()
    assert yew.number == 2


def test_a6_a7_tampering_is_found_and_progress_is_honest(
    app: Flask, write: Any, people: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(checking, "_start_after_commit", asked.append)
    for number in range(5):
        write("cora", at=START - timedelta(minutes=number))
    with frozen():
        with app.app_context():
            checkpoints.look_after()
        yew = Clicks(people("yew"), "/audit")
        yew.follow("/audit/verify")
        yew.send({})
        assert "Check progress" in yew.page.words(), "without JavaScript"
        yew.client.get("/audit")
        assert "You can leave this page" in yew.follow("/audit/verify").words(), "and come back"
        checking.run(app, asked[0])
        assert "Whole" in yew.client.get("/audit/verify").words()
        assert yew.client.http.get(f"/audit/verify/{asked[0]}/receipt.txt").status_code == 200
        with app.app_context():
            changed = db.session.scalar(sa.select(sa.func.min(AccessEntry.number)))
            db.session.remove()
            with past_the_wall().begin() as connection:
                connection.execute(sa.update(AccessEntry).where(AccessEntry.number == changed).values(rule="chair"))
        yew.send({})
        checking.run(app, asked[1])
        page = yew.client.get("/audit/verify").words()
    assert "Not whole" in page
    assert "The entry at position 0 is not what was sealed" in page, "which one: the first, which was changed"


def test_a8_the_auditor_does_not_read_the_case(app: Flask, people: Any) -> None:
    made = case_on_record(app)
    with frozen():
        people("cora").get(f"/cases/{made.reference}")
        yew = people("yew")
        pages = (
            "/audit", "/audit/flags", "/audit/access?period=12-months", "/audit/trail", "/audit/holds", "/audit/grants",
            f"/audit/access?reference={made.reference}&period=12-months", "/audit/searched", "/audit/samples",
            f"/audit/access?reference={made.person}&period=12-months",
        )  # fmt: skip
        for path in pages:
            page = yew.get(path)
            assert page.status == 200, path
            for told in (*VICTIM.values(), STREET, "14 March 1948", "1948-03-14"):
                assert told not in page.text, (path, told)
        yew.get(f"/audit/names/{made.reference}")
        yew.submit({"password": "demo-only-yew"})
        assert VICTIM["surname"] not in yew.get(f"/audit/names/{made.reference}").text, "not without a reason"


@pytest.mark.usefixtures("october")
def test_a9_empty_is_an_answer(app: Flask, people: Any) -> None:
    with frozen():
        yew = Clicks(people("yew"), f"/audit/access?reference={REFERENCE}&period=today")
        words = yew.page.words()
        assert "Nobody opened this record on 23 November 2026." in words
        assert "Log check: Never checked." in words
        own = yew.page.tree.xpath("string(.//*[@id='own-entry'])").split("entry ")[-1].strip(". \n")
        assert "Looked something up in the access log" in yew.client.get(f"/audit/events/{own}").words()
        yew.client.get(f"/audit/access?reference={REFERENCE}&period=today")
        (link,) = [href for href in yew.page.links() if "/audit/access/file" in href]
        assert b"0 of 0 entries" in yew.client.http.get(link).data
        with app.app_context(), unit_of_work():
            checked.write_result(12, None)
        words = yew.client.get(f"/audit/access?reference={REFERENCE}&period=today").words()
        assert "12 entries, whole." in words, "the service's own check of the day is one too"


def test_a10_the_auditor_is_audited(write: Any, people: Any) -> None:
    write("cora", at=START - timedelta(days=1))
    with frozen():
        yew = Clicks(people("yew"), "/audit")
        yew.send({"what": REFERENCE}, form="what")
        own = rows_of(yew.client.get("/audit/trail"))
        assert sum(REFERENCE in row for row in own) == 1
        seen = rows_of(people("laurel").get("/audit/trail?show=refused&period=today&page=9"))
        assert sum(REFERENCE in row and "Yew Anand" in row for row in seen) == 1, "and nothing leaves it out"

"""The fifteen questions of security.md 4.5, each asked of the auditor's pages on a made-up month.

What must come out is worked out from what the maker of the month put into it, and never by the product. The small month
is asked on every check; the whole one (120 people, 20 agencies, 400 cases, 60,000 entries) by ``test_whole_month.py``.
What an answer takes is measured by ``benchmarks/questions.py``.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from flask import Flask

from auth.access_log import dossier, reading
from auth.access_log.holds import held_among
from auth.access_log.models import AccessedObject, AccessEntry
from auth.access_log.periods import Period
from auth.access_log.service import ALLOWED, Looked, write_entry
from auth.access_log.subjects import by_reference
from auth.encryption.keyring import new_data_key
from auth.inquiry import flags, person_days, rules
from auth.ledger import checking, checkpoints, erasure, sealing
from auth.models import Account, Appointment
from auth.refusals import Refused
from casework.documents.models import Document
from casework.errors import Refused as Refusal
from casework.retention.records import record_called
from casework.retention.service import ask_for
from extensions import db, now, unit_of_work
from tests.auth.clock import START, frozen
from tests.cases.made import actor_named
from tests.inquiry.asked import Asked, cells, keep, known
from tests.inquiry.month import CLOSED, FIRST, LAST, PANEL, Month
from tests.inquiry.month_maker import Maker
from tests.inquiry.recorded import case_called, emergency_of, those_let_in_are_shown
from tests.inquiry.test_pages import rows_of
from tests.tables import past_the_wall

PERIOD, LONDON = Period(FIRST, LAST), ZoneInfo("Europe/London")
TAKEN = ("document.download", "letter.print")


@pytest.fixture(scope="module")
def standing(whole_app: Flask, snapshot: dict[str, list[dict[str, Any]]]) -> Iterator[Month]:
    """The small month stands in the database of this file's tests: each begins with it, and none puts it there."""
    month = Maker(share=0.1).make()
    before = {name: list(rows) for name, rows in snapshot.items()}
    with whole_app.app_context():
        keep(month)
        for table in db.metadata.sorted_tables:
            snapshot[table.name] = [dict(row) for row in db.session.execute(sa.select(table)).mappings()]
        db.session.remove()
    # Outside a context of the application: requests would share what one request keeps.
    yield month
    snapshot.update(before)
    with whole_app.app_context():
        db.session.remove()
        with past_the_wall().begin() as connection:
            for name in ("accessed_object", "access_entry"):
                connection.execute(sa.delete(db.metadata.tables[name]))
            for name in ("user_session", "account", "agency"):
                table = db.metadata.tables[name]
                connection.execute(sa.delete(table).where(table.c.id.not_in([row["id"] for row in before[name]])))


@pytest.fixture
def asked(
    standing: Month, app: Flask, browser_for: Any, monkeypatch: pytest.MonkeyPatch, written: set[str]
) -> Iterator[Asked]:
    """The month and who asks. Afterwards what was added to the log is taken out: putting the month back takes long."""
    for name, value in known(app, standing).items():
        monkeypatch.setitem(app.extensions, name, value)
    yield Asked(app, standing, browser_for)
    last = len(standing.entries)
    log = {"accessed_object": "entry_number", "access_entry": "number"}
    with app.app_context(), past_the_wall().begin() as connection:
        for name, number in log.items():
            table = db.metadata.tables[name]
            connection.execute(sa.delete(table).where(table.c[number] > last))
    written -= set(log)


@pytest.mark.long
def test_q1_who_looked_at_this_person_in_which_cases_how_deep_and_why(asked: Asked) -> None:
    for number in (0, 4):
        reference, cases = asked.month.person(number)
        entries = asked.about(set(cases))
        people = {entry["actor_id"] for entry in entries}
        page = asked.access(reference=reference)
        assert f"{len(entries)} entr" in page.words()
        assert f"by {len(people)} p" in page.words()
        sums = {row[0]: row for row in cells(page, "records")}
        for case in cases:
            theirs = asked.about({case})
            row = sums[asked.month.reference(case)]
            assert row[1:3] == [str(len(theirs)), str(len({entry["actor_id"] for entry in theirs}))]
            assert ("F0-F3" in row[3]) == any(entry["tiers"] for entry in theirs)
        newest = max(entries, key=lambda entry: entry["number"])
        first = rows_of(page)[0]
        assert f"Person {newest['actor_id'].hex[:6]}" in first
        assert newest["explanation"] in first
        assert newest["tiers"] in first


def test_q2_what_somebody_looked_at_day_by_day_explained_or_not(asked: Asked) -> None:
    for who in (min(asked.month.who("unexplained")), asked.month.people[0].id):
        entries = asked.by(who)
        days: dict[date, list[dict[str, Any]]] = {}
        for entry in entries:
            days.setdefault(entry["at"].astimezone(LONDON).date(), []).append(entry)
        page = asked.access(account=who)
        rows = cells(page, "days")
        assert len(rows) == len(days)
        for row, day in zip(rows, sorted(days, reverse=True), strict=True):
            figures = [int(cell) for cell in row[1:]]
            bare = sum(entry["rule"] == "none" and entry["outcome"] == "allowed" for entry in days[day])
            records = {one for entry in days[day] for one in asked.objects.get(entry["number"], ())}
            assert figures[:2] == [len(days[day]), len(records)], day
            assert figures[-2:] == [bare, sum(entry["outcome"] == "refused" for entry in days[day])], day
        assert f"{len(entries)} entries" in page.words()
    with asked.app.app_context():
        by_person = sum(one.records for one in person_days.reaches(PERIOD))
        pairs = sa.select(AccessEntry.actor_id, AccessedObject.object_id).join(
            AccessedObject, AccessedObject.entry_number == AccessEntry.number
        )
        pairs = pairs.where(person_days.within(PERIOD), person_days.opens_case).distinct()
        assert len(db.session.execute(pairs).all()) == by_person, "Q1’s sums are Q2’s"


@pytest.mark.long
def test_q3_what_was_looked_at_without_a_relationship(asked: Asked) -> None:
    bare = [one for one in asked.october if one["outcome"] == "allowed" and one["rule"] == "none"]
    rows = rows_of(asked.access(show="unexplained"))
    assert len(rows) == len(bare) == len(asked.month.who("unexplained"))
    for who in asked.month.who("unexplained"):
        assert sum(f"Person {who.hex[:6]}" in row for row in rows) == 1
    top = rows_of(asked.get("/audit/flags?span=last-month"))[: len(asked.month.who("unexplained"))]
    assert all("Not explained" in row for row in top), "the snoopers are on top, before everybody"
    used = [one for one in asked.october if one["rule"] == "emergency"]
    assert len(rows_of(asked.access(show="emergency"))) == len(used)


@pytest.mark.long
def test_q4_what_was_done_out_of_hours_from_a_new_device_or_an_unlisted_network(asked: Asked) -> None:
    assert asked.flagged("place") == asked.month.who("place")
    assert asked.flagged("device") == set(asked.month.on_new_device)
    assert asked.month.who("hours") <= asked.flagged("hours")
    evening = {one["actor_id"] for one in asked.october if _is_late(one)}
    assert asked.flagged("hours") <= evening, "nobody who kept to the hours, the day of the clock change included"


def _is_late(entry: dict[str, Any]) -> bool:
    there = entry["at"].astimezone(LONDON)
    return there.weekday() > 4 or not 7 <= there.hour < 20


@pytest.mark.long
def test_q5_who_opened_far_more_cases_than_they_or_their_peers_do(asked: Asked) -> None:
    assert asked.month.who("bulk") <= asked.flagged("bulk")
    assert asked.month.who("peers") <= asked.flagged("peers")
    assert asked.flagged("paper_peers") == {asked.month.on_papers[kind] for kind in ("papers", "paper_peers")}
    with asked.app.app_context():
        found = flags.flags_in(PERIOD, kind=rules.BULK)
        worked = sum(day.opened[0] > 0 for day in person_days.days_of(PERIOD, ()).values())
    on = {flag.about: [unit.day for unit in flag.units] for flag in found}
    assert all(date(2026, 10, 20) in on[who] for who in asked.month.who("bulk")), "within the day"
    false = sum(len(days) for who, days in on.items() if who not in asked.month.who("bulk"))
    assert false * 1_000 <= 2 * max(worked, 1_000), (false, worked)


@pytest.mark.long
def test_q6_who_looked_at_somebody_of_their_name_or_family(asked: Asked) -> None:
    assert asked.flagged("namesake") == asked.month.who("namesake")
    assert asked.flagged("linked") == asked.month.who("linked")


@pytest.mark.long
def test_q7_which_emergency_accesses_wait_for_a_review_and_which_are_overdue(asked: Asked) -> None:
    assert asked.flagged("emergency") == asked.month.who("emergency")
    used = [one for one in asked.october if one["rule"] == "emergency"]
    with asked.app.app_context(), unit_of_work():
        for entry, late in zip(used, (True, False), strict=True):
            emergency_of(entry, asked.objects[entry["number"]][0], late)
        settled = {**used[0], "actor_id": asked.month.people[3].id, "agency_id": asked.month.people[3].agency}
        emergency_of(settled, asked.month.cases[40], late=False, state="not_justified")
    with frozen():
        asked.laurel.get("/emergency")
        asked.laurel.submit({"password": "demo-only-laurel"})
    page = asked.get("/emergency", asked.laurel)
    rows = {row for row in rows_of(page) if "Person" in row}
    assert len(rows) == 3
    (row,) = [one for one in rows if f"Person {settled['actor_id'].hex[:6]}" in one]
    assert "Not justified" in row, "the outcome"
    assert "Late" not in row
    for entry, late in zip(used, (True, False), strict=True):
        (row,) = [one for one in rows if f"Person {entry['actor_id'].hex[:6]}" in one]
        assert f"Agency {entry['agency_id'].hex[:6]}" in row
        assert "30 days ago" in row, "the age"
        assert "Waits for a review" in row
        assert ("Late 9 days" in row) == late, "what is overdue is marked, and by how much"
        assert ("Late" in row) == late, row
    with frozen():
        asked.yew.get("/emergency/figures")
        asked.yew.submit({"password": "demo-only-yew"})
    by_agency = cells(asked.get("/emergency/figures"))
    for agency in {entry["agency_id"] for entry in (*used, settled)}:
        (row,) = [one[1:] for one in by_agency if one[0] == f"Agency {agency.hex[:6]}"]
        mine = [entry for entry in (*used, settled) if entry["agency_id"] == agency]
        late, waiting = sum(entry is used[0] for entry in mine), sum(entry is not settled for entry in mine)
        assert list(map(int, row)) == [len(mine), len(mine) - waiting, 0, waiting, late], row


@pytest.mark.long
def test_q8_who_was_refused_how_often_and_in_bursts(asked: Asked) -> None:
    tried = Counter(one["actor_id"] for one in asked.october if one["outcome"] == "refused")
    assert asked.month.who("refused") <= asked.flagged("refused")
    for who in asked.month.who("refused"):
        assert f"refused {tried[who]}." in asked.access(account=who, show="refused").words()
    case = next(case for _, case, _ in asked.month.left)
    refused = [one for one in asked.about({case}) if one["outcome"] == "refused"]
    page = asked.access(reference=asked.month.reference(case), show="refused")
    assert len(rows_of(page)) == len(refused) > 0


@pytest.mark.long
def test_q9_what_was_taken_away_by_whom_and_how_many_people_are_in_it(asked: Asked) -> None:
    taken = [one for one in asked.october if one["event"] in TAKEN]
    assert asked.month.who("exports") <= asked.flagged("exports")
    who = min(asked.month.who("exports"))
    theirs = [one for one in taken if one["actor_id"] == who]
    rows = rows_of(asked.access(account=who, show="exports"))
    assert len(rows) == len(theirs), "as many as there are files"
    assert sum("3 people in it" in row for row in rows) == sum(one["event"] == TAKEN[0] for one in theirs)
    with asked.app.app_context():
        assert reading.count(None, PERIOD, reading.EXPORTS) == len(taken)


@pytest.mark.long
def test_q10_who_looked_after_leaving_or_before_declaring_a_conflict(asked: Asked) -> None:
    assert asked.flagged("left") == asked.month.who("left")
    assert asked.flagged("conflict") == asked.month.who("conflict")


@pytest.mark.long
def test_q11_which_case_is_in_the_news_and_are_its_entries_kept(asked: Asked) -> None:
    (case,) = asked.month.who("crowd")
    assert case in asked.flagged("crowd")
    assert asked.month.reference(case) in asked.get("/audit/flags?span=last-month&kind=crowd").words()
    on = [one for one in asked.about({case}) if one["at"].date() == date(2026, 10, 29) and one["outcome"] == "allowed"]
    looked = {one["actor_id"] for one in on if one["event"] == "case.open"}
    with frozen():
        asked.yew.get(f"/audit/flags/crowd/{case}?span=last-month")
        assert f"{len(looked)} people who opened this case in a day" in asked.yew.page.words()  # type: ignore[union-attr]
        asked.yew.submit({"reason": "The newspaper asks about this case."}, form="reason")
        assert asked.month.reference(case) in asked.get("/audit/holds").words()
    number = next(one["number"] for one in asked.about({case}))
    with asked.app.app_context(), unit_of_work():
        record, paper = case_called(case, asked.month.reference(case)), uuid4()
        record.closed_at, record.retention_due_on = START - timedelta(days=9), FIRST
        db.session.add(record)
        db.session.flush()
        key, officer = new_data_key(panel=PANEL, kind="document"), asked.month.people[0]
        db.session.add(
            Document(id=paper, data_key_id=key, case_id=case, content_type="application/pdf", scan="clean", size=1,
                     added_by_id=officer.id, agency_id=officer.agency)
        )  # fmt: skip
        looked = Looked("document.download", ALLOWED, "document", (paper,), PANEL, "member", 1, "why")
        of_paper = write_entry(actor=None, looked=looked)
        officers_record = record_called(record.reference)
        assert officers_record is not None
        with frozen(), pytest.raises(Refusal, match="has to be kept for longer"):
            ask_for(actor=actor_named("cora"), record=officers_record)
    with asked.app.app_context():
        sealing.seal_all()
        numbers = {one["number"] for one in asked.october}
        theirs = {one["number"] for one in asked.about({case})}
        assert held_among({*numbers, of_paper}) == {*theirs, of_paper}, "everything about it, its papers too"
    with asked.app.app_context(), unit_of_work():
        for one in (number, of_paper):
            with pytest.raises(Refused, match="is kept"):
                erasure.erase(number=one, part="who", grounds="time")


def test_q12_who_was_given_access_by_whom_and_when_it_was_confirmed(asked: Asked) -> None:
    giver, second = asked.month.people[0].id, asked.month.people[1].id
    given = {person.id: person for person in asked.month.people[5:9]}
    with asked.app.app_context(), unit_of_work():
        for number, who in enumerate(given):
            row = Appointment(account_id=who, panel=PANEL, role="chair", granted_by_id=giver, confirmed_by_id=second)
            row.from_on, row.to_on = FIRST, FIRST + timedelta(days=300 + number)
            row.confirmed_at, row.certified_until = START, FIRST + timedelta(days=90 + number)
            db.session.add(row)
        waiting, refused = (person.id for person in asked.month.people[9:11])
        for who in (waiting, refused):
            row = Appointment(
                account_id=who, panel=PANEL, role="chair", granted_by_id=giver, from_on=FIRST, to_on=FIRST
            )
            row.certified_until, row.ended_at = FIRST, START if who == refused else None
            db.session.add(row)
        everything = db.session.scalar(sa.select(sa.func.count()).select_from(Appointment))
    rows = rows_of(asked.get("/audit/grants"))
    assert len(rows) == everything
    for number, who in enumerate(given):
        (row,) = [one for one in rows if f"Person {who.hex[:6]}" in one]
        for words in ("Chair", f"Person {giver.hex[:6]}", f"Person {second.hex[:6]}", "23 November 2026"):
            assert words in row, words
        until = FIRST + timedelta(days=90 + number)
        assert f"{until.day} {until:%B %Y}" in row
    for who, words in ((waiting, "Does not count"), (refused, "Refused or taken back 23 November 2026")):
        (row,) = [one for one in rows if f"Person {who.hex[:6]}" in one]
        assert row.endswith(words), row
    those_let_in_are_shown(asked, giver, second)


def test_q13_what_is_disclosed_to_whoever_asks_who_saw_their_data(asked: Asked) -> None:
    reference, cases = asked.month.person(1)
    entries = asked.about(set(cases))
    with asked.app.app_context():
        subject = by_reference(reference)
        assert subject is not None
        named, without = (
            dossier.dossier_data(subject, PERIOD, show="", named=named, made_by="Yew Anand") for named in (True, False)
        )
    rows: Any = named["rows"]
    assert len(rows) == len(entries)
    assert Counter(row["who"] for row in rows) == Counter(
        f"Person {one['actor_id'].hex[:6]}, Agency {one['agency_id'].hex[:6]}" for one in entries
    )
    assert "Person" not in str(without)
    assert len(without["rows"]) == len(entries)  # type: ignore[arg-type]


def test_q14_who_looked_at_the_log(asked: Asked) -> None:
    auditor = asked.month.auditor
    assert auditor is not None
    rows = rows_of(asked.access(account=auditor.id))
    assert len(rows) == len(asked.by(auditor.id)) == 3
    assert all("Looked something up in the access log" in row for row in rows)
    trail = [row for row in rows_of(asked.get("/audit/trail", asked.laurel)) if f"Person {auditor.id.hex[:6]}" in row]
    assert len(trail) == 3
    reference = asked.month.reference(asked.month.cases[CLOSED])
    assert f"Person {auditor.id.hex[:6]}" not in asked.access(reference=reference).words(), "that is no look at a case"


@pytest.mark.long
def test_q15_is_the_log_whole(asked: Asked) -> None:
    with frozen():
        with asked.app.app_context():
            sealing.seal_all()
            with unit_of_work():
                checkpoints.make(checkpoints.ASKED)
                check = checking.AccessCheck(asked_by_id=_id_of("yew"), state=checking.WAITING)
                check.asked_at = check.moved_at = now()
                db.session.add(check)
                db.session.flush()
                number = check.number
            db.session.remove()
        checking.run(asked.app, number)
        page = asked.get("/audit/verify")
        assert rows_of(page)[0].split("Whole")[0].startswith("23 November 2026")
        receipt = asked.yew.http.get(f"/audit/verify/{number}/receipt.txt")
        assert receipt.status_code == 200
        assert "No checkpoint yet" not in asked.get("/audit").words()
        with asked.app.app_context():
            changed = sa.update(AccessEntry).where(AccessEntry.number == asked.october[10]["number"])
            _past_the_wall(changed.values(tiers="F9"))
            found = checking.check_now(lambda done, total: None)
            _past_the_wall(changed.values(tiers=asked.october[10]["tiers"]))
        assert found is not None
        assert found.position == asked.october[10]["number"] - 1


def _past_the_wall(statement: sa.Update) -> None:
    """As whoever the wall does not hold: the application itself changes nothing in the log."""
    db.session.remove()
    with past_the_wall().begin() as connection:
        connection.execute(statement)


def _id_of(key: str) -> UUID:
    return db.session.scalars(sa.select(Account.id).where(Account.email == f"{key}@example.org")).one()

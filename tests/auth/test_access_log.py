"""The auditor's plain list: who, what, when and why, of a record or a person, and no content."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from auth.access_log import periods, reading, words
from auth.access_log.models import AccessEntry
from auth.access_log.periods import Period
from auth.access_log.service import ALLOWED, REFUSED, Looked, write_entry
from auth.access_log.subjects import Subject
from auth.accounts.finding import account_by_email
from auth.current import actor_of
from auth.encryption import keyring
from extensions import unit_of_work
from tests.auth.clock import START, frozen
from tests.client import Client
from tests.conftest import PANEL

RECORD = UUID("11111111-2222-4333-8444-555555555555")
OTHER = UUID("99999999-2222-4333-8444-555555555555")
REFERENCE = "ZZ-0147"


@pytest.fixture
def yew(app: Flask, browser_for: Any, monkeypatch: pytest.MonkeyPatch) -> Client:
    """The auditor; two references are known."""
    known = {REFERENCE: ("case", RECORD), "ZP-1": [("person", uuid4()), ("case", RECORD)]}
    monkeypatch.setitem(app.extensions, "casework-resolvers", [lambda text: None, known.get])
    with frozen():
        client: Client = browser_for("yew")
    return client


@pytest.fixture
def look(app: Flask) -> Any:
    """``look("rowan", at=…)``: somebody opened the record."""

    def write(
        key: str,
        *,
        at: datetime = START,
        record: UUID = RECORD,
        also: tuple[UUID, ...] = (),
        outcome: str = ALLOWED,
        event: str = "case.open",
        explanation: str = "you coordinate this panel",
    ) -> None:
        with time_machine.travel(at, tick=False), app.test_request_context(), unit_of_work():
            account = account_by_email(f"{key}@example.org")
            assert account is not None
            looked = Looked(event, outcome, "case", (record, *also), PANEL, "coordinator", 1, explanation)
            write_entry(actor=actor_of(account), looked=looked)

    return write


def shown(client: Client, address: str) -> list[str]:
    """The rows of the table of entries as text; sums by record and by day stand in tables of their own."""
    page = client.get(address)
    assert page.status == 200, page.words()
    assert page.tree is not None
    sums = [row for name in ("records", "days") for row in page.tree.findall(f".//table[@id='{name}']/tbody/tr")]
    rows = [row for row in page.tree.findall(".//tbody/tr") if row not in sums]
    return [" ".join("".join(row.itertext()).split()) for row in rows]


def about(reference: str = REFERENCE, period: str = "7-days", **more: str) -> str:
    return f"/audit/access?reference={reference}&period={period}" + "".join(f"&{k}={v}" for k, v in more.items())


def test_a_look_would_be_missing_or_lack_who_when_where_and_why(yew: Client, look: Any) -> None:
    look("cora")
    with frozen():
        (row,) = shown(yew, about())
    for part in ("23 November 2026 at 9:00am", "Cora Lindqvist", "Community Safety", "Opened a case", "Allowed",
                 "“you coordinate this panel”"):  # fmt: skip
        assert part in row


def test_an_entry_about_one_record_would_not_say_which(
    yew: Client, look: Any, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(
        app.extensions, "casework-namers", {"case": lambda ids: {RECORD: REFERENCE} if RECORD in ids else {}}
    )
    look("cora")
    look("rowan", record=OTHER)
    look("rowan", record=OTHER, also=(RECORD,))
    look("rowan", record=UUID(int=1), also=(RECORD,))
    with frozen():
        *several, other, row = [one for one in shown(yew, "/audit/access") if "Opened a case" in one]
    assert f"Case {REFERENCE}" in row
    assert REFERENCE not in other
    assert len(several) == 2
    assert REFERENCE not in "".join(several), "one of two would be taken for the only one"
    assert f"/audit/access?reference={REFERENCE}&period=7-days" in yew.page.links()


def test_looks_at_other_records_would_stand_in_the_list(yew: Client, look: Any) -> None:
    look("cora")
    look("rowan", record=OTHER)
    with frozen():
        assert len(shown(yew, about())) == 1


def test_a_refused_try_would_be_hidden(yew: Client, look: Any) -> None:
    look("fern", outcome=REFUSED, event="case.read", explanation="no rule allows this")
    look("cora")
    with frozen():
        assert len(shown(yew, about())) == 2
        (row,) = shown(yew, about(show="refused"))
    assert "Fern Hollis" in row
    assert "Tried, and could not" in row
    assert "Refused" in row


def test_nobody_would_be_an_error_page_and_no_answer(yew: Client) -> None:
    with frozen():
        page = yew.get(about(period="last-month"))
    assert page.status == 200
    assert "Nobody opened this record in October 2026." in page.words()


def test_the_auditors_question_would_count_as_a_look_at_the_record(yew: Client, rows: Any) -> None:
    with frozen():
        yew.get(about())
        assert "Nobody opened this record" in yew.get(about()).words()


def test_the_auditors_question_would_not_be_on_record(yew: Client, look: Any, account_id: Any, rows: Any) -> None:
    """AC 18."""
    with frozen():
        yew.get(about())
        found = shown(yew, f"/audit/access?account={account_id('yew')}&period=today")
    assert sum("Looked something up in the access log" in row for row in found) == 2
    assert RECORD in rows(sa.text("SELECT object_id FROM accessed_object WHERE object_type = 'case'").columns(
        sa.column("object_id", sa.Uuid)))  # fmt: skip


def test_a_person_in_several_records_would_show_only_one(yew: Client, look: Any) -> None:
    look("cora")
    with frozen():
        assert len(shown(yew, about("ZP-1"))) == 1


@pytest.mark.parametrize(
    ("typed", "leads_to"),
    [(REFERENCE, "reference=ZZ-0147"), (" zz-0147 ", "reference=ZZ-0147"), ("Rowan Castel", "account="),
     ("ROWAN@example.org", "account=")],
)  # fmt: skip
def test_the_search_would_not_find_by_reference_or_staff(yew: Client, typed: str, leads_to: str) -> None:
    with frozen():
        yew.get("/audit")
        page = yew.submit({"what": typed}, follow=False)
    assert page.status == 303
    address = page.response.headers["Location"]
    assert leads_to in address
    assert "owan" not in address, "No name stands in an address."


def test_several_people_of_one_name_would_not_be_offered(yew: Client) -> None:
    with frozen():
        yew.get("/audit")
        page = yew.submit({"what": "ar"})
    assert page.status == 200
    assert "Which of these people?" in page.words()
    assert "Larch Novak" in page.words()


@pytest.mark.parametrize("typed", ["Marian Okonkwo-Canary", "%", "_", "", "\x00"])
def test_a_name_from_a_case_would_be_looked_up_or_kept(app: Flask, yew: Client, typed: str) -> None:
    """AC 55."""
    with frozen():
        yew.get("/audit")
        page = yew.submit({"what": typed})
    assert page.status == 422
    with app.app_context():
        from extensions import db

        assert "Canary" not in str(db.session.execute(sa.text("SELECT * FROM access_entry")).all())


@pytest.mark.parametrize("address", ["/audit/access?reference=NO-1", "/audit/access?account=zz",
                                     "/audit/access?account=00000000-0000-4000-8000-000000000000"])  # fmt: skip
def test_an_unknown_subject_would_show_everything(yew: Client, look: Any, address: str) -> None:
    look("cora")
    with frozen():
        assert yew.get(address).status == 404


def test_the_work_of_one_person_would_not_be_listed(yew: Client, look: Any, account_id: Any) -> None:
    """AC 09."""
    look("cora")
    look("rowan", record=OTHER)
    with frozen():
        found = shown(yew, f"/audit/access?account={account_id('rowan')}&period=today")
    assert len(found) == 1
    assert "Rowan Castellane" in found[0]


def test_chosen_days_would_be_off_by_one(yew: Client, look: Any) -> None:
    # Days are London's: 23:30 UTC on 30 June is 1 July there.
    look("cora", at=datetime(2026, 6, 30, 22, 59, 59, tzinfo=UTC))
    look("alder", at=datetime(2026, 6, 30, 23, 0, 0, tzinfo=UTC))
    look("birch", at=datetime(2026, 7, 2, 22, 59, 59, tzinfo=UTC))
    look("hal", at=datetime(2026, 7, 2, 23, 0, 0, tzinfo=UTC))
    chosen = {
        "first-day": "1",
        "first-month": "7",
        "first-year": "2026",
        "last-day": "2",
        "last-month": "7",
        "last-year": "2026",
    }
    with frozen():
        found = shown(yew, about(period="chosen", **chosen))
    assert ["Birch" in found[0], "Alder" in found[1], len(found)] == [True, True, 2]


@pytest.mark.parametrize(
    ("first", "last", "message"),
    [("1 1 2025", "2 1 2026", "12 months or less"), ("2 1 2026", "1 1 2026", "on or after"),
     ("31 2 2026", "1 3 2026", ""),
     ("x y z", "1 3 2026", "")],
)  # fmt: skip
def test_odd_days_would_break_the_page(yew: Client, first: str, last: str, message: str) -> None:
    chosen = {f"{name}-{part}": value for name, text in (("first", first), ("last", last))
              for part, value in zip(("day", "month", "year"), text.split(), strict=True)}  # fmt: skip
    with frozen():
        page = yew.get(about(period="chosen", **chosen))
    assert page.status == 422
    assert "There is a problem" in page.words()
    assert message in page.words()


def test_choosing_days_would_lose_the_record(yew: Client, look: Any) -> None:
    look("cora")
    with frozen():
        yew.get(about(period="chosen"))
        boxes = {
            "first-day": "22",
            "first-month": "11",
            "first-year": "2026",
            "last-day": "23",
            "last-month": "11",
            "last-year": "2026",
        }
        page = yew.submit(boxes, form="first-day")
    assert f"Who looked at {REFERENCE}" in page.words()
    assert "Cora Lindqvist" in page.words()


def test_a_long_list_would_be_cut_off(yew: Client, look: Any) -> None:
    for number in range(53):
        look("cora", at=START - timedelta(minutes=number))
    with frozen():
        first, second = shown(yew, about()), shown(yew, about(page="2"))
        assert "53 entries" in yew.get(about()).words()
    assert (len(first), len(second)) == (50, 3)
    assert any("page=2" in link and REFERENCE in link for link in yew.page.links())


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999999999999", "1e9"])
def test_an_odd_page_number_would_break_the_list(yew: Client, page: str) -> None:
    with frozen():
        assert yew.get(about(page=page)).status == 200


def test_reading_the_log_would_open_a_key(yew: Client, look: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    look("cora")
    opened: list[object] = []
    monkeypatch.setattr(keyring, "_unwrap", lambda *args: opened.append(args))
    with frozen():
        assert len(shown(yew, about())) == 1
    assert opened == []


@pytest.mark.parametrize("who", ["oak", "cora", "alder", "rowan", "fern"])
def test_somebody_else_would_read_the_log_or_look_up_in_it(yew: Client, browser_for: Any, who: str, rows: Any) -> None:
    client = browser_for(who)
    for address in ("/audit", "/audit/access", about(period="today")):
        assert client.get(address).status == 404
    token = [("csrf_token", dict(client.get("/home").fields("csrf_token"))["csrf_token"])]
    for typed in (REFERENCE, "Rowan Castel", "ar", "NO-1", ""):
        sent = [*token, ("once", str(uuid4())), ("what", typed)]
        assert client.post("/audit/search", sent, follow=False).status == 404, typed
    assert rows(sa.select(AccessEntry.outcome).where(AccessEntry.event == "access_log.read")) == ["refused"] * 8


def test_the_log_would_be_shown_though_the_question_cannot_be_written(
    app: Flask, yew: Client, look: Any, request: pytest.FixtureRequest
) -> None:
    look("cora")
    request.getfixturevalue("broken_log")
    with frozen():
        page = yew.get(about())
        assert page.status == 503
        assert "Cora" not in page.text
        assert yew.get("/audit").status == 503


def test_a_stored_sentence_would_be_worked_out_again(yew: Client, look: Any) -> None:
    look("cora", explanation="a sentence of an older rule")
    with frozen():
        assert "“a sentence of an older rule”" in shown(yew, about())[0]


@pytest.mark.pure
@pytest.mark.parametrize(
    ("name", "today", "first", "last", "said"),
    [
        ("today", date(2026, 11, 23), date(2026, 11, 23), date(2026, 11, 23), "on 23 November 2026"),
        ("7-days", date(2026, 3, 2), date(2026, 2, 24), date(2026, 3, 2), "from 24 February 2026 to 2 March 2026"),
        ("28-days", date(2026, 3, 2), date(2026, 2, 3), date(2026, 3, 2), "from 3 February 2026 to 2 March 2026"),
        ("last-month", date(2026, 1, 31), date(2025, 12, 1), date(2025, 12, 31), "in December 2025"),
        ("last-month", date(2028, 3, 31), date(2028, 2, 1), date(2028, 2, 29), "in February 2028"),
        ("12-months", date(2026, 5, 23), date(2025, 5, 24), date(2026, 5, 23), "from 24 May 2025 to 23 May 2026"),
        ("rubbish", date(2026, 3, 2), date(2026, 2, 24), date(2026, 3, 2), "from 24 February 2026 to 2 March 2026"),
    ],
)  # fmt: skip
def test_a_named_period_would_hold_other_days(name: str, today: date, first: date, last: date, said: str) -> None:
    found = periods.named(name, today)
    assert (found.first, found.last, found.words()) == (first, last, said)


@pytest.mark.pure
def test_a_day_of_a_clock_change_would_lose_an_hour() -> None:
    long_day = periods.Period(date(2026, 10, 25), date(2026, 10, 25))
    short_day = periods.Period(date(2027, 3, 28), date(2027, 3, 28))
    assert long_day.ends_at - long_day.starts_at == timedelta(hours=25)
    assert short_day.ends_at - short_day.starts_at == timedelta(hours=23)


@pytest.mark.pure
def test_an_event_without_words_would_break_the_list() -> None:
    entry = AccessEntry(event="new_thing.opened", outcome=ALLOWED, object_type="new_thing", shown=3)
    assert words.event_words(entry) == "New thing opened"
    assert words.object_words(entry) == "New thing, 3 shown"


@pytest.mark.pure
def test_a_server_would_read_the_whole_period_for_one_record() -> None:
    """PostgreSQL plans a statement that comes often without its values, and takes any period for half of a hundredth of
    the log: the entries of one record are found by the record alone."""
    lately = Period(date(2026, 10, 1), date(2026, 10, 31))
    of_one = [str(one) for one in reading.about(Subject("QQ-A-0001", (("case", UUID(int=1)),)), lately)]
    assert [words for words in of_one if ".at " in words] == [
        "(access_entry.at >= :at_1) IS true",
        "(access_entry.at < :at_1) IS true",
    ]
    assert [str(one) for one in reading.about(None, lately)] == ["access_entry.at >= :at_1", "access_entry.at < :at_1"]

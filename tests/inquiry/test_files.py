"""What auditors take away: a signed file, a dossier. And who has opened a case, for those who run it."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from auth import panel_facts
from auth.access_log import file_views
from auth.access_log import views as access_log_views
from auth.access_log.models import AccessEntry
from auth.access_log.service import ALLOWED, Looked, write_entry
from auth.encryption.signing import public_keys
from auth.ledger import checkpoints, erasure
from auth.models import Account
from auth.roles import Actor
from casework.cases.models import Case
from casework.cases.opened_by import opened_by
from casework.referrals.models import Referral
from casework.retention.related import OWN, PAPERS
from docs.verify_csv import fault_of, main
from extensions import db, unit_of_work
from panels.meetings.models import Meeting
from tests.auth.clock import START, frozen
from tests.cases.made import acting, actor_named, case_of
from tests.conftest import PANEL
from tests.inquiry.test_pages import BARE, RECORD, REFERENCE, REFUSAL, account_id, people, write
from tests.referrals.printing import printed_words
from tests.retention.test_related import put
from wall.standing import SERVICE, Standing, standing_as

__all__ = ["people", "write"]
ASKED = f"reference={REFERENCE}&period=7-days"


def test_a_file_of_entries_would_be_changed_without_being_found_out(
    app: Flask, write: Any, people: Any, tmp_path: Path
) -> None:
    write("cora", at=START - timedelta(hours=2))
    write("larch", BARE, at=START - timedelta(hours=1))
    write("larch", ("allowed", "member-named", "=1+1"), at=START - timedelta(hours=1))
    yew = people("yew")
    with frozen():
        page = yew.get(f"/audit/access?{ASKED}")
        (link,) = [href for href in page.links() if "/audit/access/file" in href]
        content = yew.http.get(link).data
        empty = yew.http.get(f"/audit/access/file?reference={REFERENCE}&period=last-month").data
        assert people("cora").http.get(link).status_code == 404
    text = content.decode()
    assert text.startswith(f"#{REFERENCE} from 17 November 2026 to 23 November 2026; 3 of 3 entries")
    assert "Larch Novak,Quillon Police" in text
    assert ",Coordinator," in text, "words, and the key in a column of its own"
    assert all(row.endswith(",coordinator") for row in text.splitlines() if "Cora Lindqvist" in row)
    assert "'=1+1" in text
    with app.app_context():
        keys = public_keys()
    assert fault_of(content, keys) == ""
    assert fault_of(empty, keys) == "", "that nobody looked is an answer too"
    assert fault_of(content.replace(b"Not explained", b"Allowed"), keys) == "not right"
    assert fault_of(content[: content.rindex(b"#signed")], keys) == "not signed"
    assert fault_of(content, {}) == "signed by no key that you gave"
    (tmp_path / "entries.csv").write_bytes(content)
    (tmp_path / "keys.txt").write_text("".join(f"{name} {key.hex()}\n" for name, key in keys.items()))
    assert main([str(tmp_path / "entries.csv"), str(tmp_path / "keys.txt")]) == 0


def test_a_long_period_would_end_with_the_newest_entries_or_its_parts_would_overlap(
    app: Flask, write: Any, people: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each file that is saved is an entry itself; what is counted stands at the entry of the question."""
    for module in (access_log_views, file_views):
        monkeypatch.setattr(module, "MOST", 4)
    for hour in range(5):
        write("cora", at=START - timedelta(hours=hour + 1))
    yew = people("yew")
    with frozen():
        page = yew.get("/audit/access?period=7-days")
        files = [href for href in page.links() if "/audit/access/file" in href]
        asked = int(page.words().rpartition("this question is entry ")[2].split(".")[0])
        got = [yew.http.get(href).get_data(as_text=True).splitlines() for href in files]
        assert "Save entries 1 to 4" in page.words()
        assert "up_to" not in "".join(yew.get(f"/audit/access?{ASKED}&show=refused").links()), "few need no parts"
    numbers = [int(row.split(",")[0]) for file in got for row in file[2:-1]]
    assert len(files) > 1
    assert f"part 2 of {len(files)}" in got[1][0]
    assert numbers == sorted(set(numbers), reverse=True)
    assert numbers[0] == asked
    with app.app_context(), unit_of_work():
        stands = sa.select(sa.func.count()).where(
            AccessEntry.number <= asked, AccessEntry.at >= START - timedelta(days=6, hours=12)
        )
        assert db.session.scalar(stands) == len(numbers)
    assert "Print a dossier" not in page.words()


def test_a_dossier_would_name_staff_where_it_should_not(app: Flask, write: Any, people: Any) -> None:
    write("cora", at=START - timedelta(hours=2))
    yew = people("yew")
    with frozen():
        named = yew.http.get(f"/audit/access/dossier?{ASKED}")
        without = yew.http.get(f"/audit/access/dossier?{ASKED}&staff=agencies")
        assert yew.http.get("/audit/access/dossier?period=7-days").status_code == 404
        assert "Made a dossier of the access log" in yew.get("/audit/trail").words()
    assert named.content_type == "application/pdf"
    words, fewer = printed_words(named.data), printed_words(without.data)
    assert f"Who looked at {REFERENCE}" in words
    assert "Cora Lindqvist" in words
    assert "Cora" not in fewer
    assert "Community Safety" in " ".join(fewer.split())


def test_an_erased_entry_would_be_missing_or_tell_what_was_erased(app: Flask, write: Any, people: Any) -> None:
    """What is gone of an entry is said so wherever it is listed, and the rest is there still."""
    for hours, key in ((4, "cora"), (3, "larch"), (2, "cora")):
        write(key, at=START - timedelta(hours=hours))
    with app.app_context(), time_machine.travel(START, tick=False):
        checkpoints.look_after()
        with unit_of_work():
            first, second, third = db.session.scalars(sa.select(AccessEntry.number).order_by(AccessEntry.number))
            for number, parts in ((first, ("what",)), (second, ("who",)), (third, ("who", "what"))):
                for part in parts:
                    erasure.erase(number=number, part=part, grounds="court")
    yew, cora = people("yew"), account_id(app, "cora")
    of_cora = f"account={cora}&period=7-days"
    with frozen():
        of_record = yew.get(f"/audit/access?{ASKED}").words()
        by_cora = yew.get(f"/audit/access?{of_cora}").words()
        record_file = yew.http.get(f"/audit/access/file?{ASKED}").data.decode()
        cora_file = yew.http.get(f"/audit/access/file?{of_cora}").data.decode()
        dossier = printed_words(yew.http.get(f"/audit/access/dossier?{of_cora}").data)
        erased = printed_words(yew.http.get(f"/audit/access/dossier?{ASKED}&staff=agencies").data)
        events = [yew.get(f"/audit/events/{number}") for number in (first, second, third)]
        flags = yew.get("/audit/flags").words()
    assert "1 of 1 entries" in record_file
    assert f"{second}," in record_file
    assert ",Erased by law," in record_file
    assert "Larch" not in record_file + of_record
    assert "Erased by law" in of_record
    assert "1 of 1 entries" in cora_file
    (row,) = [line for line in cora_file.splitlines() if line.startswith(f"{first},")]
    assert "Cora Lindqvist" in row
    assert "Erased by law,,,Allowed" in row, "neither a reference nor a panel"
    assert REFERENCE not in cora_file + by_cora.replace("Reference", "") + dossier
    assert "Erased by law" in by_cora
    assert "erased by law" in dossier.lower()
    assert "Erased by law" in " ".join(erased.split())
    assert "Nobody signed in" not in erased, "somebody did"
    assert "version 1" not in dossier + erased, "no key of a rule on paper for residents"
    assert [page.status for page in events] == [200, 200, 200]
    assert all("Opened a case" in page.words() for page in events), "when, which rule and with what outcome stay"
    assert "Cora" in events[0].words()
    assert not any(word in events[2].words() for word in ("Cora", REFERENCE))
    assert "Erased by law" in flags


def test_who_opened_a_case_would_be_told_by_todays_roles(app: Flask, write: Any, people: Any) -> None:
    write("cora", at=START - timedelta(days=2))
    write("cora", at=START - timedelta(days=1))
    write("larch", at=START - timedelta(days=3))
    write("fern", REFUSAL, at=START - timedelta(days=1))
    write("rowan", at=START - timedelta(days=400))
    write("elm", at=START, event="case.search")
    with app.app_context(), frozen():
        found = opened_by(SimpleNamespace(id=RECORD))  # type: ignore[arg-type]
    assert [(one.name, one.times) for one in found] == [("Cora Lindqvist", 2), ("Larch Novak", 1)]
    assert found[0].last_at == START - timedelta(days=1)


def test_a_paper_of_a_record_would_be_opened_and_nobody_told(app: Flask, browser_for: Any) -> None:
    """Q1, Q13: what belongs to a record is looked at too, on the page, in the file, on paper and on the case's page."""
    with acting(app, "cora") as cora:
        case, other = case_of(cora), case_of(cora)
        case_id, made, elsewhere, person = case.id, case.reference, other.reference, case.parties[0].person
        with standing_as(Standing(SERVICE)):
            papers = a_paper_of_each_kind(cora, case)
        for kind, paper in papers.items():
            entry = Looked(f"{kind}.read", ALLOWED, kind, (paper,), PANEL, "member", 1, f"because of the {kind}")
            write_entry(actor=actor_named("larch"), looked=entry)
        stands = Looked("document.list", ALLOWED, "document", (papers["document"],), PANEL, "member", 1, "why")
        write_entry(actor=actor_named("birch"), looked=stands)
        told, where = person.reference, person.addresses[0].id
        home = Looked("address.reveal", ALLOWED, "address", (where,), PANEL, "member", 1, "because of the address")
        write_entry(actor=actor_named("rowan"), looked=home)
        expected = {f"because of the {kind}" for kind in (*papers, "address")}
    yew = browser_for("yew")
    for reference in (made, told):
        asked = f"reference={reference}&period=today"
        page = yew.get(f"/audit/access?{asked}")
        for text in (page.text, yew.http.get(f"/audit/access/file?{asked}").data.decode()):
            assert {words for words in expected if words in text} == expected
        assert f"Document of {made}" in page.words()
    assert "Any document" in page.words()
    nothing = yew.get(f"/audit/access?reference={elsewhere}&period=today").text
    assert not any(words in nothing for words in expected), "papers of another case"
    with app.app_context(), frozen():
        found = opened_by(SimpleNamespace(id=case_id))  # type: ignore[arg-type]
    assert [(one.name, one.times) for one in found if one.name != "Cora Lindqvist"] == [("Larch Novak", 1)], (
        "on one page"
    )


@pytest.mark.usefixtures("log_writer")
def test_what_is_taken_away_would_name_a_hidden_panel_or_leave_out_for_whom(
    app: Flask, write: Any, people: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("cora", at=START - timedelta(hours=2))
    write("yew", at=START - timedelta(hours=2))
    monkeypatch.setitem(
        app.extensions, panel_facts.EXTENSION, replace(app.extensions[panel_facts.EXTENSION], hidden=frozenset({PANEL}))
    )
    rowan, cora = account_id(app, "rowan"), account_id(app, "cora")
    with app.app_context(), unit_of_work():
        db.session.execute(sa.update(AccessEntry).where(AccessEntry.event == "case.open").values(for_account_id=rowan))
    yew = people("yew")
    with frozen():
        text = yew.http.get(f"/audit/access/file?account={cora}&period=7-days").data.decode()
        dossier = f"/audit/access/dossier?account={cora}&period=7-days"
        words, fewer = (printed_words(yew.http.get(f"{dossier}{end}").data) for end in ("", "&staff=agencies"))
        assert PANEL not in yew.get("/audit/trail").text
    row = next(line for line in text.splitlines() if "case" in line and "Cora" in line and "#" not in line)
    assert PANEL not in text
    assert "Restricted panel" in row
    covered = name_of(app, rowan)
    assert covered in row
    assert f"acting for {covered}" in " ".join(words.split())
    assert "Made by Yew Anand" in " ".join(words.split())
    for name in ("Cora", "Yew", covered.split()[0]):
        assert name not in fewer, name
    assert "What one member of staff of" in " ".join(fewer.split())
    assert "acting for a colleague" in " ".join(fewer.split())


def a_paper_of_each_kind(actor: Actor, case: Case) -> dict[str, UUID]:
    """Kind and id of a row of each kind that is a part of the case."""
    found = {}
    world = {"case": case.id, "account": actor.account_id, "agency": actor.agency_id, "data_key": case.data_key_id}
    db.session.flush()
    world["referral"] = found["referral"] = uuid4()
    put(Referral.__table__, world, id=found["referral"], case_id=case.id, panel=PANEL)
    world["meeting"] = uuid4()
    put(Meeting.__table__, world, id=world["meeting"], panel=PANEL)
    for kind, column, _, to in OWN:
        if kind in PAPERS and kind not in found:
            found[kind] = uuid4()
            owner = {to.key: found["referral"] if to.key == "referral_id" else case.id}
            where = {"panel": PANEL} if "panel" in column.table.c else {}
            put(column.table, world, id=found[kind], **owner, **where)
    assert set(found) == PAPERS
    return found


def name_of(app: Flask, account: UUID) -> str:
    with app.app_context():
        return db.session.get_one(Account, account).name

"""What auditors take away from the page: the log however long, the program that checks it, the proof of one entry."""

import hashlib
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from auth import pace
from auth.access_log.models import AccessEntry
from auth.access_log.service import ALLOWED
from auth.ledger import checkpoints, export, keys, rows, sending
from auth.ledger.models import AccessTile
from extensions import db, unit_of_work
from tests.auth.clock import frozen
from tests.ledger.conftest import verify
from tests.ledger.test_pages import seal, write_one


def test_a_long_log_could_not_be_taken_from_the_page_or_would_stand_in_memory_whole(
    app: Flask, browser_for: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """However long: entries are read when those before them were sent, and whoever writes meanwhile does not wait."""
    monkeypatch.setattr(rows, "CHUNK", 5)
    monkeypatch.setattr(export, "AT_ONCE", 200)
    for _ in range(60):
        write_one(app)
    seal(app)
    monkeypatch.setattr(checkpoints, "is_due", lambda last, at: False)
    read, real = list[int](), export.rows.sealed_between

    def counted(first: int, last: int) -> Any:
        read.append(first)
        return real(first, last)

    monkeypatch.setattr(export.rows, "sealed_between", counted)
    with frozen():
        yew = browser_for("yew")
        before = written(app, "audit.export")
        answer = yew.http.get("/audit/verify/log.zip")
        assert answer.is_streamed
        sent = iter(answer.response)
        file = next(sent)
        assert written(app, "audit.export") == before + 1, "the entry is stored before the first piece leaves"
        assert len(read) < 4, "what is not sent yet is not read"
        assert write_one(app), "and nobody who writes waits for whoever receives"
        again = yew.get("/audit/verify/log.zip")
        assert again.status == 429, "one file for one person at a time"
        before = len(file)
        for piece in sent:
            file += piece
            assert write_one(app)
        answer.close()
        assert len(file) > before
        assert len(read) >= 12
        assert not +pace._running
    (tmp_path / "log.zip").write_bytes(file)
    told = verify.Export(str(tmp_path / "log.zip"))
    with app.app_context(), unit_of_work():
        assert verify.check(told, verify.Key(keys.verifier().text())) >= 60


def test_a_file_that_breaks_off_would_look_whole_or_keep_its_place(
    app: Flask, browser_for: Any, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    write_one(app)
    seal(app)
    with frozen():
        yew = browser_for("yew")
        yew.http.get("/audit/verify/log.zip").close()
        assert not +pace._running, "whoever lets go of it has no place any more"
        monkeypatch.setattr(export, "_leaves", lambda size, piece: iter((1 / 0,)))
        with pytest.raises(sending.BrokenOff):
            yew.http.get("/audit/verify/log.zip").get_data()
        assert not +pace._running
    assert "could not be sent to its end: ZeroDivisionError" in caplog.text


def written(app: Flask, event: str) -> int:
    with app.app_context(), unit_of_work():
        asked = sa.select(sa.func.count()).where(AccessEntry.event == event, AccessEntry.outcome == ALLOWED)
        return db.session.scalar(asked) or 0


def run(program: Path, *words: str) -> tuple[int, str]:
    """What the program says that was taken from the page, in a process of its own with nothing of ours beside it."""
    command = [sys.executable, "-I", program, *words]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=program.parent)
    return done.returncode, done.stdout


def test_what_the_page_gives_away_could_not_be_checked_without_us(app: Flask, browser_for: Any, tmp_path: Path) -> None:
    """The program, the log and the proof of one entry, all from the page; the program runs as strangers run it."""
    with frozen():
        write_one(app)
        number = newest(app)
        yew = browser_for("yew")
        assert "once a checkpoint holds it" in yew.get(f"/audit/events/{number}").words()
        assert yew.http.get(f"/audit/verify/entries/{number}/proof.json").status_code == 422
        seal(app)
        page = yew.get(f"/audit/events/{number}")
        (link,) = [href for href in page.links() if href.endswith("/proof.json")]
        proof, program = yew.http.get(link), yew.http.get("/audit/verify/verify_log.py")
        assert hashlib.sha256(program.data).hexdigest() in yew.get("/audit/verify").text
        (tmp_path / "verify_log.py").write_bytes(program.data)
        (tmp_path / "proof.json").write_bytes(proof.data)
        (tmp_path / "bent.json").write_bytes(proof.data.replace(b"case.open", b"case.shut"))
        (tmp_path / "log.zip").write_bytes(yew.http.get("/audit/verify/log.zip").data)
        with app.app_context(), unit_of_work():
            key = keys.verifier().text()
        right = run(tmp_path / "verify_log.py", "--record", "proof.json", "--key", key)
        assert right[0] == 0, right
        assert "case.open" in right[1]
        bent = run(tmp_path / "verify_log.py", "--record", "bent.json", "--key", key)
        assert bent[0] == verify.KINDS["altered"][0], bent
        whole = run(tmp_path / "verify_log.py", "log.zip", "--key", key)
        assert whole[0] == 0, whole
        assert browser_for("cora").http.get(link).status_code == 404
        assert yew.http.get(f"/audit/verify/entries/{2**70}/proof.json").status_code == 404
    assert [written(app, event) for event in ("audit.proof", "audit.verifier")] == [3, 1], "and each is an entry"


@pytest.mark.usefixtures("log_writer")
def test_a_damaged_tree_would_end_in_a_fault_where_a_proof_is_asked_for(app: Flask, browser_for: Any) -> None:
    for _ in range(3):
        write_one(app)
    number = newest(app)
    seal(app)
    with app.app_context(), unit_of_work():
        db.session.execute(sa.delete(AccessTile))
    with frozen():
        answer = browser_for("yew").get(f"/audit/verify/entries/{number}/proof.json")
    assert answer.status == 422
    assert "cannot be proved" in answer.words()


def newest(app: Flask) -> int:
    with app.app_context(), unit_of_work():
        return db.session.scalar(sa.select(sa.func.max(AccessEntry.number))) or 0

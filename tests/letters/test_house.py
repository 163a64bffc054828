"""Rules of the house about letters, held on the source itself."""

import ast
from pathlib import Path

import pytest

import wsgi

ROOT = Path(wsgi.__file__).parent
MOVES = {"move_case", "close_case", "close_by_form"}
FOLLOWS = {"follow", "draft_letters", "draft_decided"}


def called_in(path: Path) -> set[str]:
    calls = (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call))
    return {ast.unparse(call.func).split(".")[-1] for call in calls}


@pytest.mark.long
def test_whoever_moves_a_case_thinks_of_its_letters() -> None:
    """A move outside the cases' own room that drafts no letter would leave somebody untold."""
    forgetful = [
        path.relative_to(ROOT).as_posix()
        for folder in ("casework", "panels")
        for path in sorted((ROOT / folder).rglob("*.py"))
        if "casework/cases/" not in path.as_posix() and called_in(path) & MOVES and not called_in(path) & FOLLOWS
    ]
    assert forgetful == []


def test_nothing_puts_a_letter_into_a_mail() -> None:
    """The outbox takes an account, a template of the fixed list and a path: there is no place for words."""
    from casework.notifications.models import OutgoingMessage

    assert set(OutgoingMessage.__table__.columns.keys()) == {
        *("id", "account_id", "template", "path", "created_at", "sent_at", "tries", "next_try_at", "parked_at"),
        "last_fault",
    }
    senders = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "casework/letters").glob("*.py")
        if "flask_mailman" in path.read_text() or "smtplib" in path.read_text()
    ]
    assert senders == []

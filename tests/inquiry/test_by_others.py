"""What somebody did, and what others did to their account, are two questions."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import time_machine
from flask import Flask

from auth.access_log.service import ALLOWED, REFUSED, Looked, write_entry
from extensions import unit_of_work
from tests.auth.clock import START, frozen
from tests.cases.made import actor_named
from tests.inquiry.asked import cells
from tests.inquiry.test_pages import account_id, people, rows_of, write
from tests.referrals.printing import printed_words

__all__ = ["people", "write"]


def done_to(app: Flask, account: UUID, event: str, outcome: str, by: str = "") -> None:
    """Somebody, or nobody, does something to an account."""
    with time_machine.travel(START - timedelta(hours=1), tick=False), app.test_request_context(), unit_of_work():
        looked = Looked(event, outcome, "account", (account,), None, "none" if not by else "administrator", 1, "why")
        write_entry(actor=actor_named(by) if by else None, looked=looked)


def test_what_others_did_to_an_account_would_be_counted_as_what_its_owner_did(
    app: Flask, write: Any, people: Any
) -> None:
    cora = account_id(app, "cora")
    write("cora", at=START - timedelta(hours=2))
    for _ in range(11):
        done_to(app, cora, "sign_in_failed", REFUSED)
    done_to(app, cora, "appointment.give", ALLOWED, "oak")
    done_to(app, cora, "password.change", ALLOWED, "cora")
    yew, asked = people("yew"), f"account={cora}&period=7-days"
    with frozen():
        page = yew.get(f"/audit/access?{asked}")
        assert "2 entries" in page.words()
        assert "refused 0." in page.words()
        assert [row[1] for row in cells(page, "days")] == ["2"]
        assert "What others did to this account" in page.words()
        (link,) = [href for href in page.links() if "others=1" in href]
        page = yew.get(link)
        assert "What others did to the account of Cora Lindqvist" in page.words()
        assert "12 entries" in page.words()
        rows = rows_of(page)
        assert sum("Failed to sign in" in row for row in rows) == 11
        assert sum("Gave a role" in row and "Oak" in row for row in rows) == 1
        assert cells(page, "days") == []
        assert "12 of 12 entries" in yew.http.get(f"/audit/access/file?{asked}&others=1").data.decode()
        dossier = " ".join(printed_words(yew.http.get(f"/audit/access/dossier?{asked}").data).split())
        fewer = " ".join(printed_words(yew.http.get(f"/audit/access/dossier?{asked}&staff=agencies").data).split())
    assert "2 of 2 entries" in dossier
    assert "What others did to the account of Cora Lindqvist: 12 of 12 entries" in dossier
    assert dossier.index("Opened a case") < dossier.index("What others did") < dossier.index("Failed to sign in")
    assert "Cora" not in fewer
    assert "What others did to the account of one member of staff of" in fewer

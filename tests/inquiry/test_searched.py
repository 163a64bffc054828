"""What was searched for: the log keeps hashes that only an inquiry can ask, and says that it was asked."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from auth import panel_facts
from auth.access_log import searched
from auth.access_log.models import AccessedObject, AccessEntry, AccessReason
from auth.access_log.periods import Period
from auth.access_log.service import SEARCHED_WORD
from auth.encryption.keyring import ASKED, MARK, PARTNERSHIP, SEARCH, keyring
from auth.encryption.slots import IndexKey
from casework.people.terms import KINDS
from extensions import db
from tests.auth.clock import START, frozen
from tests.cases.made import acting, case_of
from tests.conftest import PANEL
from tests.inquiry.test_pages import people, rows_of

__all__ = ["people"]
WHY = "A resident says that somebody looked her up."
TYPED, NOBODY = "Thistledown, Pemberwick", "Odalys Brackenfold"


@pytest.fixture
def told(app: Flask, people: Any) -> None:
    """Cora has searched for somebody who is there, and for somebody who is not."""
    with frozen():
        with acting(app, "cora") as cora:
            case_of(cora)
        browser = people("cora")
        browser.get("/cases/search")
        assert "1 case found" in browser.submit({"words": TYPED}).words()
        assert "0 cases found" in browser.submit({"words": NOBODY}).words()


@pytest.fixture
def ask(people: Any) -> Any:
    """``ask(words)``: the auditor asks who searched for them."""
    yew = people("yew")

    def page_for(words: str, reason: str = WHY) -> Any:
        yew.get("/audit/searched")
        return yew.submit({"words": words, "span": "28-days", "reason": reason})

    return page_for


def kept() -> dict[int, set[bytes]]:
    """By number of a search: the hashes that stand beside it."""
    wanted = sa.select(AccessedObject).join(AccessEntry, AccessEntry.number == AccessedObject.entry_number)
    found: dict[int, set[bytes]] = {}
    for row in db.session.scalars(wanted.where(AccessEntry.event == "case.searched")):
        assert row.object_type == SEARCHED_WORD
        found.setdefault(row.entry_number, set()).add(row.object_id.bytes[: searched.HASH])
    return found


@pytest.mark.long
@pytest.mark.usefixtures("told")
def test_a_search_would_leave_no_entry_or_nobody_could_ask_who_searched(app: Flask, people: Any, ask: Any) -> None:
    with app.app_context():
        searches = sa.select(AccessEntry.shown).where(AccessEntry.event == "case.searched")
        assert db.session.scalars(searches.order_by(AccessEntry.number)).all() == [1, 0]
        assert [len(words) for words in kept().values()] == [2, 2]
    with frozen():
        (row,) = rows_of(ask("PÉMBERWICK Thistledown"))
        assert "Cora Lindqvist" in row
        assert "2 of 2" in row
        (row,) = rows_of(ask("Brackenfold Quill"))
        assert "1 of 2" in row
        assert "Nothing" in row
        assert "Nobody searched for any of these words" in ask("Quill").words()
        assert ask("Brackenfold", "short").status == 422
        assert ask("--").status == 422
        trail = rows_of(people("laurel").get("/audit/trail"))
        assert sum("Asked who had searched for a name" in row and "a reason was given" in row for row in trail) == 4
        for key in ("cora", "laurel", "oak"):
            assert people(key).get("/audit/searched").status == 404, key
        searches = people("yew").get("/audit/access?period=7-days&show=searches")
        assert ["Search, nothing found" in row for row in rows_of(searches)] == [True, False]


@pytest.mark.usefixtures("told")
def test_a_stolen_database_would_tell_what_was_searched_for_or_asked(app: Flask, ask: Any) -> None:
    with frozen():
        ask(TYPED)
    with app.app_context():
        words = [word for typed in (TYPED, NOBODY) for word in searched.words_of(typed)]
        assert words == ["thistledown", "pemberwick", "odalys", "brackenfold"]
        cells = [
            bytes(cell) if isinstance(cell, bytes) else str(cell).casefold().encode()
            for table in db.metadata.sorted_tables
            if table.name.startswith(("access", "kept_form", "used_form", "user_session"))
            for row in db.session.execute(sa.select(table))
            for cell in row
        ]
        assert len(cells) > 100
        for told in (*words, WHY.casefold()):
            assert not [cell for cell in cells if told.encode() in cell.lower()], told
        asked = sa.select(AccessedObject.object_id).join(AccessEntry, AccessEntry.number == AccessedObject.entry_number)
        asked = asked.where(AccessEntry.event == "audit.searched", AccessedObject.object_type == SEARCHED_WORD)
        hashes = set().union(*kept().values())
        assert {one.bytes[: searched.HASH] for one in db.session.scalars(asked)} <= hashes
        assert len(db.session.scalars(sa.select(AccessReason)).all()) == 1
        index = db.metadata.tables["search_token"]
        tokens = {bytes(cell) for row in db.session.execute(sa.select(index)) for cell in row if type(cell) is bytes}
        tokens |= {
            cell.to_bytes(8, signed=True) for row in db.session.execute(sa.select(index)) for cell in row
            if type(cell) is int
        }  # fmt: skip
        assert tokens
        assert not hashes & tokens
        for purpose in (SEARCH, MARK):
            key = keyring().newest(PANEL, purpose)[1]
            assert not hashes & {IndexKey(key, 1).word(kind, (word,)) for word in words for kind in KINDS}
            assert not hashes & {searched._hash(key, "2026-11", word).bytes[: searched.HASH] for word in words}
        own = keyring().newest(PARTNERSHIP, ASKED)[1]
        assert hashes == {searched._hash(own, "2026-11", word).bytes[: searched.HASH] for word in words}


def test_a_word_would_be_the_same_every_month_or_be_lost_when_its_key_is_changed(app: Flask) -> None:
    with app.app_context():
        before, after = (set(searched.hashes_of("Ada Quill", START - timedelta(days=days))) for days in (40, 0))
        assert not before & after
        period = Period((START - timedelta(days=60)).date(), START.date())
        keyring().make(PARTNERSHIP, ASKED)
        newer = set(searched.hashes_of("Ada Quill", START))
        found = searched.hashes_in("ada", period) | searched.hashes_in("quill", period)
        assert not newer & after
        assert before | after | newer <= found
        db.session.rollback()
        keyring()._newest.clear()


@pytest.mark.usefixtures("told")
def test_an_auditor_would_learn_whom_a_hidden_panel_knows(
    app: Flask, ask: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = app.extensions[panel_facts.EXTENSION]
    hidden = panel_facts.PanelFacts(facts.fresh_proof, frozenset({PANEL}), facts.certified_every, facts.neutral_names)
    monkeypatch.setitem(app.extensions, panel_facts.EXTENSION, hidden)
    with frozen():
        assert "Nobody searched for any of these words" in ask(TYPED).words()


def test_somebody_who_looks_for_many_who_are_not_there_would_not_be_flagged(people: Any) -> None:
    with frozen():
        browser = people("cora")
        for number in range(6):
            browser.get("/cases/search")
            browser.submit({"words": f"Nobody Such{'abcdef'[number]}"})
        assert "6 searches that found nothing in a day." in people("yew").get("/audit/flags?kind=fruitless").words()

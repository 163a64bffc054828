"""Damaged values on the pages: words in their place, an alert, nothing of anybody else, and no page down."""

import json
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import Flask
from markupsafe import escape

from auth.access_log.models import AccessReason
from auth.encryption.cells import CannotOpen
from auth.encryption.keyring import PARTNERSHIP, new_data_key
from auth.encryption.models import DataKey
from auth.encryption.sealed import sealed_columns
from auth.encryption.unreadable import Unshown, show_in_place
from casework.cases import list_views
from casework.cases.models import Case
from extensions import db
from tests.agendas.papers import Built, follow, text_of
from tests.cases.made import entries
from tests.meetings.building import the_day as the_day

WORDS = "cannot be shown"


def damage(app: Flask, *columns: str, row: Any = None) -> None:
    """Flip the last bit of every stored value of the columns ("table.column"), or of one row's."""
    with app.app_context():
        for name in columns:
            table_name, column = name.split(".")
            table = db.metadata.tables[table_name]
            cells = sa.select(table.c.id, table.c[column]).where(table.c[column].is_not(None))
            cells = cells if row is None else cells.where(table.c.id == row)
            for row_id, cell in db.session.execute(cells).all():
                changed = cell[:-1] + bytes([cell[-1] ^ 1])
                db.session.execute(sa.update(table).where(table.c.id == row_id).values({column: changed}))
        db.session.commit()


def pages_of(built: Built) -> list[str]:
    case = f"/cases/{built.references[0]}"
    tabs = [f"{case}/{tab}" for tab in ("people", "timeline", "risk", "notes", "actions", "documents")]
    meeting = f"/meetings/{built.meeting_id}"
    return ["/", "/cases", case, *tabs, meeting, f"{meeting}/agenda", f"{meeting}/pack", "/actions"]


@pytest.mark.long
def test_a_damaged_value_would_take_a_page_down_or_stay_untold(app: Flask, browser_for: Any) -> None:
    built = Built(app)
    cora, oak = browser_for("cora"), browser_for("oak")
    before = {path: cora.get(path).status for path in pages_of(built)}
    whole = cora.get("/cases").words()
    assert (WORDS in whole, "Surname2x" in whole or "Thistledown" in whole) == (False, True)
    damage(app, "case.summary_sealed", row=built.case_ids[0])
    listed = cora.get("/cases").words()
    assert listed.count(WORDS) >= 1
    assert built.references[0] in listed
    assert built.references[1] in listed
    damage(app, *(f"{one.table}.{one.column}" for one in sealed_columns() if one.table != "second_factor"))
    for path, status in before.items():
        assert (path, cora.get(path).status) == (path, status)
    for path in ("/cases", f"/cases/{built.references[0]}"):
        assert WORDS in cora.get(path).words(), path
    told = oak.get("/admin").words()
    assert "Stored values that cannot be opened" in told
    assert "case.summary_sealed" in told
    assert "Surname" not in told
    assert len(entries(app, "value.unreadable", "refused")) >= 1


@pytest.mark.long
def test_a_damaged_value_would_stop_the_pack_or_be_left_out_of_it_in_silence(app: Flask, browser_for: Any) -> None:
    built = Built(app)
    damage(app, "note.text_sealed", "case.summary_sealed", "person.display_name_sealed", "address.lines_sealed")
    cora = browser_for("cora")
    cora.get(f"/meetings/{built.meeting_id}/pack")
    cora.submit()
    follow(cora, f"/meetings/{built.meeting_id}", number=2)
    words = text_of(built.copy("cora"))
    assert words.count(WORDS) >= 4
    assert "A note for all" not in words
    assert entries(app, "value.unreadable", "refused")


@pytest.mark.long
def test_what_is_found_and_written_would_trust_a_damaged_value(app: Flask, browser_for: Any) -> None:
    """A search shows the rest. What writes stops, keeps what was typed and changes nothing; the alert is kept."""
    built = Built(app)
    damage(app, "case.summary_sealed", row=built.case_ids[0])
    with app.app_context():
        key = db.session.get_one(DataKey, db.session.get_one(Case, built.case_ids[1]).data_key_id)
        key.wrapped = key.wrapped[:20]
        db.session.commit()
    cora = browser_for("cora")
    cora.get("/cases/search")
    found = cora.submit({"words": "Pemberwick Surname1x"})
    assert (found.status, WORDS in found.words()) == (200, True)
    assert cora.get("/cases").words().count(WORDS) >= 2
    path = f"/cases/{built.references[1]}/notes"
    before = entries(app, "value.unreadable", "refused")
    cora.get(path)
    answer = cora.submit({"text": "What I saw on Tuesday", "nature": "fact"})
    assert answer.status == 409
    assert "What I saw on Tuesday" in answer.text
    assert "nothing was changed" in answer.words()
    assert len(entries(app, "value.unreadable", "refused")) >= len(before) >= 1


@pytest.mark.pure
def test_the_words_in_a_values_place_would_fail_where_a_date_a_name_or_a_list_is_wanted() -> None:
    it = Unshown(WORDS)
    day = date(2026, 11, 27)
    asked = [it.year, it["name"], it.get("name", ""), it.strftime("%B"), f"{it:%d %B}", it + " x", day - it, *it]
    assert {str(answer) for answer in asked} == {WORDS}
    assert [dict(it), list(it.items()), "x" in it, it < day, day < it] == [{}, [], False, False, False]
    assert not hasattr(it, "__html__")
    assert str(escape(it + "<b>")) == WORDS
    assert json.loads(json.dumps({"name": it})) == {"name": WORDS}


def test_the_words_would_be_written_back_in_a_values_place(app: Flask, work: None) -> None:
    show_in_place()
    row = AccessReason(data_key_id=new_data_key(panel=PARTNERSHIP, kind="test"), account_id=uuid4(), text="told")
    kept = row.text_sealed
    row.text_sealed = kept[:-1] + bytes([kept[-1] ^ 1])
    assert row.text == WORDS
    with pytest.raises(CannotOpen):
        row.text = row.text


def test_a_page_that_cannot_do_with_the_words_would_be_a_fault_of_the_service(
    app: Flask, browser_for: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somewhere a number is wanted and there is none: the page says what is the matter, and the alert is kept."""
    built = Built(app)
    damage(app, "case.summary_sealed")
    monkeypatch.setattr(list_views, "_row", lambda case, panel: int(case.summary["age"]))
    page = browser_for("cora").get("/cases")
    assert page.status == 409
    assert "Something here cannot be shown" in page.words()
    assert built.references[0] not in page.text
    assert entries(app, "value.unreadable", "refused")

"""A note in the wrong case: moved with its corrections, or taken back; and nothing of it stays behind."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from auth.access_log.models import AccessedObject, AccessEntry
from casework.cases.access import case_by_id
from casework.cases.models import Note
from casework.cases.note_moves import move_note
from casework.cases.notes import add_note, correct_note, notes_of
from casework.errors import Refused
from extensions import db
from tests.agendas.papers import Built, text_of
from tests.auth.clock import frozen
from tests.cases.made import acting, case_on_record
from tests.cases.paths import TABS, made_path, note
from tests.client import Client, Page
from tests.meetings.building import the_day as the_day

WORDS, BEFORE = "Canary Plimsoll said so at the door", "Canary Plimsole said so"
NOT_THERE = "Enter the reference of a case in which you may write notes"


def everywhere(browser: Client, made: Any) -> str:
    return " ".join(browser.get(made_path(made, tab)).text for tab in TABS)


def move_page(browser: Client, made: Any) -> Page:
    path = next(link for link in browser.get(f"/cases/{made.reference}/timeline").links() if "/correction" in link)
    return browser.get(next(link for link in browser.get(path).links() if link.endswith("/move")))


@pytest.mark.long
def test_a_note_in_the_wrong_case_would_stay_there_or_lose_who_wrote_it(app: Flask, browser_for: Any) -> None:
    """AC 42."""
    wrong, right, shut = (case_on_record(app, listed=listed) for listed in (True, True, False))
    larch, cora, rowan = browser_for("larch"), browser_for("cora"), browser_for("rowan")
    note(larch, wrong, text=BEFORE)
    path = next(link for link in larch.page.links() if link.endswith("/correction"))
    larch.get(path)
    larch.submit({"text": WORDS})
    assert BEFORE in everywhere(cora, wrong)
    move = move_page(larch, wrong).path
    assert rowan.get(move).status == 404, "another agency's"
    larch.get(move)
    answers = {larch.submit({"reference": one}).words() for one in (shut.reference, "QQ-A-9999", "nonsense")}
    assert all(NOT_THERE in words for words in answers)
    assert larch.page.status == 422
    assert "the case that the note stands in" in larch.submit({"reference": wrong.reference}).words()
    page = larch.submit({"reference": f" {right.reference.lower()} "})
    assert f"The note stands in {right.reference} now" in page.words()
    for reader in (larch, cora):
        shown = everywhere(reader, wrong)
        assert "Canary Plimsol" not in shown
        assert "from Lanternfish" not in shown
        assert "from Police" not in shown
    history = cora.get(f"/cases/{wrong.reference}/history").words()
    assert "A note was moved away: it belonged to another case" in history
    assert right.reference not in history
    there = rowan.get(f"/cases/{right.reference}/timeline").words()
    assert "corrected, moved here from another case" in there
    assert WORDS in there
    assert "by Larch Novak" in there
    both = cora.get(f"/cases/{right.reference}/history")
    assert BEFORE in both.text
    assert wrong.reference not in both.text
    assert larch.get(move).status == 404
    with app.app_context():
        left = db.session.scalars(sa.select(Note.text_sealed).where(Note.case_id == wrong.id)).all()
        assert left == [None, None]
        moves = sa.select(AccessedObject.object_id).join(AccessEntry, AccessEntry.number == AccessedObject.entry_number)
        told = set(db.session.scalars(moves.where(AccessEntry.event == "note.moved", AccessEntry.outcome == "allowed")))
    assert told == {wrong.id, right.id}


@pytest.mark.long
def test_a_note_would_be_taken_back_late_or_by_somebody_else(app: Flask, browser_for: Any) -> None:
    """AC 42: what was pasted into the wrong case goes again within ten minutes."""
    made = case_on_record(app, listed=True)
    with frozen():
        larch, cora = browser_for("larch"), browser_for("cora")
        note(larch, made, text=WORDS)
        assert "take it back" not in move_page(cora, made).words(), "she did not write it"
        assert cora.submit(button=("do", "take_back")).status == 422
        move_page(larch, made)
    with frozen(timedelta(minutes=10)):
        assert larch.submit(button=("do", "take_back")).status == 422
        assert WORDS in everywhere(cora, made)
    with frozen(timedelta(minutes=9, seconds=59)):
        move_page(larch, made)
        assert "The note is taken back" in larch.submit(button=("do", "take_back")).words()
        assert WORDS not in everywhere(cora, made)
        assert "A note was taken back by its writer" in cora.get(f"/cases/{made.reference}/timeline").words()


def test_a_moved_note_would_be_read_by_more_people_or_moved_twice(app: Flask) -> None:
    wrong, right = (case_on_record(app, listed=True) for _ in range(2))
    with acting(app, "cora") as cora:
        source, target = case_by_id(cora, wrong.id).case, case_by_id(cora, right.id).case
        secret = add_note(actor=cora, case=source, nature="opinion", text=WORDS, handling="chair_only")
        moved = move_note(actor=cora, note=secret, source=source, target=target)
        assert (moved.handling, moved.nature, moved.text) == ("chair_only", "opinion", WORDS)
        assert notes_of(cora, source) == []
        with pytest.raises(Refused, match="meanwhile"):
            move_note(actor=cora, note=secret, source=source, target=target)
        first = add_note(actor=cora, case=source, nature="fact", text=BEFORE)
        correct_note(actor=cora, case=source, note=first, nature="fact", handling="panel", text=WORDS)
        with pytest.raises(Refused, match="meanwhile"):
            move_note(actor=cora, note=first, source=source, target=target)


@pytest.mark.long
def test_papers_built_before_would_still_give_a_note_away(app: Flask) -> None:
    """AC 42: copies made from then on lack it."""
    built = Built(app, 1)
    built.publish()
    right = case_on_record(app)
    assert "A note for all" in text_of(built.copy("larch"))
    assert "A-note-for-the-chair" in text_of(built.copy("alder"))
    with acting(app, "cora") as cora:
        source, target = case_by_id(cora, built.case_ids[0]).case, case_by_id(cora, right.id).case
        for one in notes_of(cora, source):
            move_note(actor=cora, note=one, source=source, target=target)
    for reader in ("larch", "alder"):
        words = text_of(built.copy(reader))
        assert "A note for all" not in words
        assert "A-note-for-the-chair" not in words

"""Notes: their nature, their readers, and two people correcting one."""

import pytest

from casework.cases.service import add_note, correct_note
from casework.cases.timeline import entries_of
from casework.errors import Refused, Stale
from tests.cases.made import case_of


def test_a_note_is_kept_without_text_nature_or_readers(actor):
    case = case_of(actor("cora"))
    for wrong, field in (
        ({"text": " "}, "text"),
        ({"nature": "rumour"}, "nature"),
        ({"handling": "all"}, "handling"),
    ):
        given = {"nature": "fact", "text": "Seen", "handling": "panel", **wrong}
        with pytest.raises(Refused) as refused:
            add_note(actor=actor("cora"), case=case, **given)
        assert refused.value.field == field


def test_a_member_learns_of_a_note_for_the_chair(actor):
    case = case_of(actor("cora"))
    add_note(actor=actor("elm"), case=case, nature="opinion", text="Not for all", handling="chair_only")
    assert "Not for all" not in str(entries_of(actor("larch"), case))
    assert "Not for all" not in str(entries_of(actor("elm"), case))
    for reader in ("cora", "alder", "birch"):
        assert "Not for all" in str(entries_of(actor(reader), case))


def test_two_people_correcting_one_note_lose_a_text(actor):
    case = case_of(actor("cora"))
    note = add_note(actor=actor("cora"), case=case, nature="fact", text="Two men")
    given = {"case": case, "note": note, "nature": "fact", "handling": "panel"}
    first = correct_note(actor=actor("cora"), text="Three men", **given)
    with pytest.raises(Stale) as stale:
        correct_note(actor=actor("alder"), text="Two men, one woman", **given)
    assert (stale.value.theirs, stale.value.mine) == ("Three men", "Two men, one woman")
    assert stale.value.by == "Cora Lindqvist"
    assert (first.replaces_id, note.text) == (note.id, "Two men")


def test_a_stale_correction_shows_a_member_the_note_that_became_the_chairs(actor):
    case = case_of(actor("cora"))
    note = add_note(actor=actor("larch"), case=case, nature="fact", text="Two men")
    given = {"case": case, "note": note, "nature": "fact"}
    correct_note(actor=actor("birch"), text="An informant said so", handling="chair_only", **given)
    with pytest.raises(Stale) as stale:
        correct_note(actor=actor("larch"), text="Three men", handling="panel", **given)
    assert "informant" not in stale.value.theirs

"""The benchmarks of searching at a small size, and the attacks on what a thief would hold."""

from collections import Counter

import pytest

from benchmarks import leakage
from benchmarks.leakage import REPEATED
from benchmarks.parts import measure_parts
from benchmarks.people import people
from benchmarks.search import INDEX, LIKE, SCAN, measure_search

PEOPLE = 700


@pytest.mark.long
def test_a_thief_would_recover_a_surname_or_find_a_value_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the index comes out, and the same attacks do find surnames in tokens that repeat. Among so few people
    ranks are noise, so the thief is given those of these people themselves."""
    ranked = [name for name, _ in Counter(one.surname for one in people(PEOPLE)).most_common()]
    monkeypatch.setattr(leakage, "_statistics", lambda size: ranked)
    rows = {(row.name, row.other_name): row for row in measure_search("sqlite", steps=(PEOPLE,), rounds=2, scans=1)}
    attacks = [row for row in rows.values() if row.other_name == REPEATED]
    one_kind = [row for row in attacks if "kind " in row.name]
    together = rows[f"surnames recovered, all kinds, {PEOPLE} people, sqlite", REPEATED]
    joined = rows[f"surnames recovered, co-occurrence, {PEOPLE} people, sqlite", REPEATED]
    assert len(one_kind) == 12
    # Keys are drawn anew, so what is recovered of ours is chance: one or two people a kind in seven hundred, nine by
    # any kind. The bounds lie five deviations above that.
    assert max(row.ours for row in one_kind) <= 1.2
    assert together.ours <= 4
    assert joined.ours == 0
    assert together.other > together.ours
    assert max(row.other for row in one_kind) > 1.5
    assert rows[f"index values that occur twice, {PEOPLE} people, sqlite", "none"].ours == 0
    for what in ("by surname and forename", "by surname and date of birth", "by surname alone, first 50"):
        name = f"search {what}, {PEOPLE} people, sqlite"
        assert all(rows[name, other].ours > 0 < rows[name, other].other for other in (INDEX, SCAN))
    assert rows[f"search with one error, {PEOPLE} people, sqlite", LIKE].ours > 0


@pytest.mark.long
def test_parts_of_names_would_not_be_found_by_the_benchmark_or_repeat_a_value() -> None:
    rows = {row.name: row for row in measure_parts("sqlite", steps=(100, 300), rounds=2)}
    for size, letters in ((100, 5), (300, 5), (300, 7)):
        row = rows[f"search by {letters} letters of a name, {size} people, sqlite"]
        assert row.ours > 0 < row.other
    repeats = rows["index values that occur twice, 300 people, sqlite, with parts"]
    assert repeats.ours == 0
    # Fourteen rows of what everybody is found by, and eight of parts or sixteen.
    assert 300 * (13 + 8) <= repeats.n <= 300 * (15 + 16)
    assert "people whose number of rows tells the surname, with parts, 300 people, sqlite" in rows

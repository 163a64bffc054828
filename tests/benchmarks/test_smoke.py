"""The benchmarks at a tiny size: every row comes out, and plain columns are plain while sealed ones are sealed."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

import benchmarks.variants
from auth.encryption import keyring
from auth.encryption.cells import HEADER
from auth.encryption.models import DataKey
from auth.encryption.sealed import Sealed
from benchmarks import plain, report, run
from benchmarks.browser import Browser, WrongAnswer
from benchmarks.destruction import SMALL
from benchmarks.fields import BARE, ENGINES
from benchmarks.lookups import UNKNOWN
from benchmarks.pages import WALL_NAME, WITHOUT_SEARCH
from benchmarks.rotation import IN_MEMORY
from benchmarks.run import Sizes, measure
from benchmarks.tables import MACROS
from benchmarks.timing import Row, Taken, page_rows, share, take_turns
from benchmarks.variants import OTHER_NAME, PLAIN, SEALED, UTILS_NAME, Variant, variants
from benchmarks.writers import ALONE, WRITES
from casework.cases.models import Case, Note
from casework.people.models import SearchToken
from extensions import db

TINY = Sizes(
    steps=(4, 5),
    shown=2,
    behind_wall=(2,),
    as_shipped=1,
    pairs=1,
    submits=1,
    lookups=1,
    pack_cases=2,
    packs_made=1,
    field_rounds=1,
    writes=1,
    rotations=1,
    values=3,
    destroyed=4,
    flood_turns=0,
    people=(),
    asked_with_errors=0,
    entries=(),
)
FIELDS = {"name", "ours", "other", "other_name", "ratio", "unit", "n"}


@pytest.fixture
def both() -> Iterator[dict[str, Variant]]:
    with variants("sqlite", (SEALED, PLAIN)) as found:
        for variant in found.values():
            variant.add_cases(1)
        yield found


@pytest.mark.long
def test_a_row_would_be_missing_or_have_other_fields(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "RESULTS", tmp_path / "results.json")
    monkeypatch.setattr(report, "PAGE", tmp_path / "performance.md")
    report.PAGE.write_text("Before\n<!-- results -->\nold\n<!-- end of results -->\nAfter\n")
    monkeypatch.setattr(run, "measure", lambda sizes, tell: measure(TINY, ("sqlite",), tell))
    assert run.main() == 0
    rows = json.loads((tmp_path / "results.json").read_text())
    page = report.PAGE.read_text()
    assert page.startswith("Before\n")
    assert page.endswith("\nAfter\n")
    assert "old" not in page
    assert f"| field of 20 bytes, seal and open | {BARE} | {rows[0]['ours']} µs |" in page
    assert all(set(row) == FIELDS and row["ours"] > 0 and row["other"] > 0 and row["n"] > 0 for row in rows)
    fields = [row for row in rows if row["name"].startswith("field")]
    assert {row["name"] for row in fields} == {f"field of {size} bytes, seal and open" for size in (20, 200, 4000)}
    assert {row["other_name"] for row in fields} == {BARE, *ENGINES}
    pages = ("case list, 2 of 4 cases, sqlite", "case list, 2 of 5 cases, sqlite", "case list, 1 of 5 cases, sqlite")
    behind = [row for row in rows if "second wall" in row["name"]]
    assert {row["other_name"] for row in behind} == {WALL_NAME}
    assert {row["name"].partition(",")[0] for row in behind} == {"case list", "case page"}
    for name in (*pages, "case page, 5 cases, sqlite", "referral submit, sqlite"):
        others = [OTHER_NAME, WITHOUT_SEARCH] if name.startswith("referral") else [OTHER_NAME]
        others += ["the same list with 4 cases"] if " of 5 cases" in name else []
        others += [UTILS_NAME] if name == pages[0] else []
        for mark in ("", ", p95", ", processor time"):
            assert [row["other_name"] for row in rows if row["name"] == name + mark] == others, name + mark
    turned = [row["other_name"] for row in rows if row["name"].startswith("panel key changed")]
    assert turned == [IN_MEMORY]
    gone = [row["other_name"] for row in rows if row["name"] == "case of 3 sealed values destroyed, sqlite"]
    assert gone == [SMALL]
    for what in WRITES:
        name = f"16 writers at once, {what}, sqlite"
        assert [row["other_name"] for row in rows if row["name"] == name] == [ALONE]
    for mark in ("", ", processor time"):
        assert [row["other_name"] for row in rows if row["name"] == f"table of 50 cases drawn{mark}"] == [MACROS]
        assert [row["other_name"] for row in rows if row["name"] == f"look-up, wrong PIN, sqlite{mark}"] == [UNKNOWN]
        assert [row["unit"] for row in rows if row["name"] == "pack of 2 cases, sqlite" + mark] == ["s", "s"]


@pytest.mark.long
def test_the_plain_database_would_hold_sealed_cells_or_keys(both: dict[str, Variant]) -> None:
    counted = {}
    for name, variant in both.items():
        with variant.app.app_context():
            keys = db.session.scalar(sa.select(sa.func.count()).select_from(DataKey))
            counted[name] = (plain.sealed_cells(), keys)
    assert counted[PLAIN] == (0, 1)
    assert counted[SEALED][0] > 10
    assert counted[SEALED][1] > 5


@pytest.mark.long
def test_the_two_databases_would_differ_in_content(both: dict[str, Variant]) -> None:
    def told(variant: Variant) -> tuple[Any, ...]:
        with variant.mode(), variant.app.app_context():
            case = db.session.scalars(sa.select(Case)).one()
            notes = db.session.scalars(sa.select(Note).order_by(Note.nature)).all()
            if variant.name == SEALED:
                keyring.unlock([case.data_key_id])
            tokens = db.session.scalar(sa.select(sa.func.count()).select_from(SearchToken))
            return case.reference, case.summary, [note.text for note in notes], tokens

    assert told(both[SEALED]) == told(both[PLAIN])
    assert len(told(both[PLAIN])[2]) == 3


def test_sealing_would_stay_off_after_a_measurement() -> None:
    before = (Sealed.__get__, Sealed.__set__, keyring.unlock, keyring.new_data_key)

    def fail() -> None:
        with plain.columns_without_search():
            assert keyring.unlock is not before[2]
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert (Sealed.__get__, Sealed.__set__, keyring.unlock, keyring.new_data_key) == before


@pytest.mark.long
def test_a_refused_page_would_be_taken_for_a_fast_one(both: dict[str, Variant]) -> None:
    browser = Browser(both[SEALED].port)
    with pytest.raises(WrongAnswer, match="302"):
        browser.get("/cases")
    browser.close()


def test_the_first_round_would_count_and_turns_would_be_unequal() -> None:
    order: list[str] = []

    def noting(name: str) -> float:
        order.append(name)
        return float(len(order))

    taken = take_turns({"a": lambda: noting("a"), "b": lambda: noting("b")}, 20)
    assert {name: len(values) for name, values in taken.items()} == {"a": 20, "b": 20}
    assert all(set(order[place : place + 2]) == {"a", "b"} for place in range(0, 42, 2))
    assert order[:2] != order[2:4] or len({tuple(order[place : place + 2]) for place in range(0, 42, 2)}) == 2
    assert min(taken["a"] + taken["b"]) == 3.0


def test_the_ratio_would_not_be_that_of_the_figures_shown() -> None:
    ours = [Taken(0.002, 0.001)] * 18 + [Taken(0.5, 0.3)] * 2
    rows = page_rows("page", ours, [Taken(0.001, 0.001)] * 20, "other")
    assert rows[0] == Row("page", 2.0, 1.0, "other", 2.0, "ms", 20)
    assert (rows[1].name, rows[1].ours, rows[1].ratio) == ("page, p95", 500.0, 500.0)
    assert (rows[2].name, rows[2].ratio) == ("page, processor time", 1.0)
    assert share([3.0, 1.0, 2.0], 0.5) == 2.0


@pytest.mark.long
def test_the_processor_time_of_a_page_would_be_the_client_s_or_nothing(both: dict[str, Variant]) -> None:
    browser = both[SEALED].browser("cora")
    taken = browser.get("/cases").taken
    assert 0.0005 < taken.processor < 5


@pytest.mark.long
def test_cases_in_bulk_would_be_plain_or_could_not_be_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(benchmarks.variants, "THROUGH_SERVICES", 1)
    with variants("sqlite", (SEALED, PLAIN)) as found:
        for name in found:
            found[name].add_cases(4)
            with found[name].mode():
                page = found[name].browser("cora").get("/cases").body.decode()
            assert "4 cases" in page or "1 to 4 of 4" in page
            assert page.count("app-table__name") == 4
        with found[SEALED].app.app_context():
            told = db.session.scalars(sa.select(Case.summary_sealed)).all()
            assert all(cell.startswith(HEADER) for cell in told if cell)
            assert len(told) == 4

"""What is published hides small numbers and stays as it was published."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from casework.cases.history import record_move
from casework.cases.models import CaseMove
from casework.errors import Refused
from casework.panel_type.figures import Counts, Figure
from casework.panel_type.registry import panel_types
from extensions import db
from panels.statistics import tables
from panels.statistics.csv_file import as_csv, safe_cell
from panels.statistics.differencing import Earlier
from panels.statistics.models import PublishedTable
from panels.statistics.periods import period_of
from panels.statistics.service import earlier_of, publish, rows_of
from panels.statistics.tables import Row, full_rows, public_rows
from tests.cases.made import case_of
from tests.conftest import PANEL

YEAR = period_of("2026")
LAW = Figure("law", "What the law asks for", Counts.ENTERED, "heard", statutory=True)
FREE = Figure("free", "Cases closed", Counts.ENTERED, "closed")


@pytest.fixture(autouse=True)
def after_the_year(work: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with_figures(monkeypatch, LAW, FREE)
    with time_machine.travel(datetime(2027, 1, 4, 9, tzinfo=UTC), tick=True):
        yield


def with_figures(monkeypatch: pytest.MonkeyPatch, *figures: Figure, **changes: Any) -> None:
    panel = replace(panel_types.declared(PANEL), figures=figures, **changes)
    monkeypatch.setitem(panel_types._panels, PANEL, panel)


def enter(actor: Any, state: str, how_many: int, month: int = 6) -> None:
    for _ in range(how_many):
        at = datetime(2026, month, 3, 12, tzinfo=UTC)
        record_move(case=case_of(actor("cora")), verb="hear", source="active", target=state, at=at, by=None)


def values(rows: Any) -> dict[str, int | None]:
    return {row.key: row.value for row in rows}


def published(actor: Any, key: str = "alder", period: Any = YEAR) -> PublishedTable:
    return publish(actor=actor(key), panel=panel_types.get(PANEL), period=period)


def test_small_figures_are_hidden_and_statutory_ones_are_not(actor: Any) -> None:
    enter(actor, "heard", 3)
    enter(actor, "closed", 3)
    panel = panel_types.get(PANEL)
    assert values(full_rows(panel, YEAR))["free"] == 3
    rows = rows_of(published(actor))
    shown, notes = values(rows), {row.key: row.note for row in rows}
    assert (shown["law"], shown["free"]) == (3, None)
    assert notes["free"].startswith("fewer than 5")
    assert notes["repeats"] == notes["days_to_hear"] == "rests on too few to be shown"


@pytest.mark.long
def test_a_published_table_stays_as_it_was_published(actor: Any) -> None:
    enter(actor, "closed", 8)
    table = published(actor)
    before = list(table.rows)
    enter(actor, "closed", 20)
    db.session.flush()
    db.session.expire(table)
    assert table.rows == before
    assert values(rows_of(table))["free"] == 8


@pytest.mark.long
def test_publishing_again_hides_what_changed_by_few(actor: Any) -> None:
    enter(actor, "closed", 8)
    published(actor)
    enter(actor, "closed", 2)
    assert values(rows_of(published(actor)))["free"] is None
    enter(actor, "closed", 10)
    assert values(rows_of(published(actor)))["free"] == 20


def test_a_statutory_figure_is_published_though_it_changed_by_few(actor: Any) -> None:
    enter(actor, "heard", 8)
    published(actor)
    enter(actor, "heard", 1)
    assert values(rows_of(published(actor)))["law"] == 9


@pytest.mark.parametrize("key", ["2026-Q4", "2026-12", "2027", "2026-01-15_2027-01-01"])
def test_less_than_twelve_whole_months_or_a_period_not_over_is_not_published(actor: Any, key: str) -> None:
    with pytest.raises(Refused, match="Only whole months that are over"):
        published(actor, period=period_of(key))


@pytest.mark.parametrize("key", ["cora", "larch", "fern", "yew", "oak"])
def test_only_the_chairs_publish(actor: Any, key: str) -> None:
    with pytest.raises(Refused, match="are not published"):
        published(actor, key)


def test_of_a_panel_whose_existence_is_hidden_nothing_is_published(actor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    hidden = replace(panel_types.declared(PANEL).visibility, existence_hidden=True)
    with_figures(monkeypatch, LAW, visibility=hidden)
    with pytest.raises(Refused, match="are not published"):
        published(actor)
    assert db.session.scalars(sa.select(PublishedTable)).first() is None


def test_a_breakdown_is_left_out_where_its_total_would_tell(actor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with_figures(monkeypatch, Figure("sent", "Sent", Counts.SENT))
    panel = panel_types.get(PANEL)
    for counts, shows in (({"A": 1, "B": 1}, False), ({"A": 2, "B": 40, "C": 50}, True), ({"A": 3}, False)):
        monkeypatch.setattr(tables.counting, "sent_by_agency", lambda *_, counts=counts: counts)
        monkeypatch.setattr(tables.counting, "counted", lambda *_, counts=counts: sum(counts.values()))
        rows = public_rows(panel, YEAR, ())
        assert any(row.key.startswith("sent/") for row in rows) == shows, counts
        assert all(row.value is None or row.value >= 5 for row in rows if row.key.startswith("sent/"))


def breakdown_of(monkeypatch: pytest.MonkeyPatch, counts: dict[str, int], earlier: list[Earlier]) -> list[Row]:
    """The published rows by agency, for these counts."""
    monkeypatch.setattr(tables.counting, "sent_by_agency", lambda *_: counts)
    monkeypatch.setattr(tables.counting, "counted", lambda *_: sum(counts.values()))
    rows = public_rows(panel_types.get(PANEL), YEAR, earlier)
    return [row for row in rows if row.key.startswith("sent/")]


def test_a_breakdown_with_nothing_else_to_hide_its_total_is_left_out(
    actor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_figures(monkeypatch, FREE)
    assert breakdown_of(monkeypatch, {"A": 1, "B": 1}, []) == []
    assert breakdown_of(monkeypatch, {"A": 20, "B": 30}, [])


def test_a_breakdown_never_adds_up_to_a_figure_that_was_hidden(actor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with_figures(monkeypatch, Figure("sent", "Sent", Counts.SENT))
    changed_by_two = [Earlier(YEAR, {"sent": 90})]
    assert breakdown_of(monkeypatch, {"A": 40, "B": 52}, changed_by_two) == []
    assert breakdown_of(monkeypatch, {"A": 40, "B": 60}, changed_by_two)


def test_a_breakdown_of_which_a_part_changed_by_few_is_left_out(actor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with_figures(monkeypatch, FREE)
    monkeypatch.setattr(tables.counting, "sent_by_agency", lambda *_: {"A": 20, "B": 30})
    first = published(actor)
    assert values(rows_of(first))["sent/A"] == 20
    monkeypatch.setattr(tables.counting, "sent_by_agency", lambda *_: {"A": 22, "B": 50})
    assert not [row for row in rows_of(published(actor)) if row.key.startswith("sent/")]
    assert len(earlier_of(panel_types.get(PANEL))) == 2


def test_counting_opens_nothing(actor: Any) -> None:
    from auth.encryption.keyring import lock_all

    enter(actor, "closed", 6)
    db.session.flush()
    lock_all()
    assert values(full_rows(panel_types.get(PANEL), YEAR))["free"] == 6
    assert db.session.scalar(sa.select(sa.func.count()).select_from(CaseMove)) >= 6


@given(st.text(max_size=30))
def test_no_cell_runs_as_a_formula(text: str) -> None:
    """AC 54."""
    import csv
    import io

    rows = [Row("k", text, 7, group=text, note=text)]
    written = list(csv.reader(io.StringIO(as_csv(rows, YEAR), newline="")))
    for cell in written[1][2:4]:
        assert not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n")), repr(cell)
    assert safe_cell(text) in (text, f"'{text}")


def test_a_hidden_value_is_the_letter_c_and_numbers_stay_numbers() -> None:
    text = as_csv([Row("a", "Shown", 12), Row("b", "Hidden", None)], YEAR)
    assert text.splitlines()[1:] == [
        "2026-01-01,2026-12-31,,Shown,12,count,",
        "2026-01-01,2026-12-31,,Hidden,c,count,",
    ]

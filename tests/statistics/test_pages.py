"""The pages of statistics: who reads what, what is logged, and that a panel without figures is not there."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from casework.cases.history import record_move
from casework.panel_type.registry import panel_types
from extensions import db
from panels.statistics.models import PublishedTable
from tests.cases.made import acting, case_of, entries
from tests.conftest import PANEL

HERE = f"/statistics/{PANEL}"


def year_of(app: Flask, closed: int) -> None:
    """A past year in which so many cases were closed."""
    with acting(app, "cora") as cora:
        for _ in range(closed):
            at = datetime(2025, 6, 3, 12, tzinfo=UTC)
            record_move(case=case_of(cora), verb="close", source="active", target="closed", at=at, by=None)


def published(app: Flask, browser_for: Any) -> str:
    alder = browser_for("alder")
    alder.get(f"{HERE}/publication?period=2025")
    page = alder.submit({})
    assert page.path.startswith("/statistics/tables/"), page.words()[:400]
    return str(page.path)


def test_who_runs_the_panel_reads_small_numbers_and_it_is_on_record(app: Flask, browser_for: Any) -> None:
    year_of(app, 3)
    words = browser_for("cora").get(f"{HERE}?period=2025").words()
    assert "Cases closed 3" in words
    assert "That you looked is on record" in words
    assert len(entries(app, "statistics.open")) == 1


def test_what_is_published_hides_them_and_members_and_the_auditor_read_only_that(app: Flask, browser_for: Any) -> None:
    year_of(app, 3)
    path = published(app, browser_for)
    for key in ("larch", "yew", "cora"):
        browser = browser_for(key)
        assert path in browser.get("/statistics").links()
        assert "Cases closed Not shown" in browser.get(path).words()
        answer = browser.http.get(f"{path}/file")
        assert ",Cases closed,c,count," in answer.text
        assert answer.headers["Content-Disposition"] == 'attachment; filename="figures.csv"'
    for key in ("larch", "yew"):
        for closed in (HERE, f"{HERE}/file", f"{HERE}/publication?period=2025"):
            assert browser_for(key).http.get(closed).status_code == 404, (key, closed)


@pytest.mark.parametrize("key", ["fern", "oak", "hal"])
def test_others_find_nothing(app: Flask, browser_for: Any, key: str) -> None:
    year_of(app, 9)
    path = published(app, browser_for)
    browser = browser_for(key)
    for closed in (HERE, f"{HERE}/file", path, f"{path}/file"):
        assert browser.http.get(closed).status_code == 404, closed


def test_the_coordinator_reads_and_does_not_publish(app: Flask, browser_for: Any) -> None:
    year_of(app, 9)
    cora = browser_for("cora")
    assert "See what would be published" not in cora.get(f"{HERE}?period=2025").words()
    assert "See what would be published" in browser_for("alder").get(f"{HERE}?period=2025").words()
    assert cora.http.get(f"{HERE}/publication?period=2025").status_code == 404


def test_own_days_lead_to_their_own_address_and_wrong_ones_are_said(app: Flask, browser_for: Any) -> None:
    cora = browser_for("cora")
    days = {"from_on-day": "1", "from_on-month": "4", "from_on-year": "2025", "to_on-day": "31", "to_on-month": "3"}
    cora.get(HERE)
    page = cora.submit({**days, "to_on-year": "2026"}, form="from_on-day")
    assert page.response.request.query_string == b"period=2025-04-01_2026-03-31"
    assert "1 April 2025 to 31 March 2026" in page.words()
    cora.get(HERE)
    page = cora.submit({**days, "to_on-year": "2024"}, form="from_on-day")
    assert page.status == 422
    assert "Enter a last day that is not before the first" in page.words()


@pytest.mark.parametrize("period", ["gossip", "2026-Q9", "=1+1", ""])
def test_what_is_no_period_is_not_found(browser_for: Any, period: str) -> None:
    assert browser_for("cora").http.get(f"{HERE}?period={period}").status_code == 404


@pytest.mark.long
def test_a_panel_without_figures_is_nowhere(app: Flask, browser_for: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    year_of(app, 9)
    path = published(app, browser_for)
    for key, panel in list(panel_types._panels.items()):
        monkeypatch.setitem(panel_types._panels, key, replace(panel, figures=()))
    for who in ("alder", "cora", "larch", "yew"):
        browser = browser_for(who)
        assert "Statistics" not in browser.get("/audit" if who == "yew" else "/home").words()
        for closed in ("/statistics", HERE, path):
            assert browser.http.get(closed).status_code == 404, (who, closed)


def test_the_auditor_learns_of_no_panel_whose_existence_is_hidden(
    app: Flask, browser_for: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    year_of(app, 9)
    path = published(app, browser_for)
    yew = browser_for("yew")
    panel = panel_types.declared(PANEL)
    hidden = replace(panel, visibility=replace(panel.visibility, existence_hidden=True))
    monkeypatch.setitem(panel_types._panels, PANEL, hidden)
    assert yew.http.get(path).status_code == 404
    assert path not in yew.http.get("/statistics").text
    assert browser_for("alder").http.get(f"{HERE}/publication?period=2025").status_code == 404


def test_a_period_that_is_not_over_cannot_be_published_from_the_page(app: Flask, browser_for: Any) -> None:
    alder = browser_for("alder")
    page = alder.get(f"{HERE}/publication?period=2025-Q4")
    assert "Only whole months that are over can be published" in page.words()
    alder.get(f"{HERE}/publication?period=2025")
    page = alder.post(f"{HERE}/publication?period=2025-Q4", alder.page.fields("once"))
    assert page.status == 422
    with app.app_context():
        assert db.session.scalars(sa.select(PublishedTable)).first() is None

"""A made-up month in the log, and the people who ask the auditor's pages about it."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import Flask

from auth.inquiry.facts import EXTENSION
from casework.cases.let_in import let_in, panels_of
from extensions import db, unit_of_work
from tests.auth.clock import frozen
from tests.client import Client, Page
from tests.inquiry.month import Month, store
from tests.tables import past_the_wall
from tests.whole.twins import NUMBER_ON


class Asked:
    """A month that stands in the log, and the people who ask."""

    def __init__(self, app: Flask, month: Month, browser_for: Any) -> None:
        self.app, self.month, self.october = app, month, month.of_october()
        with frozen():
            self.yew, self.laurel = browser_for("yew"), browser_for("laurel")
        self.objects: dict[object, list[UUID]] = {}
        for row in month.objects:
            self.objects.setdefault(row["entry_number"], []).append(row["object_id"])  # type: ignore[arg-type]

    def get(self, path: str, by: Client | None = None) -> Page:
        with frozen():
            page = (by or self.yew).get(path)
        assert page.status == 200, path
        return page

    def access(self, **asked: object) -> Page:
        return self.get("/audit/access?" + "&".join(f"{k}={v}" for k, v in {"period": "last-month", **asked}.items()))

    def flagged(self, kind: str) -> set[UUID]:
        """About whom the page shows flags of a kind."""
        start = f"/audit/flags/{kind}/"
        links = self.get(f"/audit/flags?span=last-month&kind={kind}").links()
        return {
            UUID(link.removeprefix(start).split("?")[0]) for link in links if link.startswith(start) and "?" in link
        }

    def about(self, cases: set[UUID]) -> list[dict[str, Any]]:
        """The entries of October about one of these cases, the auditor's own questions left out."""
        return [
            entry for entry in self.october
            if cases & set(self.objects.get(entry["number"], ())) and not str(entry["event"]).startswith("audit.")
        ]  # fmt: skip

    def by(self, who: UUID) -> list[dict[str, Any]]:
        return [entry for entry in self.october if entry["actor_id"] == who]


def cells(page: Page, table: str = "") -> list[list[str]]:
    """The cells of a table of sums, or of every table."""
    assert page.tree is not None
    rows = page.tree.xpath(f".//table{f'[@id={table!r}]' if table else ''}/tbody/tr")
    return [[" ".join("".join(cell.itertext()).split()) for cell in row] for row in rows]


def known(app: Flask, month: Month) -> dict[str, Any]:
    """What the floor above would tell of the month's cases."""
    named = {case: month.reference(case) for case in month.cases}
    found: dict[str, Any] = {reference: ("case", case) for case, reference in named.items()}
    for number in range(5):
        reference, cases = month.person(number)
        found[reference] = [("person", UUID(int=1_000 + number)), *(("case", case) for case in cases)]
    return {
        "casework-resolvers": [found.get],
        "casework-namers": {"case": lambda ids: {case: named[case] for case in ids if case in named}},
        "casework-people-in": {"document": lambda files: {one.entry: 3 for one in files}},
        EXTENSION: replace(month.facts(), let_in=let_in, panels_of=panels_of),
    }


def keep(month: Month) -> None:
    """The month stands in the log, and the next entry has a number after it."""
    with unit_of_work():
        store(month)
    if db.engine.dialect.name == "postgresql":
        with past_the_wall().begin() as connection:
            connection.execute(sa.text(NUMBER_ON))
            connection.execute(sa.text("ANALYZE"))  # as a server that has run for a month has done by itself

"""The monthly figures: right, whole, without content, and for those alone who may read them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine

from auth.doors import NotAllowed
from casework.emergency.figures import MONTHS, Figure, Use, by_month, figures_for
from tests.conftest import PANEL
from tests.emergency.conftest import HOUR, Desk
from tests.emergency.test_pages import prove
from tests.sight.letting_in import MONDAY

DAY = timedelta(days=1)
LATER = 9 * DAY
"""Wednesday of the next week, the second of December."""


@pytest.mark.pure
def test_a_use_would_be_counted_twice_or_in_the_wrong_month() -> None:
    at = datetime(2026, 12, 2, 12, tzinfo=UTC)
    due = datetime(2026, 10, 5, tzinfo=UTC)
    midnight = datetime(2026, 9, 30, 23, 30, tzinfo=UTC)  # half past midnight in London, on the first of October
    uses = [
        Use("Police", midnight, due, due - timedelta(seconds=1)),
        Use("Police", midnight, due, due),
        Use("Police", midnight, due, None),
        Use("Police", midnight, at + DAY, None),
        Use("Health", midnight, due, None),
        Use("Police", datetime(2025, 11, 30, tzinfo=UTC), due, None),
    ]
    found = dict(by_month(uses, at.date(), at))
    assert len(found) == MONTHS
    assert min(found) == date(2025, 12, 1)
    october = date(2026, 10, 1)
    assert found[october] == [Figure(october, "Health", 1, 0, 0, 1, 1), Figure(october, "Police", 4, 1, 1, 2, 1)]
    assert sum(len(agencies) for agencies in found.values()) == 2, "what is older is not shown"


def figures(desk: Desk, who: str) -> list[tuple[str, str, int, int, int, int, int]] | None:
    """What somebody reads, month by month; ``None`` where they may not."""
    with desk.at(who, LATER) as actor:
        try:
            months = figures_for(actor)
        except NotAllowed:
            return None
    return [
        (f"{one.month:%B}", one.agency, one.used, one.in_time, one.late, one.still_open, one.overdue)
        for _, agencies in months
        for one in agencies
    ]


@pytest.mark.long
def test_the_figures_would_leave_something_out_or_be_told_to_others(desk: Desk, browser_for: Any) -> None:
    in_time, late = desk.begin(), desk.begin(after=2 * HOUR)
    assert desk.review("laurel", in_time, "more", DAY) == "asked"
    assert desk.review("laurel", in_time, "justified", DAY + HOUR) == "justified"
    assert desk.review("laurel", late, "not_justified", 4 * DAY) == "not_justified"
    asked = desk.begin(after=LATER - DAY)
    assert desk.review("laurel", asked, "more", LATER - DAY + 2 * HOUR) == "asked", "a question settles nothing"
    agency = "Quillon Children's Services"
    whole = [("December", agency, 1, 0, 0, 1, 0), ("November", agency, 2, 1, 1, 0, 0)]
    for who in ("laurel", "yew", "alder", "birch"):
        assert figures(desk, who) == whole, who
    for who in ("cora", "poplar", "rowan", "fern", "oak", "chan"):
        assert figures(desk, who) is None, who
    desk.exclude("alder", desk.made.reference)
    assert figures(desk, "alder") == [], "no count tells of a case to somebody who is shut out of it"
    assert figures(desk, "yew") == whole
    desk.change(desk.made.reference, panel=PANEL)
    with time_machine.travel(MONDAY + LATER, tick=False):
        yew, alder = browser_for("yew"), browser_for("alder")
        assert alder.get("/emergency/figures").path == "/emergency/figures"
        for who in ("yew", "laurel"):  # of every panel, those that want a proof first among them
            assert browser_for(who).get("/emergency/figures").path == "/sign-in/again", who
        yew.get("/emergency/figures")
        page = prove(yew, "yew")
        assert "December 2026" in page.words()
        assert page.tree is not None
        rows = [[cell.text_content() for cell in row] for row in page.tree.iterfind(".//tbody/tr")]
        assert rows == [[agency, "1", "0", "0", "1", "0"], [agency, "2", "1", "1", "0", "0"]]
        assert "October 2026 Not used." in page.words()
        for never in (desk.made.reference, "Poplar", "call box"):
            assert never not in page.words()
        assert browser_for("cora").get("/emergency/figures").status == 404

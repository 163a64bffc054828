"""Emergency access in a real browser, without its script too: asked for, seen on every page, ended; accessible."""

from typing import Any

import pytest

from tests.browser import go_by, wide_and_narrow
from tests.emergency.conftest import REASON, Desk

ASK = "/cases/emergency"


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_an_emergency_in_the_browser(desk: Desk, window: Any, javascript: bool) -> None:
    page, faults = window("poplar", javascript=javascript), []

    def look() -> None:
        if javascript:
            faults.extend(wide_and_narrow(page))

    page.goto(ASK)
    page.locator("main [name=password]").fill("demo-only-poplar")
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(f"**{ASK}")
    look()
    go_by(page.get_by_role("button", name="Begin emergency access"))
    assert page.locator(".govuk-error-summary").count()
    look()
    page.get_by_label("Case reference").fill(desk.made.reference)
    page.get_by_label("Somebody is in danger now").check()
    page.get_by_label("Say more").fill(REASON)
    page.get_by_role("button", name="Begin emergency access").click()
    page.wait_for_url(f"**/cases/{desk.made.reference}")
    look()
    page.goto(f"/cases/{desk.made.reference}/people/{desk.made.person}")
    look()
    page.emulate_media(media="print")
    assert not page.locator("main").is_visible(), "nothing of it is printed"
    page.emulate_media(media="screen")
    page.goto("/home")
    look()
    go_by(page.get_by_role("button", name="End it now"))
    assert "has ended" in page.locator("main").inner_text()
    assert page.get_by_role("button", name="End it now").count() == 0
    page.goto(f"/cases/{desk.made.reference}")
    assert page.locator("h1").inner_text() == "You cannot open this page"
    assert not faults, "\n".join(faults)

"""The pages of case forms in a real browser: accessibility, narrow screens, and what the script puts away."""

from typing import Any

import pytest

from casework.case_forms.models import FormEntry
from casework.case_forms.service import fill_in
from extensions import db, now
from tests.browser import go_by, wide_and_narrow
from tests.case_forms.made import consent, decision, sent, taken
from tests.cases.made import acting

pytestmark = pytest.mark.usefixtures("forms_panels")


def test_the_pages_would_break_the_accessibility_rules_or_scroll_sideways(app: Any, window: Any) -> None:
    with acting(app, "cora") as cora:
        case = taken()
        case.members_from = now()
        today = now().date().isoformat()
        fill_in(actor=cora, case=case, key="consent", answers=consent(given_on=today))
        entry: FormEntry = fill_in(actor=cora, case=case, key="decision", answers=decision())
        db.session.flush()
        base, entry_id = f"/cases/{case.reference}", entry.id
    with acting(app, "fern") as fern:
        triage = f"/triage/{sent(fern).reference}"
    pages = {
        "cora": (
            base,
            f"{base}/forms",
            f"{base}/forms/decision",
            f"{base}/forms/decision/{entry_id}/correction",
            triage,
        ),
        "larch": (f"{base}/forms/decision/{entry_id}",),
    }
    faults: list[str] = []
    for who, paths in pages.items():
        page = window(who)
        for path in paths:
            page.goto(path)
            faults += wide_and_narrow(page)
    assert not faults, "\n".join(faults)


def test_a_question_that_does_not_apply_would_stand_open_in_one_item_because_of_another(app: Any, window: Any) -> None:
    with acting(app, "cora") as cora:
        case = taken()
        fill_in(actor=cora, case=case, key="consent", answers=consent(given_on=now().date().isoformat()))
        path = f"/cases/{case.reference}/forms/decision"
    page = window("cora")
    page.goto(path)
    page.fill("[name=reasons-0-reason]", "First")
    page.locator("[name=reasons-0-source][value=told]").check()
    go_by(page.get_by_role("button", name="Add another"))
    assert page.url.endswith("#reasons-1")
    assert page.input_value("[name=reasons-0-reason]") == "First"
    assert page.locator("[name=reasons-0-who]").is_visible()
    assert not page.locator("[name=reasons-1-who]").is_visible()
    page.locator("[name=reasons-1-source][value=told]").check()
    assert page.locator("[name=reasons-1-who]").is_visible()

"""Correcting what was filled in, through its pages: what stood before stays, and nobody overwrites a colleague."""

from typing import Any

import pytest

from casework.case_forms.entries import entry_of
from casework.case_forms.service import confirm, correct, fill_in
from casework.cases.access import case_for
from casework.cases.models import Case
from tests.case_forms.made import decision
from tests.case_forms.stored import CANARY, agreed, day, entries, returned, waiting
from tests.case_forms.stored import stored as stored
from tests.case_forms.stored import the_day as the_day
from tests.cases.made import acting, actor_named

pytestmark = pytest.mark.usefixtures("forms_panels")


@pytest.mark.long
def test_a_correction_would_lose_what_stood_before(app: Any, stored: Any, browser_for: Any) -> None:
    reference = stored(agreed)
    first = entries(app, "consent")[0].id
    browser = browser_for("cora")
    browser.get(f"/cases/{reference}/forms/consent/{first}")
    page = browser.get(f"/cases/{reference}/forms/consent/{first}/correction")
    assert dict(page.fields())["consent-0-given_on-day"] == "24"
    browser.submit(day("consent-0-given_on", 25))
    second = entries(app, "consent")[1].id
    page = browser.get(f"/cases/{reference}/forms/consent/{second}")
    assert f"/cases/{reference}/forms/consent/{first}" in page.links()
    assert "25 November 2026" in page.words()
    page = browser.get(f"/cases/{reference}/forms/consent/{first}")
    assert "Corrected since" in page.words()
    assert "24 November 2026" in page.words()
    assert not [link for link in page.links() if link.endswith("/correction")]


@pytest.mark.long
def test_two_corrections_at_once_would_lose_one_text(app: Any, stored: Any, browser_for: Any) -> None:
    reference = stored(agreed)
    first = entries(app, "consent")[0].id
    cora, other = browser_for("cora"), browser_for("cora")
    cora.get(f"/cases/{reference}/forms/consent/{first}/correction")
    other.get(f"/cases/{reference}/forms/consent/{first}/correction")
    other.submit(day("consent-0-given_on", 25))
    page = cora.submit(day("consent-0-given_on", 26))
    assert page.status == 409
    assert "25 November 2026" in page.words()
    assert "26 November 2026" in page.words()
    page = cora.submit({"choice": "mine"}, form="choice")
    assert page.status == 200
    assert [entry.replaced_at is None for entry in entries(app, "consent")] == [False, False, True]


def test_two_corrections_at_once_would_show_a_text_that_is_for_others(app: Any, stored: Any, browser_for: Any) -> None:
    def alone(case: Case) -> None:
        fill_in(actor=actor_named("rowan"), case=case, key="agency_return", answers={"known": [{"facts": "Quiet"}]})

    reference = stored(alone)
    first = entries(app, "agency_return")[0].id
    rowan = browser_for("rowan")
    rowan.get(f"/cases/{reference}/forms/agency_return/{first}/correction")
    with acting(app, "rowan") as colleague:
        case = case_for(colleague, reference).case
        new = correct(
            actor=colleague,
            case=case,
            entry=entry_of(case, first),
            answers={"known": [{"facts": CANARY}]},
        )
        new.by_id = actor_named("larch").account_id  # as if a colleague without the reader's role had been first
    page = rowan.submit({"known-0-facts": "Loud"})
    assert page.status == 409
    assert "Loud" in page.words()
    assert CANARY not in page.text


def test_a_correction_would_be_open_to_those_who_may_not_read_or_fill_in(
    app: Any, stored: Any, browser_for: Any
) -> None:
    reference = stored(returned)
    path = f"/cases/{reference}/forms/agency_return/{entries(app, 'agency_return')[0].id}/correction"
    assert browser_for("larch").get(path).status == 200
    for who in ("rowan", "alder", "cora", "fern"):
        assert browser_for(who).get(path).status == 404, who


def test_a_correction_that_waits_would_hide_that_the_old_one_counts(app: Any, stored: Any, browser_for: Any) -> None:
    def change(case: Case) -> None:
        entry = waiting(case)
        confirm(actor=actor_named("larch"), case=case, entry=entry)
        correct(actor=actor_named("cora"), case=case, entry=entry, answers=decision("2026-11-25T10:00+00:00"))

    words = browser_for("larch").get(f"/cases/{stored(change)}/forms").words()
    assert words.count("Counts") == 2  # consent, and the decision that stands
    assert "Waits for a second person" in words

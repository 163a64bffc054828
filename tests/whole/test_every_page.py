"""Every page of every kind of person in a real browser: accessibility, narrow screens, the content policy."""

from typing import Any

import pytest
from flask import Flask

from tests.browser import go_by, violations, wide_and_narrow
from tests.whole.world import World

CASE = ("", "/timeline", "/people", "/people/{person_reference}", "/people/{person_reference}/markers",
        "/people/{person_reference}/roles", "/people/{person_reference}/safe-contact", "/risk", "/actions",
        "/documents", "/documents/new", "/history", "/notes", "/notes/{note_id}/move",
        "/assessments/new", "/closure", "/conflicts", "/conflicts/agency",
        "/review", "/state", "/access", "/names", "/forms", "/forms/disclosure",
        "/actions/new", "/letters", "/letters/new", "/letters/agreement", "/letters/{letter}",
        "/letters/{letter}/words", "/letters/{letter}/approval", "/letters/{letter}/sending",
        "/letters/{letter}/withholding", "/letters/{letter}/print")  # fmt: skip
MEETING = ("", "/agenda", "/agenda/fit", "/agenda/items/{item_id}", "/requests", "/pack", "/open", "/actions", "/close",
           "/live/1", "/notes/1", "/room", "/minutes", "/minutes/1/note", "/minutes/1/extract",
           "/minutes/new-version")  # fmt: skip
PAGES = {
    None: ("/", "/sign-in", "/invitation", "/privacy", "/accessibility", "/signed-out",
           "/asb-case-review", "/form/safety", "/form/privacy"),
    "alder": ("/home", "/triage", "/triage/{referral_reference}", "/cases", "/cases/search", "/conflicts", "/actions",
              "/actions/{action_id}", "/meetings", "/meetings/new", "/questions", "/cases/QQ-A-9999",
              "/statistics", "/statistics/{panel_key}", "/emergency", "/emergency/{access_id}", "/emergency/figures",
              "/statistics/{panel_key}/publication?period=2025", "/statistics/tables/{table_id}",
              *(f"/cases/{{case}}{tab}" for tab in CASE), *(f"/meetings/{{meeting}}{tab}" for tab in MEETING)),
    "rowan": ("/home", "/kept-away", "/refer", "/questions", "/questions/{enquiry_id}",
              "/questions/{enquiry_id}/unknown", "/questions/{enquiry_id}/cannot-share", "/actions",
              "/account/sign-ins", "/roles", "/roles/cover", "/sign-in/again"),
    "elm": ("/refer/{referral_id}", "/refer/{referral_id}/urgent", "/refer/{referral_id}/withdrawal", "/letters",
            "/letters/{own_letter}"),
    "yew": ("/audit", "/audit/access", "/audit/flags", "/audit/events/{log_entry}", "/audit/samples", "/audit/grants",
            "/audit/flags/{flag_kind}/{about}", "/audit/trail", "/audit/verify"),
    "laurel": ("/audit/breaches", "/audit/trail", "/questions-to-you"),
    "oak": ("/admin", "/admin/agencies", "/admin/agencies/new", "/admin/people", "/admin/people/new",
            "/admin/people/{account_id}", "/admin/people/{account_id}/appointments",
            "/admin/people/{account_id}/agency", "/admin/people/{account_id}/manager",
            "/admin/people/{account_id}/end", "/admin/people/{account_id}/appointments/{role_of_account}/cover",
            "/admin/agencies/{agency_id}", "/admin/agencies/{agency_id}/sign-in",
            "/admin/agencies/{agency_id}/agreement", "/admin/roles", "/admin/unused",
            "/admin/panels", "/admin/panels/{panel}",
            "/admin/panels/{panel}/settings", "/admin/panels/{panel}/settings/{setting}", "/admin/translations",
            "/admin/translations/bn"),
}  # fmt: skip


@pytest.mark.parametrize(
    "name",
    [name if name in (None, "alder") else pytest.param(name, marks=pytest.mark.prove) for name in PAGES],
    ids=str,
)
def test_pages_meet_the_accessibility_rules_wide_and_narrow(world: World, window: Any, name: str | None) -> None:
    page = window(name)
    faults: list[str] = []
    for pattern in PAGES[name]:
        page.goto(pattern.format(**world.parts))
        faults += wide_and_narrow(page)
    assert not faults, "\n".join(faults)


def test_the_referrers_pages_meet_the_accessibility_rules_empty_and_with_errors(app: Flask, window: Any) -> None:
    page = window("rowan")
    page.goto("/refer")
    page.locator("main [name=panel]").first.check()
    go_by(page.locator("main form button[type=submit]").first)
    base, faults = page.url, []
    for section in ("", "/referrer", "/people/0", "/incidents/0", "/safeguarding", "/sharing", "/declaration", "/risk",
                    "/check", "/delete"):  # fmt: skip
        page.goto(base + section)
        faults += [f"{section}: {fault}" for fault in violations(page)]
        button = page.get_by_role("button", name="Save and continue")
        if button.count():
            go_by(button.first)
            page.set_viewport_size({"width": 320, "height": 800})
            faults += [f"{section} with errors: {fault}" for fault in violations(page)]
            if section in ("/people/0", "/incidents/0", "/sharing"):
                assert page.locator(".govuk-error-summary").count(), f"{section} took an empty page"
                assert page.title().startswith("Error: ")
    assert not faults, "\n".join(faults)

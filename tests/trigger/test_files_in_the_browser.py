"""Adding a photo with a script that shows how much has gone: the page stays, and the answer takes its place."""

from typing import Any

from tests.browser import wide_and_narrow
from tests.documents import files as made
from tests.trigger.walking import PIN


def test_a_photo_would_need_a_new_page_or_its_refusal_would_be_missed(window: Any) -> None:
    page = window(width=320)
    page.goto("/form/start")
    page.click("main button[type=submit]")
    page.fill("input[name=pin]", PIN)
    page.click("main button[type=submit] >> nth=0")
    page.wait_for_url("**/form/who")
    page.goto("/form/files")
    page.evaluate("() => { window.stayed = true }")
    photo = {"name": "door.jpg", "mimeType": "image/jpeg", "buffer": made.photo()}
    page.set_input_files("#upload", files=[photo])
    page.click("text=Add this file")
    page.wait_for_selector("text=What you added")
    assert page.evaluate("() => window.stayed"), "sent beside the page"
    assert page.evaluate("() => document.activeElement.tagName") == "H1"
    page.set_input_files("#upload", files=[{"name": "a.exe", "mimeType": "image/jpeg", "buffer": b"MZ\x90\0"}])
    page.fill("#about", "What I typed")
    page.click("text=Add this file")
    page.wait_for_selector(".govuk-error-summary")
    assert page.evaluate("() => document.activeElement.className").startswith("govuk-error-summary")
    assert page.title().startswith("Error: ")
    assert page.input_value("#about") == "What I typed"
    assert wide_and_narrow(page) == []
    page.route("**/form/files", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.set_input_files("#upload", files=[photo])
    page.click("text=Add this file")
    page.wait_for_selector("text=The file did not arrive. Try again.")
    assert page.is_enabled("text=Add this file")

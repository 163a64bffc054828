"""Destroying a record without JavaScript, and its pages on a desk and on a phone."""

from typing import Any

import pytest
from flask import Flask

from tests.browser import go_by, wide_and_narrow
from tests.retention.test_destruction import due

pytestmark = pytest.mark.browser


def test_a_page_of_a_destruction_would_lock_somebody_out(app: Flask, window: Any) -> None:
    reference = due(app)["reference"]
    cora = window("cora", javascript=False)
    cora.goto("/retention")
    go_by(cora.get_by_role("button", name=f"Ask for its destruction {reference}"))
    alder = window("alder")
    alder.goto("/retention")
    faults = wide_and_narrow(alder)
    go_by(alder.get_by_role("button", name=f"Destroy it for good {reference}"))
    go_by(alder.locator("main").get_by_role("link", name=reference))
    assert "Signed (Ed25519)" in alder.inner_text("main")
    faults += wide_and_narrow(alder)
    alder.goto(f"/cases/{reference}")
    assert "This record has been destroyed" in alder.inner_text("main")
    assert faults + wide_and_narrow(alder) == []

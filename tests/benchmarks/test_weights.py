"""The table of what a resident's pages weigh has a row for each page, and no page weighs more than it may."""

import pytest
from flask import Flask

from benchmarks.weights import TABLE, weigh
from tests.trigger.test_in_the_browser import LIGHT

pytestmark = pytest.mark.one_database


@pytest.mark.long
def test_a_page_would_be_too_heavy_or_stand_in_no_table(app: Flask) -> None:
    found = weigh(app, "bn")
    assert len(found) > 25
    assert not [one for one in found if one.first > LIGHT]
    assert all(one.css > 8000 and one.html > 1000 for one in found)
    written = TABLE.read_text()
    assert not [one.path for one in found if f"| {one.path} | bn |" not in written], "python -m benchmarks.weights"

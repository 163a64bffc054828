"""Where the panel keeps its papers in the house, a plain member does not take them away as a file."""

from typing import Any

import pytest
from flask import Flask

from tests.agendas.papers import Built
from tests.meetings.building import the_day as the_day


@pytest.mark.long
def test_a_member_would_take_the_papers_away(app: Flask, browser_for: Any, secretive: Any) -> None:
    """AC 08."""
    built = Built(app, 1)
    built.publish()
    page, file = f"/meetings/{built.meeting_id}/pack", f"/meetings/{built.meeting_id}/pack/1/pack.pdf"
    rowan = browser_for("rowan")
    assert rowan.get(file).status == 200
    assert "pack.pdf" in rowan.get(page).text
    secretive(members_take_pack=False)
    assert rowan.get(file).status == 404
    shown = rowan.get(page)
    assert "pack.pdf" not in shown.text
    assert "not given out as a file" in shown.words()
    for leading in ("cora", "alder"):
        assert browser_for(leading).get(file).status == 200, leading

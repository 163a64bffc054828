"""The public page of a panel and the page on staying safe: what they promise, and that anybody can read them."""

from dataclasses import replace
from typing import Any

import pytest

from casework.panel_type.checks import unsound
from casework.panel_type.definition import PanelType
from casework.panel_type.public_face import FacePart
from panels.definitions import discover

FACED = [panel for panel in discover() if panel.public_face]


@pytest.mark.parametrize("panel", FACED, ids=lambda panel: panel.key)
def test_the_public_page_promises_what_is_in_force(browser_for: Any, panel: PanelType) -> None:
    assert panel.public_face
    page = browser_for(None).get(f"/{panel.public_face.path}")
    said = " ".join(page.text.split())
    lengths = {clock.key: clock for clock in panel.clocks}
    promised = panel.public_face.placeholders() & set(lengths)
    assert promised, "the page says by when"
    for key in promised:
        assert f"{lengths[key].length} working day" in said
    for words in ("Are you in danger now?", "Exit this page", "Start now", "020 7946 0100", "requests@example.org"):
        assert words in said
    assert "%(" not in said


def test_the_start_page_leads_to_it_and_only_it_may_be_found(browser_for: Any) -> None:
    visitor = browser_for(None)
    start = visitor.get("/").text
    for panel in FACED:
        assert panel.public_face
        assert f'href="/{panel.public_face.path}"' in start
        answer = visitor.get(f"/{panel.public_face.path}").response
        assert "X-Robots-Tag" not in answer.headers
        assert answer.headers["Cache-Control"] == "no-store"
    answer = visitor.get("/form/safety").response
    assert answer.headers["X-Robots-Tag"] == "noindex"


def test_a_public_page_may_only_speak_of_its_own_numbers() -> None:
    panel = FACED[0]
    assert panel.public_face
    wrong = replace(
        panel.public_face, path="No/Path", intro=("We answer within %(never)s.",), after=(FacePart("A", ()),)
    )
    faults = [fault.words for fault in unsound(replace(panel, public_face=wrong))]
    assert any("%(never)s" in words for words in faults)
    assert any("No/Path" in words for words in faults)

"""The register of a pack's copies: numbered, out until they are back or destroyed, and each member's own business."""

from typing import Any

import pytest
from flask import Flask

from panels.agendas.access import packs_of
from panels.agendas.copies import copies_of, numbered
from panels.agendas.models import PackCopy
from panels.meetings.access import meeting_for
from tests.agendas.papers import Built, text_of
from tests.client import Client
from tests.conftest import PANEL
from tests.meetings.building import the_day as the_day


def take(browser: Client, path: str) -> str:
    return text_of(browser.http.get(f"{path}/1/pack.pdf").data)


@pytest.mark.long
def test_a_copy_would_bear_no_number_or_be_forgotten(app: Flask, browser_for: Any) -> None:
    """AC 61."""
    built = Built(app, 1)
    built.publish()
    path = f"/meetings/{built.meeting_id}/pack"
    larch, rowan, cora = (browser_for(name) for name in ("larch", "rowan", "cora"))
    assert "Number 1. Hand it back or destroy it after the meeting." in take(larch, path)
    assert "Number 2." in take(rowan, path)
    assert "Number 1." in take(larch, path), "a person's copy keeps its number"
    assert "2 of 2 out" in cora.get(path).words()
    for name in ("Larch Novak", "Rowan Castellane"):
        assert name in cora.page.words()
    assert "Rowan" not in larch.get(path).words(), "a member sees their own copy alone"
    own, other = f"{path}/1/copies/1", f"{path}/1/copies/2"
    token = dict(larch.page.fields("how"))["csrf_token"]
    assert larch.post(other, [("csrf_token", token), ("how", "destroyed")]).status == 404
    assert larch.post(own, [("csrf_token", token), ("how", "lost")]).status == 422
    assert "2 of 2 out" in cora.get(path).words()
    assert "Destroyed, " in larch.post(own, [("csrf_token", token), ("how", "destroyed")]).words()
    assert "1 of 2 out" in cora.get(path).words()
    cora.submit(form="how", button=("how", "back"))
    assert "Handed back, " in cora.page.words()
    assert "0 of 2 out" in cora.page.words()
    take(larch, path)
    assert "1 of 2 out" in cora.get(path).words(), "taken again, it is out again"


def test_two_people_at_once_would_have_one_number(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    built = Built(app, 1)
    with built.acting("cora") as cora:
        pack = packs_of(meeting_for(cora, built.meeting_id).meeting)[0]
        from panels.agendas import copies

        real, late = copies._next, []

        def too_late(actor: Any, of: Any) -> PackCopy:
            row = real(actor, of)
            if not late:
                late.append(numbered_by_alder(of))
            return row

        def numbered_by_alder(of: Any) -> int:
            from tests.cases.made import actor_named

            with monkeypatch.context() as patch:
                patch.setattr(copies, "_next", real)
                return numbered(actor_named("alder"), of)

        monkeypatch.setattr(copies, "_next", too_late)
        assert numbered(cora, pack) == 2
        assert late == [1]
        assert [copy.number for copy in copies_of(cora, [pack], PANEL)[pack.id]] == [1, 2]

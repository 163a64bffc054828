"""A chair signs a definition off, and every later change of it shows."""

from dataclasses import replace
from typing import Any

import pytest

from casework.errors import Refused
from casework.panel_settings.service import set_number
from casework.panel_settings.signing import all_signed, sign_off, signed_since
from casework.panel_type.fingerprint import parts_of, whole
from casework.panel_type.registry import panel_types
from tests.conftest import PANEL
from wording.dates import today


def test_a_definition_that_was_signed_stands_until_a_part_changes(actor: Any) -> None:
    chair, panel = actor("alder"), panel_types.get(PANEL)
    assert signed_since(panel) is None
    sign_off(actor=chair, panel=panel, fingerprint=whole(parts_of(panel)), role="chair")
    since = signed_since(panel)
    assert since is not None
    assert since.same
    assert (since.signed.by.name, since.signed.version, since.signed.role) == (chair.name, panel.version, "chair")
    changed = replace(panel, repeat_months=6, clocks=panel.clocks[1:], purpose="Another")
    later = signed_since(changed)
    assert later is not None
    assert (later.changed, later.gone) == (("Purpose", "Repeat months"), (f"Deadline “{panel.clocks[0].title}”",))
    assert not later.same


def test_a_number_that_is_set_shows_as_a_change(actor: Any) -> None:
    chair, panel = actor("alder"), panel_types.get(PANEL)
    sign_off(actor=chair, panel=panel, fingerprint=whole(parts_of(panel)), role="chair")
    why = "Agreed at the board"
    set_number(actor=chair, panel=PANEL, name="clock.triage.length", value=4, from_on=today(), why=why)
    since = signed_since(panel_types.get(PANEL))
    assert since is not None
    assert since.changed == ("Deadline “Decide whether to take the referral”",)


def test_what_changed_while_it_was_read_cannot_be_signed(actor: Any) -> None:
    chair, panel = actor("alder"), panel_types.get(PANEL)
    read = whole(parts_of(panel))
    set_number(actor=chair, panel=PANEL, name="repeat_months", value=6, from_on=today(), why="Agreed at the board")
    with pytest.raises(Refused, match="has changed since you opened this page"):
        sign_off(actor=chair, panel=panel_types.get(PANEL), fingerprint=read, role="chair")
    assert all_signed(PANEL) == []

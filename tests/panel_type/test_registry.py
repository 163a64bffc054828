from dataclasses import replace

import pytest

from casework.panel_type.checks import DefinitionError
from casework.panel_type.definition import PanelType, Visibility
from casework.panel_type.modes import Mode
from casework.panel_type.registry import Registry, UnknownPanel
from tests.panel_type.small_panel import PANEL


@pytest.fixture
def registry() -> Registry:
    found = Registry()
    found.add(PANEL)
    return found


def test_a_sound_panel_is_found_by_its_key(registry: Registry) -> None:
    assert registry.get("small") is PANEL
    assert registry.all() == (PANEL,)


def test_a_panel_that_is_not_sound_is_refused_by_name() -> None:
    registry = Registry()
    with pytest.raises(DefinitionError, match=r"panel small cannot be used:\n  there is no retention rule"):
        registry.add(replace(PANEL, retention=()))
    assert registry.all() == ()


def test_two_panels_cannot_share_a_key_or_a_letter(registry: Registry) -> None:
    with pytest.raises(DefinitionError, match="has the key small"):
        registry.add(replace(PANEL, reference_letter="T"))
    with pytest.raises(DefinitionError, match="the reference letter S"):
        registry.add(replace(PANEL, key="other"))


def test_panels_stand_in_the_order_of_their_names(registry: Registry) -> None:
    registry.add(replace(PANEL, key="other", name="A panel", reference_letter="T"))
    assert [panel.name for panel in registry.all()] == ["A panel", "Small panel"]


OFF = Mode("off", "Not run here", "It does not exist.", runs=False)
FULL = Mode("full", "In full", "Everything.")


def switched_off(panel: PanelType) -> PanelType:
    return replace(panel, mode="off")


def test_what_is_handed_out_is_what_is_in_force_and_the_declaration_stays(registry: Registry) -> None:
    registry.bind(lambda panel: replace(panel, repeat_months=3))
    assert registry.get("small").repeat_months == 3
    assert [panel.repeat_months for panel in registry.all()] == [3]
    assert registry.declared("small") is PANEL


def test_a_panel_that_does_not_run_is_left_out_and_still_found_by_key() -> None:
    registry = Registry()
    registry.add(replace(PANEL, modes=(FULL, OFF)))
    assert [panel.key for panel in registry.all()] == ["small"]
    registry.bind(switched_off)
    assert registry.all() == ()
    assert [panel.key for panel in registry.every()] == ["small"]
    assert registry.get("small").in_mode is OFF


def test_the_first_mode_is_in_force_until_another_is_chosen() -> None:
    assert PANEL.in_mode.runs
    assert replace(PANEL, modes=(OFF, FULL)).in_mode is OFF
    assert replace(PANEL, modes=(OFF, FULL), mode="full").in_mode is FULL


def test_a_form_of_an_earlier_version_is_still_found(registry: Registry) -> None:
    assert registry.form("small", "small_ref", 2) is PANEL.referral_form
    assert registry.form("small", "small_ref", 1) is PANEL.earlier_forms[0]


@pytest.mark.parametrize("asked", [("none", "small_ref", 1), ("small", "none", 1), ("small", "small_ref", 9)])
def test_what_is_not_there_is_unknown(registry: Registry, asked: tuple[str, str, int]) -> None:
    with pytest.raises(UnknownPanel):
        registry.form(*asked)


def test_an_emptied_registry_knows_nothing(registry: Registry) -> None:
    registry.clear()
    with pytest.raises(UnknownPanel):
        registry.get("small")


def test_parts_of_a_panel_are_found_by_their_keys() -> None:
    assert PANEL.tool("tool").band("high").low == 2
    assert PANEL.clock("triage").length == 3
    assert PANEL.decision("close").target_state == "closed"
    assert PANEL.prompt("call").title == "Call"
    for look_up in (PANEL.tool, PANEL.clock, PANEL.decision, PANEL.prompt, PANEL.risk_tools[0].band):
        with pytest.raises(KeyError):
            look_up("none")


def test_matches_are_told_only_between_panels_that_both_allow_it() -> None:
    one, other = Visibility(match_visible_to=("safety",)), Visibility(match_visible_to=("safety", "health"))
    assert one.shares_matches_with(other)
    assert not one.shares_matches_with(Visibility())
    assert not Visibility().shares_matches_with(Visibility())

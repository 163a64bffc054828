"""A broken definition stops the start, and says in which file, what is wrong and what to do."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from casework.panel_type.faults import DefinitionError
from casework.panel_type.registry import panel_types
from config import Settings
from panels import definitions
from wsgi import create_app

BROKEN = Path(__file__).with_name("broken")
SAYS = {
    "clock_without_a_start": "clock_rules.py, line 14: clock triage starts on nothing. "
    "Name a state or an event in starts_on.",
    "state_out_of_reach": "case_lifecycle.py, line 4: state island cannot be reached. "
    "Add a transition that leads to it, or take the state away.",
    "question_without_a_class": "referral_form.py, line 3: a Question is written without 'sensitivity'. "
    "Say its 'sensitivity'.",
    "question_with_no_class": "about_section.py, line 8: question about.name has no sensitivity class. "
    "Say its class: Sensitivity.I, SC, CO, N or O.",
    "decision_without_a_role": "case_decisions.py, line 3: decision close has no role. Name who may do it in roles.",
    "nothing_kept": "records.py, line 3: there is no retention rule. Say how long each kind of record is kept.",
    "bands_with_a_gap": "risk_tool.py, line 6: risk tool tool has a gap or an overlap at band high. "
    "Let it begin at 1, where the band before it ends, and end at 1 or higher.",
    "question_that_waits_for_none": "about_section.py, line 3: question about.why depends on the unknown question "
    "safe. Name a question of the same section that comes before it.",
    "example_that_is_wrong": "worked_examples.py, line 3: the worked example “Both answers” does not hold: "
    "it gives (2, 'high', ('danger',)). Put the number back, or work the example again and write down its new result.",
    "letter_that_is_not_there": "case_decisions.py, line 3: decision close names the unknown letter farewell. "
    "Declare the letter in the panel's letters, or name another.",
    "number_past_its_limit": "own_numbers.py, line 3: number reports is 4, and may be from 1 to 3 (An Act, s104(4)). "
    "Give a value within its limits.",
    "mode_that_breaks": "in mode brief, without narrative, decision close has no prepared reason. "
    "Give it prepared_reasons: no reason can be typed in this mode.",
    "letter_taken": "__init__.py, line 10: another panel has the reference letter A. "
    "Choose a capital letter that is free.",
    "emergency_for_members": "records.py, line 3: emergency access is given to a role that is not kept for it. "
    "Name duty_officer or deputy, or nobody: other roles hold rights of their own.",
    "no_panel": "__init__.py: the folder exports no panel. Export PANEL = PanelType(...) there.",
}


@pytest.fixture
def among_the_panels(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The broken folder as one more of ``panels/definitions``."""
    kind: str = request.param
    (tmp_path / kind).symlink_to(BROKEN / kind)
    definitions.__path__.append(str(tmp_path))
    before = set(sys.modules)
    yield kind
    definitions.__path__.remove(str(tmp_path))
    for name in set(sys.modules) - before:
        if name.startswith(f"{definitions.__name__}.{kind}"):
            del sys.modules[name]
    vars(definitions).pop(kind, None)


def test_every_broken_folder_is_tried() -> None:
    kinds = {folder.name for folder in BROKEN.iterdir() if folder.is_dir() and folder.name != "__pycache__"}
    assert kinds == set(SAYS)
    assert len(kinds) >= 10


@pytest.mark.parametrize("among_the_panels", SAYS, indirect=True)
def test_a_broken_definition_would_start(among_the_panels: str, tmp_path: Path) -> None:
    kind = among_the_panels
    with pytest.raises(DefinitionError) as stopped:
        create_app(
            Settings(instance_dir=tmp_path / "instance", demo=True, DATABASE_URL=f"sqlite:///{tmp_path}/none.sqlite")
        )
    message = str(stopped.value)
    assert f"The definition of panel {kind} cannot be used:" in message
    where = f"panels/definitions/{kind}/"
    assert re.search(rf"^  {re.escape(where)}\S+", message, re.MULTILINE), message
    assert SAYS[kind] in message, message
    assert kind not in {panel.key for panel in panel_types.every()}

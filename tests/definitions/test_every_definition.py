from dataclasses import replace

import pytest

from auth.roles import PARTNERSHIP_ROLES, Role
from casework.panel_type.agency_types import AGENCY_TYPES
from casework.panel_type.checks import check
from casework.panel_type.checks_examples import example_faults
from casework.panel_type.definition import SYSTEM, Example, ExampleClock, ExampleMeeting, ExampleScore, PanelType
from casework.panel_type.questions import Kind
from casework.panel_type.registry import Registry
from panels.definitions import discover

PANELS = discover()
by_name = pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel.key)
EXAMPLES = [(panel, example) for panel in PANELS for example in panel.examples]


@by_name
def test_a_shipped_definition_has_no_fault(panel: PanelType) -> None:
    assert check(panel) == []


def test_all_panels_can_run_together() -> None:
    registry = Registry()
    for panel in PANELS:
        registry.add(panel)
    assert len(registry.all()) == len(PANELS) >= 1


@pytest.mark.parametrize(
    ("panel", "example"), EXAMPLES, ids=lambda part: getattr(part, "title", getattr(part, "key", ""))
)
def test_a_worked_example_holds(panel: PanelType, example: Example) -> None:
    assert list(example_faults(replace(panel, examples=(example,)))) == []


@by_name
def test_a_panel_shows_its_work_by_examples_of_every_kind(panel: PanelType) -> None:
    kinds = {type(example) for example in panel.examples}
    wanted = {ExampleClock, ExampleMeeting} | ({ExampleScore} if panel.risk_tools else set())
    assert wanted <= kinds


@by_name
def test_roles_are_those_that_people_can_hold(panel: PanelType) -> None:
    assert set(panel.roles) <= {role.value for role in Role if role not in PARTNERSHIP_ROLES}
    used = {role for move in panel.lifecycle.transitions for role in move.roles}
    assert used <= {*panel.roles, SYSTEM}


@by_name
def test_agency_types_are_those_that_agencies_can_have(panel: PanelType) -> None:
    known = {choice.value for choice in AGENCY_TYPES}
    named = {kind for part in panel.meeting.quorum.required for kind in part.agency_types}
    named |= {action.agency_type for action in panel.stock_actions if action.agency_type}
    named |= {kind for s in panel.referral_form.sections for question in s.questions for kind in question.asked_of}
    assert named <= known


@by_name
def test_every_required_question_says_what_to_do(panel: PanelType) -> None:
    for section in panel.referral_form.sections:
        for question in section.questions:
            assert question.missing_message.split()[0] in {"Enter", "Select", "Confirm"}, question.id
            assert not question.missing_message.endswith("."), question.id


@by_name
def test_full_addresses_are_sealed_under_their_own_key(panel: PanelType) -> None:
    addresses = [q for s in panel.referral_form.sections for q in s.questions if q.kind is Kind.ADDRESS]
    assert all(question.restricted for question in addresses)


@by_name
def test_words_for_people_are_plain(panel: PanelType) -> None:
    words = [question.label for s in panel.referral_form.sections for question in s.questions]
    words += [prompt.text for prompt in panel.prompts] + [state.referrer_words for state in panel.lifecycle.states]
    for text in words:
        assert text.strip() == text != "", text
        assert not {"please", "invalid", "forbidden"} & set(text.lower().split()), text

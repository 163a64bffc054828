"""Assessing and closing a case by the services, with all that a closing asks for."""

from casework.actions.service import open_count
from casework.cases.service import add_assessment, close_case
from tests.cases.made import full_answers
from tests.conftest import PANEL

TOLD = {"victim_told": "told", "victim_told_words": "By phone, by the housing officer"}


def assess(actor, case, *, occasion="closure", value=0):
    person = case.parties[0].person
    return add_assessment(
        actor=actor,
        case=case,
        person=person,
        tool=db_tool(),
        answers=full_answers(value),
        occasion=occasion,
    )


def db_tool():
    from casework.panel_type.registry import panel_types

    return panel_types.get(PANEL).risk_tools[0].id


def close(actor, case, **changes):
    given = {"reason": "stopped", "open_actions": open_count(case.id), **TOLD, **changes}
    return close_case(actor=actor, case=case, **given)

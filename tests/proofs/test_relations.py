"""Relationship × state of the record × permission × panel, against a table kept by hand."""

import re
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from flask import Flask, g

from auth.current import actor_of
from auth.doors import NotAllowed
from auth.models import Account
from auth.policy import decide
from auth.policy_relationships import APART, NOT_NAMED
from auth.roles import Actor
from casework.cases.access import RecordDestroyed, case_by_id, cases_on_page, relationships
from casework.cases.models import Case
from casework.panel_type.registry import panel_types
from extensions import clock_at, db, unit_of_work
from tests.proofs.related import LETTERS, STATES, Related, lines, tell_related
from tests.proofs.told import START


def told_of(app: Flask, *panels: str) -> Iterator[Related]:
    """The told cases and people, at the moment that they were told of."""
    with app.test_request_context(), unit_of_work():
        g.request_id = "proof"
        told = tell_related(*panels)
    with app.test_request_context(), clock_at(START):
        g.request_id = "proof"
        yield told
        db.session.rollback()
        db.session.remove()


@pytest.fixture
def related(app: Flask) -> Iterator[Related]:
    """Every panel."""
    yield from told_of(app)


def actors(told: Related) -> Iterator[tuple[str, Actor]]:
    for name, account_id in told.people.items():
        yield name, actor_of(db.session.get_one(Account, account_id))


def opened(actor: Actor, case: Case, related: frozenset[str]) -> str:
    """The letters of what the policy allows this person, in the order of the table's legend."""
    return "".join(one for one, what in LETTERS.items() if decide(actor, what, case.panel, related).allowed)


def wrong_cells(told: Related) -> Iterator[str]:
    """Where the policy or the list of cases answers otherwise than the table."""
    cases = {key: db.session.get_one(Case, case_id) for key, case_id in told.cases.items()}
    for name, actor in actors(told):
        stands = relationships(actor, list(cases.values()))
        listed = {case.id for case in cases_on_page(actor, sa.select(Case).where(Case.id.in_(stands)))}
        for (panel, state), case in cases.items():
            should = lines(panel)[name][STATES.index(state)]
            found = opened(actor, case, stands[case.id])
            if state == "destroyed":
                right = (found != "") == (should == "told") and case.id not in listed
            else:
                right = set(found) == set(should) - {"-"} and (case.id in listed) == ("L" in should)
            if not right:
                yield f"{panel} {state} {name}: {found or '-'} and not {should}, listed {case.id in listed}"


def wrong_marks(told: Related) -> Iterator[str]:
    """Where somebody is not marked as what rooms above ask for: kept apart, who must not learn that there is such a
    case; or not named, in a panel that opens its cases by name alone."""
    cases = {key: db.session.get_one(Case, case_id) for key, case_id in told.cases.items()}
    for name, actor in actors(told):
        stands = relationships(actor, list(cases.values()))
        apart = name.endswith("kept apart") and "elsewhere" not in name
        named = re.search("named(?! chair)", name) and not name.endswith(("another case", "taken back"))
        for (panel, state), case in cases.items():
            by_name = panel_types.get(panel).visibility.members_by_case
            should = {APART} if apart else set()
            should |= {NOT_NAMED} if by_name and not named else set()
            if stands[case.id] & {APART, NOT_NAMED} != should:
                yield f"{panel} {state} {name}: {sorted(stands[case.id])} and not {sorted(should)}"


def wrong_doors(told: Related) -> Iterator[str]:
    """Where the door of a case answers otherwise."""
    for name, actor in actors(told):
        for (panel, state), case_id in told.cases.items():
            should = lines(panel)[name][STATES.index(state)]
            found = met(actor, case_id)
            if found != ("told" if should == "told" else "opened" if "R" in should else "refused"):
                yield f"{panel} {state} {name}: {found} and not {should}"


def test_a_relationship_would_open_more_or_less_than_the_table_says(related: Related) -> None:
    assert list(wrong_cells(related)) == []
    assert list(wrong_marks(related)) == []
    assert len(related.people) * len(related.cases) * len(LETTERS) > 20_000


@pytest.mark.long
def test_the_door_of_a_case_would_open_to_others_than_the_table_says(related: Related) -> None:
    """The door itself, and the one answer for a case that is not there and one that is not theirs."""
    assert list(wrong_doors(related)) == []


def met(actor: Actor, case_id: object) -> str:
    try:
        with db.session.begin_nested():
            case_by_id(actor, case_id)  # type: ignore[arg-type]
    except NotAllowed:
        return "refused"
    except RecordDestroyed:
        return "told"
    return "opened"


def test_the_table_would_leave_out_a_state_a_panel_or_a_permission_of_a_case() -> None:
    for panel in panel_types.every():
        table = lines(panel.key)
        assert len(table) >= 50
        letters = {letter for cells in table.values() for cell in cells for letter in cell if cell not in ("-", "told")}
        assert letters == set(LETTERS)

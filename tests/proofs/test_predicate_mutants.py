"""What works out how somebody stands to a case, weakened in one place at a time: the table of relations must notice."""

from collections.abc import Iterator
from types import ModuleType

import pytest
from flask import Flask

from casework.apart import standing
from casework.cases import access, barred, chaired, granted, shut_out
from extensions import db
from tests.proofs.mutants import Mutant, functions_of, mutants_of
from tests.proofs.related import Related
from tests.proofs.test_lists import wrong_lists, wrong_proofs, wrong_rooms
from tests.proofs.test_relations import told_of, wrong_cells, wrong_doors, wrong_marks

PREDICATES: dict[ModuleType, str] = {
    barred: "barred_to",
    granted: "in_force grants_to listed_for panels_let_into is_guest_of",
    shut_out: "shut_out_among shut_out_of everybody_shut_out _own _team _own_where _team_where _covering",
    standing: "apart_among kept_apart_from _theirs",
    chaired: "chaired_by",
    access: "relationships _related _held_to visible_cases",
}
ASKED = (wrong_cells, wrong_marks, wrong_lists, wrong_proofs, wrong_rooms, wrong_doors)
SAME = {
    "casework.cases.access._held_to: always found": "asks the database about no case: as right, with more work",
    "casework.cases.shut_out.everybody_shut_out: always found": "asks who covers for nobody: as right, with more work",
}
"""Mutants that no answer tells from the product, each with the reason why."""


def predicates() -> list[Mutant]:
    """Every weakened copy of what is asked at each door and for each list."""
    return [
        mutant
        for module, names in PREDICATES.items()
        for function in functions_of(module, only=frozenset(names.split()))
        for mutant in mutants_of(function)
    ]


def noticed(told: Related, mutant: Mutant) -> bool:
    """Whether the table says otherwise than the product with this mutant in it, or the product cannot answer."""
    with mutant.alive():
        try:
            return any(True for wrong in ASKED for _ in wrong(told))
        except Exception:
            return True
        finally:
            db.session.rollback()


@pytest.fixture
def related(app: Flask) -> Iterator[Related]:
    """A panel that opens its cases to members by agenda, and one that does by name."""
    yield from told_of(app, "asb_marac", "channel")


@pytest.mark.long
@pytest.mark.one_database
@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")
def test_a_weakened_predicate_would_go_unnoticed(related: Related) -> None:
    every = predicates()
    assert not any(True for wrong in ASKED for _ in wrong(related)), "as it stands"
    survived = {mutant.name for mutant in every if not noticed(related, mutant)}
    print(f"{len(every)} mutants of predicates, {len(survived)} not noticed")
    assert survived == set(SAME), "\n".join(sorted(survived ^ set(SAME)))

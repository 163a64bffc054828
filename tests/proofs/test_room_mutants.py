"""What says whose word counts for a role, weakened in one place at a time: the table of who confirms must notice."""

from types import ModuleType

import pytest
from flask import Flask

from auth.recertification import access
from extensions import db
from tests.auth.who_confirms import WhoConfirms
from tests.proofs.mutants import Mutant, functions_of, mutants_of
from wall.standing import SERVICE, Standing, standing_as

ROOMS: dict[ModuleType, str] = {
    access: "sides_for asked_about manager_of _is_open _speaks _spoke_for_other _other_chairs _administrators _holders",
}
ROOM = "auth.recertification.access."
SAME = {
    f"{ROOM}_holders: always panel": "compared with nothing, a panel is asked for as none: as right",
    f"{ROOM}_holders: without Appointment.ended_at.is_(None) in where": "what ended is not in force",
    f"{ROOM}_speaks: without '' in appointment.panel or ''": "nobody is asked about a role of none",
    f"{ROOM}manager_of: always account.manager_id": "there is no account without an id to be found",
}
"""Mutants that no answer tells from the product, each with the reason why."""


def _noticed(told: WhoConfirms, mutant: Mutant) -> bool:
    with mutant.alive():
        try:
            return any(True for _ in told.wrong_answers())
        except Exception:
            db.session.rollback()
            return True


@pytest.mark.long
@pytest.mark.one_database
@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")
def test_a_weakened_rule_of_who_confirms_would_go_unnoticed(app: Flask) -> None:
    every = [
        mutant
        for module, names in ROOMS.items()
        for function in functions_of(module, only=frozenset(names.split()))
        for mutant in mutants_of(function)
    ]
    with app.test_request_context(), standing_as(Standing(SERVICE)):
        told = WhoConfirms()
        survived = {mutant.name for mutant in every if not _noticed(told, mutant)}
    print(f"{len(every)} mutants of who confirms, {len(survived)} not noticed")
    assert survived == set(SAME), "\n".join(sorted(survived ^ set(SAME)))

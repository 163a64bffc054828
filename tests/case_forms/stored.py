"""Cases on record with forms at every step, and looking at what is kept of them: for tests that go through pages."""

from collections.abc import Callable
from typing import Any

import pytest
import time_machine

from casework.case_forms.models import FormEntry
from casework.case_forms.service import fill_in
from casework.cases.models import Case
from extensions import db, now
from tests.case_forms.made import MONDAY, consent, decision, taken
from tests.cases.made import acting, actor_named

pytestmark = pytest.mark.usefixtures("forms_panels")
CANARY = "canary-return-9120"


@pytest.fixture(autouse=True)
def the_day() -> Any:
    with time_machine.travel(MONDAY, tick=True):
        yield


@pytest.fixture
def stored(app: Any) -> Callable[..., str]:
    """``stored(work)``: a committed case after ``work(case)``; its reference. Members may read it."""

    def make(work: Callable[[Case], object] = lambda case: None) -> str:
        with acting(app, "cora"):
            case = taken()
            case.members_from = now()
            work(case)
            db.session.flush()
            return case.reference

    return make


def agreed(case: Case) -> None:
    fill_in(actor=actor_named("cora"), case=case, key="consent", answers=consent())


def waiting(case: Case) -> FormEntry:
    agreed(case)
    return fill_in(actor=actor_named("cora"), case=case, key="decision", answers=decision())


def returned(case: Case) -> FormEntry:
    return fill_in(actor=actor_named("larch"), case=case, key="agency_return", answers={"known": [{"facts": CANARY}]})


def entries(app: Any, form: str) -> list[FormEntry]:
    with app.app_context():
        found = list(db.session.query(FormEntry).filter_by(form=form).order_by(FormEntry.at))
        db.session.expunge_all()
        return found


def day(name: str, number: int) -> dict[str, str]:
    return {f"{name}-day": str(number), f"{name}-month": "11", f"{name}-year": "2026"}

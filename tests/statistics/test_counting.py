"""Figures are counted in plain rows, each case once, by London days; a form's answers are never opened for it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine

from auth.encryption.keyring import lock_all
from casework.actions.models import Action
from casework.case_forms.models import FigureMark
from casework.case_forms.service import correct, fill_in
from casework.cases.history import add_origin, record_move
from casework.cases.models import Case
from casework.panel_type.checks import check
from casework.panel_type.definition import PanelType
from casework.panel_type.figures import Counts, Figure
from casework.panel_type.questions import Condition
from casework.panel_type.registry import panel_types
from extensions import db
from panels.statistics import counting
from panels.statistics.counting import Share
from panels.statistics.periods import own_period, period_of
from tests.case_forms.made import MONDAY, consent, taken
from tests.cases.made import case_of
from tests.conftest import PANEL
from tests.panel_type.forms_panel import HERE

YEAR = period_of("2026")
AGREED = Figure("agreed", "Cases with consent", Counts.FILLED, "consent", Condition("given", equals="yes"))
REFUSED = Figure("refused", "Cases without consent", Counts.FILLED, "consent", Condition("given", equals="no"))
ASKED = Figure("asked", "Cases that were asked", Counts.FILLED, "consent")
SENT = Figure("sent", "Sent", Counts.SENT)


def moved(case: Case, target: str, at: datetime, verb: str = "hear") -> None:
    record_move(case=case, verb=verb, source="active", target=target, at=at, by=None)


def figure(what: str, *also: str) -> Figure:
    return Figure("entered", "Entered", Counts.ENTERED, what, also=also)


def count(one: Figure, period: Any = YEAR, panel: str = PANEL) -> int:
    db.session.flush()
    lock_all()
    return counting.counted(panel_types.get(panel), one, period)


def test_a_case_that_enters_a_state_twice_counts_once_and_another_state_not_at_all(actor: Any) -> None:
    case = case_of(actor("cora"))
    for day in (3, 9):
        moved(case, "heard", datetime(2026, 11, day, 12, tzinfo=UTC))
    moved(case_of(actor("cora")), "closed", datetime(2026, 11, 3, 12, tzinfo=UTC))
    assert count(figure("heard")) == 1
    assert count(figure("heard", "closed")) == 2
    assert count(figure("monitoring")) == 0


@pytest.mark.parametrize(
    ("at", "counts"),
    [
        (datetime(2026, 6, 30, 22, 59, tzinfo=UTC), False),  # half past eleven of the day before, in London's summer
        (datetime(2026, 6, 30, 23, 0, tzinfo=UTC), True),
        (datetime(2026, 9, 30, 22, 59, tzinfo=UTC), True),
        (datetime(2026, 9, 30, 23, 0, tzinfo=UTC), False),
    ],
)
def test_a_period_begins_and_ends_at_midnight_in_london(actor: Any, at: datetime, counts: bool) -> None:
    moved(case_of(actor("cora")), "heard", at)
    assert count(figure("heard"), period_of("2026-Q3")) == int(counts)


def test_another_panels_cases_are_never_counted(actor: Any) -> None:
    case = case_of(actor("cora"))
    moved(case, "heard", datetime(2026, 11, 3, 12, tzinfo=UTC))
    other = replace(panel_types.get(PANEL), key="another")
    assert counting.counted(other, figure("heard"), YEAR) == 0
    assert counting.heard(panel_types.get(PANEL), YEAR) == 1
    assert counting.heard(other, YEAR) == 0


@pytest.fixture
def pontoon(forms_panels: None, work: None, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A small panel with forms that counts what is filled in."""
    panel = replace(panel_types.declared(HERE), figures=(SENT, AGREED, REFUSED, ASKED))
    monkeypatch.setitem(panel_types._panels, HERE, panel)
    with time_machine.travel(MONDAY, tick=True):
        yield panel


def of_pontoon(one: Figure, period: Any = YEAR) -> int:
    return count(one, period, HERE)


def test_a_form_counts_for_the_figures_its_answers_meet(pontoon: PanelType, actor: Any) -> None:
    fill_in(actor=actor("cora"), case=taken(), key="consent", answers=consent("yes"))
    fill_in(actor=actor("cora"), case=taken(), key="consent", answers=consent("no"))
    assert (of_pontoon(AGREED), of_pontoon(REFUSED), of_pontoon(ASKED)) == (1, 1, 2)
    assert of_pontoon(SENT) == 2
    assert of_pontoon(AGREED, period_of("2025")) == 0


def test_a_correction_takes_the_place_of_what_it_corrects_on_the_first_day(pontoon: PanelType, actor: Any) -> None:
    case = taken()
    entry = fill_in(actor=actor("cora"), case=case, key="consent", answers=consent("yes"))
    with time_machine.travel(MONDAY + timedelta(days=60), tick=True):
        newer = correct(actor=actor("cora"), case=case, entry=entry, answers=consent("no"))
        correct(actor=actor("cora"), case=case, entry=newer, answers={"consent": [{"given": "not_known"}]})
    assert (of_pontoon(AGREED), of_pontoon(REFUSED)) == (0, 0)
    assert of_pontoon(ASKED) == 1
    assert of_pontoon(ASKED, period_of("2027")) == 0


def test_the_marks_name_neither_case_nor_entry(pontoon: PanelType, actor: Any) -> None:
    case = taken()
    entry = fill_in(actor=actor("cora"), case=case, key="consent", answers=consent("yes"))
    marks = list(db.session.scalars(sa.select(FigureMark)))
    assert {mark.figure for mark in marks} == {"agreed", "asked"}
    raw = b"".join(mark.case_token + mark.entry_token for mark in marks)
    for known in (case.id.bytes, entry.id.bytes):
        assert known[:8] not in raw
    assert len({mark.case_token for mark in marks}) == 2, "one case must not be followed from figure to figure"
    assert not {column.name for column in FigureMark.__table__.columns} & {"case_id", "entry_id"}


def test_a_state_that_only_referrals_come_to_cannot_be_counted() -> None:
    panel = replace(panel_types.declared(PANEL), figures=(figure("rejected"),))
    assert any("which only referrals come to" in fault.words for fault in check(panel))


def test_repeats_are_a_share_of_the_cases_opened(actor: Any) -> None:
    cora = actor("cora")
    first = case_of(cora)
    for _ in range(3):
        case_of(cora)
    case_of(cora).repeat_of_id = first.id
    db.session.flush()
    today = datetime.now(UTC).date()
    period = own_period(today - timedelta(days=1), today + timedelta(days=1))
    assert counting.repeats(panel_types.get(PANEL), period) == Share(1, 5)


def test_time_to_hear_runs_from_the_first_referral_to_the_first_hearing(actor: Any) -> None:
    for number, days in enumerate((10, 20, 60)):
        case = case_of(actor("cora"))
        received = date(2026, 8, 1)
        add_origin(case=case, referral_id=case.id, form_id="f", form_version=1, answers={}, received_on=received)
        heard_at = datetime(2026, 8, 1, 12, tzinfo=UTC) + timedelta(days=days)
        moved(case, "heard", heard_at)
        moved(case, "heard", heard_at + timedelta(days=30))
        assert counting.time_to_hear(panel_types.get(PANEL), YEAR).cases == number + 1
    found = counting.time_to_hear(panel_types.get(PANEL), YEAR)
    assert (found.median, found.cases) == (20, 3)
    assert counting.time_to_hear(panel_types.get(PANEL), period_of("2025")).median is None


def test_actions_done_in_time_are_counted_by_agency(actor: Any) -> None:
    from casework.actions.service import add_action

    case, larch = case_of(actor("cora")), actor("larch")
    for day, status in ((1, "done"), (20, "done"), (1, "open")):
        action = add_action(actor=actor("cora"), case=case, text="Visit", why="", measure="", agency_id=larch.agency_id,
                            officer_id=None, officer_name="An officer", due_on=date(2099, 1, 1))  # fmt: skip
        row = db.session.get_one(Action, action.id)
        row.due_on, row.status = date(2026, 11, 10), status
        row.finished_at = datetime(2026, 11, day, 12, tzinfo=UTC) if status == "done" else None
    db.session.flush()
    (found,) = counting.actions_by_agency(panel_types.get(PANEL), YEAR).values()
    assert found == Share(1, 2)

"""Setting a number: dated, with a reason, refused where the panel would not be sound, in force when its day comes."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine

from auth.roles import Actor
from casework.errors import Refused
from casework.panel_settings.models import PanelSetting
from casework.panel_settings.present import forget, in_force
from casework.panel_settings.service import history, set_number, set_words
from casework.panel_type.registry import panel_types
from extensions import db
from tests.conftest import PANEL
from wording.dates import today

WHY = "Agreed at the partnership's board in November"


@pytest.fixture
def chair(actor: Any) -> Actor:
    found: Actor = actor("alder")
    return found


def set_to(chair: Actor, name: str, value: int | None, *, days: int = 0, why: str = WHY) -> PanelSetting:
    first = today() + timedelta(days=days)
    return set_number(actor=chair, panel=PANEL, name=name, value=value, from_on=first, why=why)


def triage() -> int:
    return panel_types.get(PANEL).clock("triage").length


def test_a_number_is_in_force_from_its_first_day(chair: Actor) -> None:
    set_to(chair, "clock.triage.length", 5, days=1)
    assert triage() == 3
    with time_machine.travel(today() + timedelta(days=1, hours=1), tick=False):
        forget()
        assert triage() == 5
    assert panel_types.declared(PANEL).clock("triage").length == 3


def test_what_is_set_holds_at_once_in_the_same_request(chair: Actor) -> None:
    assert triage() == 3
    set_to(chair, "clock.triage.length", 4)
    assert triage() == 4


def test_a_later_row_replaces_and_all_stay_on_record(chair: Actor) -> None:
    set_to(chair, "clock.triage.length", 5)
    set_to(chair, "clock.triage.length", 2)
    set_to(chair, "clock.triage.length", None)
    assert triage() == 3
    assert [(row.value, row.why, row.set_by.name) for row in history(PANEL)] == [
        (None, WHY, chair.name),
        ("2", WHY, chair.name),
        ("5", WHY, chair.name),
    ]


def test_what_is_set_later_replaces_what_was_planned(chair: Actor) -> None:
    set_to(chair, "clock.triage.length", 5, days=10)
    set_to(chair, "clock.triage.length", 2, days=5)
    with time_machine.travel(today() + timedelta(days=20), tick=False):
        forget()
        assert triage() == 2


def test_a_number_outside_its_limits_would_be_taken(chair: Actor) -> None:
    for value in (0, 261):
        with pytest.raises(Refused, match="Enter a number from 1 to 260") as refused:
            set_to(chair, "clock.triage.length", value)
        assert refused.value.field == "value"


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("risk.asb_ram.begins.medium", 40, "has a gap or an overlap at band"),
        ("keep.rejected.years", 0, "the retention rule for rejected keeps it for no time"),
        ("meeting.returns_wd", 9, "the day on which answers are due comes before the first pack"),
    ],
)
def test_a_setting_that_would_make_the_panel_unsound_is_taken(chair: Actor, name: str, value: int, says: str) -> None:
    with pytest.raises(Refused, match=says) as refused:
        set_to(chair, name, value)
    assert refused.value.field == "value"
    assert history(PANEL) == []


def test_what_is_planned_for_later_must_stay_sound_too(chair: Actor) -> None:
    set_to(chair, "meeting.returns_wd", 2, days=0)
    set_to(chair, "meeting.pack_wd", 2, days=10)
    with pytest.raises(Refused, match="comes before the first pack"):
        set_to(chair, "meeting.returns_wd", 4, days=5)
    set_to(chair, "meeting.pack_wd", 5, days=8)
    set_to(chair, "meeting.returns_wd", 4, days=9)


def test_the_past_cannot_be_set_and_a_reason_is_needed(chair: Actor) -> None:
    with pytest.raises(Refused) as past:
        set_to(chair, "clock.triage.length", 4, days=-1)
    with pytest.raises(Refused) as bare:
        set_to(chair, "clock.triage.length", 4, why="  because ")
    with pytest.raises(Refused, match="stands already"):
        set_number(actor=chair, panel=PANEL, name="repeat_months", value=None, from_on=today(), why=WHY)
    assert (past.value.field, bare.value.field) == ("from_on", "why")


def test_a_number_that_the_panel_does_not_have_is_unknown(chair: Actor) -> None:
    with pytest.raises(KeyError):
        set_to(chair, "clock.none.length", 4)


def test_a_name_is_set_and_not_one_that_another_panel_bears(chair: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    set_words(actor=chair, panel=PANEL, name="neutral_name", value="  Panel   Q ", from_on=today(), why=WHY)
    assert panel_types.get(PANEL).neutral_name == "Panel Q"
    for value in ("", "x" * 61):
        with pytest.raises(Refused, match="up to 60 characters"):
            set_words(actor=chair, panel=PANEL, name="name", value=value, from_on=today(), why=WHY)
    others = [panel for panel in panel_types.every() if panel.key != PANEL]
    for other in others:
        with pytest.raises(Refused, match="Another panel is called that"):
            set_words(actor=chair, panel=PANEL, name="name", value=other.name.upper(), from_on=today(), why=WHY)


def test_the_definition_in_force_is_one_object_until_something_is_set(chair: Actor) -> None:
    first = panel_types.get(PANEL)
    forget()
    assert panel_types.get(PANEL) is first
    set_to(chair, "clock.triage.length", 4)
    assert panel_types.get(PANEL) is not first


def test_one_request_reads_the_settings_once(chair: Actor) -> None:
    forget()
    counted = []
    db.event.listen(db.engine, "before_cursor_execute", lambda *told: counted.append(told[2]))
    for _ in range(50):
        panel_types.get(PANEL)
        panel_types.all()
    assert len([statement for statement in counted if "panel_setting" in statement]) == 1


def test_a_setting_that_the_definition_no_longer_bears_is_not_used(chair: Actor) -> None:
    db.session.add(
        PanelSetting(
            panel=PANEL,
            name="clock.triage.length",
            value="900",
            from_on=date(2026, 1, 1),
            why=WHY,
            set_by_id=chair.account_id,
        )
    )
    db.session.flush()
    forget()
    assert triage() == 3
    assert in_force(panel_types.declared(PANEL)).clock("triage").length == 3

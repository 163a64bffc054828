"""Worked examples of a definition, worked. One that does not hold means that a number was changed by mistake."""

from collections.abc import Iterator
from dataclasses import replace

from casework.panel_type.definition import PanelType
from casework.panel_type.examples import Example, ExampleClock, ExampleMeeting, ExampleScore, ExampleWorkings
from casework.panel_type.faults import Fault
from casework.panel_type.risk import UnknownAnswer, score
from casework.panel_type.working_time import CalendarEnds, Pause, due_on, england_and_wales, meeting_dates


def example_faults(panel: PanelType) -> Iterator[Fault]:
    """A fault for every worked example whose result is not the one declared."""
    for example in panel.examples:
        try:
            found = _worked(panel, example)
        except (KeyError, UnknownAnswer, CalendarEnds) as fault:
            found = f"cannot be worked ({fault})"
        if found:
            words = f"the worked example “{example.title}” does not hold: it {found}"
            mend = "Put the number back, or work the example again and write down its new result"
            yield Fault(words, mend, example)


def _worked(panel: PanelType, example: Example) -> str:
    """What differs, in words; empty when the example holds."""
    match example:
        case ExampleScore():
            return _score(panel, example)
        case ExampleClock():
            return _clock(panel, example)
        case ExampleMeeting():
            return _meeting(panel, example)
        case ExampleWorkings():
            return _workings(panel, example)


def _score(panel: PanelType, example: ExampleScore) -> str:
    result = score(panel.tool(example.tool), dict(example.answers))
    found = (result.total, result.band, result.flags)
    return "" if found == (example.total, example.band, example.flags) else f"gives {found}"


def _clock(panel: PanelType, example: ExampleClock) -> str:
    pauses = [Pause(start, end) for start, end in example.pauses]
    due = due_on(panel.clock(example.clock), example.started_at, pauses, england_and_wales(), band=example.band)
    return "" if due.due_at == example.due_at else f"is due at {due.due_at}"


def _meeting(panel: PanelType, example: ExampleMeeting) -> str:
    found = meeting_dates(panel.meeting, example.meeting_on, england_and_wales())
    days = ("cut_off_on", "pack_on", "returns_on", "actions_on", "minutes_on")
    wrong = [f"{day} {getattr(found, day)}" for day in days if getattr(found, day) != getattr(example, day)]
    return f"gives {', '.join(wrong)}" if wrong else ""


def _workings(panel: PanelType, example: ExampleWorkings) -> str:
    if panel.workings is None:
        return "cannot be worked (the panel has no workings)"
    found = panel.workings(replace(example.facts, numbers={**panel.numbers, **example.facts.numbers})).met
    return "" if found is example.met else f"gives {found}"

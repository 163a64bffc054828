"""The steps in which a case is heard, with the times they are planned for. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from casework.panel_type.meeting_rules import HearingStep


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """One step. ``until``: when it should end; ``None`` before the case is begun, and for a step without minutes."""

    title: str
    minutes: int
    subject_present: bool
    until: datetime | None


def planned(steps: Iterable[HearingStep], started_at: datetime | None) -> tuple[PlannedStep, ...]:
    """The steps in order, each after the one before it."""
    found, at = [], started_at
    for step in steps:
        at = at + timedelta(minutes=step.minutes) if at else None
        found.append(PlannedStep(step.title, step.minutes, step.subject_present, at if step.minutes else None))
    return tuple(found)

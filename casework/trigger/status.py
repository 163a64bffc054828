"""Where a request stands, for whoever sent it: stage, next day and whom to speak to. None of what was told."""

from dataclasses import dataclass
from datetime import date

from casework.cases.contact_person import contact_of
from casework.clocks.models import Clock
from casework.clocks.service import clocks_of
from casework.panel_type.calendar import local_day
from casework.panel_type.public_door import PublicStage
from casework.referrals.access import REFERRAL
from casework.referrals.models import JOIN, Referral
from casework.referrals.resident_contact import is_stopped
from casework.trigger.access import OpenRequest
from casework.trigger.words import day_said
from wording.languages import gettext, msg

CLOSED = msg("Closed")
DONE, NOW, LATER = "done", "now", "later"


@dataclass(frozen=True)
class Line:
    """One step. ``when``: the day it was done, or by when it is; empty where there is none."""

    title: str
    state: str
    when: str = ""


@dataclass(frozen=True)
class Status:
    """Everything the page says. ``step`` of ``lines`` is the present one; 0 when it is on no step any more."""

    words: str
    step: int
    lines: tuple[Line, ...]
    next_words: str
    next_day: str
    contact: str
    contact_phone: str
    contact_times: str
    stopped: bool
    asked_to_stop: bool


def status_of(opened: OpenRequest) -> Status:
    """What she is told, in the language of the request."""
    stage, clocks = _stage(opened)
    running = {clock.rule: local_day(clock.due_at) for clock in clocks if clock.is_open() and not clock.is_paused()}
    next_day, next_words = _next(opened, running)
    contact = _contact(opened.referral)
    steps = len(opened.door.steps)
    return Status(
        words=gettext(stage.words),
        step=min(stage.step, steps),
        lines=_lines(opened, stage, running) if stage.step else (),
        next_words=next_words,
        next_day=next_day,
        contact=contact.get("name", ""),
        contact_phone=contact.get("phone", ""),
        contact_times=contact.get("times", ""),
        stopped=is_stopped(opened.referral),
        asked_to_stop=opened.request.withdrawn_at is not None,
    )


def was_joined(referral: Referral) -> bool:
    """Whether it was taken into the case of another request. Then nothing of that case may be told here."""
    return any(decision.option == JOIN for decision in referral.decisions)


def _stage(opened: OpenRequest) -> tuple[PublicStage, list[Clock]]:
    referral, door = opened.referral, opened.door
    if referral.case is None:
        return _kept(door.stage_at(referral.state), clocks_of(REFERRAL, [referral.id])[referral.id])
    if was_joined(referral):
        return (PublicStage((), CLOSED) if referral.case.closed_at else door.joined), []
    return _kept(door.stage_at(referral.case.state), clocks_of("case", [referral.case.id])[referral.case.id])


def _kept(stage: PublicStage, clocks: list[Clock]) -> tuple[PublicStage, list[Clock]]:
    if stage.met and any(clock.rule == stage.met[0] and clock.met_at is not None for clock in clocks):
        return PublicStage(stage.states, stage.met[1], stage.step), clocks
    return stage, clocks


def _next(opened: OpenRequest, running: dict[str, date]) -> tuple[str, str]:
    found = sorted((running[rule], place) for place, (rule, _) in enumerate(opened.door.promises) if rule in running)
    if not found:
        return "", ""
    day, place = found[0]
    return day_said(day), gettext(opened.door.promises[place][1])


def _lines(opened: OpenRequest, stage: PublicStage, running: dict[str, date]) -> tuple[Line, ...]:
    found = []
    for number, step in enumerate(opened.door.steps, start=1):
        state = DONE if number < stage.step else NOW if number == stage.step else LATER
        when = ""
        if number == 1 and opened.request.sent_at:
            when = day_said(local_day(opened.request.sent_at))
        elif state == NOW and step.clock in running:
            when = gettext("By %(day)s.", day=day_said(running[step.clock]))
        found.append(Line(gettext(step.title), state, when))
    return tuple(found)


def _contact(referral: Referral) -> dict[str, str]:
    found = contact_of(referral.case_id) if referral.case_id is not None else None
    return dict(found.words or {}) if found else {}

"""Counting in plain rows. Nothing is opened: a figure that needed an answer was marked when the form counted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from statistics import median
from typing import Any

import sqlalchemy as sa

from auth.models import Agency
from casework.actions.models import Action
from casework.actions.rules import DONE
from casework.case_forms.models import FigureMark
from casework.cases.history import OPENED
from casework.cases.models import Case, CaseMove, CaseOrigin
from casework.clocks.models import Clock
from casework.panel_type.definition import PanelType
from casework.panel_type.figures import Counts, Figure
from casework.referrals.models import ACCEPT, JOIN, REJECT, Referral, TriageDecision
from extensions import db, now
from panels.statistics.periods import Period
from wording.dates import LONDON, as_date


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    part: int
    whole: int


@dataclass(frozen=True, slots=True)
class Days:
    """A median in calendar days, and how many cases it rests on."""

    median: int | None
    cases: int


def counted(panel: PanelType, figure: Figure, period: Period) -> int:
    """One figure of a panel in a period."""
    if figure.counts is Counts.SENT:
        return _sent(panel, period)
    if figure.counts is Counts.ENTERED:
        return _entered(panel, {figure.what, *figure.also}, period)
    marks = sa.select(FigureMark.case_token).where(
        FigureMark.panel == panel.key,
        FigureMark.figure == figure.key,
        FigureMark.on.between(period.from_on, period.to_on),
    )
    return _how_many(marks)


def heard(panel: PanelType, period: Period) -> int:
    """Cases that the panel heard, each once."""
    return _entered(panel, {panel.lifecycle.decided_in}, period)


def repeats(panel: PanelType, period: Period) -> Share:
    """Of the cases opened in the period, those that follow a case of the same people closed within the panel's time."""
    opened = sa.select(CaseMove.case_id).where(
        CaseMove.panel == panel.key, CaseMove.verb.in_((ACCEPT, OPENED)), _within(CaseMove.at, period)
    )
    repeated = sa.select(Case.id).where(Case.id.in_(opened), Case.repeat_of_id.is_not(None))
    return Share(_how_many(repeated), _how_many(opened))


def not_taken(panel: PanelType, period: Period) -> Share:
    """Of the referrals decided in the period, those that the panel did not take."""
    decided_at = sa.func.coalesce(TriageDecision.confirmed_at, TriageDecision.decided_at)
    decided = (
        sa.select(TriageDecision.referral_id)
        .join(Referral, Referral.id == TriageDecision.referral_id)
        .where(Referral.panel == panel.key, _within(decided_at, period))
    )
    refused = decided.where(TriageDecision.option == REJECT, TriageDecision.confirmed_at.is_not(None))
    taken = decided.where(TriageDecision.option.in_((ACCEPT, JOIN)))
    part = _how_many(refused)
    return Share(part, part + _how_many(taken))


def time_to_hear(panel: PanelType, period: Period) -> Days:
    """The median of calendar days from the first referral to the first hearing, of cases first heard in the period."""
    first = (
        sa.select(CaseMove.case_id, sa.func.min(CaseMove.at).label("at"))
        .where(CaseMove.panel == panel.key, CaseMove.target == panel.lifecycle.decided_in)
        .group_by(CaseMove.case_id)
        .subquery()
    )
    received = (
        sa.select(CaseOrigin.case_id, sa.func.min(CaseOrigin.received_on).label("on"))
        .group_by(CaseOrigin.case_id)
        .subquery()
    )
    rows = db.session.execute(
        sa.select(first.c.at, received.c.on)
        .join(received, received.c.case_id == first.c.case_id)
        .where(_within(first.c.at, period), received.c.on.is_not(None))
    )
    days = [(as_date(at) - on).days for at, on in rows]
    return Days(round(median(days)) if days else None, len(days))


def sent_by_agency(panel: PanelType, period: Period) -> dict[str, int]:
    """Referrals sent, by the agency that sent them."""
    wanted = (
        sa.select(Agency.short_name, sa.func.count())
        .join(Referral, Referral.agency_id == Agency.id)
        .where(Referral.panel == panel.key, _within(Referral.submitted_at, period))
        .group_by(Agency.short_name)
    )
    return {row[0]: row[1] for row in db.session.execute(wanted)}


def actions_by_agency(panel: PanelType, period: Period) -> dict[str, Share]:
    """Actions done in the period, by agency: how many in time, of how many. In time is by the due day that stood."""
    wanted = (
        sa.select(Agency.short_name, Action.finished_at, Action.due_on)
        .join(Action, Action.agency_id == Agency.id)
        .where(Action.panel == panel.key, Action.status == DONE, _within(Action.finished_at, period))
    )
    found: dict[str, Share] = {}
    for name, finished_at, due_on in db.session.execute(wanted.order_by(Agency.short_name)):
        before = found.get(name, Share(0, 0))
        in_time = finished_at is not None and as_date(finished_at) <= due_on
        found[name] = Share(before.part + in_time, before.whole + 1)
    return found


def promises_kept(panel: PanelType, period: Period) -> dict[str, Share]:
    """Promises with a due day that were kept in the period, or fell due in it without being kept, by clock: how many in
    time, of how many. One that was given up (the case ended first) is none, and so is time that somebody else has."""
    wanted = sa.select(Clock.rule, Clock.met_at, Clock.due_at).where(
        Clock.panel == panel.key,
        Clock.stopped_at.is_(None),
        sa.or_(
            _within(Clock.met_at, period),
            sa.and_(Clock.met_at.is_(None), Clock.due_at < now(), _within(Clock.due_at, period)),
        ),
    )
    found = {rule.key: Share(0, 0) for rule in panel.clocks if not rule.window}
    for rule, met_at, due_at in db.session.execute(wanted):
        if rule in found:
            in_time = met_at is not None and met_at <= due_at
            found[rule] = Share(found[rule].part + in_time, found[rule].whole + 1)
    return {rule: share for rule, share in found.items() if share.whole}


def _sent(panel: PanelType, period: Period) -> int:
    return _how_many(sa.select(Referral.id).where(Referral.panel == panel.key, _within(Referral.submitted_at, period)))


def _entered(panel: PanelType, states: Iterable[str], period: Period) -> int:
    moves = sa.select(CaseMove.case_id).where(
        CaseMove.panel == panel.key, CaseMove.target.in_(states), _within(CaseMove.at, period)
    )
    return _how_many(moves)


def _within(column: Any, period: Period) -> sa.ColumnElement[bool]:
    """From the first moment of the first day to the last of the last, in London."""
    start = datetime.combine(period.from_on, time(), tzinfo=LONDON)
    end = datetime.combine(period.to_on + timedelta(days=1), time(), tzinfo=LONDON)
    return sa.and_(column >= start, column < end)


def _how_many(rows: sa.Select[Any]) -> int:
    """How many different ones."""
    return db.session.scalar(sa.select(sa.func.count()).select_from(rows.distinct().subquery())) or 0

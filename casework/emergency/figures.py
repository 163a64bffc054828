"""How often emergency access was used and how its reviews went: numbers by month and agency, and nothing else.

The board is told so each month (security model 3.7). No person, no case, no panel, no reason.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from auth.models import Agency
from auth.roles import Actor
from casework.cases.shut_out import shut_out_of
from casework.emergency import rules
from casework.emergency.access import door_to_figures
from casework.emergency.models import EmergencyAccess, ReviewStep
from extensions import db, now
from wording.dates import as_date, today

MONTHS = 13
"""How many months are shown: a year, and the same month of the year before."""


@dataclass(frozen=True, slots=True)
class Use:
    """One emergency access, as far as it is counted. ``settled_at``: when its review ended."""

    agency: str
    begun_at: datetime
    due_at: datetime
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class Figure:
    """One agency in one month (its first day). ``used`` is the sum of ``in_time``, ``late`` and ``still_open``;
    ``overdue`` is a part of the last."""

    month: date
    agency: str
    used: int
    in_time: int
    late: int
    still_open: int
    overdue: int


def figures_for(actor: Actor) -> list[tuple[date, list[Figure]]]:
    """Each of the last thirteen months, the newest first, with the agencies that used emergency access in it, by name.

    Whoever chairs reads of the panels they chair, without the cases from which they are shut out; a privacy officer and
    an auditor of all.
    :raises NotAllowed: the person is none of these.
    """
    panels = door_to_figures(actor)
    wanted = sa.select(EmergencyAccess).where(EmergencyAccess.begun_at >= _since())
    if panels is not None:
        own = EmergencyAccess.panel.in_(panels), EmergencyAccess.case_id.not_in(shut_out_of(actor))
        wanted = wanted.where(*own)
    return by_month(_uses(wanted), today(), now())


def by_month(uses: Iterable[Use], on: date, at: datetime) -> list[tuple[date, list[Figure]]]:
    """The same of any uses, on a day and at a moment. Pure. A month without any stands there with none."""
    found: dict[date, dict[str, list[Use]]] = {month: {} for month in _months(on)}
    for use in uses:
        month = as_date(use.begun_at).replace(day=1)
        if month in found:
            found[month].setdefault(use.agency, []).append(use)
    return [
        (month, [_figure(month, agency, some, at) for agency, some in sorted(agencies.items())])
        for month, agencies in found.items()
    ]


def _figure(month: date, agency: str, uses: Sequence[Use], at: datetime) -> Figure:
    settled = [use for use in uses if use.settled_at is not None]
    in_time = sum(1 for use in settled if use.settled_at is not None and use.settled_at < use.due_at)
    waiting = [use for use in uses if use.settled_at is None]
    overdue = sum(1 for use in waiting if use.due_at <= at)
    return Figure(month, agency, len(uses), in_time, len(settled) - in_time, len(waiting), overdue)


def _months(on: date) -> list[date]:
    months = [on.replace(day=1)]
    while len(months) < MONTHS:
        months.append((months[-1] - timedelta(days=1)).replace(day=1))
    return months


def _since() -> datetime:
    # A day early, so that no clock change cuts the first month short; what lies before it is not counted.
    first = _months(today())[-1]
    return now() - timedelta(days=(today() - first).days + 1)


def _uses(wanted: sa.Select[EmergencyAccess]) -> list[Use]:
    chosen = wanted.subquery()
    settled = (
        sa.select(ReviewStep.access_id, sa.func.min(ReviewStep.at).label("at"))
        .where(ReviewStep.kind.in_(rules.FINAL))
        .group_by(ReviewStep.access_id)
        .subquery()
    )
    rows = (
        sa.select(Agency.name, EmergencyAccess.begun_at, EmergencyAccess.due_at, settled.c.at)
        .join(Agency, Agency.id == EmergencyAccess.agency_id)
        .outerjoin(settled, settled.c.access_id == EmergencyAccess.id)
        .where(EmergencyAccess.id.in_(sa.select(chosen.c.id)))
    )
    return [Use(*row) for row in db.session.execute(rows)]

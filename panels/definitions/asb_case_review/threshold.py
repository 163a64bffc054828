"""The threshold, exactly: which complaints qualify, and whether enough separate incidents do. Pure.

Source: Anti-social Behaviour, Crime and Policing Act 2014 s104(4), (5) and (11). A complaint qualifies when it was made
within one month *beginning with* the day of the behaviour, and the application within six months *beginning with* the
day of the complaint. A doubtful month end is read for the applicant; that reading wants legal sign-off.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from casework.panel_type.working_time import last_day_of_period

REPORT_MONTHS, APPLY_MONTHS = 1, 6
CEILING = 3
"""No local procedure may ask for more qualifying complaints than this (s104(4))."""
BODIES = frozenset({"police", "council", "social_landlord", "health"})
"""Those to whom a complaint counts: the relevant bodies of s105, with the social landlords they work with."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day as it was told. ``exact`` is false for "about then"; ``on`` is ``None`` when nobody remembers."""

    on: date | None
    exact: bool = True

    @property
    def certain(self) -> bool:
        """Whether a rule may be applied to it."""
        return self.exact and self.on is not None


@dataclass(frozen=True, slots=True)
class Incident:
    """Something that happened. ``number`` is how reports name it."""

    number: int
    day: Day
    hate: bool = False
    place: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A complaint about one incident to one body. ``number`` counts the reports from 1."""

    number: int
    incident: int
    day: Day
    body: str


@dataclass(frozen=True, slots=True)
class Judged:
    """What an officer made of a report that the rule cannot judge, and why. ``incident``: the one it is about, where
    the report named another or none."""

    counts: bool
    why: str
    incident: int | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a report qualifies (``None``: an officer must judge), and why. ``incident`` is ``None`` if not known."""

    report: Report
    incident: Incident | None
    qualifies: bool | None
    why: str


class Standing(StrEnum):
    """Where the count stands."""

    MET = "met"
    """The relevant bodies must decide that the threshold is met (s104(4))."""
    TO_JUDGE = "to_judge"
    """It depends on reports that an officer has still to judge."""
    NOT_BY_COUNT = "not_by_count"
    """Not by the count: decided under the procedures (s104(5))."""


@dataclass(frozen=True, slots=True)
class Count:
    """The reports one by one, the incidents that count, and those that may count once somebody has judged."""

    verdicts: tuple[Verdict, ...]
    counted: frozenset[int]
    possible: frozenset[int]
    needed: int
    silent: tuple[Incident, ...] = ()
    """Incidents of which no report is recorded."""

    @property
    def standing(self) -> Standing:
        """Where the count stands."""
        if len(self.counted) >= self.needed:
            return Standing.MET
        return Standing.TO_JUDGE if len(self.counted | self.possible) >= self.needed else Standing.NOT_BY_COUNT


def last_day_to_report(happened_on: date) -> date:
    """The last day on which a report of something that happened on this day still qualifies."""
    return last_day_of_period(happened_on, REPORT_MONTHS)


def last_day_to_apply(reported_on: date) -> date:
    """The last day on which an application still brings in a report made on this day."""
    return last_day_of_period(reported_on, APPLY_MONTHS)


def qualifies(happened_on: date, reported_on: date, applied_on: date) -> bool:
    """Whether the complaint qualifies: all three days are known."""
    in_time = happened_on <= reported_on <= last_day_to_report(happened_on)
    return in_time and reported_on <= applied_on <= last_day_to_apply(reported_on)


def needed(number: int) -> int:
    """How many separate incidents are needed: the local number, but never more than the statute's ceiling."""
    return max(1, min(number, CEILING))


def count(
    incidents: Sequence[Incident],
    reports: Sequence[Report],
    applied_on: date,
    *,
    number: int = CEILING,
    judged: Mapping[int, Judged] | None = None,
) -> Count:
    """Count the separate incidents about which at least one complaint qualifies.

    ``judged``: by number of the report, what an officer made of it; heeded only where the rule cannot judge.
    """
    known = {incident.number: incident for incident in incidents}
    heard = judged or {}
    told_of = [_about(report, heard.get(report.number), known) for report in reports]
    found = tuple(_verdict(one, known.get(one.incident), applied_on, heard.get(one.number)) for one in told_of)
    counted = frozenset(one.report.incident for one in found if one.qualifies)
    possible = frozenset(one.report.incident for one in found if one.qualifies is None) - counted
    told = {report.incident for report in told_of}
    silent = tuple(incident for incident in incidents if incident.number not in told)
    return Count(found, counted, possible, needed(number), silent)


def _about(report: Report, officer: Judged | None, known: Mapping[int, Incident]) -> Report:
    """The report under the incident it belongs to: an officer may say which, where it named none that is known."""
    if officer is None or officer.incident is None or report.incident in known:
        return report
    return replace(report, incident=officer.incident)


def _verdict(report: Report, incident: Incident | None, applied_on: date, officer: Judged | None) -> Verdict:
    found, why = _judge(report, incident, applied_on)
    if found is None and officer is not None:
        return Verdict(report, incident, officer.counts, f"An officer judged: {officer.why}")
    return Verdict(report, incident, found, why)


def _judge(report: Report, incident: Incident | None, applied_on: date) -> tuple[bool | None, str]:
    if incident is None:
        return None, f"There is no incident {report.incident} in the application"
    if report.body not in BODIES:
        return None, "Told to somebody else: judge whether it reached the police, the council or the landlord"
    if report.day.on is not None and report.day.exact and report.day.on > applied_on:
        return False, "Reported after the application"
    if not incident.day.certain:
        return None, f"The day of the incident is {_unsure(incident.day)}: judge whether it was reported in time"
    if not report.day.certain:
        return None, f"The day of the report is {_unsure(report.day)}: judge whether it was made in time"
    return _exactly(incident.day.on, report.day.on, applied_on)


def _exactly(happened_on: date | None, reported_on: date | None, applied_on: date) -> tuple[bool, str]:
    if happened_on is None or reported_on is None:
        raise ValueError("Both days are needed.")
    if qualifies(happened_on, reported_on, applied_on):
        return True, "Reported within one month, and applied for within six"
    if reported_on < happened_on:
        return False, "Reported before it happened"
    if reported_on > last_day_to_report(happened_on):
        return False, "Reported more than one month after it happened"
    return False, "The application came more than six months after the report"


def _unsure(day: Day) -> str:
    return "not remembered" if day.on is None else "approximate"

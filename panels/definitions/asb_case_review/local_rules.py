"""Local rules beside the statute, as data: further ways to meet the threshold, and caveats that only warn. Pure.

An area may make the review easier to get, never harder: a rule here adds to the count of s104(4) and takes nothing from
it. A caveat is shown to the officer and decides nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from casework.panel_type.working_time import last_day_of_period
from panels.definitions.asb_case_review.threshold import Count, Incident, Report


@dataclass(frozen=True, slots=True)
class Told:
    """What the local rules look at. ``effective``: whether anything that was done has made it stop.

    ``people``: how many are affected at the place and agreed to be named, the applicant among them.
    """

    count: Count
    incidents: Sequence[Incident]
    reports: Sequence[Report]
    applied_on: date
    people: int = 1
    effective: bool = False


@dataclass(frozen=True, slots=True)
class Variant:
    """A further way to meet the threshold. ``number`` 0: not in use here. ``met`` = ``None``: an officer must judge."""

    key: str
    title: str
    number: int
    met: Callable[[Told, int], bool | None]

    def judged(self, told: Told) -> bool | None:
        """Whether it is met; never while it is not in use."""
        return self.met(told, self.number) if self.number else False


def variants(*, hate_incidents: int, people_affected: int) -> tuple[Variant, ...]:
    """The local ways in, with this partnership's numbers."""
    return (
        Variant("hate", "A hate incident, and nothing that was done has made it stop", hate_incidents, _hate),
        Variant("people", "Several people affected at one place", people_affected, _people),
    )


def late_caveat(told: Told, months: int) -> str:
    """The warning that the application came later after the last report than the local procedure asks; "" if not.

    It cannot refuse an application: the statute gives six months from each complaint (s104(11)).
    """
    known = [report.day.on for report in told.reports if report.day.on is not None]
    days = [day for day in known if day <= told.applied_on]
    if not months or not days or told.applied_on <= last_day_of_period(max(days), months):
        return ""
    asked = "one month" if months == 1 else f"{months} months"
    return (
        f"The local procedure asks for an application within {asked} of the last report. This one came later. That is "
        "a warning only: it is no ground to refuse an application that meets the test in the law."
    )


def same_day_caveat(incidents: Sequence[Incident]) -> str:
    """The warning that two incidents have the same day and place, so that they may be one; "" if none do."""
    seen: dict[tuple[date, str], int] = {}
    for incident in incidents:
        if incident.day.on is None:
            continue
        key = (incident.day.on, " ".join(incident.place.casefold().split()))
        if key in seen:
            return f"Incidents {seen[key]} and {incident.number} have the same day and place. Check that they are two."
        seen[key] = incident.number
    return ""


def _hate(told: Told, number: int) -> bool | None:
    """So many incidents that somebody saw as hate, each with a qualifying complaint, and no effective action."""
    if told.effective:
        return False
    hate = {incident.number for incident in told.incidents if incident.hate}
    if len(hate & told.count.counted) >= number:
        return True
    return None if len(hate & (told.count.counted | told.count.possible)) >= number else False


def _people(told: Told, number: int) -> bool | None:
    """So many people affected at one place, and at least one complaint that qualifies."""
    if told.people < number:
        return False
    return True if told.count.counted else (None if told.count.possible else False)

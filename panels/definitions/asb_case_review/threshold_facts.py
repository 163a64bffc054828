"""From the answers of an application, and of what came in later, to the plain values the threshold is worked out on."""

from collections.abc import Iterator
from datetime import date

from casework.panel_type.common_choices import VICTIM
from casework.panel_type.facts import CaseFacts
from casework.panel_type.questions import YES, Answers, Item, Value
from panels.definitions.asb_case_review.local_rules import Told
from panels.definitions.asb_case_review.threshold import Day, Incident, Judged, Report, count

EXACT, ABOUT = "exact", "about"
APPLICATION, INCIDENTS, REPORTS, GROUP, TRIED = "application", "incidents", "reports", "group", "tried"
MORE, JUDGEMENTS = ("applicant_information", "more_reports"), "judgements"
"""Keys of the case forms that bring further incidents and reports, and an officer's judgement of them."""


def told_of(facts: CaseFacts, *, number: int) -> Told | None:
    """Everything that the threshold rests on; ``None`` while the day of the application is not known."""
    applied_on = applied(facts)
    if applied_on is None:
        return None
    incidents = [_incident(place, item) for place, item in enumerate(_items(facts, INCIDENTS), start=1)]
    reports = [_report(place, item) for place, item in enumerate(_items(facts, REPORTS), start=1)]
    return Told(
        count=count(incidents, reports, applied_on, number=number, judged=judged(facts)),
        incidents=incidents,
        reports=reports,
        applied_on=applied_on,
        people=people_affected(facts.referral),
        effective=_first(facts.referral, TRIED, "stopped") == YES,
    )


def applied(facts: CaseFacts) -> date | None:
    """The day the application came in: as the officer entered it, else the day it was sent."""
    return _date(_first(facts.referral, APPLICATION, "received_on")) or facts.received_on


def judged(facts: CaseFacts) -> dict[int, Judged]:
    """By number of the report, what officers made of it; a later judgement takes the place of an earlier one."""
    found: dict[int, Judged] = {}
    for filled in facts.all(JUDGEMENTS):
        for item in filled.answers.get(JUDGEMENTS) or ():
            report = _number(item.get("report"))
            if report is not None:
                counts = item.get("counts") == YES
                found[report] = Judged(counts, str(item.get("why") or ""), _number(item.get("incident")))
    return found


def people_affected(answers: Answers) -> int:
    """How many are affected and named: the people affected in the application, and those of the group who agreed."""
    affected = sum(VICTIM in _list(item.get("roles")) for item in answers.get("people") or ())
    agreed = sum(item.get("agreed") == YES for item in answers.get(GROUP) or ())
    return max(affected, 1) + agreed


def bodies_told(facts: CaseFacts) -> frozenset[str]:
    """Every kind of body that a report was made to."""
    return frozenset(str(item.get("to")) for item in _items(facts, REPORTS) if item.get("to"))


def on_behalf_without_consent(answers: Answers) -> bool:
    """Whether somebody else applies for the person affected and their consent is not shown yet."""
    if _first(answers, APPLICATION, "who_applies") != "on_behalf":
        return False
    return _first(answers, APPLICATION, "consent") != "shown"


def _items(facts: CaseFacts, section: str) -> Iterator[Item]:
    """The entries of the application, then those that came in later, so that their numbers go on."""
    yield from facts.referral.get(section) or ()
    for filled in facts.filled:
        if filled.form in MORE and filled.confirmed:
            yield from filled.answers.get(section) or ()


def _incident(number: int, item: Item) -> Incident:
    hate = item.get("hate") == YES
    return Incident(number, _day(item, "happened"), hate, str(item.get("place") or ""))


def _report(number: int, item: Item) -> Report:
    about = _number(item.get("incident"))
    return Report(number, about or 0, _day(item, "reported"), str(item.get("to") or ""))


def _day(item: Item, what: str) -> Day:
    sure = item.get(f"{what}_sure")
    on = _date(item.get(f"{what}_on")) if sure in (EXACT, ABOUT) else None
    return Day(on, sure == EXACT)


def _first(answers: Answers, section: str, question: str) -> Value:
    items = answers.get(section) or [{}]
    return items[0].get(question)


def _date(value: Value) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _number(value: Value) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _list(value: Value) -> list[str]:
    return value if isinstance(value, list) else []

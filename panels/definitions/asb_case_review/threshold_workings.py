"""The threshold worked out in the open: every incident and report in a line of its own, and what comes of it."""

from collections.abc import Iterator
from enum import StrEnum

from casework.panel_type.facts import CaseFacts, Requirement, WorkingRow, Workings
from casework.panel_type.shown import day_words
from panels.definitions.asb_case_review import numbers
from panels.definitions.asb_case_review.incidents_section import BODY_WORDS
from panels.definitions.asb_case_review.local_rules import (
    Told,
    Variant,
    late_caveat,
    same_day_caveat,
    variants,
)
from panels.definitions.asb_case_review.threshold import (
    Day,
    Incident,
    Standing,
    Verdict,
    last_day_to_apply,
    last_day_to_report,
)
from panels.definitions.asb_case_review.threshold_facts import told_of

COLUMNS = ("Incident", "Report", "Last day to report it", "Last day to apply")
BASIS = "Anti-social Behaviour, Crime and Policing Act 2014, section 104(4) and (11)"
LOCAL_BASIS = "Local review procedure under section 104(2)"


class Way(StrEnum):
    """How the threshold stands, taking the count and the local rules together."""

    BY_COUNT = "count"
    BY_LOCAL_RULE = "local"
    TO_JUDGE = "to_judge"
    NOT_MET = "not_met"


def way_of(facts: CaseFacts) -> Way:
    """Whether the threshold is met by the count, by a local rule, depends on a judgement, or is not met so far."""
    told = _told(facts)
    return Way.TO_JUDGE if told is None else _way(told, _local(facts))


def is_met(facts: CaseFacts) -> bool:
    """Whether the relevant bodies must decide that the threshold is met, or their own procedure says that it is."""
    return way_of(facts) in (Way.BY_COUNT, Way.BY_LOCAL_RULE)


def may_be_refused(facts: CaseFacts) -> bool:
    """Whether a refusal exists at all: not when the threshold is met, nor while a judgement could still meet it."""
    return way_of(facts) is Way.NOT_MET


REFUSAL_POSSIBLE = Requirement(
    "refusal_possible",
    "The threshold is met, or depends on a report that an officer has still to judge. It cannot be refused",
    may_be_refused,
    BASIS,
)


def workings(facts: CaseFacts) -> Workings:
    """The panel's working, line by line."""
    told = _told(facts)
    if told is None:
        return Workings("Does it meet the test?", COLUMNS, (), "The day of the application is not known", None, BASIS)
    local = _local(facts)
    way = _way(told, local)
    met = {Way.BY_COUNT: True, Way.BY_LOCAL_RULE: True, Way.TO_JUDGE: None, Way.NOT_MET: False}[way]
    return Workings(
        title="Does it meet the test?",
        columns=COLUMNS,
        rows=tuple(_rows(told, local)),
        result=_result(told, way, local),
        met=met,
        basis=LOCAL_BASIS if way is Way.BY_LOCAL_RULE else BASIS,
        warnings=tuple(
            filter(None, (late_caveat(told, facts.number(numbers.LAST_REPORT_MONTHS)), same_day_caveat(told.incidents)))
        ),
    )


def _told(facts: CaseFacts) -> Told | None:
    return told_of(facts, number=facts.number(numbers.THRESHOLD))


def _local(facts: CaseFacts) -> tuple[Variant, ...]:
    hate, people = facts.number(numbers.HATE_INCIDENTS), facts.number(numbers.PEOPLE_AFFECTED)
    return variants(hate_incidents=hate, people_affected=people)


def _way(told: Told, local_rules: tuple[Variant, ...]) -> Way:
    local = [variant.judged(told) for variant in local_rules]
    if told.count.standing is Standing.MET:
        return Way.BY_COUNT
    if True in local:
        return Way.BY_LOCAL_RULE
    open_yet = told.count.standing is Standing.TO_JUDGE or None in local
    return Way.TO_JUDGE if open_yet else Way.NOT_MET


def _rows(told: Told, local: tuple[Variant, ...]) -> Iterator[WorkingRow]:
    counted: set[int] = set()
    for verdict in told.count.verdicts:
        yield _row(verdict, again=verdict.report.incident in counted)
        if verdict.qualifies:
            counted.add(verdict.report.incident)
    for incident in told.count.silent:
        yield WorkingRow((_incident_words(incident), "None recorded", _by(incident), ""), False, "No report of it")
    for variant in local:
        if variant.number:
            met = variant.judged(told)
            yield WorkingRow((f"Local rule: {variant.title}", "", "", ""), met, _LOCAL_WORDS[met])


_LOCAL_WORDS = {True: "Meets the threshold", None: "It depends on a line above", False: "Not met"}


def _row(verdict: Verdict, *, again: bool) -> WorkingRow:
    report, incident = verdict.report, verdict.incident
    apply_by = day_words(last_day_to_apply(report.day.on)) if report.day.on else ""
    words = f"{_day_words(report.day)}, to {BODY_WORDS.get(report.body, 'somebody else')}"
    cells = (_incident_words(incident), words, _by(incident), apply_by)
    if verdict.qualifies and again:
        return WorkingRow(cells, False, "Qualifies, but this incident is counted already: one incident counts once")
    return WorkingRow(cells, verdict.qualifies, verdict.why)


def _incident_words(incident: Incident | None) -> str:
    return f"{incident.number}: {_day_words(incident.day)}" if incident else "Not named"


def _by(incident: Incident | None) -> str:
    return day_words(last_day_to_report(incident.day.on)) if incident and incident.day.on else ""


def _day_words(day: Day) -> str:
    if day.on is None:
        return "day not remembered"
    return day_words(day.on) if day.exact else f"about {day_words(day.on)}"


def _result(told: Told, way: Way, local: tuple[Variant, ...]) -> str:
    have, needed = len(told.count.counted), told.count.needed
    counted = f"{have} of {needed} separate incidents needed have a complaint that qualifies."
    match way:
        case Way.BY_COUNT:
            return f"{counted} The threshold is met, and no decision can say otherwise."
        case Way.BY_LOCAL_RULE:
            rules = "; ".join(variant.title for variant in local if variant.judged(told))
            return f"{counted} The threshold is met by a local rule: {rules}."
        case Way.TO_JUDGE:
            return f"{counted} An officer must judge the lines marked so before anything can be decided."
        case Way.NOT_MET:
            return f"{counted} The threshold is not met by count. Persistence, harm and response are considered next."

"""The numbers of the meeting: its cycle, its minutes for each case, the review interval, the quorum."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from casework.panel_type.definition import PanelType
from casework.panel_type.marked.clocks import follows_reviews
from casework.panel_type.marked.numbers import MEETINGS, Marked
from casework.panel_type.meeting_rules import MeetingRules

Change = Callable[[MeetingRules, int], MeetingRules]
CYCLE, LENGTH, STEPS = "The cycle round a meeting", "Time for a case", "Steps in which a case is heard"
REVIEWS, QUORUM = "Reviews", "Quorum"
BEFORE, AFTER = "working days before the meeting", "working days after the meeting"
FIELDS = (
    ("minutes_new", "A new case", LENGTH, "minutes", 1, 240),
    ("minutes_review", "A review", LENGTH, "minutes", 1, 240),
    ("cutoff_wd", "Last day for referrals", CYCLE, BEFORE, 0, 60),
    ("pack_wd", "First pack and questions to agencies", CYCLE, BEFORE, 0, 60),
    ("late_wd", "Last day for a late item, if the chair agrees", CYCLE, BEFORE, 0, 60),
    ("returns_wd", "Answers of agencies are due", CYCLE, BEFORE, 0, 60),
    ("final_pack_wd", "Final pack", CYCLE, BEFORE, 0, 60),
    ("actions_wd", "Actions go to their owners", CYCLE, AFTER, 0, 60),
    ("minutes_wd", "Draft minutes go to the chair", CYCLE, AFTER, 0, 60),
    ("approve_wd", "Approved minutes are issued", CYCLE, AFTER, 0, 60),
    ("updates_wd", "Updates of actions are due", CYCLE, "working days before the next meeting", 0, 60),
)
TOLERANCE = ("review_tolerance_days", "A review may be this late and still on time", REVIEWS, "days", 0, 31)


def meeting_numbers(panel: PanelType) -> Iterator[Marked]:
    """The numbers of the meeting. The review interval carries the clocks that follow it along."""
    rules = panel.meeting
    yield from (_field(rules, *field) for field in FIELDS)
    for place, days in enumerate(rules.chasers_wd):
        title = f"Reminder {place + 1} to agencies that have not answered"
        yield _marked(f"chasers_wd.{place}", title, CYCLE, BEFORE, days, (0, 60), _set_chaser(place))
    for place, step in enumerate(rules.steps):
        if step.minutes:
            yield _marked(f"steps.{place}", step.title, STEPS, "minutes", step.minutes, (1, 240), _set_step(place))
    bands = {band.key: band.title for tool in panel.risk_tools for band in tool.bands}
    for band, months in rules.review_months_by_band:
        title = f"Review after, at {bands.get(band, band).lower()} risk"
        name = f"meeting.review_months.{band}"
        yield Marked(name, title, MEETINGS, REVIEWS, "months", months, 1, max(24, months), _set_months(band))
    yield _field(rules, *TOLERANCE)
    for place, part in enumerate(rules.quorum.required):
        if part.agencies > 1:
            limits = (1, part.agencies + 10)
            name = f"quorum.{place}.agencies"
            yield _marked(name, part.title, QUORUM, "agencies", part.agencies, limits, _set_agencies(place))


def _field(rules: MeetingRules, name: str, title: str, about: str, unit: str, lowest: int, highest: int) -> Marked:
    return _marked(name, title, about, unit, getattr(rules, name), (lowest, highest), _set_field(name))


def _marked(
    what: str, title: str, about: str, unit: str, value: int, limits: tuple[int, int], change: Change
) -> Marked:
    def put(panel: PanelType, new: int) -> PanelType:
        return replace(panel, meeting=change(panel.meeting, new))

    lowest, highest = min(limits[0], value), max(limits[1], value)
    return Marked(f"meeting.{what}", title, MEETINGS, about, unit, value, lowest, highest, put)


def _set_field(name: str) -> Change:
    return lambda rules, value: replace(rules, **{name: value})  # type: ignore[arg-type]


def _set_chaser(place: int) -> Change:
    return lambda rules, value: replace(
        rules, chasers_wd=(*rules.chasers_wd[:place], value, *rules.chasers_wd[place + 1 :])
    )


def _set_step(place: int) -> Change:
    def change(rules: MeetingRules, value: int) -> MeetingRules:
        steps = [*rules.steps]
        steps[place] = replace(steps[place], minutes=value)
        return replace(rules, steps=tuple(steps))

    return change


def _set_agencies(place: int) -> Change:
    def change(rules: MeetingRules, value: int) -> MeetingRules:
        parts = [*rules.quorum.required]
        parts[place] = replace(parts[place], agencies=value)
        return replace(rules, quorum=replace(rules.quorum, required=tuple(parts)))

    return change


def _set_months(band: str) -> Callable[[PanelType, int], PanelType]:
    def put(panel: PanelType, value: int) -> PanelType:
        months = tuple((key, value if key == band else now) for key, now in panel.meeting.review_months_by_band)
        clocks = (
            replace(clock, lengths_by_band=months) if follows_reviews(panel, clock) else clock for clock in panel.clocks
        )
        return replace(panel, clocks=tuple(clocks), meeting=replace(panel.meeting, review_months_by_band=months))

    return put

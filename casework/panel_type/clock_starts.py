"""Whether a clock runs at all, and from when, by what was answered. Pure."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time

from casework.panel_type.answers import holds
from casework.panel_type.calendar import LONDON, end_of_office_hours
from casework.panel_type.clocks import AnswerPlace, ClockRule
from casework.panel_type.questions import NOT_KNOWN, Answers, Item, Value


def needs_answers(rule: ClockRule) -> bool:
    """Whether the start of this clock depends on answers."""
    return rule.only_if is not None or rule.starts_from is not None


def runs(rule: ClockRule, told: Sequence[Answers]) -> bool:
    """Whether the clock runs, by the answers in ``told``: the form that started it first, then older ones."""
    if rule.only_if is None:
        return True
    condition = rule.only_if.when
    return any(holds(condition, item) for item in _items(told, rule.only_if.section))


def starts_at(rule: ClockRule, told: Sequence[Answers], happened_at: datetime) -> datetime:
    """The moment from which the clock counts: that of the answer it names, else that of the event.

    A day without a time counts as a day in office hours: the clock engine takes that day as day 0. Where the rule says
    so, it is the first moment of that day. An answer that is
    missing or not known leaves the moment of the event, so that no deadline is lost.
    """
    if rule.starts_from is None:
        return happened_at
    return _moment(_answered(rule.starts_from, told), rule.starts_from.first_moment) or happened_at


def _answered(place: AnswerPlace, told: Sequence[Answers]) -> Value:
    found = (item[place.question] for item in _items(told, place.section) if item.get(place.question))
    return next(found, None)


def _items(told: Sequence[Answers], section: str) -> Iterator[Item]:
    """The items of the newest form that has this section."""
    return iter(next((answers[section] for answers in told if section in answers), []))


def _moment(value: Value, first: bool) -> datetime | None:
    if not isinstance(value, str) or value == NOT_KNOWN:
        return None
    if len(value) == len("2026-11-23"):
        day = date.fromisoformat(value)
        return datetime.combine(day, time(), LONDON).astimezone(UTC) if first else end_of_office_hours(day)
    moment = datetime.fromisoformat(value)
    return moment if moment.tzinfo else moment.replace(tzinfo=LONDON)

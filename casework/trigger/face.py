"""What a panel says to residents as it is shown: its sentences with the numbers that are in force filled in."""

from dataclasses import dataclass

from casework.cases.rules import retention_rule
from casework.panel_type.clocks import ClockRule, Unit
from casework.panel_type.definition import PanelType
from casework.panel_type.public_face import PLACEHOLDER
from wording.languages import gettext, msg

# How a length is said to a resident: one, and more than one.
LENGTHS = {
    Unit.WORKING_DAYS: (msg("1 working day"), msg("%(count)s working days")),
    Unit.CALENDAR_DAYS: (msg("1 day"), msg("%(count)s days")),
    Unit.CALENDAR_MONTHS: (msg("1 month"), msg("%(count)s months")),
    Unit.HOURS: (msg("1 hour"), msg("%(count)s hours")),
}

OF_A_CHILD = msg("If it is about a child, we keep it at least until the child is %(age)s years old.")


@dataclass(frozen=True, slots=True)
class Privacy:
    """What a panel says on the page about privacy, in the language of the request."""

    basis: tuple[str, ...]
    readers: tuple[str, ...]
    kept: tuple[str, ...]


def privacy_of(panel: PanelType) -> Privacy:
    """The law it rests on, who reads it and how long it is kept, by the rules that are in force.

    :raises LookupError: the panel does not say how long a closed case is kept.
    """
    face, rule = panel.public_face, retention_rule(panel.retention, "case")
    assert face is not None
    time = time_said(years=rule.years, months=rule.months)
    kept = [gettext("If you send it, we keep it for %(time)s after we finish.", time=time)]
    if rule.child_until_age is not None:
        kept.append(gettext(OF_A_CHILD, age=rule.child_until_age))
    basis, readers = (tuple(said_of(panel, line) for line in lines) for lines in (face.basis, face.readers))
    return Privacy(basis, readers, tuple(kept))


def time_said(*, years: int = 0, months: int = 0, days: int = 0) -> str:
    """A time in the language of the request: whole years, or else months, or else days."""
    if days:
        return gettext("%(count)s days", count=days)
    if months:
        return gettext("%(count)s months", count=12 * years + months)
    return gettext("1 year") if years == 1 else gettext("%(count)s years", count=years)


def said_of(panel: PanelType, words: str) -> str:
    """A sentence of a panel's public page in the language of the request."""
    if not PLACEHOLDER.search(words):
        return gettext(words)
    lengths = {clock.key: length_said(clock) for clock in panel.clocks}
    return gettext(words, **(lengths | {key: str(number) for key, number in panel.numbers.items()}))


def length_said(clock: ClockRule) -> str:
    """How long a clock runs, in the language of the request."""
    one, more = LENGTHS[clock.unit]
    return gettext(one) if clock.length == 1 else gettext(more, count=clock.length)


def hours_said(opens: int, closes: int) -> str:
    """When somebody answers the phone, in the language of the request. ``opens`` by noon, ``closes`` after."""
    morning, evening = gettext("%(hour)sam", hour=opens), gettext("%(hour)spm", hour=closes - 12 or 12)
    return gettext("Monday to Friday, %(opens)s to %(closes)s.", opens=morning, closes=evening)

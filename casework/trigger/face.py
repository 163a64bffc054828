"""The public page of a panel as it is shown: its sentences with the numbers that are in force filled in."""

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

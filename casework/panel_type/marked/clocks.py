"""The numbers of deadlines: lengths, by band where a risk band has its own, warnings, tolerance."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from casework.panel_type.clocks import ClockRule, DaysBefore, PartGone, Unit, Warn
from casework.panel_type.definition import PanelType
from casework.panel_type.marked.numbers import DEADLINES, Marked

UNIT_WORDS = {
    Unit.WORKING_DAYS: "working days",
    Unit.CALENDAR_DAYS: "days",
    Unit.CALENDAR_MONTHS: "months",
    Unit.HOURS: "hours",
}
LONGEST = {Unit.WORKING_DAYS: 260, Unit.CALENDAR_DAYS: 730, Unit.CALENDAR_MONTHS: 60, Unit.HOURS: 720}
Change = Callable[[ClockRule, int], ClockRule]


def clock_numbers(panel: PanelType) -> Iterator[Marked]:
    """The numbers of every clock. Where a clock follows the review interval by band, that is set with the meetings."""
    bands = {band.key: band.title for tool in panel.risk_tools for band in tool.bands}
    for clock in panel.clocks:
        if not {*bands} <= {band for band, _ in clock.lengths_by_band} or not bands:
            title = "Length, where no band says otherwise" if clock.lengths_by_band else "Length"
            yield _length(clock, "length", title, clock.length, _set_length)
        for band, length in () if follows_reviews(panel, clock) else clock.lengths_by_band:
            title = f"Length at {bands.get(band, band).lower()} risk"
            yield _length(clock, f"length.{band}", title, length, _set_band_length(band))
        yield from _warnings(clock)
        if clock.tolerance_days:
            title, days = "Days by which the next meeting may follow", clock.tolerance_days
            yield _marked(clock, "tolerance", title, "days", days, (0, 31), _set_tolerance)


def follows_reviews(panel: PanelType, clock: ClockRule) -> bool:
    """Whether the clock's lengths by band are the meeting's review interval, so that the two are one setting."""
    by_band = panel.meeting.review_months_by_band
    return bool(by_band) and clock.unit is Unit.CALENDAR_MONTHS and clock.lengths_by_band == by_band


def _length(clock: ClockRule, what: str, title: str, length: int, change: Change) -> Marked:
    """A statutory deadline may be made shorter and never longer."""
    highest = length if clock.statutory else max(LONGEST[clock.unit], length)
    found = _marked(clock, what, title, UNIT_WORDS[clock.unit], length, (min(1, length), highest), change)
    return replace(found, basis=clock.source) if clock.statutory else found


def _warnings(clock: ClockRule) -> Iterator[Marked]:
    for place, warn in enumerate(clock.warn_at):
        change = _set_warning(place)
        match warn:
            case PartGone(percent=percent):
                title = "First warning, when this much has run"
                yield _marked(clock, f"warn.{place}", title, "%", percent, (1, 99), change)
            case DaysBefore(working_days=days) if days:
                title = "Warning before the due day"
                yield _marked(clock, f"warn.{place}", title, "working days", days, (1, 30), change)


def _marked(
    clock: ClockRule, what: str, title: str, unit: str, value: int, limits: tuple[int, int], change: Change
) -> Marked:
    def put(panel: PanelType, new: int) -> PanelType:
        clocks = (change(one, new) if one.key == clock.key else one for one in panel.clocks)
        return replace(panel, clocks=tuple(clocks))

    name = f"clock.{clock.key}.{what}"
    return Marked(name, title, DEADLINES, clock.title, unit, value, *limits, put)


def _set_length(clock: ClockRule, value: int) -> ClockRule:
    return replace(clock, length=value)


def _set_tolerance(clock: ClockRule, value: int) -> ClockRule:
    return replace(clock, tolerance_days=value)


def _set_band_length(band: str) -> Change:
    def change(clock: ClockRule, value: int) -> ClockRule:
        lengths = tuple((key, value if key == band else length) for key, length in clock.lengths_by_band)
        return replace(clock, lengths_by_band=lengths)

    return change


def _set_warning(place: int) -> Change:
    def change(clock: ClockRule, value: int) -> ClockRule:
        new: Warn = PartGone(value) if isinstance(clock.warn_at[place], PartGone) else DaysBefore(value)
        return replace(clock, warn_at=(*clock.warn_at[:place], new, *clock.warn_at[place + 1 :]))

    return change

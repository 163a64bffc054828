"""The rows of a table: everything for those who run the panel, and what may be published."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from casework.panel_type.definition import PanelType
from casework.panel_type.figures import Counts
from casework.trigger.equality import QUESTIONS, counts_of
from panels.statistics import counting
from panels.statistics.counting import Share
from panels.statistics.differencing import Earlier, told_by_difference
from panels.statistics.periods import Period
from panels.statistics.suppression import (
    FEW_FOR_A_SHARE,
    Shown,
    is_small,
    shown_breakdown,
    shown_count,
    shown_median,
    shown_share,
)
from wall.standing import as_service
from wording.dates import today

COUNT, PERCENT, DAYS = "count", "percent", "days"
KEPT = "Promises kept in time"
SENT_BY, ACTIONS_BY = "Referrals, by agency", "Actions done in time, by agency"
TOTAL = "total"
SMALL = "fewer than 5, or hidden so that it cannot be worked out"
FEW, TOO_FEW = "rests on few", "rests on too few to be shown"


@dataclass(frozen=True, slots=True)
class Row:
    """One row. ``value`` is ``None`` where it is hidden, or where there is nothing to work it out from."""

    key: str
    title: str
    value: Shown
    unit: str = COUNT
    group: str = ""
    statutory: bool = False
    note: str = ""


@as_service()
def full_rows(panel: PanelType, period: Period) -> tuple[Row, ...]:
    """Everything that is counted, small or not: for those who run the panel. The same to each of them, whoever is shut
    out of a case: a number that depends on who looks is none."""
    return (
        *_figures(panel, period),
        *_general(panel, period),
        *_kept(panel, period),
        *_sent_by(panel, period),
        *_actions_by(panel, period),
        *_of_themselves(panel, period),
    )


@as_service()
def public_rows(panel: PanelType, period: Period, earlier: Sequence[Earlier]) -> tuple[Row, ...]:
    """What may be published beside the tables published before.

    A breakdown whose total would have to be hidden, or of which a part would tell by a difference, is left out: the
    total stands among the figures.
    """
    figures = [_public_figure(row) for row in (*_figures(panel, period), *_heard(panel, period))]
    free = {row.key: row.value for row in figures if not row.statutory}
    told = told_by_difference(period, free, earlier)
    shown = [replace(row, value=None, note=SMALL) if row.key in told else row for row in figures]
    sent_is_hidden = any(row.value is None for row in shown if row.key in _sent_keys(panel))
    breakdown = () if sent_is_hidden else _public_sent_by(panel, period, earlier)
    return (*shown, *_public_general(panel, period), *breakdown, *_public_actions_by(panel, period))


def _figures(panel: PanelType, period: Period) -> Iterator[Row]:
    for figure in panel.figures:
        value = counting.counted(panel, figure, period)
        yield Row(figure.key, figure.title, value, statutory=figure.statutory, note=figure.basis)


def _heard(panel: PanelType, period: Period) -> Iterator[Row]:
    """Cases heard, unless one of the panel's own figures says the same under another name."""
    same = any(
        figure.counts is Counts.ENTERED and panel.lifecycle.decided_in in (figure.what, *figure.also)
        for figure in panel.figures
    )
    if not same:
        yield Row("cases_heard", "Cases heard", counting.heard(panel, period))


def _general(panel: PanelType, period: Period) -> Iterator[Row]:
    yield from _heard(panel, period)
    for key, title, share in _shares(panel, period):
        yield Row(key, title, _percent(share), PERCENT, note=f"{share.part} of {share.whole}")
    hearing = counting.time_to_hear(panel, period)
    yield Row("days_to_hear", "Days from referral to first hearing (median)", hearing.median, DAYS,
              note=f"{hearing.cases} case{'' if hearing.cases == 1 else 's'}")  # fmt: skip


def _shares(panel: PanelType, period: Period) -> Iterator[tuple[str, str, Share]]:
    yield "repeats", f"Cases that repeat within {panel.repeat_months} months", counting.repeats(panel, period)
    yield "not_taken", "Referrals not taken", counting.not_taken(panel, period)


def _sent_by(panel: PanelType, period: Period) -> Iterator[Row]:
    for name, count in sorted(counting.sent_by_agency(panel, period).items()):
        yield Row(f"sent/{name}", name, count, group=SENT_BY)


def _actions_by(panel: PanelType, period: Period) -> Iterator[Row]:
    for name, share in counting.actions_by_agency(panel, period).items():
        yield Row(f"actions/{name}", name, _percent(share), PERCENT, ACTIONS_BY, note=f"{share.part} of {share.whole}")


def _of_themselves(panel: PanelType, period: Period) -> Iterator[Row]:
    """What residents said for equality monitoring: of a whole calendar year that is over, and nothing that is small.

    Whoever runs the panel has seen who asked. A shorter time, or a count of one, could tell them who it was.
    """
    year = period.from_on.year
    whole = (period.from_on, period.to_on) == (date(year, 1, 1), date(year, 12, 31))
    if panel.public_door is None or not whole or period.to_on >= today():
        return
    counts = counts_of(panel.key, year)
    for asked in QUESTIONS:
        found = shown_breakdown(counts[asked.key])
        for answer, words in asked.answers:
            value = found.rows[answer]
            yield Row(f"equality/{asked.key}/{answer}", words, value, group=f"Online, by their answer: {asked.words}",
                      note=SMALL if value is None else "")  # fmt: skip


def _kept(panel: PanelType, period: Period) -> Iterator[Row]:
    for key, share in counting.promises_kept(panel, period).items():
        note = f"{share.part} of {share.whole}"
        yield Row(f"kept/{key}", panel.clock(key).title, _percent(share), PERCENT, KEPT, note=note)


def _public_figure(row: Row) -> Row:
    value = shown_count(row.value or 0, statutory=row.statutory)
    return replace(row, value=value, note=row.note if value is not None else SMALL)


def _public_general(panel: PanelType, period: Period) -> Iterator[Row]:
    for key, title, share in _shares(panel, period):
        yield _public_share(Row(key, title, None, PERCENT), share)
    hearing = counting.time_to_hear(panel, period)
    value = shown_median(hearing.median, hearing.cases)
    yield Row("days_to_hear", "Days from referral to first hearing (median)", value, DAYS,
              note="" if value is not None else TOO_FEW)  # fmt: skip


def _public_sent_by(panel: PanelType, period: Period, earlier: Sequence[Earlier]) -> tuple[Row, ...]:
    found = shown_breakdown(counting.sent_by_agency(panel, period))
    counts: dict[str, Shown] = {f"sent/{name}": count for name, count in found.rows.items()}
    if found.total is None or told_by_difference(period, {**counts, f"sent/{TOTAL}": found.total}, earlier):
        return ()
    rows = [Row(f"sent/{name}", name, count, group=SENT_BY) for name, count in sorted(found.rows.items())]
    return tuple(replace(row, note=SMALL) if row.value is None else row for row in rows)


def _public_actions_by(panel: PanelType, period: Period) -> Iterator[Row]:
    for name, share in counting.actions_by_agency(panel, period).items():
        yield _public_share(Row(f"actions/{name}", name, None, PERCENT, ACTIONS_BY), share)


def _public_share(row: Row, share: Share) -> Row:
    value = shown_share(share.part, share.whole)
    few = FEW if share.whole < FEW_FOR_A_SHARE else ""
    return replace(row, value=value, note=few if value is not None else TOO_FEW)


def _percent(share: Share) -> int | None:
    return round(100 * share.part / share.whole) if share.whole else None


def _sent_keys(panel: PanelType) -> frozenset[str]:
    return frozenset(figure.key for figure in panel.figures if figure.counts is Counts.SENT)


__all__ = ["ACTIONS_BY", "COUNT", "DAYS", "PERCENT", "SENT_BY", "Row", "full_rows", "is_small", "public_rows"]

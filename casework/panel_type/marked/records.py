"""The numbers of keeping times, of repeats and of a panel's own rules."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from casework.panel_type.definition import PanelType, RetentionRule
from casework.panel_type.marked.numbers import KEEPING, RULES, Marked
from casework.panel_type.own_numbers import OwnNumber

LONGEST_YEARS = 100


def record_numbers(panel: PanelType) -> Iterator[Marked]:
    """How long each kind of record is kept, when a referral counts as a repeat, how long an associate keeps a case."""
    for rule in panel.retention:
        if rule.years:
            yield _kept(rule, "years", "Kept for", "years", rule.years, LONGEST_YEARS)
        if rule.months or not rule.years:
            title = "Kept for so many months more" if rule.years else "Kept for"
            yield _kept(rule, "months", title, "months", rule.months, 60)
        if rule.child_until_age is not None:
            title = "A record about a child is kept at least until the child is"
            yield _kept(rule, "child_until_age", title, "years old", rule.child_until_age, LONGEST_YEARS)
    title, months = "A referral counts as a repeat within", panel.repeat_months
    yield Marked("repeat_months", title, KEEPING, "Repeats", "months", months, 0, 60, _set_repeat)
    if panel.visibility.associates:
        title, days = "An associate keeps a case after it is closed for", panel.visibility.associate_days
        yield Marked("associate_days", title, KEEPING, "Associates", "working days", days, 0, 60, _set_associates)


def own_numbers(panel: PanelType) -> Iterator[Marked]:
    """The numbers of the panel's own rules, with the limits it gives them."""
    for own in panel.own_numbers:
        limits = (own.lowest, own.highest)
        yield Marked(
            f"own.{own.key}", own.title, RULES, "Rules", own.unit, own.value, *limits, _set_own(own.key), own.basis
        )


def _kept(rule: RetentionRule, part: str, title: str, unit: str, value: int, highest: int) -> Marked:
    def put(panel: PanelType, new: int) -> PanelType:
        rules = (replace(one, **{part: new}) if one.record == rule.record else one for one in panel.retention)  # type: ignore[arg-type]
        return replace(panel, retention=tuple(rules))

    about = rule.record.replace("_", " ").capitalize()
    return Marked(f"keep.{rule.record}.{part}", title, KEEPING, about, unit, value, 0, max(highest, value), put)


def _set_repeat(panel: PanelType, value: int) -> PanelType:
    return replace(panel, repeat_months=value)


def _set_associates(panel: PanelType, value: int) -> PanelType:
    return replace(panel, visibility=replace(panel.visibility, associate_days=value))


def _set_own(key: str) -> Callable[[PanelType, int], PanelType]:
    def change(own: OwnNumber, value: int) -> OwnNumber:
        return replace(own, value=value) if own.key == key else own

    return lambda panel, value: replace(panel, own_numbers=tuple(change(own, value) for own in panel.own_numbers))

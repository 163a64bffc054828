"""Faults in the keeping times, the numbers, the roles and the lists of a definition."""

from collections.abc import Iterator

from casework.panel_type.definition import DEPUTY, DUTY_OFFICER, PanelType
from casework.panel_type.faults import Fault, repeated

LONGEST_MONTHS = 12
"""After how many months at the latest every role is confirmed again (security model 3.8: three, and one for the most
secret panel; a partnership may be slower, but looks at each once a year)."""


def record_faults(panel: PanelType) -> Iterator[Fault]:
    """Faults of everything that is not a form, a case's life or a mode."""
    yield from _retention(panel)
    yield from _own_numbers(panel)
    yield from _sight(panel)
    if not panel.roles:
        yield Fault("there are no roles", "Name the panel's roles", field="roles")
    if len(panel.reference_letter) != 1 or not panel.reference_letter.isupper():
        mend = "Give one capital letter that no other panel has"
        yield Fault("the reference letter must be one capital letter", mend, field="reference_letter")
    for what, parts in (
        ("closure reason", panel.closure_reasons),
        ("stock action letter", panel.stock_actions),
        ("case role", panel.case_roles),
        ("reason for refusal", panel.referral_reasons.reject),
        ("letter", panel.letters),
    ):
        yield from repeated(what, parts)


def _sight(panel: PanelType) -> Iterator[Fault]:
    rules = panel.visibility
    if rules.associate_requires and not rules.associates:
        words = "something is asked of associates, and the panel lets none in"
        yield Fault(words, "Let associates in, or leave out what is asked of them", rules)
    if not {*rules.emergency} <= {DUTY_OFFICER, DEPUTY}:
        words = "emergency access is given to a role that is not kept for it"
        yield Fault(words, f"Name {DUTY_OFFICER} or {DEPUTY}, or nobody: other roles hold rights of their own", rules)
    if not 1 <= rules.confirm_roles_months <= LONGEST_MONTHS:
        words = f"roles are confirmed again after {rules.confirm_roles_months} months"
        mend = f"Give confirm_roles_months a value from 1 to {LONGEST_MONTHS}: a role nobody looks at again goes on"
        yield Fault(words, mend, rules)
    if rules.existence_hidden and rules.match_visible_to:
        words = "the panel hides that it has a case, and tells others of matches"
        yield Fault(words, "Leave match_visible_to empty, and let the panel watch instead", rules)


def _retention(panel: PanelType) -> Iterator[Fault]:
    if not panel.retention:
        yield Fault("there is no retention rule", "Say how long each kind of record is kept", field="retention")
    yield from repeated("retention rule", panel.retention)
    for rule in panel.retention:
        if rule.years * 12 + rule.months <= 0:
            words = f"the retention rule for {rule.record} keeps it for no time"
            yield Fault(words, "Give years or months of 1 or more", rule)


def _own_numbers(panel: PanelType) -> Iterator[Fault]:
    yield from repeated("number", panel.own_numbers)
    for number in panel.own_numbers:
        if not number.lowest <= number.value <= number.highest:
            limits = f"from {number.lowest} to {number.highest}"
            source = f" ({number.basis})" if number.basis else ""
            words = f"number {number.key} is {number.value}, and may be {limits}{source}"
            yield Fault(words, "Give a value within its limits", number)

"""Who may do what with a case form. Pure rules on plain values."""

from collections.abc import Collection, Iterable
from uuid import UUID

from casework.panel_type.answers import holds
from casework.panel_type.case_forms import CaseForm, Follow, Second
from casework.panel_type.facts import CaseFacts
from casework.panel_type.lifecycle import State
from casework.panel_type.questions import Answers, Condition

CARRY_CASES = frozenset({"chair", "vice_chair", "coordinator", "case_officer"})
"""Panel roles that see every case of the panel and answer for its record."""


def may_fill(form: CaseForm, roles: Collection[str], agency_type: str) -> bool:
    """Whether somebody with these panel roles, of an agency of this type, is one of those who fill the form in."""
    fits = not form.agency_types or agency_type in form.agency_types
    return fits and not set(roles).isdisjoint(form.roles)


def is_offered(form: CaseForm, facts: CaseFacts) -> bool:
    """Whether the form exists on this case: where it does not, it exists for nobody."""
    return form.offered is None or form.offered.holds(facts)


def is_fresh(form: CaseForm, took_part: Collection[UUID], account_id: UUID) -> bool:
    """Whether somebody comes to the form without having taken part in the case, where the form asks for that."""
    return not form.fresh_eyes or account_id not in took_part


def fits_state(form: CaseForm, state: State) -> bool:
    """Whether the form can be filled in at this state of the case: one of its own, else any open one."""
    return state.key in form.states if form.states else state.open


def may_correct(form: CaseForm, roles: Collection[str], agency_type: str, *, agency_id: UUID, of_agency: UUID) -> bool:
    """Whether somebody may put right what ``of_agency`` filled in: that agency, or who carries the panel's cases, as
    far as they may fill the form in themselves."""
    own = agency_id == of_agency or not CARRY_CASES.isdisjoint(roles)
    return own and may_fill(form, roles, agency_type)


def may_be_second(
    form: CaseForm,
    roles: Collection[str],
    agency_type: str,
    *,
    account_id: UUID,
    agency_id: UUID,
    by_id: UUID,
    by_agency_id: UUID,
) -> bool:
    """Whether somebody may agree to what another filled in: never the same person, nor for :attr:`Second.AGENCY` the
    same agency."""
    if form.second is Second.NOBODY or account_id == by_id or not may_fill(form, roles, agency_type):
        return False
    return form.second is Second.PERSON or agency_id != by_agency_id


def may_read(form: CaseForm, roles: Collection[str], *, is_author: bool, decides: bool) -> bool:
    """Whether somebody who has the case open reads what the form says. ``decides``: the form waits for their word.

    ``is_author``: wrote it or settled it. Nobody is asked to agree to what they may not read.
    """
    return not form.readers or is_author or decides or not set(roles).isdisjoint(form.readers)


def is_true(condition: Condition | None, answers: Answers) -> bool:
    """Whether a condition holds for any item of the answers; no condition always holds."""
    return condition is None or any(holds(condition, item) for items in answers.values() for item in items)


def follow_of(follows: Iterable[Follow], answers: Answers) -> Follow | None:
    """The first move that the answers call for; ``None`` if they call for none."""
    return next((follow for follow in follows if is_true(follow.when, answers)), None)

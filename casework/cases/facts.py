"""A case as its panel's own rules see it: plain values, read from an opened case."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import current_app

from casework.cases.history import moves_of, origin_of
from casework.cases.models import Case
from casework.clocks.service import clocks_of
from casework.errors import Refused
from casework.panel_type.facts import CaseFacts, Filled, Requirement, first_unmet
from casework.panel_type.meeting_rules import Present
from casework.panel_type.registry import panel_types
from extensions import now
from wording.dates import as_date, today

CASE = "case"
EXTENSION = "casework-facts"
"""Where the rooms above say what they hold about a case."""


@dataclass(frozen=True, slots=True)
class Sources:
    """What rooms above know of a case: what was filled in on an opened case, how many actions still stand, and who has
    filled in or settled a form."""

    filled: Callable[[Case], tuple[Filled, ...]]
    open_actions: Callable[[UUID], int]
    took_part: Callable[[UUID], frozenset[UUID]]


def facts_of(case: Case, *, present: Sequence[Present] = ()) -> CaseFacts:
    """The facts of a case whose own key is open. ``present``: who is in the room while it is heard.

    :raises Locked: the case was not opened by its door.
    """
    sources: Sources = current_app.extensions[EXTENSION]
    origin = origin_of(case.id)
    moves = moves_of(case.id)
    born = (case.summary or {}).get("born")
    return CaseFacts(
        now=now(),
        today=today(),
        state=case.state,
        band=case.band,
        referral=(origin.answers or {}) if origin else {},
        received_on=origin.received_on if origin else None,
        filled=sources.filled(case),
        entered=tuple((move.target, as_date(move.at)) for move in moves),
        subject_born_on=date.fromisoformat(born) if born else None,
        present=tuple(present),
        open_actions=sources.open_actions(case.id),
        numbers=panel_types.get(case.panel).numbers,
        due=_due(case),
        took_part=took_part_in(case),
    )


def took_part_in(case: Case) -> frozenset[UUID]:
    """The accounts of whoever has moved the case, filled in a form or settled one. Opens nothing."""
    sources: Sources = current_app.extensions[EXTENSION]
    return sources.took_part(case.id) | {move.by_id for move in moves_of(case.id) if move.by_id is not None}


def _due(case: Case) -> dict[str, date]:
    """The newest clock of a rule stands: it may have started again."""
    clocks = sorted(clocks_of(CASE, [case.id])[case.id], key=lambda clock: clock.started_at)
    return {clock.rule: as_date(clock.due_at) for clock in clocks}


def refuse_unmet(requirements: tuple[Requirement, ...], facts: Callable[[], CaseFacts]) -> None:
    """Refuse with the first requirement that does not hold. The facts are gathered only where something is required.

    :raises Refused: its ``why_not``.
    """
    unmet = first_unmet(requirements, facts()) if requirements else None
    if unmet is not None:
        raise Refused(unmet.why_not)

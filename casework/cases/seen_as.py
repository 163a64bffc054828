"""Who would see which cases, before a role changes: the policy is asked twice, and its rules are not copied here."""

from collections.abc import Iterator, Sequence
from uuid import UUID

import sqlalchemy as sa

from auth.accounts.sight import SightChange
from auth.doors import need_proof
from auth.panel_facts import is_hidden
from auth.policy import decide
from auth.roles import Actor, Role
from casework.cases.access import named_to, relationships, visible_cases
from casework.cases.models import Case
from casework.panel_type.registry import panel_types
from extensions import db
from wall.standing import as_service

AT_ONCE = 500
"""Cases asked about in one question."""


def sight_changes(viewer: Actor, before: Actor, after: Actor, panel: str | None) -> tuple[SightChange, ...]:
    """What ``viewer`` may be told of the cases, open and closed, that one person sees before and afterwards.

    Whoever runs the panel is told references, of the cases that they see themselves. An administrator is told numbers,
    and nothing of a panel whose existence is hidden. Nobody else is told anything. Opens no key.

    :raises ProofNeeded: the viewer runs the panel and it wants a fresh proof.
    """
    panels = [panel] if panel is not None else [one.key for one in panel_types.every()]
    return tuple(_in_panel(viewer, before, after, one) for one in panels if _is_told(viewer, one))


def _is_told(viewer: Actor, panel: str) -> bool:
    return _runs(viewer, panel) or (viewer.is_administrator() and not is_hidden(panel))


def _runs(viewer: Actor, panel: str) -> bool:
    running = {Role.CHAIR, Role.VICE_CHAIR, Role.COORDINATOR}
    return bool(viewer.roles(panel) & running) and not viewer.has_no_case()


def _in_panel(viewer: Actor, before: Actor, after: Actor, panel: str) -> SightChange:
    by_reference = _runs(viewer, panel)
    if by_reference:
        need_proof(viewer, panel, object_type="case")
    gained, lost = _weighed(viewer, before, after, panel)
    if not by_reference:
        return SightChange(panel, len(gained), len(lost))
    shown = named_to(viewer, [*gained, *lost])
    opens, shuts = ([case.reference for case in found if case.id in shown] for found in (gained, lost))
    return SightChange(panel, len(opens), len(shuts), (tuple(opens), tuple(shuts)))


def _weighed(viewer: Actor, before: Actor, after: Actor, panel: str) -> tuple[list[Case], list[Case]]:
    """The cases gained and lost. The service counts them: the viewer is shown not every row that it takes."""
    gained: list[Case] = []
    lost: list[Case] = []
    with as_service():
        for some in _some(viewer, panel):
            had, has = _seen(before, some), _seen(after, some)
            gained += [case for case in some if case.id in has - had]
            lost += [case for case in some if case.id in had - has]
    return gained, lost


def _some(viewer: Actor, panel: str) -> Iterator[Sequence[Case]]:
    """The panel's cases in turn; of whoever runs it, those alone from which they are not shut out."""
    every = sa.select(Case).where(Case.panel == panel, Case.destroyed_at.is_(None))
    wanted = (visible_cases(viewer, panel) if _runs(viewer, panel) else every).order_by(Case.reference)
    yield from db.session.scalars(wanted).partitions(AT_ONCE)


def _seen(person: Actor, cases: Sequence[Case]) -> set[UUID]:
    related = relationships(person, cases)
    return {case.id for case in cases if decide(person, "case.read", case.panel, related[case.id]).allowed}

"""What a role opens and shuts, before it is given or ended. The floor above knows the cases and hands in the answer."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import current_app

from auth.current import actor_of
from auth.models import Account
from auth.roles import Actor, Held

EXTENSION = "casework-seen-as"


@dataclass(frozen=True, slots=True)
class SightChange:
    """How many cases of one panel the person begins to see (``gained``) and ceases to see (``lost``).

    ``references``: of both, in this order, for those alone who run the panel; ``None`` for everybody else.
    """

    panel: str
    gained: int
    lost: int
    references: tuple[tuple[str, ...], tuple[str, ...]] | None = None


Weigh = Callable[[Actor, Actor, Actor, str | None], tuple[SightChange, ...]]
"""Of a viewer, the person as before, the person as afterwards, and the panel (``None``: every panel) the changes of
which the viewer may be told."""


def if_given(viewer: Actor, account: Account, held: Held) -> tuple[SightChange, ...]:
    """What a role would change if it counted today. Opens no key and changes nothing.

    :raises ProofNeeded: the panel is the viewer's own and wants a fresh proof.
    """
    person = actor_of(account)
    return _weigh(viewer, person, person.holding((*person.held, held)), held.panel)


def if_ended(viewer: Actor, account: Account, held: Held) -> tuple[SightChange, ...]:
    """What would change if a role ended today; nothing where it does not count today. As :func:`if_given` else."""
    person = actor_of(account)
    kept = tuple(one for one in person.held if one.appointment_id != held.appointment_id)
    return _weigh(viewer, person, person.holding(kept), held.panel)


def _weigh(viewer: Actor, before: Actor, after: Actor, panel: str | None) -> tuple[SightChange, ...]:
    weigh: Weigh = current_app.extensions[EXTENSION]
    return weigh(viewer, before, after, panel)

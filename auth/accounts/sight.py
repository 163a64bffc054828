"""What a role opens and shuts, before it is given or ended. The floor above knows the cases and hands in the answer."""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b

from flask import current_app

from auth.current import actor_of
from auth.models import Account, Appointment
from auth.refusals import Refused
from auth.roles import Actor, Held
from wording.dates import today

EXTENSION = "casework-seen-as"
NOT_SHOWN = "Look first at which cases the role opens and shuts. They may have changed since you last looked"


class NotShown(Refused):
    """Somebody confirms a role and was not shown what it opens and shuts, or was shown something else."""


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


def mark_of(viewer: Actor, appointment: Appointment, changes: tuple[SightChange, ...]) -> str:
    """What stands in the page that shows ``changes``: nobody can make it without having been shown them today."""
    key: bytes = current_app.config["SECRET_KEY"]
    said = ("role-sight", str(viewer.account_id), str(appointment.id), today().isoformat(), changes)
    return blake2b(repr(said).encode(), key=key, digest_size=24).hexdigest()


def must_have_been_shown(
    *, actor: Actor, appointment: Appointment, changes: tuple[SightChange, ...], shown: str | None
) -> None:
    """A second person knows what they let count: ``shown`` is the mark of the page on which they pressed the button.

    :raises NotShown: it is another person's, another role's, another day's, or of what has changed since.
    """
    wanted = mark_of(actor, appointment, changes)
    if not hmac.compare_digest(wanted.encode(), (shown or "").encode(errors="replace")):
        raise NotShown(NOT_SHOWN)


def _weigh(viewer: Actor, before: Actor, after: Actor, panel: str | None) -> tuple[SightChange, ...]:
    weigh: Weigh = current_app.extensions[EXTENSION]
    return weigh(viewer, before, after, panel)

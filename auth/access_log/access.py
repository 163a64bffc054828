"""The door to the access log: for the auditor alone. It opens no key; what the auditor looks up is itself an entry."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from flask import g, has_request_context, request

from auth.access_log.models import AccessEntry
from auth.access_log.service import ALLOWED
from auth.doors import PARTNERSHIP_OBJECT, Target, pass_door
from auth.roles import Actor
from extensions import db

PERMISSION = "access_log.read"


def pass_log_door(
    actor: Actor,
    *,
    event: str,
    object_type: str = "access_log",
    object_id: UUID = PARTNERSHIP_OBJECT,
    fresh: bool = False,
) -> None:
    """Look into the log, or up what stands in it about one record or person. ``fresh``: to take it away.

    :raises NotAllowed: for everybody but the auditor; the try is kept.
    :raises ProofNeeded: ``fresh``, and the auditor has neither signed in nor proved who they are lately.
    """
    pass_door(actor, PERMISSION, Target(object_type, object_id, None), event=event, fresh=fresh)
    keep_a_look()


def has_looked(actor: Actor, event: str, since: datetime) -> bool:
    """Whether the log says of this person that they looked at something since then."""
    theirs = AccessEntry.actor_id == actor.account_id, AccessEntry.event == event, AccessEntry.outcome == ALLOWED
    last = db.session.scalar(sa.select(sa.func.max(AccessEntry.at)).where(*theirs))
    return last is not None and last >= since


def keep_a_look() -> None:
    """Whoever only looks leaves an entry, whatever the answer: that nothing was found is an answer too."""
    if has_request_context() and request.method in ("GET", "HEAD"):
        keep_entry()


def keep_entry() -> None:
    """Keep the entry of this request though it is answered by a fault of the form, or as not found. For a request that
    has written nothing else."""
    g.commit_despite_status = True

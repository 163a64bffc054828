"""The door to the access log: for the auditor alone. It opens no key; what the auditor looks up is itself an entry."""

from uuid import UUID

from auth.doors import PARTNERSHIP_OBJECT, Target, pass_door
from auth.roles import Actor

PERMISSION = "access_log.read"


def pass_log_door(
    actor: Actor, *, event: str, object_type: str = "access_log", object_id: UUID = PARTNERSHIP_OBJECT
) -> None:
    """Look into the log, or up what stands in it about one record or person.

    :raises NotAllowed: for everybody but the auditor; the try is kept.
    """
    pass_door(actor, PERMISSION, Target(object_type, object_id, None), event=event)

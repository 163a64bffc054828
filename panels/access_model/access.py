"""The door to the access model: whoever runs a panel, audits or keeps accounts. It opens no key."""

from auth.doors import PARTNERSHIP_OBJECT, Target, pass_door
from auth.policy import may
from auth.roles import Actor

PERMISSION = "access_model.read"
OBJECT = "access_model"


def pass_model_door(actor: Actor) -> None:
    """:raises NotAllowed: for everybody else."""
    allowed = [panel for panel in (None, *actor.panels()) if may(actor, PERMISSION, panel)]
    # It tells of no record, so that no fresh proof is asked for: the entry names no panel unless one lets in.
    target = Target(OBJECT, PARTNERSHIP_OBJECT, allowed[0]) if allowed else None
    pass_door(actor, PERMISSION, target, event="access_model.open", object_type=OBJECT)

"""The door to definitions and settings: the administrator, and whoever chairs or coordinates the panel. No key is
opened: a definition is about nobody. For everybody else there is no such panel."""

from uuid import NAMESPACE_URL, UUID, uuid5

from auth.access_log.service import ALLOWED, Looked, write_entry
from auth.doors import PARTNERSHIP_OBJECT, Target, pass_door, pass_list_door, shut_panels
from auth.policy import Decision, decide, may
from auth.roles import Actor
from casework.panel_type.definition import PanelType
from casework.panel_type.registry import UnknownPanel, panel_types

READ, SET, SIGN = "panel.read", "panel.set", "panel.sign_off"
OBJECT = "panel"


def object_of(key: str) -> UUID:
    """Under which id the access log keeps a panel: always the same for the same key."""
    return uuid5(NAMESPACE_URL, f"panel:{key}")


def panels_for(actor: Actor) -> list[PanelType]:
    """The panels whose definitions this person may read, in the order of their names.

    :raises NotAllowed: none.
    """
    if actor.is_administrator():
        pass_door(actor, READ, Target(OBJECT, PARTNERSHIP_OBJECT, None), event="panel.list")
        return list(panel_types.every())
    mine = [panel for panel in panel_types.all() if may(actor, READ, panel.key)]
    if not mine:
        pass_door(actor, READ, None, event="panel.list", object_type=OBJECT)
    targets = [Target(OBJECT, object_of(panel.key), panel.key) for panel in mine]
    shown = {target.panel for target in pass_list_door(actor, READ, targets, event="panel.list", object_type=OBJECT)}
    return [panel for panel in mine if panel.key in shown]


def shut_for(actor: Actor) -> tuple[str, ...]:
    """Those of this person's panels that want a fresh proof first, by the names that others may see."""
    return tuple(panel_types.get(panel).neutral_name for panel in shut_panels(actor) if may(actor, READ, panel))


def panel_for(actor: Actor, key: str, permission: str = READ, *, event: str = "panel.open") -> PanelType:
    """One panel's definition as it is in force.

    :raises NotAllowed: there is none, or it is not for this person: the same answer.
    :raises ProofNeeded: to set or sign something, and neither signed in nor proved who they are lately.
    """
    target = Target(OBJECT, object_of(key), None if actor.is_administrator() else key)
    try:
        panel = panel_types.get(key)
    except UnknownPanel:
        panel = None
    fresh = permission != READ
    pass_door(actor, permission, target if panel else None, event=event, object_type=OBJECT, fresh=fresh)
    if panel is None:
        raise AssertionError("A door without a target never opens.")
    return panel


def allows(actor: Actor, key: str, permission: str) -> bool:
    """Whether to offer something, for buttons. It opens nothing and writes nothing."""
    return _decided(actor, key, permission).allowed


def log(actor: Actor, key: str, permission: str, event: str) -> None:
    """Write down that something of a panel was set or signed, with the panel and the rule that allowed it."""
    because = _decided(actor, key, permission)
    looked = Looked(
        event=event,
        outcome=ALLOWED,
        object_type=OBJECT,
        object_ids=(object_of(key),),
        panel=key,
        rule=because.rule,
        rule_version=because.rule_version,
        explanation=because.sentence,
        role=because.role,
        appointment_id=because.appointment_id,
    )
    write_entry(actor=actor, looked=looked)


def _decided(actor: Actor, key: str, permission: str) -> Decision:
    return decide(actor, permission, None if actor.is_administrator() else key)

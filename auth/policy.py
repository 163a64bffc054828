"""The policy: one table of rules, deny by default. Pure.

The rules stand in ``auth/policy_table.py``, the relationships that they ask for in ``auth/policy_relationships.py``. An
exclusion (a declared conflict of interest) beats every rule, the chair's included. What is
not in the table is refused.
"""

from dataclasses import dataclass
from uuid import UUID

from auth.policy_cover import AS_COVER, NEVER_BY_COVER
from auth.policy_relationships import EXCLUDED, NOT_NAMED
from auth.policy_table import RULES, Rule
from auth.roles import ACROSS_PANELS, PARTNERSHIP_ROLES, Actor, Role


@dataclass(frozen=True)
class Decision:
    """The answer, with the rule that gave it. ``names_panel``: by this rule the person knows whose record it is."""

    allowed: bool
    rule: str
    rule_version: int
    sentence: str
    role: Role | None = None
    appointment_id: UUID | None = None
    names_panel: bool = True


REFUSAL = Decision(False, "none", 1, "no rule allows this")
EXCLUSION = Decision(False, "excluded", 1, "a conflict of interest was declared")
NOT_RUN = Decision(False, "not-run", 1, "the partnership does not run this panel")
NO_AGREEMENT = Decision(False, "no-agreement", 1, "the agency's information-sharing agreement has ended")
FROZEN = Decision(False, "frozen", 1, "an auditor has stopped the access until they decide")
PROOF = Decision(False, "step-up", 1, "a fresh proof of who it is was asked for first")


def decide(actor: Actor, permission: str, panel: str | None, relationships: frozenset[str] = frozenset()) -> Decision:
    """Whether ``actor`` may, and by which rule. Deny is the default of every look-up.

    Whoever holds a duty in the partnership sees no case, whatever their agency was asked or owes.
    """
    if EXCLUDED in relationships:
        return EXCLUSION
    if panel in actor.closed_panels:
        return NOT_RUN
    if panel is not None and (actor.is_frozen or actor.is_shut_out):
        return FROZEN if actor.is_frozen else NO_AGREEMENT
    duties = actor.roles(None) & PARTNERSHIP_ROLES
    held = actor.own_roles(panel) if permission in NEVER_BY_COVER else actor.roles(panel)
    roles = held | (duties & ACROSS_PANELS)
    if NOT_NAMED in relationships:
        roles -= {Role.MEMBER}
    for rule in RULES:
        if duties and not rule.roles & duties:
            continue
        if permission in rule.permissions and _fits(rule, roles, relationships):
            return _granted(rule, actor, panel)
    return REFUSAL


def may(actor: Actor, permission: str, panel: str | None, relationships: frozenset[str] = frozenset()) -> bool:
    """The same answer as a plain yes or no, for menus and buttons. It opens nothing and writes nothing."""
    return decide(actor, permission, panel, relationships).allowed


def _fits(rule: Rule, roles: frozenset[Role], relationships: frozenset[str]) -> bool:
    if rule.roles and not rule.roles & roles:
        return False
    if rule.relationships and not rule.relationships & relationships:
        return False
    return bool(rule.roles or rule.relationships)


def _granted(rule: Rule, actor: Actor, panel: str | None) -> Decision:
    held = next((held for held in actor.held if held.panel in (panel, None) and held.role in rule.roles), None)
    return Decision(
        allowed=True,
        rule=rule.key,
        rule_version=rule.version,
        sentence=rule.sentence + (AS_COVER if held and held.for_account_id else ""),
        role=held.role if held else None,
        appointment_id=held.appointment_id if held else None,
        names_panel=rule.names_panel,
    )

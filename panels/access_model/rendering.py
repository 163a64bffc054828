"""The access model as tables, worked out by asking the policy itself. Pure.

Nothing here repeats a rule: each cell is what :func:`auth.policy.decide` answers for somebody who holds the role and
stands in the relationship.
"""

from dataclasses import dataclass
from uuid import UUID

from auth.policy import decide
from auth.policy_table import RULES
from auth.roles import PARTNERSHIP_ROLES, ROLE_TITLES, Actor, Held, Role
from panels.access_model.tiers import COLUMNS, KEYS, OF_A_CASE, OWN, TIERS, opened_by_all, shown
from panels.access_model.words import NO_RELATIONSHIP, OTHER_PERMISSIONS, RELATIONSHIPS
from panels.settings.permission_words import WORDS

PERMISSIONS = {**WORDS, **OTHER_PERMISSIONS}
"""Every permission of the policy in words."""
PANEL = "a panel"
NOBODY = UUID(int=0)
NO_ROLE = "No role"
HELD: tuple[Role | None, ...] = (*Role, None)
YES, DASH = "Yes", "—"


@dataclass(frozen=True, slots=True)
class Table:
    """A table: what it shows, its columns, its rows (the first cell of a row heads it)."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def tables() -> tuple[Table, ...]:
    """The whole model, in the order in which it is read."""
    return (role_table(), relationship_table(), tier_table(), sight_table(), column_table())


def permissions_of(role: Role | None, relationship: str) -> frozenset[str]:
    """What somebody may who holds ``role`` (none: an account alone) and stands in ``relationship`` to a record."""
    person, panel = _somebody(role), None if role in PARTNERSHIP_ROLES else PANEL
    related = frozenset({relationship} - {NO_RELATIONSHIP})
    return frozenset(
        permission
        for permission in PERMISSIONS
        if decide(person, permission, panel, related).allowed or decide(person, permission, PANEL, related).allowed
    )


def role_table() -> Table:
    """Each permission, and for each role whether it has it freely or in which relationships."""
    can = {(role, one): permissions_of(role, one) for role in HELD for one in RELATIONSHIPS}
    rows = []
    for permission, words in PERMISSIONS.items():
        alone = {one for one in RELATIONSHIPS if permission in can[None, one]}
        cells = tuple(_cell(permission, role, alone, can) for role in Role)
        rows.append((words, *cells, _when(alone)))
    return Table("What each role may do", ("What", *ROLE_TITLES.values(), "Without any role"), tuple(rows))


def relationship_table() -> Table:
    """Each relationship, what it means, and what it opens to somebody without a role."""
    rows = tuple(
        (title, meaning, _listed(permissions_of(None, one)), shown(tiers_of(None, one)))
        for one, (title, meaning) in RELATIONSHIPS.items()
    )
    return Table("Relationships", ("Relationship", "What it means", "What it opens without a role", "Tiers"), rows)


def tier_table() -> Table:
    """Each depth of a record, and what stands in its place for whoever may not have it."""
    rows = tuple((f"{tier.key} {tier.title}", tier.holds, tier.otherwise) for tier in TIERS)
    return Table("Field tiers", ("Tier", "What it holds", "What is shown in its place"), rows)


def sight_table() -> Table:
    """How far into a case each role opens it, in each relationship that adds or takes away something."""
    told = [one for one in RELATIONSHIPS if any(case_tiers(role, one) != case_tiers(role, "") for role in HELD)]
    rows = tuple(
        (ROLE_TITLES[role] if role else NO_ROLE, *(shown(case_tiers(role, one)) for one in (NO_RELATIONSHIP, *told)))
        for role in HELD
    )
    titles = (RELATIONSHIPS[one][0] for one in (NO_RELATIONSHIP, *told))
    return Table("How far a role opens a case, in a relationship", ("Role", *titles), rows)


def column_table() -> Table:
    """Which sealed columns are in which tier."""
    rows = [
        (f"{key} {title}", ", ".join(name.removesuffix("_sealed") for name in COLUMNS if key in COLUMNS[name].split()))
        for key, title in (*((tier.key, tier.title) for tier in TIERS), (OWN, "the account’s own: its person alone"))
    ]
    return Table("Sealed columns by tier", ("Tier", "Columns"), tuple(row for row in rows if row[1]))


def tiers_of(role: Role | None, relationship: str) -> frozenset[str]:
    """The tiers that a role opens in a relationship."""
    return opened_by_all(permissions_of(role, relationship))


def case_tiers(role: Role | None, relationship: str) -> frozenset[str]:
    """The tiers of a case itself that a role opens in a relationship."""
    return opened_by_all(one for one in permissions_of(role, relationship) if one.startswith(OF_A_CASE))


def tiers_of_rule(key: str) -> frozenset[str]:
    """The tiers that one rule of the policy can open. All for what no rule of the table let in (the service itself)."""
    found = [rule for rule in RULES if rule.key == key]
    return opened_by_all(found[0].permissions) if found else frozenset(KEYS)


def _somebody(role: Role | None) -> Actor:
    panel = None if role in PARTNERSHIP_ROLES else PANEL
    held = (Held(role, panel, NOBODY),) if role else ()
    return Actor(NOBODY, "", NOBODY, "", "", held)


def _cell(permission: str, role: Role, alone: set[str], can: dict[tuple[Role | None, str], frozenset[str]]) -> str:
    if permission in can[role, NO_RELATIONSHIP]:
        return YES
    return _when({one for one in RELATIONSHIPS if permission in can[role, one]} - alone)


def _when(relationships: set[str]) -> str:
    return ", ".join(RELATIONSHIPS[one][0] for one in RELATIONSHIPS if one in relationships) or DASH


def _listed(permissions: frozenset[str]) -> str:
    return "; ".join(words for permission, words in PERMISSIONS.items() if permission in permissions) or DASH

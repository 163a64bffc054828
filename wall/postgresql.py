"""The wall on PostgreSQL: forced row-level security, and the settings of a transaction that its policies read.

The policies hold for everybody but a superuser: for the role that the application signs in as, and for the owner of the
tables, who makes them. Where a policy must look at another table it calls a function of the owner's, which looks under
the wall and answers yes or no.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from wall import log
from wall.scopes import Has, Scope, Through, Wall
from wall.standing import PERSON, SERVICE, Standing

INSIDE = "wall.inside"
"""Set by the owner's functions and by migrations. It counts for the owner of the tables alone."""
POLICY, FUNCTION = "wall", "wall_reaches_"
# The setting is put back by hand: only a superuser may bind one of one's own to a function.
_LOOKING = """
CREATE FUNCTION {name}(wanted uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path FROM CURRENT AS $wall$
DECLARE
    before text := coalesce(current_setting('{inside}', true), '');
    found boolean;
BEGIN
    PERFORM set_config('{inside}', 'on', true);
    found := {looks};
    PERFORM set_config('{inside}', before, true);
    RETURN found;
END $wall$
"""
# Asked when account and agency are told: these rows are shown to those whom they shut out.
_EXCLUDED = """
SELECT string_agg(one::text, ',') FROM (
SELECT case_id FROM exclusion WHERE account_id = {account} AND lifted_at IS NULL
UNION SELECT case_id FROM team_exclusion WHERE agency_id = {agency} AND lifted_at IS NULL
UNION SELECT object_id FROM kept_apart WHERE account_id = {account} AND cleared_at IS NULL
UNION SELECT case_id FROM exclusion JOIN "case" ON "case".id = case_id JOIN {covered}
ON account_id = covered.account AND "case".panel = covered.panel WHERE lifted_at IS NULL
UNION SELECT object_id FROM kept_apart JOIN {covered}
ON account_id = covered.account AND kept_apart.panel = covered.panel WHERE cleared_at IS NULL
) AS shut (one)
""".strip().format(
    account="nullif(current_setting('wall.account', true), '')::uuid",
    agency="nullif(current_setting('wall.agency', true), '')::uuid",
    covered="unnest(string_to_array(current_setting('wall.covered_panels', true), ','), "
    "string_to_array(current_setting('wall.covered', true), ',')::uuid[]) AS covered (panel, account)",
)
_PLAIN = re.compile(r"[A-Za-z0-9_.,-]*")


class Settings:
    """The terms of :class:`wall.scopes.Terms`. A sub-select is worked out once in a statement, not for each row."""

    def in_panels(self, column: str) -> str:
        """See there."""
        return f"{column} = ANY ({_listed('wall.panels')}::text[])"

    def is_account(self, column: str) -> str:
        """See there."""
        return f"{column} = {_id('wall.account')}"

    def is_covered(self, column: str) -> str:
        """See there."""
        return f"{column} = ANY ({_listed('wall.covered')}::uuid[])"

    def is_agency(self, column: str) -> str:
        """See there."""
        return f"{column} = {_id('wall.agency')}"

    def is_request(self, column: str) -> str:
        """See there."""
        return f"{column} = {_id('wall.request')}"

    def has_duty(self, duty: str) -> str:
        """See there."""
        return f"'{duty}' = ANY ({_listed('wall.duties')}::text[])"

    def has_purpose(self, purpose: str) -> str:
        """See there."""
        return f"{_setting('wall.purpose')} = '{purpose}'"

    def not_excluded(self, column: str) -> str:
        """See there."""
        return f"({column} IS NULL OR {column} <> ALL ({_listed('wall.excluded')}::uuid[]))"

    def nowhere_excluded(self) -> str:
        """See there."""
        return f"{_setting('wall.excluded')} = ''"

    def reached(self, reach: str, column: str) -> str:
        """See there."""
        return f"{FUNCTION}{reach}({column})"

    def table(self, name: str) -> str:
        """See there."""
        return _quoted(name)


def _setting(name: str) -> str:
    return f"(SELECT current_setting('{name}', true))"


def _listed(name: str) -> str:
    return f"(SELECT string_to_array(current_setting('{name}', true), ','))"


def _id(name: str) -> str:
    return f"(SELECT nullif(current_setting('{name}', true), '')::uuid)"


def _quoted(name: str) -> str:
    return f'"{name}"'


def raise_wall(connection: sa.Connection, wall: Wall) -> None:
    """Make every policy, as the owner of the tables, where none stands."""
    for statement in statements(wall, _owner(connection)):
        connection.exec_driver_sql(statement)


def give(connection: sa.Connection, application: str | None, erasures: log.Erasures) -> None:
    """Give the role that the application signs in as what it needs and no more, as the owner of the tables."""
    for statement in log.makes_erasing(erasures):
        connection.exec_driver_sql(statement)
    if application and application != _owner(connection):
        for statement in _grants(application):
            connection.exec_driver_sql(statement)


def _owner(connection: sa.Connection) -> str:
    return str(connection.exec_driver_sql("SELECT current_user").scalar_one())


def lower_wall(connection: sa.Connection) -> None:
    """Take the policies away, so that tables can be changed; within a transaction nobody else notices."""
    for table, name in connection.exec_driver_sql(
        "SELECT tablename, policyname FROM pg_policies WHERE schemaname = current_schema()"
    ).all():
        if name == POLICY:
            connection.exec_driver_sql(f'DROP POLICY {POLICY} ON "{table}"')
            connection.exec_driver_sql(f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY')
            connection.exec_driver_sql(f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY')
    for signature in connection.exec_driver_sql(
        "SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = current_schema()::regnamespace "
        f"AND starts_with(proname, '{FUNCTION}')"
    ).scalars():
        connection.exec_driver_sql(f"DROP FUNCTION {signature}")


def statements(wall: Wall, owner: str) -> Iterator[str]:
    """The SQL that raises the wall, in order."""
    terms = Settings()
    # Functions call each other: none is looked into before it is called.
    for name, reach in wall.reaches.items():
        table = _quoted(reach.table)
        looks = f"EXISTS (SELECT 1 FROM {table} WHERE {table}.id = wanted AND {reach.scope.sql(terms, table)})"
        yield _LOOKING.format(name=f"{FUNCTION}{name}", inside=INSIDE, looks=looks)
    by_owner = f"(current_user = '{owner}' AND {_setting(INSIDE)} = 'on')"
    for name, scope in wall.scopes.items():
        table = _quoted(name)
        shown = _without_looking(wall, name, scope).sql(terms, table)
        condition = f"{terms.has_purpose(SERVICE)} OR {by_owner} OR ({shown})"
        yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
        yield f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"
        yield f"CREATE POLICY {POLICY} ON {table} USING ({condition}) WITH CHECK ({condition})"


def _without_looking(wall: Wall, name: str, scope: Scope) -> Scope:
    """The scope of a table in whose policy no other table is looked at: that is asked of the table's own reach."""
    near = tuple(way for way in scope.ways if not isinstance(way, Has))
    if len(near) == len(scope.ways) or name not in wall.reaches:
        return scope
    return replace(scope, ways=(*near, Through(name, "id")))


def _grants(role: str) -> Iterator[str]:
    name = _quoted(role)
    yield f"GRANT USAGE ON SCHEMA public TO {name}"
    yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name}"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {name}"
    yield from log.rights(name)


def tell(driver: Any, standing: Standing | None) -> None:
    """Say to the driver's connection who stands behind this transaction; it ends with the transaction."""
    said = {
        "wall.purpose": standing.purpose if standing else "",
        "wall.account": _text(standing.account if standing else None),
        "wall.agency": _text(standing.agency if standing else None),
        "wall.panels": ",".join(standing.panels) if standing else "",
        "wall.duties": ",".join(standing.duties) if standing else "",
        "wall.request": _text(standing.request if standing else None),
        "wall.covered_panels": ",".join(panel for panel, _ in standing.covered) if standing else "",
        "wall.covered": ",".join(str(account) for _, account in standing.covered) if standing else "",
        "wall.excluded": "",
    }
    if not all(_PLAIN.fullmatch(value) for value in said.values()):
        raise ValueError("A word of the standing holds what none of its words holds.")
    sentence = "SELECT " + ", ".join(f"set_config('{name}', '{value}', true)" for name, value in said.items())
    if standing and standing.purpose == PERSON and standing.account:
        sentence += f"; SELECT set_config('wall.excluded', coalesce(({_EXCLUDED}), ''), true)"
    with driver.cursor() as cursor:
        cursor.execute(sentence)


def has_failed(driver: Any) -> bool:
    """Whether the driver's transaction can only be rolled back."""
    return bool(driver.info.transaction_status.name == "INERROR")


def _text(value: UUID | None) -> str:
    return str(value) if value else ""


def too_strong(connection: sa.Connection) -> str | None:
    """Why the role of this connection is one that the wall does not hold, or could be taken down by; ``None``: it is
    not."""
    weak = connection.exec_driver_sql("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user").one()
    if weak[0]:
        return "is a superuser"
    if weak[1]:
        return "has BYPASSRLS"
    owned = connection.exec_driver_sql(
        "SELECT count(*) FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = current_schema()::regnamespace "
        "AND pg_has_role(current_user, relowner, 'USAGE')"
    ).scalar_one()
    return "owns tables" if owned else None


def owners_beside(connection: sa.Connection) -> list[str]:
    """Whose the tables are that the role of this connection may not change."""
    found = connection.exec_driver_sql(
        "SELECT DISTINCT pg_get_userbyid(relowner) FROM pg_class WHERE relkind IN ('r', 'p') "
        "AND relnamespace = current_schema()::regnamespace AND NOT pg_has_role(current_user, relowner, 'USAGE')"
    )
    return sorted(found.scalars())


def unguarded(connection: sa.Connection, wall: Wall) -> list[str]:
    """The tables of the declaration that stand without forced row-level security or without the policy."""
    guarded = connection.exec_driver_sql(
        "SELECT c.relname FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid WHERE c.relrowsecurity "
        f"AND c.relforcerowsecurity AND p.polname = '{POLICY}' AND c.relnamespace = current_schema()::regnamespace"
    )
    return sorted(set(wall.scopes) - set(guarded.scalars()))

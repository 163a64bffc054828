"""The words in which it is declared who is shown which rows of a table. Pure; each database says them in its own SQL.

A scope is a list of ways to a row, of which one is enough, and the columns that name the row's case: whoever is
excluded from that case is shown nothing, by whatever way.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol


class Terms(Protocol):
    """What a database says of whoever stands behind the transaction, as conditions in SQL."""

    def in_panels(self, column: str) -> str:
        """The panel is one in which the person holds a role."""

    def is_account(self, column: str) -> str:
        """It is the person's account."""

    def is_covered(self, column: str) -> str:
        """It is the account of a colleague for whom the person covers."""

    def is_agency(self, column: str) -> str:
        """It is the person's agency."""

    def is_request(self, column: str) -> str:
        """It is the referral of the resident."""

    def has_duty(self, duty: str) -> str:
        """The person has this duty in the partnership."""

    def has_purpose(self, purpose: str) -> str:
        """The work is done for this purpose."""

    def not_excluded(self, column: str) -> str:
        """The person is not excluded from the case."""

    def nowhere_excluded(self) -> str:
        """The person is excluded from no case at all."""

    def reached(self, reach: str, column: str) -> str:
        """The row of another table is this person's to see."""

    def table(self, name: str) -> str:
        """The table itself, with no scope."""


class Way(Protocol):
    """One way to a row of ``table``."""

    def sql(self, terms: Terms, table: str) -> str:
        """The condition."""


@dataclass(frozen=True)
class OfPanel:
    """The person holds a role in the row's panel."""

    column: str = "panel"

    def sql(self, terms: Terms, table: str) -> str:
        """The condition."""
        return terms.in_panels(f"{table}.{self.column}")


@dataclass(frozen=True)
class OfAccount:
    """The row names the person."""

    column: str

    def sql(self, terms: Terms, table: str) -> str:
        """The condition."""
        return terms.is_account(f"{table}.{self.column}")


@dataclass(frozen=True)
class OfCovered:
    """The row names a colleague for whom the person covers."""

    column: str

    def sql(self, terms: Terms, table: str) -> str:
        """The condition."""
        return terms.is_covered(f"{table}.{self.column}")


@dataclass(frozen=True)
class OfAgency:
    """The row names the person's agency."""

    column: str = "agency_id"

    def sql(self, terms: Terms, table: str) -> str:
        """The condition."""
        return terms.is_agency(f"{table}.{self.column}")


@dataclass(frozen=True)
class OfRequest:
    """The row belongs to the resident's own request."""

    column: str

    def sql(self, terms: Terms, table: str) -> str:
        """The condition."""
        return terms.is_request(f"{table}.{self.column}")


@dataclass(frozen=True)
class Duty:
    """The person has a duty in the partnership to which these rows are shown."""

    name: str

    def sql(self, terms: Terms, table: str) -> str:
        """The condition."""
        return terms.has_duty(self.name)


@dataclass(frozen=True)
class Purpose:
    """The rows are shown to work of this purpose."""

    name: str

    def sql(self, terms: Terms, table: str) -> str:
        """The condition."""
        return terms.has_purpose(self.name)


@dataclass(frozen=True)
class Through:
    """The row named by ``column`` is the person's to see, by the reach of this name."""

    reach: str
    column: str

    def sql(self, terms: Terms, table: str) -> str:
        """The condition."""
        return terms.reached(self.reach, f"{table}.{self.column}")


@dataclass(frozen=True)
class NotExcluded:
    """The person is not excluded from the case that ``column`` names."""

    column: str

    def sql(self, terms: Terms, table: str) -> str:
        """The condition."""
        return terms.not_excluded(f"{table}.{self.column}")


@dataclass(frozen=True)
class Kept:
    """Of somebody who is excluded from any case: the row is reached by the reach of this name."""

    reach: str
    column: str = "id"

    def sql(self, terms: Terms, table: str) -> str:
        """The condition."""
        return f"({terms.nowhere_excluded()} OR {terms.reached(self.reach, f'{table}.{self.column}')})"


@dataclass(frozen=True)
class Stands:
    """A condition on the row's own plain columns, such as ``ended_at IS NULL``."""

    condition: str

    def sql(self, terms: Terms, table: str) -> str:
        """The condition."""
        return f"{table}.{self.condition}"


@dataclass(frozen=True)
class Both:
    """Two conditions that must hold together."""

    one: Way
    other: Way

    def sql(self, terms: Terms, table: str) -> str:
        """The condition."""
        return f"({self.one.sql(terms, table)} AND {self.other.sql(terms, table)})"


@dataclass(frozen=True)
class Has:
    """There is a row of ``table`` whose ``column`` is this row's ``of``, and all of ``where`` hold of it; or there is
    ``none`` such."""

    table: str
    column: str
    where: tuple[Way, ...] = ()
    of: str = "id"
    none: bool = False

    def sql(self, terms: Terms, table: str) -> str:
        """The condition."""
        name = f"{self.table}_of_{table.strip(chr(34))}"
        held = [f"{name}.{self.column} = {table}.{self.of}", *(way.sql(terms, name) for way in self.where)]
        found = f"EXISTS (SELECT 1 FROM {terms.table(self.table)} AS {name} WHERE {' AND '.join(held)})"
        return f"NOT {found}" if self.none else found


@dataclass(frozen=True)
class Scope:
    """Who is shown a row: one of ``ways``, all of ``and_all``, and nobody who is excluded from the case that one of
    ``cases`` names."""

    ways: tuple[Way, ...]
    cases: tuple[str, ...] = ()
    and_all: tuple[Way, ...] = ()

    def sql(self, terms: Terms, table: str) -> str:
        """The condition for a person or a resident."""
        either = " OR ".join(way.sql(terms, table) for way in self.ways)
        kept = [way.sql(terms, table) for way in (*map(NotExcluded, self.cases), *self.and_all)]
        return " AND ".join([*kept, f"({either})"])


@dataclass(frozen=True)
class Reach:
    """A row of ``table`` by its id, to which ``scope`` says who gets."""

    table: str
    scope: Scope


@dataclass(frozen=True)
class Wall:
    """All of it: the scope of every table with content, the reaches they name, and why the other tables have none.

    ``erasures``: what stands in the columns of a part of the access log's entries that was erased (``wall/log.py``).
    """

    scopes: Mapping[str, Scope]
    reaches: Mapping[str, Reach]
    without: Mapping[str, str]
    erasures: Mapping[str, Mapping[str, object]] = field(default_factory=dict)


def of_case(*ways: Way, column: str = "case_id") -> Scope:
    """A row that hangs on a case: for whoever is shown the whole case, or by one of ``ways``."""
    return Scope((Through("whole_case", column), *ways), (column,))


def through(reach: str, column: str, *ways: Way) -> Scope:
    """A row that hangs on another one, or is reached by one of ``ways``."""
    return Scope((Through(reach, column), *ways))

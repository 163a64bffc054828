"""What an auditor may ask about: a record by its reference, or a member of staff. No record is opened for it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import current_app

from auth.accounts.finding import accounts_called
from auth.models import Account
from auth.panel_facts import is_hidden
from extensions import db

# Filled where the application is put together: reference to (kind of record, id), or None.
RESTRICTED = "Restricted panel"
RESOLVERS = "casework-resolvers"
# The other way, by kind of record: ids to references.
NAMERS = "casework-namers"
# By kind of file: ids to how many people stand in it.
PEOPLE_IN = "casework-people-in"
Found = tuple[str, UUID]
Resolver = Callable[[str], "Found | Sequence[Found] | None"]
Namer = Callable[[Collection[UUID]], Mapping[UUID, str]]


@dataclass(frozen=True)
class Subject:
    """Who or what is asked about: the records of one reference, or one member of staff."""

    title: str
    objects: tuple[Found, ...]
    account: Account | None = None

    @property
    def first(self) -> Found:
        """Under which kind and id the question itself is written down."""
        return self.objects[0]


def by_reference(text: str) -> Subject | None:
    """The records with this reference, whatever its case."""
    reference = text.strip().upper()[:40]
    resolvers: Sequence[Resolver] = current_app.extensions.get(RESOLVERS, ())
    for resolve in resolvers:
        found = resolve(reference)
        if found:
            return Subject(reference, (found,) if _is_one(found) else tuple(found))  # type: ignore[arg-type]
    return None


def references_of(records: Collection[Found]) -> dict[Found, str]:
    """The references of records, where their kind has any and the record still stands."""
    namers: Mapping[str, Namer] = current_app.extensions.get(NAMERS, {})
    found: dict[Found, str] = {}
    for kind in {kind for kind, _ in records} & namers.keys():
        named = namers[kind]([object_id for of_kind, object_id in records if of_kind == kind])
        found.update({(kind, object_id): reference for object_id, reference in named.items()})
    return found


def people_in(files: Collection[Found]) -> dict[Found, int]:
    """How many people stand in files, prints and packs, where their kind tells."""
    counters: Mapping[str, Callable[[Collection[UUID]], Mapping[UUID, int]]]
    counters = current_app.extensions.get(PEOPLE_IN, {})
    found: dict[Found, int] = {}
    for kind in {kind for kind, _ in files} & counters.keys():
        counted = counters[kind]([object_id for of_kind, object_id in files if of_kind == kind])
        found.update({(kind, object_id): number for object_id, number in counted.items()})
    return found


def by_account(account_id: UUID) -> Subject | None:
    """One member of staff."""
    account = db.session.get(Account, account_id)
    return Subject(account.name, (("account", account.id),), account) if account else None


def staff_called(text: str) -> list[Account]:
    """Members of staff by name or e-mail address."""
    return accounts_called(text)


def panel_titles() -> dict[str, str]:
    """The panels as the auditor reads them, key to title. One that hides that it has a case is not named."""
    found: dict[str, str] = current_app.extensions.get("casework-panels", {})
    return {key: RESTRICTED if is_hidden(key) else title for key, title in found.items()}


def _is_one(found: Found | Sequence[Found]) -> bool:
    return len(found) == 2 and isinstance(found[0], str)

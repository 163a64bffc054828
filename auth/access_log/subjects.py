"""What an auditor may ask about: a record by its reference, or a member of staff. No record is opened for it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import current_app

from auth.access_log.holds import CASE, RELATED, Related
from auth.accounts.finding import accounts_called
from auth.models import Account
from auth.panel_facts import is_hidden
from extensions import db
from wall.standing import SERVICE, Standing, standing_as

REFERRAL = "referral"
# Filled where the application is put together: reference to (kind of record, id), or None.
RESTRICTED = "Restricted panel"
RESOLVERS = "casework-resolvers"
# What else is looked at by whoever looks at some records: their papers, people, addresses.
BELONGING = "casework-log-belonging"
# Of that, what is a part of one case and of nothing else.
PAPERS = "casework-log-papers"
# The other way, by kind of record: ids to references.
NAMERS = "casework-namers"
# By kind of file: how many people stand in what was taken away, by entry.
PEOPLE_IN = "casework-people-in"
Found = tuple[str, UUID]
Resolver = Callable[[str], "Found | Sequence[Found] | None"]
Counter = Callable[[Collection["Taken"]], Mapping[int, int]]
Namer = Callable[[Collection[UUID]], Mapping[UUID, str]]


@dataclass(frozen=True)
class Subject:
    """Who or what is asked about: the records of one reference and what belongs to them, or one member of staff.

    ``by_others``: of a member of staff, what others did to their account or in their place, and nothing of what they
    did.
    """

    title: str
    objects: tuple[Found, ...]
    account: Account | None = None
    by_others: bool = False

    @property
    def question(self) -> str:
        """What is asked, in a few words."""
        if self.account is None:
            return f"Who looked at {self.title}"
        return f"What others did to the account of {self.title}" if self.by_others else f"What {self.title} did"

    @property
    def first(self) -> Found:
        """Under which kind and id the question itself is written down."""
        return self.objects[0]


def by_reference(text: str) -> Subject | None:
    """The records with this reference, whatever its case, and what belongs to them."""
    reference = text.strip().upper()[:40]
    resolvers: Sequence[Resolver] = current_app.extensions.get(RESOLVERS, ())
    for resolve in resolvers:
        found = resolve(reference)
        if found:
            named: tuple[Found, ...] = (found,) if _is_one(found) else tuple(found)  # type: ignore[assignment,arg-type]
            return Subject(reference, (*dict.fromkeys((*named, *_belonging(named))),))
    return None


def _belonging(records: Collection[Found]) -> Sequence[Found]:
    """The service finds it: an auditor is shown no row of a case. Ids alone, and no key is opened."""
    find: Callable[[Collection[Found]], Sequence[Found]] | None = current_app.extensions.get(BELONGING)
    with standing_as(Standing(SERVICE)):
        return find(records) if find else ()


def papers_of(record: Found) -> Sequence[Found]:
    """The parts of one case: whoever opened one of them opened a part of the case."""
    find: Callable[[Collection[Found]], Sequence[Found]] | None = current_app.extensions.get(PAPERS)
    with standing_as(Standing(SERVICE)):
        return find([record]) if find else ()


def kinds_with_references() -> Collection[str]:
    """The kinds of records that have references of their own."""
    namers: Mapping[str, Namer] = current_app.extensions.get(NAMERS, {})
    return sorted(namers)


def owners_of(records: Collection[Found]) -> dict[Found, str]:
    """Of records without a reference of their own, a paper of a case say: the reference of what they belong to, where
    that is one case, or one referral without a case."""
    related: Related | None = current_app.extensions.get(RELATED)
    if related is None or not records:
        return {}
    with standing_as(Standing(SERVICE)):
        belong = related(records)
    called = references_of({owner for owners in belong.values() for owner in owners})
    found: dict[Found, str] = {}
    for record, owners in belong.items():
        for kind in (CASE, REFERRAL):
            names = {called[owner] for owner in owners if owner[0] == kind and owner in called}
            if names:
                found |= {record: names.pop()} if len(names) == 1 else {}
                break
    return found


def references_of(records: Collection[Found]) -> dict[Found, str]:
    """The references of records, where their kind has any and the record still stands."""
    namers: Mapping[str, Namer] = current_app.extensions.get(NAMERS, {})
    found: dict[Found, str] = {}
    for kind in {kind for kind, _ in records} & namers.keys():
        named = namers[kind]([object_id for of_kind, object_id in records if of_kind == kind])
        found.update({(kind, object_id): reference for object_id, reference in named.items()})
    return found


@dataclass(frozen=True)
class Taken:
    """A file, print or pack that was taken away: by which entry, what, and in which request."""

    entry: int
    kind: str
    object_id: UUID
    request_id: str


def people_in(files: Collection[Taken]) -> dict[int, int]:
    """By entry how many people stand in what was taken away, where its kind tells. The service counts: an auditor is
    shown no row of a paper."""
    counters: Mapping[str, Counter] = current_app.extensions.get(PEOPLE_IN, {})
    found: dict[int, int] = {}
    with standing_as(Standing(SERVICE)):
        for kind in {file.kind for file in files} & counters.keys():
            found |= counters[kind]([file for file in files if file.kind == kind])
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

"""Nothing sealed is read for anybody without its entry (security.md 4.3): the values that each request opens, over
every route and several kinds of person, held against the entries that the request left in the log.

They are counted where a value is opened (:mod:`auth.encryption.sealed`). Which entry stands for a key is taken where a
door writes the one and opens the other; what the entries say is read from the database when the request is over.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask, g, has_request_context, request

from auth import doors
from auth.access_log import service
from auth.access_log.models import AccessedObject, AccessEntry
from auth.access_log.service import Looked
from auth.access_log.words import EVENTS
from auth.encryption import keyring
from auth.encryption.sealed import Sealed, SealedRow
from extensions import db, unit_of_work
from panels.access_model.tiers import COLUMNS, OWN, span
from tests.cases.made import case_on_record
from tests.tables import past_the_wall
from tests.whole.test_matrix import ENDS_IT, ask, routes
from tests.whole.world import World

NOT_ASKED = {"/sign-out", "/stay-signed-in", "/sign-in", *ENDS_IT}


Look = tuple[str, str, frozenset[UUID]]
"""What an entry tells of depth, kind and records: the same when it is written again for a form that is sent back."""


@dataclass
class Count:
    """What one request opened: columns by the key that they were opened with; the looks in whose name each key was
    opened; the keys that it made itself, for rows that it wrote."""

    rule: str
    method: str
    request_id: str
    read: dict[UUID, set[str]] = field(default_factory=lambda: defaultdict(set))
    looks: dict[UUID, set[Look]] = field(default_factory=lambda: defaultdict(set))
    new: set[Look] = field(default_factory=set)
    made: set[UUID] = field(default_factory=set)

    def content(self) -> Iterator[tuple[UUID, set[str]]]:
        """Key by key the columns of records that were read; what belongs to one account alone is none."""
        for key, columns in self.read.items():
            found = {one for one in columns if COLUMNS[one] != OWN}
            if found and key not in self.made:
                yield key, found


class Counting:
    """Stands where values are opened, entries are written and keys are opened and made."""

    def __init__(self) -> None:
        self.counts: list[Count] = []
        self.get, self.write, self.unlock = Sealed.__get__, service.write_entry, keyring.unlock
        self.wrap = keyring.wrapped_data_key

    def mine(self) -> Count:
        """The count of this request; outside of one, of nobody."""
        if not has_request_context():
            return Count("", "", "")
        if "count" not in g:
            g.count = Count(str(request.url_rule), request.method, g.get("request_id", ""))
            self.counts.append(g.count)
        found: Count = g.count
        return found

    def value(self, sealed: Sealed[Any], row: SealedRow | None, owner: type) -> Any:
        found = self.get(sealed, row, owner)  # type: ignore[call-overload]
        if row is not None and found is not None:
            self.mine().read[row.data_key_id].add(f"{row.__tablename__}.{sealed.column}")  # type: ignore[attr-defined]
        return found

    def written(self, *, actor: Any, looked: Looked) -> int:
        self.mine().new.add((looked.tiers, looked.object_type, frozenset(looked.object_ids)))
        return self.write(actor=actor, looked=looked)

    def unlocked(self, keys: Iterable[UUID]) -> None:
        wanted, count = [*keys], self.mine()
        self.unlock(wanted)
        for key in wanted:
            count.looks[key] |= count.new
        count.new = set()

    def wrapped(self, panel_key: Any, key: bytes, key_id: UUID) -> bytes:
        self.mine().made.add(key_id)
        return self.wrap(panel_key, key, key_id)


@contextmanager
def counting() -> Iterator[list[Count]]:
    """The counts of the requests inside, in order."""
    here = Counting()

    def get(sealed: Sealed[Any], row: SealedRow | None, owner: type) -> Any:
        return here.value(sealed, row, owner)

    with (
        patch.object(Sealed, "__get__", get),
        patch.object(doors, "write_entry", here.written),
        patch.object(doors, "unlock", here.unlocked),
        patch.object(keyring, "wrapped_data_key", here.wrapped),
    ):
        yield here.counts


Told = dict[str, list[tuple[Look, str]]]


def told(app: Flask) -> Told:
    """By request: the look and the event of every entry that was stored."""
    with app.app_context(), unit_of_work():
        about = defaultdict[int, set[UUID]](set)
        rows = sa.select(AccessedObject).where(AccessedObject.object_type != service.SEARCHED_WORD)
        for row in db.session.scalars(rows):
            about[row.entry_number].add(row.object_id)
        found: Told = defaultdict(list)
        for entry in db.session.scalars(sa.select(AccessEntry).where(AccessEntry.outcome == service.ALLOWED)):
            look = entry.tiers, entry.object_type, frozenset(about[entry.number])
            found[entry.request_id].append((look, entry.event))
        return found


def gaps(counts: list[Count], stored: Told) -> list[str]:
    """What was read in whose name no entry is stored, or several are, or one that says that it was less."""
    found = set()
    for count in counts:
        here = f"{count.method} {count.rule}"
        for key, columns in count.content():
            events = [(event, look[0]) for look, event in stored[count.request_id] if look in count.looks[key]]
            names = ", ".join(" ".join(one).strip() for one in events) or "no entry"
            if not events or (len(events) > 1 and here not in SEVERAL):
                found.add(f"{here}: {', '.join(sorted(columns))}: {names}")
            said = frozenset[str]().union(*(span(tiers) for _, tiers in events))
            deeper = {one for one in columns if said and not span(COLUMNS[one]) & said}
            found |= {f"{here}: {column}: {names}" for column in deeper}
    return sorted(found)


_AGENDA = "/meetings/<uuid:meeting_id>/agenda"
_TWICE = "what is done is judged behind a door of its own, and the page that is shown again passes its own"
SEVERAL = {
    f"POST {_AGENDA}/fit": _TWICE,
    f"POST {_AGENDA}/items/<uuid:item_id>": _TWICE,
    f"POST {_AGENDA}/items/<uuid:item_id>/<any(up, down, place):way>": _TWICE,
    f"POST {_AGENDA}/items/<uuid:item_id>/minutes": _TWICE,
    f"POST {_AGENDA}/items/<uuid:item_id>/removal": _TWICE,
    "POST /meetings/<uuid:meeting_id>/actions/<uuid:action_id>": _TWICE,
}
"""Where a record has two entries of one request, and why."""


@pytest.mark.long
def test_a_value_would_be_read_that_no_entry_tells_of(app: Flask, world: World, browser_for: Any) -> None:
    clients = {name: browser_for(name) for name in ("alder", "larch", "elm", "yew")}
    with counting() as counts:
        for method, rule in sorted(routes(app)):
            for client in clients.values() if rule not in NOT_ASKED else ():
                ask(client, method, world.path(rule))
    found = gaps(counts, told(app))
    read = sum(1 for count in counts if any(True for _ in count.content()))
    print(
        f"{len(counts)} requests that asked a door or opened something, {read} of them read content, {len(found)} gaps"
    )
    assert not found, "\n".join(found)
    assert read > 100
    assert deeds_of_pages(counts, told(app)) == set()


LOOKS = (
    "Downloaded", "Looked", "Made a dossier", "Opened", "Opening", "Printed", "Read", "Saved", "Saw", "Showed",
    "Took a copy", "Watched", "Worked on their own",
)  # fmt: skip
"""How what was done begins where nothing was done but to look, or to take away what was seen."""


def deeds_of_pages(counts: list[Count], stored: Told) -> set[tuple[str, str]]:
    """Pages of which an entry says more than that somebody looked at them."""
    pages = ((count.rule, event) for count in counts if count.method == "GET" for _, event in stored[count.request_id])
    return {(rule, event) for rule, event in pages if not EVENTS[event].startswith(LOOKS)}


def test_the_count_would_pass_over_a_page_that_lost_its_entry(app: Flask, browser_for: Any) -> None:
    """One page's entry is left out, and another's says that it was about another record."""
    made, cora = case_on_record(app), browser_for("cora")
    real = service.write_entry

    def lost(*, actor: Any, looked: Looked) -> int:
        return 0 if looked.event == "case.open" else real(actor=actor, looked=looked)

    with patch.object(service, "write_entry", lost), counting() as counts:
        cora.get(f"/cases/{made.reference}")
        cora.get("/cases")
    assert {one.partition(":")[0] for one in gaps(counts, told(app))} == {"GET /cases/<reference>"}
    with counting() as counts:
        cora.get(f"/cases/{made.reference}")
    assert gaps(counts, told(app)) == []
    assert any(True for _ in counts[0].content())
    with app.app_context(), past_the_wall().begin() as connection:
        connection.execute(sa.update(AccessEntry).where(AccessEntry.event == "case.open").values(tiers="F0"))
    assert any("no entry" in one for one in gaps(counts, told(app)))

"""What an inquiry must know of cases, which stand above this floor: handed in where the application is made."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import current_app

from auth.access_log.subjects import Found
from auth.inquiry.given import LetIn
from auth.roles import Actor

EXTENSION = "casework-inquiry-facts"
Spells = sa.Select[UUID, UUID, Any, datetime | None]


@dataclass(frozen=True, slots=True)
class Name:
    """Who a record is about: the keys that a door has to open, and how it is then read.

    ``whose``: where only what these keys open tells whose name it is; ``None`` from it: the name may not be shown.
    ``shut_out``: what shuts an auditor out of the record, or keeps them apart from it.
    """

    keys: tuple[UUID, ...]
    read: Callable[[], str] = str
    whose: "Callable[[], Name | None] | None" = None
    shut_out: Callable[[Actor], frozenset[str]] = lambda _actor: frozenset()


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """``closed``: case, and since when. The next three: who, which record, from when, and until when (empty: still).

    ``linked``: kept apart by what the person told of themselves; ``shut``: a conflict of interest was declared, of an
    account or of a whole agency, until it was lifted; ``left``: their way into the case had ended, until they were let
    in again. ``namesakes``: account and case with somebody in it of the same surname, and how many people of that panel
    bear it. ``neighbours``: account and case with somebody in it who lives at the postcode that the account's holder
    told of themselves, and how many of that panel do. ``name_of``: who or what a record is about; ``None`` where it has
    no name, or it may not be shown. ``named``: those of some records whose name can be asked for; what only a sealed
    column tells (that a name is withheld in another case) is found once it is. ``let_in``: who was let into one case;
    ``panels_of``: the panels of some cases.
    """

    closed: Callable[[], "sa.Select[UUID, datetime | None]"]
    linked: Callable[[], Spells]
    shut: Callable[[], Spells]
    left: Callable[[], Spells]
    namesakes: Callable[[Mapping[UUID, str]], dict[tuple[UUID, UUID], int]]
    neighbours: Callable[[], dict[tuple[UUID, UUID], int]]
    days_off: Callable[[date, date], Collection[date]]
    name_of: Callable[[str, UUID], Name | None]
    named: Callable[[Collection[Found]], Collection[Found]] = lambda _records: ()
    let_in: Callable[[Collection[UUID] | None], Sequence[LetIn]] = lambda _cases: ()
    panels_of: Callable[[Collection[UUID]], Collection[str]] = lambda _cases: ()


def case_facts() -> CaseFacts | None:
    """What was handed in; ``None`` where this floor stands alone."""
    found: Any = current_app.extensions.get(EXTENSION)
    return found if isinstance(found, CaseFacts) else None

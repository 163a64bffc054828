"""One entry with all that was stored with it. Nothing of it is worked out anew but words for kinds of things."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from auth.access_log import reading
from auth.access_log.models import AccessedObject, AccessEntry
from auth.access_log.reading import Line
from auth.access_log.service import SEARCHED_WORD
from auth.access_log.subjects import references_of
from auth.inquiry.access import HIGHEST
from auth.inquiry.facts import case_facts
from auth.models import UserSession
from auth.panel_facts import is_hidden
from auth.roles import ROLE_TITLES
from extensions import db

MOST_RECORDS = 200


@dataclass(frozen=True)
class Event:
    """``place``: eight digits that are the same whenever it was the same network; ``references``: what it was about,
    and whether there is a name to ask for."""

    line: Line
    role: str
    device: str
    place: str
    references: tuple[tuple[str, bool], ...]
    unnamed: int
    next_number: int | None


def event_of(number: int) -> Event | None:
    """One entry by its number; ``None`` when there is none."""
    if not 0 < number < HIGHEST:
        return None
    line = next(iter(reading.lines_where(AccessEntry.number == number)), None)
    if line is None:
        return None
    entry = line.entry
    named, unnamed = _records(entry)
    held = {role.value: title for role, title in ROLE_TITLES.items()}
    return Event(
        line=line,
        role=held.get(entry.role or "", "No role: by what connected them with the record"),
        device=_device(entry.session_id),
        place=entry.network_hash.hex()[:8] if entry.network_hash else "",
        references=named,
        unnamed=unnamed,
        next_number=_next(entry),
    )


def _records(entry: AccessEntry) -> tuple[tuple[tuple[str, bool], ...], int]:
    wanted = sa.select(AccessedObject.object_type, AccessedObject.object_id)
    about = AccessedObject.entry_number == entry.number, AccessedObject.object_type != SEARCHED_WORD
    rows = db.session.execute(wanted.where(*about).limit(MOST_RECORDS))
    records = {(kind, object_id) for kind, object_id in rows}
    if is_hidden(entry.panel):
        return (), len(records)
    called, facts = references_of(records), case_facts()
    named = set(facts.named(records)) if facts else set()
    found = sorted((reference, record in named) for record, reference in called.items())
    return tuple(found), len(records) - len(called)


def _device(session_id: UUID | None) -> str:
    session = db.session.get(UserSession, session_id) if session_id else None
    return session.device if session else ""


def _next(entry: AccessEntry) -> int | None:
    """The next entry of the same person."""
    same = sa.select(sa.func.min(AccessEntry.number)).where(AccessEntry.number > entry.number)
    return db.session.scalar(same.where(AccessEntry.actor_id == entry.actor_id))

"""Samples: which entries of a period an auditor looks at, drawn so that another auditor draws the same.

Method, as it stands on the page: each entry of the period gets the SHA-256 of "seed|number"; the entries with the
smallest are taken. With the seed and the last entry anybody can draw again; nobody can know the sample before the seed.
What the drawing itself writes comes after the last entry, so that a period that goes on gives the same entries again.
"""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

import sqlalchemy as sa

from auth.access_log import reading
from auth.access_log.models import AccessEntry
from auth.access_log.periods import Period
from auth.access_log.reading import Line
from auth.inquiry.access import DECIDE, HIGHEST, door_to_log
from auth.inquiry.models import AuditSample, SampledEntry
from auth.inquiry.person_days import within
from auth.refusals import Refused
from auth.roles import Actor
from extensions import db, now

METHOD = "SHA-256 of seed|number, the smallest first"


@dataclass(frozen=True)
class Progress:
    """A sample and how much of it was looked at."""

    sample: AuditSample
    looked: int


def chosen(numbers: Iterable[int], seed: str, size: int) -> list[int]:
    """The sample: ``size`` of ``numbers``. Pure."""
    return sorted(numbers, key=lambda number: hashlib.sha256(f"{seed}|{number}".encode()).digest())[:size]


def draw(*, actor: Actor, first: date, last: date, size: int, seed: str = "", up_to: int | None = None) -> AuditSample:
    """Draw a sample and keep it. An empty seed is made up. ``up_to``: the last entry of an earlier sample, to draw it
    again; if not said, the last one before this request.

    :raises NotAllowed: for everybody but the auditor. :raises Refused: the period has no entry.
    """
    door_to_log(actor, event="audit.sample", permission=DECIDE)
    before = AccessEntry.request_id != actor.request_id
    latest = db.session.scalar(sa.select(sa.func.max(AccessEntry.number)).where(before)) or 0
    period = Period(first, last, latest if up_to is None else min(up_to, latest))
    numbers = list(db.session.scalars(sa.select(AccessEntry.number).where(within(period), before)))
    if not numbers:
        raise Refused("The log has no entry on these days", "last")
    seed = seed.strip() or secrets.token_hex(8)
    sample = AuditSample(
        id=uuid4(), first_on=first, last_on=last, size=min(size, len(numbers)), seed=seed,
        population=len(numbers), up_to=max(numbers), drawn_by_id=actor.account_id,
    )  # fmt: skip
    db.session.add(sample)
    db.session.flush()
    picked = chosen(numbers, seed, size)
    db.session.add_all(
        SampledEntry(sample_id=sample.id, entry_number=number, place=place) for place, number in enumerate(picked, 1)
    )
    db.session.flush()
    return sample


def mark(*, actor: Actor, sample_id: UUID, number: int) -> None:
    """Note that one entry of a sample was looked at. Twice is once.

    :raises NotAllowed: for everybody but the auditor. :raises Refused: it is not in the sample.
    """
    door_to_log(actor, event="audit.sample", permission=DECIDE)
    row = db.session.get(SampledEntry, (sample_id, number)) if number < HIGHEST else None
    if row is None:
        raise Refused("This entry is not in the sample")
    if row.looked_at is None:
        row.looked_at, row.looked_by_id = now(), actor.account_id
    db.session.flush()


def all_samples() -> list[Progress]:
    """Every sample, the newest first, with how much of it was looked at."""
    looked = sa.func.count(SampledEntry.looked_at)
    wanted = sa.select(AuditSample, looked).join(SampledEntry, SampledEntry.sample_id == AuditSample.id)
    rows = db.session.execute(wanted.group_by(AuditSample.id).order_by(AuditSample.drawn_at.desc()))
    return [Progress(sample, count) for sample, count in rows]


def sample_of(sample_id: UUID) -> AuditSample | None:
    """One sample by its id."""
    return db.session.get(AuditSample, sample_id)


def unfinished() -> list[Progress]:
    """Samples of which something is still to be looked at."""
    return [one for one in all_samples() if one.looked < one.sample.size]


def entries_of(sample: AuditSample) -> list[tuple[Line, SampledEntry]]:
    """The entries of a sample in the order in which they were drawn."""
    rows = db.session.scalars(sa.select(SampledEntry).where(SampledEntry.sample_id == sample.id))
    by_number = {row.entry_number: row for row in rows}
    lines = reading.lines_where(AccessEntry.number.in_(by_number), most=max(len(by_number), 1))
    return sorted(((line, by_number[line.entry.number]) for line in lines), key=lambda pair: pair[1].place)

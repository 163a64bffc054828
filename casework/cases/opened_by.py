"""Who has opened a case, for those who may know who can. Asked of the access log; nothing of the case is opened."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from auth.access_log.classes import opens_part
from auth.access_log.models import AccessedObject, AccessEntry
from auth.access_log.reading import touching
from auth.access_log.subjects import papers_of
from auth.access_log.words import ERASED
from auth.models import Account, Agency
from casework.cases.models import Case
from extensions import db, now

LOOKED_BACK = timedelta(days=365)
_NUMBER = sa.cast(AccessEntry.number, sa.String)
_TIME = sa.case((AccessEntry.request_id.in_(("", ERASED)), _NUMBER), else_=AccessEntry.request_id)
"""One page that opened the case and papers of it is one time."""


@dataclass(frozen=True, slots=True)
class OpenedBy:
    """One person: how often they opened the case or a part of it in the last twelve months, and when last."""

    name: str
    agency: str
    times: int
    last_at: datetime


def opened_by(case: Case) -> list[OpenedBy]:
    """Everybody who opened the case in the last twelve months, the latest first. Each is of the agency of then."""
    last = sa.func.max(AccessEntry.at, type_=AccessEntry.at.type)
    wanted = (
        sa.select(Account.name, Agency.name, sa.func.count(sa.distinct(_TIME)), last)
        .select_from(AccessedObject)
        .join(AccessEntry, AccessEntry.number == AccessedObject.entry_number)
        .join(Account, Account.id == AccessEntry.actor_id)
        .join(Agency, Agency.id == AccessEntry.agency_id)
        .where(touching([("case", case.id), *papers_of(("case", case.id))]))
        .where(opens_part, AccessEntry.at >= now() - LOOKED_BACK)
        .group_by(Account.id, Account.name, Agency.name)
        .order_by(last.desc(), Account.name)
    )
    return [OpenedBy(*row) for row in db.session.execute(wanted)]

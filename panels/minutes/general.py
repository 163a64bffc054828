"""The part of the minutes that is about no single case."""

from typing import Any

import sqlalchemy as sa

from auth.ledger.checkpoints import on_paper
from casework.cases.conflicts import CONNECTIONS
from casework.cases.models import Exclusion
from extensions import db
from panels.decisions.access import Place
from panels.meetings.models import Attendance, Meeting
from panels.meetings.presence import times_in_words
from panels.meetings.rules import APOLOGIES, PRESENT
from panels.meetings.service import missing_now
from wall.standing import as_service
from wording.dates import uk_datetime, uk_time


def general_facts(meeting: Meeting, order: tuple[Place, ...]) -> dict[str, Any]:
    """Who was there, confidentiality, quorum and declared conflicts. The meeting must be open to the reader."""
    lines = sorted(meeting.attendances, key=lambda line: (line.agency.name, line.account.name))
    return {
        "reference": meeting.reference,
        "began": uk_datetime(meeting.opened_at or meeting.starts_at),
        "ended": uk_time(meeting.closed_at),
        "place": meeting.place,
        "present": [_person(line) for line in lines if line.status == PRESENT],
        "apologies": [_person(line) for line in lines if line.status == APOLOGIES],
        "absent": [_person(line) for line in lines if line.status not in (PRESENT, APOLOGIES)],
        "confidentiality": bool(meeting.confidentiality_read_at),
        "not_accepted": sum(line.status == PRESENT and not line.accepted_confidentiality_at for line in lines),
        "quorum_missing": list(missing_now(meeting)),
        "without_quorum_reason": meeting.without_quorum_reason or "",
        "declarations": _declarations(meeting, order),
        "matters": meeting.matters or "",
        "cases": len(order),
        "log": on_paper(),
    }


def _person(line: Attendance) -> dict[str, str]:
    deputising = f", deputising for {line.deputises_for.name}" if line.deputises_for else ""
    times = times_in_words(line)
    return {
        "name": line.account.name,
        "agency": line.agency.name,
        "capacity": f"{line.capacity.replace('_', '-')}{deputising}{f', {times}' if times else ''}",
    }


@as_service()
def _declarations(meeting: Meeting, order: tuple[Place, ...]) -> list[dict[str, Any]]:
    """Conflicts of people on the attendance list, by the number of the case; what the case is stays unsaid.
    The service looks: whoever drafts may be shut out of one of the cases."""
    numbers = {place.item.case_id: place.number for place in order}
    names = {line.account_id: line.account.name for line in meeting.attendances}
    labels = {option.value: option.label for option in CONNECTIONS}
    wanted = sa.select(Exclusion).where(Exclusion.case_id.in_(list(numbers)), Exclusion.lifted_at.is_(None))
    return [
        {
            "number": numbers[found.case_id],
            "name": names[found.account_id],
            "connection": labels.get(found.connection, found.connection),
            "at": uk_datetime(found.declared_at),
        }
        for found in db.session.scalars(wanted.order_by(Exclusion.declared_at))
        if found.account_id in names
    ]

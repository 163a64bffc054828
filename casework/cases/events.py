"""The timeline: what happened to a case."""

from datetime import datetime

from auth.roles import Actor
from casework.cases.models import Case, CaseEvent
from extensions import db, now

# Words for entries that a job wrote: it holds no key, so it cannot write sealed ones.
UNSEALED_TITLES = {
    "review_due": "A review is due",
    "emergency": "Emergency access was begun. It is reviewed afterwards",
    "conflict": "A conflict of interest was declared",
    "resident_told": "Whoever asked for this has added something: it stands on the overview",
    "resident_stops": "Whoever asked for this wants to stop",
    "resident_not_safe": "Whoever asked for this says that it is not safe to contact them: nothing may be sent to them",
    "typed_before": "What somebody had typed before they were shut out was put aside for those who run the panel",
    "apart_cleared": "A chair cleared somebody who was kept apart from this case",
    "time_came": "A time limit ended, and the case moved on by itself",
}


def record_event(*, actor: Actor, case: Case, kind: str, title: str, text: str = "") -> CaseEvent:
    """Add an entry to the timeline of an open case. ``kind`` stays plain: it must not say anything about a person."""
    event = CaseEvent(
        data_key_id=case.data_key_id,
        case_id=case.id,
        at=touch(case),
        kind=kind,
        title=title,
        text=text,
        by_id=actor.account_id,
        agency_id=actor.agency_id,
    )
    db.session.add(event)
    db.session.flush()
    return event


def record_unsealed(*, case: Case, kind: str, actor: Actor | None = None) -> CaseEvent:
    """Add an entry whose words are fixed (:data:`UNSEALED_TITLES`), without the case's key."""
    if kind not in UNSEALED_TITLES:
        raise ValueError(f"{kind} has no fixed words.")
    event = CaseEvent(
        data_key_id=case.data_key_id,
        case_id=case.id,
        at=touch(case),
        kind=kind,
        by_id=actor.account_id if actor else None,
        agency_id=actor.agency_id if actor else None,
    )
    db.session.add(event)
    return event


def touch(case: Case) -> datetime:
    """Mark the case as changed now; returns the moment."""
    case.updated_at = now()
    return case.updated_at

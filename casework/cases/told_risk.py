"""Risk to staff as a referral told it, until the panel has made a warning of it."""

from collections.abc import Iterator

import sqlalchemy as sa

from casework.cases.models import Case, CaseEvent
from extensions import db

TOLD = "staff_safety"
"""The kind of timeline entry that keeps what a referral told of risk to staff."""
UNCHECKED = "Told in the referral, not checked yet."
ASK_FIRST = "Ask the panel’s coordinator before anybody visits."


def unchecked_risk(case: Case, *, withheld: bool = False) -> tuple[str, ...]:
    """What an opened case's referrals told of risk to staff, as long as nobody has recorded a warning about its people.

    A visitor must not come to harm because a warning waits for its review date. ``withheld``: to a reader from whom the
    names are withheld only that there is something, and whom to ask.
    """
    if any(party.person.markers for party in case.parties):
        return ()
    return tuple(f"{UNCHECKED} {ASK_FIRST if withheld else told}" for told in _told(case))


def _told(case: Case) -> Iterator[str]:
    wanted = sa.select(CaseEvent).where(CaseEvent.case_id == case.id, CaseEvent.kind == TOLD)
    yield from (event.text or "" for event in db.session.scalars(wanted.order_by(CaseEvent.at)))

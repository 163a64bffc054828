"""The cases somebody was let into by name, and the meetings they are a guest of. Plain columns; nothing is opened."""

from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa

from auth.doors import is_shut
from auth.policy_relationships import GUEST
from auth.roles import Actor
from casework.cases.grant_models import CaseGrant
from casework.cases.granted import listed_for
from casework.cases.models import Case
from casework.cases.shut_out import shut_out_of
from extensions import db, now
from panels.meetings.models import Meeting
from wording.dates import uk_date, uk_time

PROVE = "Confirm that it is you to see a case that is open to you"


@dataclass(frozen=True)
class LetIn:
    """One line. ``href`` is empty for a meeting that is not open yet."""

    text: str
    href: str


def let_into(actor: Actor) -> list[LetIn]:
    """What this person was let into, without cases that a conflict of interest keeps shut."""
    return [*_cases(actor), *_meetings(actor)]


def _cases(actor: Actor) -> Iterator[LetIn]:
    wanted = sa.select(Case.reference, Case.panel).where(
        Case.id.in_(listed_for(actor.account_id)), Case.id.not_in(shut_out_of(actor))
    )
    rows = list(db.session.execute(wanted.order_by(Case.opened_at)))
    yield from (LetIn(reference, f"/cases/{reference}") for reference, panel in rows if not is_shut(actor, panel))
    if any(is_shut(actor, panel) and panel not in actor.panels() for _, panel in rows):
        yield LetIn(PROVE, "/sign-in/again?next=/home")


def _meetings(actor: Actor) -> Iterator[LetIn]:
    wanted = (
        sa.select(CaseGrant, Meeting)
        .join(Meeting, Meeting.id == CaseGrant.meeting_id)
        .where(CaseGrant.account_id == actor.account_id, CaseGrant.kind == GUEST)
        .where(CaseGrant.ended_at.is_(None), CaseGrant.until_at > now(), CaseGrant.case_id.not_in(shut_out_of(actor)))
    )
    for grant, meeting in db.session.execute(wanted.order_by(Meeting.starts_at)):
        where = f", {meeting.place}" if meeting.place else ""
        words = f"You are asked to one case on {uk_date(meeting.starts_at)} from {uk_time(meeting.starts_at)}{where}"
        yield LetIn(words, f"/meetings/{meeting.id}/item" if grant.from_at is not None else "")

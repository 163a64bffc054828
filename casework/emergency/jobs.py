"""What time brings about: an hour is up; a review is late."""

import sqlalchemy as sa

from auth.access_log.service import ALLOWED, Looked, write_entry
from auth.current import actor_of
from casework.emergency import rules
from casework.emergency.alerts import remind
from casework.emergency.models import EmergencyAccess
from extensions import db, now, unit_of_work
from wording.dates import today


def note_what_is_over() -> str:
    """Put the end of every emergency access that is over on record. The case was shut without it, at the minute."""
    with unit_of_work():
        open_ones = db.session.scalars(sa.select(EmergencyAccess).where(EmergencyAccess.ended_at.is_(None)))
        over = [one for one in open_ones if not one.is_running(now())]
        for access in over:
            access.ended_at = access.grant.ended_at or access.grant.until_at
            _write_end(access)
    return f"Emergency access: {len(over)} ended."


def remind_of_reviews() -> str:
    """Remind, once a day, those who review of what is late."""
    with unit_of_work():
        late = sa.select(EmergencyAccess).where(
            EmergencyAccess.state.not_in(rules.FINAL), EmergencyAccess.due_at <= now()
        )
        due = [one for one in db.session.scalars(late) if one.reminded_on != today()]
        for access in due:
            access.reminded_on = today()
            remind(access)
    return f"Emergency access: {len(due)} late reviews reminded of."


def _write_end(access: EmergencyAccess) -> None:
    looked = Looked(
        event="emergency.end",
        outcome=ALLOWED,
        object_type="case",
        object_ids=(access.case_id,),
        panel=access.panel,
        rule="emergency-own",
        rule_version=1,
        explanation="somebody who runs the panel ended it" if access.grant.ended_at else "the 60 minutes were up",
    )
    write_entry(actor=actor_of(access.account), looked=looked)

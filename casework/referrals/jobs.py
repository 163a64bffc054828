"""What time brings about for referrals: drafts are erased, unanswered questions are chased and at last lapse."""

from datetime import timedelta

import sqlalchemy as sa

from casework.clocks.models import Clock
from casework.clocks.service import meet_clock
from casework.notifications.service import tell
from casework.panel_type.registry import panel_types
from casework.referrals.access import REFERRAL
from casework.referrals.drafts import erase
from casework.referrals.models import PUBLIC, Referral
from casework.referrals.stages import LAPSE, LAPSE_CLOCK, REMINDER_CLOCK, can_move, move_referral
from casework.referrals.telling import tell_author
from extensions import db, now, present_settings, unit_of_work


def erase_old_drafts() -> str:
    """Erase drafts that were not saved for as long as the installation keeps them, with their keys. Those of residents
    go with whatever else is kept of them (``casework.trigger.jobs``)."""
    with unit_of_work():
        before = now() - timedelta(days=present_settings().draft_days)
        wanted = sa.select(Referral).where(_is_draft(), Referral.saved_at < before, Referral.source != PUBLIC)
        old = list(db.session.scalars(wanted))
        for referral in old:
            erase(referral)
    return f"Drafts: {len(old)} erased."


def chase_answers() -> str:
    """Remind referrers who were asked for more, once; a referral that stays without an answer lapses."""
    with unit_of_work():
        reminded = [referral for referral in _due(REMINDER_CLOCK) if can_move(referral, LAPSE)]
        for referral in reminded:
            if referral.source != PUBLIC:
                tell(account_id=referral.author_id, template="more_information", path=f"/refer/{referral.id}")
            meet_clock(object_type=REFERRAL, object_id=referral.id, rule=REMINDER_CLOCK)
        lapsed = [referral for referral in _due(LAPSE_CLOCK) if can_move(referral, LAPSE)]
        for referral in lapsed:
            move_referral(actor=None, referral=referral, verb=LAPSE, at=now())
            tell_author(actor=None, referral=referral, verb=LAPSE)
        return f"Answers: {len(reminded)} reminded, {len(lapsed)} lapsed."


def _is_draft() -> sa.ColumnElement[bool]:
    first = [
        sa.and_(Referral.panel == panel.key, Referral.state == panel.lifecycle.initial) for panel in panel_types.every()
    ]
    return sa.and_(Referral.submitted_at.is_(None), sa.or_(*first))


def _due(rule: str) -> list[Referral]:
    clocks = sa.select(Clock.object_id).where(
        Clock.object_type == REFERRAL,
        Clock.rule == rule,
        Clock.due_at < now(),
        Clock.met_at.is_(None),
        Clock.stopped_at.is_(None),
    )
    running = [panel.key for panel in panel_types.all()]
    return list(db.session.scalars(sa.select(Referral).where(Referral.id.in_(clocks), Referral.panel.in_(running))))

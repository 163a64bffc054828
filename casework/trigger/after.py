"""What a resident does after sending: say that something has changed, stop all contact, stop the request."""

import sqlalchemy as sa

from casework.errors import Refused
from casework.panel_type.registry import panel_types
from casework.referrals.models import ResidentNote
from casework.referrals.resident_contact import is_stopped, stop_all_contact
from casework.referrals.resident_notes import MORE, MOST_CHARACTERS, NOT_SAFE, STOP, take_note
from casework.referrals.stages import WITHDRAW, can_move, move_referral
from casework.trigger import rules
from casework.trigger.access import OpenRequest
from extensions import db, now, present_settings
from wording.languages import gettext, msg

NOTHING_TYPED = msg("Write what has changed")
MANY = msg("You have sent us many messages today. Copy this one and send it tomorrow, or call us: %(phone)s.")
TOO_LONG = msg("This is too long. Write a shorter text.")


def tell_more(*, opened: OpenRequest, text: str, language: str) -> None:
    """Add something new, in her language. What she sent stays as it is.

    :raises Refused: nothing was written, more than 4,000 characters, or as many in a day as a person never sends.
    """
    if not text.strip():
        raise Refused(gettext(NOTHING_TYPED))
    if len(text) > MOST_CHARACTERS:
        raise Refused(gettext(TOO_LONG))
    if _told_lately(opened) >= rules.MOST_TOLD:
        raise Refused(gettext(MANY, phone=present_settings().panel_phone))
    take_note(actor=opened.actor, referral=opened.referral, kind=MORE, text=text.strip(), language=language)


def _told_lately(opened: OpenRequest) -> int:
    """How often she added something in the last 24 hours. Whoever writes holds the request: two cannot pass at once."""
    mine = (ResidentNote.referral_id == opened.referral.id, ResidentNote.kind == MORE)
    lately = sa.select(sa.func.count(ResidentNote.id)).where(*mine, ResidentNote.at > now() - rules.TOLD_SPAN)
    return db.session.scalar(lately) or 0


def not_safe(*, opened: OpenRequest) -> None:
    """Stop all contact, at once. Whoever presses twice tells staff once."""
    if not is_stopped(opened.referral):
        stop_all_contact(opened.referral)
        take_note(actor=opened.actor, referral=opened.referral, kind=NOT_SAFE)


def stop(*, opened: OpenRequest) -> None:
    """Stop the request. Before there is a case it is taken back; a case may rest on others too, so the panel team is
    asked to stop it."""
    if not may_stop(opened):
        return
    opened.request.withdrawn_at = now()
    if opened.referral.case is None and can_move(opened.referral, WITHDRAW):
        move_referral(actor=None, referral=opened.referral, verb=WITHDRAW, at=opened.request.withdrawn_at)
    take_note(actor=opened.actor, referral=opened.referral, kind=STOP)


def may_stop(opened: OpenRequest) -> bool:
    """Whether there is anything to stop: it was not asked for before, and it has not ended."""
    referral = opened.referral
    if opened.request.withdrawn_at is not None or (referral.case is not None and referral.case.closed_at is not None):
        return False
    return not panel_types.get(referral.panel).lifecycle.state(referral.state).final

"""What time brings about for residents' requests: those that were never sent are destroyed."""

from datetime import timedelta

import sqlalchemy as sa

from casework.referrals.access import is_draft
from casework.referrals.drafts import erase
from casework.referrals.models import Referral
from casework.trigger.models import ResidentRequest, ResidentSession, ResidentTry
from casework.trigger.rules import KEPT_DAYS, LONGEST
from extensions import db, now, unit_of_work
from wording.dates import today


def destroy_unsent() -> str:
    """Destroy requests that were not sent within 30 days of their last change: rows and keys. Ended sessions go, and
    the counts of other days."""
    with unit_of_work():
        before = now() - timedelta(days=KEPT_DAYS)
        wanted = sa.select(ResidentRequest).join(Referral, Referral.id == ResidentRequest.referral_id)
        old = list(db.session.scalars(wanted.where(ResidentRequest.sent_at.is_(None), Referral.saved_at < before)))
        for request in old:
            destroy(request)
        db.session.execute(sa.delete(ResidentSession).where(ResidentSession.last_seen_at < now() - 2 * LONGEST))
        db.session.execute(sa.delete(ResidentTry).where(ResidentTry.day < today() - timedelta(days=1)))
    return f"Requests of residents: {len(old)} destroyed."


def destroy(request: ResidentRequest) -> None:
    """Take a request that was not sent away, with its answers and its keys.

    :raises ValueError: it was sent.
    """
    if not is_draft(request.referral):
        raise ValueError("A request that was sent is kept.")
    referral = request.referral
    db.session.execute(sa.delete(ResidentSession).where(ResidentSession.request_id == request.id))
    db.session.delete(request)
    db.session.flush()
    erase(referral)

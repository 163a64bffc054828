"""From a referral's reference to its id and back, without opening the referral. A draft has no reference."""

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa

from auth.panel_facts import hidden_panels
from casework.referrals.models import Referral
from extensions import db


def referral_id_of(reference: str) -> tuple[str, UUID] | None:
    """``("referral", id)`` for a sent referral's reference; ``None`` when none may be asked about."""
    wanted = sa.select(Referral.id).where(Referral.reference == reference.strip().upper())
    found = db.session.scalar(wanted.where(Referral.panel.not_in(hidden_panels())))
    return ("referral", found) if found else None


def references_of(referral_ids: Collection[UUID]) -> dict[UUID, str]:
    """The references of these referrals, as far as they have been sent."""
    wanted = sa.select(Referral.id, Referral.reference).where(Referral.id.in_(referral_ids))
    return {referral_id: reference for referral_id, reference in db.session.execute(wanted) if reference}

"""From a referral's reference to its id and back, without opening the referral. A draft has no reference."""

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa

from auth.panel_facts import hidden_panels
from casework.cases.find import cases_of_person
from casework.people.find import person_id_of
from casework.referrals.models import Referral, ReferralPerson
from extensions import db


def referral_id_of(reference: str) -> tuple[str, UUID] | None:
    """``("referral", id)`` for a sent referral's reference; ``None`` when none may be asked about."""
    wanted = sa.select(Referral.id).where(Referral.reference == reference.strip().upper())
    found = db.session.scalar(wanted.where(Referral.panel.not_in(hidden_panels())))
    return ("referral", found) if found else None


def person_and_records_of(reference: str) -> list[tuple[str, UUID]] | None:
    """A person's id, and the ids of the cases and referrals the person stands in, for a person's reference: a look at
    the record is a look at the person. ``None`` when there is no such person."""
    found = person_id_of(reference)
    if found is None:
        return None
    wanted = sa.select(ReferralPerson.referral_id).where(ReferralPerson.person_id == found[1]).distinct()
    referrals = [("referral", referral_id) for referral_id in db.session.scalars(wanted)]
    return [found, *cases_of_person(found[1]), *referrals]


def references_of(referral_ids: Collection[UUID]) -> dict[UUID, str]:
    """The references of these referrals, as far as they have been sent."""
    wanted = sa.select(Referral.id, Referral.reference).where(Referral.id.in_(referral_ids))
    return {referral_id: reference for referral_id, reference in db.session.execute(wanted) if reference}

"""Stopping all contact with a resident at once: before there is a case, in it, and in every case about them."""

from collections.abc import Iterable

import sqlalchemy as sa

from casework.people.models import Person
from casework.people.service import stop_contact
from casework.referrals.models import PUBLIC, Referral, ReferralPerson
from extensions import db, now
from wall.standing import as_service


def stop_all_contact(referral: Referral) -> None:
    """From now on nothing may be sent to those a resident's request speaks for, until an officer who has spoken with
    them says otherwise. It opens nothing."""
    referral.contact_stopped_at = now()
    db.session.flush()
    # The database shows a resident no person of a case; nothing may be sent to them all the same.
    with as_service():
        for person in people_of(referral):
            stop_contact(person)
        db.session.flush()


def is_stopped(referral: Referral) -> bool:
    """Whether what the resident asked for still stands."""
    if referral.case_id is None:
        return referral.contact_stopped_at is not None
    with as_service():
        return any(person.contact_stopped_at is not None for person in people_of(referral))


def people_of(referral: Referral) -> list[Person]:
    """Those a resident's request speaks for, still sealed; nobody before it was taken into a case."""
    theirs = sa.select(ReferralPerson.person_id).where(ReferralPerson.referral_id == referral.id)
    return list(db.session.scalars(sa.select(Person).where(Person.id.in_(theirs))))


def remember_people(referral: Referral, people: Iterable[Person]) -> None:
    """Note who a resident's request speaks for, once it is taken into a case; what was stopped before stays stopped."""
    if referral.source != PUBLIC:
        return
    for person in {person.id: person for person in people}.values():
        db.session.add(ReferralPerson(referral_id=referral.id, person_id=person.id))
        if referral.contact_stopped_at is not None:
            stop_contact(person)
    db.session.flush()

"""Which cases and referrals an entry of the log has to do with: a document, a letter or a meeting is looked at because
of a case, so entries about it are kept as long as those about the case.

Plain columns. Kinds that the floor above knows are handed in by it (:data:`LINKS`).
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import InstrumentedAttribute

from casework.actions.models import Action
from casework.cases.models import CaseParty
from casework.documents.models import Document
from casework.emergency.models import EmergencyAccess
from casework.enquiries.models import Enquiry
from casework.letters.models import Letter
from casework.people.models import Address
from casework.referrals.models import Referral, ReferralPerson, ResidentNote
from extensions import db

LINKS = "casework-log-links"
CASE, REFERRAL = "case", "referral"
Object = tuple[str, UUID]
Link = tuple[str, InstrumentedAttribute[Any], str, InstrumentedAttribute[Any]]
"""Kind of record, the column of its id, and of which record (case or referral) by which column of the same table."""
OWN: tuple[Link, ...] = (
    ("action", Action.id, CASE, Action.case_id),
    ("document", Document.id, CASE, Document.case_id),
    ("document", Document.id, REFERRAL, Document.referral_id),
    ("emergency", EmergencyAccess.id, CASE, EmergencyAccess.case_id),
    ("enquiry", Enquiry.id, CASE, Enquiry.case_id),
    ("letter", Letter.id, CASE, Letter.case_id),
    ("letter", Letter.id, REFERRAL, Letter.referral_id),
    ("person", CaseParty.person_id, CASE, CaseParty.case_id),
    ("person", ReferralPerson.person_id, REFERRAL, ReferralPerson.referral_id),
    ("referral", Referral.id, CASE, Referral.case_id),
    ("resident_note", ResidentNote.id, REFERRAL, ResidentNote.referral_id),
)


def related(objects: Collection[Object]) -> dict[Object, set[Object]]:
    """The cases and referrals that each of these objects (kind and id) is, or belongs to."""
    found: dict[Object, set[Object]] = defaultdict(set)
    for one in objects:
        if one[0] in (CASE, REFERRAL):
            found[one].add(one)
    lives = _lives(_ids(objects, "address"))
    for kind, link in _steps(objects, set(lives.values())):
        found[kind].add(link)
    for address, person in lives.items():
        found["address", address] |= found.get(("person", person), set())
    return dict(found)


def _steps(objects: Collection[Object], people: Collection[UUID]) -> Iterator[tuple[Object, Object]]:
    """Each object with a record that it belongs to; of these people too."""
    others: Sequence[Link] = current_app.extensions.get(LINKS, ())
    for kind, column, of, to in (*OWN, *others):
        ids = _ids(objects, kind) | (set(people) if kind == "person" else set())
        if ids:
            rows = db.session.execute(sa.select(column, to).where(column.in_(ids), to.is_not(None)).distinct())
            yield from (((kind, one), (of, record)) for one, record in rows)


def _lives(ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Whose addresses these are."""
    wanted = sa.select(Address.id, Address.person_id).where(Address.id.in_(ids))
    return dict(db.session.execute(wanted).all()) if ids else {}


def _ids(objects: Collection[Object], kind: str) -> set[UUID]:
    return {object_id for this, object_id in objects if this == kind}

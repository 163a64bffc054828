"""Which cases and referrals an entry of the log has to do with: a document, a letter or a meeting is looked at because
of a case, so entries about it are kept as long as those about the case, and stand among those about it.

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
CASE, REFERRAL, PERSON, ADDRESS = "case", "referral", "person", "address"
PAPERS = frozenset({"action", "document", "enquiry", "letter", REFERRAL, "resident_note"})
"""Kinds that are a part of one case or referral and of no other: who opens one has opened a part of it."""
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
    (PERSON, CaseParty.person_id, CASE, CaseParty.case_id),
    (PERSON, ReferralPerson.person_id, REFERRAL, ReferralPerson.referral_id),
    (REFERRAL, Referral.id, CASE, Referral.case_id),
    ("resident_note", ResidentNote.id, REFERRAL, ResidentNote.referral_id),
)


def related(objects: Collection[Object]) -> dict[Object, set[Object]]:
    """The cases and referrals that each of these objects (kind and id) is, or belongs to."""
    found: dict[Object, set[Object]] = defaultdict(set)
    for one in objects:
        if one[0] in (CASE, REFERRAL):
            found[one].add(one)
    lives = _lives(_ids(objects, ADDRESS))
    for kind, link in _steps(objects, set(lives.values())):
        found[kind].add(link)
    for address, person in lives.items():
        found[ADDRESS, address] |= found.get((PERSON, person), set())
    return dict(found)


def papers_of(records: Collection[Object]) -> list[Object]:
    """The parts of these cases and referrals: a case's referrals with theirs, its documents, letters, enquiries and so
    on."""
    led_here = _parts(records, {REFERRAL})
    return [*led_here, *_parts([*records, *led_here], PAPERS - {REFERRAL})]


def belonging(objects: Collection[Object]) -> list[Object]:
    """What else somebody looks at who looks at these records: their papers, uses of emergency access, the people in
    them and where they live. With a person among the objects it is of this person that is asked, and of no other."""
    papers = papers_of([one for one in objects if one[0] in (CASE, REFERRAL)])
    records = [*objects, *papers]
    people = [one for one in objects if one[0] == PERSON]
    others = [] if people else _parts(records, {PERSON})
    homes = _homes([*people, *others])
    return [*dict.fromkeys((*papers, *_parts(records, {"emergency"}), *others, *homes))]


def _parts(records: Collection[Object], kinds: Collection[str]) -> list[Object]:
    """The records of these kinds that belong to cases and referrals, in the order of their kinds."""
    found = dict[Object, None]()
    for kind, column, of, to in OWN:
        ids = _ids(records, of) if kind in kinds else set()
        if ids:
            rows = db.session.scalars(sa.select(column).where(to.in_(ids)).distinct().order_by(column))
            found |= dict.fromkeys((kind, one) for one in rows)
    return list(found)


def _homes(people: Collection[Object]) -> list[Object]:
    ids = _ids(people, PERSON)
    wanted = sa.select(Address.id).where(Address.person_id.in_(ids)).order_by(Address.id)
    return [(ADDRESS, one) for one in db.session.scalars(wanted)] if ids else []


def _steps(objects: Collection[Object], people: Collection[UUID]) -> Iterator[tuple[Object, Object]]:
    """Each object with a record that it belongs to; of these people too."""
    others: Sequence[Link] = current_app.extensions.get(LINKS, ())
    for kind, column, of, to in (*OWN, *others):
        ids = _ids(objects, kind) | (set(people) if kind == PERSON else set())
        if ids:
            rows = db.session.execute(sa.select(column, to).where(column.in_(ids), to.is_not(None)).distinct())
            yield from (((kind, one), (of, record)) for one, record in rows)


def _lives(ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Whose addresses these are."""
    wanted = sa.select(Address.id, Address.person_id).where(Address.id.in_(ids))
    return dict(db.session.execute(wanted).all()) if ids else {}


def _ids(objects: Collection[Object], kind: str) -> set[UUID]:
    return {object_id for this, object_id in objects if this == kind}

"""What of a sent referral is in the index of its panel: every person it tells of."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa

from casework.panel_type.questions import Answers
from casework.people.index import index_owners
from casework.people.rebuild import tells_terms
from casework.people.terms import Term, terms_for
from casework.referrals import answers, meaning
from casework.referrals.access import open_for_index
from casework.referrals.models import Referral, ReferralAnswers
from extensions import db
from wording.dates import today

SUBJECT = "referral_person"
"""Owner type in the index of one person of a referral; the owner's id is that of the entry's row of answers."""


def index_subjects(referral: Referral, told: Answers) -> None:
    """Put every person of the referral into the index of its panel."""
    terms = _terms(referral, told)
    index_owners(referral.panel, {(SUBJECT, row_id): found for row_id, found in terms.items()})


@tells_terms(SUBJECT)
def terms_of_subjects(panel: str, ids: Sequence[UUID]) -> dict[UUID, set[Term]]:
    """The terms of these people of referrals, opened for it."""
    wanted = sa.select(ReferralAnswers.referral_id).where(ReferralAnswers.id.in_(ids))
    found: dict[UUID, set[Term]] = {}
    for referral in open_for_index(panel, list(db.session.scalars(wanted.distinct()))):
        found |= _terms(referral, answers.answers_of(referral, restricted=True))
    return {row_id: terms for row_id, terms in found.items() if row_id in set(ids)}


def subject_rows(referral: Referral) -> dict[tuple[str, int], ReferralAnswers]:
    """The open row of each entry of the sections about people, by section and place in it."""
    db.session.flush()
    query = sa.select(ReferralAnswers).where(
        ReferralAnswers.referral_id == referral.id,
        ReferralAnswers.section.in_((meaning.PEOPLE, meaning.HOUSEHOLD)),
        ReferralAnswers.restricted.is_(False),
        ReferralAnswers.item != answers.NOTHING_TO_ADD,
    )
    found: dict[tuple[str, int], ReferralAnswers] = {}
    for row in db.session.scalars(query.order_by(ReferralAnswers.section, ReferralAnswers.item)):
        place = sum(section == row.section for section, _ in found)
        found[(row.section, place)] = row
    return found


def _terms(referral: Referral, told: Answers) -> dict[UUID, set[Term]]:
    rows = subject_rows(referral)
    people = meaning.people_in(answers.form_of(referral), told, today())
    return {
        rows[(person.section, person.place)].id: terms_for(person.identity, person.born_on, person.address)
        for person in people
    }

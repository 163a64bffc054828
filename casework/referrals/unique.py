"""Answers that no two sent referrals of a panel may share, such as the number a case has in a national system.

They are compared in the panel's blind index, so that no other referral is opened to find out.
"""

from collections.abc import Iterator, Sequence
from uuid import UUID

import sqlalchemy as sa

from auth.encryption.blind_index import fold
from auth.encryption.models import PanelKey
from casework.panel_type.answers import Problem, asked
from casework.panel_type.questions import Answers, Form, Section, is_blank
from casework.people.index import index_owner
from casework.people.rebuild import tells_terms
from casework.people.search import find_owners
from casework.people.terms import Term
from casework.referrals.access import open_for_index
from casework.referrals.answers import answers_of, form_of
from casework.referrals.models import Referral
from extensions import db

UNIQUE = "unique"
"""Kind of term, and owner type, of such an answer in the blind index; the owner's id is the referral's."""


def taken_answers(referral: Referral, form: Form, told: Answers) -> Iterator[tuple[Section, Problem]]:
    """A problem for every answer that another sent referral bears already. It says nothing about the other one."""
    for section, problem, term in _unique(form, told):
        others = {match.owner_id for match in find_owners(referral.panel, [term]) if match.owner_type == UNIQUE}
        if others - {referral.id}:
            yield section, problem


def index_unique(referral: Referral, told: Answers) -> None:
    """Take a referral's unique answers up into the index; senders of one panel come one after the other."""
    terms = [term for _, _, term in _unique(form_of(referral), told)]
    if terms:
        index_owner(referral.panel, UNIQUE, referral.id, terms)


@tells_terms(UNIQUE)
def terms_of_referrals(panel: str, ids: Sequence[UUID]) -> dict[UUID, list[Term]]:
    """The unique answers of these referrals, opened for it."""
    return {
        referral.id: [term for _, _, term in _unique(form_of(referral), answers_of(referral, restricted=True))]
        for referral in open_for_index(panel, ids)
    }


def one_at_a_time(referral: Referral, form: Form) -> None:
    """Let others who send a referral of this panel wait, so that of two with one answer the second is refused."""
    if any(question.unique for section in form.sections for question in section.questions):
        wanted = sa.select(PanelKey.id).where(PanelKey.panel == referral.panel).order_by(PanelKey.id)
        db.session.execute(wanted.with_for_update())


def _unique(form: Form, told: Answers) -> Iterator[tuple[Section, Problem, Term]]:
    for section in form.sections:
        for place, item in enumerate(told.get(section.id) or ()):
            for question in asked(section, item):
                value = item.get(question.id)
                if question.unique and not is_blank(value):
                    message = f"{question.label} is on another referral already. Check it, or find that referral"
                    term = (UNIQUE, (question.id, fold(str(value))))
                    yield section, Problem(question.id, place, message), term

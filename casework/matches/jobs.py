"""Answering the questions that were written down when people were added. The job reads tokens and references alone."""

from collections.abc import Iterable
from uuid import UUID

import sqlalchemy as sa

from auth.encryption.blind_index import token
from auth.encryption.keyring import new_data_key
from casework.cases.models import Case, CaseParty
from casework.matches.models import MatchNotice
from casework.matches.rules import Hit, matches_among
from casework.notifications.service import tell_role
from casework.panel_type.definition import COORDINATOR
from casework.panel_type.registry import UnknownPanel, panel_types
from casework.people.match_queries import MatchQuery
from casework.people.search import find_asked
from casework.referrals.indexing import SUBJECT
from casework.referrals.models import Referral, ReferralAnswers
from extensions import db, unit_of_work

MATCH = "match"


def tell_of_matches() -> str:
    """Tell the coordinators that each panel's definition allows of people and places known to another panel.

    The questions are forgotten, answered or not.
    """
    with unit_of_work():
        asked = sa.select(MatchQuery.own_panel, MatchQuery.person_id, MatchQuery.asked_panel).distinct()
        questions = db.session.execute(asked.order_by(MatchQuery.person_id, MatchQuery.asked_panel)).all()
        count = sum(_answer(own, person_id, other) for own, person_id, other in questions)
        db.session.execute(sa.delete(MatchQuery))
    return f"Matches: {count} told."


def _answer(own: str, person_id: UUID, other: str) -> int:
    found = matches_among(_hits(own, person_id, other))
    told = 0
    for (owner_type, owner_id), kind in sorted(found.items(), key=str):
        mine, theirs = _references_of_person(person_id), _references(owner_type, owner_id)
        if mine and theirs:
            told += _tell(own, mine, other, theirs, kind) + _tell(other, theirs, own, mine, kind)
    return told


def _hits(own: str, person_id: UUID, other: str) -> Iterable[Hit]:
    asked = sa.select(MatchQuery.generation, MatchQuery.token, MatchQuery.place).where(
        MatchQuery.own_panel == own, MatchQuery.person_id == person_id, MatchQuery.asked_panel == other
    )
    questions = [(generation, token, place) for generation, token, place in db.session.execute(asked)]
    return [(match.owner_type, match.owner_id, kind) for match in find_asked(other, questions) for kind in match.kinds]


def _references(owner_type: str, owner_id: UUID) -> list[str]:
    """References of the cases, or of the referral, in which somebody found in the index stands."""
    if owner_type != SUBJECT:
        return _references_of_person(owner_id)
    wanted = (
        sa.select(Referral.reference)
        .join(ReferralAnswers, ReferralAnswers.referral_id == Referral.id)
        .where(ReferralAnswers.id == owner_id, Referral.case_id.is_(None), Referral.reference.is_not(None))
    )
    return [reference for reference in db.session.scalars(wanted) if reference]


def _references_of_person(person_id: UUID) -> list[str]:
    wanted = (
        sa.select(Case.reference)
        .join(CaseParty, CaseParty.case_id == Case.id)
        .where(CaseParty.person_id == person_id, CaseParty.removed_at.is_(None))
    )
    return list(db.session.scalars(wanted.order_by(Case.reference)))


def _tell(panel: str, own: list[str], other_panel: str, theirs: list[str], kind: str) -> int:
    """One notice to the coordinators of ``panel``, if its definition lets them learn; nothing when they know it."""
    try:
        learns = panel_types.get(panel).visibility.learns_from(panel_types.get(other_panel).visibility)
    except UnknownPanel:
        return 0
    told = 0
    for reference in own if learns else ():
        known_by = token(panel, MATCH, reference, other_panel, *theirs)
        if _is_known(panel, known_by):
            continue
        about = {"own_reference": reference, "other_panel": other_panel, "other_references": theirs, "kind": kind}
        key = new_data_key(panel=panel, kind=MATCH)
        db.session.add(MatchNotice(data_key_id=key, panel=panel, about=about, known_by=known_by))
        told += 1
    if told:
        tell_role(panel=panel, roles=(COORDINATOR,), template="match_found", path="/matches")
    return told


def _is_known(panel: str, known_by: bytes) -> bool:
    wanted = sa.select(MatchNotice.id).where(MatchNotice.panel == panel, MatchNotice.known_by == known_by)
    return db.session.scalar(wanted) is not None

"""Is this person or place known already? Asked of the blind index of the same panel, never of another's.

Names are shown only of cases and referrals that the person asking may open, and the look is logged.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from auth.roles import Actor
from casework.cases.access import cases_for
from casework.cases.models import Case, CaseParty
from casework.cases.service import closed_cases_of
from casework.panel_type.registry import panel_types
from casework.people import search, terms
from casework.people.models import Person
from casework.people.service import PERSON, display_name
from casework.referrals import answers
from casework.referrals.access import referrals_on_page
from casework.referrals.indexing import SUBJECT, subject_rows
from casework.referrals.meaning import Told, people_in
from casework.referrals.models import Referral, ReferralAnswers
from extensions import db
from wording.dates import today

WORDS = {
    terms.BORN: "date of birth and a name",
    terms.NAME: "name",
    terms.SOUND: "a name that sounds alike, and the year of birth",
    terms.ADDRESS: "address",
    terms.PROPERTY: "property",
}
PLACE_ALONE = frozenset({terms.ADDRESS, terms.PROPERTY})


@dataclass(frozen=True)
class KnownPerson:
    """A person of a case who may be the one told of. ``kinds`` says what agrees."""

    person: Person
    case: Case
    kinds: frozenset[str]

    @property
    def words(self) -> str:
        """What agrees, in words."""
        return kinds_words(self.kinds) if self.kinds else "Stands in that case"

    @property
    def likely(self) -> bool:
        """Whether anything about the person agrees, so that they are named as a possible match."""
        return bool(self.kinds)

    @property
    def same_place_only(self) -> bool:
        """Whether only the place agrees, so that it is probably somebody else."""
        return self.kinds <= PLACE_ALONE


@dataclass(frozen=True)
class KnownReferral:
    """Another referral that tells of the same person or place."""

    referral: Referral
    kinds: frozenset[str]

    @property
    def words(self) -> str:
        """What agrees, in words."""
        return kinds_words(self.kinds)


@dataclass(frozen=True)
class Subject:
    """One person of the referral with whoever they may be, the likeliest first; those with no ``kinds`` only stand in
    the same case. ``name`` is the field name of the choice about them."""

    told: Told
    name: str
    title: str
    known: tuple[KnownPerson, ...]


@dataclass(frozen=True)
class Matches:
    """Everything that is known already about the people and places of a referral."""

    subjects: tuple[Subject, ...]
    referrals: tuple[KnownReferral, ...]
    cases: tuple[Case, ...]
    repeat_of: Case | None

    @property
    def open_cases(self) -> tuple[Case, ...]:
        """The cases to which the referral could be joined."""
        return tuple(case for case in self.cases if is_open(case))

    def any(self) -> bool:
        """Whether anything at all was found."""
        return bool(self.cases or self.referrals)


def is_open(case: Case) -> bool:
    """Whether the case is live work."""
    return panel_types.get(case.panel).lifecycle.state(case.state).open and case.closed_at is None


def kinds_words(kinds: Iterable[str]) -> str:
    """What agrees, the strongest first."""
    held = set(kinds)
    return "Same " + "; same ".join(words for kind, words in WORDS.items() if kind in held)


def matches_of(actor: Actor, referral: Referral, *, restricted: bool, also: Case | None = None) -> Matches:
    """What is known already. ``also``: an opened case whose people are offered too, found by its reference."""
    told = people_in(answers.form_of(referral), answers.answers_of(referral, restricted=restricted), today())
    rows = subject_rows(referral)
    found = {place: search.find_alike(referral.panel, SUBJECT, row.id) for place, row in rows.items()}
    people = _people_of_cases(actor, referral.panel, [match for one in found.values() for match in one], also)
    subjects = [_subject(number, person, found, people) for number, person in enumerate(told)]
    cases = {known.case.id: known.case for subject in subjects for known in subject.known}
    return Matches(
        subjects=tuple(subjects),
        referrals=_other_referrals(actor, referral, [match for one in found.values() for match in one], set(cases)),
        cases=tuple(cases.values()),
        repeat_of=_repeat(referral.panel, subjects),
    )


def _subject(
    number: int,
    told: Told,
    found: dict[tuple[str, int], list[search.Match]],
    people: dict[UUID, list[tuple[Person, Case]]],
) -> Subject:
    known = {
        (person.id, case.id): KnownPerson(person, case, match.kinds)
        for match in found.get((told.section, told.place), [])
        if match.owner_type == PERSON
        for person, case in people.get(match.owner_id, [])
    }
    for places in people.values():
        for person, case in places:
            known.setdefault((person.id, case.id), KnownPerson(person, case, frozenset()))
    likely = sorted(known.values(), key=lambda one: (one.same_place_only, -len(one.kinds), one.case.reference))
    return Subject(told, f"person_{number}", display_name(told.identity), tuple(likely))


def _people_of_cases(
    actor: Actor, panel: str, matches: Iterable[search.Match], also: Case | None
) -> dict[UUID, list[tuple[Person, Case]]]:
    wanted = {match.owner_id for match in matches if match.owner_type == PERSON}
    query = sa.select(CaseParty.case_id).where(CaseParty.person_id.in_(wanted), CaseParty.removed_at.is_(None))
    case_ids = set(db.session.scalars(query)) if wanted else set()
    cases = [case for case in cases_for(actor, case_ids, "case.read", event="referral.match") if case.panel == panel]
    if also is not None and also.id not in case_ids and also.panel == panel:
        cases.append(also)
    found: dict[UUID, list[tuple[Person, Case]]] = {}
    for case in cases:
        for party in case.parties:
            if party.removed_at is None:
                found.setdefault(party.person_id, []).append((party.person, case))
    return found


def _other_referrals(
    actor: Actor, referral: Referral, matches: Iterable[search.Match], shown_cases: set[UUID]
) -> tuple[KnownReferral, ...]:
    kinds: dict[UUID, frozenset[str]] = {}
    for match in matches:
        if match.owner_type == SUBJECT:
            kinds[match.owner_id] = match.kinds
    if not kinds:
        return ()
    rows = db.session.execute(
        sa.select(ReferralAnswers.id, ReferralAnswers.referral_id).where(ReferralAnswers.id.in_(kinds))
    )
    by_referral: dict[UUID, frozenset[str]] = {}
    for row_id, referral_id in rows:
        if referral_id != referral.id:
            by_referral[referral_id] = by_referral.get(referral_id, frozenset()) | kinds[row_id]
    query = sa.select(Referral).where(Referral.id.in_(by_referral), Referral.panel == referral.panel)
    others = referrals_on_page(actor, query.order_by(Referral.submitted_at), event="referral.match")
    return tuple(KnownReferral(other, by_referral[other.id]) for other in others if other.case_id not in shown_cases)


def _repeat(panel: str, subjects: Iterable[Subject]) -> Case | None:
    """The closed case that makes this a repeat: one of the same people within the panel's months."""
    people = [known for subject in subjects for known in subject.known if known.kinds and not known.same_place_only]
    shown = {known.case.id for known in people}
    months = panel_types.get(panel).repeat_months
    closed = closed_cases_of([known.person.id for known in people], panel, months)
    return next((case for case in closed if case.id in shown), None)

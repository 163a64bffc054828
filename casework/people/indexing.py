"""What of a person is in the index of their panel."""

from collections.abc import Sequence
from uuid import UUID

from casework.people.access import open_for_index
from casework.people.index import index_owner
from casework.people.models import Address, Person
from casework.people.rebuild import tells_terms
from casework.people.terms import Term, part_terms, search_terms, terms_for

PERSON = "person"


def index_person(person: Person) -> set[Term]:
    """Put an opened person into the index, in place of what it held of them; returns what others may be alike
    by."""
    terms = _terms(person)
    index_owner(person.panel, PERSON, person.id, terms | _sought(person))
    return terms


@tells_terms(PERSON)
def terms_of_people(panel: str, ids: Sequence[UUID]) -> dict[UUID, set[Term]]:
    """The terms of these people, opened for it."""
    return {person.id: _terms(person) | _sought(person) for person in open_for_index(panel, ids)}


def _terms(person: Person) -> set[Term]:
    home = _home(person)
    return terms_for(person.identity, person.born_on, home.lines if home else None)


def _sought(person: Person) -> set[Term]:
    home = _home(person)
    lines = home.lines if home and not home.hidden else None
    identity = person.identity or {}
    return search_terms(identity, person.born_on, lines, person.contact) | part_terms(identity, person.id)


def _home(person: Person) -> Address | None:
    return next((address for address in person.addresses if address.ended_at is None), None)

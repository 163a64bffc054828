"""Finding the same person or place again without storing a name."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from auth.encryption.keyring import EXTENSION
from casework.people.index import forget_owner, index_owner
from casework.people.models import SearchToken
from casework.people.search import find_alike, find_owners
from casework.people.terms import ADDRESS, BORN, NAME, PROPERTY, SOUND, name_terms, terms_for
from extensions import db
from tests.conftest import PANEL

PEM = {"forenames": "Pemberwick John", "surname": "Thistledown"}
BORN_ON = date(1948, 5, 2)
HOME = {"line1": "Flat 3, Quillon Court", "postcode": "E1 0ZZ", "uprn": "100023336956"}


def kinds(first: set[Any], second: set[Any]) -> set[str]:
    return {kind for kind, _ in first & second}


@pytest.mark.parametrize(
    ("forenames", "surname"),
    [
        ("Pemberwick", "Thistledown"),
        ("Thistledown", "Pemberwick"),
        ("PEMBERWICK", "thistledown "),
        ("Pémberwick", "Thistledówn"),
        ("John", "Thistledown"),
    ],
)
def test_a_name_is_found_in_any_order_case_and_accent(forenames: str, surname: str) -> None:
    assert NAME in kinds(terms_for(PEM), name_terms(forenames, surname))


def test_two_words_with_a_hyphen_match_the_same_name_without_it() -> None:
    assert NAME in kinds(name_terms("Shamsun", "Begum-Elwood"), name_terms("Shamsun", "Begum Elwood"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Mohammed", "Hussain"), ("Muhammad", "Hussein")),
        (("Rahima", "Chowdhury"), ("Rahima", "Chaudhari")),
        (("Xuseen", "Cabdi"), ("Hussein", "Abdi")),
    ],
)
def test_a_name_that_sounds_alike_is_found_with_the_year_of_birth(one: Any, other: Any) -> None:
    assert SOUND in kinds(name_terms(*one, date(1980, 1, 1)), name_terms(*other, date(1980, 12, 31)))
    assert SOUND not in kinds(name_terms(*one, date(1980, 1, 1)), name_terms(*other, date(1981, 1, 1)))


def test_a_married_name_is_found_by_forename_and_date_of_birth() -> None:
    assert BORN in kinds(name_terms("Ada", "Quill", BORN_ON), name_terms("Ada", "Farrow", BORN_ON))


def test_other_names_are_found() -> None:
    known = terms_for({**PEM, "aliases": ["Pem Thistle"], "preferred_name": "Wick"})
    assert NAME in kinds(known, name_terms("Pem", "Thistle"))
    assert NAME in kinds(known, name_terms("Wick", "Thistledown"))


@pytest.mark.parametrize(
    "other",
    [
        {"line1": "3 Quillon Court", "postcode": "E1 0ZZ"},
        {"line1": "FLAT 3", "line2": "Quillon Court", "postcode": "E10ZZ"},
        {"line1": "Apartment 3 Quillon Court", "postcode": "e1 0zz"},
    ],
)
def test_one_home_written_in_three_ways_is_one_home(other: dict[str, str]) -> None:
    assert ADDRESS in kinds(terms_for(None, None, HOME), terms_for(None, None, other))


def test_the_neighbours_home_and_a_postcode_alone_are_not_the_same_home() -> None:
    neighbour = {"line1": "4 Quillon Court", "postcode": "E1 0ZZ"}
    assert kinds(terms_for(None, None, HOME), terms_for(None, None, neighbour)) == set()
    assert terms_for(None, None, {"postcode": "E1 0ZZ"}) == set()


def test_the_property_number_finds_a_home_under_another_name() -> None:
    assert kinds(terms_for(None, None, HOME), terms_for(None, None, {"uprn": "0100023336956"})) == {PROPERTY}


def test_no_term_is_a_single_fact() -> None:
    every = terms_for({**PEM, "preferred_name": "Wick", "aliases": ["Pem"]}, BORN_ON, HOME)
    assert all(len(parts) > 1 for _, parts in every)
    assert terms_for({"forenames": "Pemberwick"}) == set()


@given(st.text(max_size=80), st.text(max_size=80), st.dates())
def test_no_name_breaks_the_index_or_fills_it(forenames: str, surname: str, born_on: date) -> None:
    terms = name_terms(forenames, surname, born_on)
    assert len(terms) <= 400
    assert all(all(parts) for _, parts in terms)


def stored(panel: str, terms: Any) -> UUID:
    owner = uuid4()
    index_owner(panel, "person", owner, terms)
    return owner


@pytest.mark.usefixtures("work")
def test_a_person_is_found_in_any_order_and_says_what_agreed() -> None:
    owner = stored(PANEL, terms_for(PEM, BORN_ON, HOME))
    found = find_owners(PANEL, name_terms("thistledown", "pemberwick", BORN_ON))
    assert [(match.owner_id, match.kinds) for match in found] == [(owner, frozenset({NAME, BORN, SOUND}))]
    assert find_owners(PANEL, name_terms("somebody", "else")) == []
    assert find_owners(PANEL, set()) == []


@pytest.mark.usefixtures("work")
def test_a_person_of_one_panel_is_not_found_from_another_and_has_other_tokens(app: Any) -> None:
    app.extensions[EXTENSION].prepare(["another"])
    stored(PANEL, terms_for(PEM, BORN_ON, HOME))
    assert find_owners("another", terms_for(PEM, BORN_ON, HOME)) == []
    stored("another", terms_for(PEM, BORN_ON, HOME))
    tokens = sa.select(SearchToken.token)
    here = set(db.session.scalars(tokens.where(SearchToken.panel == PANEL)))
    there = set(db.session.scalars(tokens.where(SearchToken.panel == "another")))
    assert here
    assert not here & there


@pytest.mark.usefixtures("work")
def test_records_alike_are_found_without_themselves() -> None:
    one, other = stored(PANEL, terms_for(PEM, BORN_ON)), stored(PANEL, terms_for(PEM))
    assert [match.owner_id for match in find_alike(PANEL, "person", one)] == [other]
    forget_owner("person", other)
    assert find_alike(PANEL, "person", one) == []


@pytest.mark.usefixtures("work")
def test_indexing_again_replaces_what_was_known() -> None:
    owner = stored(PANEL, terms_for(PEM, BORN_ON))
    index_owner(PANEL, "person", owner, name_terms("Quite", "Different"))
    assert find_owners(PANEL, terms_for(PEM, BORN_ON)) == []

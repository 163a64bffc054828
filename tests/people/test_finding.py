"""What was typed, what one error makes of it, how close somebody is to it, and that the index finds them."""

from datetime import date
from uuid import UUID, uuid4

import pytest

from casework.people import finding
from casework.people.asked import Asked, asked_for, dates_near, edits
from casework.people.closeness import Facts, closeness
from casework.people.finding import people_like
from casework.people.index import index_owner, index_owners
from casework.people.indexing import PERSON
from casework.people.spellings import FAMILIES, sound, spelled
from casework.people.terms import KINDS, LINES, PHONE, POSTCODE, search_terms, terms_for
from tests.conftest import PANEL

IDENTITY = {"forenames": "Pemberwick John", "surname": "Thistledown", "preferred_name": "Wick", "aliases": ["Pem Bell"]}
BORN = date(1948, 5, 2)
HOME = {"line1": "Flat 3, Quillon Court", "postcode": "E1 0ZZ"}
CONTACT = {"phone": "020 7946 0171"}
PEM = Facts(IDENTITY, BORN, HOME, CONTACT)

TYPED = [
    ("Ada Quill", Asked(words=("ada", "quill"))),
    ("quill, ada 14/3/1948", Asked(words=("quill", "ada"), born=("14", "03", "1948"))),
    ("Ada 14 March 48", Asked(words=("ada",), born=("14", "03", "1948"))),
    ("1948-03-14", Asked(born=("14", "03", "1948"))),
    ("14.03.194 Ada", Asked(words=("ada",), born=("14", "03", "194"))),
    ("Flat 3, Quillon Court E1 0ZZ", Asked(lines="3quilloncourt", postcode="e10zz")),
    ("Ada 12 Heron Walk", Asked(words=("ada",), lines="12heronwalk")),
    ("Ada e1 ozz", Asked(words=("ada",), postcode="e1ozz")),
    ("Studio 5, Quay Walk E1 ZZ", Asked(lines="5quaywalk", postcode="e1zz")),
    ("Ada E 0ZZ", Asked(words=("ada",), postcode="e0zz")),
    ("+44 20 7946 0171", Asked(phone="2079460171")),
    ("020 7946 017", Asked(phone="207946017")),
    ("qq-a-0147", Asked(reference="QQ-A-0147")),
    ("  ", Asked()),
]


@pytest.mark.parametrize(("typed", "meant"), TYPED)
def test_what_was_typed_would_be_taken_for_something_else(typed: str, meant: Asked) -> None:
    assert asked_for(typed) == meant


def test_an_error_of_one_letter_would_not_be_thought_of() -> None:
    assert {"dad", "ad", "da", "daa", "adda", "xda"} - edits("ada") == {"dad"}
    assert "ada" not in edits("ada")
    near = dates_near(("14", "03", "1948"))
    assert {date(1948, 3, 4), date(1949, 3, 14), date(1984, 3, 14), date(1948, 3, 24), date(1948, 8, 14)} <= near
    assert dates_near(("02", "05", "1948")) >= {date(1948, 2, 5)}
    assert dates_near(("14", "03", "194")) >= {date(1948, 3, 14), date(1940, 3, 14)}
    assert all(1890 <= one.year <= 2100 for one in near)


@pytest.mark.parametrize(
    ("typed", "reasons"),
    [
        ("thistledown pemberwick john", ()),
        ("Thistledwon Pemberwick", ("one letter of the name different",)),
        ("Wick Thistledown 3/5/1948", ("date of birth one digit different",)),
        ("Pem Bell 5/2/1948", ("day and month of birth the other way round",)),
        ("Thistelldown Pemberwick", ("name sounds like it",)),
        ("Thistledown E1 0ZX", ("one character of the postcode different",)),
        ("Thistledown 020 7946 0172", ("one character of the telephone number different",)),
        ("Thistledown 4 Quillon Court", ("one character of the address different",)),
        ("Pemberwick Maria Thistledown", ("“maria” not found",)),
        ("Thistledown 9/9/1999 E1 0ZZ", ("another date of birth",)),
        ("Odalys Brackenfold", None),
        ("Thistledown 9/9/1999 SW1A 1AA", None),
        ("9/9/1999", None),
    ],
)
def test_who_is_close_would_be_dropped_or_nobody_told_why(typed: str, reasons: tuple[str, ...] | None) -> None:
    found = closeness(asked_for(typed), PEM)
    assert (found.reasons if found else None) == reasons


def test_a_nearer_person_would_come_after_one_who_is_further() -> None:
    others = ["Muhammad Ali", "Mohammad Aly", "Mohamed Abi", "Mahmud Ali"]
    found = {name: closeness(asked_for("Mohammad Aly"), Facts({"surname": name})) for name in others}
    scores = [close.score if close else 0 for close in found.values()]
    assert max(scores) == scores[1]
    assert scores[0] > scores[2] > scores[3]


def test_one_name_in_two_spellings_would_be_two_names() -> None:
    for one, other in (
        ("Mohammed", "Muhammad"), ("Xuseen", "Hussein"), ("Cabdi", "Abdi"), ("Chowdhury", "Chaudhari"),
        ("Khatun", "Khatoon"), ("Begum", "Begom"), ("Axmed", "Ahmed"), ("Caasha", "Ayesha"),
    ):  # fmt: skip
        assert spelled(one.lower()) == spelled(other.lower()), one
        assert sound(one.lower()) == sound(other.lower()), one
    assert spelled("quill") == "quill"
    words = FAMILIES.split()
    assert all(word.isascii() and word.isalpha() and word.islower() for word in words)
    assert all(spelled(line.split()[0]) == line.split()[0] for line in FAMILIES.strip().splitlines())


def test_a_hidden_address_would_be_found_by_its_place() -> None:
    open_terms = {kind for kind, _ in search_terms(IDENTITY, BORN, HOME, CONTACT)}
    assert {LINES, POSTCODE, PHONE} <= open_terms <= set(KINDS)
    assert {LINES, POSTCODE}.isdisjoint(kind for kind, _ in search_terms(IDENTITY, BORN, None, CONTACT))


@pytest.mark.usefixtures("work")
def test_one_error_would_keep_somebody_from_being_found() -> None:
    owner, other = uuid4(), uuid4()
    for owner_id, facts in ((owner, PEM), (other, Facts({"forenames": "Ada", "surname": "Quill"}, date(1990, 1, 1)))):
        terms = terms_for(facts.identity, facts.born_on, facts.address)
        terms |= search_terms(facts.identity, facts.born_on, facts.address, facts.contact)
        index_owner(PANEL, PERSON, owner_id, terms)
    index_owner(PANEL, "referral_person", uuid4(), terms_for(IDENTITY, BORN, HOME))

    def found(typed: str) -> list[UUID]:
        return next(people_like(PANEL, asked_for(typed))).people

    for typed in (
        "Pemberwick Thistledown", "Thistledown John", "Thstledown Pemberwick", "Pemberwick Thistledonw", "Pem Bell",
        "Thistledown", "Thistledowns", "Tistledown", "Pemberwick Thistelldown", "2/5/1948", "5/2/1948", "2/5/1949",
        "Thistledown 3/5/1948", "Thixtledown 2/5/1948", "E1 0ZZ", "E1 0ZX", "Flat 3 Quillon Court", "3 Quilon Court",
        "020 7946 0171", "02079460711", "0207946017", "Thistledown E10Z",
        "1020 7946 0171", "Thistledown E 0ZZ", "Thistledown E1 ZZ",
    ):  # fmt: skip
        assert found(typed)[:1] == [owner], typed
    for typed in ("Somebody Else", "Tisledowm Pembewick", "9/9/1999", "", "Ada"):
        assert owner not in found(typed), typed


@pytest.mark.usefixtures("work")
def test_of_a_name_that_many_have_the_rest_would_never_be_asked_for_or_without_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(finding, "FIRST", 2)
    monkeypatch.setattr(finding, "MOST_EXACT", 4)
    monkeypatch.setattr(finding, "FURTHER", (6, 9))
    identity, day = {"forenames": "Muhammad", "surname": "Ali"}, date(1948, 5, 2)
    owners = [uuid4() for _ in range(9)]
    index_owners(PANEL, {(PERSON, owner): search_terms(identity, None, None, {}) for owner in owners})

    def pages(typed: str) -> list[tuple[set[UUID], bool]]:
        return [({*page.people}, page.more) for page in people_like(PANEL, asked_for(typed))]

    first, second, third = pages("Mohammed Ali")
    assert [len(people) for people, _ in (first, second, third)] == [4, 2, 3]
    assert first[0] | second[0] | third[0] == {*owners}
    assert [more for _, more in (first, second, third)] == [True, True, True], "the tenth might be there"
    monkeypatch.setattr(finding, "FURTHER", (6, 10))
    assert [more for _, more in pages("Mohammed Ali")] == [True, True, False]
    others = search_terms({"forenames": "Ada", "surname": "Quill"}, day, None, {})
    index_owners(PANEL, {(PERSON, uuid4()): others for _ in range(4)})
    late = UUID(int=(1 << 128) - 1)
    index_owner(PANEL, PERSON, late, terms_for(identity, day, None) | search_terms(identity, day, None, {}))
    together = [page.people for page in people_like(PANEL, asked_for("Mohammed Ali 2/5/1948"))]
    assert len(together) == 1
    assert together[0][0] == late, "the name and the date find in whom they agree"
    monkeypatch.setattr(finding, "A_PAGE", 4)
    assert [len(page.people) for page in people_like(PANEL, asked_for("Mohammed Ali 2/5/1948"))] == [4, 4, 4, 2]
    assert next(people_like(PANEL, asked_for("Ali 2/5/1948"))).people[0] == late

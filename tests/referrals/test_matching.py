"""Who is known already, and whether a referral is a repeat."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine

from auth.encryption.keyring import lock_all
from casework.cases.models import Case
from casework.cases.service import add_party, remove_party
from casework.people import terms
from casework.people.models import Address, Person
from casework.people.service import add_person
from casework.referrals import accepting
from casework.referrals.access import TRIAGE, open_for_acceptance, referral_for
from casework.referrals.matching import Matches, matches_of
from casework.referrals.models import Referral
from extensions import db
from tests.referrals.stories import ADDRESS, PERSON, person, sent, story


def accepted(actor: Any, people: list[dict[str, Any]]) -> Case:
    referral = sent(actor("fern"), story(people=people))
    return accepting.accept(actor=actor("cora"), referral=referral, reason="Yes", known={})


def found_by(actor: Any, referral: Referral, who: str = "cora") -> Matches:
    lock_all()
    opened = referral_for(actor(who), referral.reference or "", TRIAGE)
    return matches_of(actor(who), referral, restricted=opened.restricted_open)


def close(case: Case, at: datetime) -> None:
    case.state, case.closed_at = "closed", at
    db.session.flush()


def test_the_same_person_in_an_open_case_is_found_with_what_agrees(actor: Any) -> None:
    case = accepted(actor, [PERSON])
    matches = found_by(actor, sent(actor("rowan")))
    (known,) = matches.subjects[0].known
    assert (known.case.id, known.likely, known.same_place_only) == (case.id, True, False)
    assert known.kinds >= {terms.NAME, terms.BORN, terms.SOUND, terms.ADDRESS}
    assert matches.open_cases == (case,)
    assert matches.repeat_of is None


def test_somebody_else_at_the_same_address_is_called_a_place_and_no_more(actor: Any) -> None:
    """AC 41."""
    accepted(actor, [person("Odalys", "Brackenfold", "1970-01-01", ["witness"], address=ADDRESS)])
    (known,) = found_by(actor, sent(actor("rowan"))).subjects[0].known
    assert known.same_place_only
    assert known.words == "Same address"


def test_somebody_who_was_taken_for_another_could_not_be_parted_from_them(actor: Any) -> None:
    """AC 41: picked by mistake at triage. What is known of the other, and their own case, stay to the byte."""
    first = accepted(actor, [PERSON])
    other = first.parties[0].person
    before = stored(other), first.summary
    told = person("Odalys", "Brackenfold", "1970-01-01", ["victim"], address=ADDRESS)
    referral, cora = sent(actor("rowan"), story(people=[told])), actor("cora")
    second = accepting.accept(actor=cora, referral=referral, reason="Yes", known={0: other})
    (party,) = second.parties
    assert party.person_id == other.id
    remove_party(actor=cora, case=second, party=party, reason="Taken for somebody else of that address")
    identity = {"forenames": "Odalys", "surname": "Brackenfold"}
    right = add_person(actor=cora, panel=second.panel, identity=identity, born_on=date(1970, 1, 1))
    add_party(actor=cora, case=second, person=right, roles=["victim"])
    assert [one.person_id for one in second.parties if one.removed_at is None] == [right.id]
    assert other.display_name not in str(second.summary)
    assert (stored(other), first.summary) == before


def stored(one: Person) -> list[Any]:
    """The rows of a person and their addresses, as they stand in the database."""
    db.session.flush()
    tables = (Person.__table__, Person.__table__.c.id), (Address.__table__, Address.__table__.c.person_id)
    return [tuple(row) for table, key in tables for row in db.session.execute(sa.select(table).where(key == one.id))]


def test_nobody_known_gives_no_match(actor: Any) -> None:
    accepted(actor, [person("Odalys", "Brackenfold", "1970-01-01", ["witness"])])
    assert not found_by(actor, sent(actor("rowan"))).any()


@pytest.mark.parametrize(("days", "repeat"), [(1, True), (364, True), (400, False)])
def test_a_case_of_the_same_person_closed_within_a_year_makes_a_repeat(actor: Any, days: int, repeat: bool) -> None:
    now = datetime(2026, 11, 23, 10, tzinfo=UTC)
    with time_machine.travel(now):
        case = accepted(actor, [PERSON])
        close(case, now - timedelta(days=days))
        matches = found_by(actor, sent(actor("rowan")))
    assert (matches.repeat_of == case) is repeat
    assert matches.open_cases == ()


def test_a_neighbour_of_a_closed_case_is_no_repeat(actor: Any) -> None:
    case = accepted(actor, [person("Odalys", "Brackenfold", "1970-01-01", ["witness"], address=ADDRESS)])
    close(case, datetime.now(UTC))
    assert found_by(actor, sent(actor("rowan"))).repeat_of is None


def test_two_referrals_of_one_person_find_each_other_before_there_is_a_case(actor: Any) -> None:
    first, second = sent(actor("fern")), sent(actor("rowan"))
    assert [known.referral.id for known in found_by(actor, second).referrals] == [first.id]
    assert [known.referral.id for known in found_by(actor, first).referrals] == [second.id]


def test_a_person_in_a_case_from_which_the_coordinator_is_excluded_is_not_shown(actor: Any) -> None:
    from casework.cases.models import Exclusion

    case = accepted(actor, [PERSON])
    cora = actor("cora")
    db.session.add(
        Exclusion(case_id=case.id, account_id=cora.account_id, connection="work", declared_by_id=cora.account_id)
    )
    referral = sent(actor("rowan"))
    db.session.flush()
    assert not found_by(actor, referral).any()
    assert found_by(actor, referral, "alder").any()


def test_taking_a_referral_opens_its_restricted_answers_only_for_those_who_triage(actor: Any) -> None:
    from auth.doors import NotAllowed

    hidden = {**PERSON, "address": {**ADDRESS, "hidden": True}}
    referral = sent(actor("rowan"), story(people=[hidden]))
    opened = referral_for(actor("cora"), referral.reference or "", TRIAGE)
    assert open_for_acceptance(actor("cora"), opened).restricted_open
    with pytest.raises(NotAllowed):
        open_for_acceptance(actor("rowan"), opened)

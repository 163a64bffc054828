"""Finding one person whose name many have, within what the reader may see."""

from datetime import date, timedelta

import pytest

from casework.cases.service import open_case
from casework.people.service import add_person
from extensions import db, now
from tests.cases.made import acting
from tests.conftest import PANEL

ALI = {"forenames": "Muhammad", "surname": "Ali"}
FIRST_BORN = date(1950, 1, 1)
MANY = 56
TOO_MANY = "There are too many to show"


@pytest.fixture
def alis(app):
    """References of cases of as many people of one name, the oldest first; the first and the last are on an agenda."""
    with acting(app, "cora") as cora:
        cases = []
        for number in range(MANY):
            person = add_person(
                actor=cora,
                panel=PANEL,
                identity=ALI,
                born_on=FIRST_BORN + timedelta(days=400 * number),
                address={
                    "line1": f"{number} Heron Walk",
                    "line2": "",
                    "town": "Quillon",
                    "postcode": "E1 4AB",
                    "uprn": "",
                },
                hidden=False,
                contact={},
                safe_contact={},
                needs={},
            )
            case = open_case(
                actor=cora,
                panel=PANEL,
                parties=[(person, ["victim"])],
                band="medium",
                urgent=False,
                children_involved=False,
                lead_agency_id=cora.agency_id,
                lead_officer_id=cora.account_id,
                state="active",
            )
            case.members_from = now() if number in (0, MANY - 1) else None
            cases.append(case)
        db.session.flush()
        return [case.reference for case in cases]


@pytest.mark.long
def test_the_newest_of_many_of_one_name_would_not_be_found_within_what_one_may_see(alis, browser_for):
    rowan, cora = browser_for("rowan"), browser_for("cora")
    rowan.get("/cases/search")
    words = rowan.submit({"words": "Mohammed Ali"}).words()
    assert "2 cases found" in words
    assert alis[0] in words
    assert alis[-1] in words
    assert TOO_MANY not in words, "it would tell of those that this person may not see"
    cora.get("/cases/search")
    words = cora.submit({"words": "Mohammed Ali"}).words()
    assert "50 cases found" in words
    assert TOO_MANY in words
    assert alis[-1] in words
    born = FIRST_BORN + timedelta(days=400 * (MANY - 1))
    for typed in (f"Mohammed Ali {born.isoformat()}", f"Ali {born.isoformat()}"):
        cora.get("/cases/search")
        words = cora.submit({"words": typed}).words()
        first = min((words.find(reference), reference) for reference in alis if reference in words)[1]
        assert first == alis[-1], typed

"""Who reads a hate incident case besides its panel: an associate for a time, never a colleague of the accused."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from auth.accounts.service import account_by_email
from auth.doors import NotAllowed
from auth.policy_relationships import ASSOCIATE, NAMED
from casework.cases.access import case_by_id, cases_on_page, visible_cases
from casework.cases.grants import give
from demo.hate_answers import LOOP_RISK, hate_risk, merriweather_loop
from demo.hate_story import HateStory
from demo.story import act
from panels.decisions.typed import Typed
from tests.hate_incident.conftest import HATE, london

ADOPT = Typed(option="adopt", reason="Several agencies are needed.", band="medium", telling="By phone")
CLOSE = Typed(
    option="close", reason="It stopped.", band="standard", closure_reason="no_repeat", told="told", telling="By phone"
)


def played(story: HateStory, **accused: Any) -> None:
    told = merriweather_loop(story.on)
    told["responsible"] = [{**one, **accused} for one in told["responsible"]]
    story.refer("maple", london(2026, 11, 27, 11), told, hate_risk(LOOP_RISK))
    story.accept(london(2026, 11, 30, 9), "It has happened before.")
    story.hear(date(2026, 11, 30), date(2026, 12, 1), ADOPT)


def id_of(name: str) -> UUID:
    account = account_by_email(f"{name}@example.org")
    assert account is not None
    return account.id


def let_in(story: HateStory, name: str, kind: str) -> None:
    with act("aspen", london(2026, 12, 2)) as actor:
        case = case_by_id(actor, story.case_id, "case.read").case
        give(actor=actor, case=case, account_id=id_of(name), kind=kind)


def opens(story: HateStory, name: str, at: Any) -> bool:
    with act(name, at) as actor:
        try:
            case_by_id(actor, story.case_id, "case.read")
        except NotAllowed:
            return False
        return True


def lists(name: str, at: Any) -> int:
    with act(name, at) as actor:
        return len(cases_on_page(actor, visible_cases(actor, HATE)))


@pytest.mark.long
def test_an_associate_reads_one_case_and_loses_it_ten_working_days_after_it_closes(story: HateStory) -> None:
    played(story)
    assert not opens(story, "willow", london(2026, 12, 2, 9))
    let_in(story, "willow", ASSOCIATE)
    assert opens(story, "willow", london(2026, 12, 2, 11))
    calmer = hate_risk("one stable verbal stranger alone one some none none none no none")
    story.assess(london(2027, 3, 1), calmer, "closure")
    story.hear(date(2027, 2, 26), date(2027, 3, 2), CLOSE)
    assert opens(story, "willow", london(2027, 3, 15))
    assert not opens(story, "willow", london(2027, 3, 17))


@pytest.mark.long
def test_ordinary_colleagues_of_somebody_accused_do_not_open_the_case(story: HateStory) -> None:
    played(story, partner_staff="yes", partner_agency="police")
    at = london(2026, 12, 2)
    assert not opens(story, "larch", at)
    assert lists("larch", at) == 0
    assert opens(story, "maple", at), "another agency's member"
    assert opens(story, "hal", at), "whoever runs the panel"


@pytest.mark.long
def test_one_senior_of_them_is_let_in_by_name_and_nobody_else(story: HateStory) -> None:
    played(story, partner_staff="yes", partner_agency="police")
    let_in(story, "larch", NAMED)
    assert opens(story, "larch", london(2026, 12, 3))
    assert lists("larch", london(2026, 12, 3)) == 1


@pytest.mark.long
def test_without_a_colleague_in_the_case_members_open_it(story: HateStory) -> None:
    played(story)
    assert opens(story, "larch", london(2026, 12, 2))
    assert lists("larch", london(2026, 12, 2)) == 1
    with act("aspen", london(2026, 12, 2)) as actor:
        case = case_by_id(actor, story.case_id, "case.read").case
        assert case.barred_agency_kind is None
        from casework.errors import Refused

        with pytest.raises(Refused):
            give(actor=actor, case=case, account_id=id_of("larch"), kind=NAMED)

"""C3: referred by the local authority, not adopted, with somebody at the table who must not see the case."""

from datetime import date

import pytest
import sqlalchemy as sa

from auth.access_log.models import AccessEntry
from auth.doors import NotAllowed
from casework.cases.access import case_by_id
from casework.cases.conflicts import declare_conflict
from casework.cases.models import Case
from casework.errors import Refused
from demo.channel_answers import care_instead, decision, housing
from panels.decisions.access import item_for
from panels.decisions.typed import Typed
from tests.channel.conftest import Told

LOGGED, DECIDED, FEB = date(2027, 1, 25), date(2027, 2, 1), date(2027, 2, 18)
REFUSAL = Typed(
    option="not_adopt",
    reason="No susceptibility to terrorism. Unmet needs in autism and housing.",
    closure_reason="better_met",
    telling="The housing officer speaks to him about the new referral",
)


def refused(story: Told, day: date) -> list[str]:
    entries = story.read(sa.select(AccessEntry).where(AccessEntry.outcome == "refused"), day)
    return [entry.event for entry in entries]


def test_a_person_whom_the_local_authority_refers_is_not_adopted(story: Told) -> None:
    meeting = story.plan(date(2026, 12, 1), FEB)
    case_id = story.take(story.log("chan", LOGGED, housing(date(2027, 1, 20), date(2027, 1, 22))), LOGGED)
    record = decision(DECIDED, "local_authority", "Head of Prevent, for the local authority")
    story.fill("chan", DECIDED, case_id, "s36_decision", record)
    assert story.state(DECIDED) == "s36_met"
    story.list_case(meeting, DECIDED, case_id, ("Police", "Mental health", "Adult care"))

    with story.actor("hazel", date(2027, 2, 8)) as hazel:
        declare_conflict(actor=hazel, case_id=case_id, account_id=hazel.account_id, connection="family")
    story.publish(meeting, date(2027, 2, 9))
    assert story.state(date(2027, 2, 9)) == "listed"
    for who in ("hazel", "oak", "larch", "cora", "yew", "fern"):
        with story.actor(who, date(2027, 2, 10)) as somebody, pytest.raises(NotAllowed):
            case_by_id(somebody, case_id)
    with story.actor("hazel", date(2027, 2, 10)) as hazel, pytest.raises(NotAllowed):
        item_for(hazel, meeting, 1, "case.read")
    assert refused(story, date(2027, 2, 10)).count("case.read") >= 6

    story.open(meeting, FEB)
    with pytest.raises(Refused, match="Answer first whether the person is referred to health or social care"):
        story.decide(meeting, FEB, 1, REFUSAL)
    story.fill("chan", FEB, case_id, "other_care", care_instead(FEB), hour=10)
    with pytest.raises(Refused, match="Select a reason that goes with “Do not adopt”"):
        story.decide(meeting, FEB, 1, Typed(**{**as_dict(REFUSAL), "closure_reason": "addressed"}))
    story.decide(meeting, FEB, 1, REFUSAL)
    story.close(meeting, FEB)
    [case] = story.read(sa.select(Case), FEB)
    assert (case.state, case.closure_reason) == ("not_adopted_signposted", "better_met")
    assert case.retention_due_on == date(2033, 2, 18)


def as_dict(typed: Typed) -> dict[str, object]:
    return {name: getattr(typed, name) for name in Typed.__slots__}

"""C3: referred by the local authority, not adopted, with somebody at the table who must not see the case."""

from datetime import date
from functools import partial
from uuid import UUID

import pytest
import sqlalchemy as sa

from auth.access_log.models import AccessEntry
from auth.doors import NotAllowed
from auth.models import Account
from auth.roles import Role
from casework.cases.access import case_by_id
from casework.cases.conflicts import declare_conflict
from casework.cases.models import Case
from casework.emergency.models import EmergencyAccess
from casework.emergency.service import NO_SUCH, review
from casework.errors import Refused
from casework.notifications.models import OutgoingMessage
from demo.channel_answers import care_instead, decision, housing
from demo.story import at_hour
from panels.decisions.access import item_for
from panels.decisions.typed import Typed
from tests.channel.conftest import Told

LOGGED, DECIDED, ILL, FEB = date(2027, 1, 25), date(2027, 2, 1), date(2027, 2, 9), date(2027, 2, 18)
REFUSAL = Typed(
    option="not_adopt",
    reason="No susceptibility to terrorism. Unmet needs in autism and housing.",
    closure_reason="better_met",
    telling="The housing officer speaks to him about the new referral",
)


def refused(story: Told, day: date) -> list[str]:
    entries = story.read(sa.select(AccessEntry).where(AccessEntry.outcome == "refused"), day)
    return [entry.event for entry in entries]


def until_listed(story: Told) -> tuple[UUID, UUID]:
    """The meeting, and the case that is to be heard in it; hazel has declared that he is her foster brother."""
    meeting = story.plan(date(2026, 12, 1), FEB)
    case_id = story.take(story.log("chan", LOGGED, housing(date(2027, 1, 20), date(2027, 1, 22))), LOGGED)
    record = decision(DECIDED, "local_authority", "Head of Prevent, for the local authority")
    story.fill("chan", DECIDED, case_id, "s36_decision", record)
    assert story.state(DECIDED) == "s36_met"
    story.list_case(meeting, DECIDED, case_id, ("Police", "Mental health", "Adult care"))
    with story.actor("hazel", date(2027, 2, 8)) as hazel:
        declare_conflict(actor=hazel, case_id=case_id, account_id=hazel.account_id, connection="family")
    return meeting, case_id


@pytest.mark.long
def test_a_person_whom_the_local_authority_refers_is_not_adopted(story: Told) -> None:
    meeting, case_id = until_listed(story)
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


def test_in_an_emergency_the_named_deputy_alone_opens_the_case(story: Told) -> None:
    """The chair is ill. Duty officers are refused, of other panels and of this one; and so is hazel, who declared a
    conflict, though she is made a deputy. (AC 11)"""
    _, case_id = until_listed(story)
    [case] = story.read(sa.select(Case), ILL)
    at = partial(at_hour, ILL)
    for who, role in (("ivy", Role.DUTY_OFFICER), ("hazel", Role.DEPUTY)):
        story.appoint(who, role, ILL)
    assert story.emergency("poplar", at(9), case.reference) == NO_SUCH
    assert story.emergency("ivy", at(9), case.reference) == "not allowed", "a duty officer of this panel itself"
    assert story.emergency("hazel", at(9), case.reference) == NO_SUCH, "a declared conflict beats it"
    assert story.emergency("briar", at(9), "QQ-C-9999") == NO_SUCH
    assert refused(story, ILL).count("emergency.ask") == 4
    assert story.emergency("oak", at(9), case.reference) == "not allowed"

    assert not story.opens("briar", at(9), case_id)
    assert story.emergency("briar", at(9), case.reference) == "begun"
    told = (
        sa.select(Account.name).join(OutgoingMessage.account).where(OutgoingMessage.template == "emergency_used_hidden")
    )
    assert sorted(story.read(told, ILL)) == ["Dean Farrow", "Laurel Winstanley", "Sorrel Whitlock"]
    assert story.opens("briar", at(9, 1), case_id)
    assert story.opens("briar", at(9, 59), case_id)
    assert not story.opens("briar", at(10), case_id), "at sixty minutes it is shut"
    [access_id] = story.read(sa.select(EmergencyAccess.id), ILL)
    for who in ("briar", "hazel", "poplar", "oak", "yew"):
        with story.act(who, at(11)) as other, pytest.raises(NotAllowed):
            review(actor=other, access_id=access_id, finding="justified", words="It was right.")
    with story.act("laurel", at(11)) as laurel:
        found = review(actor=laurel, access_id=access_id, finding="justified", words="The chair could not be reached.")
        assert found.state == "justified"
    wanted = sa.select(AccessEntry.event).where(AccessEntry.outcome == "allowed", AccessEntry.panel == story.panel)
    events = [one for one in story.read(wanted.order_by(AccessEntry.number), ILL) if one.startswith("emergency.")]
    assert events == ["emergency.ask", "emergency.begin", "emergency.review"]


def as_dict(typed: Typed) -> dict[str, object]:
    return {name: getattr(typed, name) for name in Typed.__slots__}

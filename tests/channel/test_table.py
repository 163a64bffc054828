"""The panel at the table: no decision without the local authority and the police, and the rule by which it came."""

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from casework.errors import Refused
from demo.channel_answers import adult, decision
from extensions import db
from panels.decisions.access import running_order
from panels.decisions.models import ItemRecord
from panels.decisions.typed import Typed
from panels.meetings.access import meeting_for
from panels.meetings.presence import come_in, go_out
from panels.minutes import closing
from tests.channel.conftest import JAN, Told

ADOPT: dict[str, Any] = {"option": "adopt", "reason": "Support can meet the need."}
SPLIT: dict[str, Any] = {"rule": "majority", "votes_for": 5, "votes_against": 2}
WORDS = {"dissent_words": "Too early: the college has not been heard."}


@pytest.fixture
def table(story: Told) -> Any:
    """A meeting that is open, with one case; returns its id."""
    meeting = story.plan(date(2026, 12, 1), JAN)
    told = adult(date(2026, 12, 7), date(2026, 12, 10))
    case_id = story.take(story.log("reed", date(2026, 12, 11), told), date(2026, 12, 11))
    story.fill("reed", date(2027, 1, 5), case_id, "s36_decision", decision(date(2027, 1, 5), "police", "DCI Fenn"))
    story.list_case(meeting, date(2027, 1, 6), case_id, ("Police",))
    story.name_members(date(2027, 1, 6), case_id, "elm", "ivy", "hazel")
    story.publish(meeting, date(2027, 1, 12))
    story.open(meeting, JAN)
    return meeting


def walk(story: Told, meeting_id: Any, who: str, step: Any, minute: int) -> None:
    with story.act("chan", story.at_hour(JAN, 10, minute)) as chan:
        meeting = meeting_for(chan, meeting_id, "meeting.run").meeting
        [line] = [one for one in meeting.attendances if one.account.email == f"{who}@example.org"]
        step(actor=chan, meeting=meeting, line_id=line.id)


@pytest.mark.long
@pytest.mark.parametrize(
    ("who", "missing"),
    [
        ("reed", "The police of the area where the person lives (Reed Marchbanks, Police"),
        ("both chairs", "The chair or the deputy chair"),
    ],
)
def test_a_decision_would_stand_without_the_police_or_the_local_authority(
    story: Told, table: Any, who: str, missing: str
) -> None:
    out = ("dean", "sorrel") if who == "both chairs" else (who,)
    for one in out:
        walk(story, table, one, go_out, 15)
    with pytest.raises(Refused) as refused:
        story.decide(table, JAN, 1, Typed(**ADOPT), minute=20)
    assert "Nothing can be decided without the quorum" in str(refused.value)
    assert missing in str(refused.value)
    for one in out:
        walk(story, table, one, come_in, 25)
    story.decide(table, JAN, 1, Typed(**ADOPT), minute=30)


@pytest.mark.long
def test_a_split_would_be_recorded_without_its_rule_or_its_dissent(story: Told, table: Any) -> None:
    with pytest.raises(Refused, match="Select which agency disagreed"):
        story.decide(table, JAN, 1, Typed(**ADOPT, **SPLIT))
    ivy = {"dissent_agency_id": story.agency_of("ivy", JAN), **WORDS}
    with pytest.raises(Refused, match="cannot be recorded"):
        story.decide(table, JAN, 1, Typed(**ADOPT, **ivy, rule="unanimity"))
    with pytest.raises(Refused, match="no more votes than people"):
        story.decide(table, JAN, 1, Typed(**ADOPT, **ivy, rule="majority", votes_for=7, votes_against=2))
    story.decide(table, JAN, 1, Typed(**ADOPT, **SPLIT, **ivy))
    [record] = story.read(sa.select(ItemRecord), JAN)
    assert (record.rule, record.votes_for, record.votes_against) == ("majority", 5, 2)


@pytest.mark.long
def test_a_decision_would_be_taken_that_the_case_cannot_come_to(story: Told, table: Any) -> None:
    for option, why in (("keep", "Support needs valid consent"), ("exit", "Support was not offered in this case")):
        with pytest.raises(Refused, match=why):
            story.decide(
                table, JAN, 1, Typed(option=option, reason="So it is", closure_reason="addressed", telling="-")
            )


@pytest.mark.long
def test_nobody_but_the_chair_carries_the_decisions_out(story: Told, table: Any) -> None:
    story.decide(table, JAN, 1, Typed(**ADOPT))
    with story.actor("chan", JAN) as chan:
        meeting = meeting_for(chan, table, "meeting.run").meeting
        order = running_order(chan, meeting)
        with pytest.raises(Refused, match="Only the chair or the vice-chair can do this"):
            closing.close(actor=chan, meeting=meeting, order=order, accepted=True)
        db.session.rollback()
    assert story.state(JAN) == "listed"
    story.close(table, JAN)
    assert story.state(JAN) == "adopted_pending_consent"

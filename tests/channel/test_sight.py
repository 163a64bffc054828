"""Who sees a case of this panel: those named for it, a guest for theirs while it is heard, and nobody else."""

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine

from auth.policy import decide
from auth.policy_table import RULES
from auth.roles import Actor, Held, Role
from casework.cases.conflicts import declare_conflict
from casework.cases.models import Case
from demo.channel_answers import adult, decision, housing
from demo.story import at_hour
from tests.channel.browsing import on, proven
from tests.channel.conftest import JAN, PANEL, Told

LISTED = date(2027, 1, 6)
NAMES = ("Marrable-Quince", "Dunsmoor-Peake")


@pytest.fixture
def two(story: Told) -> Any:
    """Two cases on one agenda: members are named for the first; a school nurse is asked to it as a guest."""
    meeting = story.plan(date(2026, 12, 1), JAN)
    logged, met = date(2026, 12, 11), date(2027, 1, 5)
    cases = []
    for told in (adult(date(2026, 12, 7), date(2026, 12, 10)), housing(date(2026, 12, 7), date(2026, 12, 10))):
        case_id = story.take(story.log("reed", logged, told), logged)
        story.fill("reed", met, case_id, "s36_decision", decision(met, "police", "DCI Fenn"))
        story.list_case(meeting, LISTED, case_id, ("Police",))
        cases.append(case_id)
    story.name_members(LISTED, cases[0], "elm", "ivy")
    story.name_members(LISTED, cases[1], "ivy")
    story.ask_guest(meeting, LISTED, cases[0], "linden")
    story.publish(meeting, date(2027, 1, 12))
    references = {case.id: case.reference for case in story.read(sa.select(Case), LISTED)}
    return meeting, [references[case_id] for case_id in cases], cases


def seen(browser_for: Any, who: str, references: list[str]) -> list[bool]:
    client = proven(browser_for, who)
    return [client.get(f"/cases/{reference}").status == 200 for reference in references]


def test_a_member_would_see_a_case_for_which_they_are_not_named(story: Told, two: Any, browser_for: Any) -> None:
    _, references, _ = two
    expected = {
        "dean": [True, True],
        "sorrel": [True, True],
        "chan": [True, True],
        "reed": [True, True],
        "ivy": [True, True],
        "elm": [True, False],
        "hazel": [False, False],
        "linden": [False, False],
        "fern": [False, False],
        "cora": [False, False],
        "larch": [False, False],
        "yew": [False, False],
        "oak": [False, False],
    }
    with on(date(2027, 1, 13)):
        assert {who: seen(browser_for, who, references) for who in expected} == expected


@pytest.mark.long
def test_a_declared_conflict_would_leave_somebody_the_papers(story: Told, two: Any, browser_for: Any) -> None:
    meeting, references, cases = two
    with story.actor("ivy", date(2027, 1, 13)) as ivy:
        declare_conflict(actor=ivy, case_id=cases[1], account_id=ivy.account_id, connection="family")
    with on(date(2027, 1, 14)):
        assert seen(browser_for, "ivy", references) == [True, False]
        page = proven(browser_for, "ivy").get(f"/meetings/{meeting}/pack")
        assert references[1] not in page.text
        assert NAMES[1] not in page.text


@pytest.mark.long
def test_a_guest_would_see_more_than_their_item_or_at_another_time(story: Told, two: Any, browser_for: Any) -> None:
    meeting, references, _ = two
    with on(date(2027, 1, 20)):
        assert seen(browser_for, "linden", references) == [False, False]
    story.open(meeting, JAN)
    with time_machine.travel(at_hour(JAN, 10, 12), tick=True):
        linden = proven(browser_for, "linden")
        page = linden.get(f"/meetings/{meeting}/item")
        assert page.status == 200
        assert references[0] in page.text
        assert linden.get(f"/cases/{references[0]}").status == 200
        assert NAMES[1] not in page.text
        assert references[1] not in page.text
        for tail in ("", "/agenda", "/pack", "/minutes", "/live/1", "/room"):
            assert linden.get(f"/meetings/{meeting}{tail}").status == 404, tail
        assert linden.get(f"/cases/{references[1]}").status == 404
    with on(JAN, 12):
        assert seen(browser_for, "linden", references) == [False, False]


@pytest.mark.long
def test_a_page_would_not_bear_its_marking_and_its_reader(story: Told, two: Any, browser_for: Any) -> None:
    meeting, references, _ = two
    base = f"/cases/{references[0]}"
    with on(date(2027, 1, 13)):
        chan = proven(browser_for, "chan")
        for path in (base, f"{base}/forms", f"{base}/timeline", f"{base}/people", f"/meetings/{meeting}", "/cases"):
            page = chan.get(path)
            assert page.status == 200, path
            assert "OFFICIAL-SENSITIVE. Shown to Chandra Pell, 13 January 2027 at 10:0" in page.words(), path
        assert "Shown to" not in chan.get("/home").words()


@pytest.mark.long
def test_a_page_that_is_refused_would_tell_by_its_marking_that_there_is_something(
    story: Told, two: Any, browser_for: Any
) -> None:
    """The meeting opens to a deputy chair, and her case in it does not: the answer bears nothing of the meeting."""
    meeting, references, cases = two
    with story.actor("sorrel", date(2027, 1, 13)) as sorrel:
        declare_conflict(actor=sorrel, case_id=cases[0], account_id=sorrel.account_id, connection="family")
    with on(date(2027, 1, 14)):
        sorrel = proven(browser_for, "sorrel")
        for path in (f"/meetings/{meeting}/live/1", f"/meetings/{meeting}/live/9", f"/cases/{references[0]}"):
            page = sorrel.get(path)
            assert page.status == 404, path
            assert "Shown to" not in page.words(), path


def test_somebody_on_duty_elsewhere_would_have_a_way_in() -> None:
    """No rule opens a case to somebody without a part in the panel, whatever they are in another one."""
    from uuid import uuid4

    asked = {permission for rule in RULES for permission in rule.permissions if permission.startswith("case.")}
    assert asked
    for role in Role:
        held = (Held(role, "another_panel", uuid4()), Held(role, None, uuid4()))
        somebody = Actor(uuid4(), "A Person", uuid4(), "An Agency", "police", held)
        assert not [one for one in asked if decide(somebody, one, PANEL).allowed], role


@pytest.mark.long
def test_oak_is_refused_and_it_is_written_down(story: Told, two: Any, browser_for: Any) -> None:
    from auth.access_log.models import AccessEntry

    _, references, _ = two
    with on(date(2027, 1, 13)):
        oak = browser_for("oak")
        there, nowhere = oak.get(f"/cases/{references[0]}"), oak.get("/cases/QQ-C-9999")
        assert there.status == nowhere.status == 404
        assert [one for one in NAMES if one in there.text] == []
    wanted = sa.select(AccessEntry).where(AccessEntry.outcome == "refused", AccessEntry.panel == PANEL)
    assert [entry.event for entry in story.read(wanted, date(2027, 1, 13))] == ["case.read"]

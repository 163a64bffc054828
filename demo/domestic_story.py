"""One case of the domestic abuse MARAC: referred by the adviser who speaks for her, taken, and on the next agenda."""

from typing import Any

from auth.roles import Role
from demo.answers import Risk, address, person, referral
from demo.people import DemoPerson, load_people
from demo.playing import plan_with
from demo.scenes import Scene
from demo.story import act, at_hour, send, take, working_day
from extensions import unit_of_work
from wording.dates import today

TICKED = (2, 3, 4, 6, 7, 8, 10, 11, 12, 13, 14, 17, 20, 21, 23)
"""Fifteen of the 24 topics: visible high risk."""


def domestic_people(panel: str) -> tuple[DemoPerson, ...]:
    """Who sits on it, all of them accounts that are there for other panels as well."""
    seats = (("alder", Role.CHAIR), ("birch", Role.VICE_CHAIR), ("cora", Role.COORDINATOR))
    members = tuple((key, Role.MEMBER) for key in ("larch", "rowan", "hazel", "elm", "ivy", "maple"))
    return tuple(DemoPerson(key, "", "", "", role, (panel,)) for key, role in (*seats, *members))


def load_domestic(panel: str) -> None:
    """Appoint its people and play its case so far."""
    with unit_of_work():
        load_people({}, domestic_people(panel), {panel})
    sent_on = working_day(today(), -5)
    case_id = take(send(panel, _scene(sent_on.isoformat()), at_hour(sent_on, 11)), at_hour(sent_on, 14))
    meeting_on = working_day(today(), 18)
    plan_with(
        act, "cora", at_hour(sent_on, 15), panel=panel, case_id=case_id, starts_at=at_hour(meeting_on, 13), minutes=180
    )


def _scene(last_on: str) -> Scene:
    return Scene("hartshorne", "maple", {**_common(last_on), **_of_this_panel(last_on)}, _ticks())


def _common(last_on: str) -> dict[str, list[dict[str, Any]]]:
    linnea = person(
        "Linnea",
        "Hartshorne",
        ["victim"],
        date_of_birth="1990-09-27",
        address=address("5 Sandpiper Row", hidden=True),
        phone="020 7946 0184",
        best_time="School hours on weekdays",
        must_not_know="Corwin Blaylock, who lived with her, and his sister",
        vulnerabilities=["isolated"],
        vulnerability_details="Her family lives abroad.",
    )
    return referral(
        people=[linnea, person("Corwin", "Blaylock", ["alleged_perpetrator"], date_of_birth="1986-02-03")],
        household=[
            {
                "lives_with": "Linnea Hartshorne",
                "name": "Juna Hartshorne",
                "date_of_birth": "2019-05-16",
                "relationship": "child",
            }
        ],
        responsible=[{"known": "named", "name": "Corwin Blaylock", "relationship": "ex_partner"}],
        routes=["visible_risk"],
        effect="She sleeps in her daughter's room with a chair against the door.",
        voice="He always finds out where we are. I want my daughter to be able to go to school.",
        why="",
        incidents=[],
        safeguarding={"domestic_abuse": "yes", "child_at_risk": "yes"},
        first_on=last_on,
    )


def _of_this_panel(last_on: str) -> dict[str, list[dict[str, Any]]]:
    told = "He waited at the school gate and said that he would take the child. It is the third time this month."
    return {
        "reason": [{"latest_on": last_on, "what_happened": told, "reports_in_year": 6}],
        "adviser": [{"has_adviser": "yes", "name": "Maple Dunmore, Quillon Victim Support"}],
    }


def _ticks() -> Risk:
    return {f"d{topic}": "yes" if topic in TICKED else "no" for topic in range(1, 25)}

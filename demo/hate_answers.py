"""Two reports of hate as answers, on the days of a calendar that may be shifted by whole weeks."""

from datetime import date, datetime
from typing import Any

from demo.answers import Answers, Risk, address, person, referral
from demo.review_answers import On

LOOP_RISK = "few serious threats nearby group one significant some some one no none"
LOOP_AFTER_PETROL = "few serious grave nearby group one significant some some one no none"
HALL_RISK = "two both damage recognised group more significant none some none yes tension"


def hate_risk(values: str) -> Risk:
    """Answers to the twelve questions, in their order."""
    return {f"r{place}": value for place, value in enumerate(values.split(), start=1)}


def _incident(on: date, words: str, types: list[str], strands: list[str], **more: Any) -> dict[str, Any]:
    return {
        "happened_on": on.isoformat(),
        "location_type": "home",
        "place": "9 Quillon Walk",
        "strands": strands,
        "perceived_by": "both",
        "types": types,
        "what_happened": words,
        "category": "hate_incident",
        "offensive_graffiti": "no",
        **more,
    }


def _report(found: Answers, *, choices: dict[str, str], indicator: str, wishes: list[str], earlier: int) -> Answers:
    """A report of the common sections with what this panel asks besides."""
    origin = {key: value for key, value in found["origin"][0].items() if key != "relationship"}
    return {
        **found,
        "origin": [{**origin, "source": "centre", "centre": "Rainbow Kettle Cafe", "route": "reporting_centre"}],
        "responsible": [{**one, "partner_staff": "no"} for one in found["responsible"]],
        "pattern": [{"first_on": found["pattern"][0]["first_on"], "earlier": earlier}],
        "tension": [{"indicator": indicator}],
        "outcome": [{**found["outcome"][0], "wishes": wishes}],
        "choices": [{"share_police": "yes", "share_victim_support": "yes", "share_specialist": "yes", **choices}],
    }


def merriweather_loop(on: On) -> Answers:
    """Two men harassed at their home for who they are; the mother of one does not know."""
    days = [on(2026, 9, 14), on(2026, 10, 9), on(2026, 11, 2), on(2026, 11, 24)]
    told = (
        ("Shouted at on the stairs by three young men.", ["verbal"]),
        ("Dog mess pushed through the letterbox.", ["offensive_items"]),
        ("Followed from the bus stop and shouted at.", ["verbal", "harassment"]),
        ("“You will burn” shouted through the door at night.", ["threats"]),
    )
    incidents = [
        _incident(day, words, types, ["sexual_orientation"], strand_kinds=["homophobic"])
        for day, (words, types) in zip(days, told, strict=True)
    ]
    incidents[-1] |= {"exact_words": "You will burn, both of you.", "police_reference": "CAD 4471/24"}
    caspian = person(
        "Caspian",
        "Merriweather-Loop",
        ["victim"],
        date_of_birth="1991-06-18",
        address=address("9 Quillon Walk"),
        phone="020 7946 0771",
        safe_to_call="yes",
        safe_to_write="no",
        must_not_know="His mother, who visits on Sundays",
        party_kind="household",
        outing_risk="yes",
        outing_details="His mother",
    )
    found = referral(
        people=[caspian],
        incidents=incidents,
        routes=["repeat", "escalation"],
        effect="They no longer use the front stairs, and sleep in the back room.",
        voice="We want it to stop. We do not want to move.",
        why="Police, the landlord and a specialist service each hold a part of this.",
        responsible=[{"known": "by_sight", "description": "Three men in their twenties.", "relationship": "neighbour"}],
        first_on=days[0].isoformat(),
    )
    return _report(found, choices={"anonymous": "no"}, indicator="0", wishes=["stop", "prosecution"], earlier=4)


def prayer_hall(on: On, reported_at: datetime) -> Answers:
    """Graffiti on a prayer hall, for the second time; two boys are suspected."""
    hall = person(
        "not_known",
        "Quillon Lane Prayer Hall",
        ["victim"],
        address=address("2 Quillon Lane"),
        phone="020 7946 0772",
        safe_to_write="yes",
        must_not_know="nobody",
        party_kind="institution",
        outing_risk="no",
    )
    boys = [
        person(name, "Rookwood-Hale", ["alleged_perpetrator"], date_of_birth=born, address=address("30 Tern House"))
        for name, born in (("Dorian", "2013-05-02"), ("Lucian", "2013-05-02"))
    ]
    first = _incident(
        on(2026, 12, 12),
        "A symbol was scratched into the door.",
        ["graffiti"],
        ["religion", "race"],
        location_type="worship",
        place="2 Quillon Lane",
        category="legacy_nchi",
        police_reference="CAD 2210/12",
    )
    second = _incident(
        on(2027, 1, 9),
        "Paint on the front wall, across the whole width.",
        ["graffiti", "worship"],
        ["religion", "race"],
        location_type="worship",
        place="2 Quillon Lane",
        exact_words="Words against a faith, a metre high.",
        offensive_graffiti="yes",
        graffiti_reported_at=reported_at.isoformat(timespec="minutes"),
    )
    found = referral(
        people=[hall, *boys],
        incidents=[second, first],
        routes=["escalation"],
        effect="Families stay away from evening prayers.",
        voice="We want the wall clean, and to talk to whoever did it.",
        why="Youth justice, police and the council have to act together.",
        responsible=[
            {"known": "named", "name": f"{name} Rookwood-Hale", "relationship": "neighbour", "age_band": "10_17"}
            for name in ("Dorian", "Lucian")
        ],
        safeguarding={"child_at_risk": "yes"},
        first_on=on(2026, 12, 12).isoformat(),
    )
    return _report(found, choices={"anonymous": "no"}, indicator="3", wishes=["restorative", "stop"], earlier=2)

"""Who is in the demonstration's story. Each scene is one referral: people, what happened, how bad, who refers."""

from dataclasses import dataclass, field
from typing import Any

from demo.answers import Answers, Risk, address, incident, person, referral, risk


@dataclass(frozen=True, eq=False)
class Scene:
    """One referral of the story. ``by`` is the demo account that refers."""

    key: str
    by: str
    answers: Answers
    risk: Risk
    lead: str = "council"
    needed: tuple[str, ...] = ("police", "council", "lanternfish")
    said: dict[str, str] = field(default_factory=dict)


def _affected(forenames: str, surname: str, born: str, home: dict[str, Any], **more: Any) -> dict[str, Any]:
    return person(
        forenames,
        surname,
        ["victim"],
        date_of_birth=born,
        address=home,
        tenure="association_tenant",
        landlord="Lanternfish Homes",
        phone="020 7946 0171",
        best_time="Weekdays between 10 and 2",
        **more,
    )


def past_scenes(first_on: str) -> tuple[Scene, ...]:
    """The four cases that the panel has heard already."""
    return (
        Scene(
            "penhallow",
            "rowan",
            referral(
                people=[
                    _affected(
                        "Idris",
                        "Penhallow",
                        "1965-04-18",
                        address("7 Quillon Court"),
                        title="Mr",
                        vulnerabilities=["dependency", "isolated"],
                        vulnerability_details="Lives alone. Drinks since his brother died.",
                        staff_risk="yes",
                        staff_risk_details="A visitor showed a knife to the caretaker in the stairwell.",
                    ),
                    person("not_known", "Dexter", ["alleged_perpetrator"], aliases="Dex"),
                ],
                incidents=[
                    incident(
                        first_on,
                        "7 Quillon Court",
                        ["cuckooing", "drug_dealing"],
                        "Two men hold the front-door key and let buyers in at night. He sleeps in the stairwell.",
                        weapon="yes",
                    )
                ],
                routes=["score_high", "judgement"],
                effect="He has lost weight and no longer opens the door to his support worker.",
                voice="I want my door back.",
                why="Police, adult care and the landlord each hold a part of this and nobody has the whole.",
                household=[],
                safeguarding={"care_needs": "yes", "abuse": "yes", "exploitation": "yes"},
                first_on=first_on,
            ),
            risk("daily yes serious known now me no several lot both avoids missing few neighbours"),
            needed=("police", "lanternfish", "adult_care"),
            said={
                "police": "Six calls to the block since the last meeting. One arrest, bailed.",
                "lanternfish": "Locks changed on the 20th. Rent is paid by somebody else.",
                "adult_care": "Seen twice. Says he does not want help yet.",
            },
        ),
        Scene(
            "ashgrove",
            "rowan",
            referral(
                people=[
                    _affected("Wilhelmina", "Ashgrove", "1954-11-02", address("19 Tern House"), title="Mrs"),
                    person("Jolyon", "Marchbanks", ["alleged_perpetrator"], address=address("23 Tern House")),
                ],
                incidents=[
                    incident(
                        first_on,
                        "Tern House",
                        ["noise", "verbal_abuse"],
                        "Music through the night, then shouting at her door.",
                    )
                ],
                routes=["escalation"],
                effect="She sleeps at her daughter's three nights a week.",
                voice="I only want to sleep in my own bed.",
                why="Noise, health and tenancy work have each been tried alone.",
                tried=[{"agency": "environmental_health", "action": "warning_letter", "done_on": "not_known"}],
                first_on=first_on,
            ),
            risk("weekly yes often known past me no one lot mental somewhat helping few household"),
            said={"lanternfish": "Two warnings sent. Mediation was offered and refused."},
        ),
        Scene(
            "lanternwick",
            "ivy",
            referral(
                people=[
                    _affected("Tobiah", "Lanternwick", "1988-01-27", address("2 Heron Walk"), title="Mr"),
                    person("Young people at", "Heron Walk", ["alleged_perpetrator"]),
                ],
                household=[
                    {
                        "lives_with": "Tobiah Lanternwick",
                        "name": "Saffron Lanternwick",
                        "date_of_birth": "2017-06-09",
                        "relationship": "child",
                    },
                ],
                incidents=[
                    incident(
                        first_on, "Heron Walk", ["groups", "threats"], "A group of about eight blocks the stairs daily."
                    )
                ],
                routes=["score_high"],
                effect="The child is walked to school by a neighbour because he is afraid to go out.",
                voice="My daughter counts the voices before she opens her door.",
                why="Needs youth work, police and school at one table.",
                safeguarding={"child_at_risk": "yes"},
                first_on=first_on,
            ),
            risk("daily yes often sight now household no one lot mental avoids missing few at_risk"),
            lead="children",
            needed=("police", "children", "school"),
            said={"children": "Known to early help since the spring.", "police": "Dispersal used twice this month."},
        ),
        Scene(
            "underhay",
            "maple",
            referral(
                people=[
                    _affected(
                        "Marisol",
                        "Underhay",
                        "1992-08-14",
                        address("Flat 4, 11 Curlew Street", hidden=True),
                        language="spanish",
                        interpreter="yes",
                        must_not_know="Her former neighbour and his family",
                    ),
                    person("Gideon", "Stallbrass", ["alleged_perpetrator"]),
                ],
                incidents=[
                    incident(
                        first_on,
                        "Curlew Street",
                        ["threats", "calls_online"],
                        "Followed from the bus stop, then messages.",
                    )
                ],
                routes=["judgement"],
                effect="She moved once already and fears being found again.",
                voice="Please do not write to me. Ring first.",
                why="The moves, the messages and the sightings are known to different agencies.",
                first_on=first_on,
            ),
            risk("monthly yes serious known now me no one extremely mental avoids helping few household"),
            needed=("police", "victim_support", "council"),
            said={"victim_support": "In touch weekly. Safe place agreed."},
        ),
    )


def new_scenes(first_on: str) -> tuple[Scene, ...]:
    """Accepted for the next meeting, not heard yet."""
    return (
        Scene(
            "crickmere",
            "rowan",
            referral(
                people=[
                    _affected("Barnaby", "Crickmere", "1995-03-21", address("12 Tern House"), title="Mr"),
                    person("Ottoline", "Farrowdale", ["alleged_perpetrator"], address=address("14 Tern House")),
                ],
                responsible=[{"known": "named", "name": "Ottoline Farrowdale", "relationship": "neighbour"}],
                incidents=[
                    incident(
                        first_on,
                        "Tern House",
                        ["neighbours", "verbal_abuse"],
                        "Shouts at him on the landing, bangs at night.",
                    )
                ],
                routes=["escalation"],
                effect="He works nights and has been sent home for falling asleep.",
                voice="I want it to be quiet and I want her to get help.",
                why="Both sides complain of each other and health is involved.",
                first_on=first_on,
            ),
            risk("weekly yes often known now me possibly one lot mental somewhat not_needed few household"),
            needed=("police", "lanternfish", "mental_health"),
        ),
        Scene(
            "oakenshaw",
            "larch",
            referral(
                people=[_affected("Percival", "Oakenshaw", "1979-12-05", address("1 Sandpiper Row"), title="Mr")],
                incidents=[
                    incident(
                        first_on,
                        "Sandpiper Row",
                        ["fire_setting"],
                        "Bin set alight against the door. Second time.",
                        weapon="no",
                    )
                ],
                routes=["score_high"],
                effect="Nobody in the house sleeps before three.",
                voice="Next time it will be the letter box.",
                why="Fire safety, police and the landlord must act in the same week.",
                safeguarding={"fire_risk": "yes"},
                first_on=first_on,
            ),
            risk("rarely yes serious sight violence household no one extremely mental avoids missing few household"),
            needed=("police", "lanternfish"),
        ),
    )


def waiting_scenes(first_on: str) -> tuple[Scene, ...]:
    """In the queue, not triaged."""
    return (
        Scene(
            "farrowdale",
            "elm",
            referral(
                people=[
                    _affected(
                        "Ottoline",
                        "Farrowdale",
                        "1982-07-30",
                        address("14 Tern House"),
                        title="Ms",
                        vulnerabilities=["mental_health"],
                        capacity_concern="not_known",
                    ),
                    person("Barnaby", "Crickmere", ["alleged_perpetrator"], address=address("12 Tern House")),
                ],
                responsible=[{"known": "named", "name": "Barnaby Crickmere", "relationship": "neighbour"}],
                incidents=[
                    incident(first_on, "Tern House", ["neighbours", "threats"], "Says he films her door and laughs.")
                ],
                routes=["score_high", "judgement"],
                effect="Came out of hospital in October. Stopped her medicine: she hears him through the wall.",
                voice="He has to stop filming me.",
                why="Two people each say the other is the one. Health and housing should look together.",
                consent="unsafe",
                safeguarding={"care_needs": "yes", "suicide_risk": "yes"},
                first_on=first_on,
            ),
            risk("most_days yes both known now me no several extremely suicidal avoids missing isolated nobody"),
        ),
        Scene(
            "thornbury",
            "fern",
            referral(
                people=[_affected("Anneliese", "Thornbury", "1984-02-11", address("30 Heron Walk"), title="Ms")],
                household=[
                    {
                        "lives_with": "Anneliese Thornbury",
                        "name": "Rufus Thornbury",
                        "date_of_birth": "2018-09-01",
                        "relationship": "child",
                    }
                ],
                incidents=[
                    incident(
                        first_on, "Heron Walk", ["animals"], "Two dogs off the lead run at the children by the gate."
                    )
                ],
                routes=["judgement"],
                effect="Four children have stopped walking to school.",
                voice="I just want the path back.",
                why="The school has written three times.",
                first_on=first_on,
            ),
            risk("weekly yes no sight no community no none moderately no somewhat not_needed close neighbours"),
        ),
    )

"""Two applications of the demonstration as answers, on the days of a calendar that may be shifted by whole weeks."""

from collections.abc import Callable
from datetime import date
from typing import Any

from demo.answers import Answers, address

On = Callable[[int, int, int], date]
"""A day of the story as it is played: year, month, day."""


def _person(forenames: str, surname: str, roles: list[str], **more: Any) -> dict[str, Any]:
    return {
        "roles": roles,
        "forenames": forenames,
        "surname": surname,
        "date_of_birth": "not_known",
        "address": "not_known",
        "safe_to_call": "yes",
        "safe_to_leave_message": "no",
        "safe_to_write": "no",
        "safe_to_text": "no",
        "safe_to_email": "no",
        "safe_to_read_out": "yes",
        "safe_to_hand_over": "no",
        "safe_to_collect": "no",
        "prefers": "phone",
        "best_time": "not_known",
        "must_not_know": "nobody",
        "phone": "020 7946 0147",
        "language": "english",
        "interpreter": "no",
        "communication_needs": "nothing",
        "adjustments": "none",
        "formats": ["none"],
        **more,
    }


def _incident(on: date, place: str, words: str, **more: Any) -> dict[str, Any]:
    told = {"happened_sure": "exact", "happened_on": on.isoformat(), "place": place, "what_happened": words}
    return {**told, "hate": "no", **more}


def _report(incident: int, on: date, to: str, name: str, response: str) -> dict[str, Any]:
    return {
        "incident": incident,
        "reported_sure": "exact",
        "reported_on": on.isoformat(),
        "to": to,
        "to_name": name,
        "reference": "not_known",
        "how": "phone",
        "response": response,
    }


NOTICE = [{"notice_given": ["read"], "declared": ["true"], "agencies": ["asked"]}]


ABERNETHY_WORDS: Answers = {
    "problem": [
        {
            "summary": "Music and banging until four in the morning, and threats when I ask for quiet.",
            "types": ["noise", "threats"],
            "place": "Quillon Court, second floor",
            "responsible": "People in a flat above. I do not know their names.",
        }
    ],
    "impact": [
        {
            "effect": "I sleep at my sister's four nights a week. My blood pressure is up.",
            "at_risk": "no",
            "suicide_risk": "no",
            "violence": "no",
        }
    ],
    "tried": [
        {
            "actions": "A leaflet. Nothing else that I know of.",
            "stopped": "no",
            "not_enough": "Each of them says it is for one of the others.",
            "complaint": "no",
        }
    ],
    "wishes": [
        {
            "wanted": ["stop", "contact"],
            "wanted_words": "One person who rings me back, and a quiet night.",
            "involved": "remote",
        }
    ],
}
BEGUM_WORDS: Answers = {
    "problem": [
        {
            "summary": "Neighbours shout racist names at her and have put rubbish through her door.",
            "types": ["verbal_abuse", "rubbish", "hate"],
            "place": "Quillon Row",
        }
    ],
    "impact": [
        {
            "effect": "She keeps the curtains shut and no longer takes her granddaughter to school.",
            "at_risk": "no",
            "suicide_risk": "no",
            "violence": "no",
        }
    ],
    "tried": [{"actions": "A diary sheet, in English.", "stopped": "nothing_done", "complaint": "no"}],
    "wishes": [
        {
            "wanted": ["stop", "safety"],
            "wanted_words": "To walk to school with my granddaughter.",
            "involved": "speaker",
        }
    ],
}


def abernethy(on: On) -> Answers:
    """Noise and threats: three incidents, each told to another body."""
    return {
        "application": [
            {"route": "phone", "received_on": on(2026, 10, 19).isoformat(), "safe_now": "yes", "who_applies": "self"}
        ],
        "people": [
            _person(
                "Ffion",
                "Abernethy-Stroud",
                ["victim", "complainant"],
                title="Mrs",
                date_of_birth="1961-04-17",
                address=address("22 Quillon Court"),
                tenure="association_tenant",
                landlord="Lanternfish Homes",
                safe_to_write="yes",
                prefers="letter",
                best_time="After 4pm",
                vulnerabilities=["physical"],
            )
        ],
        "group": [],
        "incidents": [
            _incident(on(2026, 8, 3), "My bedroom", "Music through the ceiling from midnight until four."),
            _incident(on(2026, 9, 2), "The stairs", "A man said he would make me sorry if I rang anybody again."),
            _incident(on(2026, 10, 5), "My bedroom", "Banging all night. My ceiling lamp came down."),
        ],
        "reports": [
            _report(1, on(2026, 8, 4), "council", "Noise team", "They sent a leaflet."),
            _report(2, on(2026, 9, 2), "police", "101", "They gave me a number. Nobody came."),
            _report(3, on(2026, 10, 7), "social_landlord", "Lanternfish Homes", "They said it was for the council."),
        ],
        **ABERNETHY_WORDS,
        "notice": NOTICE,
    }


def begum(on: On) -> Answers:
    """A councillor rings for a Sylheti speaker: one incident told to three bodies, one to the council, both racist."""
    hate = {"hate": "yes", "hate_strands": ["race"]}
    asked = {"route": "phone", "received_on": on(2026, 12, 21).isoformat(), "safe_now": "yes"}
    return {
        "application": [{**asked, "who_applies": "on_behalf", "consent": "ask"}],
        "people": [_begum(), _councillor()],
        "group": [],
        "incidents": [
            _incident(on(2026, 11, 2), "Her front door", "Rubbish was pushed through the door, with a name.", **hate),
            _incident(on(2026, 11, 20), "The path", "She was shouted at in front of her granddaughter.", **hate),
        ],
        "reports": [
            _report(1, on(2026, 11, 2), "police", "101", "A reference, and no visit."),
            _report(1, on(2026, 11, 3), "council", "Anti-social behaviour team", "Told to keep a diary."),
            _report(1, on(2026, 11, 3), "social_landlord", "Housing office", "Told that it is for the police."),
            _report(2, on(2026, 11, 25), "council", "Anti-social behaviour team", "No answer yet."),
        ],
        **BEGUM_WORDS,
        "notice": NOTICE,
    }


def _begum() -> dict[str, Any]:
    return _person(
        "Shamsun",
        "Begum-Elwood",
        ["victim"],
        title="Mrs",
        address=address("5 Quillon Row"),
        tenure="council_tenant",
        landlord="Quillon Borough Council",
        language="sylheti",
        interpreter="yes",
        formats=["audio", "spoken"],
        best_time="Mornings, by an interpreter",
        must_not_know="The neighbours at number 7",
        phone="020 7946 0151",
    )


def _councillor() -> dict[str, Any]:
    return _person(
        "Eudora",
        "Finchley-Mott",
        ["complainant", "representative"],
        title="Cllr",
        relation="councillor",
        organisation="Quillon Borough Council, member for Quillon Quay",
        scope_updates="not_known",
        scope_contents="not_known",
        safe_to_email="yes",
        prefers="email",
        email="eudora@example.org",
        phone="020 7946 0152",
    )

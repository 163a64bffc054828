"""What is written in the two Channel cases of the demonstration. All people and places are fictional."""

from datetime import date
from typing import Any

from demo.answers import Answers, address

NEEDED = ["police", "council_community_safety", "adult_social_care", "mental_health", "children_social_care"]
SAFE = {
    "safe_to_call": "yes",
    "safe_to_leave_message": "no",
    "safe_to_write": "yes",
    "safe_to_text": "no",
    "safe_to_email": "no",
    "best_time": "Weekday evenings",
    "must_not_know": "not_known",
    "phone": "020 7946 0177",
}


def subject(forenames: str, surname: str, born: str, home: str, **more: Any) -> dict[str, Any]:
    """The person there is concern about."""
    return {
        "roles": ["subject"],
        "title": "",
        "forenames": forenames,
        "surname": surname,
        "date_of_birth": born,
        "address": address(home),
        "force_area": "here",
        **SAFE,
        "language": "english",
        "interpreter": "no",
        "communication_needs": "nothing",
        "aware": "no",
        **more,
    }


def intake(reference: str, received_on: date, gateway_on: date, person: dict[str, Any], **about: Any) -> Answers:
    """What the case officer or the coordinator logs, but for their own page."""
    return {
        "tracker": [
            {
                "tracker_reference": reference,
                "case_officer": "Reed Marchbanks",
                "received_on": received_on.isoformat(),
                "gateway_outcome": "concern",
                "gateway_on": gateway_on.isoformat(),
                "deconfliction": "yes",
                "deconfliction_on": gateway_on.isoformat(),
                "transferred_in": "no",
            }
        ],
        "people": [person],
        "about": [
            {
                "concern_list": "current",
                "concern": "conflicted",
                "child": "no",
                "managed": ["none"],
                "urgent": "no",
                **about,
            }
        ],
        "next": [{"decider": "police", "tool": "paf", "attendees": NEEDED}],
        "attestation": [{"attested": ["nothing_secret"], "confirmed": ["accurate"]}],
    }


def adult(received_on: date, gateway_on: date) -> Answers:
    """C1: an adult who goes through the whole programme."""
    return intake(
        "PCMT-2026-00417",
        received_on,
        gateway_on,
        subject("Isolde", "Marrable-Quince", "2002-08-14", "5 Heron Walk", title="Ms"),
        summary="Fact: left college in September. Allegation: a tutor says she praises an attack. Opinion: isolated.",
        voice="She says that nobody listens, and that the forum does.",
        needs=["isolation", "mental_health", "not_in_work"],
    )


def housing(received_on: date, gateway_on: date) -> Answers:
    """C3: an adult whom the local authority refers and the panel does not adopt."""
    answers = intake(
        "PCMT-2027-00031",
        received_on,
        gateway_on,
        subject("Aurelio", "Dunsmoor-Peake", "1985-11-02", "12 Quillon Court", title="Mr"),
        concern="no_ideology",
        summary="A housing officer saw drawings of weapons on his wall. He explains each of them at length.",
        needs=["neurodivergence", "homelessness"],
    )
    answers["next"][0]["decider"] = "local_authority"
    return answers


def decision(decided_on: date, by: str, maker: str, outcome: str = "met") -> dict[str, Any]:
    """The record of a decision under section 36."""
    return {
        "outcome": outcome,
        "decided_by": by,
        "decision_maker": maker,
        "decided_on": decided_on.isoformat(),
        "tool": "paf",
        "tool_on": decided_on.isoformat(),
        "grounds": "Several agencies saw the same change, and it can be met by support.",
        "grounds_in_tracker": ["recorded"],
    }


def plan(version: int, by_on: date, starts_on: date) -> Answers:
    """A support plan with a mentor, education and mental health."""
    review = {"plan_version": version, "consent_how": "meeting", "consent_by_on": by_on.isoformat()}
    rows = (
        ("ideological", "Approved mentor", "council_community_safety", "Every week"),
        ("education_work", "College bridge", "other", "Two mornings a week"),
        ("mental_health", "Talking therapy", "mental_health", "Every two weeks"),
    )
    support = [
        {
            "need": "What was seen at the panel",
            "kind": kind,
            "provider": provider,
            "agency": agency,
            "starts_on": starts_on.isoformat(),
            "how_often": often,
        }
        for kind, provider, agency, often in rows
    ]
    return {"plan": [{**review, "consent_asked_by": "Chandra Pell"}], "support": support}


def own_consent(asked_on: date, answered_on: date, version: int = 1, **more: Any) -> dict[str, Any]:
    """The person's own answer about a version of the plan."""
    return {
        "plan_version": version,
        "asked_by": "Chandra Pell",
        "asked_on": asked_on.isoformat(),
        "asked_how": "meeting",
        "given_by": "self",
        "capacity": "has",
        "outcome": "given",
        "answered_on": answered_on.isoformat(),
        **more,
    }


def closing(assessed_on: date) -> dict[str, Any]:
    """The closing assessment."""
    return {
        "exit_reason": "addressed",
        "tool": "paf",
        "assessed_on": assessed_on.isoformat(),
        "assessor": "Reed Marchbanks",
        "change": "Back at college, left the forum, sees friends again. The mentor has nothing more to meet.",
    }


def care_instead(referred_on: date) -> dict[str, Any]:
    """Section 36(6): a referral to adult social care."""
    return {
        "considered": ["considered"],
        "referral": "social_care",
        "service": "Quillon Adult Social Care",
        "referred_on": referred_on.isoformat(),
        "referred_by": "Chandra Pell",
    }


def holdings() -> dict[str, Any]:
    """What the health trust holds."""
    return {
        "agency": "mental_health",
        "officer": "Elm Okafor",
        "known": "yes",
        "facts": "Seen twice in the autumn. Did not come to the third appointment.",
        "opinion": "Low mood after leaving college. Talks well with one person she trusts.",
        "restriction": "panel",
    }


def child(received_on: date, gateway_on: date) -> Answers:
    """Somebody under 18 who has just come through the gateway."""
    parent = subject("Honor", "Pellingham", "1984-05-09", "22 Tern House", roles=["parent_carer"], aware="yes")
    answers = intake(
        "PCMT-2027-00058",
        received_on,
        gateway_on,
        subject("Casimir", "Pellingham", "2011-09-30", "22 Tern House", school="Heron Street School"),
        concern="violence_fascination",
        child="yes",
        summary="Fact: shared two clips at school. Allegation: says that he would do the same.",
        needs=["bullying", "online"],
    )
    answers["people"].append({key: value for key, value in parent.items() if key != "force_area"})
    return answers

"""Fictional referrals as answers, and a quick way to send one through the services."""

import copy
from typing import Any

from auth.roles import Actor
from casework.referrals import drafts, risk
from casework.referrals.answers import form_of
from casework.referrals.models import Referral
from casework.referrals.submission import submit
from extensions import db
from tests.conftest import PANEL

ADDRESS = {
    "line1": "3 Quillon Court",
    "line2": "",
    "town": "London",
    "postcode": "E1 0ZZ",
    "uprn": "",
    "no_fixed_address": False,
    "hidden": False,
}

PERSON: dict[str, Any] = {
    "roles": ["victim"],
    "title": "Mr",
    "forenames": "Pemberwick",
    "surname": "Thistledown",
    "date_of_birth": "1948-05-02",
    "address": ADDRESS,
    "tenure": "association_tenant",
    "landlord": "Lanternfish Homes",
    "safe_to_call": "yes",
    "safe_to_leave_message": "no",
    "safe_to_write": "no",
    "best_time": "Mornings before 11",
    "must_not_know": "The two men who stay there",
    "phone": "020 7946 0321",
    "language": "english",
    "interpreter": "no",
    "communication_needs": "Short calls",
    "adjustments": "none",
    "vulnerabilities": ["dementia", "older", "exploitation"],
    "capacity_concern": "yes",
    "capacity_details": "Early dementia. He cannot weigh up this decision.",
    "staff_risk": "yes",
    "staff_risk_details": "Two men in the flat. One carried a knife on 20 November.",
}

M1: dict[str, list[dict[str, Any]]] = {
    "referrer": [
        {
            "name": "Rowan Castellane",
            "job_title": "Housing officer",
            "team": "Neighbourhoods",
            "agency": "Lanternfish Homes",
            "phone": "020 7946 0123",
            "email": "rowan@example.org",
            "made_at": "2026-11-23T09:00+00:00",
        }
    ],
    "origin": [
        {
            "relationship": "case_holder",
            "lead_officer": "Rowan Castellane",
            "lead_agency": "Lanternfish Homes",
            "routes": ["score_high", "escalation"],
        }
    ],
    "people": [PERSON],
    "household": [],
    "responsible": [{"known": "by_sight", "description": "Two men in their thirties.", "relationship": "stranger"}],
    "orders": [],
    "incidents": [
        {
            "happened_on": "2026-11-20",
            "place": "3 Quillon Court",
            "types": ["cuckooing", "drug_dealing"],
            "what_happened": "Two men let themselves in and sold drugs from the kitchen.",
            "hate_element": "no",
        }
    ],
    "pattern": [{"first_on": "2026-09-01", "frequency": "daily", "trend": "worsening"}],
    "impact": [{"effect": "He sleeps in a chair and does not eat.", "voice": "I want my home back."}],
    "tried": [],
    "outcome": [{"why_together": "Housing, police and adult care have to act on one day."}],
    "asks": [],
    "safeguarding": [
        {
            "care_needs": "yes",
            "abuse": "yes",
            "cannot_protect": "yes",
            "child_at_risk": "no",
            "domestic_abuse": "no",
            "exploitation": "yes",
            "radicalisation": "no",
            "fire_risk": "no",
            "suicide_risk": "no",
        }
    ],
    "assessment": [{"assessed": "yes"}],
    "sharing": [
        {
            "victim_aware": "no",
            "consent": "lacks_capacity",
            "proportionality": "He is being exploited and cannot protect himself.",
            "gateways": ["care_act", "crime_disorder"],
            "perpetrator_aware": "no",
        }
    ],
    "declaration": [{"confirmed": ["accurate"], "understood": ["need_to_know"], "approved": "not_needed"}],
}

QUESTIONS = ("h1", "h2", "h3", "h4", "h5", "t1", "t2", "t3", "i1", "i2", "i3", "s1", "s2", "s3")


def risk_answers(values: str) -> dict[str, str]:
    return dict(zip(QUESTIONS, values.split(), strict=True))


M1_RISK = risk_answers("daily yes both known violence me no several extremely both avoids missing isolated neighbours")
CRICKMERE_RISK = risk_answers("weekly yes often known now me possibly one lot mental somewhat not_needed few household")
FARROWDALE_RISK = risk_answers(
    "most_days yes both known now me no several extremely suicidal avoids missing isolated nobody"
)


def person(forenames: str, surname: str, born: str, roles: list[str], **changes: Any) -> dict[str, Any]:
    found = {**PERSON, "forenames": forenames, "surname": surname, "date_of_birth": born, "roles": roles, "title": ""}
    found |= {"staff_risk": "no", "capacity_concern": "no", "address": {**ADDRESS, "line1": f"Flat of {surname}"}}
    for gone in ("staff_risk_details", "capacity_details"):
        found.pop(gone, None)
    return {**found, **changes}


def story(**changes: Any) -> dict[str, list[dict[str, Any]]]:
    """The answers of M1 with some sections changed."""
    return {**copy.deepcopy(M1), **changes}


def draft(actor: Actor, answers: dict[str, Any] | None = None, scores: dict[str, str] | None = None) -> Referral:
    """A complete draft, written through the services."""
    referral = drafts.start_referral(actor=actor, panel=PANEL)
    db.session.flush()
    told = M1 if answers is None else answers
    for section in form_of(referral).sections:
        items = told.get(section.id)
        if items == []:
            drafts.nothing_to_add(actor=actor, referral=referral, section=section)
        for number, item in enumerate(items or []):
            drafts.save_item(actor=actor, referral=referral, section=section, number=number, item=item)
    risk.save_risk(actor=actor, referral=referral, given=M1_RISK if scores is None else scores)
    db.session.flush()
    return referral


def sent(actor: Actor, answers: dict[str, Any] | None = None, scores: dict[str, str] | None = None) -> Referral:
    """A sent referral."""
    referral = submit(actor=actor, referral=draft(actor, answers, scores))
    db.session.flush()
    return referral

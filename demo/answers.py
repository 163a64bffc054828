"""Referral answers of the demonstration: sections, items, plain values. All people and places are fictional."""

from typing import Any

Answers = dict[str, list[dict[str, Any]]]
Risk = dict[str, str]

ESTATE = {"town": "Quillon Quay", "uprn": "", "no_fixed_address": False, "hidden": False}


def address(line1: str, postcode: str = "E1 0ZZ", *, hidden: bool = False) -> dict[str, Any]:
    """An address on the fictional estate."""
    return {**ESTATE, "line1": line1, "line2": "Quillon Quay Estate", "postcode": postcode, "hidden": hidden}


def person(forenames: str, surname: str, roles: list[str], **more: Any) -> dict[str, Any]:
    """One entry of the people section with what every entry needs."""
    return {
        "roles": roles,
        "title": "",
        "forenames": forenames,
        "surname": surname,
        "date_of_birth": "not_known",
        "estimated_age": "not_known",
        "address": "not_known",
        "tenure": "not_known",
        "landlord": "not_known",
        "safe_to_call": "yes",
        "safe_to_leave_message": "no",
        "safe_to_write": "no",
        "best_time": "not_known",
        "must_not_know": "not_known",
        "phone": "not_known",
        "language": "english",
        "interpreter": "no",
        "communication_needs": "not_known",
        "adjustments": "not_known",
        "vulnerabilities": "not_known",
        "capacity_concern": "no",
        "staff_risk": "no",
        **more,
    }


def incident(on: str, place: str, types: list[str], words: str, **more: Any) -> dict[str, Any]:
    """One entry of the incidents section."""
    return {
        "happened_on": on,
        "place": place,
        "types": types,
        "what_happened": words,
        "hate_element": "no",
        "injury": "no",
        "weapon": "no",
        **more,
    }


def risk(values: str) -> Risk:
    """Answers to the risk tool in the order of its scored questions, with spaces between."""
    ids = ("h1", "h2", "h3", "h4", "h5", "t1", "t2", "t3", "i1", "i2", "i3", "s1", "s2", "s3")
    return dict(zip(ids, values.split(), strict=True))


def referral(
    *,
    people: list[dict[str, Any]],
    incidents: list[dict[str, Any]],
    routes: list[str],
    effect: str,
    voice: str,
    why: str,
    consent: str = "given",
    household: list[dict[str, Any]] | None = None,
    responsible: list[dict[str, Any]] | None = None,
    safeguarding: dict[str, str] | None = None,
    tried: list[dict[str, Any]] | None = None,
    asks: list[dict[str, Any]] | None = None,
    first_on: str = "not_known",
) -> Answers:
    """A whole referral, but for the referrer's own page, which the account fills in."""
    told = {"consent": consent, "victim_aware": "yes", "gateways": ["crime_disorder"], "perpetrator_aware": "no"}
    if consent == "given":
        told |= {"consent_manner": "spoken", "consent_on": first_on, "consent_by": "The referring officer"}
    else:
        told |= {"proportionality": "Sharing now is the least that can prevent more harm.", "gateways": ["care_act"]}
    guarded = dict.fromkeys(
        (
            "care_needs",
            "abuse",
            "cannot_protect",
            "child_at_risk",
            "domestic_abuse",
            "exploitation",
            "radicalisation",
            "fire_risk",
            "suicide_risk",
        ),
        "no",
    )
    return {
        "origin": [
            {
                "relationship": "case_holder",
                "lead_officer": "The referring officer",
                "lead_agency": "As above",
                "routes": routes,
            }
        ],
        "people": people,
        "household": household or [],
        "responsible": responsible or [{"known": "unknown", "description": "not_known", "relationship": "not_known"}],
        "orders": [],
        "incidents": incidents,
        "pattern": [{"first_on": first_on, "frequency": "weekly", "trend": "worsening"}],
        "impact": [{"effect": effect, "voice": voice, "measures": "not_known"}],
        "tried": tried or [],
        "outcome": [{"why_together": why}],
        "asks": asks or [],
        "safeguarding": [{**guarded, **(safeguarding or {})}],
        "assessment": [{"assessed": "yes"}],
        "sharing": [told],
        "declaration": [{"confirmed": ["accurate"], "understood": ["need_to_know"], "approved": "not_needed"}],
    }

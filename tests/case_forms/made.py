"""Referrals and cases of the small panels, made through the services."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from auth.roles import Actor
from casework.cases.models import Case
from casework.referrals import accepting, drafts, risk
from casework.referrals.answers import form_of
from casework.referrals.models import Referral
from casework.referrals.submission import submit
from extensions import db
from tests.cases.made import actor_named
from tests.panel_type.forms_panel import HERE

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
WORDS = "canary-words-4417"
SECRET = "canary-secret-4417"
TOLD: dict[str, list[dict[str, Any]]] = {
    "people": [
        {
            "roles": ["victim"],
            "forenames": "Wilfred",
            "surname": "Hollowmere",
            "date_of_birth": "1990-05-02",
            "phone": "020 7946 0111",
            "address": {"line1": "2 Pontoon Walk", "postcode": "E1 0ZZ", "hidden": False},
            "capacity_concern": "no",
        }
    ],
    "reports": [{"made_on": "2026-10-01", "words": WORDS}, {"words": "No day"}],
    "about": [{"graffiti": "yes", "place_name": "Pontoon Walk", "exact_words": SECRET, "ethnicity": "Any"}],
    "assessment": [{"assessed": "yes"}],
}
GROUP_TOLD = {"about": [{"place": "Harbour traders", "tension": "Two groups argue about stalls."}]}


def sent(actor: Actor, told: Mapping[str, list[dict[str, Any]]] = TOLD, *, panel: str = HERE) -> Referral:
    """A referral that was sent."""
    referral = drafts.start_referral(actor=actor, panel=panel)
    db.session.flush()
    for section in form_of(referral).sections:
        for number, item in enumerate(told.get(section.id) or []):
            drafts.save_item(actor=actor, referral=referral, section=section, number=number, item=item)
    if risk.tool_of(panel) is not None:
        risk.save_risk(actor=actor, referral=referral, given={"a": "no"})
    db.session.flush()
    submit(actor=actor, referral=referral)
    db.session.flush()
    return referral


def taken(
    told: Mapping[str, list[dict[str, Any]]] = TOLD, *, panel: str = HERE, referral: Referral | None = None
) -> Case:
    """A case that came of a referral, opened for whoever acts next."""
    found = referral or sent(actor_named("fern"), told, panel=panel)
    case = accepting.accept(actor=actor_named("cora"), referral=found, reason="It belongs here", known={})
    db.session.flush()
    return case


def consent(given: str = "yes", given_on: str = "2026-11-24") -> dict[str, list[dict[str, Any]]]:
    """Answers of the consent form."""
    return {"consent": [{"given": given, **({"given_on": given_on} if given == "yes" else {})}]}


def decision(agreed_at: str = "2026-11-24T10:00+00:00") -> dict[str, list[dict[str, Any]]]:
    """Answers of the decision form."""
    return {"decision": [{"agreed_at": agreed_at}], "reasons": [{"reason": "He asked for help", "source": "seen"}]}

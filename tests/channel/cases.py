"""A case of this panel as its rules see it, for changing in one place at a time."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from casework.panel_type.facts import CaseFacts, Filled
from panels.definitions.channel import PANEL

NOBODY = UUID(int=0)
ADULT_BORN, CHILD_BORN = date(2002, 8, 14), date(2011, 3, 2)
MET_ON, ADOPTED_ON, PLAN_ON, AGREED_ON = date(2027, 1, 5), date(2027, 1, 21), date(2027, 1, 25), date(2027, 2, 1)
REFERRAL = {
    "tracker": [{"deconfliction": "yes", "gateway_outcome": "concern"}],
    "attestation": [{"attested": ["nothing_secret"]}],
    "about": [{"child": "no"}],
}
SELF = {"plan_version": 1, "given_by": "self", "capacity": "has", "outcome": "given", "answered_on": "2027-02-01"}
PARENT = {
    "plan_version": 1,
    "given_by": "parent",
    "capacity": "child",
    "child_view": "willing",
    "adult_on": "2029-03-02",
    "outcome": "given",
    "answered_on": "2027-02-01",
}


def filled(form: str, on: date, hour: int = 12, **answers: Any) -> Filled:
    """One form as it was filled in on a day."""
    section = PANEL.case_form(form).form.sections[0].id
    at = datetime.combine(on, time(hour), tzinfo=UTC)
    return Filled(form, 1, {section: [answers]}, at, on, NOBODY, NOBODY, "police")


PLAN = filled("support_plan", PLAN_ON, plan_version=1)


def case(*forms: Filled, **changes: Any) -> CaseFacts:
    """An adult's case that the panel adopted, with these forms."""
    today = changes.pop("today", AGREED_ON)
    facts = CaseFacts(
        now=datetime.combine(today, time(12), tzinfo=UTC),
        today=today,
        state="adopted_pending_consent",
        referral=REFERRAL,
        filled=forms,
        entered=(("s36_met", MET_ON), ("listed", date(2027, 1, 12)), ("adopted_pending_consent", ADOPTED_ON)),
        subject_born_on=ADULT_BORN,
    )
    return replace(facts, **changes)


def consented(answers: dict[str, Any], **changes: Any) -> CaseFacts:
    """The same with a plan and an answer about it."""
    return case(PLAN, filled("consent", AGREED_ON, **answers), **changes)

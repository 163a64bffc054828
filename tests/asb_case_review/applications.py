"""Applications as answers, as short as a rule needs them."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

from casework.panel_type.facts import CaseFacts, Filled
from casework.panel_type.questions import Answers
from panels.definitions.asb_case_review import PANEL

COUNCIL_ID, POLICE_ID, LANDLORD_ID = uuid4(), uuid4(), uuid4()
APPLIED = date(2026, 10, 19)


def incident(on: date | None = None, *, sure: str = "exact", place: str = "The stairs", **more: Any) -> dict[str, Any]:
    """One incident; without a day nobody remembers it."""
    told = {"happened_sure": sure if on else "no", "place": place, "what_happened": "Banging and shouting."}
    return {**told, **({"happened_on": on.isoformat()} if on else {}), **more}


def report(about: int, on: date | None = None, *, to: str = "council", sure: str = "exact") -> dict[str, Any]:
    """One report about an incident; without a day nobody remembers it."""
    told: dict[str, Any] = {"incident": about, "reported_sure": sure if on else "no", "to": to}
    return {**told, **({"reported_on": on.isoformat()} if on else {})}


def application(incidents: list[Any], reports: list[Any], *, on: date = APPLIED, **more: Any) -> Answers:
    """The answers of an application that a rule looks at."""
    return {
        "application": [{"route": "phone", "received_on": on.isoformat(), "who_applies": "self"}],
        "people": [{"roles": ["victim"], "tenure": "association_tenant"}],
        "incidents": incidents,
        "reports": reports,
        "tried": [{"stopped": "no"}],
        **more,
    }


def facts(answers: Answers, *, state: str = "screening", today: date = APPLIED, **more: Any) -> CaseFacts:
    """A case that began with these answers."""
    at = datetime(today.year, today.month, today.day, 12, tzinfo=UTC)
    numbers = {**PANEL.numbers, **more.pop("numbers", {})}
    return CaseFacts(at, today, state, referral=answers, numbers=numbers, **more)


def filled(
    form: str, answers: Answers, *, on: date = APPLIED, agency: str = "council_community_safety", by: UUID | None = None
) -> Filled:
    """A case form that counts."""
    agency_id = {"police": POLICE_ID, "housing_association": LANDLORD_ID}.get(agency, COUNCIL_ID)
    at = datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
    return Filled(form, 1, answers, at, on, by or uuid4(), agency_id, agency)


T1 = application(
    [incident(date(2026, 8, 3)), incident(date(2026, 9, 2)), incident(date(2026, 10, 5))],
    [
        report(1, date(2026, 8, 4), to="council"),
        report(2, date(2026, 9, 2), to="police"),
        report(3, date(2026, 10, 7), to="social_landlord"),
    ],
)

T3 = application(
    [incident(date(2026, 11, 2), hate="yes"), incident(date(2026, 11, 20), hate="yes")],
    [
        report(1, date(2026, 11, 2), to="police"),
        report(1, date(2026, 11, 3), to="council"),
        report(1, date(2026, 11, 3), to="social_landlord"),
        report(2, date(2026, 11, 25), to="council"),
    ],
    on=date(2026, 12, 21),
    tried=[{"stopped": "nothing_done"}],
)

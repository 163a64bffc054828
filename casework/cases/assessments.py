"""Risk assessments: filled in once, scored by the panel's tool, never changed."""

from uuid import UUID

import sqlalchemy as sa

from auth.roles import Actor
from casework.cases.events import record_event
from casework.cases.models import Assessment, Case
from casework.cases.rules import highest_band, latest_by_person
from casework.errors import Refused
from casework.panel_settings.narrative import must_be_reason
from casework.panel_type.registry import panel_types
from casework.panel_type.risk import RiskAnswers, RiskTool, Score, UnknownAnswer, score
from casework.people.models import Person
from extensions import db

OCCASIONS = {
    "referral": "On referral",
    "review": "At a review",
    "new_information": "New information",
    "closure": "For closing the case",
}


def add_assessment(
    *,
    actor: Actor,
    case: Case,
    person: Person | None,
    tool: str,
    answers: RiskAnswers,
    band: str | None = None,
    rationale: str = "",
    occasion: str,
) -> Assessment:
    """Score the answers and keep them with the case; the case takes the highest band of its people.

    ``band`` is a professional's own view where it differs; the computed band is kept beside it.
    :raises Refused: an answer the tool does not offer, an unknown band, or another band without ``rationale``.
    """
    must_be_reason(case.panel, rationale=rationale)
    found = panel_types.get(case.panel).tool(tool)
    result = _scored(found, answers)
    chosen = _chosen_band(found, result, band, rationale)
    row = Assessment(
        data_key_id=case.data_key_id,
        case_id=case.id,
        person_id=person.id if person else None,
        tool=found.id,
        tool_version=found.version,
        answers=dict(answers),
        total=result.total,
        computed_band=result.band,
        band=chosen,
        flags=list(result.flags),
        rationale=rationale,
        occasion=occasion,
        made_by_id=actor.account_id,
    )
    db.session.add(row)
    db.session.flush()
    case.band = highest_band(
        panel_types.get(case.panel).risk_tools,
        [held.band for held in latest_by_person(assessments_of(case.id)).values()],
    )
    title = f"Risk assessed: {result.total} of {result.maximum}, {found.band(chosen).title.lower()}"
    record_event(actor=actor, case=case, kind="risk", title=title, text=rationale)
    return row


def assessments_of(case_id: UUID) -> list[Assessment]:
    """The assessments of a case, oldest first."""
    wanted = sa.select(Assessment).where(Assessment.case_id == case_id)
    return list(db.session.scalars(wanted.order_by(Assessment.made_at, Assessment.id)))


def _scored(tool: RiskTool, answers: RiskAnswers) -> Score:
    try:
        return score(tool, answers)
    except UnknownAnswer as fault:
        raise Refused("Select one of the answers shown") from fault


def _chosen_band(tool: RiskTool, result: Score, band: str | None, rationale: str) -> str:
    if band is None or band == result.band:
        return result.band
    if band not in {offered.key for offered in tool.bands} or not tool.override_allowed:
        raise Refused("Select one of the risk levels shown", "band")
    if not rationale.strip():
        raise Refused("Say why your view of the risk differs from the score", "rationale")
    return band

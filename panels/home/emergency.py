"""Rows of the home page about emergency access: what to review, and what was asked of whoever used it."""

import sqlalchemy as sa

from auth.doors import shut_panels
from auth.roles import EMERGENCY_ROLES, Actor, Role
from casework.emergency import rules
from casework.emergency.models import EmergencyAccess
from extensions import db
from panels.home.sources import Need, closed_to


def emergency_needs(actor: Actor) -> list[Need]:
    """What needs this person; without a role that reviews or uses emergency access nothing is asked for."""
    shut = shut_panels(actor)
    chaired = [panel for panel in actor.panels(Role.CHAIR, Role.VICE_CHAIR) if panel not in shut]
    on_duty = [panel for panel in actor.panels(*EMERGENCY_ROLES) if panel not in shut]
    return [*_to_review(actor, chaired), *_to_answer(actor, on_duty)]


def _to_review(actor: Actor, panels: list[str]) -> list[Need]:
    if not panels:
        return []
    wanted = sa.select(EmergencyAccess.id, EmergencyAccess.due_at).where(
        EmergencyAccess.panel.in_(panels),
        EmergencyAccess.state == rules.WAITING,
        EmergencyAccess.ended_at.is_not(None),
        EmergencyAccess.agency_id != actor.agency_id,
        EmergencyAccess.account_id != actor.account_id,
        EmergencyAccess.case_id.not_in(closed_to(actor)),
    )
    rows = db.session.execute(wanted.order_by(EmergencyAccess.due_at))
    return [
        Need("Review an emergency access", f"/emergency/{one}", due_on=rules.last_day(due_at)) for one, due_at in rows
    ]


def _to_answer(actor: Actor, panels: list[str]) -> list[Need]:
    if not panels:
        return []
    wanted = sa.select(EmergencyAccess.id, EmergencyAccess.due_at).where(
        EmergencyAccess.account_id == actor.account_id,
        EmergencyAccess.panel.in_(panels),
        EmergencyAccess.state == rules.ASKED,
    )
    rows = db.session.execute(wanted.order_by(EmergencyAccess.due_at))
    words = "Answer a question about your emergency access"
    return [Need(words, f"/emergency/{one}", due_on=rules.last_day(due_at)) for one, due_at in rows]

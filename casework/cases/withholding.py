"""A case whose people are presented without their names: who still sees them, and what stands in their place.

Everybody's name is withheld, not the affected person's alone: a neighbour's name or a street tells who it is about. The
people's own keys stay shut for whoever may not read the names (:mod:`casework.cases.access`).
"""

from auth.roles import Actor
from casework.cases.events import record_event
from casework.cases.models import Case
from casework.cases.service import summarise
from casework.errors import Refused
from casework.panel_settings.narrative import must_be_reason
from casework.panel_type.answers import holds
from casework.panel_type.definition import PanelType
from casework.panel_type.questions import Answers
from extensions import db

SET = "identity.set"


def asked_for(panel: PanelType, answers: Answers) -> bool:
    """Whether these answers of a referral ask that the names be withheld."""
    trigger = panel.withholds_identity
    if trigger is None:
        return False
    return any(holds(trigger.when, item) for item in answers.get(trigger.section) or ())


def set_withheld(*, actor: Actor, case: Case, withheld: bool, reason: str) -> None:
    """Withhold the names of an opened case from those who do not run the panel, or give them back, with a reason.

    :raises Refused: without a reason, or when it stands so already.
    """
    if not reason.strip():
        raise Refused("Enter a reason", "reason")
    must_be_reason(case.panel, reason=reason)
    if case.identity_withheld is withheld:
        raise Refused("Somebody has changed this already", "reason")
    case.identity_withheld = withheld
    summarise(case)
    title = "The names in this case are withheld" if withheld else "The names in this case are given back"
    record_event(actor=actor, case=case, kind="names", title=title, text=reason.strip())
    db.session.flush()

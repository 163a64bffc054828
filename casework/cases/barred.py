"""Cases about somebody who works for a partner: closed to that partner's ordinary members, as by a conflict.

Whoever runs the panel keeps it, and declares a conflict of their own where they have one. One senior officer of the
partner may be let in by name.
"""

import sqlalchemy as sa

from auth.policy_relationships import NAMED
from auth.roles import Actor, Role
from casework.cases.grant_models import CaseGrant
from casework.cases.granted import in_force
from casework.cases.models import Case
from extensions import now

RUN = (Role.CHAIR, Role.VICE_CHAIR, Role.COORDINATOR)


def barred_to(actor: Actor) -> sa.ColumnElement[bool]:
    """The condition under which a case is closed to this person because it is about a colleague."""
    named = sa.exists().where(
        CaseGrant.case_id == Case.id,
        CaseGrant.account_id == actor.account_id,
        CaseGrant.kind == NAMED,
        in_force(now()),
    )
    # Never unknown: a list asks for what is not barred, and the opposite of unknown would hide every case.
    about_colleague = sa.func.coalesce(Case.barred_agency_kind, "") == actor.agency_type
    return sa.and_(about_colleague, Case.panel.not_in(actor.panels(*RUN)), sa.not_(named))

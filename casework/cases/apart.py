"""Keeping people apart from cases: checked whenever somebody comes into a case, and whenever a person tells something
new of themselves; cleared by a chair of another agency. A role, a name on a list or a grant that comes later changes
nothing: whoever is linked is kept apart already.
"""

from uuid import UUID

import sqlalchemy as sa

from auth.current import actor_of
from auth.doors import NotAllowed
from auth.models import Account
from auth.policy import may
from auth.policy_relationships import LISTED, NAMED
from auth.roles import Actor
from casework.apart.finding import CASE, keep_apart
from casework.apart.models import KeptApart
from casework.apart.standing import kept_apart_of
from casework.cases.chaired import named_chairs
from casework.cases.events import record_unsealed
from casework.cases.grant_models import CaseGrant
from casework.cases.models import Case, CaseParty
from casework.people.indexing import PERSON
from extensions import db, now

CLEAR = "apart.clear"


def check_case(case: Case) -> None:
    """Keep everybody apart from a case who told of one of its people."""
    owners = [(PERSON, party.person_id) for party in case.parties if party.removed_at is None]
    keep_apart(case.panel, CASE, case.id, owners, but=None)


def waiting_in(case: Case) -> list[tuple[KeptApart, Account]]:
    """Who would open this case and is kept apart until cleared. Of others, who have no way into it, nothing is told."""
    granted = sa.select(CaseGrant.account_id).where(CaseGrant.case_id == case.id, CaseGrant.ended_at.is_(None))
    let_in = set(db.session.scalars(granted))
    let_in |= {account.id for account, _ in named_chairs(case.id)}
    found = []
    for one in kept_apart_of(case.id):
        account = db.session.get_one(Account, one.account_id)
        if account.is_active and (one.account_id in let_in or may_by_role(account, "case.read", case.panel)):
            found.append((one, account))
    return found


def may_by_role(account: Account, permission: str, panel: str) -> bool:
    """Whether this person's role in the panel could give this, of some record."""
    return may(actor_of(account), permission, panel, frozenset({LISTED, NAMED}))


def clear(*, actor: Actor, case: Case, account_id: UUID) -> Account:
    """A chair of another agency than the person's says that the link is none. The door, with its reason, was passed.

    :raises NotAllowed: nobody of that id waits here, or is the actor's colleague, or the actor.
    """
    for one, account in waiting_in(case):
        if one.account_id == account_id and may_clear(actor, account):
            one.cleared_at, one.cleared_by_id = now(), actor.account_id
            record_unsealed(case=case, kind="apart_cleared", actor=actor)
            return account
    raise NotAllowed


def may_clear(actor: Actor, account: Account) -> bool:
    """Whether this person is of another agency than whoever is kept apart."""
    return actor.agency_id != account.agency_id


def cases_with(person_ids: set[UUID]) -> list[tuple[UUID, str, UUID]]:
    """Case, panel and person for the cases in which these people stand."""
    wanted = sa.select(CaseParty.case_id, Case.panel, CaseParty.person_id).join(Case, Case.id == CaseParty.case_id)
    wanted = wanted.where(CaseParty.person_id.in_(person_ids), CaseParty.removed_at.is_(None))
    return [(case_id, panel, person_id) for case_id, panel, person_id in db.session.execute(wanted)]

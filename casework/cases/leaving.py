"""What becomes of the ways into cases of somebody who leaves."""

import sqlalchemy as sa

from auth.models import Account
from casework.cases.grant_models import CaseGrant
from extensions import db, now


def end_grants_of(account: Account) -> None:
    """End every way into a case that this person was given or that waits for a chair, emergency access among them."""
    theirs = sa.update(CaseGrant).where(CaseGrant.account_id == account.id, CaseGrant.ended_at.is_(None))
    db.session.execute(theirs.values(ended_at=now()))

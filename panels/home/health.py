"""Whether this installation can do its work. Says nothing about anybody."""

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from auth.access_log.models import AccessEntry
from extensions import db


def can_write_entries() -> bool:
    """Whether the access log takes an entry now. The trial entry is taken back: nothing is stored."""
    try:
        with db.session.begin_nested() as trial:
            db.session.execute(sa.insert(AccessEntry).values(**_TRIAL))
            trial.rollback()
    except SQLAlchemyError:
        db.session.rollback()
        return False
    return True


_TRIAL = {"event": "ready", "outcome": "trial", "rule": "none", "explanation": "", "object_type": "service"}

"""What becomes of packs that somebody who leaves has asked for and that are not built yet."""

import sqlalchemy as sa

from auth.models import Account
from extensions import db, now
from panels.agendas.models import Pack


def stop_packs_of(account: Account) -> None:
    """Stop them. One that is being built at this moment stops by itself: each step is judged by the roles of who asked,
    and there are none any more."""
    waiting = sa.update(Pack).where(Pack.asked_by_id == account.id, Pack.state.in_(("waiting", "building")))
    db.session.execute(waiting.values(state="failed", moved_at=now()))

"""Asking other panels' indexes whether they know a person.

No token is shared by two panels, so a stolen database does not tell that somebody is known to both. When a person is
added, the question is written down in the tokens of each panel that may be asked, whatever that panel holds: the work
is the same, known or not. A job answers the questions and forgets them.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from auth.encryption.blind_index import token
from casework.panel_type.registry import panel_types
from casework.people.search import ADDRESS, BORN, NAME, PROPERTY, Term
from extensions import Model, db, now

ASKED_KINDS = frozenset({NAME, BORN, ADDRESS, PROPERTY})
"""How a name sounds is for a search by a person who looks; a match that nobody asked for must be a strong one."""


class MatchQuery(Model):
    """One term of a person, in the token of another panel, until the job has looked it up."""

    __tablename__ = "match_query"

    id: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True, default=uuid4)
    own_panel: Mapped[str] = mapped_column(sa.String(40))
    person_id: Mapped[UUID] = mapped_column(sa.Uuid, index=True)
    asked_panel: Mapped[str] = mapped_column(sa.String(40))
    kind: Mapped[str] = mapped_column(sa.String(20))
    token: Mapped[bytes] = mapped_column(sa.LargeBinary(8))
    asked_at: Mapped[datetime] = mapped_column(default=now)


def panels_to_ask(own: str) -> tuple[str, ...]:
    """The panels whose index is asked about a person of ``own``: those whose coordinators, or whose own, may learn."""
    visibility = panel_types.get(own).visibility
    return tuple(
        other.key
        for other in panel_types.all()
        if other.key != own and (visibility.learns_from(other.visibility) or other.visibility.learns_from(visibility))
    )


def ask_others(own: str, person_id: UUID, terms: Iterable[Term]) -> None:
    """Write down the questions about a person whose terms are these."""
    wanted = sorted((kind, parts) for kind, parts in set(terms) if kind in ASKED_KINDS)
    rows = [
        {
            "own_panel": own,
            "person_id": person_id,
            "asked_panel": asked,
            "kind": kind,
            "token": token(asked, kind, *parts),
            "asked_at": now(),
        }
        for asked in panels_to_ask(own)
        for kind, parts in wanted
    ]
    if rows:
        db.session.execute(sa.insert(MatchQuery), rows)

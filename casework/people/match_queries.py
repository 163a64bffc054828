"""Asking other panels' indexes whether they know a person.

No token is shared by two panels, so a stolen database does not tell that somebody is known to both. When a person is
added, the question is written down in the words of each panel that may be asked, whatever that panel holds: the work
is the same, known or not. A word is shut in a block that only the asked panel's key opens, and with a number of its
own that no record has, so that two questions about one name look alike to nobody. A job answers the questions and
forgets them.
"""

import secrets
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from casework.panel_type.registry import panel_types
from casework.people.index import Generation, generations_asked, word_of
from casework.people.terms import ADDRESS, BORN, KINDS, NAME, PROPERTY, Term
from extensions import Model, db, now

NO_RECORD = 1 << 31
"""From here on no record of a word is numbered; questions are."""
ASKED_KINDS = frozenset({NAME, BORN, ADDRESS, PROPERTY})
"""How a name sounds is for a search by a person who looks; a match that nobody asked for must be a strong one."""


class MatchQuery(Model):
    """One term of a person, in a word of another panel's index, until the job has looked it up."""

    __tablename__ = "match_query"

    id: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True, default=uuid4)
    own_panel: Mapped[str] = mapped_column(sa.String(40))
    person_id: Mapped[UUID] = mapped_column(sa.Uuid, index=True)
    asked_panel: Mapped[str] = mapped_column(sa.String(40))
    generation: Mapped[int] = mapped_column(sa.SmallInteger)
    token: Mapped[int] = mapped_column(sa.BigInteger)
    place: Mapped[bytes] = mapped_column(sa.LargeBinary(16))
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
        {"own_panel": own, "person_id": person_id, "asked_at": now(), **question}
        for asked in panels_to_ask(own)
        for generation in generations_asked(asked)
        for question in _questions(generation, wanted)
    ]
    if rows:
        db.session.execute(sa.insert(MatchQuery), rows)


def _questions(generation: Generation, terms: list[Term]) -> list[dict[str, object]]:
    key = generation.key
    asked = [(word_of(key, term), KINDS[term[0]], NO_RECORD + secrets.randbelow(NO_RECORD)) for term in terms]
    return [
        {
            "asked_panel": generation.panel,
            "generation": generation.number,
            "token": key.token(word, number),
            "place": place,
        }
        for (word, _, number), place in zip(asked, key.places(asked), strict=True)
    ]

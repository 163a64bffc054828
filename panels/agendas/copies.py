"""The register of a pack's copies: each that is taken away has a number, and is out until it is back or destroyed."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from auth.policy import may
from auth.roles import Actor
from casework.errors import Refused
from extensions import db, now
from inputs import Option
from panels.agendas.models import Pack, PackCopy

BACK, DESTROYED = "back", "destroyed"
WAYS = (Option(BACK, "Handed back"), Option(DESTROYED, "Destroyed"))
KEEP_IT_SAFE = "Hand it back or destroy it after the meeting"
TRIES = 5


def numbered(actor: Actor, pack: Pack) -> int:
    """The number of this person's copy of the pack, which is out from now on."""
    for _ in range(TRIES):
        found = _own(actor, pack)
        if found is not None:
            found.taken_at, found.back_at, found.back_how, found.back_by_id = now(), None, None, None
            return found.number
        row = _next(actor, pack)
        try:
            with db.session.begin_nested():
                db.session.add(row)
        except IntegrityError:
            continue  # somebody else took that number at the same moment
    raise Refused("Many people are opening the pack just now. Try again in a few seconds.")


def copies_of(actor: Actor, packs: Sequence[Pack], panel: str) -> dict[UUID, list[PackCopy]]:
    """The copies of each pack by number: all of them for whoever plans the meeting, else one's own."""
    wanted = sa.select(PackCopy).where(PackCopy.pack_id.in_([pack.id for pack in packs]))
    if not may(actor, "pack.build", panel):
        wanted = wanted.where(PackCopy.account_id == actor.account_id)
    found: dict[UUID, list[PackCopy]] = {pack.id: [] for pack in packs}
    for copy in db.session.scalars(wanted.options(joinedload(PackCopy.account)).order_by(PackCopy.number)):
        found[copy.pack_id].append(copy)
    return found


def settle(*, actor: Actor, copy: PackCopy, how: str) -> None:
    """Note that a copy is back or destroyed. Noting it twice keeps the first.

    :raises Refused: nobody said which.
    """
    if how not in {way.value for way in WAYS}:
        raise Refused("Say whether the copy was handed back or destroyed.")
    if copy.back_at is None:
        copy.back_at, copy.back_how, copy.back_by_id = now(), how, actor.account_id


def way_words(how: str | None) -> str:
    """What became of a copy, in words."""
    return next((way.label for way in WAYS if way.value == how), "Out")


def _own(actor: Actor, pack: Pack) -> PackCopy | None:
    wanted = sa.select(PackCopy).where(PackCopy.pack_id == pack.id, PackCopy.account_id == actor.account_id)
    return db.session.scalars(wanted).one_or_none()


def _next(actor: Actor, pack: Pack) -> PackCopy:
    newest = db.session.scalar(sa.select(sa.func.max(PackCopy.number)).where(PackCopy.pack_id == pack.id)) or 0
    return PackCopy(
        pack_id=pack.id, meeting_id=pack.meeting_id, account_id=actor.account_id, number=newest + 1, taken_at=now()
    )

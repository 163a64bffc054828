"""The doors to letters. Whoever keeps the case reads and writes them; the officer or agency one is to reads theirs.

A letter has a key of its own, so its reader opens it and not the case. A declared conflict on the case shuts its
letters too, for readers as well.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from auth.doors import NotAllowed, Target, pass_door, pass_list_door
from auth.policy import Decision
from auth.policy_relationships import EXCLUDED, RECIPIENT
from auth.roles import Actor
from casework.cases.access import NO_CASE, OpenCase, is_excluded
from casework.letters.models import Letter
from casework.letters.rules import SENT, Way
from extensions import db

WRITE, OWN = "letter.write", "letter.own"
LETTER = "letter"
TIERS = "F1-F3"


@dataclass(frozen=True)
class OpenLetter:
    """An opened letter and why it could be opened."""

    letter: Letter
    because: Decision


def letter_of_case(
    actor: Actor, opened: OpenCase, letter_id: UUID, *, event: str = "letter.open", fresh: bool = False
) -> Letter:
    """Open one letter of an opened case; ``fresh``: to take it away on paper or as a file.

    :raises NotAllowed: there is none, or it is not for this person: one and the same answer.
    :raises ProofNeeded: ``fresh``, and the person has neither signed in nor proved who they are lately.
    """
    wanted = sa.select(Letter).where(Letter.id == letter_id, Letter.case_id == opened.case.id)
    letter = db.session.scalars(wanted).one_or_none()
    if letter is None:
        pass_door(actor, WRITE, None, event=event, object_type=LETTER)
        raise NotAllowed
    target = Target(LETTER, letter.id, letter.panel, (letter.data_key_id,), opened.relationships)
    pass_door(actor, WRITE, target, event=event, tiers=TIERS, fresh=fresh)
    return letter


def letters_of_case(actor: Actor, opened: OpenCase) -> list[Letter]:
    """The letters of an opened case, newest first: one entry for the set."""
    wanted = sa.select(Letter).where(Letter.case_id == opened.case.id).options(*_loading())
    found = list(db.session.scalars(wanted.order_by(Letter.drafted_at.desc(), Letter.id)))
    targets = [Target(LETTER, one.id, one.panel, (one.data_key_id,), opened.relationships) for one in found]
    return _shown(actor, WRITE, found, targets, "letter.list")


def own_letter(actor: Actor, letter_id: UUID) -> OpenLetter:
    """Open a letter that was sent to this officer, or to their agency, to be read here.

    :raises NotAllowed: unknown, not sent, or somebody else's: one and the same answer.
    """
    letter = db.session.scalars(sa.select(Letter).where(Letter.id == letter_id, *_sent_here())).one_or_none()
    if letter is None or letter.case_id is None:
        is_excluded(actor, NO_CASE)  # asked about the case of any other letter: the work must not tell
    if letter is None:
        pass_door(actor, OWN, None, event="letter.read", object_type=LETTER)
        raise NotAllowed
    because = pass_door(actor, OWN, _own_target(actor, letter), event="letter.read", tiers=TIERS)
    return OpenLetter(letter, because)


def own_letters(actor: Actor, *, limit: int = 100) -> list[Letter]:
    """Every letter to this officer or their agency, newest first: one entry for the set."""
    mine = sa.or_(Letter.account_id == actor.account_id, Letter.agency_id == actor.agency_id)
    return _own(actor, sa.select(Letter).where(mine), limit)


def letters_about_referral(actor: Actor, referral_id: UUID) -> list[Letter]:
    """What this officer was told about one referral of theirs, oldest first."""
    mine = sa.select(Letter).where(Letter.referral_id == referral_id, Letter.account_id == actor.account_id)
    return list(reversed(_own(actor, mine, 100)))


def _own(actor: Actor, query: sa.Select[Letter], limit: int) -> list[Letter]:
    newest = query.where(*_sent_here()).options(*_loading()).order_by(Letter.sent_at.desc(), Letter.id).limit(limit)
    found = list(db.session.scalars(newest))
    return _shown(actor, OWN, found, [_own_target(actor, letter) for letter in found], "letter.list")


def _own_target(actor: Actor, letter: Letter) -> Target:
    related = set()
    if letter.account_id == actor.account_id or (letter.agency_id and letter.agency_id == actor.agency_id):
        related.add(RECIPIENT)
    if letter.case_id is not None and is_excluded(actor, letter.case_id):
        related.add(EXCLUDED)
    return Target(LETTER, letter.id, letter.panel, (letter.data_key_id,), frozenset(related))


def _sent_here() -> tuple[sa.ColumnElement[bool], ...]:
    return Letter.state == SENT, Letter.way == Way.PRODUCT


def _shown(
    actor: Actor, permission: str, found: Sequence[Letter], targets: Sequence[Target], event: str
) -> list[Letter]:
    passed = pass_list_door(actor, permission, targets, event=event, tiers=TIERS, object_type=LETTER)
    ids = {target.object_id for target in passed}
    return [letter for letter in found if letter.id in ids]


def _loading() -> tuple[sa.orm.interfaces.ORMOption, ...]:
    return selectinload(Letter.account), selectinload(Letter.person), selectinload(Letter.agency)

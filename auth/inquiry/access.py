"""The doors of an inquiry: the auditor's, the officer's who was asked, and the privacy officer's who is told."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa

from auth.access_log.access import keep_a_look
from auth.access_log.models import AccessEntry, LogHold
from auth.access_log.service import ALLOWED
from auth.doors import (
    PARTNERSHIP_OBJECT,
    NotAllowed,
    Target,
    need_new_proof,
    pass_door,
    pass_door_with_reason,
    pass_list_door,
)
from auth.encryption.keyring import PARTNERSHIP, new_data_key
from auth.inquiry.facts import Name
from auth.inquiry.flags import BREACH
from auth.inquiry.in_place import stands_in
from auth.inquiry.models import FlagDecision
from auth.inquiry.rules import CROWD
from auth.policy_relationships import IN_PLACE, QUESTIONED
from auth.roles import Actor
from extensions import db

READ, DECIDE, NAME, TOLD, ANSWER, SEARCHED = (
    "access_log.read", "inquiry.decide", "inquiry.name", "inquiry.told", "inquiry.answer", "inquiry.searched",
)  # fmt: skip
TYPE, QUESTION, ACCOUNT, CASE = "access_log", "question", "account", "case"
NAME_EVENT = "subject.name"
HIGHEST = 2**62
"""Numbers of entries stay below."""


def door_to_log(
    actor: Actor, *, event: str, object_type: str = TYPE, object_id: UUID = PARTNERSHIP_OBJECT, permission: str = READ
) -> None:
    """The auditor's pages. They open no key.

    :raises NotAllowed: for everybody but the auditor.
    """
    pass_door(actor, permission, Target(object_type, object_id, None), event=event)
    keep_a_look()


def door_to_entry(actor: Actor, number: int) -> None:
    """One entry of the log; the entry of this look says which. :raises NotAllowed: as above."""
    there = UUID(int=number) if 0 < number < HIGHEST else PARTNERSHIP_OBJECT
    door_to_log(actor, event="audit.event", object_id=there)


def door_to_flag(actor: Actor, kind: str, about: UUID, *, event: str) -> None:
    """One flag, to look at or to decide about. Of a flag about oneself there is none: another auditor decides.

    :raises NotAllowed: as above.
    """
    if kind != CROWD and about == actor.account_id:
        pass_door(actor, DECIDE, None, event=event, object_type=ACCOUNT)
    door_to_log(actor, event=event, object_type=CASE if kind == CROWD else ACCOUNT, object_id=about, permission=DECIDE)


def breach_for(actor: Actor, decision_id: UUID) -> FlagDecision:
    """What an auditor called a breach, with its words.

    :raises NotAllowed: for everybody but privacy officers and who stands in for the only one, where there is none, and
        of whoever it is about.
    """
    found = db.session.get(FlagDecision, decision_id)
    theirs = found is not None and found.state == BREACH and found.account_id != actor.account_id
    related = frozenset({IN_PLACE}) if found is not None and stands_in(actor, found) else frozenset()
    target = _target(found, TYPE, related) if found is not None and theirs else None
    pass_door(actor, TOLD, target, event="audit.told", object_type=TYPE)
    assert found is not None  # the door has refused already
    return found


def door_to_words(actor: Actor, decision: FlagDecision) -> None:
    """The words of a decision that is shown or written on the page of its flag. :raises NotAllowed: no auditor."""
    pass_door(actor, DECIDE, _target(decision, TYPE), event="audit.decision")


def door_to_breaches(actor: Actor, *, in_place: bool = False) -> None:
    """What auditors found, and what they looked at; ``in_place``: of breaches about the only privacy officer alone.

    :raises NotAllowed: for everybody but privacy officers, and who stands in.
    """
    related = frozenset({IN_PLACE}) if in_place else frozenset()
    pass_door(actor, TOLD, Target(TYPE, PARTNERSHIP_OBJECT, None, relationships=related), event="audit.told")


def question_for(actor: Actor, decision_id: UUID, *, event: str = ANSWER) -> FlagDecision:
    """What an auditor asked this person, opened. :raises NotAllowed: unknown, or somebody else is asked."""
    found = db.session.get(FlagDecision, decision_id)
    mine = found is not None and found.account_id == actor.account_id
    pass_door(actor, ANSWER, _target(found, QUESTION) if found and mine else None, event=event, object_type=QUESTION)
    assert found is not None  # the door has refused already
    return found


def questions_to(account_id: UUID) -> list[FlagDecision]:
    """What auditors asked a person, the newest first; nothing of it is opened."""
    asked = FlagDecision.account_id == account_id, FlagDecision.steps.any(kind="ask")
    return list(db.session.scalars(sa.select(FlagDecision).where(*asked).order_by(FlagDecision.at.desc())))


def door_to_name(actor: Actor, kind: str, record_id: UUID, name: Name | None, *, reason: str) -> Name:
    """Open whom a record is about, with a reason that is kept; returns the name that can now be read.

    :raises NotAllowed: no auditor, one who is shut out of the record or kept apart from it, or it may not be shown.
    """
    if name is not None and name.whose is not None:
        first = Target(kind, record_id, None, name.keys, name.shut_out(actor))
        pass_door(actor, NAME, first, event="audit.name")
        name = name.whose()
    if name is None:
        pass_door(actor, NAME, None, event=NAME_EVENT, object_type=kind)
        raise NotAllowed  # whatever a door says: there is nothing to open
    target = Target(kind, record_id, None, name.keys, name.shut_out(actor))
    key = new_data_key(panel=PARTNERSHIP, kind="reason")
    pass_door_with_reason(actor, NAME, target, event=NAME_EVENT, tiers="F0-F1", reason=reason, reason_key=key)
    return name


def door_to_searched(actor: Actor, typed: str, *, reason: str) -> None:
    """Ask who searched for these words, with a reason that is kept; of the words the entry keeps hashes.

    :raises NotAllowed: for everybody but the auditor.
    """
    key = new_data_key(panel=PARTNERSHIP, kind="reason")
    target = Target(TYPE, PARTNERSHIP_OBJECT, None)
    pass_door_with_reason(
        actor, SEARCHED, target, event="audit.searched", tiers="", reason=reason, reason_key=key, typed=typed
    )


def door_to_hold(actor: Actor, hold: LogHold | None) -> LogHold:
    """What is kept of the log, to end it. :raises NotAllowed: no auditor, there is none, or it is about oneself."""
    theirs = hold is not None and hold.object_id != actor.account_id
    target = Target(hold.kind, hold.object_id, None) if hold is not None and theirs else None
    pass_door(actor, DECIDE, target, event="audit.hold", object_type=TYPE)
    assert hold is not None  # the door has refused already
    return hold


def holds_on_page(actor: Actor, holds: Sequence[LogHold]) -> list[LogHold]:
    """Those of ``holds`` that are not about oneself, with their reasons open. :raises NotAllowed: no auditor."""
    door_to_log(actor, event="audit.holds", permission=DECIDE)
    others = [one for one in holds if one.object_id != actor.account_id]
    targets = [Target(TYPE, one.id, None, (one.data_key_id,)) for one in others]
    pass_list_door(actor, DECIDE, targets, event="audit.holds", object_type=TYPE)
    return others


def prove_before_name(actor: Actor) -> None:
    """A proof of who it is before a name is asked for, newer than the last name that was shown.

    :raises ProofNeeded: there is none.
    """
    door_to_log(actor, event="audit.name", permission=NAME)
    shown = AccessEntry.actor_id == actor.account_id, AccessEntry.event == NAME_EVENT, AccessEntry.outcome == ALLOWED
    last = db.session.scalar(sa.select(sa.func.max(AccessEntry.at)).where(*shown))
    need_new_proof(actor, last, object_type=TYPE)


def _target(decision: FlagDecision, kind: str, also: frozenset[str] = frozenset()) -> Target:
    related = frozenset({QUESTIONED}) if kind == QUESTION else also
    return Target(kind, decision.id, None, (decision.data_key_id,), related)

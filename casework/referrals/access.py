"""The doors to referrals.

The author opens all of their own referral. A coordinator or chair opens a referral that was sent; when an address in it
is to be kept hidden, the restricted answers stay shut until they are asked for with a reason. A colleague of the
author's agency learns the status and no content.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from auth.doors import Target, pass_door, pass_door_with_reason, pass_index_door, pass_list_door
from auth.panel_facts import hidden_panels
from auth.policy import Decision, may
from auth.policy_relationships import APART, AUTHOR, EXCLUDED, SAME_AGENCY
from auth.roles import Actor
from casework.cases.access import NO_CASE, RecordDestroyed, shut_out_relations
from casework.panel_type.registry import panel_types
from casework.referrals.models import PUBLIC, Referral
from extensions import db

REFERRAL = "referral"
OWN, WRITE, STATUS, TRIAGE, CONFIRM, QUEUE = (
    "referral.own",
    "referral.write",
    "referral.status",
    "referral.triage",
    "referral.confirm",
    "referral.queue",
)
AUTHORS = frozenset({OWN, WRITE})


@dataclass(frozen=True)
class OpenReferral:
    """An opened referral, why it could be opened, and whether its restricted answers are open with it."""

    referral: Referral
    because: Decision
    restricted_open: bool


def referral_for(actor: Actor, which: UUID | str, permission: str, *, event: str = "referral.open") -> OpenReferral:
    """Open one referral by id or reference.

    :raises NotAllowed: unknown, somebody else's, or a draft that its author has not sent: one and the same answer.
    :raises RecordDestroyed: it was this person's to open, and is no more. Its state can still be asked for.
    """
    referral = _find(which)
    if referral is not None and permission not in AUTHORS and not _is_known(actor, referral):
        referral = None
    if referral is None:
        shut_out_relations(actor, [NO_CASE])  # asked of any other referral: the work must not tell
        pass_door(actor, permission, None, event=event, object_type=REFERRAL)
        raise AssertionError("A door without a target never opens.")
    keys = _keys(referral, permission)
    target = Target(REFERRAL, referral.id, referral.panel, keys, relationships(actor, referral))
    because = pass_door(actor, permission, target, event=event, tiers=_tiers(referral, keys))
    if referral.destroyed_at is not None and permission != STATUS:
        raise RecordDestroyed(referral.reference or "", referral.panel, referral.destroyed_at)
    return OpenReferral(referral, because, referral.restricted_key_id in keys)


def reveal_restricted(actor: Actor, opened: OpenReferral, *, reason: str) -> OpenReferral:
    """Open the restricted answers of an opened referral for one stated reason.

    :raises NotAllowed: the person may not see addresses of this panel.
    :raises ProofNeeded: the person has neither signed in nor proved who they are lately.
    """
    referral = opened.referral
    keys = (referral.restricted_key_id,)
    target = Target(REFERRAL, referral.id, referral.panel, keys, relationships(actor, referral))
    because = pass_door_with_reason(
        actor,
        "address.reveal",
        target,
        event="referral.reveal",
        tiers="F4",
        reason=reason,
        reason_key=referral.data_key_id,
    )
    return OpenReferral(referral, because, True)


def referrals_on_page(actor: Actor, query: sa.Select[Referral], *, event: str = "referral.queue") -> list[Referral]:
    """The sent referrals of ``query`` that the person may triage, with their summaries open: one entry for the set."""
    found = list(db.session.scalars(query.options(selectinload(Referral.decisions))))
    related = relationships_of(actor, found)
    targets = [
        Target(REFERRAL, referral.id, referral.panel, (referral.data_key_id,), related[referral.id])
        for referral in found
        if not is_draft(referral) and referral.destroyed_at is None
    ]
    shown = _shown(actor, QUEUE, targets, event=event, tiers="F0-F1")
    return [referral for referral in found if referral.id in shown]


def my_referrals(actor: Actor, *, limit: int = 50) -> list[Referral]:
    """The person's own drafts and sent referrals, newest first, still sealed: reference, state and dates are plain."""
    mine = sa.select(Referral).where(Referral.author_id == actor.account_id, Referral.source != PUBLIC)
    return _status_list(actor, mine, limit)


def agency_referrals(actor: Actor, *, limit: int = 50) -> list[Referral]:
    """What colleagues of the person's agency have sent, newest first, still sealed."""
    theirs = sa.select(Referral).where(
        Referral.agency_id == actor.agency_id,
        Referral.author_id != actor.account_id,
        Referral.submitted_at.is_not(None),
        Referral.source != PUBLIC,
        Referral.panel.not_in(hidden_panels()),
    )
    return _status_list(actor, theirs, limit)


def door_to_queue(actor: Actor) -> None:
    """:raises NotAllowed: the person works no panel's queue."""
    if not can_triage(actor):
        pass_door(actor, QUEUE, None, event="referral.queue", object_type=REFERRAL)


def can_triage(actor: Actor) -> tuple[str, ...]:
    """The panels whose queue this person works."""
    return tuple(panel for panel in actor.panels() if may(actor, QUEUE, panel))


def is_draft(referral: Referral) -> bool:
    """Whether the referral was never sent."""
    return referral.state == panel_types.get(referral.panel).lifecycle.initial


def relationships(actor: Actor, referral: Referral) -> frozenset[str]:
    """How the person is related to the referral; a conflict of interest in its case holds for the referral too."""
    return relationships_of(actor, [referral])[referral.id]


def relationships_of(actor: Actor, referrals: Sequence[Referral]) -> dict[UUID, frozenset[str]]:
    """The same of several, in one question."""
    ids = [one for referral in referrals for one in (referral.id, referral.case_id) if one is not None]
    shut = shut_out_relations(actor, ids)
    return {
        referral.id: _related(actor, referral)
        | (shut[referral.id] & {APART, EXCLUDED})
        | (shut[referral.case_id] if referral.case_id else frozenset())
        for referral in referrals
    }


def _related(actor: Actor, referral: Referral) -> frozenset[str]:
    related = set()
    public = referral.source == PUBLIC  # a resident has no account, and so no colleagues
    if referral.author_id == actor.account_id and not public:
        related.add(AUTHOR)
    hidden = panel_types.get(referral.panel).visibility.existence_hidden
    if referral.agency_id == actor.agency_id and not hidden and not public:
        related.add(SAME_AGENCY)
    return frozenset(related)


def _is_known(actor: Actor, referral: Referral) -> bool:
    """Whether others than the author may know that it exists: a draft is the author's own affair."""
    return not is_draft(referral) or (referral.author_id == actor.account_id and referral.source != PUBLIC)


def _find(which: UUID | str) -> Referral | None:
    is_it = Referral.id == which if isinstance(which, UUID) else Referral.reference == which
    return db.session.scalars(sa.select(Referral).where(is_it)).one_or_none()


def _keys(referral: Referral, permission: str) -> tuple[UUID, ...]:
    if permission == STATUS:
        return ()
    if permission in AUTHORS or not referral.hides_address:
        return referral.data_key_id, referral.restricted_key_id
    return (referral.data_key_id,)


def _tiers(referral: Referral, keys: tuple[UUID, ...]) -> str:
    if not keys:
        return "F0"
    return "F0-F4" if referral.restricted_key_id in keys else "F0-F3"


def _status_list(actor: Actor, query: sa.Select[Referral], limit: int) -> list[Referral]:
    newest = query.order_by(Referral.created_at.desc(), Referral.id).limit(limit)
    found = list(db.session.scalars(newest.options(selectinload(Referral.decisions))))
    related = relationships_of(actor, found)
    targets = [Target(REFERRAL, one.id, one.panel, (), related[one.id]) for one in found]
    shown = _shown(actor, STATUS, targets, event="referral.list", tiers="F0")
    return [referral for referral in found if referral.id in shown]


def _shown(actor: Actor, permission: str, targets: Sequence[Target], *, event: str, tiers: str) -> set[UUID]:
    opened = pass_list_door(actor, permission, targets, event=event, tiers=tiers, object_type=REFERRAL)
    return {target.object_id for target in opened}


def is_mine(actor: Actor, referral_id: UUID) -> bool:
    """Whether this person wrote the referral with this id. It opens nothing."""
    wanted = sa.select(Referral.id).where(
        Referral.id == referral_id, Referral.author_id == actor.account_id, Referral.source != PUBLIC
    )
    return db.session.scalar(wanted) is not None


def open_for_index(panel: str, ids: Sequence[UUID]) -> list[Referral]:
    """Sent referrals of a panel, all of them, opened so that the service can index their people anew."""
    sent = Referral.reference.is_not(None), Referral.destroyed_at.is_(None)
    wanted = sa.select(Referral).where(Referral.panel == panel, Referral.id.in_(ids), *sent)
    referrals = list(db.session.scalars(wanted))
    pass_index_door([Target(REFERRAL, one.id, panel, (one.data_key_id, one.restricted_key_id)) for one in referrals])
    return referrals


def door_to_clearing(actor: Actor, opened: OpenReferral, *, reason: str) -> None:
    """The door of a chair who clears somebody who is kept apart from an opened referral; the reason is kept in the log.

    :raises NotAllowed: the actor clears nobody here.
    """
    referral, clear = opened.referral, "apart.clear"
    target = Target(REFERRAL, referral.id, referral.panel, (), relationships(actor, referral))
    key = referral.data_key_id
    pass_door_with_reason(actor, clear, target, event=clear, tiers="F0", reason=reason, reason_key=key)


def open_for_acceptance(actor: Actor, opened: OpenReferral) -> OpenReferral:
    """Open the restricted answers of a referral so that its people can be taken into a case. Nothing of them is shown:
    a hidden address goes from one sealed row into another.

    :raises NotAllowed: the person does not triage for this panel.
    """
    referral = opened.referral
    keys = (referral.data_key_id, referral.restricted_key_id)
    target = Target(REFERRAL, referral.id, referral.panel, keys, relationships(actor, referral))
    because = pass_door(actor, TRIAGE, target, event="referral.accept", tiers="F0-F4")
    return OpenReferral(referral, because, True)

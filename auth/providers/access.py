"""The doors of an agency's provider: the administrator's, and the second administrator's to what one asked for."""

from collections.abc import Sequence
from uuid import UUID

from auth.accounts import access as accounts
from auth.accounts.access import PERMISSION
from auth.doors import Target, need_new_proof, pass_door, pass_list_door
from auth.models import Agency
from auth.policy import may
from auth.policy_relationships import SECOND
from auth.providers.models import Provider
from auth.roles import Actor
from extensions import db

CONFIRM, REFUSE = "provider.confirm", "provider.refuse"
AGENCY = "agency"


def agency_for(actor: Actor, agency_id: UUID, *, event: str) -> Agency:
    """One agency, to set how its people sign in; with a fresh proof.

    :raises NotAllowed: for everybody but the administrator, and when there is no such agency.
    :raises ProofNeeded: no proof was given lately.
    """
    agency = accounts.agency_for(actor, agency_id, event=event)
    need_proof(actor)
    return agency


def may_confirm(actor: Actor, proposal: Provider) -> bool:
    """Whether this person may be the second person for this change."""
    return may(actor, CONFIRM, None, _target(actor, proposal).relationships)


def proposals_to_confirm(actor: Actor, waiting: Sequence[Provider]) -> list[Provider]:
    """Those of ``waiting`` for which this person may be the second person."""
    targets = [_target(actor, one) for one in waiting]
    shown = pass_list_door(actor, CONFIRM, targets, event="role.list", object_type=AGENCY)
    ids = {target.object_id for target in shown}
    return [one for one in waiting if one.agency_id in ids]


def proposal_to_confirm(actor: Actor, provider_id: UUID) -> Provider:
    """One change that somebody else asked for; with a fresh proof. It is named by itself and not by its agency: what is
    confirmed is what was read.

    :raises NotAllowed: unknown, settled, or this person is no second person for it.
    :raises ProofNeeded: no proof was given lately.
    """
    return _waiting(actor, provider_id, permission=CONFIRM, event=CONFIRM)


def proposal_to_refuse(actor: Actor, provider_id: UUID) -> Provider:
    """One change that waits, to say no to it or to take it back; with a fresh proof.

    :raises NotAllowed: unknown, settled, or for anybody but an administrator.
    :raises ProofNeeded: no proof was given lately.
    """
    return _waiting(actor, provider_id, permission=PERMISSION, event=REFUSE)


def need_proof(actor: Actor) -> None:
    """A fresh proof, of whoever it is.

    :raises ProofNeeded: none was given lately.
    """
    need_new_proof(actor, None, object_type="account")


def _waiting(actor: Actor, provider_id: UUID, *, permission: str, event: str) -> Provider:
    found = db.session.get(Provider, provider_id)
    target = _target(actor, found) if found and not found.in_force else None
    pass_door(actor, permission, target, event=event, object_type=AGENCY)
    assert found is not None  # the door has refused already
    need_proof(actor)
    return found


def _target(actor: Actor, proposal: Provider) -> Target:
    related = frozenset[str]() if actor.account_id == proposal.asked_by_id else frozenset({SECOND})
    return Target(AGENCY, proposal.agency_id, None, (), related)

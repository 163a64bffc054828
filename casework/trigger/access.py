"""The door to a resident's own request: for whoever gave its number and PIN, or began it in this browser."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from flask import g

from auth.accounts.online_form import online_form
from auth.current import closed_panels
from auth.doors import NotAllowed, Target, pass_door
from auth.policy_relationships import RESIDENT
from auth.roles import Actor
from casework.cases.contact_person import contact_of
from casework.documents.access import OfReferral, document_of_referral, documents_of_referral
from casework.documents.models import Document
from casework.panel_type.public_door import PublicDoor
from casework.panel_type.registry import panel_types
from casework.referrals.access import REFERRAL, is_draft
from casework.referrals.models import Referral
from casework.trigger.models import ResidentRequest, ResidentSession
from extensions import db

READ, WRITE = "request.read", "request.write"


@dataclass(frozen=True)
class OpenRequest:
    """A request that is open: itself, its referral with every answer, the panel's door and who acts."""

    request: ResidentRequest
    referral: Referral
    door: PublicDoor
    actor: Actor

    @property
    def is_sent(self) -> bool:
        """Whether it was sent, so that its answers stand."""
        return not is_draft(self.referral)


def request_for(session: ResidentSession, permission: str, *, event: str = "", answers: bool = True) -> OpenRequest:
    """Open the request of a resident's session, and no other. Whoever writes waits for whoever writes at the moment.

    Without ``answers`` what she told stays shut, so that no page can show any of it; open is then only whom she can
    speak to.

    :raises NotAllowed: the panel takes no requests from residents now.
    """
    request = _request(session.request_id, writing=permission == WRITE)
    referral = request.referral
    door = panel_types.declared(referral.panel).public_door
    actor = resident_actor()
    if door is None:
        pass_door(actor, permission, None, event=event or permission, object_type=REFERRAL)
        raise NotAllowed
    keys = (referral.data_key_id, referral.restricted_key_id) if answers else _keys_of_contact(referral)
    target = Target(REFERRAL, referral.id, referral.panel, keys, frozenset({RESIDENT}))
    pass_door(actor, permission, target, event=event or permission, tiers="F0-F4" if answers else "F0")
    return OpenRequest(request, referral, door, actor)


def resident_actor() -> Actor:
    """Who acts in the log: the form itself. It holds no role in any panel."""
    account = online_form()
    return Actor(
        account_id=account.id,
        name=account.name,
        agency_id=account.agency_id,
        agency_name=account.agency.name,
        agency_type=account.agency.kind,
        network_hash=g.get("network_hash"),
        request_id=g.get("request_id", ""),
        closed_panels=closed_panels(),
    )


def _keys_of_contact(referral: Referral) -> tuple[UUID, ...]:
    contact = contact_of(referral.case_id) if referral.case_id is not None else None
    return (contact.data_key_id,) if contact else ()


def _request(request_id: UUID, *, writing: bool) -> ResidentRequest:
    wanted = sa.select(ResidentRequest).where(ResidentRequest.id == request_id)
    if writing:
        wanted = wanted.with_for_update(of=ResidentRequest).execution_options(populate_existing=True)
    return db.session.scalars(wanted).one()


def files_of(opened: OpenRequest) -> list[Document]:
    """The files that were added to an open request, oldest first."""
    return documents_of_referral(opened.actor, _asked(opened))


def file_of(opened: OpenRequest, document_id: UUID) -> Document:
    """One of them. :raises NotAllowed: there is none like it."""
    return document_of_referral(opened.actor, _asked(opened), document_id, event=WRITE)


def _asked(opened: OpenRequest) -> OfReferral:
    referral = opened.referral
    return OfReferral(referral.id, referral.panel, READ, frozenset({RESIDENT}))

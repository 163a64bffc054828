"""The doors to accounts: for the system administrator, and to what waits for a second person also for chairs. They open
no key, and write who looked."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa

from auth.accounts.models import FactorReset, Vetting
from auth.accounts.online_form import KIND, is_online_form
from auth.doors import PARTNERSHIP_OBJECT, NotAllowed, Target, need_new_proof, pass_door, pass_list_door
from auth.models import Account, Agency, Appointment
from auth.policy import may
from auth.policy_relationships import SECOND, SECOND_ELSEWHERE
from auth.roles import Actor, Role
from extensions import db

PERMISSION = "accounts.manage"
CONFIRM, CONFIRM_RESET = "role.confirm", "reset.confirm"
ROLE, RESET, VETTING = "role", "reset", "vetting"


def pass_accounts_door(actor: Actor, *, event: str, fresh: bool = False) -> None:
    """The lists of agencies and people. ``fresh``, here and below: to change something, by somebody who has just signed
    in or proved who they are; pages with a form ask as well, so that it is asked before anything is typed.

    :raises NotAllowed: for everybody but the administrator.
    :raises ProofNeeded: ``fresh``, and it was not lately.
    """
    pass_door(actor, PERMISSION, Target("partnership", PARTNERSHIP_OBJECT, None), event=event, fresh=fresh)


def account_for(actor: Actor, account_id: UUID, *, event: str = "account.open", fresh: bool = False) -> Account:
    """One account.

    :raises NotAllowed: for everybody but the administrator, and when there is no such account of a person.
    :raises ProofNeeded: as :func:`pass_accounts_door`.
    """
    account = db.session.get(Account, account_id)
    if account is None or is_online_form(account):
        pass_door(actor, PERMISSION, None, event=event, object_type="account")
        raise NotAllowed
    pass_door(actor, PERMISSION, Target("account", account.id, None), event=event, fresh=fresh)
    return account


def appointment_of(account: Account, appointment_id: UUID) -> Appointment:
    """One appointment of an account that is open already.

    :raises NotAllowed: it is another account's, or there is none.
    """
    wanted = sa.select(Appointment).where(Appointment.id == appointment_id, Appointment.account_id == account.id)
    found = db.session.scalars(wanted).one_or_none()
    if found is None:
        raise NotAllowed
    return found


def agency_for(actor: Actor, agency_id: UUID, *, event: str = "agency.open", fresh: bool = False) -> Agency:
    """One agency.

    :raises NotAllowed: for everybody but the administrator, and when there is no such partner.
    :raises ProofNeeded: as :func:`pass_accounts_door`.
    """
    agency = db.session.get(Agency, agency_id)
    if agency is None or agency.kind == KIND:
        pass_door(actor, PERMISSION, None, event=event, object_type="agency")
        raise NotAllowed
    pass_door(actor, PERMISSION, Target("agency", agency.id, None), event=event, fresh=fresh)
    return agency


def may_settle_roles(actor: Actor) -> bool:
    """Whether this person may be the second person for a role anywhere."""
    return actor.is_administrator() or bool(actor.own_panels(Role.CHAIR, Role.VICE_CHAIR))


def may_confirm(actor: Actor, appointment: Appointment) -> bool:
    """Whether this person may be the second person for this role."""
    target = _role_target(actor, appointment)
    return may(actor, CONFIRM, target.panel, target.relationships)


def may_confirm_reset(actor: Actor, reset: FactorReset) -> bool:
    """Whether this person may be the second person for this reset."""
    return may(actor, CONFIRM_RESET, None, _reset_target(actor, reset).relationships)


def may_confirm_vetting(actor: Actor, row: Vetting) -> bool:
    """Whether this person may be the second person for a vetting that was recorded by itself."""
    return may(actor, CONFIRM, None, _vetting_target(actor, row).relationships)


def roles_to_confirm(actor: Actor, waiting: Sequence[Appointment]) -> list[Appointment]:
    """Those of ``waiting`` for which this person may be the second person.

    :raises NotAllowed: the person is no second person for anything.
    """
    if not may_settle_roles(actor):
        pass_door(actor, CONFIRM, None, event=CONFIRM, object_type=ROLE)
    targets = [_role_target(actor, one) for one in waiting]
    shown = pass_list_door(actor, CONFIRM, targets, event="role.list", object_type=ROLE)
    ids = {target.object_id for target in shown}
    return [one for one in waiting if one.id in ids]


def resets_to_confirm(actor: Actor, waiting: Sequence[FactorReset]) -> list[FactorReset]:
    """Those of ``waiting`` for which this person may be the second person."""
    targets = [_reset_target(actor, one) for one in waiting]
    shown = pass_list_door(actor, CONFIRM_RESET, targets, event="role.list", object_type=RESET)
    ids = {target.object_id for target in shown}
    return [one for one in waiting if one.id in ids]


def vetting_to_confirm(actor: Actor, waiting: Sequence[Vetting]) -> list[Vetting]:
    """Those of ``waiting`` for which this person may be the second person."""
    targets = [_vetting_target(actor, one) for one in waiting]
    shown = pass_list_door(actor, CONFIRM, targets, event="role.list", object_type=VETTING)
    ids = {target.object_id for target in shown}
    return [one for one in waiting if one.id in ids]


def vetting_to_settle(actor: Actor, vetting_id: UUID, *, fresh: bool = False) -> Vetting:
    """One vetting that somebody recorded. ``fresh``: to let it count.

    :raises NotAllowed: unknown, or this person is no second person for it.
    :raises ProofNeeded: ``fresh``, and no proof, or not lately.
    """
    found = db.session.get(Vetting, vetting_id)
    if found is not None and found.appointment_id is not None:
        found = None  # it is settled with its role
    pass_door(actor, CONFIRM, _vetting_target(actor, found) if found else None, event=CONFIRM, object_type=VETTING)
    assert found is not None  # the door has refused already
    if fresh:
        need_new_proof(actor, None, object_type=VETTING)
    return found


def role_to_settle(actor: Actor, appointment_id: UUID, *, event: str = CONFIRM) -> Appointment:
    """One role that somebody asked for. :raises NotAllowed: unknown, or this person is no second person for it."""
    found = db.session.get(Appointment, appointment_id)
    pass_door(actor, CONFIRM, _role_target(actor, found) if found else None, event=event, object_type=ROLE)
    assert found is not None  # the door has refused already
    return found


def role_to_confirm(actor: Actor, appointment_id: UUID) -> Appointment:
    """As :func:`role_to_settle`, for letting it count: whoever does that has just shown who they are. A session that
    somebody left open is no second person.

    :raises ProofNeeded: no proof, or not lately.
    """
    found = role_to_settle(actor, appointment_id)
    need_new_proof(actor, None, object_type=ROLE)
    return found


def reset_to_settle(actor: Actor, reset_id: UUID) -> FactorReset:
    """One reset that somebody asked for. :raises NotAllowed: unknown, or this person is no second person for it."""
    found = db.session.get(FactorReset, reset_id)
    target = _reset_target(actor, found) if found else None
    pass_door(actor, CONFIRM_RESET, target, event=CONFIRM_RESET, object_type=RESET)
    assert found is not None  # the door has refused already
    return found


def reset_to_confirm(actor: Actor, reset_id: UUID) -> FactorReset:
    """As :func:`reset_to_settle`, for taking the factor away: the answer is a way in as somebody else, so whoever does
    that has just shown who they are, and not only signed in.

    :raises ProofNeeded: no proof, or not lately.
    """
    found = reset_to_settle(actor, reset_id)
    need_new_proof(actor, None, object_type=RESET)
    return found


def _role_target(actor: Actor, appointment: Appointment) -> Target:
    """An administrator's own right is in the partnership, a chair's in the panel."""
    panel = None if actor.is_administrator() else appointment.panel
    related = _second(actor, appointment.account, appointment.granted_by_id)
    return Target(ROLE, appointment.id, panel, (), related)


def _reset_target(actor: Actor, reset: FactorReset) -> Target:
    return Target(RESET, reset.id, None, (), _second(actor, reset.account, reset.asked_by_id))


def _vetting_target(actor: Actor, row: Vetting) -> Target:
    """In the partnership, for it serves every panel: so an administrator settles it, and no chair."""
    return Target(VETTING, row.id, None, (), _second(actor, row.account, row.asked_by_id))


def _second(actor: Actor, account: Account, asked_by_id: UUID | None) -> frozenset[str]:
    if actor.account_id in (account.id, asked_by_id):
        return frozenset()
    elsewhere = {SECOND_ELSEWHERE} if actor.agency_id != account.agency_id else set()
    return frozenset({SECOND, *elsewhere})

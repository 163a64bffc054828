"""What becomes of the open actions of somebody who leaves. Opens nothing: ids, days and names are enough."""

from uuid import UUID

import sqlalchemy as sa

from auth.access_log.service import ALLOWED, Looked, write_entry
from auth.current import actor_of
from auth.models import Account
from auth.panel_facts import is_hidden
from casework.actions.models import Action
from casework.actions.rules import STANDING
from casework.notifications.service import tell, tell_agency, tell_role
from extensions import db

RUNS_PANEL = ("coordinator",)


def hand_over_actions(account: Account) -> None:
    """Give each open action of this person to their manager, or to the lead of the agency that owns it, and tell who
    runs the panel. Where neither works for that agency the whole agency is told, and it has no officer until one is
    named.

    An action of a panel that hides its cases goes to nobody who has no seat there: the coordinator names somebody.
    """
    theirs = sa.select(Action).where(Action.officer_id == account.id, Action.status.in_(STANDING))
    for action in db.session.scalars(theirs.order_by(Action.due_on, Action.id)):
        heir = _heir(account, action)
        action.officer_id, action.officer_name = (heir.id, "") if heir else (None, "")
        action.version += 1
        _write(action, heir)
        _tell(action, heir)
    db.session.flush()


def _heir(account: Account, action: Action) -> Account | None:
    for account_id in (account.manager_id, action.agency.lead_id):
        found = db.session.get(Account, account_id) if account_id else None
        if found is not None and found.id != account.id and _may_own(found, action.agency_id, action.panel):
            return found
    return None


def _may_own(person: Account, agency_id: UUID, panel: str) -> bool:
    if not person.is_active or person.agency_id != agency_id:
        return False
    return not is_hidden(panel) or bool(actor_of(person).roles(panel))


def _tell(action: Action, heir: Account | None) -> None:
    path = f"/actions/{action.id}"
    if heir is not None:
        tell(account_id=heir.id, template="action_given", path=path)
    else:
        tell_agency(agency_id=action.agency_id, panel=action.panel, template="action_changed", path=path)
    tell_role(panel=action.panel, roles=RUNS_PANEL, template="action_changed", path=path)


def _write(action: Action, heir: Account | None) -> None:
    because = "the officer left; it went to " + ("the manager or the agency's lead" if heir else "the agency")
    looked = Looked("action.pass_on", ALLOWED, "action", (action.id,), action.panel, "leaving", 1, because)
    write_entry(actor=None, looked=looked)

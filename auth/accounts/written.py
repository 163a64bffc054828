"""What every change of agencies and accounts has in common: nobody changes their own, and each stands in the log."""

from uuid import UUID

from auth.access_log.service import ALLOWED, Looked, write_entry
from auth.models import Account
from auth.refusals import Refused
from auth.roles import Actor, Role

OWN = "You cannot change your own account or roles. Ask another system administrator"
ACCOUNT, AGENCY = "account", "agency"


def refuse_own(actor: Actor | None, account: Account) -> None:
    """:raises Refused: the account is the actor's own."""
    if actor is not None and actor.account_id == account.id:
        raise Refused(OWN)


def log_change(
    actor: Actor | None,
    event: str,
    object_type: str,
    object_id: UUID,
    *,
    panel: str | None = None,
    rule: str = "administrator",
    because: str = "you manage accounts",
    role: Role | None = Role.ADMINISTRATOR,
) -> None:
    """Write the entry of a change. Nobody acts while the demonstration is loaded: that writes none."""
    if actor is not None:
        write_entry(actor=actor, looked=_looked(event, object_type, object_id, panel, rule, because, role))


def log_by_itself(event: str, object_type: str, object_id: UUID, *, rule: str, because: str) -> None:
    """Write the entry of a change that no signed-in person made: a command at the server, or a job."""
    write_entry(actor=None, looked=_looked(event, object_type, object_id, None, rule, because, None))


def _looked(
    event: str, object_type: str, object_id: UUID, panel: str | None, rule: str, because: str, role: Role | None
) -> Looked:
    return Looked(
        event=event,
        outcome=ALLOWED,
        object_type=object_type,
        object_ids=(object_id,),
        panel=panel,
        rule=rule,
        rule_version=1,
        explanation=because,
        role=role,
    )

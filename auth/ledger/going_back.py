"""When the tree did not grow from what was signed last: an alarm, and the operator's word that it is meant."""

from flask import current_app

from auth import telling
from auth.access_log.service import ALLOWED, REFUSED, Looked, write_entry
from auth.ledger import kept
from auth.refusals import Refused
from auth.roles import Role

REFUSED_EVENT, ACCEPTED_EVENT = "access_log.refuse_to_sign", "access_log.accept_rollback"
GROUNDS = {
    "restored-from-backup": "a backup of the database was put back",
    "moved-to-another-machine": "the service was moved to another machine",
    "test-restore": "putting back a backup was tried out",
}
"""Why a log may have gone back. The log holds no words of anybody's own."""
TRAIL = "/audit/trail"
WHAT_TO_DO = (
    "Nothing is signed until then. Keep the database as it is. Only when whoever runs the service put back a backup, "
    "“audit accept-rollback” lets signing begin anew; partners who keep checkpoints will see it."
)


def standing() -> str:
    """Why nothing is signed at present, in a sentence; nothing when all is well."""
    with kept.turn():
        return kept.refusal()


def raise_alarm(said: str) -> None:
    """Write an entry and tell administrators and auditors, once until something is signed again."""
    current_app.logger.error("The access log was not signed. %s", said)
    if kept.is_told():
        return
    write_entry(actor=None, looked=Looked(REFUSED_EVENT, REFUSED, "access_log", (), None, "service", 1, said[:200]))
    telling.tell(telling.administrators(), "alert", telling.ADMINISTRATION)
    telling.tell(telling.holders(None, Role.AUDITOR), "alert", "/audit/verify")


def accept(*, because: str) -> str:
    """Let signing begin anew from the tree as it is, and write an entry that says what was signed before; returns that.
    ``because``: one of :data:`GROUNDS`. Auditors and privacy officers are told.

    :raises Refused: the tree grew from what was signed last: there is nothing to accept.
    """
    with kept.turn():
        said = kept.refusal()
        if not said:
            raise Refused("The log grew from what was signed last. There is nothing to accept.")
        told = f"{said} Accepted: {GROUNDS[because]}"
        write_entry(actor=None, looked=Looked(ACCEPTED_EVENT, ALLOWED, "access_log", (), None, "command", 1, told))
        kept.put_aside()
    telling.tell(telling.holders(None, Role.AUDITOR), "alert", "/audit/verify")
    telling.tell(telling.holders(None, Role.PRIVACY_OFFICER), "alert", TRAIL)
    return said

"""Keeping what an inquiry is about: entries beyond their time, and an account's access stopped until it is decided.

Both are an auditor's, with a reason that is sealed. Access is stopped for fourteen days at most, so that nobody who is
needed stays away because somebody forgot; it ends with the decision that all is explained, and with what is kept.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from auth import telling
from auth.access_log.holds import ACCOUNT, CASE, hold_on
from auth.access_log.models import LogHold
from auth.access_log.subjects import by_reference, staff_called
from auth.accounts.written import log_change
from auth.current import actor_of
from auth.encryption.keyring import PARTNERSHIP, new_data_key
from auth.inquiry.access import DECIDE, door_to_flag, door_to_hold, door_to_log
from auth.inquiry.rules import CROWD, NOBODY
from auth.models import Account
from auth.refusals import Refused
from auth.roles import Actor, Role
from extensions import db, now

LONGEST = timedelta(days=14)
TELLS_PERSON, TELLS_PRIVACY = "access_stopped", "access_stopped_of_other"
SHORTEST_REASON = 20
_INQUIRY: dict[str, Any] = {"rule": "auditor", "because": "you audit the access log", "role": Role.AUDITOR}
KEPT = "The entries are kept until an auditor ends it."
NOT_FOUND = "No case has this reference, and no member of staff this name or e-mail address"
NO_CASE = "Entries are kept by case, or by member of staff. Enter the reference of a case"
SEVERAL = "More than one member of staff has this name. Enter the e-mail address"


def keep(*, actor: Actor, kind: str, about: UUID, reason: str, stop: bool = False) -> LogHold:
    """Keep every entry by the account a flag is about (of a crowd: about the case) until somebody ends it; with
    ``stop`` the account opens no record of a panel meanwhile, for :data:`LONGEST`; that, and its end by somebody, are
    entries of their own. Kept twice is kept once.

    :raises NotAllowed: for everybody but the auditor, and for one about whom it is.
    :raises Refused: nobody was signed in, the reason is too short, or this access cannot be stopped.
    """
    door_to_flag(actor, kind, about, event="audit.flag")
    if about == NOBODY:
        raise Refused("Nobody was signed in, so there is no account to keep the entries of")
    _need_reason(reason)
    if stop:
        _stop(actor, None if kind == CROWD else db.session.get(Account, about))
    door_to_flag(actor, kind, about, event="audit.hold")
    return _kept(actor, CASE if kind == CROWD else ACCOUNT, about, reason)


def keep_asked_for(*, actor: Actor, what: str, reason: str) -> LogHold:
    """The same without a flag, for example because a court orders it: ``what`` is the reference of a case, or a name or
    an e-mail address of a member of staff.

    :raises NotAllowed: for everybody but the auditor, and about themselves.
    :raises Refused: there is no such case or member of staff, or more than one, or the reason is too short.
    """
    subject = by_reference(what)
    staff = [] if subject else staff_called(what)
    found = subject.first if subject else (ACCOUNT, staff[0].id) if len(staff) == 1 else None
    if found is None or found[0] not in (CASE, ACCOUNT):
        door_to_log(actor, event="audit.holds", permission=DECIDE)
        raise Refused(SEVERAL if len(staff) > 1 else NO_CASE if subject else NOT_FOUND, "what")
    of_what, about = found
    as_flag = CROWD if of_what == CASE else ""
    door_to_flag(actor, as_flag, about, event="audit.holds")
    _need_reason(reason)
    door_to_flag(actor, as_flag, about, event="audit.hold")
    return _kept(actor, of_what, about, reason)


def _need_reason(reason: str) -> None:
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refused(f"Enter at least {SHORTEST_REASON} characters about why the entries are kept", "reason")


def _kept(actor: Actor, of_what: str, about: UUID, reason: str) -> LogHold:
    row = hold_on(of_what, about)
    if row is None:
        key = new_data_key(panel=PARTNERSHIP, kind="hold")
        row = LogHold(data_key_id=key, kind=of_what, object_id=about, reason=reason.strip(), by_id=actor.account_id)
        db.session.add(row)
    db.session.flush()
    return row


def end(*, actor: Actor, hold_id: UUID) -> None:
    """Keep them no longer, and give the account its access again. Ended twice is ended once.

    :raises NotAllowed: for everybody but the auditor, there is none, or it is about oneself.
    """
    row = door_to_hold(actor, db.session.get(LogHold, hold_id))
    if row.ended_at is None:
        row.ended_at, row.ended_by_id = now(), actor.account_id
    if row.kind == ACCOUNT:
        give_back(actor, row.object_id)


def give_back(actor: Actor, account_id: UUID | None) -> None:
    """End a stop of an account's access, if there is one that still counts."""
    account = db.session.get(Account, account_id) if account_id else None
    if account is not None and account.is_frozen(now()):
        account.frozen_until = None
        log_change(actor, "account.go_on", ACCOUNT, account.id, **_INQUIRY)
    db.session.flush()


def _stop(actor: Actor, account: Account | None) -> None:
    if account is None:
        raise Refused("Many people opened this case. Stop the access of one from what they did", "stop")
    if actor_of(account).has_no_case():
        raise Refused(
            "They hold a duty in the partnership and open no case. An administrator can suspend the account", "stop"
        )
    account.frozen_until = now() + LONGEST
    log_change(actor, "account.stop", ACCOUNT, account.id, **_INQUIRY)
    telling.tell([account.id], TELLS_PERSON, "/questions-to-you")
    telling.tell(telling.holders(None, Role.PRIVACY_OFFICER), TELLS_PRIVACY, "/audit/trail")

"""Taking a lost second factor away: one administrator asks, another confirms and passes the code on.

Whoever could do it alone could come in as somebody else. So the one who asked never sees the code, the person and their
manager are told at once, and the person's sessions end when it is asked for: a telephone that is gone may be stolen.
"""

from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa

from auth.accounts import rules, told
from auth.accounts.access import may_confirm_reset
from auth.accounts.granting import ASKER_GONE, LAPSED, SETTLED
from auth.accounts.models import FactorReset
from auth.accounts.written import ACCOUNT, log_change, refuse_own
from auth.current import actor_of
from auth.doors import NotAllowed
from auth.models import Account
from auth.refusals import Refused
from auth.roles import Actor
from auth.sign_in import factors, invitations, session_rules, sessions
from extensions import db, now

ASKED_ALREADY = "This was asked for already and waits for a second person"
MARKED_FOR = timedelta(hours=24)
"""How long a reset is shown on the account and to its owner: whoever did not ask for it has so long to see it."""
NEVER_IN = "This person has not signed in yet. Make a one-time code instead"


def ask(*, actor: Actor, account: Account) -> FactorReset:
    """Ask for it. Every session of the account ends at once.

    :raises Refused: one's own, it waits already, or the account is not one that can be invited.
    """
    refuse_own(actor, account)
    refuse_uninvitable(account)
    if account.signed_in_at is None:
        raise Refused(NEVER_IN)
    if any(one.account_id == account.id for one in pending()):
        raise Refused(ASKED_ALREADY)
    reset = FactorReset(account_id=account.id, asked_by_id=actor.account_id, asked_at=now())
    db.session.add(reset)
    db.session.flush()
    sessions.end_all(account.id, because=session_rules.RESET)
    log_change(actor, "second_factor.ask", ACCOUNT, account.id)
    told.of_a_reset(account, wants_second=True)
    return reset


def pending() -> list[FactorReset]:
    """What waits for a second person, the oldest first."""
    waiting = sa.select(FactorReset).where(FactorReset.confirmed_at.is_(None), FactorReset.ended_at.is_(None))
    found = db.session.scalars(waiting.order_by(FactorReset.asked_at, FactorReset.id))
    return [one for one in found if not rules.has_lapsed(one.asked_at, now())]


def confirm(*, actor: Actor, reset: FactorReset) -> str:
    """Take the second factor away. The old password and all sessions end with it; returns a one-time code.

    A password alone would not prove who sets up the next one, so the person starts again with the code.
    :raises NotAllowed: the actor is no second person for it.
    :raises Refused: it was settled already or waited too long, or the account cannot be invited any more.
    """
    _must_be_second(actor, reset)
    account = reset.account
    if rules.has_lapsed(reset.asked_at, now()):
        raise Refused(LAPSED)
    if not actor_of(reset.asked_by).is_administrator():
        raise Refused(ASKER_GONE)
    refuse_uninvitable(account)
    _settle(reset, confirmed_by_id=actor.account_id, confirmed_at=now())
    factors.remove_all(account)
    account.password_hash = None
    sessions.end_all(account.id, because=session_rules.RESET)
    log_change(actor, "second_factor.reset", ACCOUNT, account.id, rule="second-administrator")
    told.of_a_reset(account, wants_second=False)
    return invitations.invite(account=account, made_by_id=actor.account_id)


def lately(account_id: UUID) -> FactorReset | None:
    """The last reset of an account's sign-in, where it was confirmed within the last 24 hours."""
    wanted = sa.select(FactorReset).where(FactorReset.account_id == account_id)
    recent = wanted.where(FactorReset.confirmed_at > now() - MARKED_FOR).order_by(FactorReset.confirmed_at.desc())
    return db.session.scalars(recent.limit(1)).one_or_none()


def refuse(*, actor: Actor, reset: FactorReset) -> None:
    """Say no. :raises NotAllowed: as :func:`confirm`. :raises Refused: it was settled already."""
    _must_be_second(actor, reset)
    _settle(reset, ended_at=now())
    log_change(actor, "second_factor.refuse", ACCOUNT, reset.account_id, rule="second-administrator")


def end_all_of(account: Account) -> None:
    """End whatever waits for this account, or was asked for by it."""
    theirs = sa.or_(FactorReset.account_id == account.id, FactorReset.asked_by_id == account.id)
    waiting = sa.update(FactorReset).where(theirs, FactorReset.confirmed_at.is_(None), FactorReset.ended_at.is_(None))
    db.session.execute(waiting.values(ended_at=now()))


def refuse_uninvitable(account: Account) -> None:
    """:raises Refused: the account is suspended or belongs to the demonstration."""
    if not account.is_active:
        raise Refused("This account is suspended. Reinstate it first")
    if account.is_demo:
        raise Refused("This account belongs to the demonstration. Its password is fixed")


def _must_be_second(actor: Actor, reset: FactorReset) -> None:
    if not may_confirm_reset(actor, reset):
        raise NotAllowed


def _settle(reset: FactorReset, **values: object) -> None:
    waits = sa.update(FactorReset).where(
        FactorReset.id == reset.id, FactorReset.confirmed_at.is_(None), FactorReset.ended_at.is_(None)
    )
    if db.session.execute(waits.values(**values).returning(FactorReset.id)).first() is None:
        raise Refused(SETTLED)
    db.session.refresh(reset)

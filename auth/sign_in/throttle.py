"""Counting tries. Rows hold keyed hashes alone: no e-mail address, no network address.

A try is counted before the secret is looked at, in a short transaction of its own, so that a thousand guesses sent at
once are a thousand tries. Success takes the person's tries at that place away.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from uuid import UUID

import sqlalchemy as sa
from flask import current_app, g

from auth.models import Account, SignInTry, UserSession
from auth.sign_in import known_devices
from auth.sign_in import throttle_rules as rules
from extensions import db, now

PASSWORD, CODE, INVITATION, RECOVERY = "password", "code", "invitation", "recovery"
PROVIDER = "provider"
KNOWN_NETWORK_DAYS = 90


@dataclass(frozen=True)
class Trier:
    """Who tries what from where. ``known``: the account was signed in to from this device or network before."""

    who: bytes
    where: bytes
    network: bytes
    known: bool


def trier(kind: str, email: str) -> Trier:
    """The person who tries, for the account with this e-mail address, whether or not there is one."""
    folded = email.strip().casefold()
    network = g.get("network_hash") or _keyed("no network")
    device = known_devices.device_of(folded)
    return Trier(
        who=_keyed(f"{kind}|{folded}"),
        where=_keyed(f"device|{device}") if device else network,
        network=network,
        known=bool(device) or _signed_in_here(folded, network),
    )


def wait_for(found: Trier) -> timedelta:
    """How long until this person's next try is looked at; zero if it is now."""
    at = now()
    waits = [rules.pair_wait(_tries(at, rules.FORGOTTEN_AFTER, who=found.who, where=found.where), at)]
    if not found.known:
        here = _tries(at, rules.NETWORK_SPAN, where=found.network)
        theirs = _tries(at, rules.STRANGER_SPAN, who=found.who)
        waits.append(rules.span_wait(here, at, most=rules.NETWORK_TRIES, span=rules.NETWORK_SPAN))
        waits.append(rules.span_wait(theirs, at, most=rules.STRANGER_TRIES, span=rules.STRANGER_SPAN))
    return max(waits)


def count(found: Trier) -> UUID:
    """Count one try at once and for good; returns its id. The request's own transaction must not hold any work yet."""
    db.session.rollback()
    row = {"who_hash": found.who, "where_hash": found.where, "at": now()}
    with db.engine.begin() as connection:
        return connection.execute(sa.insert(SignInTry).values(**row).returning(SignInTry.id)).scalar_one()


def take_back(found: Trier) -> None:
    """After a success: this person's tries at this place count no longer."""
    db.session.execute(sa.delete(SignInTry).where(SignInTry.who_hash == found.who, SignInTry.where_hash == found.where))


def note(kind: str, what: str) -> None:
    """Count one use of something without an account (of a form's ticket, say) by this network, in the request's own
    transaction. It has nothing to do with tries to sign in from there."""
    db.session.add(SignInTry(who_hash=_keyed(f"{kind}|{what}"), where_hash=_here(kind), at=now()))


def noted_here(kind: str, span: timedelta) -> list[datetime]:
    """When this network did such a thing lately."""
    return _tries(now(), span, where=_here(kind))


def was_noted(kind: str, what: str) -> bool:
    """Whether this very thing was used within a day, wherever."""
    return bool(_tries(now(), rules.FORGOTTEN_AFTER, who=_keyed(f"{kind}|{what}")))


def use_once(kind: str, what: str) -> bool:
    """Whether this is the first use of something within a day. It is noted at once and for good: the request's own
    transaction must not hold any work yet."""
    db.session.rollback()
    who, where = _keyed(f"{kind}|{what}"), _here(kind)
    used = sa.select(SignInTry.id).where(SignInTry.who_hash == who, SignInTry.at > now() - rules.FORGOTTEN_AFTER)
    with db.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            # Of two at once neither would see the other's row. (SQLite lets one writer in at a time.)
            turn = int.from_bytes(who[:8], "big", signed=True)
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.cast(turn, sa.BigInteger))))
        if connection.execute(used.limit(1)).first() is not None:
            return False
        connection.execute(sa.insert(SignInTry).values(who_hash=who, where_hash=where, at=now()))
    return True


def _here(kind: str) -> bytes:
    return _keyed(f"{kind}|{(g.get('network_hash') or b'').hex()}")


def _tries(at: datetime, span: timedelta, *, who: bytes | None = None, where: bytes | None = None) -> list[datetime]:
    wanted = sa.select(SignInTry.at).where(SignInTry.at > at - span).order_by(SignInTry.at)
    if who is not None:
        wanted = wanted.where(SignInTry.who_hash == who)
    if where is not None:
        wanted = wanted.where(SignInTry.where_hash == where)
    return list(db.session.scalars(wanted))


def _signed_in_here(folded: str, network: bytes) -> bool:
    wanted = (
        sa.select(UserSession.id)
        .join(Account, Account.id == UserSession.account_id)
        .where(
            Account.email == folded,
            UserSession.network_hash == network,
            UserSession.created_at > now() - timedelta(days=KNOWN_NETWORK_DAYS),
        )
    )
    return db.session.scalars(wanted.limit(1)).first() is not None


def _keyed(text: str) -> bytes:
    key: bytes = current_app.config["SECRET_KEY"]
    return blake2b(text.encode(errors="replace"), key=key, digest_size=32).digest()

"""The person of the present request, and the mark every view carries."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from flask import current_app, g
from flask_login import current_user

from auth.models import Account, Appointment, UserSession
from auth.roles import Actor, Held
from extensions import now, present_settings
from wall.standing import PERSON, Standing, present, stand
from wording.dates import today

CLOSED_PANELS = "casework-closed-panels"
PASSKEY, PROVIDER = "passkey", "provider"
"""How the factors end of a session that began with a passkey, alone or beside a password; and those of one for which
nothing was given here but the word of the person's organisation, which may have asked for nothing today."""
View = TypeVar("View", bound=Callable[..., Any])


def actor_of(account: Account, session: UserSession | None = None) -> Actor:
    """The acting person with the roles in force today (London's date). Whoever's
    agency has been shut out, or whose access an auditor has stopped, holds none in a panel: it counts from the next
    request on, and so does its end."""
    closed = closed_panels()
    shares, frozen = account.agency.shares(today()), account.is_frozen(now())
    held = tuple(
        Held(appointment.as_role(), appointment.panel, appointment.id, covered_by(appointment))
        for appointment in _counting(account)
        if appointment.panel not in closed and ((shares and not frozen) or appointment.panel is None)
    )
    return Actor(
        account_id=account.id,
        name=account.name,
        agency_id=account.agency_id,
        agency_name=account.agency.name,
        agency_type=account.agency.kind,
        held=held,
        session_id=session.id if session else None,
        network_hash=g.get("network_hash"),
        request_id=g.get("request_id", ""),
        job_title=account.job_title,
        closed_panels=closed,
        proof_until=_proof_until(session) if session else None,
        signed_in_until=_signed_in_until(session) if session else None,
        by_passkey=session is not None and (session.factors or "").endswith(PASSKEY),
        # A duty in the partnership opens no case, so no agreement about sharing them is needed for it.
        is_shut_out=not shares and not held,
        is_frozen=frozen,
    )


def covered_by(appointment: Appointment) -> UUID | None:
    """The account of the colleague whose role somebody holds by this appointment; nobody's where it is their own."""
    return appointment.covers.account_id if appointment.covers else None


def _counting(account: Account) -> list[Appointment]:
    """The appointments in force today, a person's own first; none of an account that may not be used."""
    found = [one for one in account.appointments if one.in_force(today())] if account.is_active else []
    return sorted(found, key=lambda one: one.covers_id is not None)


def closed_panels() -> frozenset[str]:
    """The panels that the partnership does not run now; the floor above knows and hands in the answer."""
    ask: Callable[[], frozenset[str]] | None = current_app.extensions.get(CLOSED_PANELS)
    return ask() if ask else frozenset()


def signed_in_account() -> Account | None:
    """The account of the present request's session; ``None`` when nobody is signed in."""
    found = current_user._get_current_object() if current_user else None
    return found if isinstance(found, Account) else None


def current_actor() -> Actor:
    """Who is signed in. Views behind :func:`permission_required` always have one."""
    if "actor" not in g:
        account = signed_in_account()
        if account is None:
            raise RuntimeError("Nobody is signed in: the view lacks its mark.")
        g.actor = actor_of(account, g.get("user_session"))
        if present() is None:
            stand(standing_of(g.actor))
    found: Actor = g.actor
    return found


def standing_of(actor: Actor) -> Standing:
    """The person as the second wall knows them."""
    duties = tuple(sorted(role.value for role in actor.roles(None)))
    return Standing(PERSON, actor.account_id, actor.agency_id, actor.panels(), duties, covered=actor.covered())


def _proof_until(session: UserSession) -> datetime | None:
    settings = present_settings()
    given = session.stepped_up_at
    return given + timedelta(minutes=settings.step_up_minutes) if given else None


def _signed_in_until(session: UserSession) -> datetime | None:
    gave_something = session.factors and session.factors != PROVIDER
    lasts = timedelta(minutes=present_settings().step_up_minutes)
    return session.created_at + lasts if gave_something and session.created_at else None


def permission_required(permission: str) -> Callable[[View], View]:
    """Mark a view: signed-in people only, and which permission its door asks for. The mark is checked at start."""

    def mark(view: View) -> View:
        view.access_mark = permission  # type: ignore[attr-defined]
        return view

    return mark


def public(view: View) -> View:
    """Mark a view that needs no account."""
    view.access_mark = "public"  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """Mark a view that every signed-in person may use because it shows only what is the person's own."""
    view.access_mark = "signed-in"  # type: ignore[attr-defined]
    return view

"""One journey to a provider and back, bound to the browser that set out.

The signed form cookie holds a random number and what the journey is for. The state, the nonce and the proof key (PKCE,
RFC 7636) are made from that number with a key that the browser does not have, so whoever reads the cookie or the
address alone has none of them. A journey can be ended once.
"""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import current_app, session

from auth.providers.rules import FLOW_LASTS, NotTrusted
from auth.sign_in import sessions, throttle
from extensions import now

KEY = "journey"
SIGN_IN, STEP_UP, LINK, INVITATION = "sign_in", "step_up", "link", "invitation"
OF_A_SESSION = frozenset({STEP_UP, LINK})
LINKING = frozenset({LINK, INVITATION})
ASKED_ANEW = LINKING | {STEP_UP}
"""Journeys on which the provider is to ask who somebody is, whoever is signed in there already."""
_USED = "provider journey"


@dataclass(frozen=True)
class Journey:
    """``begun``: seconds since 1970. ``invitation_id``: the one-time code that was given first, if any."""

    seed: str
    purpose: str
    agency_id: UUID
    begun: int
    invitation_id: UUID | None = None

    @property
    def state(self) -> str:
        """What the provider sends back untouched."""
        return _made_from(self.seed, "state")

    @property
    def nonce(self) -> str:
        """What the provider puts into its token."""
        return _made_from(self.seed, "nonce")

    @property
    def verifier(self) -> str:
        """What only this service can show when it fetches the token."""
        return _made_from(self.seed, "verifier")

    @property
    def challenge(self) -> str:
        """The verifier's SHA-256, which the provider is told at the start."""
        return _in_letters(hashlib.sha256(self.verifier.encode()).digest())


def begin(*, purpose: str, agency_id: UUID, invitation_id: UUID | None = None) -> Journey:
    """Set out from this browser. An earlier journey from it is forgotten."""
    at = int(now().timestamp())
    journey = Journey(secrets.token_hex(32), purpose, agency_id, at, invitation_id)
    session[KEY] = {
        "seed": journey.seed,
        "purpose": purpose,
        "agency": str(agency_id),
        "begun": at,
        "invitation": str(invitation_id) if invitation_id else None,
        "session": _present(),
    }
    return journey


def end(state: str) -> Journey:
    """The journey that this browser set out on, with the state that came back.

    :raises NotTrusted: none, another one's, begun too long ago, or from a session that is over.
    """
    kept = session.pop(KEY, None)
    if not isinstance(kept, dict):
        raise NotTrusted("this browser did not ask for it")
    journey = _read(kept)
    if not hmac.compare_digest(state.encode(errors="replace"), journey.state.encode()):
        raise NotTrusted("this browser did not ask for it")
    if not 0 <= int(now().timestamp()) - journey.begun < FLOW_LASTS:
        raise NotTrusted("it took too long")
    if journey.purpose in OF_A_SESSION and (kept["session"] is None or kept["session"] != _present()):
        raise NotTrusted("the session is another one")
    return journey


def under_way(purpose: str) -> Journey | None:
    """The journey for this that the browser has set out on, if it has."""
    kept = session.get(KEY)
    return _read(kept) if isinstance(kept, dict) and kept["purpose"] == purpose else None


def use_up(journey: Journey) -> None:
    """Let a journey be ended once, whatever copies of the browser's cookies there are.

    :raises NotTrusted: it was ended before.
    """
    if not throttle.use_once(_USED, journey.seed):
        raise NotTrusted("it was used before")


def _read(kept: dict[str, Any]) -> Journey:
    invitation = UUID(kept["invitation"]) if kept["invitation"] else None
    return Journey(kept["seed"], kept["purpose"], UUID(kept["agency"]), kept["begun"], invitation)


def _present() -> str | None:
    present = sessions.present()
    return str(present.id) if present else None


def _made_from(seed: str, what: str) -> str:
    key: bytes = current_app.config["SECRET_KEY"]
    return _in_letters(hmac.digest(key, f"provider-journey|{what}|{seed}".encode(), "sha256"))


def _in_letters(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()

"""Signing in through a provider: setting out, coming back, and what that opens.

Who comes back is known by issuer and subject alone. Nobody is created by a provider, and an account that is suspended
stays shut whatever a provider says. Tries are counted and refusals are kept as those of passwords are.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from flask import url_for

from auth.access_log.service import ALLOWED, REFUSED, Looked, write_entry
from auth.current import actor_of
from auth.models import Account
from auth.providers import discovery, flow, links, setting_up
from auth.providers.discovery import NotAsSetUp
from auth.providers.flow import Journey
from auth.providers.outside import ProviderRefused, ProviderUnreachable
from auth.providers.rules import Identity, NotTrusted, check_fresh
from auth.providers.setting_up import Facts
from auth.providers.tokens import identity_in
from auth.refusals import Refused
from auth.sign_in import sessions, throttle
from auth.sign_in.service import count_try, may_sign_in, wants_code
from extensions import keep_despite_failure, now, present_settings

NOTHING_OPENED = (
    "Your organisation says who you are, but that opens no account here. Sign in another way and link the two on your "
    "own page, or ask your system administrator for a one-time code"
)
NOT_RIGHT = "What your organisation sent back was not right, so nothing was opened. Start again"
NOT_YOURS = "You signed in at your organisation as somebody who is not linked to this account. Start again"
NOT_ANEW = (
    "Your organisation did not say that it asked you just now who you are, so nothing was linked. Start again, and "
    "sign in there although you are signed in already"
)
STOPPED = "You did not finish signing in at your organisation. Nothing was opened"
DOWN = (
    "Your organisation’s sign-in cannot be reached just now, or does not answer as it should. "
    "Try again in a minute, or sign in another way"
)


class Down(Exception):
    """The provider cannot be used just now. The other ways to sign in stay."""

    def __init__(self) -> None:
        super().__init__(DOWN)


@dataclass(frozen=True)
class Back:
    """Who came back, and from which journey."""

    journey: Journey
    facts: Facts
    identity: Identity
    trier: throttle.Trier


def redirect_address() -> str:
    """Where providers send people back to: made from the setting alone, never from what a request says."""
    return present_settings().public_url.rstrip("/") + url_for("providers.back")


def set_out(*, purpose: str, agency_id: UUID, invitation_id: UUID | None = None) -> str:
    """The provider's address for this browser to go to.

    :raises Refused: the agency has no provider. :raises Down: it does not answer.
    """
    facts = _facts_for(agency_id)
    _metadata(facts)
    return _address(facts, flow.begin(purpose=purpose, agency_id=agency_id, invitation_id=invitation_id))


def address_of(journey: Journey) -> str:
    """The same for a journey that this browser has set out on.

    :raises Refused: the agency has no provider any more. :raises Down: it does not answer.
    """
    return _address(_facts_for(journey.agency_id), journey)


def _facts_for(agency_id: UUID) -> Facts:
    provider = setting_up.of_agency(agency_id)
    if provider is None:
        raise Refused("This organisation has no sign-in of its own here")
    return setting_up.facts_of(provider)


def _address(facts: Facts, journey: Journey) -> str:
    metadata = _metadata(facts)
    asked = {
        "response_type": "code",
        "client_id": facts.client_id,
        "redirect_uri": redirect_address(),
        "scope": "openid",
        "state": journey.state,
        "nonce": journey.nonce,
        "code_challenge": journey.challenge,
        "code_challenge_method": "S256",
    }
    if facts.counts_as_two and facts.acr_values:
        asked["acr_values"] = facts.acr_values
    if journey.purpose in flow.ASKED_ANEW:
        asked |= {"max_age": "0", "prompt": "login"}
    joint = "&" if urlsplit(metadata.authorization_endpoint).query else "?"
    return f"{metadata.authorization_endpoint}{joint}{urlencode(asked)}"


def come_back(answer: Mapping[str, str]) -> Back:
    """Who came back with ``answer``, the parameters of the address. Each journey and each code counts once.

    :raises TooManyTries: a brake is on. :raises Down: the provider does not answer.
    :raises Refused: it does not hold; why is kept in the access log.
    """
    try:
        journey = flow.end(answer.get("state", ""))
    except NotTrusted as fault:
        count_try(throttle.PROVIDER, "")
        raise _refused(fault.reason) from fault
    trier = count_try(throttle.PROVIDER, journey.seed)
    try:
        flow.use_up(journey)
        provider = setting_up.of_agency(journey.agency_id)
        if provider is None:
            raise NotTrusted("the organisation has no sign-in here any more")
        facts = setting_up.facts_of(provider, secret=True)
        identity = _identity(facts, journey, answer)
    except NotTrusted as fault:
        raise _refused(fault.reason) from fault
    except (Down, Refused):
        # Nothing was guessed: an hour without the provider, a client secret that ran out or people who stop there must
        # not put a brake on a whole office.
        throttle.take_back(trier)
        raise
    throttle.take_back(trier)
    back = Back(journey, facts, identity, trier)
    if journey.purpose in flow.LINKING:
        # Otherwise whoever last used the computer there would be linked.
        proven_at(back, None, words=NOT_ANEW)
    return back


def account_of(back: Back) -> Account:
    """The account that this person opens.

    :raises TooManyTries: a brake is on.
    :raises Refused: none, a suspended one, or one of another agency: one and the same answer.
    """
    link = links.of_identity(back.identity)
    email = link.account.email if link else f"{back.identity.issuer}|{back.identity.subject}"
    trier = count_try(throttle.PROVIDER, email)
    link = links.of_identity(back.identity)
    account = link.account if link else None
    if link is None or account is None or not may_sign_in(account) or account.agency_id != back.facts.agency_id:
        raise _refused("it opens no account", account.id if account else None, words=NOTHING_OPENED)
    throttle.take_back(trier)
    # Counting the second try began a new transaction, in which the journey's still stood.
    throttle.take_back(back.trier)
    link.last_used_at = now()
    return account


def prove(*, account: Account, back: Back) -> bool:
    """A fresh proof by the provider. Whether it is enough; otherwise the account's own code is still wanted.

    :raises Refused: another person came back, or the provider did not ask anew.
    """
    link = links.of_identity(back.identity)
    if link is None or link.account_id != account.id or account.agency_id != back.facts.agency_id:
        raise _refused("it is another person", account.id, words=NOT_YOURS)
    at = proven_at(back, account)
    if wants_code(account) and not back.identity.two_factors:
        return False
    note_proof(account, at)
    return True


def proven_at(back: Back, account: Account | None, *, words: str = NOT_RIGHT) -> int:
    """When the person proved at the provider who they are, after they were asked to: seconds since 1970.

    :raises Refused: an older proof was let stand, or nothing is said of it.
    """
    try:
        return check_fresh(back.identity.auth_time, begun=back.journey.begun, at=int(now().timestamp()))
    except NotTrusted as fault:
        raise _refused(fault.reason, account.id if account else None, words=words) from fault


def note_proof(account: Account, at: int) -> None:
    """The present session counts as proven since ``at`` (seconds since 1970), under a new token.

    :raises Refused: it is not a session of this account.
    """
    present = sessions.present()
    if present is None or present.account_id != account.id:
        raise Refused(NOT_RIGHT)
    present.stepped_up_at = datetime.fromtimestamp(at, UTC)
    sessions.renew(present)
    write_own("step_up", account, "you signed in at your organisation again")


def write_own(event: str, account: Account, explanation: str) -> None:
    """An entry of what somebody did to their own account."""
    write_entry(actor=actor_of(account, sessions.present()), looked=_looked(event, ALLOWED, account.id, explanation))


def _identity(facts: Facts, journey: Journey, answer: Mapping[str, str]) -> Identity:
    metadata = _metadata(facts)
    said = answer.get("iss")
    if said != facts.issuer and (said is not None or metadata.names_issuer):
        raise NotTrusted("it is from another issuer")
    if "error" in answer or not answer.get("code"):
        raise _refused("the person did not finish there", words=STOPPED)
    sent = {
        "grant_type": "authorization_code",
        "code": answer["code"],
        "redirect_uri": redirect_address(),
        "code_verifier": journey.verifier,
    }
    try:
        found = discovery.answer_to(metadata, sent, user=facts.client_id, password=facts.client_secret)
        return identity_in(
            found.get("id_token"),
            keys_for=lambda kid: discovery.keys_of(metadata, kid=kid),
            algorithms=metadata.algorithms,
            issuer=facts.issuer,
            client_id=facts.client_id,
            nonce=journey.nonce,
            at=int(now().timestamp()),
            counts_as_two=facts.counts_as_two,
            acr_values=facts.acr_values,
        )
    except ProviderRefused as fault:
        if fault.not_known:
            raise Down from _refused("the organisation does not take this service's client id and secret")
        raise NotTrusted("the provider does not take the code") from None
    except ProviderUnreachable:
        raise Down from None


def _metadata(facts: Facts) -> discovery.Metadata:
    try:
        return discovery.metadata_of(facts.place)
    except (ProviderUnreachable, NotAsSetUp):
        raise Down from None


def _refused(reason: str, account_id: UUID | None = None, *, words: str = NOT_RIGHT) -> Refused:
    explanation = f"the organisation's answer was refused: {reason}"
    looked = _looked("sign_in_failed", REFUSED, account_id, explanation)
    keep_despite_failure(partial(write_entry, actor=None, looked=looked))
    return Refused(words)


def _looked(event: str, outcome: str, account_id: UUID | None, explanation: str) -> Looked:
    return Looked(
        event=event,
        outcome=outcome,
        object_type="account",
        object_ids=(account_id,) if account_id else (),
        panel=None,
        rule="credentials",
        rule_version=1,
        explanation=explanation,
    )


__all__ = ["Back", "Down", "account_of", "come_back", "prove", "set_out"]

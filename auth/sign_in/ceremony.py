"""The two ceremonies of passkeys, in the terms of the library that checks them (W3C Web Authentication).

What is asked for: a discoverable passkey whose device has made sure of its owner (user verification). Attestation is
not asked for: who made a device is nobody's business here.
"""

from dataclasses import dataclass

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import parse_authentication_credential_json, parse_client_data_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticationCredential,
    AuthenticatorSelectionCriteria,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from auth.models import Account
from auth.sign_in.relying_party import RelyingParty

NAME = "Risk panels"
WAIT_MILLISECONDS = 120_000
LONGEST_ANSWER = 20_000
NOT_READABLE = (WebAuthnException, ValueError, KeyError, TypeError, AttributeError, RecursionError)
REQUIRED = UserVerificationRequirement.REQUIRED


class NotProven(Exception):
    """The answer does not show that its sender holds the passkey, here and now. It is not told to anybody why."""


@dataclass(frozen=True)
class NewKey:
    """What is kept of a new passkey."""

    credential_id: bytes
    public_key: bytes
    sign_count: int


def adding_options(party: RelyingParty, account: Account, challenge: bytes) -> str:
    """What the browser hands to ``navigator.credentials.create``, as JSON."""
    chosen = AuthenticatorSelectionCriteria(resident_key=ResidentKeyRequirement.REQUIRED, user_verification=REQUIRED)
    options = generate_registration_options(
        rp_id=party.id,
        rp_name=NAME,
        user_name=account.email,
        user_display_name=account.name,
        user_id=account.id.bytes,
        challenge=challenge,
        timeout=WAIT_MILLISECONDS,
        authenticator_selection=chosen,
    )
    return str(options_to_json(options))


def asking_options(party: RelyingParty, challenge: bytes) -> str:
    """What the browser hands to ``navigator.credentials.get``, as JSON. No passkey is named, so it tells nobody which
    accounts have one."""
    options = generate_authentication_options(
        rp_id=party.id, challenge=challenge, timeout=WAIT_MILLISECONDS, user_verification=REQUIRED
    )
    return str(options_to_json(options))


def new_key(party: RelyingParty, answer: str, challenge: bytes) -> NewKey:
    """The passkey that was made in answer to ``challenge``.

    :raises NotProven: for whatever reason it is not.
    """
    try:
        made = verify_registration_response(
            credential=_short(answer),
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            require_user_verification=True,
        )
    except NOT_READABLE as fault:
        raise NotProven from fault
    return NewKey(made.credential_id, made.credential_public_key, made.sign_count)


def read(answer: str) -> AuthenticationCredential:
    """An answer, not yet checked.

    :raises NotProven: it cannot be read, or was given in a frame of another site.
    """
    try:
        found = parse_authentication_credential_json(_short(answer))
        framed = parse_client_data_json(found.response.client_data_json).cross_origin
    except NOT_READABLE as fault:
        raise NotProven from fault
    if framed:
        raise NotProven
    return found


def checked_count(party: RelyingParty, answer: AuthenticationCredential, challenge: bytes, public_key: bytes) -> int:
    """The count that the authenticator tells, once place, challenge, user verification and signature are right.

    :raises NotProven: for whatever reason they are not.
    """
    try:
        # The count itself is compared where it is stored, in one statement; against zero the library lets all through.
        found = verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            credential_public_key=public_key,
            credential_current_sign_count=0,
            require_user_verification=True,
        )
    except NOT_READABLE as fault:
        raise NotProven from fault
    return found.new_sign_count


def _short(answer: str) -> str:
    if len(answer) > LONGEST_ANSWER:
        raise NotProven
    return answer

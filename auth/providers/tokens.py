"""Checking a provider's identity token (OpenID Connect Core 3.1.3.7). The signatures are joserfc's work."""

import hmac
from collections.abc import Callable, Sequence
from typing import Any

from joserfc import jws, jwt
from joserfc.errors import ClaimError, ExpiredTokenError, JoseError
from joserfc.jwk import JWKRegistry

from auth.providers.rules import FLOW_LASTS, LEEWAY, LONGEST_SUBJECT, Identity, NotTrusted, seconds, two_factors

LONGEST_TOKEN = 64 * 1024
KeysFor = Callable[[str | None], list[dict[str, Any]]]


def identity_in(
    token: object,
    *,
    keys_for: KeysFor,
    algorithms: Sequence[str],
    issuer: str,
    client_id: str,
    nonce: str,
    at: int,
    counts_as_two: bool = False,
    acr_values: str = "",
) -> Identity:
    """Who the token says somebody is. ``keys_for`` gives the provider's public keys by the id that the token names.

    :raises NotTrusted: unsigned, signed by another, of another issuer, for another service, for another sign-in, out
        of date, or about nobody.
    """
    if not isinstance(token, str) or len(token) > LONGEST_TOKEN or not token.isascii():
        raise NotTrusted("there is no identity token in it")
    claims = _signed(token, keys_for, algorithms)
    _check(claims, issuer=issuer, client_id=client_id, at=at)
    found = claims.get("nonce")
    if not isinstance(found, str) or not hmac.compare_digest(found.encode(), nonce.encode()):
        raise NotTrusted("it is for another sign-in")
    subject = claims["sub"]
    if not 0 < len(subject) <= LONGEST_SUBJECT:
        raise NotTrusted("it names nobody")
    twice = two_factors(claims, counts=counts_as_two, acr_values=acr_values)
    return Identity(issuer, subject, seconds(claims.get("auth_time")), twice)


def _signed(token: str, keys_for: KeysFor, algorithms: Sequence[str]) -> dict[str, Any]:
    try:
        header = jws.extract_compact(token.encode()).headers()
    except (JoseError, ValueError, RecursionError) as fault:
        raise NotTrusted("it cannot be read") from fault
    kid = header.get("kid")
    if header.get("alg") not in algorithms or not isinstance(kid, str | None):
        raise NotTrusted("it is not signed in a way that is taken")
    for key in keys_for(kid):
        try:
            return jwt.decode(token, JWKRegistry.import_key(key), algorithms=list(algorithms)).claims
        except (JoseError, ValueError, TypeError, RecursionError):
            continue
    raise NotTrusted("its signature is not the provider's")


def _check(claims: dict[str, Any], *, issuer: str, client_id: str, at: int) -> None:
    registry = jwt.JWTClaimsRegistry(
        now=at,
        leeway=LEEWAY,
        iss={"essential": True, "value": issuer},
        aud={"essential": True, "value": client_id},
        sub={"essential": True},
        exp={"essential": True},
        iat={"essential": True},
    )
    try:
        registry.validate(claims)
    except ExpiredTokenError as fault:
        raise NotTrusted("it is out of date") from fault
    except ClaimError as fault:
        raise NotTrusted(_CLAIMS.get(fault.claim, "something in it is missing")) from fault
    if claims["iat"] < at - FLOW_LASTS - LEEWAY:
        raise NotTrusted("it is out of date")
    audience = claims["aud"]
    if claims.get("azp", client_id) != client_id or (isinstance(audience, list) and audience != [client_id]):
        raise NotTrusted(_CLAIMS["aud"])


_CLAIMS = {
    "iss": "it is from another issuer",
    "aud": "it is for another service",
    "sub": "it names nobody",
    "exp": "it is out of date",
    "iat": "it is from the future",
    "nbf": "it is from the future",
}

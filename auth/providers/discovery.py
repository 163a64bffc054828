"""What a provider says of itself: where its end points stand and which keys sign its tokens. Kept for a while.

A document is asked for at the configured issuer alone and must name that very issuer (OpenID Connect Discovery 4.3).
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from auth.providers.outside import NoPlace, ProviderUnreachable, get_json, post_form
from auth.providers.rules import is_taken, stray_host

PATH = "/.well-known/openid-configuration"
KEPT_FOR, KEYS_AGAIN_AFTER, DOWN_FOR = 3600.0, 60.0, 15.0
"""Seconds: documents and keys are asked for anew each hour; keys once a minute when a token names one that is not
known; a provider that did not answer is left alone for a quarter of a minute."""
ALGORITHMS = ("RS256", "PS256", "ES256", "RS384", "PS384", "ES384", "RS512", "PS512", "ES512")
"""Signatures with a public key. Neither ``none`` nor one that is made with the client's secret is among them."""
KEY_KINDS = frozenset({"RSA", "EC"})


class NotAsSetUp(Exception):
    """The provider's document does not fit what was configured. The words say why, for the administrator."""


@dataclass(frozen=True)
class Place:
    """Where a provider is looked for."""

    issuer: str
    other_hosts: str
    loopback: bool


@dataclass(frozen=True)
class Metadata:
    """A provider's end points. ``names_issuer``: its answers always name who they are from (RFC 9207)."""

    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    algorithms: tuple[str, ...]
    secret_in_body: bool
    names_issuer: bool


_documents: dict[Place, tuple[float, Metadata]] = {}
_keys: dict[str, tuple[float, list[dict[str, Any]]]] = {}
_down: dict[str, float] = {}


def forget(place: Place) -> None:
    """Ask for everything of this provider anew: after it was set up or changed. The others stay as they are."""
    _down.pop(_document_of(place), None)
    _, found = _documents.pop(place, (0.0, None))
    if found is not None:
        _keys.pop(found.jwks_uri, None)
        for address in (found.jwks_uri, found.token_endpoint):
            _down.pop(address, None)


def metadata_of(place: Place) -> Metadata:
    """The provider's end points.

    :raises ProviderUnreachable: it does not answer. :raises NotAsSetUp: its document does not fit.
    """
    at, found = _documents.get(place, (0.0, None))
    if found is None or time.monotonic() - at > KEPT_FOR:
        found = _read(place, _asked(_document_of(place)))
        _documents[place] = (time.monotonic(), found)
    return found


def keys_of(metadata: Metadata, *, kid: str | None) -> list[dict[str, Any]]:
    """The public keys that may have signed a token that names ``kid``; all where it names none.

    :raises ProviderUnreachable: they cannot be had.
    """
    at, found = _keys.get(metadata.jwks_uri, (0.0, []))
    age = time.monotonic() - at
    if not found or age > KEPT_FOR or (not _fitting(found, kid) and age > KEYS_AGAIN_AFTER):
        answer = _asked(metadata.jwks_uri).get("keys")
        found = [key for key in answer if _is_public_key(key)] if isinstance(answer, list) else []
        _keys[metadata.jwks_uri] = (time.monotonic(), found)
    return _fitting(found, kid)


def answer_to(metadata: Metadata, fields: Mapping[str, str], *, user: str, password: str) -> dict[str, Any]:
    """What the token end point answers to a form, with the client's name and secret.

    :raises ProviderUnreachable: nothing, or it did not just now. :raises ProviderRefused: it takes something of it not.
    """
    address, in_body = metadata.token_endpoint, metadata.secret_in_body
    return _unless_down(address, lambda: post_form(address, fields, user=user, password=password, in_body=in_body))


def _document_of(place: Place) -> str:
    return place.issuer.rstrip("/") + PATH


def _asked(address: str) -> dict[str, Any]:
    return _unless_down(address, lambda: get_json(address))


def _unless_down(address: str, ask: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    if time.monotonic() - _down.get(address, -DOWN_FOR) < DOWN_FOR:
        raise ProviderUnreachable
    try:
        return ask()
    except NoPlace:
        raise
    except ProviderUnreachable:
        _down[address] = time.monotonic()
        raise


def _fitting(keys: list[dict[str, Any]], kid: str | None) -> list[dict[str, Any]]:
    return [key for key in keys if kid is None or key.get("kid") == kid]


def _is_public_key(key: object) -> bool:
    return isinstance(key, dict) and key.get("kty") in KEY_KINDS and key.get("use", "sig") == "sig"


def _read(place: Place, said: dict[str, Any]) -> Metadata:
    if said.get("issuer") != place.issuer:
        raise NotAsSetUp("The provider calls itself something else. Copy the issuer exactly as its document has it")
    ends = [said.get(name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
    if not all(isinstance(end, str) and is_taken(end, loopback=place.loopback) for end in ends):
        raise NotAsSetUp("The provider's document does not give three https addresses for signing in, tokens and keys")
    authorization, token, jwks = map(str, ends)
    stray = stray_host([authorization, token, jwks], issuer=place.issuer, other_hosts=place.other_hosts)
    if stray:
        raise NotAsSetUp(f"The provider also uses {stray}. If that is right, name it as another host")
    offered = said.get("id_token_signing_alg_values_supported")
    taken = tuple(one for one in ALGORITHMS if not isinstance(offered, list) or one in offered)
    if not taken:
        raise NotAsSetUp("The provider signs its tokens in no way that is taken here")
    ways = said.get("token_endpoint_auth_methods_supported")
    in_body = isinstance(ways, list) and "client_secret_post" in ways and "client_secret_basic" not in ways
    names = said.get("authorization_response_iss_parameter_supported") is True
    return Metadata(authorization, token, jwks, taken, in_body, names)

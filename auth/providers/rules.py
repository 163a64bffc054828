"""Which addresses of a provider are taken, and what its tokens must say. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
LEEWAY = 60
"""Seconds by which the provider's clock may differ from ours."""
FLOW_LASTS = 600
"""Seconds that somebody may take at the provider."""
LONGEST_SUBJECT = 255
MULTIPLE_FACTORS = "mfa"


class NotTrusted(Exception):
    """What came back from the provider is not taken. ``reason`` is one of a few fixed phrases and holds no content."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Identity:
    """Who somebody is at a provider. ``auth_time``: when they last proved it there, in seconds since 1970."""

    issuer: str
    subject: str
    auth_time: int | None
    two_factors: bool


def is_taken(address: str, *, loopback: bool) -> bool:
    """Whether an address is https and has a name; or plain http on this very machine where ``loopback`` is let through.

    What a name stands for is looked at when it is asked (:mod:`auth.providers.line`).
    """
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    if not host or parts.username or parts.password or parts.fragment or not address.isascii():
        return False
    if _is_number(host) and not (loopback and host in LOOPBACK):
        return False
    if any(ord(letter) <= 32 or letter in '\\"<>' for letter in address):
        return False
    return parts.scheme == "https" or (loopback and parts.scheme == "http" and host in LOOPBACK)


def _is_number(host: str) -> bool:
    """Whether a host is an IP address, in any way of writing it that is taken for one (``2130706433``, ``0x7f.1``)."""
    last = host.rstrip(".").rpartition(".")[2]
    return ":" in host or last.isdigit() or last.startswith("0x")


def issuer_fault(issuer: str, *, loopback: bool) -> str | None:
    """Why an issuer cannot be set, in words for the page (OpenID Connect Discovery 3: https, no query, no fragment)."""
    if not is_taken(issuer, loopback=loopback) or "?" in issuer:
        return "The issuer must be an address that starts with https://, has a name and no number, and no question mark"
    return None


def host_of(address: str) -> str:
    """The host and port of an address, in small letters."""
    return urlsplit(address).netloc.lower()


def stray_host(addresses: Collection[str], *, issuer: str, other_hosts: str) -> str:
    """The first host among ``addresses`` that is neither the issuer's nor one of those named; nothing if there is none.

    A provider that was taken over must not send this service to addresses inside the partnership's own network.
    """
    known = {host_of(issuer), *other_hosts.lower().split()}
    return next((host for host in map(host_of, addresses) if host not in known), "")


def two_factors(claims: Mapping[str, Any], *, counts: bool, acr_values: str) -> bool:
    """Whether the token says that two factors were given, and the agency's setting lets that count."""
    if not counts:
        return False
    if acr_values.split():
        return claims.get("acr") in acr_values.split()
    methods = claims.get("amr")
    return isinstance(methods, list) and MULTIPLE_FACTORS in methods


def seconds(claim: object) -> int | None:
    """A moment of a token; ``None`` when it is none."""
    is_number = isinstance(claim, int | float) and not isinstance(claim, bool) and abs(claim) < 1e11
    return int(claim) if is_number else None  # type: ignore[call-overload]


def check_fresh(auth_time: int | None, *, begun: int, at: int) -> int:
    """When the person proved anew who they are: after they were asked to (``begun``) and not in the future.

    OWASP ASVS 5.0, 6.8.4. :raises NotTrusted: the provider does not say, or let an older proof stand.
    """
    if auth_time is None:
        raise NotTrusted("it does not say when the person was last asked")
    if auth_time < begun - LEEWAY:
        raise NotTrusted("the person was not asked anew")
    if auth_time > at + LEEWAY:
        raise NotTrusted("it is from the future")
    return min(auth_time, at)

"""Who asks for passkeys: the address that people know, from ``CASEWORK_PUBLIC_URL`` alone.

A request's Host header is never believed here: a passkey answers to one place, which is what makes it worth more than
a code that can be typed into another.
"""

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from extensions import present_settings


@dataclass(frozen=True)
class RelyingParty:
    """``id`` is the host name that a passkey belongs to, ``origin`` the address at which it answers."""

    id: str
    origin: str


def relying_party() -> RelyingParty | None:
    """This installation; ``None`` where browsers give no passkeys: at a bare IP address, or without TLS (but for
    ``localhost``). (W3C Web Authentication Level 3, 5.1.3 and 13.4.9.)"""
    parts = urlsplit(present_settings().public_url)
    host = parts.hostname or ""
    if _is_address(host) or not host or (parts.scheme != "https" and host != "localhost"):
        return None
    usual = {"https": 443, "http": 80}.get(parts.scheme)
    port = f":{parts.port}" if parts.port and parts.port != usual else ""
    return RelyingParty(host, f"{parts.scheme}://{host}{port}")


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True

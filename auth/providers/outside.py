"""Asking a provider, over the network: short, bounded, never redirected, and with no database lock held meanwhile.

An answer is waited for in a thread of its own, so that neither a name that does not resolve nor bytes that trickle in
keep a page from being answered; when the time is over the connection is cut. Only a few are asked at once, and of one
host fewer: a provider that hangs takes no more of this service, and nothing of the others.
"""

import http.client
import json
import ssl
import threading
import time
import urllib.error
import urllib.request
from base64 import b64encode
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from urllib.parse import quote_plus, urlencode, urlsplit

from auth.providers.line import Line
from auth.providers.rules import LOOPBACK
from egress import declared
from extensions import db, present_settings

PATIENCE = 6.0
"""Seconds for a whole answer."""
AT_ONCE, OF_ONE_HOST = 8, 2
WAITS = 1.0
"""Seconds for a place."""
LARGEST, LARGEST_ERROR = 512 * 1024, 8 * 1024
NOT_KNOWN = frozenset({"invalid_client", "unauthorized_client"})
"""Errors of RFC 6749 5.2 by which a provider says that this service is not, or no longer, set up there."""
_places = threading.BoundedSemaphore(AT_ONCE)
_of_hosts: dict[str, threading.BoundedSemaphore] = {}


class ProviderUnreachable(Exception):
    """No answer in time, or none that can be read."""


class NoPlace(ProviderUnreachable):
    """Too many are being asked just now. It says nothing of this provider."""


class ProviderRefused(Exception):
    """The provider answered, and said no. ``not_known``: to this service itself, whoever it asks about."""

    def __init__(self, *, not_known: bool = False) -> None:
        super().__init__()
        self.not_known = not_known


def get_json(address: str) -> dict[str, Any]:
    """A document of the provider.

    :raises ProviderUnreachable: there is none to be had now.
    """
    try:
        return _ask(urllib.request.Request(address, headers={"Accept": "application/json"}))  # noqa: S310 - rules.is_taken
    except ProviderRefused as fault:
        raise ProviderUnreachable from fault


def post_form(address: str, fields: Mapping[str, str], *, user: str, password: str, in_body: bool) -> dict[str, Any]:
    """What the provider answers to a form, with the client's name and secret (RFC 6749 2.3.1).

    :raises ProviderUnreachable: no answer. :raises ProviderRefused: the provider takes something of it not.
    """
    headers, sent = {"Accept": "application/json"}, dict(fields)
    if in_body:
        sent |= {"client_id": user, "client_secret": password}
    else:
        pair = f"{quote_plus(user)}:{quote_plus(password)}".encode()
        headers["Authorization"] = "Basic " + b64encode(pair).decode()
    return _ask(urllib.request.Request(address, data=urlencode(sent).encode(), headers=headers))  # noqa: S310


def _ask(request: urllib.request.Request) -> dict[str, Any]:
    # A transaction that waits for somebody else's machine would make everybody here wait.
    db.session.rollback()
    body = _in_time(request)
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        raise ProviderUnreachable from None
    if not isinstance(found, dict):
        raise ProviderUnreachable
    return found


def _in_time(request: urllib.request.Request) -> bytes:
    host = urlsplit(request.full_url).hostname or ""
    leave = _take_place(host)
    line = Line(host=host, private=_may_be_private(host), until=time.monotonic() + PATIENCE)
    done: list[bytes | Exception] = []

    def run() -> None:
        try:
            done.append(_read(request, line))
        except Exception as fault:
            done.append(fault)
        finally:
            line.cut()
            leave()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(PATIENCE)
    line.cut()
    if not done:
        raise ProviderUnreachable
    if isinstance(done[0], Exception):
        raise done[0]
    return done[0]


def _take_place(host: str) -> Callable[[], None]:
    """One of the host's places and one of all; returns how both are left."""
    theirs = _of_hosts.setdefault(host, threading.BoundedSemaphore(OF_ONE_HOST))
    if not theirs.acquire(timeout=WAITS):
        raise NoPlace
    if not _places.acquire(timeout=WAITS):
        theirs.release()
        raise NoPlace

    def leave() -> None:
        _places.release()
        theirs.release()

    return leave


def _may_be_private(host: str) -> bool:
    settings = present_settings()
    return host in settings.provider_private_hosts or (settings.demo and host in LOOPBACK)


def _read(request: urllib.request.Request, line: Line) -> bytes:
    try:
        with declared(), _opener(request.host, line).open(request, timeout=PATIENCE) as answer:
            body: bytes = answer.read(LARGEST + 1)
    except urllib.error.HTTPError as fault:
        with fault:
            if 400 <= fault.code < 429:
                raise ProviderRefused(not_known=_says_not_known(fault)) from None
        raise ProviderUnreachable from None
    except Exception as fault:  # http.client has errors of its own for answers that are no HTTP
        raise ProviderUnreachable from fault
    if len(body) > LARGEST:
        raise ProviderUnreachable
    return body


def _says_not_known(answer: urllib.error.HTTPError) -> bool:
    try:
        said = json.loads(answer.read(LARGEST_ERROR))
    except (OSError, http.client.HTTPException, ValueError, RecursionError):
        return False
    return isinstance(said, dict) and said.get("error") in NOT_KNOWN


class _Nowhere(urllib.request.HTTPRedirectHandler):
    """Where a provider's answers stand is said by its discovery document and by nothing else."""

    def redirect_request(self, *_args: Any, **_more: Any) -> None:
        """Follow none: the answer is then an error of its own status."""


class _Plain(urllib.request.HTTPHandler):
    def __init__(self, line: Line) -> None:
        super().__init__()
        self.line = line

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(partial(self.line.connection, http.client.HTTPConnection), req)


class _Secure(urllib.request.HTTPSHandler):
    def __init__(self, line: Line) -> None:
        super().__init__()
        self.line = line

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        kind = partial(self.line.connection, http.client.HTTPSConnection)
        return self.do_open(kind, req, context=ssl.create_default_context())


def _opener(host: str, line: Line) -> urllib.request.OpenerDirector:
    here = host.rpartition(":")[0].strip("[]") or host
    handlers: list[urllib.request.BaseHandler] = [_Nowhere(), _Plain(line), _Secure(line)]
    if here in LOOPBACK:
        handlers.append(urllib.request.ProxyHandler({}))
    return urllib.request.build_opener(*handlers)

"""Floor 1: what this process may reach. A package that has been tampered with finds the ways out shut.

In production every connection over a network, every datagram and every name that is looked up is refused by the
interpreter itself (an audit hook, which cannot be taken off again), unless the code that goes out has said so by
:func:`declared`. This machine may always be reached. It imports nothing of ours.

What it does not see: libraries that open sockets of their own below Python, as the database's does, programs that are
started, and code that was written to get past this file. Rules of the network stand behind it (docs/operating.md,
Going out).
"""

import logging
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from ipaddress import ip_address
from typing import Any

_log = logging.getLogger("casework.egress")
_declared: ContextVar[bool] = ContextVar("egress_declared", default=False)
CONNECTS = ("socket.connect", "socket.sendto", "socket.sendmsg")
LOOKS_UP = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr")


class _Guard:
    """Whether the ways out are shut, and which names may be looked up all the same."""

    def __init__(self) -> None:
        self.armed = self.hooked = False
        self.names: frozenset[str] = frozenset()


_guard = _Guard()


class Undeclared(RuntimeError):
    """Something tried to reach elsewhere without saying so. Nothing was sent."""

    def __init__(self) -> None:
        super().__init__("A way out that nobody declared is shut.")


@contextmanager
def declared() -> Iterator[None]:
    """Around the few lines that go out. It holds for this thread of work alone: threads begun in it say it themselves.

    A test names every file that does so.
    """
    token = _declared.set(True)
    try:
        yield
    finally:
        _declared.reset(token)


def guard(names: Collection[str] = ()) -> None:
    """Shut the ways out of this process, for good. ``names``: hosts of the settings, which may be looked up."""
    _guard.names, _guard.armed = frozenset(names), True
    if not _guard.hooked:
        sys.addaudithook(_watch)
        _guard.hooked = True


def _watch(event: str, args: tuple[Any, ...]) -> None:
    if not _guard.armed or _declared.get():
        return
    if event in CONNECTS:
        refused = isinstance(args[1], tuple) and not _is_here(str(args[1][0]))
    elif event in LOOKS_UP:
        refused = args[0] is not None and not _is_known(_text(args[0]))
    else:
        return
    if refused:
        _log.error("A way out that nobody declared was shut: %s", event)
        raise Undeclared


def _is_here(host: str) -> bool:
    try:
        return host in ("", "localhost") or ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


def _is_known(name: str) -> bool:
    """Whether a name may be turned into an address: ours, one of the settings, or an address already."""
    try:
        return name in ("", "localhost", *_guard.names) or bool(ip_address(name.partition("%")[0]))
    except ValueError:
        return False


def _text(host: object) -> str:
    return host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)

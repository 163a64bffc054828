"""One connection to a provider: only to addresses that may be asked, and cut when its time is over.

A timeout of a socket holds for each read, so whoever sends a byte now and then keeps a reader for ever. The connection
is therefore held by a second handle, by which it is shut from outside, in whatever state it is.
"""

import http.client
import socket
import threading
import time
from contextlib import suppress
from ipaddress import IPv6Address, ip_address
from typing import Any


def is_public(address: str) -> bool:
    """Whether an IP address is one of the internet, and neither of this machine nor of a network behind it."""
    found = ip_address(address)
    if isinstance(found, IPv6Address):
        found = found.ipv4_mapped or found.sixtofour or found
    return found.is_global and not found.is_multicast


class Line:
    """A connection to ``host`` until ``until`` (of the monotonic clock). ``private``: its name may stand for an address
    of this machine or of a network behind it. A proxy that the operator set may stand anywhere."""

    def __init__(self, *, host: str, private: bool, until: float) -> None:
        self._host, self._private, self._until = host, private, until
        self._lock, self._is_cut = threading.Lock(), False
        self._held: socket.socket | None = None

    def connection(self, kind: type[http.client.HTTPConnection], host: str, **how: Any) -> http.client.HTTPConnection:
        """A connection of the library's, which connects by :meth:`open`."""
        made = kind(host, **how)
        made._create_connection = self.open  # type: ignore[attr-defined]
        return made

    def open(self, address: tuple[str, int], *_how: object) -> socket.socket:
        """Connect to the first address behind the name that answers in time.

        :raises OSError: none does, the time is over, or one of them may not be asked.
        """
        found = socket.getaddrinfo(*address, type=socket.SOCK_STREAM)
        if address[0] == self._host and not self._private and not all(is_public(str(one[4][0])) for one in found):
            raise PermissionError("The name stands for an address that is not of the internet.")
        fault = OSError("The name stands for nothing.")
        for family, kind, protocol, _name, there in found:
            try:
                return self._connected(socket.socket(family, kind, protocol), there)
            except OSError as this:
                fault = this
        raise fault

    def cut(self) -> None:
        """Shut the connection, or the one that is about to be made."""
        with self._lock:
            self._is_cut = True
            if self._held is not None:
                with suppress(OSError):
                    self._held.shutdown(socket.SHUT_RDWR)
                self._held.close()
                self._held = None

    def _connected(self, made: socket.socket, there: Any) -> socket.socket:
        try:
            made.settimeout(max(self._until - time.monotonic(), 0.001))
            made.connect(there)
            with self._lock:
                if self._is_cut:
                    raise TimeoutError
                self._held = made.dup()
        except BaseException:
            made.close()
            raise
        return made

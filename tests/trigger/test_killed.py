"""A server killed with -9 after every page: at most the page being typed is lost, and she goes on where she was."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from http.cookiejar import CookieJar
from types import SimpleNamespace
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit

import pytest

from tests.client import Page
from tests.conftest import MEMORY
from tests.trigger.walking import T1, Resident, tell


class Server:
    """A real server process on a database file of its own."""

    def __init__(self, folder: str) -> None:
        with socket.create_server(("127.0.0.1", 0)) as door:
            port = door.getsockname()[1]
        command = [sys.executable, "-m", "tests.trigger.killed_server", folder, str(port)]
        self.address, self.pid, self.kills = f"http://127.0.0.1:{port}", 0, 0
        self.nursery = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._line() == "ready"
        self.start()

    def start(self) -> None:
        assert self.nursery.stdin is not None
        self.nursery.stdin.write("start\n")
        self.nursery.stdin.flush()
        self.pid = int(self._line())

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)
        self.kills += 1

    def close(self) -> None:
        self.kill()
        assert self.nursery.stdin is not None
        self.nursery.stdin.close()
        assert self.nursery.stdout is not None
        self.nursery.stdout.close()
        self.nursery.wait(10)

    def _line(self) -> str:
        assert self.nursery.stdout is not None
        return self.nursery.stdout.readline().strip()


class Wire:
    """A browser's connection, with cookies."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def get(self, path: str, **_: Any) -> Any:
        return self._ask(path, None)

    def post(self, path: str, *, data: dict[str, Any], **_: Any) -> Any:
        return self._ask(path, urlencode(data, doseq=True).encode())

    def _ask(self, path: str, body: bytes | None) -> Any:
        try:
            with self.opener.open(self.server.address + path, body, timeout=20) as answer:
                return _answer(answer, answer.read())
        except HTTPError as fault:
            return _answer(fault, fault.read())


def _answer(answer: Any, content: bytes) -> Any:
    return SimpleNamespace(
        status_code=answer.status,
        mimetype="text/html",
        request=SimpleNamespace(path=urlsplit(answer.url).path),
        get_data=lambda as_text: content.decode(),
    )


class Unlucky(Resident):
    """Whoever asks a server that is killed after each of its answers to a form."""

    def __init__(self, server: Server) -> None:
        self.http: Any = Wire(server)
        self.page, self.server = None, server

    def submit(self, *given: Any, **named: Any) -> Page:
        page = super().submit(*given, **named)
        self.server.kill()
        self.server.start()
        return page


@pytest.fixture
def server() -> Iterator[Server]:
    with tempfile.TemporaryDirectory(prefix="casework-killed-", dir=MEMORY) as folder:
        found = Server(folder)
        yield found
        found.close()


@pytest.mark.long
@pytest.mark.pure
def test_more_than_the_page_being_typed_would_be_lost(server: Server) -> None:
    person = Unlucky(server)
    number = person.begin()
    pages = tell(person, T1[:2])
    assert server.kills == len(pages) - 1, "after each page but the last, which is open now"
    # What is typed and not sent is all that may be lost: killed with a page open, on another device it is as before.
    person.get("/form/story")
    server.kill()
    server.start()
    other = Unlucky(server)
    page = other.come_back(number)
    assert page.path == "/form/story"
    assert dict(page.fields())["problem-0-summary"] == "They do not let us sleep"
    words = other.get("/form/check").words()
    for said in (
        "Shouting and banging on the door",
        "4 August 2026",
        "Threats on the stairs",
        "I do not sleep",
        "E1 4AB",
    ):
        assert said in words, said
    assert other.submit().path == "/form/sent"
    assert f"{number[:4]} {number[4:]}" in Unlucky(server).come_back(number).words()

"""The real server as a process of its own, and the browser without JavaScript pointed at it."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from tests.client import Client

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60


@dataclass
class Asked:
    path: str


@dataclass
class Reply:
    """One answer, in the shape that the test client's pages read."""

    status_code: int
    headers: Any
    data: bytes
    request: Asked

    @property
    def mimetype(self) -> str:
        return str(self.headers.get("Content-Type", "")).partition(";")[0]

    def get_data(self, *, as_text: bool = False) -> Any:
        return self.data.decode() if as_text else self.data


@dataclass
class Wire:
    """One kept connection with its cookies."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def get(self, path: str, *, follow_redirects: bool = False, headers: dict[str, str] | None = None) -> Reply:
        return self._ask("GET", path, None, follow_redirects, headers or {})

    def post(self, path: str, *, data: Any, follow_redirects: bool = False, content_type: str) -> Reply:
        body = urlencode(data, doseq=True).encode()
        return self._ask("POST", path, body, follow_redirects, {"Content-Type": content_type})

    def _ask(self, method: str, path: str, body: bytes | None, follow: bool, headers: dict[str, str]) -> Reply:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self.connection.request(method, path, body, {**headers, "Cookie": cookies})
        answer = self.connection.getresponse()
        data = answer.read()
        for line in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        if follow and answer.status in (301, 302, 303):
            there = urlsplit(urljoin(path, answer.headers["Location"]))
            return self._ask("GET", f"{there.path}?{there.query}".rstrip("?"), None, True, {})
        return Reply(answer.status, answer.headers, data, Asked(urlsplit(path).path))


@dataclass(frozen=True)
class Server:
    """A running server; opening a browser on it is like opening one on the application."""

    process: subprocess.Popen[bytes]
    port: int
    wires: list[Wire] = field(default_factory=list)

    def test_client(self) -> Wire:
        self.wires.append(Wire(self.port))
        return self.wires[-1]

    def browser_for(self, key: str) -> Client:
        client = Client(self)  # type: ignore[arg-type]
        client.sign_in(f"{key}@example.org", f"demo-only-{key}")
        return client

    def peak_megabytes(self) -> float:
        """The most memory the process ever held (resident, its libraries included)."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split("VmHWM:")[1].split()[0]) / 1024


@contextmanager
def served(instance: Path) -> Iterator[Server]:
    """``flask --app wsgi serve`` on a free port of this machine; ended afterwards whatever happens."""
    port = _free_port()
    settings = {"CASEWORK_DEMO": "true", "CASEWORK_INSTANCE_DIR": str(instance), "CASEWORK_PORT": str(port)}
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | settings
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "serve"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    server = Server(process, port)
    try:
        _wait_for(server)
        yield server
    finally:
        for wire in server.wires:
            wire.connection.close()
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def ends_by_itself(environment: dict[str, str], kind: str) -> None:
    """Start a server (``ours`` or ``gunicorn``) until it answers, ask it to end, and wait until it has."""
    port = _free_port()
    commands = {
        "ours": [sys.executable, "-m", "flask", "serve"],
        "gunicorn": [sys.executable, "-m", "gunicorn", "--worker-class", "gthread", "-b", f"127.0.0.1:{port}",
                     "wsgi:served()"],
    }  # fmt: skip
    environment = {**environment, "CASEWORK_PORT": str(port)}
    process = subprocess.Popen(commands[kind], cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
    server = Server(process, port)
    try:
        _wait_for(server)
        for wire in server.wires:
            wire.connection.close()
        process.terminate()
        process.wait(timeout=30)
    finally:
        process.kill()
        process.wait()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait_for(server: Server) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        assert server.process.poll() is None, "the server ended at its start"
        try:
            if server.test_client().get("/healthz").status_code == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server did not answer")

"""One person's browser on one kept connection to this machine."""

import http.client
import time
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urlencode

from benchmarks.timing import Taken

OK, SEE_OTHER = 200, 303
PAUSE_SECONDS = 0.003
"""Before each request, outside the time taken: the server puts away the one before it."""

IDLE_SECONDS = 60
"""A connection that rested longer is made anew: the server closes it after two minutes, while cases are loaded."""


class WrongAnswer(RuntimeError):
    """A page came back with another status than it should: the measurement would be of something else."""


@dataclass(frozen=True)
class Answer:
    """What came back, and what it took from the first byte sent to the last byte read."""

    status: int
    body: bytes
    location: str
    taken: Taken


class Browser:
    """Keeps its connection and its cookies, follows nothing by itself."""

    def __init__(self, port: int) -> None:
        self._wire = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._cookies: dict[str, str] = {}
        self._used = time.monotonic()

    def get(self, path: str, *, expect: int = OK) -> Answer:
        """:raises WrongAnswer: another status than expected."""
        return self._ask("GET", path, None, expect)

    def post(self, path: str, fields: dict[str, str], *, expect: int = SEE_OTHER) -> Answer:
        """:raises WrongAnswer: another status than expected."""
        return self._ask("POST", path, urlencode(fields).encode(), expect)

    def sign_in(self, name: str) -> None:
        """Sign in as a demo person through the page."""
        fields = hidden_fields(self.get("/sign-in").body)
        self.post("/sign-in", {**fields, "email": f"{name}@example.org", "password": f"demo-only-{name}"})

    def close(self) -> None:
        """Give the connection back."""
        self._wire.close()

    def _ask(self, method: str, path: str, body: bytes | None, expect: int) -> Answer:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        if time.monotonic() - self._used > IDLE_SECONDS:
            self._wire.close()  # opened again by what is asked next
        time.sleep(PAUSE_SECONDS)
        started, processor = time.perf_counter(), _processor_of_others()
        self._wire.request(method, path, body, headers)
        response = self._wire.getresponse()
        content = response.read()
        self._used = time.monotonic()
        taken = Taken(time.perf_counter() - started, _processor_of_others() - processor)
        for cookie in response.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self._cookies[name] = value
        if response.status != expect:
            raise WrongAnswer(f"{method} {path} answered {response.status}")
        return Answer(response.status, content, response.headers.get("Location", ""), taken)


def _processor_of_others() -> float:
    """Processor seconds of this process without this thread: the server runs in the other threads."""
    return time.process_time() - time.thread_time()


class _Hidden(HTMLParser):
    """Collects the hidden boxes of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag == "input" and said.get("type") == "hidden" and said.get("name"):
            self.found[said["name"] or ""] = said.get("value") or ""


def hidden_fields(page: bytes) -> dict[str, str]:
    """The hidden boxes of a page's forms by name; the last one counts."""
    reader = _Hidden()
    reader.feed(page.decode())
    return reader.found

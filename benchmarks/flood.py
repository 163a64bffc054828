"""Reading pages while strangers try passwords, against reading them in peace.

Tries come at a hundred a second from as many networks, so that the brakes of one network or account do not stop them:
what is left is that a process hashes one password at a time. Calm and flood take turns, some seconds each.
"""

import http.client
import multiprocessing
import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

from benchmarks.browser import Browser, hidden_fields
from benchmarks.dataset import COORDINATOR
from benchmarks.served import Served, served
from benchmarks.timing import MEDIAN, TAIL, Row, row_of

CALM = "the same page without the flood"
EACH_SECOND, SENDERS = 100, 12
TYPED = "not-the-password-of-anybody"


def measure_flood(kind: str, *, seconds: float, turns: int) -> list[Row]:
    """The case list read over and over, ``turns`` times ``seconds`` in peace and as often under the flood."""
    with served(kind, cases=30, proxies=1) as server:
        browser = Browser(server.port)
        browser.sign_in(COORDINATOR)
        taken: dict[str, list[float]] = {"calm": [], "flood": []}
        held: dict[str, list[float]] = {"calm": [], "flood": []}
        for _ in range(turns):
            _read(server, browser, seconds, taken["calm"], held["calm"])
            with _flood(server.port, seconds):
                _read(server, browser, seconds, taken["flood"], held["flood"])
        browser.close()
    name = f"case list under a flood of passwords, {kind}"
    flood, calm = taken["flood"], taken["calm"]
    most, least = max(held["flood"]), max(held["calm"])
    return [
        row_of(name, flood, calm, CALM, unit="ms", part=MEDIAN),
        row_of(f"{name}, p95", flood, calm, CALM, unit="ms", part=TAIL),
        Row(f"{name}, memory", round(most, 1), round(least, 1), CALM, round(most / least, 3), "MB", turns),
    ]


def _read(server: Served, browser: Browser, seconds: float, taken: list[float], held: list[float]) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        taken.append(browser.get("/cases").taken.seconds)
        held.append(server.megabytes())
        time.sleep(0.02)


@contextmanager
def _flood(port: int, seconds: float) -> Iterator[None]:
    """In a process of its own, so that sending does not slow the reading. It stops by itself after ``seconds``."""
    sender = multiprocessing.get_context("spawn").Process(target=send_tries, args=(port, seconds + 1.5), daemon=True)
    sender.start()
    time.sleep(1)
    try:
        yield
    finally:
        sender.join(timeout=seconds + 30)


def send_tries(port: int, seconds: float) -> None:
    """Try passwords from many networks, at most :data:`EACH_SECOND` a second, for ``seconds``."""
    until = time.monotonic() + seconds
    threads = [threading.Thread(target=_try_on, args=(port, until, number)) for number in range(SENDERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _try_on(port: int, until: float, number: int) -> None:
    chance = random.Random(number)
    wire = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    wire.request("GET", "/sign-in")
    answer = wire.getresponse()
    fields = hidden_fields(answer.read())
    cookies = [found.partition(";")[0] for found in answer.headers.get_all("Set-Cookie") or ()]
    due = time.monotonic() + number / EACH_SECOND
    while time.monotonic() < until:
        time.sleep(max(0.0, due - time.monotonic()))
        # One after the other, not twelve at once.
        due = max(due + SENDERS / EACH_SECOND, time.monotonic())
        who = {**fields, "email": f"nobody{chance.randrange(10**9)}@example.org", "password": TYPED}
        place = f"10.{chance.randrange(256)}.{chance.randrange(256)}.{chance.randrange(1, 255)}"
        told = {"Cookie": "; ".join(cookies), "X-Forwarded-For": place}
        told["Content-Type"] = "application/x-www-form-urlencoded"
        wire.request("POST", "/sign-in", urlencode(who), told)
        wire.getresponse().read()
    wire.close()

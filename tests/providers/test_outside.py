"""What one provider can do to this service and to the others: being slow, being down, and standing where it may not."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask

from auth.providers import discovery, outside, service, setting_up
from auth.providers.discovery import Place
from auth.providers.line import Line, is_public
from auth.providers.outside import NoPlace, ProviderUnreachable
from auth.refusals import Refused
from auth.sign_in import throttle_rules
from tests.client import Client
from tests.providers.there import WAYS, knows, leads_to, set_out, state_in, through, why_refused, working


class Trickle:
    """Something on this machine that answers a letter at a time and never ends. ``ends`` are the moments when somebody
    hung up."""

    def __init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        self.asked, self.ends = 0, list[float]()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                found, _ = self.listener.accept()
                self.asked += 1
                threading.Thread(target=partial(self._answer, found), daemon=True).start()

    def _answer(self, found: socket.socket) -> None:
        with found, suppress(OSError):
            found.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
            while True:
                found.sendall(b"a")
                time.sleep(0.02)
        self.ends.append(time.monotonic())


@pytest.fixture
def trickle() -> Iterator[Trickle]:
    made = Trickle()
    yield made
    made.listener.close()


@contextmanager
def settings(app: Flask, monkeypatch: pytest.MonkeyPatch, **changed: Any) -> Iterator[None]:
    with monkeypatch.context() as patch:
        there = app.extensions["casework-settings"].model_copy(update=changed)
        patch.setitem(app.extensions, "casework-settings", there)
        yield


def ask(app: Flask, address: str, ends: list[type[Exception]]) -> None:
    with app.app_context():
        try:
            outside.get_json(address)
        except ProviderUnreachable as fault:
            ends.append(type(fault))


def wait_until(is_so: Callable[[], bool]) -> None:
    for _ in range(100):
        if is_so():
            return
        time.sleep(0.03)
    raise AssertionError("It never came so.")


@pytest.mark.long
def test_one_provider_that_trickles_would_keep_every_place_for_good(
    app: Flask, provider: str, trickle: Trickle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outside, "PATIENCE", 2.0)
    monkeypatch.setattr(outside, "WAITS", 0.1, raising=False)
    ends: list[type[Exception]] = []
    askers = [threading.Thread(target=ask, args=(app, trickle.address, ends)) for _ in range(outside.AT_ONCE + 1)]
    for asker in askers:
        asker.start()
    wait_until(lambda: trickle.asked == 2)
    with app.app_context():
        assert outside.get_json(provider.replace("127.0.0.1", "localhost") + discovery.PATH), "another host"
    for asker in askers:
        asker.join()
    assert (trickle.asked, len(ends), ends.count(NoPlace)) == (2, len(askers), len(askers) - 2)
    wait_until(lambda: len(trickle.ends) == 2)
    place = Place(provider, "", True)
    with app.app_context():
        assert outside.get_json(provider + discovery.PATH), "the places are free again"
        discovery.forget(place)
        theirs = outside._of_hosts["127.0.0.1"]
        for _ in range(outside.OF_ONE_HOST):
            assert theirs.acquire(timeout=1)
        with pytest.raises(NoPlace):
            discovery.metadata_of(place)
        theirs.release(outside.OF_ONE_HOST)
        assert discovery.metadata_of(place), "it was full here, not down there"


def test_a_token_end_point_that_is_down_would_be_asked_by_everybody(app: Flask, provider: str, agency: str) -> None:
    knows(provider, "r-1", sent="fails")
    assert through(Client(app), agency, "r-1") == WAYS
    knows(provider, "r-1")
    client = Client(app)
    assert through(client, agency, "r-1") == WAYS
    assert service.DOWN in client.get(WAYS).words()
    other = Place("https://id.example.org", "", False)
    discovery._documents[other] = (time.monotonic(), discovery._documents[Place(provider, "", True)][1])
    discovery.forget(Place(provider, "", True))
    assert other in discovery._documents, "another agency's"
    discovery._documents.pop(other)
    assert through(Client(app), agency, "r-1") == "/home"


def test_a_client_secret_that_ran_out_or_people_who_stop_there_would_brake_a_whole_office(
    app: Flask, provider: str, agency: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle_rules, "NETWORK_TRIES", 2)

    def secret(value: str) -> None:
        with working(app):
            (row,) = setting_up.offered()
            setting_up.facts_of(row, secret=True)
            row.client_secret = value

    secret("one that ran out")
    for _ in range(3):
        client = Client(app)
        assert through(client, agency, "r-1") == WAYS
        assert service.DOWN in client.get(WAYS).words()
    assert why_refused(app).endswith("does not take this service's client id and secret")
    secret("a secret")
    for _ in range(3):
        client = Client(app)
        said = urlencode({"state": state_in(set_out(client, agency)), "error": "access_denied"})
        assert leads_to(client, f"{WAYS}/back?{said}") == WAYS
        assert service.STOPPED in client.get(WAYS).words()
    assert through(Client(app), agency, "r-1") == "/home"
    for _ in range(2):
        leads_to(Client(app), f"{WAYS}/back?state=guessed&error=access_denied")
    client = Client(app)
    through(client, agency, "r-1")
    assert "too many tries" in client.get(WAYS).words(), "a state that nobody gave counts"


def test_an_administrator_would_find_out_what_stands_in_this_network(
    app: Flask, provider: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = provider + discovery.PATH
    with app.app_context():
        assert outside.get_json(document)
        with settings(app, monkeypatch, demo=False), pytest.raises(ProviderUnreachable):
            outside.get_json(document)
        with settings(app, monkeypatch, demo=False, provider_private_hosts=("127.0.0.1",)):
            assert outside.get_json(document), "named by the operator"
    with app.test_request_context():
        words = set()
        for issuer in (provider.rpartition(":")[0] + ":1", f"{provider}/none", "https://nowhere.example.org"):
            with pytest.raises(Refused) as fault:
                setting_up.try_out(setting_up.Wanted(issuer, "panels", "a secret"))
            words.add(fault.value.message)
        assert words == {setting_up.CANNOT_ASK}


@pytest.mark.pure
def test_a_name_would_lead_to_a_private_address(trickle: Trickle, monkeypatch: pytest.MonkeyPatch) -> None:
    for inside in (
        "127.0.0.1 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 ::1 fe80::1 fc00::1"
        " ::ffff:10.0.0.1 2002:a00:1::"
    ).split():
        assert not is_public(inside), inside
    assert is_public("93.184.215.14")
    assert is_public("2606:4700::1111")
    real = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda _host, *rest, **more: real("127.0.0.1", *rest, **more))
    port = trickle.listener.getsockname()[1]
    until = time.monotonic() + 5
    with pytest.raises(PermissionError):
        Line(host="id.example.org", private=False, until=until).open(("id.example.org", port))
    proxy, named = (
        Line(host="id.example.org", private=False, until=until),
        Line(host="id.example.org", private=True, until=until),
    )
    for line, name in ((proxy, "proxy.example.org"), (named, "id.example.org")):
        line.open((name, port)).close()
        line.cut()
    with pytest.raises(TimeoutError):
        proxy.open(("proxy.example.org", port))

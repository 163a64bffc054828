"""What a virus scanner answers, or fails to: a file is called clean when clamd said so, and never otherwise."""

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from casework.documents.kinds import Unfit, Why
from casework.documents.scanning import CLEAN, NOT_SCANNED, scan

Answer = Callable[[socket.socket, bytes], None]
LIMIT = 1_000_000
"""The StreamMaxLength of the server below, in bytes."""


def saying(words: bytes) -> Answer:
    return lambda line, read: line.sendall(words)


def hanging_up(line: socket.socket, read: bytes) -> None:
    """Closed with a reset, so that whoever still sends meets a broken pipe."""
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


class Clamd:
    """A server that speaks INSTREAM as clamd does: chunks with their length, a nought at the end, a limit."""

    def __init__(self, file: Path | None = None) -> None:
        if file is None:
            self.door = socket.create_server(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{self.door.getsockname()[1]}"
        else:
            self.door, self.address = socket.socket(socket.AF_UNIX), str(file)
            self.door.bind(self.address)
            self.door.listen()
        self.answer: Answer = saying(b"stream: OK\0")
        self.read = b""
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self.door.accept()
            except OSError:
                return
            with line:
                self._one(line)

    def _one(self, line: socket.socket) -> None:
        self.read = b""
        stream = line.makefile("rb", buffering=0)
        assert stream.read(10) == b"zINSTREAM\0"
        while size := int.from_bytes(_whole(stream, 4), "big"):
            self.read += _whole(stream, size)
            if len(self.read) > LIMIT:
                line.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                hanging_up(line, b"")
                return
        self.answer(line, self.read)


def _whole(stream: object, size: int) -> bytes:
    found = b""
    while len(found) < size:
        part = stream.read(size - len(found))  # type: ignore[attr-defined]
        if not part:
            return found
        found += part
    return found


@pytest.fixture
def clamd(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Clamd]:
    server = Clamd()
    settings = app.extensions["casework-settings"].model_copy(update={"clamd_address": server.address})
    monkeypatch.setitem(app.extensions, "casework-settings", settings)
    with app.app_context():
        yield server
    server.door.close()


def test_a_file_that_clamd_did_not_call_clean_would_be_called_so(clamd: Clamd) -> None:
    content = b"ab" * 100_000
    assert scan(content) == CLEAN
    assert clamd.read == content, "whole, in chunks"
    wrong: list[tuple[Answer, Why]] = [
        (saying(b"stream: Eicar-Test-Signature FOUND\0"), Why.REFUSED),
        (saying(b"stream: Can't allocate memory ERROR\0"), Why.NO_CHECK),
        (saying(b"stream: O"), Why.NO_CHECK),
        (saying(b""), Why.NO_CHECK),
        (saying(b"UNKNOWN COMMAND\0"), Why.NO_CHECK),
        (saying(b"not OK\0"), Why.NO_CHECK),
        (hanging_up, Why.NO_CHECK),
    ]
    for answer, why in wrong:
        clamd.answer = answer
        with pytest.raises(Unfit) as refused:
            scan(b"anything")
        assert refused.value.why is why
    with pytest.raises(Unfit) as refused:
        scan(b"a" * (LIMIT + 9_000_000))
    assert refused.value.why is Why.NO_CHECK, "larger than clamd takes: a broken pipe, or its answer"


def test_a_scanner_behind_a_socket_file_would_not_be_asked(
    app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    server = Clamd(tmp_path / "clamd.ctl")
    settings = app.extensions["casework-settings"].model_copy(update={"clamd_address": server.address})
    monkeypatch.setitem(app.extensions, "casework-settings", settings)
    with app.app_context():
        assert scan(b"anything") == CLEAN
        assert server.read == b"anything"
        server.answer = saying(b"stream: Eicar-Test-Signature FOUND\0")
        with pytest.raises(Unfit):
            scan(b"anything")
    server.door.close()


def test_a_scanner_that_cannot_be_reached_would_let_files_in(
    app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    real = app.extensions["casework-settings"]
    with socket.create_server(("127.0.0.1", 0)) as door:
        shut = f"127.0.0.1:{door.getsockname()[1]}"
    with app.app_context():
        for address in (shut, "127.0.0.1", "127.0.0.1:many", str(tmp_path / "none.ctl")):
            settings = real.model_copy(update={"clamd_address": address})
            monkeypatch.setitem(app.extensions, "casework-settings", settings)
            with pytest.raises(Unfit) as refused:
                scan(b"anything")
            assert refused.value.why is Why.NO_CHECK
        monkeypatch.setitem(app.extensions, "casework-settings", real)
        assert scan(b"anything") == NOT_SCANNED, "none is set up: said so, and never called clean"

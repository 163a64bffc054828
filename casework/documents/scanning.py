"""Asking a virus scanner, if the partnership has one. Without one a file is recorded as not scanned, in plain words."""

import socket
import struct

from flask import current_app

from casework.documents.kinds import Unfit, Why
from egress import declared
from extensions import present_settings

CLEAN, NOT_SCANNED = "clean", "not_scanned"
SCAN_WORDS = {CLEAN: "Scanned, nothing found", NOT_SCANNED: "Not scanned for viruses: no scanner is set up here"}
SECONDS = 30
CHUNK = 1 << 16


def scan(content: bytes) -> str:
    """``clean``, or ``not_scanned`` when no scanner is set up.

    :raises Unfit: the scanner objects, or cannot be reached: then nothing is kept.
    """
    settings = present_settings()
    if not settings.clamd_address:
        return NOT_SCANNED
    try:
        answer = _ask(settings.clamd_address, content)
    except (OSError, ValueError) as fault:
        raise Unfit("The file cannot be checked for viruses now. Try again in a few minutes", Why.NO_CHECK) from fault
    if answer.endswith(b" FOUND"):
        current_app.logger.warning("A file was refused by the virus scanner")
        raise Unfit("We cannot take this file. Speak to the panel team", Why.REFUSED)
    if answer != b"stream: OK":
        # "INSTREAM size limit exceeded. ERROR", half an answer, or none: the file was not checked, so it is not kept.
        current_app.logger.warning("The virus scanner did not check a file")
        raise Unfit("The file cannot be checked for viruses now. Try again in a few minutes", Why.NO_CHECK)
    return CLEAN


def _ask(address: str, content: bytes) -> bytes:
    """clamd's INSTREAM command: chunks with their length in front, a zero length at the end."""
    with declared(), _line_to(address) as line:
        line.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), CHUNK):
            part = content[start : start + CHUNK]
            line.sendall(struct.pack(">I", len(part)) + part)
        line.sendall(struct.pack(">I", 0))
        answer = b""
        while not answer.endswith(b"\0"):
            received = line.recv(1024)
            if not received:
                break
            answer += received
    return answer.rstrip(b"\0").strip()


def _line_to(address: str) -> socket.socket:
    """A connection to ``host:port``, or to the path of a socket file: what clamd listens on where Debian sets it up."""
    if not address.startswith("/"):
        host, _, port = address.rpartition(":")
        return socket.create_connection((host, int(port)), timeout=SECONDS)
    line = socket.socket(socket.AF_UNIX)
    line.settimeout(SECONDS)
    try:
        line.connect(address)
    except OSError:
        line.close()
        raise
    return line

"""Entries as a file that proves by itself where it comes from: CSV, whose last line is a signature over all before it.

``docs/verify_csv.py`` checks one without this installation. A cell that a spreadsheet would run as a formula is made
into text (OWASP, CSV injection).
"""

import base64
import csv
import io
from collections.abc import Iterable, Mapping

from auth.access_log.reading import Line
from auth.access_log.subjects import RESTRICTED, panel_titles
from auth.access_log.verdicts import TITLES
from auth.encryption.signing import sign
from auth.roles import ROLE_TITLES

COLUMNS = (
    "entry", "at", "who", "agency", "acting_for", "role", "did", "what", "reference", "panel", "verdict",
    "rule", "rule_version", "explanation", "role_key",
)  # fmt: skip
RUNS_AS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
SIGNED = "#signed"
MOST = 20_000
"""Entries in one file."""


def signed_csv(heading: str, lines: Iterable[Line]) -> bytes:
    """The file. ``heading``: what was asked and when, in a first line of its own."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow([f"#{heading}"])
    writer.writerow(COLUMNS)
    panels = panel_titles()
    writer.writerows([_safe(str(cell)) for cell in _cells(line, panels)] for line in lines)
    body = written.getvalue().encode()
    key, signature = sign(body)
    return body + f"{SIGNED},{key},{base64.b64encode(signature).decode()}\r\n".encode()


def _cells(line: Line, panels: Mapping[str, str]) -> tuple[object, ...]:
    entry = line.entry
    panel = panels.get(entry.panel, RESTRICTED) if entry.panel else ""
    return (
        entry.number, entry.at.isoformat(), line.who, line.agency, line.acting_for, _role(entry.role), line.did,
        line.what, line.reference, panel, TITLES[line.verdict], entry.rule, entry.rule_version, entry.explanation,
        entry.role or "",
    )  # fmt: skip


def _role(key: str | None) -> str:
    """A role in words; a key that no role has any more as it is."""
    return {role.value: title for role, title in ROLE_TITLES.items()}.get(key or "", key or "")


def _safe(text: str) -> str:
    return f"'{text}" if text.lstrip(" ").startswith(RUNS_AS_FORMULA) else text
